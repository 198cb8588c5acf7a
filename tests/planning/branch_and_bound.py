"""The search that planned before the integer program did, by branch and bound: an oracle for plans of middling size.

It shares no code with the planner but the problem itself: what targets are, and what a step costs. It is slow, and
exact while its budget lasts.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.planning.ordering import Choice
from rolegraph.planning.problem import PREREQUISITE_LEVEL, Situation, Target

# How many choices of what to build on are tried before the best order found so far is taken.
_TRIES: Final = 400
_EPSILON: Final = 1e-9


class _Schedule(NamedTuple):
    """An order in which everything chosen can be learned. No order of the same set costs less than `lower_bound`."""

    order: tuple[str, ...]
    choices: Mapping[str, Choice]
    cost: float
    lower_bound: float


class _Deadlock(NamedTuple):
    """No order exists: of what was chosen, only capabilities that wait for each other meet these prerequisites."""

    targets: tuple[Target, ...]


def searched(situation: Situation, targets: Iterable[Target], budget: int) -> tuple[float, float] | None:
    """The hours of the best plan that so many choices find, and what none goes below; None where there is no plan."""
    open_targets = [target for target in dict.fromkeys(targets) if not situation.is_met(target)]
    space = _SearchSpace(situation, open_targets)
    cost = lower_bound = 0.0
    for part in space.parts:
        search = _Search(space, [target for target in open_targets if target.candidates & part], budget)
        search.run()
        if search.best is None:
            return None
        cost += search.best.cost
        lower_bound += min(search.given_up, search.best.lower_bound)
    return cost, lower_bound


class _SearchSpace:
    """Everything that may have to be learned for some targets: all candidates, their prerequisites, and theirs."""

    def __init__(self, situation: Situation, targets: Iterable[Target]) -> None:
        self.situation = situation
        self.targets: list[Target] = []
        self.top: dict[str, Level] = {}  # the highest level that each capability may be learned to
        waiting = list(targets)
        while waiting:
            target = waiting.pop()
            self.targets.append(target)
            for candidate in target.candidates:
                if candidate not in self.top:
                    waiting.extend(situation.prerequisites(candidate))
                self.top[candidate] = max(target.level, self.top.get(candidate, target.level))
        self._floors: dict[tuple[str, Level], float] = {}

    def floor(self, capability: str, level: Level) -> float:
        """The least hours a capability can cost, whatever it builds on that is learned before it."""
        key = (capability, level)
        if key not in self._floors:
            situation = self.situation
            saved = situation.best_known_base(capability, level)[1]
            for base in situation.bases(capability):
                if base in self.top:
                    saved = max(saved, situation.saved(capability, level, base, self.top[base]))
            self._floors[key] = situation.cost(capability, level, saved)
        return self._floors[key]

    def own_cost(self, capability: str, level: Level) -> float:
        """What a capability costs if it builds on nothing but what is held."""
        saved = self.situation.best_known_base(capability, level)[1]
        return max(0.0, self.situation.cost(capability, level, saved))

    def closed_cost(self, capability: str, level: Level) -> float:
        """Roughly what a capability costs with its prerequisites: only to try first what looks best."""
        return self.own_cost(capability, level) + self._cost_before(capability, self._closed)

    @cached_property
    def _closed(self) -> dict[str, float]:
        """The same for the level of a prerequisite, for every capability: the additive heuristic of planning [1]_.

        .. [1] B. Bonet and H. Geffner, "Planning as heuristic search", Artificial Intelligence 129, 2001.
        """
        costs = dict.fromkeys(self.top, float("inf"))
        changed = True
        while changed:
            changed = False
            for capability in costs:
                cost = self.own_cost(capability, PREREQUISITE_LEVEL) + self._cost_before(capability, costs)
                if cost < costs[capability] - 1e-9:
                    costs[capability], changed = cost, True
        return costs

    def _cost_before(self, capability: str, costs: Mapping[str, float]) -> float:
        targets = self.situation.prerequisites(capability)
        return sum(min((costs[one] for one in target.candidates), default=float("inf")) for target in targets)

    @cached_property
    def parts(self) -> list[frozenset[str]]:
        """Groups of capabilities that have nothing to do with each other, so that each can be decided by itself."""
        import networkx as nx

        ties: nx.Graph[str] = nx.Graph()
        ties.add_nodes_from(self.top)
        for target in self.targets:
            nx.add_star(ties, sorted(target.candidates))
        for capability in self.top:
            for target in self.situation.prerequisites(capability):
                ties.add_edges_from((capability, candidate) for candidate in target.candidates)
            ties.add_edges_from((capability, base) for base in self.situation.bases(capability) if base in self.top)
        return [frozenset(part) for part in nx.connected_components(ties)]


class _Search:
    """One branch and bound: the best schedule so far, and the least that what was not looked at could cost."""

    def __init__(self, space: _SearchSpace, targets: Sequence[Target], budget: int) -> None:
        self.space, self.situation, self.targets, self.budget = space, space.situation, targets, budget
        self.best: _Schedule | None = None
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
        for capability in sorted(target.candidates, key=lambda one: (space.closed_cost(one, target.level), one)):
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
        found = _schedule(self.situation, levels)
        if isinstance(found, _Deadlock):
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
        return met and isinstance(_schedule(self.situation, levels), _Schedule)

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


def _schedule(situation: Situation, chosen: Mapping[str, Level]) -> _Schedule | _Deadlock:
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
        return _Deadlock(tuple(_unmet_outside(situation, chosen, waiting)))
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
            return _Schedule(tuple(order), picked, least, least)
        for capability in _giving_up(situation, chosen, picked, stuck):
            place = capabilities.index(capability)
            later = (*state[:place], state[place] + 1, *state[place + 1 :])
            if later not in seen:
                seen.add(later)
                heapq.heappush(heap, (total(later), next(number), later))
    return _Schedule(tuple(greedy), greedy, most, min(least, most))


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
