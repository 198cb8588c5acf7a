"""In what order to learn a chosen set of capabilities, and with which footholds: the cheapest way there is.

Each capability may have one foothold among what is known or learned before it. Without prerequisites, the best choice
of footholds is a minimum spanning arborescence [1]_; prerequisites of which any one of several capabilities is enough
make it more than that, so footholds are chosen best first, and one that closes a circle is exchanged for the next.

References
----------
.. [1] J. Edmonds, "Optimum branchings", Journal of Research of the National Bureau of Standards 71B, 1967.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from itertools import count
from typing import Final, NamedTuple

from rolegraph.planning.situation import Need, Situation
from rolegraph.scales import Level

# How many choices of footholds are tried before the best order found so far is taken.
_TRIES: Final = 400

_EPSILON: Final = 1e-9


class Choice(NamedTuple):
    """A foothold for a capability (None for none), the hours the step then takes, and the hours it saves.

    `planned` tells a foothold that is learned first from one that helps as it is known already.
    """

    cost: float
    foothold: str | None
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
            one: next(choice for choice in choices[one] if not choice.planned or choice.foothold in done)
            for one in ready
        }
        one = max(ready, key=lambda name: (helped[name].saved, -helped[name].cost))
        done[one] = helped[one]
        waiting.remove(one)
    return done, waiting


def _choices(situation: Situation, chosen: Mapping[str, Level], capability: str) -> list[Choice]:
    """All footholds that help, the cheapest step first; the last one is always there to be had."""
    level = chosen[capability]
    foothold, saved = situation.best_known_foothold(capability, level)
    last = Choice(situation.cost(capability, level, saved), foothold, saved)
    better = [last]
    for one in situation.footholds(capability):
        if one in chosen and one != capability:
            saved = situation.saved(capability, level, one, chosen[one])
            cost = situation.cost(capability, level, saved)
            if cost < last.cost:
                better.append(Choice(cost, one, saved, planned=True))
    return sorted(better, key=lambda choice: (choice.cost, choice is not last, choice.foothold or ""))


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
            if picked[one].planned and picked[one].foothold not in done:
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
            and picked[one].foothold in stuck
            and all(need.is_met_by(outside) for need in situation.needs_before(one))
        ):
            place = capabilities.index(one)
            states.append((*state[:place], state[place] + 1, *state[place + 1 :]))
    return states


def _unmet(situation: Situation, chosen: Mapping[str, Level], stuck: list[str]) -> tuple[Need, ...]:
    outside = {one: level for one, level in chosen.items() if one not in stuck}
    return tuple(need for one in stuck for need in situation.needs_before(one) if not need.is_met_by(outside))
