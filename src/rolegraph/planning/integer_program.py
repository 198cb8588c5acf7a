"""The cheapest selection and what it builds on as an integer program, which HiGHS solves.

A variable for each capability and level says that it is learned to that level at least, one for each pair of close
capabilities that the second builds on the first. What meets a prerequisite comes before what waits for it, and so does
what is built on: positions rule out circles [1]_. That no step is needless is stated too: whatever others may build on
is, for some target, the only one to meet it. Where things may wait for each other in a circle this is not all there is
to say; a solution with needless steps is then ruled out, and the program solved again.

References
----------
.. [1] C. E. Miller, A. W. Tucker and R. A. Zemlin, "Integer programming formulation of traveling salesman problems",
   Journal of the ACM 7, 1960.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import Final, NamedTuple

import highspy
import networkx as nx
import numpy as np

from rolegraph.model.nodes import Level
from rolegraph.planning.ordering import EPSILON, Schedule, building_on, in_order, in_turn, unaided
from rolegraph.planning.problem import Part, additive_costs

Terms = Mapping[int, float]  # variables with their coefficients

_OPTIONS: Final = {
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": EPSILON,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


class _Solved(NamedTuple):
    """A selection with its order, None where none was found, what none goes below, and whether the search ended."""

    plan: tuple[dict[str, Level], Schedule] | None
    bound: float
    ended: bool


def search(
    part: Part, first: Mapping[str, Level], found: Schedule, seconds: float
) -> tuple[Mapping[str, Level], Schedule]:
    """The cheapest plan for a part of a problem; where time is up, the best that was found, and a bound.

    Parameters
    ----------
    part
        What is asked for, and what may be learned.
    first
        A selection that works, with nothing needless.
    found
        An order of the first selection, with what no plan goes below.
    seconds
        How long to search.
    """
    deadline = time.monotonic() + seconds
    program = _Program(part)
    levels, best, bound = first, found, found.lower_bound
    ended = False
    while not ended and best.cost > bound + EPSILON and time.monotonic() < deadline:
        solved = program.solve(deadline)
        bound = max(bound, solved.bound)
        ended = not solved.ended or solved.plan is None
        if solved.plan is not None:
            chosen, order = solved.plan
            smaller = part.without_needless(chosen)
            if smaller != chosen:
                order = in_turn(part, smaller)
                program.forbid_more_than(smaller)
            elif solved.ended:
                ended, bound = True, order.cost
            if order.cost < best.cost:
                levels, best = smaller, order
    if best.cost <= bound + EPSILON:
        levels, best = _settled(program, levels, best, deadline)
        bound = best.cost
    return levels, best._replace(lower_bound=min(bound, best.cost))


def _settled(
    program: _Program, levels: Mapping[str, Level], best: Schedule, deadline: float
) -> tuple[Mapping[str, Level], Schedule]:
    """Of all plans that cost the same always the same one, so that it is not the solver that decides."""
    solved = program.solve(deadline, most=best.cost)
    if solved.plan is not None:
        chosen, order = solved.plan
        if order.cost <= best.cost + EPSILON and program.part.without_needless(chosen) == chosen:
            return chosen, order
    return levels, best


class _Solver(highspy.Highs):
    """HiGHS without the banner that it prints on standard output as soon as it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802 - a name of HiGHS
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call] # highspy has no types


class _Program:
    """Variables and rows for one part of a problem, made in an order that does not depend on that of the input."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.costs: list[float] = []
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[Terms, float, float]] = []
        # that a capability is learned to a level or higher
        self._learned = {one: self._add_levels(one) for one in sorted(part.levels)}
        # that the second of a pair, learned to just one level, builds on the first, learned to a level or higher
        self._builds: dict[tuple[str, str], dict[tuple[Level, Level], int]] = {}
        for one in self._learned:
            self._add_bases(one)
        waits = [
            (other, one)
            for one, targets in part.prerequisites.items()
            for target in targets
            for other in target.candidates
        ]
        # capabilities that might have to wait for each other are in one group
        self._group = _groups(self._learned, [*waits, *self._builds])
        # which of a pair comes first, and variables of which at most one is 1: then it has to
        self._before = [(*pair, list(built.values())) for pair, built in self._builds.items()]
        self._meet_targets()
        self._forbid_circles()
        self._ask_for_reasons(_groups(self._learned, waits))
        self._scale = 10.0 ** (3 - round(math.log10(max(1e-9, *self.costs))))

    def _variable(self, cost: float = 0.0) -> int:
        """A new variable that is 0 or 1."""
        self.costs.append(cost)
        self._upper.append(1.0)
        self._whole.append(True)
        return len(self.costs) - 1

    def _position(self, last: int) -> int:
        variable = self._variable()
        self._upper[variable], self._whole[variable] = last, False
        return variable

    def _row(self, terms: Terms, least: float = -math.inf, most: float = math.inf) -> None:
        self._rows.append((terms, least, most))

    def _add_levels(self, one: str) -> dict[Level, int]:
        found: dict[Level, int] = {}
        below = 0.0
        for level in self.part.levels[one]:
            cost = self.part.situation.own_cost(one, level)
            found[level] = self._variable(cost - below)
            below = cost
        for lower, higher in pairwise(found.values()):
            self._row({lower: 1, higher: -1}, least=0)
        return found

    def _at_all(self, one: str) -> int:
        return next(iter(self._learned[one].values()))

    def _exactly(self, one: str, level: Level, factor: int = 1) -> Terms:
        """Terms that come to `factor` where a capability is learned to a level and no higher."""
        higher = [variable for other, variable in self._learned[one].items() if other > level]
        return {self._learned[one][level]: factor} | _sum(higher[:1], -factor)

    def _meeting(self, level: Level, candidates: Iterable[str]) -> list[int]:
        """For each of some candidates the variable that says that it is learned to a level or higher."""
        found = (self._learned[one].items() for one in sorted(candidates))
        return [next(variable for other, variable in levels if other >= level) for levels in found]

    def _add_bases(self, one: str) -> None:
        """What a capability may build on: at most one thing, learned well enough to save as much."""
        situation = self.part.situation
        bases = sorted(self._learned.keys() & set(situation.bases(one)) - {one})
        for level in self._learned[one]:
            alone = situation.own_cost(one, level)
            options = []
            for base in bases:
                best = alone
                for learned in self._learned[base]:
                    cost = situation.cost(one, level, situation.saved(one, level, base, learned))
                    if cost < best:
                        best = cost
                        options.append(self._variable(cost - alone))
                        self._builds.setdefault((base, one), {})[level, learned] = options[-1]
            if options:
                self._row({**_sum(options), **self._exactly(one, level, -1)}, most=0)
        for base in bases:
            for learned, variable in self._learned[base].items():
                pairs = self._builds.get((base, one), {}).items()
                if enough := [built for (_, least), built in pairs if least >= learned]:
                    self._row({**_sum(enough), variable: -1}, most=0)

    def _meet_targets(self) -> None:
        """Every target is met, and every prerequisite of what is learned, by something that comes before it."""
        for target in self.part.targets:
            self._row(_sum(self._meeting(target.level, target.candidates)), least=1)
        for one, targets in self.part.prerequisites.items():
            for target in targets:
                near = sorted(other for other in target.candidates if self._group[other] == self._group[one])
                supports = self._meeting(target.level, target.candidates.difference(near))
                for other, learned in zip(near, self._meeting(target.level, near), strict=True):
                    support = self._variable()
                    self._row({support: 1, learned: -1}, most=0)
                    self._before.append((other, one, [support]))
                    supports.append(support)
                self._row({**_sum(supports), self._at_all(one): -1}, least=0)

    def _forbid_circles(self) -> None:
        """Positions of what might wait for itself, and at most one order of two things, that only if both are there."""
        sizes = Counter(self._group.values())
        position = {one: self._position(sizes[self._group[one]] - 1) for one in self._learned}
        between: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
        for first, second, variables in self._before:
            if self._group[first] == self._group[second]:
                size = sizes[self._group[first]]
                self._row({**_sum(variables, size), position[first]: 1, position[second]: -1}, most=size - 1)
                between[first, second].append(variables)
        for (first, second), orders in between.items():
            for order, other in product(orders, between.get((second, first), ()) if first < second else ()):
                for one in (first, second):
                    self._row({**_sum([*order, *other]), self._at_all(one): -1}, most=0)

    def _ask_for_reasons(self, waiting: Mapping[str, int]) -> None:
        """Whatever others may build on is the only one to meet some target, at just its level: else it is needless.

        What might have to wait for the owner of a prerequisite does not count as meeting it, too: it may come too late.
        """
        reasons: dict[tuple[str, Level], list[int]] = defaultdict(list)
        helping = {base for base, _ in self._builds}
        owned = [(target, one) for one, targets in self.part.prerequisites.items() for target in targets]
        for target, owner in [*((target, None) for target in self.part.targets), *owned]:
            for one in sorted(one for one in target.candidates & helping if target.level in self._learned[one]):
                reason = self._variable()
                reasons[one, target.level].append(reason)
                if owner is not None:
                    self._row({reason: 1, self._at_all(owner): -1}, most=0)
                timely = (other for other in target.candidates if owner is None or waiting[other] != waiting[owner])
                for other in self._meeting(target.level, {*timely} - {one}):
                    self._row({reason: 1, other: 1}, most=1)
        for (one, level), found in reasons.items():
            self._row({**_sum(found), **self._exactly(one, level, -1)}, least=0)

    def forbid_more_than(self, levels: Mapping[str, Level]) -> None:
        """Rule out everything that has a selection that works in it, and more than that."""
        within = [self._learned[one][level] for one, level in levels.items()]
        for one, learned in self._learned.items():
            more = [variable for level, variable in learned.items() if level > levels.get(one, 0)]
            for variable in more[:1]:
                self._row({**_sum(within), variable: 1}, most=len(within))

    def solve(self, deadline: float, most: float | None = None) -> _Solved:
        """The cheapest selection; with the most that it may cost, always the same one of those that cost no more."""
        solver = self._loaded(most)
        solver.setOptionValue("time_limit", max(0.0, deadline - time.monotonic()))
        if solver.run() == highspy.HighsStatus.kError:  # somebody else in this process runs it with other threads
            solver.setOptionValue("threads", 0)
            solver.run()
        info = solver.getInfo()
        bound = info.mip_dual_bound / self._scale if most is None else -math.inf
        ended = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return _Solved(None, bound, ended)
        return _Solved(self._read(solver.getSolution().col_value), bound, ended)

    def _loaded(self, most: float | None) -> _Solver:
        rows, costs = self._rows, np.array(self.costs) * self._scale
        if most is not None:
            within = {place: float(cost) for place, cost in enumerate(costs) if cost}
            rows = [*rows, (within, -math.inf, (most + EPSILON) * self._scale)]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(costs), len(rows)
        model.col_cost_ = costs if most is None else costs + np.array(self._preferences())
        model.col_lower_, model.col_upper_ = np.zeros(len(costs)), np.array(self._upper, dtype=float)
        model.row_lower_ = np.array([least for _, least, _ in rows])
        model.row_upper_ = np.array([most for _, _, most in rows])
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in self._whole
        ]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in rows)], dtype=np.int32)
        matrix.index_ = np.array([variable for terms, _, _ in rows for variable in terms], dtype=np.int32)
        matrix.value_ = np.array([factor for terms, _, _ in rows for factor in terms.values()], dtype=float)
        solver = _Solver()  # type: ignore[no-untyped-call] # as above
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.passModel(model)
        return solver

    def _preferences(self) -> list[float]:
        """What looks cheaper with its prerequisites first, then by demand; no two selections should come to the same.

        They stand beside the costs, which are the same for all that is allowed, since these lead the search.
        """
        chance = random.Random(0)  # noqa: S311 - to tell sums apart
        found = [chance.random() / 10_000 for _ in self.costs]
        costs, _ = additive_costs(self.part.situation, self.part.prerequisites)
        rank = self.part.situation.rank
        for place, one in enumerate(sorted(self._learned, key=lambda one: (costs[one], rank(one))), start=1):
            found[self._at_all(one)] = (place + chance.random()) / 1000
        return found

    def _read(self, values: Sequence[float]) -> tuple[dict[str, Level], Schedule] | None:
        """A solution as a selection, and the cheapest known order of it; None if it is only nearly one."""
        part = self.part
        levels = {
            one: max(level for level, variable in learned.items() if values[variable] > 0.5)
            for one, learned in self._learned.items()
            if values[self._at_all(one)] > 0.5
        }
        if not part.works(levels):
            return None
        picked = {one: unaided(part.situation, one, level) for one, level in levels.items()}
        for (base, one), built in self._builds.items():
            if base in levels and one in levels and any(values[variable] > 0.5 for variable in built.values()):
                picked[one] = building_on(part.situation, levels, one, base)
        found, order = in_turn(part, levels), in_order(part, levels, picked)
        cost = sum(choice.cost for choice in picked.values())
        if order is not None and cost < found.cost - EPSILON:
            found = Schedule(tuple(order), {one: picked[one] for one in order}, cost, found.lower_bound)
        return levels, found


def _sum(variables: Iterable[int], factor: int = 1) -> dict[int, int]:
    return dict.fromkeys(variables, factor)


def _groups(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Nodes by numbers, the same number for those on one circle."""
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    graph.add_nodes_from(nodes)
    return {one: number for number, group in enumerate(nx.strongly_connected_components(graph)) for one in group}
