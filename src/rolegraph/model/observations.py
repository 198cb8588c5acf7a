"""What somebody counted: how many people went from role to role, how many work in one, and what they are paid."""

from __future__ import annotations

from typing import Final, NamedTuple

from rolegraph.model.nodes import Node, fold

_WITHOUT_CENTS: Final = 1000  # from which amount on pay is shown in whole units


class Statistic(NamedTuple):
    """Who counted, where and when: years, 0 where that is not said; `authority` and `place` are empty then."""

    authority: str = ""
    place: str = ""
    start: int = 0
    end: int = 0

    @property
    def period(self) -> str:
        """The years in words.

        >>> Statistic("CPS", start=2011, end=2019).period
        '2011 to 2019'
        """
        years = [str(year) for year in dict.fromkeys((self.start, self.end)) if year]
        return " to ".join(years)

    @property
    def words(self) -> str:
        """All of it in words.

        >>> Statistic("CPS", "US", 2011, 2019).words
        'CPS, US, 2011 to 2019'
        """
        return ", ".join(filter(None, (self.authority, self.place, self.period)))


class CountedGroup(NamedTuple):
    """Roles that a statistic counts together, by its own code and title; of most groups there is one."""

    iri: str
    code: str = ""
    title: str = ""
    roles: tuple[Node, ...] = ()

    @property
    def label(self) -> str:
        """What to call it."""
        return self.title or (self.roles[0].label if len(self.roles) == 1 else self.code)

    def named_beside(self, role: Node | None, before: str) -> str:
        """The label of a group of several roles, with a word before it; empty where the role is called so as well."""
        is_plain = len(self.roles) == 1 or (role is not None and fold(role.label) == fold(self.label))
        return "" if is_plain else before + self.label


class ObservedMove(NamedTuple):
    """How many of those who left one group went to another: `share` in percent, without those who stayed.

    `people` is how many these are, where that is known. `source` is the import that has it.
    """

    origin: CountedGroup
    target: CountedGroup
    share: float
    people: int | None
    counted: Statistic
    source: Node

    @property
    def note(self) -> str:
        """The move in words, with the names of groups of several roles, which are counted together."""
        return self.between()

    def between(self, start: Node | None = None, end: Node | None = None) -> str:
        """The move in words, from a role to a role: a group is named where it is called otherwise than the role."""
        who = "those who left" + self.origin.named_beside(start, " ")
        where = self.target.named_beside(end, "to ") or "there"
        counted = f" ({words})" if (words := self.counted.words) else ""
        return f"{percent(self.share)} of {who} went {where}{counted}"


class Observation(NamedTuple):
    """How many work in a group of roles, and what they are paid; None where it is not known.

    Pay is for a year, unless `pay_period` says otherwise, in `currency`, which may be empty.
    """

    group: CountedGroup
    counted: Statistic
    employment: int | None = None
    pay_mean: float | None = None
    pay_median: float | None = None
    currency: str = ""
    pay_period: str = ""
    source: Node | None = None

    @property
    def pay(self) -> str:
        """The mean, or else the median pay in words; empty where neither is known."""
        return self.amount(self.pay_median if self.pay_mean is None else self.pay_mean)

    def amount(self, pay: float | None) -> str:
        """An amount of pay in words; empty where it is not known.

        >>> Observation(CountedGroup(""), Statistic(), currency="USD").amount(51930.0)
        'USD 51,930'
        """
        if pay is None:
            return ""
        period = f" a{'n' if self.pay_period == 'hour' else ''} {self.pay_period}" if self.pay_period else ""
        return f"{self.currency} {pay:,.{0 if pay >= _WITHOUT_CENTS else 2}f}{period}".strip()


class Estimate(NamedTuple):
    """How likely a move is, as estimated: the share of those who leave, in percent, and what that is made of.

    `parts` have a name and a factor, by which the move is likelier than one to a role that is just related, is usual in
    size, and draws no more people than its size says. `group` has the roles that are counted together.
    """

    share: float
    parts: tuple[tuple[str, float], ...]
    group: CountedGroup


def percent(share: float) -> str:
    """A share in percent in words, to two digits.

    >>> percent(3.42), percent(12.3), percent(0.034), percent(0.001)
    ('3.4 %', '12 %', '0.034 %', 'under 0.01 %')
    """
    return "under 0.01 %" if 0 < share < 0.01 else f"{float(f'{share:.2g}'):g} %"
