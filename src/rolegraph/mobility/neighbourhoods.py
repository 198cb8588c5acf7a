"""What is near each of many roles at once: the neighbours that `nearest` names, and those by similarity alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import columns
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import hours_left, jumps_between, kind_of_move, start_of
from rolegraph.mobility.nearest import directed, ranked, tier_of
from rolegraph.model.moves import MoveKind, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rolegraph.facts.arrays import Vector
    from rolegraph.linking.vectors import Floats, Positions

NOTHING_ALIKE: Final = 1e-9  # the least score that is more than the last digits of a sum
_BLOCK: Final = 100  # roles that are compared with all others at once


class NeighbourRow(NamedTuple):
    """A neighbour by its row: as `nearest` has it, without what it takes to get there."""

    row: int
    score: float
    tier: Tier
    move: MoveKind | None


class Neighbourhoods(NamedTuple):
    """For some roles, by their `rows`, their neighbours.

    `nearest` has those that `mobility.nearest` gives of each, in its order, as far as anything is known that both have
    in common. `alike` has, for each, the places in `rows` of those of the others that are most similar, the most
    similar first, and `scores` how similar they are; shape (rows, neighbours).
    """

    rows: tuple[int, ...]
    nearest: tuple[tuple[NeighbourRow, ...], ...]
    alike: Positions
    scores: Floats


def neighbourhoods(index: MobilityIndex, rows: Sequence[int], limit: int, wide: int) -> Neighbourhoods:
    """The neighbours of roles: `limit` of all that the graph has, as `nearest` gives them, and the `wide` most similar
    of those in `rows`. Time grows with the roles times all roles, memory with the roles times `wide`.
    """
    import numpy as np

    width = max(0, min(wide, len(rows) - 1))
    among, nearest = np.array(rows, dtype=np.intp), []
    alike, best = np.zeros((len(rows), width), dtype=np.intp), np.zeros((len(rows), width))
    for place, scores in enumerate(_scores(index, among)):
        nearest.append(_nearest(index, rows[place], scores, limit))
        own = scores[among].round(9)
        own[place] = -1.0
        alike[place] = np.argsort(-own, kind="stable")[:width]
        best[place] = own[alike[place]]
    return Neighbourhoods(tuple(rows), tuple(nearest), alike, best)


def _scores(index: MobilityIndex, rows: Positions) -> Iterator[Floats]:
    for start in range(0, len(rows), _BLOCK):
        yield from index.similarity.among(rows[start : start + _BLOCK])


def _nearest(index: MobilityIndex, row: int, scores: Floats, limit: int) -> tuple[NeighbourRow, ...]:
    import numpy as np

    efforts, thresholds = index.efforts, index.similarity.thresholds
    others = np.ones(len(scores), dtype=bool)
    others[columns(efforts.same, row)] = False
    rows = np.flatnonzero(others)
    jumps, near = jumps_between(efforts, row), scores >= thresholds.related
    best = directed(ranked(scores, np.zeros(len(scores)), rows), limit, jumps, near)
    if _are_tied(scores, rows, best):  # what is left to learn decides, and takes time to find out
        left = hours_left(efforts, start_of(efforts, efforts.roles[row]).coverage)
        best = directed(ranked(scores, left, rows), limit, jumps, near)
    found = []
    for other in best:
        if scores[other] < NOTHING_ALIKE:  # nothing is known that both have in common
            continue
        tier = tier_of(float(scores[other]), thresholds)
        jump = None if np.isnan(jumps[other]) else int(jumps[other])
        found.append(NeighbourRow(other, float(scores[other]), tier, kind_of_move(jump, close=tier is Tier.CLOSE)))
    return tuple(found)


def _are_tied(scores: Floats, rows: Vector, best: Sequence[int]) -> bool:
    """Whether any of the best has something in common with the role, and the score of another, of the best or not."""
    import numpy as np

    rounded = scores.round(9)
    alike = np.unique(rounded[list(best)])
    alike = alike[alike > 0]
    return int(np.isin(rounded[rows], alike).sum()) > len(alike)
