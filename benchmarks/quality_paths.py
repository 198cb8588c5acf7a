"""How far learning paths are from the true optimum, beside what one would do instead: a section of `quality.py`.

Graphs are drawn at random, small enough for `optimum` to try everything. Run it alone for the section by itself.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import Final, NamedTuple

import networkx as nx
from optimum import Optimum, cost_in_order, graph_of, optimum

from rolegraph.model.nodes import Level
from rolegraph.planning.ordering import in_turn
from rolegraph.planning.problem import PREREQUISITE_LEVEL, Part, Situation, Target
from rolegraph.planning.solver import TIME_LIMIT, cheapest_plan

MIXED: Final = 400  # graphs of four to seven capabilities, with levels and things that are known
TREES: Final = 200  # of the same size
HARD: Final = (50, 100, 200, 400)  # capabilities of graphs that are too large to try everything
LARGER: Final = 100  # of eleven to thirteen capabilities, to one level

_EPSILON: Final = 1e-6
_START: Final = "start"

Selection = Mapping[str, Level]
Method = Callable[["Problem"], float]


class Problem(NamedTuple):
    """A situation, what is to be met, and the hours of the best plan there is."""

    situation: Situation
    targets: tuple[Target, ...]
    optimum: Optimum


class Score(NamedTuple):
    """Cost over the optimum, as ratios, where there is a plan; the share of optima, and how many have no plan."""

    mean: float
    worst: float
    optimal: float
    without: int

    def __str__(self) -> str:
        return f"{self.mean - 1:.2%} | {self.worst - 1:.0%} | {self.optimal:.1%} | {self.without}"


def report() -> Iterator[str]:
    """The lines of a section in Markdown."""
    kinds = {
        "graphs of 4 to 7 capabilities": problems(MIXED, mixed_problem),
        "trees of 4 to 7 capabilities": problems(TREES, tree_problem),
        "graphs of 11 to 13 capabilities": problems(LARGER, larger_problem),
    }
    yield "## Learning paths: cost over the true optimum"
    for kind, found in kinds.items():
        yield ""
        yield f"| {len(found)} {kind} | mean over | worst over | optimal | no plan |"
        yield "|---|---:|---:|---:|---:|"
        for name, method in METHODS.items():
            yield f"| {name} | {score(method, found)} |"
    yield ""
    yield "Beside plans that may also learn what nothing asks for, only since it is close to other things:"
    yield ""
    yield "| rolegraph | mean over | worst over | optimal |"
    yield "|---|---:|---:|---:|"
    for kind, found in kinds.items():
        ratios = [planner()(one) / one.optimum.any for one in found]
        optimal = fmean(ratio <= 1 + _EPSILON for ratio in ratios)
        yield f"| {len(found)} {kind} | {fmean(ratios) - 1:.2%} | {max(ratios) - 1:.0%} | {optimal:.1%} |"
    yield ""
    yield "Plans with much to choose:"
    yield ""
    yield from hard_plans()


def hard_plans() -> Iterator[str]:
    """How long it takes to plan where alternatives, levels, prerequisites and close things depend on each other."""
    yield "| capabilities | steps | hours | first plan | none below | seconds |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for count in HARD:
        situation, targets = hard_problem(random.Random(1), count)  # noqa: S311 - for a benchmark
        first = cheapest_plan(situation, targets, 0)
        start = time.perf_counter()
        plan = cheapest_plan(situation, targets)
        seconds = time.perf_counter() - start
        assert plan is not None
        assert first is not None
        hours = f"{plan.cost:,.1f} | {first.cost:,.1f} | {plan.lower_bound:,.1f}"
        yield f"| {count} | {len(plan.levels)} | {hours} | {seconds:.1f} |"


def score(method: Method, found: Sequence[Problem]) -> Score:
    """A method's cost over the optimum."""
    ratios = [method(one) / one.optimum.needed for one in found]
    assert min(ratios) > 1 - _EPSILON, "nothing is below the optimum"
    planned = [ratio for ratio in ratios if ratio < float("inf")]
    optimal = sum(ratio <= 1 + _EPSILON for ratio in ratios) / len(ratios)
    return Score(fmean(planned), max(planned), optimal, len(ratios) - len(planned))


# Problems, each drawn from a seed of its own.


def problems(count: int, draw: Callable[[random.Random], tuple[Situation, list[Target]]]) -> list[Problem]:
    """So many problems that have a plan, and something to plan for."""
    found: list[Problem] = []
    seed = 0
    while len(found) < count:
        situation, targets = draw(random.Random(seed))  # noqa: S311 - for a benchmark
        seed += 1
        open_targets = tuple(target for target in dict.fromkeys(targets) if not situation.is_met(target))
        best = optimum(situation, open_targets)
        if 0 < best.needed < float("inf"):
            found.append(Problem(situation, open_targets, best))
    return found


def mixed_problem(chance: random.Random) -> tuple[Situation, list[Target]]:
    """Prerequisites, hierarchy, closeness, things that are known, and requirements with alternatives and levels."""
    names = _names(chance.randint(4, 7))
    before = [pair for pair in combinations(names, 2) if chance.random() < 0.25]
    narrower = [chance.sample(pair, 2) for pair in combinations(names, 2) if chance.random() < 0.08]
    close = {pair: chance.uniform(0.1, 0.9) for pair in combinations(names, 2) if chance.random() < 0.25}
    graph = graph_of(_hours(chance, names), before, [(one, other) for one, other in narrower], close)
    known = {chance.choice(names): chance.choice(list(Level))} if chance.random() < 0.5 else {}
    return Situation(graph, known), _needs(chance, names, [Level.WORKING, Level.PROFICIENT])


def tree_problem(chance: random.Random) -> tuple[Situation, list[Target]]:
    """Each capability hangs on one other: as its prerequisite, for being close, or both."""
    names = _names(chance.randint(4, 7))
    before: list[tuple[str, str]] = []
    close: dict[tuple[str, str], float] = {}
    for place, name in enumerate(names[1:], start=1):
        pair = (chance.choice(names[:place]), name)
        relation = chance.choice(["prerequisite", "close", "both"])
        if relation != "close":
            before.append(pair)
        if relation != "prerequisite":
            close[pair] = chance.uniform(0.1, 0.9)
    graph = graph_of(_hours(chance, names), before, (), close)
    return Situation(graph, {}), _needs(chance, names, [Level.WORKING, Level.PROFICIENT])


def larger_problem(chance: random.Random) -> tuple[Situation, list[Target]]:
    """More of everything, to *working* level."""
    names = _names(chance.randint(11, 13))
    before = [pair for pair in combinations(names, 2) if chance.random() < 0.15]
    close = {pair: chance.uniform(0.1, 0.9) for pair in combinations(names, 2) if chance.random() < 0.15}
    graph = graph_of(_hours(chance, names), before, (), close)
    targets = [Target(frozenset(chance.sample(names, chance.randint(2, 4))), Level.WORKING) for _ in range(5)]
    return Situation(graph, {}), targets


def hard_problem(chance: random.Random, count: int) -> tuple[Situation, list[Target]]:
    """So many capabilities with alternatives at two levels, chains of prerequisites, and things close to others."""
    names = [f"c{number:03}" for number in range(count)]
    before = {(place, place + chance.randint(1, 6)) for place in range(count) if chance.random() < 0.9}
    hours = {name: float(chance.choice([10, 20, 40, 60, 80, 120, 160, 250])) for name in names}
    close = {tuple(sorted(chance.sample(names, 2))): chance.uniform(0.15, 0.6) for _ in range(count * 4 // 5)}
    graph = graph_of(
        hours,
        [(names[first], names[after]) for first, after in sorted(before) if after < count],
        close={(one, other): strength for (one, other), strength in close.items()},
    )
    levels = [Level.WORKING, Level.PROFICIENT, Level.PROFICIENT]
    targets = [
        Target(frozenset(chance.sample(names, chance.randint(2, 5))), chance.choice(levels))
        for _ in range(count * 36 // 100)
    ]
    return Situation(graph, {}), targets


def _names(count: int) -> list[str]:
    return [chr(ord("a") + place) for place in range(count)]


def _hours(chance: random.Random, names: Iterable[str]) -> dict[str, float]:
    return {name: float(chance.randint(5, 100)) for name in names}


def _needs(chance: random.Random, names: Sequence[str], levels: Sequence[Level]) -> list[Target]:
    sizes = [chance.choice([1, 2, 3]) for _ in range(chance.randint(1, 3))]
    return [Target(frozenset(chance.sample(names, size)), chance.choice(levels)) for size in sizes]


# Methods: each gives the hours of its plan.


def planner(seconds: float = TIME_LIMIT) -> Method:
    """The planner of rolegraph, with its own limit of time or another."""

    def hours(problem: Problem) -> float:
        plan = cheapest_plan(problem.situation, problem.targets, seconds)
        assert plan is not None
        return plan.cost

    return hours


def cheapest_alternatives(problem: Problem) -> float:
    """For each requirement the alternative that takes the fewest hours by itself, then in topological order."""

    def fewest(target: Target, chosen: Selection) -> str:
        del chosen
        return min(target.candidates, key=lambda one: (problem.situation.cost(one, target.level), one))

    return _in_topological_order(problem, _closed(problem, {}, fewest))


def cheapest_closures(problem: Problem) -> float:
    """For each requirement the alternative that adds the fewest hours with all it needs, then in topological order."""

    def fewest(target: Target, chosen: Selection) -> str:
        return min(target.candidates, key=lambda one: (_added(problem, chosen, one, target.level), one))

    return _in_topological_order(problem, _closed(problem, {}, fewest))


def shortest_paths(problem: Problem) -> float:
    """For each requirement the alternative nearest to what is known, and the way there, by Dijkstra's algorithm."""
    graph = _ways(problem.situation)
    hours: dict[str, float] = nx.single_source_dijkstra_path_length(graph, _START, weight="weight")
    ways: dict[str, list[str]] = nx.single_source_dijkstra_path(graph, _START, weight="weight")
    chosen: dict[str, Level] = {}
    for target in problem.targets:
        nearest = min(target.candidates, key=lambda one: (hours.get(one, float("inf")), one))
        _raise(chosen, dict.fromkeys(ways.get(nearest, [])[1:], PREREQUISITE_LEVEL), problem.situation)
        _raise(chosen, {nearest: target.level}, problem.situation)
    return _repaired(problem, chosen)


def steiner_tree(problem: Problem) -> float:
    """A Steiner tree that joins what is known to every requirement, by NetworkX's approximation."""
    graph = _ways(problem.situation).to_undirected()
    terminals = [_START]
    for number, target in enumerate(problem.targets):
        terminals.append(f"target {number}")
        graph.add_edges_from(((one, terminals[-1]) for one in target.candidates), weight=0.0)
    for part in list(nx.connected_components(graph)):
        if _START not in part:  # what nothing leads to from what is known begins at the start as well
            graph.add_edge(_START, min(part), weight=1e6)
    tree = nx.algorithms.approximation.steiner_tree(graph, terminals, weight="weight", method="mehlhorn")
    chosen: dict[str, Level] = {}
    _raise(chosen, {one: PREREQUISITE_LEVEL for one in tree if one in problem.situation.graph}, problem.situation)
    for target in problem.targets:
        for one in sorted(target.candidates & chosen.keys()):
            _raise(chosen, {one: target.level}, problem.situation)
            break
    return _repaired(problem, chosen)


def _ways(situation: Situation) -> nx.DiGraph[str]:
    """What can be learned after what, with the hours it then takes: prerequisites, what is close, and the beginning."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for one in situation.graph:
        alone = situation.cost(one, PREREQUISITE_LEVEL, situation.best_known_base(one, PREREQUISITE_LEVEL)[1])
        alone = max(0.0, alone)
        if not situation.prerequisites(one):
            graph.add_edge(_START, one, weight=alone)
        for target in situation.prerequisites(one):
            graph.add_edges_from(((before, one) for before in target.candidates), weight=alone)
        for base in situation.bases(one):
            saved = situation.saved(one, PREREQUISITE_LEVEL, base, PREREQUISITE_LEVEL)
            hours = max(0.0, situation.cost(one, PREREQUISITE_LEVEL, saved))
            graph.add_edge(base, one, weight=min(hours, alone))
    graph.add_nodes_from(situation.graph)
    graph.add_node(_START)
    return graph


def _repaired(problem: Problem, chosen: Selection) -> float:
    """The same with whatever is still missing: one search does not see that all prerequisites are needed."""

    def fewest(target: Target, so_far: Selection) -> str:
        return min(target.candidates, key=lambda one: (_added(problem, so_far, one, target.level), one))

    return _in_topological_order(problem, _closed(problem, chosen, fewest))


def _closed(problem: Problem, chosen: Selection, pick: Callable[[Target, Selection], str]) -> dict[str, Level]:
    """A selection with something picked for every target that it does not meet, its own members' included."""
    closed = dict(chosen)
    while True:
        targets = [
            *problem.targets,
            *(target for one in sorted(closed) for target in problem.situation.prerequisites(one)),
        ]
        unmet = next((target for target in targets if not target.is_met_by(closed)), None)
        if unmet is None:
            return closed
        _raise(closed, {pick(unmet, closed): unmet.level}, problem.situation)


def _raise(chosen: dict[str, Level], more: Selection, situation: Situation) -> None:
    for one, level in more.items():
        if level > situation.known.get(one, 0):
            chosen[one] = max(level, chosen.get(one, level))


def _added(problem: Problem, chosen: Selection, one: str, level: Level, seen: frozenset[str] = frozenset()) -> float:
    """Hours that something adds with all that it needs and that is not chosen yet, building on nothing."""
    if one in seen:
        return float("inf")
    situation = problem.situation
    if one in chosen:
        return max(0.0, situation.weight(one, level) - situation.weight(one, chosen[one]))
    targets = [target for target in situation.prerequisites(one) if not target.is_met_by(chosen)]
    least = (
        min(
            (_added(problem, chosen, other, target.level, seen | {one}) for other in target.candidates),
            default=float("inf"),
        )
        for target in targets
    )
    return situation.cost(one, level) + sum(least)


def _in_topological_order(problem: Problem, chosen: dict[str, Level]) -> float:
    """Hours of a selection without what could be left out, prerequisites first, each building on the best before it."""
    situation = problem.situation
    for one in sorted(chosen, key=lambda name: (-situation.cost(name, chosen[name]), name)):
        rest = {other: level for other, level in chosen.items() if other != one}
        if _part(problem).works(rest):
            chosen = rest
    order: nx.DiGraph[str] = nx.DiGraph()
    order.add_nodes_from(chosen)
    for one in chosen:
        for target in situation.prerequisites(one):
            order.add_edges_from((other, one) for other in target.candidates if other in chosen)
    try:
        return cost_in_order(situation, list(nx.lexicographical_topological_sort(order)), chosen)
    except nx.NetworkXUnfeasible:  # alternatives wait for each other, though one of them would do
        part = _part(problem)
        return in_turn(part, chosen).cost if part.works(chosen) else float("inf")


def _part(problem: Problem) -> Part:
    """The whole problem, with nothing left out of it."""
    situation = problem.situation
    return Part(situation, problem.targets, {one: situation.prerequisites(one) for one in situation.graph}, {})


METHODS: Final[dict[str, Method]] = {
    "rolegraph": planner(),
    "rolegraph, no time to search": planner(0),
    "cheapest alternative with its prerequisites, topological order": cheapest_closures,
    "cheapest alternative by itself, topological order": cheapest_alternatives,
    "NetworkX: shortest paths, corrected": shortest_paths,
    "NetworkX: Steiner tree, corrected": steiner_tree,
}


if __name__ == "__main__":
    for line in report():
        print(line)
