"""The true optimum of small planning problems, by trying everything: tests and `quality_paths` measure plans by it.

States are what has been learned so far, each capability to a level; the cheapest way into each state is found from the
states with one capability less. That is every selection in every order, building on the best of what came before.
The time grows with (levels + 1) to the power of capabilities. What a step costs and what comes before it is computed
here once more, so that a fault in the planner's own rules shows as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

import networkx as nx

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import PREREQUISITE_LEVEL, Situation, Target

# What it takes from nothing to each level, 0 being nothing: of the hours to *working* level, and in steps.
_SHARES: Final = (0.0, 0.25, 1.0, 2.5, 5.0)
_STEPS: Final = (0.0, 0.5, 1.0, 2.0, 3.0)

State = tuple[int, ...]  # of each capability by name, the level to which it was learned; 0 where it was not


class Optimum(NamedTuple):
    """Hours of the cheapest plan: of those that learn nothing that could be left out, and of all.

    The second may be lower: where something is learned for nothing but that it is close to other things.
    """

    needed: float
    any: float


def graph_of(
    hours: Mapping[str, float],
    prerequisites: Sequence[tuple[str, str]] = (),
    narrower: Sequence[tuple[str, str]] = (),
    close: Mapping[tuple[str, str], float] | None = None,
    *,
    unestimated: Collection[str] = (),
    demand: Mapping[str, int] | None = None,
    tools: Collection[str] = (),
) -> nx.DiGraph[str]:
    """A learning graph; pairs are (learned first, learned after). `demand` says how many roles ask for what."""
    relations: dict[tuple[str, str], set[str]] = {}
    strengths: dict[tuple[str, str], float] = {}
    for pair in prerequisites:
        relations.setdefault(pair, set()).add("prerequisite")
    for pair in narrower:
        relations.setdefault(pair, set()).add("narrower")
    for (one, other), strength in (close or {}).items():
        for pair in ((one, other), (other, one)):
            relations.setdefault(pair, set()).add("close")
            strengths[pair] = strength
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, effort in hours.items():
        roles, kind = (demand or {}).get(name, 0), "tool" if name in tools else "skill"
        graph.add_node(name, hours=effort, estimated=name not in unestimated, demand=roles, kind=kind)
    for pair, names in relations.items():
        graph.add_edge(*pair, relation="+".join(sorted(names)), strength=strengths.get(pair, 0.0))
    return graph


def optimum(situation: Situation, targets: Sequence[Target]) -> Optimum:
    """The least hours of any plan that meets the targets; infinite where there is none.

    Parameters
    ----------
    situation
        Who learns, and on which graph; every capability of it may be learned.
    targets
        What is to be met.
    """
    targets = [target for target in targets if not situation.is_met(target)]
    levels = sorted({target.level for target in targets} | {PREREQUISITE_LEVEL})
    costs = costs_of_states(situation, levels)
    names = sorted(situation.graph.nodes)
    # Whether something smaller works already; states come after all those below them.
    enough: dict[State, bool] = {}
    needed, cheapest = float("inf"), float("inf")
    for state in _states(situation, names, levels):
        smaller = any(enough[below] for below in _below(state, situation, names, levels))
        works = state in costs and all(target.is_met_by(_learned(names, state)) for target in targets)
        enough[state] = smaller or works
        if works:
            cheapest = min(cheapest, costs[state])
            if not smaller:
                needed = min(needed, costs[state])
    return Optimum(needed, cheapest)


def costs_of_states(situation: Situation, levels: Sequence[Level]) -> dict[State, float]:
    """What each selection costs that can be learned in some order, to some of these levels."""
    names = sorted(situation.graph.nodes)
    befores = [befores_of(situation, name) for name in names]
    alone = [
        {level: _alone(situation, name, level) for level in levels if level > situation.known.get(name, 0)}
        for name in names
    ]
    costs: dict[State, float] = {(0,) * len(names): 0.0}
    frontier = dict(costs)
    while frontier:
        found: dict[State, float] = {}
        for state, cost in frontier.items():
            learned = _learned(names, state)
            for place, name in enumerate(names):
                if state[place] or not _can_begin(befores[place], learned):
                    continue
                for level, hours in alone[place].items():
                    step = min(hours, _cost(situation, name, level, learned))
                    after = (*state[:place], int(level), *state[place + 1 :])
                    found[after] = min(found.get(after, float("inf")), cost + step)
        costs.update(found)
        frontier = found
    return costs


def cost_in_order(situation: Situation, order: Sequence[str], levels: Mapping[str, Level]) -> float:
    """What it costs to learn things one after the other, each building on the best there is by then.

    Infinite where something is begun before what it targets.
    """
    learned: dict[str, Level] = {}
    total = 0.0
    for name in order:
        if not _can_begin(befores_of(situation, name), learned):
            return float("inf")
        level = levels[name]
        total += min(_alone(situation, name, level), _cost(situation, name, level, learned))
        learned[name] = level
    return total


def befores_of(situation: Situation, name: str) -> list[frozenset[str]]:
    """For each prerequisite of a capability that is not met, all that can be learned for it, to *working* level."""
    working, evident = (
        {one for one, level in levels.items() if level >= PREREQUISITE_LEVEL}
        for levels in (situation.known, situation.evident)
    )
    either = [group for group, level in situation.either if level >= PREREQUISITE_LEVEL]
    found = []
    for before in _leading(situation, name, "prerequisite") if name not in situation.known else ():
        evidence = {before}
        while more := {one for other in evidence for one in _leading(situation, other, "narrower")} - evidence:
            evidence |= more
        evidence.discard(name)
        held = evident & evidence or [group for group in either if group <= evidence]
        most = max((situation.graph.nodes[one]["demand"] for one in {before, *evidence} - situation.skipped), default=0)
        wanted = {one for one in evidence if situation.graph.nodes[one]["demand"] == most}
        members = {one for one in wanted if before not in wanted and situation.graph.nodes[one]["kind"] == "tool"}
        candidates = ({before} | members | evidence & situation.asked) - situation.skipped
        if before not in situation.skipped and not held and not candidates & working:
            found.append(frozenset(candidates))
    return found


def _leading(situation: Situation, name: str, relation: str) -> list[str]:
    edges = situation.graph.in_edges(name, data=True)
    return [other for other, _, data in edges if relation in data["relation"].split("+")]


def _can_begin(befores: Sequence[frozenset[str]], learned: Mapping[str, Level]) -> bool:
    return all(any(learned.get(one, 0) >= PREREQUISITE_LEVEL for one in before) for before in befores)


def _alone(situation: Situation, name: str, level: Level) -> float:
    """What a step costs with nothing but what is known."""
    return _cost(situation, name, level, situation.known)


def _cost(situation: Situation, name: str, level: Level, helping: Mapping[str, Level]) -> float:
    """What a step costs beside some things that may be close to it."""
    graph, held = situation.graph, situation.known.get(name, 0)
    own = graph.nodes[name]
    if not own["estimated"]:
        return 80.0 * (_STEPS[level] - _STEPS[held])
    hours = float(own["hours"])
    had = [hours * _SHARES[held]]  # or what is saved by something close, if that is more
    for base in _leading(situation, name, "close"):
        near = graph.nodes[base]
        if base in helping and near["estimated"]:
            least = min(hours * _SHARES[level], near["hours"] * _SHARES[helping[base]])
            had.append(graph.edges[base, name]["strength"] * least)
    return hours * _SHARES[level] - max(had)


def _learned(names: Sequence[str], state: State) -> dict[str, Level]:
    return {name: Level(level) for name, level in zip(names, state, strict=True) if level}


def _choices(situation: Situation, name: str, levels: Sequence[Level]) -> list[int]:
    return [0, *(level for level in levels if level > situation.known.get(name, 0))]


def _states(situation: Situation, names: Sequence[str], levels: Sequence[Level]) -> Iterator[State]:
    return product(*(_choices(situation, name, levels) for name in names))


def _below(state: State, situation: Situation, names: Sequence[str], levels: Sequence[Level]) -> Iterator[State]:
    """The states with one capability at the next lower level, or not learned at all."""
    for place, name in enumerate(names):
        if state[place]:
            choices = _choices(situation, name, levels)
            yield (*state[:place], choices[choices.index(state[place]) - 1], *state[place + 1 :])
