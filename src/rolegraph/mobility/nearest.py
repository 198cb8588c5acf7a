"""Which roles are wanted: by industry, seniority, the degree they demand, and pay where it is known.

One role as a neighbour: how near it is to someone, what makes the score, what is shared and what is missing.

The roles nearest to a role or a person, or from which a role is nearest: ranked, in tiers, with reasons.

For a role the score is its similarity. Who says only what they have is scored by how much of what is essential to a
role they meet, by how telling it is. Who names a role and more has the similarity of the role, and of what is left to 1
as large a share as what they have besides adds to what is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import columns
from rolegraph.facts.labels import node
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import (
    FEW,
    Start,
    by_hours,
    called,
    cannot_be_learned,
    demanded,
    enough_to_reach,
    hours_left,
    is_credential,
    is_skipped,
    jump_between,
    kind_of_move,
    limits_of,
    match_of,
    most_distinctive,
    piece,
    role_at,
    seniority_of,
    shares,
    start_of,
)
from rolegraph.model.moves import Contribution, Nearest, Neighbour, Thresholds, Tier
from rolegraph.model.nodes import DegreeLevel, Seniority
from rolegraph.model.plans import Profile
from rolegraph.model.roles import either
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector


class Filters(NamedTuple):
    """Which roles are wanted. What a graph does not say of a role fails a filter that asks for it.

    Parameters
    ----------
    industry
        IRI of an industry that the role is found in.
    seniority
        How far up the role stands.
    degree
        The highest degree that the role may demand; one that demands none passes.
    pay
        What the best paid posting for the role offers at least, in whatever currency it is in.
    pays
        The highest pay known of each role, by IRI.
    """

    industry: str | None = None
    seniority: Seniority | None = None
    degree: DegreeLevel | None = None
    pay: int | None = None
    pays: Mapping[str, int] = MappingProxyType({})


def filtered(dataset: Dataset, efforts: EffortMatrix, filters: Filters) -> tuple[Vector, tuple[tuple[str, int], ...]]:
    """The rows that pass, and for each filter how many roles it left out of those that the ones before let pass."""
    import numpy as np

    passed, left_out = np.ones(len(efforts.roles), dtype=bool), []
    for name, test in _tests(dataset, efforts, filters):
        left_out.append((name, int((passed & ~test).sum())))
        passed &= test
    return np.flatnonzero(passed), tuple(left_out)


def _tests(dataset: Dataset, efforts: EffortMatrix, filters: Filters) -> list[tuple[str, Vector]]:
    import numpy as np

    tests: list[tuple[str, Vector]] = []
    if filters.industry is not None:
        inside = set(dataset.subjects(RG + "foundIn", filters.industry))
        name = f"found in {node(dataset, filters.industry).label}"
        tests.append((name, np.array([role in inside for role in efforts.roles], dtype=bool)))
    if filters.seniority is not None:
        wanted = int(filters.seniority) if efforts.by_seniority[0] else -1
        tests.append((f"seniority {filters.seniority}", np.equal(efforts.rank, wanted)))
    if filters.degree is not None:
        demanded = _degrees_demanded(dataset, efforts)
        tests.append((f"no degree above {filters.degree}", np.less_equal(demanded, int(filters.degree))))
    if filters.pay is not None:
        pays = np.array([filters.pays.get(role, -1) for role in efforts.roles])
        tests.append((f"pay of {filters.pay:,} or more", np.greater_equal(pays, filters.pay)))
    return tests


def _degrees_demanded(dataset: Dataset, efforts: EffortMatrix) -> Vector:
    """For each role the highest degree that it demands, 0 for none; of alternatives the lowest counts."""
    import numpy as np

    ranks = {level.iri: int(level) for level in DegreeLevel}
    levels = {one: ranks[said] for one, said in dataset.pairs(RG + "degreeLevel") if said in ranks}
    of_demand = np.zeros(efforts.demands.shape[0])
    for demand in range(efforts.demands.shape[0]):
        found = [levels.get(efforts.capabilities[place], 0) for place in columns(efforts.demands, demand)]
        of_demand[demand] = min(found, default=0)
    return np.asarray(efforts.essential.multiply(of_demand).max(axis=1).toarray()).ravel()


_BESIDES = "what you have besides"


def neighbour(index: MobilityIndex, start: Start, row: int) -> Neighbour:
    """The role of a row, as someone sees it who starts somewhere."""
    dataset, efforts = index.dataset, index.efforts
    limits, stands = limits_of(index.move_efforts), match_of(efforts, start.cover, row)
    credentials = [one for one in stands.unmet if is_credential(efforts, one)]
    hardest = by_hours(efforts, start.cover, (one for one in stands.unmet if one not in credentials))[:FEW]
    missing = tuple(piece(dataset, efforts, one, start.cover) for one in hardest)
    contributions = _contributions(index, start, row)
    score = sum(part.points for part in contributions)
    tier = tier_of(score, thresholds_of(index, start))
    jump = jump_between(efforts, start.row, row)
    essential = len(stands.met) + len(stands.unmet)
    low_enough = jump is None or limits.jump is None or jump <= limits.jump
    open_ = any(not is_credential(efforts, one) and is_skipped(efforts, start.cover, one) for one in stands.unmet)
    allowed = essential > 0 and not credentials and not open_ and low_enough and tier is not Tier.FURTHER
    over = stands.hours - limits.hours
    role = role_at(dataset, efforts, row)
    return Neighbour(
        role=role,
        codes=notations(dataset, role.iri),
        score=score,
        tier=tier,
        contributions=contributions,
        met=len(stands.met),
        essential=essential,
        hours=stands.hours if essential else None,
        move=kind_of_move(jump, close=tier is Tier.CLOSE),
        seniority=seniority_of(efforts, row),
        shared=tuple(piece(dataset, efforts, one, start.cover) for one in most_distinctive(efforts, stands.met)[:FEW]),
        missing=missing,
        credentials=tuple(piece(dataset, efforts, one, start.cover) for one in credentials),
        in_reach=allowed and over <= 0,
        reach_with=enough_to_reach(missing, over) if allowed and over > 0 else (),
    )


def notations(dataset: Dataset, role: str) -> tuple[str, ...]:
    """The codes of a role, such as its O*NET-SOC code."""
    return tuple(dataset.objects(role, SKOS + "notation"))


def thresholds_of(index: MobilityIndex, start: Start) -> Thresholds:
    """From which score on roles are close or related to a start."""
    if start.row is not None:
        return index.similarity.thresholds
    usual = index.move_efforts.calibration
    basis = f"mean, and mean minus one standard deviation, of what is met for {usual.basis}"
    return Thresholds(*usual.coverage, basis)


def scores_of(index: MobilityIndex, start: Start) -> Vector:
    """For each role how near it is to a start: the sum of its contributions."""
    if start.row is None:
        return shares(index.efforts, start.match)
    like = index.similarity.scores(index.efforts.roles[start.row])
    scores: Vector = like + (1.0 - like) * start.gained
    return scores


def within_reach(index: MobilityIndex, start: Start) -> Vector:
    """The roles within one move of a start but for its hours: near enough, without a credential, and not too far up."""
    import numpy as np

    efforts, limits = index.efforts, limits_of(index.move_efforts)
    shut = efforts.essential @ cannot_be_learned(efforts, start.cover).astype(float) > 0
    known = np.diff(efforts.essential.indptr) > 0
    found = known & ~shut & (scores_of(index, start) >= thresholds_of(index, start).related)
    if start.row is None:
        return np.asarray(found)
    found[start.row] = False
    if limits.jump is not None and (rank := int(efforts.rank[start.row])):
        found &= (efforts.rank == 0) | (efforts.rank.astype(int) - rank <= limits.jump)
    return np.asarray(found)


def tier_of(score: float, thresholds: Thresholds) -> Tier:
    """The tier of a score."""
    if score >= thresholds.close:
        return Tier.CLOSE
    return Tier.RELATED if score >= thresholds.related else Tier.FURTHER


def _contributions(index: MobilityIndex, start: Start, row: int) -> tuple[Contribution, ...]:
    """The parts of a score, the largest first."""
    if start.row is None:
        found = list(_met_parts(index, start, row))
    else:
        roles = index.efforts.roles
        explained = index.similarity.explain(roles[start.row], roles[row])
        found = [part for part in explained.contributions if part.points > 0]
        if (more := (1.0 - explained.score) * start.gained[row]) > 0:
            found.append(Contribution(_BESIDES, float(more)))
    return tuple(sorted(found, key=lambda part: -part.points))


def _met_parts(index: MobilityIndex, start: Start, row: int) -> Iterable[Contribution]:
    """What each essential demand that is met, or met in part, adds to the share of what is met."""
    weights = index.efforts.weights
    begin, end = weights.indptr[row : row + 2]
    demands, distinctiveness = weights.indices[begin:end], weights.data[begin:end]
    for demand, weight in zip(demands.tolist(), (distinctiveness / index.efforts.whole[row]).tolist(), strict=True):
        if start.match[demand] > 0:
            named = demanded(index.dataset, index.efforts, demand)
            word = "" if start.match[demand] >= 1 else "in part "
            yield Contribution(word + either(named), float(weight * start.match[demand]), named)


NONE = Filters()


def nearest(
    index: MobilityIndex,
    role: str | None,
    besides: Profile | None = None,
    *,
    limit: int = 10,
    filters: Filters = NONE,
) -> Nearest:
    """The roles nearest to what someone has.

    Parameters
    ----------
    role
        The IRI of the role they do; None for someone who only says what they have.
    besides
        What they say they have, besides the role where there is one.
    limit
        How many roles are described.
    filters
        Which roles are wanted.

    Notes
    -----
    Ties are broken by the fewer hours, then by IRI. Hours are those of `reach`, which plans no footholds among what is
    still to be learned: `paths` may find a shorter plan for one role. More capabilities never lower a score or raise
    hours.
    """
    start = start_of(index.efforts, role, besides)
    kept, left_out = filtered(index.dataset, index.efforts, filters)
    kept = kept[kept != (-1 if start.row is None else start.row)]
    best = _best(scores_of(index, start), hours_left(index.efforts, start.cover), kept, limit)
    return Nearest(
        start=called(index.dataset, role, besides),
        role=None if role is None else node(index.dataset, role),
        neighbours=tuple(neighbour(index, start, row) for row in best),
        thresholds=thresholds_of(index, start),
        limits=limits_of(index.move_efforts),
        considered=len(kept),
        filters=left_out,
    )


def who_could_move(index: MobilityIndex, role: str, *, limit: int = 10, filters: Filters = NONE) -> Nearest:
    """The roles from which a role is nearest; each neighbour says what someone in it has and lacks for the role."""
    efforts = index.efforts
    goal = efforts.row_of[role]
    kept, left_out = filtered(index.dataset, efforts, filters)
    kept = kept[kept != goal]
    left = index.move_efforts.between(range(len(efforts.roles)), [goal])[:, 0]
    found = []
    for row in _best(index.similarity.scores(role), left, kept, limit):
        seen = neighbour(index, start_of(efforts, efforts.roles[row]), goal)
        here = role_at(index.dataset, efforts, row)
        codes = notations(index.dataset, here.iri)
        found.append(seen._replace(role=here, codes=codes, seniority=seniority_of(efforts, row)))
    return Nearest(
        start=node(index.dataset, role).label,
        role=node(index.dataset, role),
        neighbours=tuple(found),
        thresholds=thresholds_of(index, start_of(efforts, role)),
        limits=limits_of(index.move_efforts),
        considered=len(kept),
        filters=left_out,
        reverse=True,
    )


def _best(score: Vector, left: Vector, kept: Vector, limit: int) -> list[int]:
    import numpy as np

    order = kept[np.lexsort((kept, left[kept].round(6), -score[kept].round(9)))]
    best: list[int] = order[:limit].tolist()
    return best
