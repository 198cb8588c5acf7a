"""What was counted, as a graph states it: moves between groups of roles, and employment and pay in them.

A statistic may count several roles together. Of several groups that a role is in, the one of fewest roles speaks of it,
and of several statistics the latest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Final

from rolegraph.facts.labels import node, nodes, number_of
from rolegraph.facts.matches import same_roles
from rolegraph.model.observations import CountedGroup, Observation, ObservedMove, Statistic
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG

_KEY: Final = "counted"  # of what is remembered of a dataset: no node has this for its IRI


def counted_group(dataset: Dataset, iri: str) -> CountedGroup:
    """A group of roles that are counted together."""
    known: CountedGroup | None = dataset.cache.memo.get((_KEY, iri))
    if known is None:
        code, title = (dataset.value(iri, DCTERMS + term) or "" for term in ("identifier", "title"))
        known = CountedGroup(iri, code, title, nodes(dataset, dataset.objects(iri, RG + "covers")))
        dataset.cache.memo[_KEY, iri] = known
    return known


def statistic(dataset: Dataset, iri: str) -> Statistic:
    """Who counted, where and when."""
    known: Statistic | None = dataset.cache.memo.get((_KEY, iri))
    if known is None:
        start, end = (int(number_of(dataset, iri, term) or 0) for term in ("periodStart", "periodEnd"))
        authority, place = (dataset.value(iri, RG + term) or "" for term in ("authority", "place"))
        known = dataset.cache.memo[_KEY, iri] = Statistic(authority, place, start, end)
    return known


def observations_of(dataset: Dataset, role: str) -> tuple[Observation, ...]:
    """What was counted of a role: of the fewest roles together first, then the latest."""
    found = [
        _observation(dataset, iri)
        for group in _groups_with(dataset, role)
        for iri in dataset.subjects(RG + "observes", group)
    ]
    return tuple(sorted(found, key=lambda one: (len(one.group.roles), -one.counted.end, one.counted, one.group.code)))


def _groups_with(dataset: Dataset, role: str) -> list[str]:
    """The groups that a role was counted in; or those of the roles that mappings say are exactly this one."""
    if (own := dataset.subjects(RG + "covers", role)) or not dataset.pairs(RG + "covers"):
        return own
    return sorted({group for other in same_roles(dataset, role) for group in dataset.subjects(RG + "covers", other)})


def _observation(dataset: Dataset, iri: str) -> Observation:
    employment = number_of(dataset, iri, "employment")
    stated = dataset.statements(iri, RG + "observes")[0]
    return Observation(
        group=counted_group(dataset, stated.value),
        counted=statistic(dataset, dataset.value(iri, RG + "countedBy") or ""),
        employment=None if employment is None else int(employment),
        pay_mean=number_of(dataset, iri, "payMean"),
        pay_median=number_of(dataset, iri, "payMedian"),
        currency=dataset.value(iri, RG + "currency") or "",
        pay_period=dataset.value(iri, RG + "payPeriod") or "",
        source=node(dataset, stated.source),
    )


def moves_from(dataset: Dataset, role: str) -> tuple[ObservedMove, ...]:
    """Where people who left a role went, by the counts of the narrowest group that it is in, the latest; most first."""
    found = [
        move
        for group in _groups_with(dataset, role)
        for iri in dataset.subjects(RG + "movedFrom", group)
        if (move := _move(dataset, iri, counted_group(dataset, group))) is not None
    ]
    return _best(found, attrgetter("origin"), attrgetter("target"))


def moves_to(dataset: Dataset, role: str) -> tuple[ObservedMove, ...]:
    """From where people went to a role, by the counts that `moves_from` would take; the largest shares of those who
    left come first."""
    found = [
        move
        for group in _groups_with(dataset, role)
        for iri in dataset.subjects(RG + "movedTo", group)
        for origin in dataset.objects(iri, RG + "movedFrom")
        if (move := _move(dataset, iri, counted_group(dataset, origin))) is not None
    ]
    return _best(found, attrgetter("target"), attrgetter("origin"))


def _best(
    moves: Sequence[ObservedMove],
    here: Callable[[ObservedMove], CountedGroup],
    there: Callable[[ObservedMove], CountedGroup],
) -> tuple[ObservedMove, ...]:
    """The moves of the narrowest group here, as last counted, the largest shares first."""

    def standing(move: ObservedMove) -> tuple[int, int, Statistic, str]:
        return len(here(move).roles), -move.counted.end, move.counted, here(move).iri

    best = min(map(standing, moves), default=None)
    chosen = [move for move in moves if standing(move) == best]
    return tuple(sorted(chosen, key=lambda move: (-move.share, there(move).code, there(move).iri)))


def _move(dataset: Dataset, iri: str, origin: CountedGroup) -> ObservedMove | None:
    share, people = number_of(dataset, iri, "share"), number_of(dataset, iri, "people")
    ends = dataset.statements(iri, RG + "movedTo")
    if share is None or not ends:  # a graph that is not valid
        return None
    return ObservedMove(
        origin,
        counted_group(dataset, ends[0].value),
        share,
        None if people is None else int(people),
        statistic(dataset, dataset.value(iri, RG + "countedBy") or ""),
        node(dataset, ends[0].source),
    )


def by_target(moves: Iterable[ObservedMove]) -> dict[str, ObservedMove]:
    """For each role that people went to the move that speaks of it: to the fewest roles together, then of the most."""
    found: dict[str, ObservedMove] = {}
    for move in sorted(moves, key=lambda move: (len(move.target.roles), -move.share)):
        for role in move.target.roles:
            found.setdefault(role.iri, move)
    return found


def employment_by_group(dataset: Dataset) -> tuple[Statistic | None, dict[str, int]]:
    """How many work in each group, by the one statistic that says so of most groups, the latest of equals."""
    observed, counted = dataset.values(RG + "observes"), dataset.values(RG + "countedBy")
    by_statistic: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for iri, number in dataset.values(RG + "employment").items():
        if iri in observed and (people := int(float(number))) > 0:
            by_statistic[counted.get(iri, "")][observed[iri]] = people
    if not by_statistic:
        return None, {}
    chosen = max(by_statistic, key=lambda iri: (len(by_statistic[iri]), statistic(dataset, iri).end, iri))
    return statistic(dataset, chosen), by_statistic[chosen]


def shares_of_leavers(dataset: Dataset) -> tuple[Statistic | None, dict[str, dict[str, float]]]:
    """For each group that people left the shares that went to others, by the statistic that has most moves."""
    starts, ends, counted = (dataset.values(RG + term) for term in ("movedFrom", "movedTo", "countedBy"))
    sizes = Counter(counted.get(iri, "") for iri in starts)
    if not sizes:
        return None, {}
    chosen = max(sizes, key=lambda iri: (sizes[iri], statistic(dataset, iri).end, iri))
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    shares = dataset.values(RG + "share")
    for iri, start in starts.items():
        if counted.get(iri, "") == chosen and iri in ends and iri in shares:
            found[start][ends[iri]] = float(shares[iri])
    return statistic(dataset, chosen), dict(found)


def roles_by_group(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """The roles of each group, by IRI."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for group, role in dataset.pairs(RG + "covers"):
        found[group].append(role)
    return {group: tuple(sorted(set(roles))) for group, roles in found.items()}
