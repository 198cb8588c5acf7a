"""Which alternatives to learn: branch and bound over the needs, on each independent part of the problem.

Choosing alternatives that share prerequisites is a form of the Steiner problem in graphs, hence NP-hard [1]_. The
search is exact while its budget lasts [2]_; after that it gives the best plan found, and a bound that says how far from
the optimum that can be.

References
----------
.. [1] R. M. Karp, "Reducibility among combinatorial problems", 1972.
.. [2] A. H. Land and A. G. Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rolegraph.planning.dominance import dominated
from rolegraph.planning.schedule import Deadlock, Schedule, schedule
from rolegraph.planning.situation import Need, Situation
from rolegraph.planning.universe import Universe
from rolegraph.scales import Level

# How many choices of an alternative are looked at in one part before the best plan found is taken. A few hundred are
# enough for real roles; this many take about a second.
BUDGET: Final = 5_000

_EPSILON: Final = 1e-9


class Plan(NamedTuple):
    """What to learn, to which level, in which order. No plan costs less than `lower_bound`."""

    levels: Mapping[str, Level]
    schedules: tuple[Schedule, ...]
    lower_bound: float

    @property
    def cost(self) -> float:
        return sum(part.cost for part in self.schedules)


def cheapest_plan(situation: Situation, needs: Iterable[Need], budget: int = BUDGET) -> Plan | None:
    """The cheapest plan that meets every need; None where prerequisites wait for each other, so that there is none.

    Parameters
    ----------
    situation
        Who learns, and on which graph.
    needs
        What is to be met. Those that are met already cost nothing.
    budget
        How many choices to look at in each part; more takes longer and comes nearer to the optimum where it matters.

    Notes
    -----
    A plan has no step that could be left out, or go to a lower level, with every need still met: nothing is learned
    merely because it is close to other things. Among plans of that kind the result is the optimum wherever `cost`
    equals `lower_bound`. The time is exponential in the number of needs with alternatives in one part, and cut off by
    the budget; without alternatives there is one choice to look at.

    Without closeness, knowing more never costs more. With it, it can, by less than the footholds of one plan save:
    where something need not be learned any more that was a foothold for several others.
    """
    open_needs = [need for need in dict.fromkeys(needs) if not situation.is_met(need)]
    universe = Universe(situation, open_needs)
    levels: dict[str, Level] = {}
    schedules, lower_bound = [], 0.0
    for part in universe.parts:
        if (only := _without_choice(situation, universe, part)) is not None:
            schedules.append(only)
            levels.update((one, universe.top[one]) for one in part)
            lower_bound += only.lower_bound
            continue
        inside = [need for need in open_needs if need.candidates & part]
        search = _Search(situation, universe, inside, dominated(situation, universe, part), budget)
        search.run()
        if search.best is None:
            return None
        schedules.append(search.best)
        levels.update(search.best_levels)
        lower_bound += min(search.given_up, search.best.lower_bound)
    return Plan(levels, tuple(schedules), lower_bound)


def _without_choice(situation: Situation, universe: Universe, part: Collection[str]) -> Schedule | None:
    """What a part comes to that is a single capability, as most are: there is nothing to search."""
    if len(part) > 1:
        return None
    (one,) = part
    found = schedule(situation, {one: universe.top[one]})
    return found if isinstance(found, Schedule) else None


class _Search:
    """One branch and bound: the best schedule so far, and the least that what was not looked at could cost."""

    def __init__(
        self,
        situation: Situation,
        universe: Universe,
        needs: Sequence[Need],
        passed_over: frozenset[str],
        budget: int,
    ) -> None:
        self.situation, self.universe, self.needs = situation, universe, needs
        self.passed_over, self.budget = passed_over, budget
        self.best: Schedule | None = None
        self.best_levels: dict[str, Level] = {}
        self.given_up = float("inf")

    def run(self) -> None:
        self._extend({}, self.needs, 0.0)

    def _extend(self, levels: dict[str, Level], needs: Iterable[Need], floor: float) -> None:
        """Try everything that can be added to a selection whose parts cost at least `floor`."""
        pending = [need for need in needs if not need.is_met_by(levels)]
        bound = floor + self._bound(levels, pending)
        if self.best is not None and bound >= self.best.cost - _EPSILON:
            return
        if self.budget <= 0 and self.best is not None:
            self.given_up = min(self.given_up, bound)
            return
        self.budget -= 1
        if not pending:
            self._complete(levels, floor)
            return
        need = min(pending, key=lambda one: (len(one.candidates), sorted(one.candidates)))
        rest = [one for one in pending if one is not need]
        self._branch(levels, need, rest, floor)

    def _branch(self, levels: dict[str, Level], need: Need, rest: list[Need], floor: float) -> None:
        universe = self.universe
        # What sets a deadlock free may be among what is passed over otherwise.
        open_ones = need.candidates - self.passed_over or need.candidates
        ranked = sorted(open_ones, key=lambda one: (universe.closed_cost(one, need.level), one))
        for one in ranked:
            level = max(need.level, levels.get(one, need.level))
            if one in levels:
                more: tuple[Need, ...] = ()
                added = universe.floor(one, level) - universe.floor(one, levels[one])
            else:
                more = self.situation.needs_before(one)
                added = universe.floor(one, level)
            self._extend({**levels, one: level}, [*rest, *more], floor + added)

    def _complete(self, levels: dict[str, Level], floor: float) -> None:
        """Order a selection that meets all needs; where its members wait for each other, add what sets them free."""
        found = schedule(self.situation, levels)
        if isinstance(found, Deadlock):
            for need in found.needs:
                outside = Need(need.candidates - levels.keys(), need.level)
                self._branch(levels, outside, [], floor)
        elif self.best is None or found.cost < self.best.cost - _EPSILON:
            if self._could_do_with_less(levels):
                return  # the smaller selection stands on another branch
            if self.best is not None:
                self.given_up = min(self.given_up, self.best.lower_bound)
            self.best, self.best_levels = found, levels
        else:
            self.given_up = min(self.given_up, max(found.lower_bound, floor))

    def _could_do_with_less(self, levels: Mapping[str, Level]) -> bool:
        """Whether a selection still works without one of its members, or with one at a lower level."""
        for one, level in levels.items():
            rest = {other: known for other, known in levels.items() if other != one}
            held = self.situation.known.get(one, 0)
            smaller = [rest, *({**rest, one: lower} for lower in Level if held < lower < level)]
            if any(self._suffices(selection) for selection in smaller):
                return True
        return False

    def _suffices(self, levels: Mapping[str, Level]) -> bool:
        """Whether a selection meets all needs, those before its members included, in some order."""
        needs = [*self.needs, *(need for one in levels for need in self.situation.needs_before(one))]
        return all(need.is_met_by(levels) for need in needs) and isinstance(schedule(self.situation, levels), Schedule)

    def _bound(self, levels: Mapping[str, Level], pending: Iterable[Need]) -> float:
        """The least that meeting the pending needs can add: the sum over needs that have no candidate in common."""
        floor = self.universe.floor
        least = []
        for need in pending:
            costs = (
                floor(one, need.level) - (floor(one, levels[one]) if one in levels else 0.0) for one in need.candidates
            )
            least.append((min(costs, default=float("inf")), need.candidates))
        total, used = 0.0, frozenset[str]()
        for cost, candidates in sorted(least, key=lambda item: (-item[0], sorted(item[1]))):
            if not candidates & used:
                total += cost
                used |= candidates
        return total
