"""The order in which a selection is learned, each thing building on what is known or learned before it.

Prim's algorithm [1]_ gives the best order where savings are mutual and nothing else decides it; Edmonds' minimum
spanning arborescence [2]_, which knows no prerequisites, is a bound that proves it.

References
----------
.. [1] R. C. Prim, "Shortest connection networks and some generalizations", Bell System Technical Journal 36, 1957.
.. [2] J. Edmonds, "Optimum branchings", Journal of Research of the National Bureau of Standards 71B, 1967.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import Part, Situation

EPSILON: Final = 1e-6  # hours: what differs by less costs the same


class Choice(NamedTuple):
    """What a step builds on (None for nothing), the hours it then takes, and the hours that saves.

    `planned` is true for a base that is learned first, false for one that is known already.
    """

    cost: float
    base: str | None
    saved: float
    planned: bool = False


class Schedule(NamedTuple):
    """An order in which everything chosen can be learned, and what no plan for the same targets goes below."""

    order: tuple[str, ...]
    choices: Mapping[str, Choice]
    cost: float
    lower_bound: float


def schedule(part: Part, chosen: Mapping[str, Level]) -> Schedule:
    """An order of learning exactly what is chosen, each to its level; the bound is that of all orders."""
    found = in_turn(part, chosen)
    if found.cost <= found.lower_bound + EPSILON:
        return found
    picked = _arborescence({one: _choices(part.situation, chosen, one) for one in sorted(chosen)})
    least = sum(choice.cost for choice in picked.values())
    if found.cost > least + EPSILON and (order := in_order(part, chosen, picked)):
        return Schedule(tuple(order), picked, least, least)
    return found._replace(lower_bound=min(found.cost, least))


def in_turn(part: Part, chosen: Mapping[str, Level]) -> Schedule:
    """The order in which comes next whatever can be begun and is helped most by what is done."""
    choices = {one: _choices(part.situation, chosen, one) for one in sorted(chosen)}
    done: dict[str, Choice] = {}
    levels: dict[str, Level] = {}
    waiting = sorted(chosen)
    while waiting:
        helped = {
            one: next(choice for choice in choices[one] if not choice.planned or choice.base in done)
            for one in waiting
            if part.can_begin(one, levels)
        }
        capability = max(helped, key=lambda one: (helped[one].saved, -helped[one].cost))
        done[capability], levels[capability] = helped[capability], chosen[capability]
        waiting.remove(capability)
    cost, least = sum(choice.cost for choice in done.values()), sum(some[0].cost for some in choices.values())
    return Schedule(tuple(done), done, cost, min(cost, least))


def _choices(situation: Situation, chosen: Mapping[str, Level], capability: str) -> list[Choice]:
    """All that a step can build on and that helps, the cheapest step first; the last is always there to be had."""
    level = chosen[capability]
    last = unaided(situation, capability, level)
    found = [last]
    for base in situation.bases(capability):
        if base in chosen and base != capability:
            choice = building_on(situation, chosen, capability, base)
            if choice.cost < last.cost:
                found.append(choice)
    return sorted(found, key=lambda choice: (choice.cost, choice is not last, choice.base or ""))


def unaided(situation: Situation, capability: str, level: Level) -> Choice:
    """A step that builds on nothing but what is held."""
    base, saved = situation.best_known_base(capability, level)
    return Choice(situation.cost(capability, level, saved), base, saved)


def building_on(situation: Situation, chosen: Mapping[str, Level], capability: str, base: str) -> Choice:
    """A step that builds on something that is learned first."""
    level = chosen[capability]
    saved = situation.saved(capability, level, base, chosen[base])
    return Choice(situation.cost(capability, level, saved), base, saved, planned=True)


def _arborescence(choices: Mapping[str, list[Choice]]) -> dict[str, Choice]:
    """The least that all steps cost together if nothing waits for anything but what it builds on."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for one, some in choices.items():
        for choice in some:
            graph.add_edge(choice.base or "" if choice.planned else "", one, hours=choice.cost, choice=choice)
    found = nx.minimum_spanning_arborescence(graph, attr="hours")
    return {one: graph.edges[base, one]["choice"] for base, one in sorted(found.edges, key=lambda edge: edge[1])}


def in_order(part: Part, chosen: Mapping[str, Level], picked: Mapping[str, Choice]) -> list[str] | None:
    """What can be learned one after the other if each builds on what is picked; None where some wait for themselves."""
    done: dict[str, Level] = {}
    waiting = sorted(picked)
    while waiting:
        left = []
        for one in waiting:
            choice = picked[one]
            if (not choice.planned or choice.base in done) and part.can_begin(one, done):
                done[one] = chosen[one]
            else:
                left.append(one)
        if len(left) == len(waiting):
            return None
        waiting = left
    return list(done)
