"""What if one learned this: the roles that it brings nearer; and the capabilities that bring the nearest roles nearest.

A capability is worth, for each role that is near and not further down, how near that role is (its score, squared) times
the share that it takes off what is left to it: so it counts most where little is left, in reach or almost, and no limit
decides by itself. That is divided by what the capability takes, with all that comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import chosen, sparse
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import unrecorded
from rolegraph.mobility.coverage import weights_to_levels
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import (
    Match,
    Start,
    hours_left,
    jumps_between,
    limits_of,
    match_of,
    open_columns,
    role_at,
    start_label,
    start_of,
)
from rolegraph.mobility.nearest import scores_of, thresholds_of, within_reach
from rolegraph.model.moves import Lever, Limits, Opened, WhatIf
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import Holding, LearningStep, Profile
from rolegraph.model.roles import Unrecorded
from rolegraph.planning.path import find_steps
from rolegraph.planning.problem import STEP_WEIGHT
from rolegraph.planning.themes import FEWEST_ROLES

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector
    from rolegraph.mobility.move_efforts import MoveEfforts


_EPSILON: Final = 1e-6  # hours
_MOST_ROLES: Final = 60  # near ones, that a capability is weighed by
_ROLES_SHOWN: Final = 3  # of what a capability brings nearer
_PLANNED: Final = 4  # of so many times as many levers as are shown the plans are made
_USUAL: Final = 10  # levers that are shown: who asks for fewer gets the first of these
_SMOOTH: Final = 0.5  # standard deviations of usual moves: a role that is so near is hardly nearer than at once
_OWN: Final = 0.5  # of its worth has to be its own: otherwise it is what comes before it that is worth learning
_TYPICAL: Final = 1.5  # asked for by the near roles so many times as often as by all: otherwise it is general


def what_if(
    index: MobilityIndex, role: str | None, profile: Profile, learn: Mapping[Node, Level], *, top: int = 10
) -> WhatIf:
    """What learning some capabilities, with all that has to come before them, changes for all roles.

    `role` is the IRI of the role that the learner does, None for someone who only says what they have; `profile` is all
    that they have. All roles that come into reach are described, and of those that take less than before the nearest
    `top`; what they take is that of their plans. Raises `NoPath` when the prerequisites of something wait for each
    other.
    """
    import numpy as np

    efforts, limits = index.efforts, limits_of(index.move_efforts)
    steps = find_steps(index.dataset, profile, learn)
    before = start_of(efforts, role, profile)
    after = start_of(efforts, role, _having(profile, steps))._replace(known=before.known)
    view = _View.of(index, before, after, {})
    less = hours_left(efforts, before.coverage) - hours_left(efforts, after.coverage) > _EPSILON
    # What comes into reach first; then what is nearest, as of a thousand roles most are of no interest.
    score = scores_of(index, before).round(9)
    changed = np.flatnonzero(less)
    changed = changed[np.lexsort((changed, -score[changed]))].tolist() if before.known else []
    opened = [
        one
        for row in changed
        if view.near[1][row] and (one := view.opened(row)).in_reach_after and not one.in_reach_before
    ]
    others = (one for row in changed if (one := view.opened(row)) not in opened and _is_nearer(one))
    shown = [one for one, _ in zip(others, range(max(0, top - len(opened))), strict=False)]
    return WhatIf(
        start=profile.name,
        learned=tuple(steps),
        roles=(*opened, *shown),
        changed=len(changed),
        levers=(),
        limits=limits,
        in_reach=len(_in_reach(index, before, view.planned)),
        known=before.known,
        unrecorded=_unrecorded(index, role, (one.role for one in (*opened, *shown))),
    )


def best_levers(index: MobilityIndex, role: str | None, besides: Profile | None = None, *, top: int = 10) -> WhatIf:
    """The capabilities that bring the roles in reach or almost in reach nearest, for what they take.

    Each is taken by itself, to *working* level or from there one level up, with its prerequisites. What no near role
    asks for more often than roles in general comes last. One that brings the same roles nearer as another, or none
    more than another that takes no more, is folded into it.
    """
    efforts, limits = index.efforts, limits_of(index.move_efforts)
    start = start_of(efforts, role, besides)
    answer = WhatIf(
        start=start_label(index.dataset, role, besides),
        learned=(),
        roles=(),
        changed=0,
        levers=(),
        limits=limits,
        in_reach=0,
        known=start.known,
        unrecorded=_unrecorded(index, role, ()),
    )
    if not answer.known:
        return answer
    levers = _folded(_Levers(index, start).ranked(max(top, _USUAL) * _PLANNED))
    planned: dict[int, Match] = {}
    described = (_described(index, role, besides, start, planned, lever, also) for lever, also in levers)
    shown = tuple(one for one, _ in zip(filter(None, described), range(top), strict=False))
    without = _unrecorded(index, role, (opened.role for lever in shown for opened in lever.roles))
    return answer._replace(levers=shown, in_reach=len(_in_reach(index, start, planned)), unrecorded=without)


class _Candidate(NamedTuple):
    """Something to learn: its place, the level, what it takes, whether it is general, and what it is worth by role."""

    place: int
    level: Level
    cost: float
    general: bool
    worth: dict[int, float]


class _Levers:
    """What each capability takes off the roles near to someone."""

    def __init__(self, index: MobilityIndex, start: Start) -> None:
        import numpy as np

        self.index, self.start = index, start
        efforts = index.efforts
        self._left = hours_left(efforts, start.coverage)
        little = _SMOOTH * index.move_efforts.calibration.deviation or STEP_WEIGHT
        scores = scores_of(index, start)
        limits = thresholds_of(index, start)
        lowest = max(_EPSILON, 2 * limits.related - limits.close)  # two deviations below what is close
        near = within_reach(index, start, at_least=_EPSILON if start.row is None else lowest)
        rows = np.flatnonzero(near & (self._left > _EPSILON) & ~(jumps_between(efforts, start.row) < 0))
        weight = scores[rows] ** 2 / (self._left[rows] + little)
        best = np.argsort(-weight, kind="stable")[:_MOST_ROLES]
        self.rows, self._weight = rows[best], weight[best]
        known = start.coverage.known
        self.levels = np.full(len(efforts.capabilities), int(Level.WORKING))
        for place, level in known.items():
            self.levels[place] = max(Level.WORKING, level + 1)

    def ranked(self, most: int) -> list[_Candidate]:
        """The best for what they take, what is general last."""
        import numpy as np

        efforts = self.index.efforts
        saved, own = self._saved()
        takes = weights_to_levels(efforts, self.start.coverage.known, self.levels)
        worth = saved @ self._weight
        enough = (worth > 0) & (own @ self._weight >= _OWN * worth)
        usable = np.flatnonzero(enough & (takes > 0) & (self.levels <= Level.EXPERT))
        near = np.bincount(saved.tocoo().row, minlength=len(takes)) / max(1, len(self.rows))
        general = near < _TYPICAL * efforts.demand / max(FEWEST_ROLES, len(efforts.roles))
        value = worth / np.maximum(takes, 1.0)
        order = usable[np.lexsort((usable, -efforts.demand[usable], -value[usable].round(9), general[usable]))]
        return [self._candidate(saved, place, bool(general[place])) for place in order[:most].tolist()]

    def _candidate(self, saved: Sparse, place: int, general: bool) -> _Candidate:
        level = Level(int(self.levels[place]))
        cost = self.index.move_efforts.plan_costs.to_capability(place, level, self.start.coverage)
        start, end = saved.indptr[place : place + 2]
        columns = saved.indices[start:end]
        worth = saved.data[start:end] * self._weight[columns]
        rows = self.rows[columns].tolist()
        takes = float("inf") if cost is None else cost.weight
        return _Candidate(place, level, takes, general, dict(zip(rows, worth.tolist(), strict=True)))

    def _saved(self) -> tuple[Sparse, Sparse]:
        """Shape (capabilities, near roles): what a capability with all before it takes off a role, and it alone.

        What is learned is what roles name: that something narrower would be accepted, too, is no reason to learn it.
        """
        import numpy as np

        efforts = self.index.efforts
        of_targets = ((target, column, 1) for column, target in enumerate(efforts.target.tolist()))
        of_target = sparse(of_targets, (len(efforts.target_related), len(efforts.target)), np.float64)
        named = chosen(efforts.alternatives, efforts.alternatives.data > 0) @ of_target
        meets = efforts.meets.multiply(named > 0).tocsr()
        levels = self.levels.repeat(np.diff(meets.indptr))
        covers = chosen(meets, meets.data <= levels)
        with_all = (covers + efforts.prerequisites.astype(float) @ chosen(meets, meets.data <= Level.WORKING)).tocsr()
        with_all.data[:] = 1.0
        required = open_columns(efforts, self.start.coverage)[self.rows].T.tocsr()
        left = self.start.coverage.hours_left
        saved, own = ((one.multiply(left).tocsr() @ required).tocsr() for one in (with_all, covers))
        saved.eliminate_zeros()
        return saved, own


def _folded(candidates: Sequence[_Candidate]) -> list[tuple[_Candidate, list[_Candidate]]]:
    """Each candidate that no better one makes needless, with those that it does."""
    found: list[tuple[_Candidate, list[_Candidate]]] = []
    for one in candidates:
        others = (also for better, also in found if _makes_needless(better, one))
        if (also := next(others, None)) is not None:
            also.append(one)
        else:
            found.append((one, []))
    return found


def _makes_needless(better: _Candidate, one: _Candidate) -> bool:
    if better.worth.keys() == one.worth.keys():
        return True
    if better.general != one.general or better.cost > one.cost + _EPSILON:
        return False
    return all(better.worth.get(row, 0.0) >= worth - _EPSILON for row, worth in one.worth.items())


def _described(
    index: MobilityIndex,
    role: str | None,
    besides: Profile | None,
    start: Start,
    planned: dict[int, Match],
    lever: _Candidate,
    also: Sequence[_Candidate],
) -> Lever | None:
    """A lever with the roles that it brings nearest, as they are planned before and after it; None if it does not."""
    dataset, efforts = index.dataset, index.efforts
    cost = index.move_efforts.plan_costs.to_capability(lever.place, lever.level, start.coverage)
    if cost is None:
        return None
    names = [node(dataset, efforts.capabilities[place]) for place in cost.learned]
    learned = [Holding((one,), Level(level), "learned") for one, level in zip(names, cost.levels.values(), strict=True)]
    having = (besides or Profile(""))._replace(holdings=(*(besides.holdings if besides else ()), *learned))
    view = _View.of(index, start, start_of(efforts, role, having), planned)
    rows = sorted(lever.worth, key=lambda row: (-lever.worth[row], row))
    opened = list(islice(filter(_is_nearer, map(view.opened, rows)), _ROLES_SHOWN))  # plans take time: no more of them
    if not opened:
        return None
    return Lever(
        capability=node(dataset, efforts.capabilities[lever.place]),
        level=lever.level,
        hours=cost.hours,
        steps=cost.steps,
        roles=tuple(opened),
        nearer=len(rows),
        worth=sum(lever.worth.values()),
        general=lever.general,
        also=tuple(node(dataset, efforts.capabilities[one.place]) for one in also),
    )


class _View(NamedTuple):
    """All roles, seen before and after something is learned; `planned` are those seen before, by row, so far."""

    mobility: MobilityIndex
    before: Start
    after: Start
    near: tuple[Vector, Vector]
    planned: dict[int, Match]

    @staticmethod
    def of(index: MobilityIndex, before: Start, after: Start, planned: dict[int, Match]) -> _View:
        return _View(index, before, after, (within_reach(index, before), within_reach(index, after)), planned)

    def opened(self, row: int) -> Opened:
        """The role of a row, before and after."""
        moves = self.mobility.move_efforts
        limits = limits_of(moves)
        then, later = _match(moves, self.before, row, self.planned), match_of(moves, self.after.coverage, row)
        return Opened(
            role=role_at(self.mobility.dataset, moves.efforts, row),
            hours_before=then.cost.hours if then.cost else None,
            hours_after=later.cost.hours if later.cost else None,
            steps_before=then.cost.steps if then.cost else None,
            steps_after=later.cost.steps if later.cost else None,
            met_before=len(then.met),
            met_after=len(later.met),
            essential=len(then.met) + len(then.unmet),
            in_reach_before=bool(self.near[0][row]) and _is_within(limits, then),
            in_reach_after=bool(self.near[1][row]) and _is_within(limits, later),
        )


def _is_nearer(one: Opened) -> bool:
    before = one.hours_before if one.hours_before is not None else one.steps_before
    after = one.hours_after if one.hours_before is not None else one.steps_after
    return before is not None and after is not None and after < before - _EPSILON


def _is_within(limits: Limits, match: Match) -> bool:
    return match.cost is not None and limits.over(match.cost.weight, match.cost.steps) <= 0


def _match(moves: MoveEfforts, start: Start, row: int, planned: dict[int, Match]) -> Match:
    """How someone stands to a role, which is planned once."""
    if row not in planned:
        planned[row] = match_of(moves, start.coverage, row)
    return planned[row]


def _in_reach(index: MobilityIndex, start: Start, planned: dict[int, Match]) -> list[int]:
    """The roles that are within one move."""
    import numpy as np

    if not start.known:
        return []
    limits, moves = limits_of(index.move_efforts), index.move_efforts
    rows: list[int] = np.flatnonzero(within_reach(index, start)).tolist()
    return [row for row in rows if _is_within(limits, _match(moves, start, row, planned))]


def _unrecorded(index: MobilityIndex, role: str | None, others: Iterable[Node]) -> tuple[Unrecorded, ...]:
    """Of the start and the roles in an answer those of which nothing essential is recorded."""
    iris = dict.fromkeys([*filter(None, [role]), *(other.iri for other in others)])
    return tuple(filter(None, (unrecorded(index.dataset, iri) for iri in iris)))


def _having(profile: Profile, steps: tuple[LearningStep, ...]) -> Profile:
    learned = tuple(Holding((step.node,), step.to_level, "learned") for step in steps)
    return profile._replace(holdings=(*profile.holdings, *learned))
