"""Roles by where people went from a role, or are likely to go, each with how far it is, as in `nearest`.

What is counted is of groups of roles: each group is shown once, by the role in it that is nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rolegraph.facts.counted import moves_from
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import unrecorded
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.likely import basis_of, flows_of, likely_moves
from rolegraph.mobility.match import limits_of, start_label, start_of
from rolegraph.mobility.nearest import Filters, filtered, neighbour, scores_of, thresholds_of, with_counts
from rolegraph.model.moves import Nearest, RankedBy
from rolegraph.model.observations import Estimate, ObservedMove
from rolegraph.model.plans import Profile

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector

_Ranked = tuple[int, ObservedMove | None, Estimate | None]  # the row of a role, and what is known of moving there


def next_roles(
    index: MobilityIndex, role: str, by: RankedBy, besides: Profile | None, *, limit: int, filters: Filters
) -> Nearest:
    """Roles by where people who left a role, by IRI, went, or are likely to go: most of them first."""
    dataset = index.dataset
    start = start_of(index.efforts, role, besides)
    rows, left_out = filtered(dataset, index.efforts, filters)
    moves = moves_from(dataset, role)
    if by is RankedBy.MOVES:
        ranked = list(_went(index, moves, rows, scores_of(index, start)))
        basis = (moves[0].counted.words or moves[0].source.label) if moves else ""
    else:
        ranked, basis = _likely(index, role, moves, rows)
    return Nearest(
        start=start_label(dataset, role, besides),
        role=node(dataset, role),
        neighbours=tuple(
            with_counts(dataset, neighbour(index, start, row), moved)._replace(likely=likely)
            for row, moved, likely in ranked[:limit]
        ),
        thresholds=thresholds_of(index, start),
        limits=limits_of(index.move_efforts),
        considered=len(ranked),
        filters=left_out,
        known=start.known,
        unrecorded=unrecorded(dataset, role),
        by=by,
        basis=basis,
    )


def _went(index: MobilityIndex, moves: tuple[ObservedMove, ...], rows: Vector, scores: Vector) -> Iterator[_Ranked]:
    """Each group that people went to, by the nearest of its roles among some rows."""
    allowed, row_of = set(rows.tolist()), index.efforts.row_of
    for move in moves:
        inside = [row for role in move.target.roles if (row := row_of.get(role.iri)) in allowed and row is not None]
        if inside:
            yield max(inside, key=lambda row: (scores[row], -row)), move, None


def _likely(
    index: MobilityIndex, role: str, moves: tuple[ObservedMove, ...], rows: Vector
) -> tuple[list[_Ranked], str]:
    """Each group that people are likely to go to, and what that rests on; nothing where nobody counted who works."""
    dataset = index.dataset
    if (flows := flows_of(dataset, index.similarity)) is None:
        return [], ""
    found = likely_moves(flows, index.similarity, role, rows)
    by_group = {move.target.iri: move for move in moves}
    by_roles = {frozenset(move.target.roles): move for move in moves}
    ranked: list[_Ranked] = []
    for group in found.order:
        estimate = found.estimate(dataset, group)
        moved = by_group.get(estimate.group.iri) or by_roles.get(frozenset(estimate.group.roles))
        ranked.append((found.nearest[group], moved, estimate))
    return ranked, basis_of(dataset, flows)
