"""What a board of a learning path is made of: phases, in them groups by theme, in these cards; and what joins cards.

A card stands for each step, with the number that the plan gives it, and one for whatever else the plan names. The
numbers increase from left to right and from top to bottom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.scene import Fact, SourceLink
from rolegraph.render.text import about, counted

FOLDED: Final = 45  # steps: of a longer plan the themes are folded
_COLUMNS: Final = 7  # that a wide screen has room for
_HEIGHTS: Final = (8.0, 10.0, 12.0, 14.0)  # cards that a column has at most, as far as that can be
_MORE: Final = 0.15  # of a column that may stand out, rather than begin another
_HEAD: Final = 0.5  # of a card: the height of a title
_THEME: Final = 2.0  # cards: the height of a theme that is folded, or somewhat opened
_NAMED: Final = 3  # steps of a folded theme that are named

Tone = Literal["known", "learn", "deepen", "credential", "optional"]


class Card(NamedTuple):
    """A step, if it has a `number`, or what is had, a credential, or what is nice to have.

    `names` are the IRIs that it stands for, `meets` what it is for, `entry` is its key in a profile file. The
    steps that it comes `after` are needed for it. It is `done` from the beginning where the profile says so, and
    `learning` what somebody has begun.
    """

    id: str
    label: str
    kind: Kind
    names: tuple[str, ...] = ()
    number: int = 0
    level: Level | None = None
    before: Level | None = None
    hours: float | None = None
    why: str = ""
    after: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    sources: tuple[SourceLink, ...] = ()
    meets: tuple[str, ...] = ()
    entry: str = ""
    done: bool = False
    learning: bool = False

    @property
    def rise(self) -> str:
        """To which level, and from which, in words."""
        if self.level is None:
            return ""
        if not self.number:
            return str(self.level)
        return f"to {self.level}" if self.before is None else f"{self.before} to {self.level}"


class ThemeGroup(NamedTuple):
    """Cards of one theme. Of many, `shown` ones are in sight.

    Where a column is too low for all of them they are `continued` in the next; `whole` is then the size of all.
    """

    title: str
    cards: tuple[Card, ...]
    shown: int | None = None
    continued: bool = False
    whole: str = ""

    @property
    def size(self) -> str:
        """How many cards in all, and hours; nothing of a single one, which says it itself, or what is continued."""
        if self.continued:
            return ""
        return self.whole or (sized(self.cards) if len(self.cards) > 1 else "")

    @property
    def span(self) -> str:
        """From which step to which, and hours."""
        first, last = self.cards[0].number, self.cards[-1].number
        count, comma, hours = sized(self.cards).partition(",")
        steps = count.partition(" ")[2]
        return f"{steps} {first}{f' to {last}' if last > first else ''}{comma}{hours}"

    @property
    def named(self) -> str:
        """What comes first in it, for where it is folded."""
        names = ", ".join(card.label for card in self.cards[:_NAMED])
        return names + (f" and {len(self.cards) - _NAMED} more" if len(self.cards) > _NAMED else "")

    @property
    def in_sight(self) -> tuple[Card, ...]:
        """The cards that are not folded away: all, where that would be of one only."""
        return self.cards if self.shown is None or len(self.cards) <= self.shown + 1 else self.cards[: self.shown]


class Phase(NamedTuple):
    """A part of the plan: groups in one or more columns."""

    key: str
    title: str
    tone: Tone
    columns: tuple[tuple[ThemeGroup, ...], ...]
    remark: str = ""

    @property
    def groups(self) -> Iterator[ThemeGroup]:
        """All groups, in their order."""
        return (group for column in self.columns for group in column)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in their order."""
        return tuple(card for group in self.groups for card in group.cards)

    @property
    def numbered(self) -> bool:
        """Whether its cards are steps."""
        return any(card.number for card in self.cards)


Stack = tuple[Phase, ...]
"""Phases that stand below each other."""


class StepArrow(NamedTuple):
    """What joins two cards, by their ids: the first is needed for the second, which may only be shorter for it.

    It is `near` where the cards are neighbours: in columns side by side, or one below the other.
    """

    start: str
    end: str
    helps: str = ""
    near: bool = False


def sized(cards: Sequence[Card]) -> str:
    """How many steps, and how many hours where somebody has estimated them."""
    numbered = [card for card in cards if card.number]
    if not numbered:
        return f"{len(cards):,}"
    hours = [card.hours for card in numbered if card.hours is not None]
    takes = f", {about(sum(hours))} h" if hours else ""
    some = f" for {len(hours)} of them" if hours and len(hours) < len(numbered) else ""
    return counted(len(numbered), "step") + takes + some


def weeks_of(phase: Phase, before: float, hours: float | None, per_week: float | None) -> str:
    """The weeks of a phase, after the hours of those before; "" where hours are not known for all of the plan."""
    if hours is None or not per_week or not phase.numbered:
        return ""
    return _week_range(before, sum(card.hours or 0.0 for card in phase.cards), per_week)


def _week_range(before: float, hours: float, per_week: float) -> str:
    """The weeks in which some hours are learned, after others; "" where they take none."""
    if hours <= 0:
        return ""
    first = round(before / per_week) + 1
    last = max(first, round((before + hours) / per_week))
    return f"week {first:,}" if first == last else f"weeks {first:,} to {last:,}"


def arranged(phases: Sequence[Phase], *, folded: bool) -> tuple[Stack, ...]:
    """Phases from left to right, in columns as low as a wide screen has room for."""
    stacks: tuple[Stack, ...] = ()
    for tall in _HEIGHTS:
        columns = ((in_columns(one.groups, tall, folded=folded) if one.numbered else one.columns) for one in phases)
        split = [one._replace(columns=some) for one, some in zip(phases, columns, strict=True)]
        stacks = stacked(split, tall, folded=folded)
        if width_of(stacks) <= _COLUMNS:
            break
    return stacks


def width_of(stacks: Iterable[Stack]) -> int:
    """How many columns there are."""
    return sum(max(len(phase.columns) for phase in stack) for stack in stacks)


def in_columns(groups: Iterable[ThemeGroup], tall: float, *, folded: bool) -> tuple[tuple[ThemeGroup, ...], ...]:
    """Groups in as few columns as their height allows, of about one height; a very long group goes on in the next.

    Of groups that are `folded` the titles have to fit, not the cards.
    """
    pieces = [piece for group in groups for piece in ([group] if folded else _pieces(group, tall))]
    whole = sum(_height(piece, folded=folded) for piece in pieces)
    fair = whole / max(1, math.ceil(whole / tall - _MORE))
    columns: list[list[ThemeGroup]] = []
    room = 0.0
    for piece in pieces:
        height = _height(piece, folded=folded)
        if not columns or room < height / 2:
            columns.append([])
            room += fair
        columns[-1].append(piece)
        room -= height
    return tuple(map(tuple, columns))


def _pieces(group: ThemeGroup, tall: float) -> Iterator[ThemeGroup]:
    """A group, or parts of one that is higher than a column."""
    count = math.ceil(len(group.cards) / tall)
    if count <= 1:
        yield group
        return
    size = math.ceil(len(group.cards) / count)
    for begin in range(0, len(group.cards), size):
        cards = group.cards[begin : begin + size]
        yield group._replace(cards=cards, continued=begin > 0, whole=sized(group.cards))


def _height(group: ThemeGroup, *, folded: bool) -> float:
    return _THEME if folded else len(group.cards) + _HEAD * bool(group.title)


def stacked(phases: Iterable[Phase], tall: float, *, folded: bool) -> tuple[Stack, ...]:
    """Phases from left to right; narrow ones of the same sort stand below each other where that is not too high."""
    stacks: list[list[Phase]] = []
    for phase in phases:
        below = stacks[-1] if stacks else []
        together = [*below, phase]
        alike = len({_sort(one) for one in together}) == 1 and all(len(one.columns) == 1 for one in together)
        height = sum(1 + _height(group, folded=folded) for one in together for group in one.groups)
        if below and alike and (height <= tall or not phase.numbered):
            below.append(phase)
        else:
            stacks.append([phase])
    return tuple(tuple(stack) for stack in stacks)


def _sort(phase: Phase) -> str:
    if phase.tone in ("known", "learn", "deepen"):
        return phase.tone
    return "besides"


def places_of(stacks: Iterable[Stack]) -> dict[str, tuple[int, int]]:
    """The column and the row of each card, by its id."""
    places: dict[str, tuple[int, int]] = {}
    column = 0
    for stack in stacks:
        rows = [0] * max(len(phase.columns) for phase in stack)
        for phase in stack:
            for beside, groups in enumerate(phase.columns):
                for card in (card for group in groups for card in group.cards):
                    places[card.id] = column + beside, rows[beside]
                    rows[beside] += 1
        column += len(rows)
    return places


def with_neighbours(stacks: Sequence[Stack], links: Iterable[StepArrow]) -> tuple[StepArrow, ...]:
    """Links, with those between neighbours marked."""
    places = places_of(stacks)

    def near(link: StepArrow) -> bool:
        (one, above), (other, below) = places[link.start], places[link.end]
        return other == one + 1 or (one == other and below == above + 1)

    return tuple(link._replace(near=near(link)) for link in links)
