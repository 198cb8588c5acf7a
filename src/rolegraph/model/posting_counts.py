"""What was counted over many postings: for a role and for what is asked for in it, by whom, when, and of how many."""

from __future__ import annotations

from typing import NamedTuple

from rolegraph.model.nodes import Level, Node


class Growth(NamedTuple):
    """By how much a share grew: that in the latest twelve months over that in the twelve before, less one.

    `low` and `high` are the ends of Katz' interval at 95 %: nothing has surely changed where 0 lies between them.
    """

    change: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves no doubt that it grew, or shrank."""
        return self.low > 0 or self.high < 0

    @property
    def between(self) -> str:
        """The interval in words.

        >>> Growth(0.25, 0.1, 0.42).between
        '+10 to +42 %'
        """
        return f"{100 * self.low:+.0f} to {100 * self.high:+.0f} %"

    @property
    def words(self) -> str:
        """The growth in words, with its interval.

        >>> Growth(0.25, 0.1, 0.42).words, Growth(-0.031, -0.2, 0.1).words
        ('+25 % (+10 to +42 %)', 'no sure change (-20 to +10 %)')
        """
        return f"{100 * self.change:+.0f} % ({self.between})" if self.is_sure else f"no sure change ({self.between})"


class OptionCount(NamedTuple):
    """How many postings for a role ask for something.

    With one capability in `any_of`, by IRI, `postings` name it in whatever way, and `alone` of them not only as one of
    several. With several, `postings` ask for any one of these, or for less choice: of "Python or R" those that ask for
    Python count as well. So many call it `essential`, None where that was not counted; `level` is the median of those
    stated. All ask for it `alone` where that is None.
    """

    any_of: tuple[str, ...]
    postings: int
    essential: int | None = None
    alone: int | None = None
    level: Level | None = None
    growth: Growth | None = None


class RoleCount(NamedTuple):
    """How many postings for a role, by IRI, there are, how many of them ask for anything, and for what."""

    role: str
    postings: int
    asking: int
    options: tuple[OptionCount, ...] = ()
    growth: Growth | None = None


class CountedFile(NamedTuple):
    """A table by its name and SHA-256, with how many rows it has, of how many postings; 0 where that is not known."""

    name: str
    sha256: str
    rows: int = 0
    postings: int = 0


class CountingRun(NamedTuple):
    """How something was counted, and of what.

    `title` names the source that it becomes: two periods or two providers are two sources. `postings` is the number of
    all that count, `first` and `last` the days of the earliest and the latest, `least` how many postings it takes for
    something to be stated. `started` and `ended` are times in ISO 8601, `engine` a name with its version. `table` has
    what is not stated.
    """

    title: str
    postings: int
    least: int
    mentions: CountedFile
    started: str
    ended: str
    engine: str = ""
    first: str = ""
    last: str = ""
    authority: str = ""
    place: str = ""
    licence: str = ""
    table: CountedFile | None = None


class CountedSource(NamedTuple):
    """Where counted demand is from: the source, whose postings, of where and when, and the fewest that it states."""

    source: Node
    authority: str = ""
    place: str = ""
    first: str = ""
    last: str = ""
    least: int = 0

    @property
    def words(self) -> str:
        """It in words.

        >>> from rolegraph.model.nodes import Kind
        >>> CountedSource(Node("", Kind.SOURCE, "Ads 2025"), "Jobs Ltd", first="2025-01-01", last="2025-12-31").words
        'Ads 2025 (Jobs Ltd, 2025-01-01 to 2025-12-31)'
        >>> CountedSource(Node("", Kind.SOURCE, "ads 2024 to 2025"), first="2024", last="2025").words
        'ads 2024 to 2025'
        """
        days = " to ".join(dict.fromkeys(filter(None, (self.first, self.last))))
        told = (part for part in (self.authority, self.place, days) if part and part not in self.source.label)
        whose = ", ".join(told)
        return self.source.label + (f" ({whose})" if whose else "")


class PostingCount(NamedTuple):
    """How many postings for a role were counted, whether that grows, and where it is from."""

    postings: int
    counted: CountedSource
    growth: Growth | None = None

    @property
    def words(self) -> str:
        """It in words, without where it is from.

        >>> from rolegraph.model.nodes import Kind
        >>> PostingCount(5010, CountedSource(Node("", Kind.SOURCE, "Ads")), Growth(0.31, 0.2, 0.43)).words
        '5,010 postings, their share of all against the year before: +31 % (+20 to +43 %)'
        """
        growth = f", their share of all against the year before: {self.growth.words}" if self.growth else ""
        return f"{self.postings:,} posting{'' if self.postings == 1 else 's'}{growth}"
