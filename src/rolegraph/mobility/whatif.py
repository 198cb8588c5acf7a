"""What if one learned this: the roles that come within one move, and the capabilities that open most for each hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from rolegraph.facts.arrays import chosen
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import unrecorded
from rolegraph.mobility.coverage import hours_to_working
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import (
    Start,
    hours_left,
    limits_of,
    match_of,
    open_columns,
    role_at,
    start_label,
    start_of,
)
from rolegraph.mobility.nearest import scores_of, within_reach
from rolegraph.model.moves import Lever, Opened, WhatIf
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import Holding, LearningStep, Profile
from rolegraph.model.roles import Unrecorded
from rolegraph.planning.path import find_steps

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse


_LEVEL: Final = Level.WORKING  # to which levers are learned
_EPSILON: Final = 1e-6  # hours


def what_if(
    index: MobilityIndex, role: str | None, profile: Profile, learn: Mapping[Node, Level], *, top: int = 10
) -> WhatIf:
    """What learning some capabilities, with all that has to come before them, changes for all roles.

    `role` is the IRI of the role that the learner does, None for someone who only says what they have; `profile` is all
    that they have. All roles that come into reach are described, and of those that take fewer hours the nearest `top`.
    Raises `NoPath` when the prerequisites of something wait for each other.
    """
    import numpy as np

    efforts, limits = index.efforts, limits_of(index.move_efforts)
    steps = find_steps(index.dataset, profile, learn)
    before = start_of(efforts, role, profile)
    after = start_of(efforts, role, _having(profile, steps))._replace(known=before.known)
    left, later = hours_left(efforts, before.coverage), hours_left(efforts, after.coverage)
    was = within_reach(index, before) & (left <= limits.hours)
    now = within_reach(index, after) & (later <= limits.hours)
    changed = np.flatnonzero(left - later > _EPSILON) if before.known else np.array([], dtype=int)
    # What comes into reach first; then what is nearest, as of a thousand roles most are of no interest.
    score = scores_of(index, before).round(9)
    order = changed[np.lexsort((changed, -score[changed], ~(now & ~was)[changed]))]
    shown = max(top, int((now & ~was).sum()))
    roles = [_opened(index, row, before, after, bool(was[row]), bool(now[row])) for row in order[:shown].tolist()]
    return WhatIf(
        start=profile.name,
        learned=tuple(steps),
        hours=sum(step.weight for step in steps),
        roles=tuple(roles),
        changed=len(changed),
        levers=(),
        limits=limits,
        in_reach=int(was.sum()),
        unrecorded=_unrecorded(index, role, (opened.role for opened in roles)),
        unknown=not before.known,
    )


def best_levers(index: MobilityIndex, role: str | None, besides: Profile | None = None, *, top: int = 10) -> WhatIf:
    """The capabilities that, learned to working level, bring most roles within one move for each hour of learning.

    Each is taken by itself, with its prerequisites; the hours of these are added up even where alternatives would do.
    After roles opened, hours saved on all roles decide. Two sparse products for all capabilities at once.
    """
    import numpy as np

    efforts, limits = index.efforts, limits_of(index.move_efforts)
    start = start_of(efforts, role, besides)
    left = hours_left(efforts, start.coverage)
    saved = _saved(index, start)
    costs = hours_to_working(efforts, start.coverage.known)
    near = within_reach(index, start)
    closed = near & (left > limits.hours)
    open_ = saved.tocoo()
    opens = closed[open_.col] & (left[open_.col] - open_.data <= limits.hours)
    opened = np.bincount(open_.row[opens], minlength=len(costs))
    total = np.asarray(saved @ near.astype(float)).ravel()
    usable = np.flatnonzero((total > 0) & (costs > 0))
    each = np.maximum(costs, 1.0)
    order = usable[np.lexsort((usable, -(total / each)[usable], -(opened / each)[usable]))]
    levers = []
    for place in order[:top].tolist():
        roles = sorted(open_.col[opens & (open_.row == place)].tolist(), key=lambda row: (left[row], row))
        capability = node(index.dataset, efforts.capabilities[place])
        opened_roles = tuple(role_at(index.dataset, efforts, row) for row in roles)
        levers.append(Lever(capability, _LEVEL, float(costs[place]), opened_roles, float(total[place])))
    in_reach = int((near & ~closed).sum())
    named = start_label(index.dataset, role, besides)
    without = _unrecorded(index, role, (opened for lever in levers for opened in lever.opened))
    return WhatIf(named, (), 0.0, (), 0, tuple(levers), limits, in_reach, without, not start.known)


def _unrecorded(index: MobilityIndex, role: str | None, others: Iterable[Node]) -> tuple[Unrecorded, ...]:
    """Of the start and the roles in an answer those of which nothing essential is recorded."""
    iris = dict.fromkeys([*filter(None, [role]), *(other.iri for other in others)])
    return tuple(filter(None, (unrecorded(index.dataset, iri) for iri in iris)))


def _having(profile: Profile, steps: tuple[LearningStep, ...]) -> Profile:
    learned = tuple(Holding((step.node,), step.to_level, "learned") for step in steps)
    return profile._replace(holdings=(*profile.holdings, *learned))


def _opened(index: MobilityIndex, row: int, before: Start, after: Start, was: bool, now: bool) -> Opened:
    then, later = match_of(index.efforts, before.coverage, row), match_of(index.efforts, after.coverage, row)
    return Opened(
        role=role_at(index.dataset, index.efforts, row),
        hours_before=then.hours,
        hours_after=later.hours,
        met_before=len(then.met),
        met_after=len(later.met),
        essential=len(then.met) + len(then.unmet),
        in_reach_before=was,
        in_reach_after=now,
    )


def _saved(index: MobilityIndex, start: Start) -> Sparse:
    """Shape (capabilities, roles): the hours that learning a capability and all before it takes off a role."""
    efforts = index.efforts
    meets = chosen(efforts.meets, efforts.meets.data <= _LEVEL)
    covers = (meets + efforts.prerequisites.astype(float) @ meets).tocsr()
    covers.data[:] = 1.0
    saved: Sparse = covers.multiply(start.coverage.hours_left).tocsr() @ open_columns(efforts, start.coverage).T
    return saved.tocsr()
