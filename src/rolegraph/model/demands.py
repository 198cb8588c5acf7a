"""What postings for a role ask for, counted, beside what curated sources say that it requires."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.posting_counts import CountedSource, Growth, PostingCount
from rolegraph.model.roles import AlsoAsked, Requirement

# Postings below which shares say little: a few more would change them.
FEW_POSTINGS = 30


class Share(NamedTuple):
    """So many postings of those that say what they ask for, and between which shares the truth lies.

    `low` and `high` are the ends of Wilson's interval at 95 %: where a share would lie, had one seen all postings of
    which these are a sample.
    """

    postings: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.postings / self.of if self.of else 0.0


class Spread(NamedTuple):
    """Numbers that some postings state: the median, the smallest and the largest."""

    postings: int
    median: float
    low: float
    high: float


class ProfileStanding(StrEnum):
    """How a capability that postings ask for stands in what is recorded of the role."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    USED = "in use"
    TEXTS = "in texts only"
    ABSENT = "no"


class DemandedCapability(NamedTuple):
    """A capability, and how many postings ask for it in whatever way.

    So many call it `essential` (None where nobody counted that), so many ask for it `alone` and not as one of several.
    `levels` counts the levels that are stated, `level` is their median. `years` are those of experience with it.
    `standing` is how the role's profile has it; None where nothing is recorded of the role. `growth` is that of the
    share, where somebody counted it.
    """

    node: Node
    asked_by: Share
    essential: int | None
    alone: int
    level: Level | None = None
    levels: Mapping[str, int] = {}
    years: Spread | None = None
    standing: ProfileStanding | None = None
    growth: Growth | None = None


class PayBand(NamedTuple):
    """What postings of one seniority pay, in one currency and for one period; None where no seniority is said.

    The median is that of the middles of what each offers; `low` and `high` are the least and the most that any does.
    """

    seniority: Seniority | None
    currency: str
    period: str
    pay: Spread


class PlaceCount(NamedTuple):
    """A place as postings have it, and how many do."""

    place: str
    postings: int


class LeftOut(NamedTuple):
    """Postings that are not counted: not surely for the role, of another time or place, or copies of others."""

    unsure: int = 0
    other_time: int = 0
    other_place: int = 0
    copies: int = 0

    def __bool__(self) -> bool:
        return any(self)


@displayed
class Demand(NamedTuple):
    """What postings for a role ask for.

    `postings` are all that are counted, of which so many are `asking` for anything; shares are of these. `first` and
    `last` are the days of the earliest and the latest of those that are `dated`. `capabilities` have those most asked
    for first. `not_asked` is what curated sources say that the role requires, and no posting asks for. `curated` says
    whether they say anything. `also_asked` is what texts add.
    """

    role: Node
    postings: int
    asking: int
    left_out: LeftOut = LeftOut()
    dated: int = 0
    first: str = ""
    last: str = ""
    capabilities: tuple[DemandedCapability, ...] = ()
    not_asked: tuple[Requirement, ...] = ()
    curated: bool = False
    years: Spread | None = None
    pay: tuple[PayBand, ...] = ()
    places: tuple[PlaceCount, ...] = ()
    remote: Mapping[str, int] = {}
    seniorities: Mapping[str, int] = {}
    also_asked: tuple[AlsoAsked, ...] = ()
    counted: PostingCount | None = None
    beside: int = 0
    unused: PostingCount | None = None

    def asked_for(self, share: float) -> tuple[DemandedCapability, ...]:
        """What at least such a share of postings asks for."""
        return tuple(one for one in self.capabilities if one.asked_by.share >= share)

    def missing(self, share: float) -> tuple[DemandedCapability, ...]:
        """The same as far as the role's profile does not have it."""
        return tuple(
            one for one in self.asked_for(share) if one.standing in (ProfileStanding.ABSENT, ProfileStanding.TEXTS)
        )


class DemandBasis(NamedTuple):
    """What a plan is made for, where it is not the role's requirements: what such a share of postings ask for.

    `counted` is where they were counted, if they are not in the graph.
    """

    share: float
    postings: int
    counted: CountedSource | None = None
