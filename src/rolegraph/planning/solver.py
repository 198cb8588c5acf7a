"""The cheapest plan for some targets: which alternatives to learn, in what order, each building on what.

Choosing alternatives that share prerequisites is a form of the Steiner problem in graphs, hence NP-hard [1]_. It is
done by branch and bound [2]_ on each independent part of the problem. The search is exact while its budget lasts; after
that it gives the best plan found, and a bound that says how far from the optimum that can be.

For a chosen set of capabilities, each may build on one that is known or learned before it. Without prerequisites the
best choice is a minimum spanning arborescence [3]_; prerequisites of which any one of several capabilities is enough
make it more than that, so choices are tried best first, and one that closes a circle is exchanged for the next.

References
----------
.. [1] R. M. Karp, "Reducibility among combinatorial problems", 1972.
.. [2] A. H. Land and A. G. Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960.
.. [3] J. Edmonds, "Optimum branchings", Journal of Research of the National Bureau of Standards 71B, 1967.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import SearchSpace, Situation, Target, dominated

# How many choices of an alternative are looked at in one part before the best plan found is taken. A few hundred are
# enough for real roles; this many take about a second.
BUDGET: Final = 5_000
# How many choices of what to build on are tried before the best order found so far is taken.
_TRIES: Final = 400
_EPSILON: Final = 1e-9


class Choice(NamedTuple):
    """What a step builds on (None for nothing), the hours it then takes, and the hours that saves.

    `planned` is true for a base that is learned first, false for one that is known already.
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
    """No order exists: of what was chosen, only capabilities that wait for each other meet these prerequisites."""

    targets: tuple[Target, ...]


class Plan(NamedTuple):
    """What to learn, to which level, in which order. No plan costs less than `lower_bound`."""

    levels: Mapping[str, Level]
    schedules: tuple[Schedule, ...]
    lower_bound: float

    @property
    def cost(self) -> float:
        """The hours of all steps."""
        return sum(part.cost for part in self.schedules)


def cheapest_plan(situation: Situation, targets: Iterable[Target], budget: int = BUDGET) -> Plan | None:
    """The cheapest plan that meets every target; None where prerequisites wait for each other, so that there is none.

    A plan has no step that could be left out, or go to a lower level, with every target still met: nothing is learned
    merely because it is close to other things. Among plans of that kind the result is the optimum wherever `cost`
    equals `lower_bound`. The time is exponential in the number of targets with alternatives in one part, and cut off by
    the budget, the number of choices to look at there; without alternatives there is one choice to look at.

    Without closeness, knowing more never costs more. With it, it can, by less than building on what is close saves in
    one plan: where something need not be learned any more that several others built on.
    """
    open_targets = [target for target in dict.fromkeys(targets) if not situation.is_met(target)]
    space = SearchSpace(situation, open_targets)
    levels: dict[str, Level] = {}
    schedules, lower_bound = [], 0.0
    for part in space.parts:
        search = _Search(space, [target for target in open_targets if target.candidates & part], part, budget)
        search.run()
        if search.best is None:
            return None
        schedules.append(search.best)
        levels.update(search.best_levels)
        lower_bound += min(search.given_up, search.best.lower_bound)
    return Plan(levels, tuple(schedules), lower_bound)


class _Search:
    """One branch and bound: the best schedule so far, and the least that what was not looked at could cost."""

    def __init__(self, space: SearchSpace, targets: Sequence[Target], part: Collection[str], budget: int) -> None:
        self.space, self.situation, self.targets, self.budget = space, space.situation, targets, budget
        self.passed_over = dominated(space, part)
        self.best: Schedule | None = None
        self.best_levels: dict[str, Level] = {}
        self.given_up = float("inf")

    def run(self) -> None:
        """Search from nothing."""
        self._extend({}, self.targets, 0.0)

    def _extend(self, levels: dict[str, Level], targets: Iterable[Target], floor: float) -> None:
        """Try everything that can be added to a selection whose parts cost at least `floor`."""
        pending = [target for target in targets if not target.is_met_by(levels)]
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
        target = min(pending, key=lambda one: (len(one.candidates), sorted(one.candidates)))
        rest = [other for other in pending if other is not target]
        self._branch(levels, target, rest, floor)

    def _branch(self, levels: dict[str, Level], target: Target, rest: list[Target], floor: float) -> None:
        space = self.space
        # What sets a deadlock free may be among what is passed over otherwise.
        candidates = target.candidates - self.passed_over or target.candidates
        for capability in sorted(candidates, key=lambda one: (space.closed_cost(one, target.level), one)):
            level = max(target.level, levels.get(capability, target.level))
            more: tuple[Target, ...] = ()
            added = space.floor(capability, level)
            if capability in levels:
                added -= space.floor(capability, levels[capability])
            else:
                more = self.situation.prerequisites(capability)
            self._extend({**levels, capability: level}, [*rest, *more], floor + added)

    def _complete(self, levels: dict[str, Level], floor: float) -> None:
        """Order a selection that meets all targets; where its members wait for each other, add what sets them free."""
        found = schedule(self.situation, levels)
        if isinstance(found, Deadlock):
            for target in found.targets:
                # One that is chosen already, but at a lower level, may set them free by being raised.
                missing = frozenset(one for one in target.candidates if levels.get(one, 0) < target.level)
                self._branch(levels, target._replace(candidates=missing), [], floor)
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
        for capability, level in levels.items():
            rest = {other: known for other, known in levels.items() if other != capability}
            held = self.situation.known.get(capability, 0)
            smaller = [rest, *({**rest, capability: lower} for lower in Level if held < lower < level)]
            if any(self._suffices(selection) for selection in smaller):
                return True
        return False

    def _suffices(self, levels: Mapping[str, Level]) -> bool:
        """Whether a selection meets all targets, those before its members included, in some order."""
        targets = [*self.targets, *(target for one in levels for target in self.situation.prerequisites(one))]
        met = all(target.is_met_by(levels) for target in targets)
        return met and isinstance(schedule(self.situation, levels), Schedule)

    def _bound(self, levels: Mapping[str, Level], pending: Iterable[Target]) -> float:
        """The least that meeting the pending targets can add: the sum over targets that have no candidate in common."""
        floor = self.space.floor
        least = []
        for target in pending:
            costs = (
                floor(one, target.level) - (floor(one, levels[one]) if one in levels else 0.0)
                for one in target.candidates
            )
            least.append((min(costs, default=float("inf")), target.candidates))
        total, used = 0.0, frozenset[str]()
        for cost, candidates in sorted(least, key=lambda item: (-item[0], sorted(item[1]))):
            if not candidates & used:
                total += cost
                used |= candidates
        return total


def schedule(situation: Situation, chosen: Mapping[str, Level]) -> Schedule | Deadlock:
    """The cheapest order of learning exactly the chosen capabilities, each to its level.

    Choices of what to build on are tried from the cheapest on, until one can be put in order or costs as much as the
    order that Prim's algorithm gives (R. C. Prim, "Shortest connection networks and some generalizations", Bell System
    Technical Journal 36, 1957), which is the best there is where savings are mutual and nothing else decides the order.
    After `_TRIES` of them Prim's order is taken, and `lower_bound` may stay below `cost`.
    """
    capabilities = tuple(sorted(chosen))
    choices = {capability: _choices(situation, chosen, capability) for capability in capabilities}
    greedy, waiting = _attach_greedily(situation, chosen, choices)
    if waiting:
        return Deadlock(tuple(_unmet_outside(situation, chosen, waiting)))
    most = sum(choice.cost for choice in greedy.values())

    def total(state: tuple[int, ...]) -> float:
        return sum(choices[one][index].cost for one, index in zip(capabilities, state, strict=True))

    start = (0,) * len(capabilities)
    number = count()
    heap = [(total(start), next(number), start)]
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
        for capability in _giving_up(situation, chosen, picked, stuck):
            place = capabilities.index(capability)
            later = (*state[:place], state[place] + 1, *state[place + 1 :])
            if later not in seen:
                seen.add(later)
                heapq.heappush(heap, (total(later), next(number), later))
    return Schedule(tuple(greedy), greedy, most, min(least, most))


def _choices(situation: Situation, chosen: Mapping[str, Level], capability: str) -> list[Choice]:
    """All that a step can build on and that helps, the cheapest step first; the last is always there to be had."""
    level = chosen[capability]
    base, saved = situation.best_known_base(capability, level)
    last = Choice(situation.cost(capability, level, saved), base, saved)
    found = [last]
    for base in situation.bases(capability):
        if base in chosen and base != capability:
            saved = situation.saved(capability, level, base, chosen[base])
            cost = situation.cost(capability, level, saved)
            if cost < last.cost:
                found.append(Choice(cost, base, saved, planned=True))
    return sorted(found, key=lambda choice: (choice.cost, choice is not last, choice.base or ""))


def _attach_greedily(
    situation: Situation, chosen: Mapping[str, Level], choices: Mapping[str, list[Choice]]
) -> tuple[dict[str, Choice], list[str]]:
    """Learn next whatever can be begun and is helped most by what is done; what is left waits for itself."""
    done: dict[str, Choice] = {}
    waiting = sorted(chosen)
    while waiting:
        levels = {one: chosen[one] for one in done}
        ready = [one for one in waiting if _can_begin(situation, one, levels)]
        if not ready:
            break
        helped = {
            one: next(choice for choice in choices[one] if not choice.planned or choice.base in done) for one in ready
        }
        capability = max(ready, key=lambda one: (helped[one].saved, -helped[one].cost))
        done[capability] = helped[capability]
        waiting.remove(capability)
    return done, waiting


def _can_begin(situation: Situation, capability: str, levels: Mapping[str, Level]) -> bool:
    return all(target.is_met_by(levels) for target in situation.prerequisites(capability))


def _order(
    situation: Situation, chosen: Mapping[str, Level], picked: Mapping[str, Choice]
) -> tuple[list[str], list[str]]:
    """What can be learned one after the other, and what is left because it waits for itself."""
    done: dict[str, Level] = {}
    waiting = list(picked)
    progress = True
    while progress:
        progress = False
        for capability in list(waiting):
            has_base = not picked[capability].planned or picked[capability].base in done
            if has_base and _can_begin(situation, capability, done):
                done[capability] = chosen[capability]
                waiting.remove(capability)
                progress = True
    return list(done), waiting


def _giving_up(
    situation: Situation, chosen: Mapping[str, Level], picked: Mapping[str, Choice], stuck: list[str]
) -> list[str]:
    """Those of the stuck that can give up building on another of the stuck.

    In whatever order exists, one of the stuck comes first; its prerequisites are then met without the others, so it
    can only be stuck here for what it builds on. Nothing else need be tried.
    """
    outside = {one: level for one, level in chosen.items() if one not in stuck}
    waits_for_base = [one for one in stuck if picked[one].planned and picked[one].base in stuck]
    return [one for one in waits_for_base if _can_begin(situation, one, outside)]


def _unmet_outside(situation: Situation, chosen: Mapping[str, Level], stuck: list[str]) -> Iterable[Target]:
    """The prerequisites of the stuck that nothing else chosen meets."""
    outside = {one: level for one, level in chosen.items() if one not in stuck}
    targets = (target for one in stuck for target in situation.prerequisites(one))
    return (target for target in targets if not target.is_met_by(outside))
