"""One role as a neighbour: how near it is to someone, what makes the score, what is shared and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rolegraph.footing import (
    FEW,
    Start,
    by_hours,
    cannot_be_learned,
    demanded,
    enough_to_reach,
    footing,
    is_gate,
    is_skipped,
    jump_between,
    kind_of_move,
    limits_of,
    most_telling,
    piece,
    role_at,
    seniority_of,
    shares,
)
from rolegraph.landscape import Landscape
from rolegraph.model import either
from rolegraph.moves import Neighbour, Tier
from rolegraph.similarity import Contribution, Thresholds
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import SKOS

if TYPE_CHECKING:
    from rolegraph.reach.matrices import Vector

_BESIDES = "what you have besides"


def neighbour(land: Landscape, start: Start, row: int) -> Neighbour:
    """The role of a row, as someone sees it who starts somewhere."""
    dataset, space = land.dataset, land.space
    limits, stands = limits_of(space), footing(space, start.cover, row)
    gates = [one for one in stands.unmet if is_gate(space, one)]
    hardest = by_hours(space, start.cover, (one for one in stands.unmet if one not in gates))[:FEW]
    missing = tuple(piece(dataset, space, one, start.cover) for one in hardest)
    contributions = _contributions(land, start, row)
    score = sum(part.points for part in contributions)
    tier = tier_of(score, thresholds_of(land, start))
    jump = jump_between(space, start.row, row)
    essential = len(stands.met) + len(stands.unmet)
    low_enough = jump is None or limits.jump is None or jump <= limits.jump
    open_ = any(not is_gate(space, one) and is_skipped(space, start.cover, one) for one in stands.unmet)
    allowed = essential > 0 and not gates and not open_ and low_enough and tier is not Tier.FURTHER
    over = stands.hours - limits.hours
    role = role_at(dataset, space, row)
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
        seniority=seniority_of(space, row),
        shared=tuple(piece(dataset, space, one, start.cover) for one in most_telling(space, stands.met)[:FEW]),
        missing=missing,
        gates=tuple(piece(dataset, space, one, start.cover) for one in gates),
        in_reach=allowed and over <= 0,
        reach_with=enough_to_reach(missing, over) if allowed and over > 0 else (),
    )


def notations(dataset: Dataset, role: str) -> tuple[str, ...]:
    """The codes of a role, such as its O*NET-SOC code."""
    return tuple(dataset.objects(role, SKOS + "notation"))


def thresholds_of(land: Landscape, start: Start) -> Thresholds:
    """From which score on roles are close or related to a start."""
    if start.row is not None:
        return land.similarity.thresholds
    usual = land.space.calibration
    basis = f"mean, and mean minus one standard deviation, of what is met for {usual.basis}"
    return Thresholds(*usual.coverage, basis)


def scores_of(land: Landscape, start: Start) -> Vector:
    """For each role how near it is to a start: the sum of its contributions."""
    if start.row is None:
        return shares(land.space, start.match)
    like = land.similarity.scores(land.space.roles[start.row])
    scores: Vector = like + (1.0 - like) * start.gained
    return scores


def within_reach(land: Landscape, start: Start) -> Vector:
    """The roles within one hop of a start but for its hours: near enough, without a gate, and not too far up."""
    import numpy as np

    space, limits = land.space, limits_of(land.space)
    shut = space.essential @ cannot_be_learned(space, start.cover).astype(float) > 0
    known = np.diff(space.essential.indptr) > 0
    found = known & ~shut & (scores_of(land, start) >= thresholds_of(land, start).related)
    if start.row is None:
        return np.asarray(found)
    found[start.row] = False
    if limits.jump is not None and (rung := int(space.rung[start.row])):
        found &= (space.rung == 0) | (space.rung.astype(int) - rung <= limits.jump)
    return np.asarray(found)


def tier_of(score: float, thresholds: Thresholds) -> Tier:
    """The tier of a score."""
    if score >= thresholds.close:
        return Tier.CLOSE
    return Tier.RELATED if score >= thresholds.related else Tier.FURTHER


def _contributions(land: Landscape, start: Start, row: int) -> tuple[Contribution, ...]:
    """The parts of a score, the largest first."""
    if start.row is None:
        found = list(_met_parts(land, start, row))
    else:
        roles = land.space.roles
        explained = land.similarity.explain(roles[start.row], roles[row])
        found = [part for part in explained.contributions if part.points > 0]
        if (more := (1.0 - explained.score) * start.gained[row]) > 0:
            found.append(Contribution(_BESIDES, float(more)))
    return tuple(sorted(found, key=lambda part: -part.points))


def _met_parts(land: Landscape, start: Start, row: int) -> Iterable[Contribution]:
    """What each essential demand that is met, or met in part, adds to the share of what is met."""
    weights = land.space.weights
    begin, end = weights.indptr[row : row + 2]
    demands, telling = weights.indices[begin:end], weights.data[begin:end]
    for demand, weight in zip(demands.tolist(), (telling / land.space.whole[row]).tolist(), strict=True):
        if start.match[demand] > 0:
            named = demanded(land.dataset, land.space, demand)
            word = "" if start.match[demand] >= 1 else "in part "
            yield Contribution(word + either(named), float(weight * start.match[demand]), named)
