"""In what order to learn a chosen set of capabilities, and with which footholds: the cheapest way there is.

Each capability may have one foothold among what is known or learned before it. Without prerequisites, the best choice
of footholds is a minimum spanning arborescence [1]_; prerequisites of which any one of several capabilities is enough
make it more than that, so footholds are chosen best first, and one that closes a circle is exchanged for the next.

References
----------
.. [1] J. Edmonds, "Optimum branchings", Journal of Research of the National Bureau of Standards 71B, 1967.

Which alternatives to learn: branch and bound over the needs, on each independent part of the problem.

Choosing alternatives that share prerequisites is a form of the Steiner problem in graphs, hence NP-hard [1]_. The
search is exact while its budget lasts [2]_; after that it gives the best plan found, and a bound that says how far from
the optimum that can be.

References
----------
.. [1] R. M. Karp, "Reducibility among combinatorial problems", 1972.
.. [2] A. H. Land and A. G. Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import Need, Situation, Universe, dominated

# How many choices of footholds are tried before the best order found so far is taken.
_TRIES: Final = 400


_EPSILON: Final = 1e-9


class Choice(NamedTuple):
    """A foothold for a capability (None for none), the hours the step then takes, and the hours it saves.

    `planned` tells a foothold that is learned first from one that helps as it is known already.
    """

    cost: float
    base: str | None
    saved: float
    planned: bool = False


class Schedule(NamedTuple):
    """An order in which everything chosen can be learned. No order of the same set costs less than `lower_bound`."""

    order: tuple[str, ...]
    choices: Mapping[str, Choice]
    cost: float
    lower_bound: float


class Deadlock(NamedTuple):
    """No order exists: these needs, of what was chosen, are only met by capabilities that wait for each other."""

    needs: tuple[Need, ...]


def schedule(situation: Situation, chosen: Mapping[str, Level]) -> Schedule | Deadlock:
    """The cheapest order of learning exactly the chosen capabilities, each to its level.

    Notes
    -----
    Choices of footholds are tried from the cheapest on, until one can be put in order or costs as much as the order
    that Prim's algorithm [2]_ gives, which is the best there is where savings are mutual and nothing else decides the
    order. After `_TRIES` of them Prim's order is taken, and `lower_bound` may stay below `cost`.

    References
    ----------
    .. [2] R. C. Prim, "Shortest connection networks and some generalizations", Bell System Technical Journal 36, 1957.
    """
    capabilities = tuple(sorted(chosen))
    choices = {one: _choices(situation, chosen, one) for one in capabilities}
    greedy, waiting = _attach_greedily(situation, chosen, choices)
    if waiting:
        return Deadlock(_unmet(situation, chosen, waiting))
    most = sum(choice.cost for choice in greedy.values())
    start = tuple(0 for _ in capabilities)
    number = count()
    heap = [(_total(capabilities, choices, start), next(number), start)]
    seen = {start}
    least = most
    for _ in range(_TRIES):
        least, _, state = heapq.heappop(heap) if heap else (most, 0, start)
        if least >= most - _EPSILON:
            break
        picked = {one: choices[one][index] for one, index in zip(capabilities, state, strict=True)}
        order, stuck = _order(situation, chosen, picked)
        if not stuck:
            return Schedule(tuple(order), picked, least, least)
        for later in _without_a_circle(situation, chosen, picked, stuck, capabilities, state):
            if later not in seen:
                seen.add(later)
                heapq.heappush(heap, (_total(capabilities, choices, later), next(number), later))
    return Schedule(tuple(greedy), greedy, most, min(least, most))


def _attach_greedily(
    situation: Situation, chosen: Mapping[str, Level], choices: Mapping[str, list[Choice]]
) -> tuple[dict[str, Choice], list[str]]:
    """Learn next whatever can be begun and is helped most by what is done; what is left waits for itself."""
    done: dict[str, Choice] = {}
    waiting = sorted(chosen)
    while waiting:
        levels = {one: chosen[one] for one in done}
        ready = [one for one in waiting if all(need.is_met_by(levels) for need in situation.needs_before(one))]
        if not ready:
            break
        helped = {
            one: next(choice for choice in choices[one] if not choice.planned or choice.base in done) for one in ready
        }
        one = max(ready, key=lambda name: (helped[name].saved, -helped[name].cost))
        done[one] = helped[one]
        waiting.remove(one)
    return done, waiting


def _choices(situation: Situation, chosen: Mapping[str, Level], capability: str) -> list[Choice]:
    """All footholds that help, the cheapest step first; the last one is always there to be had."""
    level = chosen[capability]
    base, saved = situation.best_known_base(capability, level)
    last = Choice(situation.cost(capability, level, saved), base, saved)
    better = [last]
    for one in situation.bases(capability):
        if one in chosen and one != capability:
            saved = situation.saved(capability, level, one, chosen[one])
            cost = situation.cost(capability, level, saved)
            if cost < last.cost:
                better.append(Choice(cost, one, saved, planned=True))
    return sorted(better, key=lambda choice: (choice.cost, choice is not last, choice.base or ""))


def _total(capabilities: tuple[str, ...], choices: Mapping[str, list[Choice]], state: tuple[int, ...]) -> float:
    return sum(choices[one][index].cost for one, index in zip(capabilities, state, strict=True))


def _order(
    situation: Situation, chosen: Mapping[str, Level], picked: Mapping[str, Choice]
) -> tuple[list[str], list[str]]:
    """What can be learned one after the other, and what is left because it waits for itself."""
    done: dict[str, Level] = {}
    waiting = list(picked)
    progress = True
    while progress:
        progress = False
        for one in list(waiting):
            if picked[one].planned and picked[one].base not in done:
                continue
            if all(need.is_met_by(done) for need in situation.needs_before(one)):
                done[one] = chosen[one]
                waiting.remove(one)
                progress = True
    return list(done), waiting


def _without_a_circle(
    situation: Situation,
    chosen: Mapping[str, Level],
    picked: Mapping[str, Choice],
    stuck: list[str],
    capabilities: tuple[str, ...],
    state: tuple[int, ...],
) -> list[tuple[int, ...]]:
    """The states in which one of the stuck gives up its foothold among the stuck.

    In whatever order exists, one of the stuck comes first; its prerequisites are then met without the others, so it
    can only be stuck here for its foothold. Nothing else need be tried.
    """
    outside = {one: level for one, level in chosen.items() if one not in stuck}
    states = []
    for one in stuck:
        if (
            picked[one].planned
            and picked[one].base in stuck
            and all(need.is_met_by(outside) for need in situation.needs_before(one))
        ):
            place = capabilities.index(one)
            states.append((*state[:place], state[place] + 1, *state[place + 1 :]))
    return states


def _unmet(situation: Situation, chosen: Mapping[str, Level], stuck: list[str]) -> tuple[Need, ...]:
    outside = {one: level for one, level in chosen.items() if one not in stuck}
    return tuple(need for one in stuck for need in situation.needs_before(one) if not need.is_met_by(outside))


# How many choices of an alternative are looked at in one part before the best plan found is taken. A few hundred are
# enough for real roles; this many take about a second.
BUDGET: Final = 5_000


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
                # One that is chosen already, but at a lower level, may set them free by being raised.
                missing = frozenset(one for one in need.candidates if levels.get(one, 0) < need.level)
                self._branch(levels, Need(missing, need.level), [], floor)
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
