"""The roles nearest to a role or a person, or from which a role is nearest: filtered, ranked, in tiers, with reasons.

The score of a role for someone who names a role is the similarity of the two. For someone who only says what they have
it is how much of what the role asks for and uses they have, weighted by distinctiveness. For someone who says both it
is the similarity s and, besides, (1 - s) g, where g is what the rest adds to the share of what is met.

All roles are ranked by scores; of those that are shown the plan is made, so that their hours are those of `path`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.counted import by_target, moves_from, observations_of
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import unrecorded
from rolegraph.facts.stated_demand import stated_for
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import (
    Match,
    Start,
    alternatives_of,
    cannot_be_learned,
    described,
    enough_to_reach,
    hours_left,
    is_credential,
    jump_between,
    jumps_between,
    kind_of_move,
    limits_of,
    match_of,
    most_distinctive,
    most_work,
    planned_for,
    role_at,
    seniority_of,
    start_label,
    start_of,
)
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.moves import Contribution, Nearest, Neighbour, Piece, Thresholds, Tier
from rolegraph.model.nodes import DegreeLevel, Seniority
from rolegraph.model.observations import ObservedMove
from rolegraph.model.plans import Profile
from rolegraph.model.roles import either
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector

_FEW: Final = 3  # requirements that are named; nobody reads more
_DOWN: Final = 4  # one of so many roles may lead down while others are near
_BESIDES: Final = "what you have besides"


class Filters(NamedTuple):
    """Which roles are wanted. What a graph does not say of a role fails a filter that asks for it.

    `industry` is an IRI, `degree` the highest that a role may require, `pay` what its best paid posting offers at least
    in whatever currency, and `pays` the highest pay known of each role, by IRI.
    """

    industry: str | None = None
    seniority: Seniority | None = None
    degree: DegreeLevel | None = None
    pay: int | None = None
    pays: Mapping[str, int] = MappingProxyType({})


_NO_FILTERS: Final = Filters()


def nearest(
    index: MobilityIndex,
    role: str | None,
    besides: Profile | None = None,
    *,
    limit: int = 10,
    filters: Filters = _NO_FILTERS,
) -> Nearest:
    """The roles nearest to a role, by IRI, or for None to what someone says they have, or to both together.

    Ties are broken by what is left to learn, then by IRI. Roles on the same level come first, then those further up,
    those of which that is not known, and those further down, which are the fewer where there is anything else that is
    near. The same role in other sources is none of them. Someone who only says what they have gets roles that ask for
    some of it, or none. More capabilities never lower a score.
    """
    import numpy as np

    efforts = index.efforts
    start = start_of(efforts, role, besides)
    rows, left_out = filtered(index.dataset, efforts, filters)
    if start.row is not None:
        rows = rows[~np.isin(rows, columns(efforts.same, start.row))]
    scores = scores_of(index, start)
    if start.row is None:
        rows = rows[scores[rows] > 0]
    related = thresholds_of(index, start).related
    by_score = ranked(scores, hours_left(efforts, start.coverage), rows)
    best = directed(by_score, limit, jumps_between(efforts, start.row), scores >= related)
    moved = {} if role is None else by_target(moves_from(index.dataset, role))
    return Nearest(
        start=start_label(index.dataset, role, besides),
        role=None if role is None else node(index.dataset, role),
        neighbours=tuple(
            with_counts(index.dataset, neighbour(index, start, row), moved.get(efforts.roles[row])) for row in best
        ),
        thresholds=thresholds_of(index, start),
        limits=limits_of(index.move_efforts),
        considered=len(rows),
        filters=left_out,
        known=start.known,
        unrecorded=None if role is None else unrecorded(index.dataset, role),
    )


def who_could_move(index: MobilityIndex, role: str, *, limit: int = 10, filters: Filters = _NO_FILTERS) -> Nearest:
    """The roles from which a role is nearest; each neighbour says what someone in it has and lacks for the role."""
    import numpy as np

    efforts = index.efforts
    goal = efforts.row_of[role]
    rows, left_out = filtered(index.dataset, efforts, filters)
    rows = rows[~np.isin(rows, columns(efforts.same, goal))]
    left = index.move_efforts.between(range(len(efforts.roles)), [goal])[:, 0]
    neighbours = []
    scores = index.similarity.scores(role)
    near = scores >= index.similarity.thresholds.related
    for row in directed(ranked(scores, left, rows), limit, -jumps_between(efforts, goal), near):
        seen = neighbour(index, start_of(efforts, efforts.roles[row]), goal)
        here = role_at(index.dataset, efforts, row)
        codes = _notations(index.dataset, here.iri)
        there = unrecorded(index.dataset, here.iri)
        seen = seen._replace(role=here, codes=codes, seniority=seniority_of(efforts, row), unrecorded=there)
        moved = by_target(moves_from(index.dataset, here.iri)).get(role)
        neighbours.append(with_counts(index.dataset, seen, moved))
    return Nearest(
        start=node(index.dataset, role).label,
        role=node(index.dataset, role),
        neighbours=tuple(neighbours),
        thresholds=index.similarity.thresholds,
        limits=limits_of(index.move_efforts),
        considered=len(rows),
        filters=left_out,
        reverse=True,
        unrecorded=unrecorded(index.dataset, role),
    )


def with_counts(dataset: Dataset, found: Neighbour, moved: ObservedMove | None) -> Neighbour:
    """A neighbour with what was counted of it, and how many moved there."""
    role = found.role.iri
    observed, stated = next(iter(observations_of(dataset, role)), None), stated_for(dataset, role)
    return found._replace(moved=moved, observed=observed, demand=stated and stated.says)


def ranked(score: Vector, left: Vector, rows: Vector) -> Vector:
    """Some rows by their score, then by what is left to learn."""
    import numpy as np

    found: Vector = rows[np.lexsort((rows, left[rows].round(6), -score[rows].round(9)))]
    return found


def directed(rows: Vector, limit: int, jumps: Vector, near: Vector) -> list[int]:
    """The first of some rows: across, up, where that is not known, and down; of these few while others are near.

    `jumps` has for each row how many levels up it is, NaN where that is not known.
    """
    import numpy as np

    is_down = jumps[rows] < 0
    down, others = rows[is_down], rows[~is_down]
    fewer = int(is_down[:limit].sum())
    if len(others):
        fewer = min(fewer, max(limit // _DOWN, limit - int(near[others].sum())), limit - 1)
    more = min(limit - fewer, len(others))
    kept = np.concatenate([others[:more], down[: limit - more]])
    place = np.select([jumps[kept] == 0, jumps[kept] > 0, jumps[kept] < 0], [0, 1, 3], 2)
    found: list[int] = kept[np.argsort(place, kind="stable")].tolist()
    return found


def filtered(dataset: Dataset, efforts: EffortMatrix, filters: Filters) -> tuple[Vector, tuple[tuple[str, int], ...]]:
    """The rows that pass, and for each filter how many roles it left out of those that the ones before let pass."""
    import numpy as np

    passed, left_out = np.ones(len(efforts.roles), dtype=bool), []
    for name, test in _tests(dataset, efforts, filters):
        left_out.append((name, int((passed & ~test).sum())))
        passed &= test
    return np.flatnonzero(passed), tuple(left_out)


def _tests(dataset: Dataset, efforts: EffortMatrix, filters: Filters) -> Iterable[tuple[str, Vector]]:
    import numpy as np

    if filters.industry is not None:
        inside = set(dataset.subjects(RG + "foundIn", filters.industry))
        name = f"found in {node(dataset, filters.industry).label}"
        yield name, np.array([role in inside for role in efforts.roles], dtype=bool)
    if filters.seniority is not None:
        rank = int(filters.seniority) if efforts.by_seniority[0] else -1
        yield f"seniority {filters.seniority}", np.equal(efforts.rank, rank)
    if filters.degree is not None:
        required = _degrees_required(dataset, efforts)
        yield f"no degree above {filters.degree}", np.less_equal(required, int(filters.degree))
    if filters.pay is not None:
        pays = np.array([filters.pays.get(role, -1) for role in efforts.roles])
        yield f"pay of {filters.pay:,} or more", np.greater_equal(pays, filters.pay)


def _degrees_required(dataset: Dataset, efforts: EffortMatrix) -> Vector:
    """For each role the highest degree that it requires, 0 for none; of alternatives the lowest counts."""
    import numpy as np

    ranks = {level.iri: int(level) for level in DegreeLevel}
    levels = {iri: ranks[level] for iri, level in dataset.pairs(RG + "degreeLevel") if level in ranks}
    lowest = np.array(
        [
            min((levels.get(efforts.capabilities[place], 0) for place in columns(efforts.requirements, row)), default=0)
            for row in range(efforts.requirements.shape[0])
        ],
        dtype=float,
    )
    return np.asarray(efforts.essential.multiply(lowest).max(axis=1).toarray()).ravel()


def neighbour(index: MobilityIndex, start: Start, row: int) -> Neighbour:
    """The role of a row, as someone sees it who starts somewhere."""
    dataset, efforts, moves = index.dataset, index.efforts, index.move_efforts
    match = match_of(moves, start.coverage, row)
    if not start.known:
        match = Match((), (), None)
    essential = len(match.met) + len(match.unmet)
    cost = match.cost

    def in_words(requirements: Iterable[int]) -> tuple[Piece, ...]:
        return tuple(described(dataset, moves, number, cost) for number in requirements)

    credentials = [number for number in match.unmet if is_credential(efforts, number)]
    learnable = [number for number in match.unmet if number not in credentials]
    missing = in_words(most_work(moves, cost, learnable)[:_FEW])
    contributions = _contributions(index, start, row)
    score = sum(part.points for part in contributions)
    tier = tier_of(score, thresholds_of(index, start))
    jump, most = jump_between(efforts, start.row, row), limits_of(moves).jump
    stays_open = any(one not in credentials and not planned_for(moves, one, cost) for one in match.unmet)
    allowed = cost is not None and tier is not Tier.FURTHER and not (credentials or stays_open)
    allowed = allowed and (jump is None or most is None or jump <= most)
    limits = limits_of(moves)
    over = limits.over(cost.weight, cost.steps) if cost else 0.0
    role = role_at(dataset, efforts, row)
    return Neighbour(
        role=role,
        codes=_notations(dataset, role.iri),
        score=score,
        tier=tier,
        contributions=contributions,
        met=len(match.met),
        essential=essential,
        hours=cost.hours if cost else None,
        steps=cost.steps if cost else None,
        capabilities=len(cost.learned) if cost else None,
        move=kind_of_move(jump, close=tier is Tier.CLOSE),
        seniority=seniority_of(efforts, row),
        shared=in_words(most_distinctive(efforts, match.met)[:_FEW]),
        missing=missing,
        credentials=in_words(credentials),
        in_reach=allowed and over <= 0,
        reach_with=enough_to_reach(missing, over, limits) if allowed and over > 0 else (),
        unrecorded=unrecorded(dataset, role.iri),
    )


def _notations(dataset: Dataset, role: str) -> tuple[str, ...]:
    """The codes of a role, such as its O*NET-SOC code."""
    return tuple(dataset.objects(role, SKOS + "notation"))


def thresholds_of(index: MobilityIndex, start: Start) -> Thresholds:
    """From which score on roles are close or related to a start."""
    if start.row is not None:
        return index.similarity.thresholds
    return thresholds_of_shares(index.move_efforts)


def thresholds_of_shares(moves: MoveEfforts) -> Thresholds:
    """From which score on roles are close or related to what somebody says they have, without a role of their own."""
    usual = moves.calibration
    basis = f"the average share of requirements met in {usual.basis}, and that less one standard deviation"
    return Thresholds(*usual.coverage, basis)


def scores_of(index: MobilityIndex, start: Start) -> Vector:
    """For each role how near it is to a start: the sum of its contributions."""
    if start.row is None:
        return start.share
    similarities = index.similarity.scores(index.efforts.roles[start.row])
    scores: Vector = similarities + (1.0 - similarities) * start.gain
    return scores


def within_reach(index: MobilityIndex, start: Start, *, at_least: float | None = None) -> Vector:
    """The roles within one move of a start but for its hours: near enough, and learning alone leads there.

    Near enough is what is related, or a score of `at_least` so much.
    """
    near = scores_of(index, start) >= (thresholds_of(index, start).related if at_least is None else at_least)
    found: Vector = _open_to_learning(index, start) & near
    return found


def _open_to_learning(index: MobilityIndex, start: Start) -> Vector:
    """The other roles for which no credential or the like is missing, and that are not too far up for one move."""
    import numpy as np

    efforts, jump = index.efforts, limits_of(index.move_efforts).jump
    stays_open = efforts.essential @ cannot_be_learned(efforts, start.coverage).astype(float) > 0
    found = (np.diff(efforts.essential.indptr) > 0) & ~stays_open & start.known
    if start.row is None:
        return np.asarray(found)
    found[columns(efforts.same, start.row)] = False
    if jump is not None and (rank := int(efforts.rank[start.row])):
        found &= (efforts.rank == 0) | (efforts.rank.astype(int) - rank <= jump)
    return np.asarray(found)


def tier_of(score: float, thresholds: Thresholds) -> Tier:
    """How near a score is."""
    if score <= 0 or score < thresholds.related:
        return Tier.FURTHER
    return Tier.CLOSE if score >= thresholds.close else Tier.RELATED


def _contributions(index: MobilityIndex, start: Start, row: int) -> tuple[Contribution, ...]:
    """The parts of a score, the largest first."""
    if start.row is None:
        found = list(_met_parts(index, start, row))
    else:
        roles = index.efforts.roles
        explained = index.similarity.explain(roles[start.row], roles[row])
        found = [part for part in explained.contributions if part.points > 0]
        if (more := (1.0 - explained.score) * start.gain[row]) > 0:
            found.append(Contribution(_BESIDES, float(more)))
    return tuple(sorted(found, key=lambda part: -part.points))


def _met_parts(index: MobilityIndex, start: Start, row: int) -> Iterable[Contribution]:
    """What each requirement that is met, or met in part, and each tool that is held adds to the share of what is."""
    dataset, efforts = index.dataset, index.efforts
    full = efforts.full_weight[row]
    within = set(columns(start.coverage.within_error, row).tolist())
    for requirement, weight in entries(efforts.weights, row):
        if (share := 1.0 if requirement in within else start.met_shares[requirement]) > 0:
            capabilities = alternatives_of(dataset, efforts, requirement)
            words = ("" if share >= 1 else "in part ") + either(capabilities)
            yield Contribution(words, float(weight / full * share), capabilities)
    for place, weight in entries(efforts.tool_weights, row):
        if place in start.coverage.known:
            tool = node(dataset, efforts.capabilities[place])
            yield Contribution(tool.label, float(weight / full), (tool,))
