"""The roles nearest to a role or a person, or from which a role is nearest: ranked, in tiers, with reasons.

For a role the score is its similarity. Who says only what they have is scored by how much of what is essential to a
role they meet, by how telling it is. Who names a role and more has the similarity of the role, and of what is left to 1
as large a share as what they have besides adds to what is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.filters import Filters, filtered
from rolegraph.footing import called, hours_left, limits_of, role_at, seniority_of, start_of
from rolegraph.labels import node
from rolegraph.landscape import Landscape
from rolegraph.moves import Nearest
from rolegraph.neighbours import neighbour, notations, scores_of, thresholds_of
from rolegraph.plans import Profile
from rolegraph.reach.hops import hours_between

if TYPE_CHECKING:
    from rolegraph.reach.matrices import Vector

NONE = Filters()


def nearest(
    land: Landscape,
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
    start = start_of(land.space, role, besides)
    kept, left_out = filtered(land.dataset, land.space, filters)
    kept = kept[kept != (-1 if start.row is None else start.row)]
    best = _best(scores_of(land, start), hours_left(land.space, start.cover), kept, limit)
    return Nearest(
        start=called(land.dataset, role, besides),
        role=None if role is None else node(land.dataset, role),
        neighbours=tuple(neighbour(land, start, row) for row in best),
        thresholds=thresholds_of(land, start),
        limits=limits_of(land.space),
        considered=len(kept),
        filters=left_out,
    )


def who_could_move(land: Landscape, role: str, *, limit: int = 10, filters: Filters = NONE) -> Nearest:
    """The roles from which a role is nearest; each neighbour says what someone in it has and lacks for the role."""
    space = land.space
    goal = space.row_of[role]
    kept, left_out = filtered(land.dataset, space, filters)
    kept = kept[kept != goal]
    left = hours_between(space, range(len(space.roles)), [goal])[:, 0]
    found = []
    for row in _best(land.similarity.scores(role), left, kept, limit):
        seen = neighbour(land, start_of(space, space.roles[row]), goal)
        here = role_at(land.dataset, space, row)
        codes = notations(land.dataset, here.iri)
        found.append(seen._replace(role=here, codes=codes, seniority=seniority_of(space, row)))
    return Nearest(
        start=node(land.dataset, role).label,
        role=node(land.dataset, role),
        neighbours=tuple(found),
        thresholds=thresholds_of(land, start_of(space, role)),
        limits=limits_of(space),
        considered=len(kept),
        filters=left_out,
        reverse=True,
    )


def _best(score: Vector, left: Vector, kept: Vector, limit: int) -> list[int]:
    import numpy as np

    order = kept[np.lexsort((kept, left[kept].round(6), -score[kept].round(9)))]
    best: list[int] = order[:limit].tolist()
    return best
