"""What tables of postings ask for, counted by role, capability, month, place or seniority."""

from __future__ import annotations

from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.demands import Share
from rolegraph.model.nodes import Level, Node
from rolegraph.model.posting_counts import Growth


class PostingTotals(NamedTuple):
    """How many postings a table has, how many count, and why others do not, each for the first reason that holds.

    Of those that count so many are `asking` for anything, `undated`, `without_role`, or with one that is not sure
    (`unsure`). `first` and `last` are the days of the earliest and the latest.
    """

    every: int
    copies: int
    other_time: int
    other_place: int
    other_seniority: int
    postings: int
    asking: int
    undated: int = 0
    without_role: int = 0
    unsure: int = 0
    first: str = ""
    last: str = ""


class PayQuantiles(NamedTuple):
    """What is offered, in the currency and for the period that most of the postings state, by so many of them.

    Of each offer the middle counts: a quarter of these lies below `low`, half below `median`, a quarter above `high`.
    """

    postings: int
    currency: str
    period: str
    low: float
    median: float
    high: float


class DemandRow(NamedTuple):
    """How many postings of a group ask for something, or are in it.

    What the group is not counted by is None, or an empty text; so is what is not said. `asked_by` is of the postings
    of the same role, month, place and seniority that ask for anything. `idf` says how distinctive the capability is:
    the logarithm of one plus all postings over those that ask for it. `essential`, `alone` and `level` are as in
    `DemandedCapability`, `years` is the median. `now` and `before` are shares in the latest twelve months, and in those
    before; `growth` compares them where both have enough postings.
    """

    role: Node | None = None
    capability: Node | None = None
    month: str = ""
    place: str = ""
    seniority: str = ""
    asked_by: Share = Share(0, 0, 0.0, 1.0)
    idf: float | None = None
    essential: int | None = None
    alone: int | None = None
    level: Level | None = None
    years: float | None = None
    pay: PayQuantiles | None = None
    now: Share | None = None
    before: Share | None = None
    growth: Growth | None = None


class UnknownName(NamedTuple):
    """A name of a table that was left out, in how many rows it stands, and why."""

    name: str
    rows: int
    problem: str


class Trend(NamedTuple):
    """The share of a capability by month; None in a month without postings that ask for anything."""

    capability: Node
    months: tuple[tuple[str, Share | None], ...]
    growth: Growth | None = None


@displayed
class DemandTable(NamedTuple):
    """What the postings of a table ask for, counted by some dimensions.

    `rows` are the first of so many that rest on `least` postings or more, out of `combinations` in all. `roles` are the
    roles with most postings, of so many that have enough of them, or the one `role`. `years` are the first and last day
    of the latest twelve months and of those before. `trends` follow what comes first by month, where that is asked for.
    `unknown` are names that were left out, `unread` the columns that nothing is known of.
    """

    place: str
    by: tuple[str, ...]
    totals: PostingTotals
    role: Node | None
    least: int
    combinations: int
    supported: int
    rows: tuple[DemandRow, ...]
    roles: tuple[DemandRow, ...] = ()
    roles_counted: int = 0
    years: tuple[tuple[str, str], tuple[str, str]] | None = None
    trends: tuple[Trend, ...] = ()
    unknown: tuple[UnknownName, ...] = ()
    engine: str = ""
    unread: tuple[str, ...] = ()
