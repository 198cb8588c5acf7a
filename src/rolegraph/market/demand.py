"""What postings for a role ask for: shares with their intervals, levels, years, pay, beside the role's profile."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from statistics import median
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.entities import closeness, degree
from rolegraph.facts.labels import highest, node, nodes
from rolegraph.facts.requirements import (
    accepted_capabilities,
    also_asked,
    capability_requirements,
    reachable,
    terms_of,
    used_tools,
)
from rolegraph.market.advertised import Advertised, AskedFor, advertised
from rolegraph.model.demands import (
    Demand,
    DemandBasis,
    DemandedCapability,
    LeftOut,
    PayBand,
    PlaceCount,
    ProfileStanding,
    Share,
    Spread,
)
from rolegraph.model.nodes import Level, Necessity, fold
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS

LEAST_CONFIDENCE: Final = 0.5  # that a posting is for a role, for it to count
_Z: Final = 1.959964  # of the normal distribution, for 95 %
_AS_IT_IS: Final = 0.02  # of postings that ask for alternatives in just that way, for these to be looked at


class Chosen(NamedTuple):
    """The postings for a role that are counted, and how many are not."""

    postings: list[Advertised]
    left_out: LeftOut


def chosen_postings(
    dataset: Dataset, role: str, *, since: str = "", place: str = "", confidence: float = LEAST_CONFIDENCE
) -> Chosen:
    """The postings that are surely enough for a role, posted on a day or later, and in a place as they name it."""
    unsure = other_time = other_place = 0
    postings = []
    for posting in advertised(dataset, role):
        if posting.confidence < confidence:
            unsure += 1
        elif since and posting.posted < since:
            other_time += 1
        elif place and fold(place) not in fold(f"{posting.place} {posting.remote}"):
            other_place += 1
        else:
            postings.append(posting)
    return Chosen(postings, LeftOut(unsure, other_time, other_place))


def find_demand(
    dataset: Dataset, role: str, *, since: str = "", place: str = "", confidence: float = LEAST_CONFIDENCE
) -> Demand:
    """What postings for a role ask for, beside what curated sources say that it requires.

    A capability counts once for each posting that asks for it, as the only way to meet a requirement or as one of
    several. It is in the role's profile where it meets one of the role's requirements by the rule of
    `facts.requirements`: a cloud platform by name, where cloud platforms are required. Takes time in proportion to the
    postings of the role; SourceError as for `advertised`.

    What several sites copy from each other counts as often as it was read, and postings are no sample of all jobs:
    intervals say how much chance there is in a share, not how much selection.
    """
    postings, left_out = chosen_postings(dataset, role, since=since, place=place, confidence=confidence)
    asking = [posting for posting in postings if posting.asked]
    days = sorted(posting.posted for posting in postings if posting.posted)
    profile = _RoleProfile(dataset, role)
    capabilities = _capabilities(dataset, asking, profile)
    named = {one.node.iri for one in capabilities}
    places = Counter(posting.place for posting in postings if posting.place)
    return Demand(
        role=node(dataset, role),
        postings=len(postings),
        asking=len(asking),
        left_out=left_out,
        dated=len(days),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        capabilities=capabilities,
        not_asked=profile.met_by_none(named) if asking else (),
        curated=profile.recorded,
        years=spread(posting.minimum_years for posting in postings),
        pay=tuple(_pay(postings)),
        places=tuple(PlaceCount(*count) for count in sorted(places.items(), key=lambda one: (-one[1], one[0]))),
        remote=_counts(posting.remote for posting in postings),
        seniorities=_counts(str(one.seniority) for one in sorted(postings, key=_rank) if one.seniority is not None),
        also_asked=also_asked(dataset, role),
    )


def _rank(posting: Advertised) -> int:
    return int(posting.seniority or 0)


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(value for value in values if value))


def share_of(postings: int, of: int) -> Share:
    """A share with Wilson's interval, which holds for few postings and shares near 0 and 1 as well."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    share, square = postings / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    low = 0.0 if postings == 0 else max(0.0, middle - half)
    return Share(postings, of, low, 1.0 if postings == of else min(1.0, middle + half))


def spread(values: Iterable[float | None]) -> Spread | None:
    """The median and the ends of what is stated; None where nothing is."""
    stated = sorted(value for value in values if value is not None)
    return Spread(len(stated), median(stated), stated[0], stated[-1]) if stated else None


def _pay(postings: Iterable[Advertised]) -> Iterator[PayBand]:
    """Pay by seniority, currency and period: whatever is the same in these is compared, and nothing is converted."""
    groups: defaultdict[tuple[int, str, str], list[Advertised]] = defaultdict(list)
    for posting in postings:
        if posting.pay_low is not None or posting.pay_high is not None:
            groups[_rank(posting), posting.currency, posting.period or "year"].append(posting)
    for (_, currency, period), group in sorted(groups.items()):
        ends = [[end for end in (one.pay_low, one.pay_high) if end is not None] for one in group]
        middle = median(sum(pair) / len(pair) for pair in ends)
        pay = Spread(len(group), middle, min(map(min, ends)), max(map(max, ends)))
        yield PayBand(group[0].seniority, currency, period, pay)


def _capabilities(
    dataset: Dataset, asking: Sequence[Advertised], profile: _RoleProfile
) -> tuple[DemandedCapability, ...]:
    counts: Counter[str] = Counter()
    essential: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    levels: defaultdict[str, Counter[Level]] = defaultdict(Counter)
    years: defaultdict[str, list[int]] = defaultdict(list)
    for posting in asking:
        of_posting: defaultdict[str, list[AskedFor]] = defaultdict(list)
        for asked in posting.asked:
            for iri in asked.any_of:
                of_posting[iri].append(asked)
        for iri, some in of_posting.items():
            counts[iri] += 1
            essential[iri] += any(asked.essential for asked in some)
            alone[iri] += any(len(asked.any_of) == 1 for asked in some)
            levels[iri].update([level] if (level := highest(asked.level for asked in some)) else [])
            years[iri] += sorted(asked.years for asked in some if asked.years is not None)[-1:]
    found = (
        DemandedCapability(
            node=capability,
            asked_by=share_of(counts[capability.iri], len(asking)),
            essential=essential[capability.iri],
            alone=alone[capability.iri],
            level=middle_level(levels[capability.iri].elements()),
            levels={str(level): number for level, number in sorted(levels[capability.iri].items())},
            years=spread(years[capability.iri]),
            standing=profile.standing(capability.iri),
        )
        for capability in nodes(dataset, counts)
    )
    return tuple(sorted(found, key=lambda one: -one.asked_by.postings))


def middle_level(levels: Iterable[Level]) -> Level | None:
    """The median of levels, the lower of two; None of none."""
    stated = sorted(levels)
    return stated[(len(stated) - 1) // 2] if stated else None


class _RoleProfile:
    """What is recorded of a role, by what meets it: estimates aside."""

    def __init__(self, dataset: Dataset, role: str) -> None:
        self._dataset = dataset
        self._requirements = [one for one in capability_requirements(dataset, role) if not one.estimated]
        self._related = [self._related_to(one) for one in self._requirements]
        self._used = {used.tool.iri for used in used_tools(dataset, role)}
        beside = (one.requirement for one in also_asked(dataset, role))
        self._said = {option.iri for requirement in beside for option in requirement.any_of}

    @property
    def recorded(self) -> bool:
        """Whether any requirement is."""
        return bool(self._requirements)

    def standing(self, capability: str) -> ProfileStanding | None:
        """How the profile has a capability; None where nothing is recorded."""
        if not self.recorded:
            return None
        for one, related in zip(self._requirements, self._related, strict=True):  # the essential ones come first
            if capability in related:
                return ProfileStanding.REQUIRED if one.essential else ProfileStanding.PREFERRED
        if capability in self._used:
            return ProfileStanding.USED
        return ProfileStanding.TEXTS if capability in self._said else ProfileStanding.ABSENT

    def met_by_none(self, asked: set[str]) -> tuple[Requirement, ...]:
        """The requirements that have nothing to do with any of some capabilities."""
        pairs = zip(self._requirements, self._related, strict=True)
        return tuple(one for one, related in pairs if asked.isdisjoint(related))

    def _related_to(self, requirement: Requirement) -> frozenset[str]:
        """What meets a requirement, and what is broader: who has PyTorch has what those want who ask for frameworks."""
        dataset = self._dataset
        accepted = accepted_capabilities(
            terms_of(requirement),
            lambda iri: dataset.subjects(SKOS + "broader", iri),
            {option.iri: held for option in requirement.any_of if (held := degree(dataset, option.iri))},
            lambda field: {close.node.iri for close in closeness(dataset, field)},
        )
        options = (option.iri for option in requirement.any_of)
        return accepted | reachable(options, lambda iri: dataset.objects(iri, SKOS + "broader"))


def demanded_requirements(dataset: Dataset, role: str, share: float) -> tuple[tuple[Requirement, ...], DemandBasis]:
    """What at least such a share of postings for a role ask for, as requirements that a plan can be made for.

    A posting that asks for Python also asks for "Python or R", as far as it goes: alternatives count together with
    whatever is stricter. Where something stricter is asked for often enough, it takes the place of the alternatives. A
    requirement is essential where a large enough share calls it so, and otherwise preferred; its level is the median of
    those that are stated. RolegraphError where no posting is for the role, or nothing is asked for so often.
    """
    asking = [posting for posting in chosen_postings(dataset, role).postings if posting.asked]
    name = node(dataset, role).label
    if not asking:
        raise RolegraphError(f"no posting for {name} says what it asks for: read some with `rolegraph ingest`")
    asked_as = Counter(any_of for posting in asking for any_of in {asked.any_of for asked in posting.asked})
    often = {any_of for any_of, number in asked_as.items() if len(any_of) == 1 or number >= _AS_IT_IS * len(asking)}
    wider: dict[frozenset[str], list[frozenset[str]]] = {
        any_of: [other for other in often if any_of <= other] for any_of in asked_as
    }
    tallies = {any_of: _Tally() for any_of in often}
    for posting in asking:
        of_posting: defaultdict[frozenset[str], list[AskedFor]] = defaultdict(list)
        for asked in posting.asked:
            for any_of in wider[asked.any_of]:
                of_posting[any_of].append(asked)
        for any_of, some in of_posting.items():
            tallies[any_of].add(some)
    least = share * len(asking)
    chosen = {any_of: tally for any_of, tally in tallies.items() if tally.postings >= least}
    if not chosen:
        most = max(tallies.values(), key=lambda tally: tally.postings).postings
        problem = f"nothing is asked for by {share:.0%} of {len(asking):,} postings for {name}"
        raise RolegraphError(f"{problem}: the most is by {most / len(asking):.0%}, so give a lower --share")
    found = [
        (
            tally.essential < least,
            -tally.postings,
            _demanded(dataset, any_of, tally, essential=tally.essential >= least),
        )
        for any_of, tally in chosen.items()
        if not any(other < any_of and (tally.essential < least or chosen[other].essential >= least) for other in chosen)
    ]
    requirements = sorted(found, key=lambda one: (one[0], one[1], fold(one[2].label)))
    return tuple(requirement for _, _, requirement in requirements), DemandBasis(share, len(asking))


class _Tally:
    """How many postings ask for some alternatives, or for something stricter, and how."""

    def __init__(self) -> None:
        self.postings = self.essential = 0
        self.levels: Counter[Level] = Counter()
        self.iri = ""

    def add(self, asked: Sequence[AskedFor]) -> None:
        """Count a posting, by what in it asks for the alternatives."""
        self.postings += 1
        self.essential += any(one.essential for one in asked)
        self.levels.update([level] if (level := highest(one.level for one in asked)) else [])
        self.iri = min(filter(None, (self.iri, *(one.iri for one in asked))))


def _demanded(dataset: Dataset, any_of: frozenset[str], tally: _Tally, *, essential: bool) -> Requirement:
    necessity = Necessity.ESSENTIAL if essential else Necessity.PREFERRED
    return Requirement(tally.iri, nodes(dataset, any_of), necessity, middle_level(tally.levels.elements()))
