"""Questions about all roles of an ESCO of full size, beside plain NetworkX: `python benchmarks/moving.py [GRAPH]`.

The graph is made up by `escolike` and imported; or give the place of a built one. Every question is about another role,
in a graph that is open and has been asked before.
"""

from __future__ import annotations

import heapq
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import networkx as nx

import rolegraph
from rolegraph.facts.labels import node
from rolegraph.model.nodes import Level
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.importing import import_download

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node

ROUNDS: Final = 30
FEW: Final = 6  # routes by hand, which take seconds each
HOURS: Final = 80  # that each skill takes, since ESCO gives no efforts


Task = Callable[["Node", "Node"], object]


class ByHand:
    """What one would write on a plain graph of roles and skills."""

    def __init__(self, graph: RoleGraph) -> None:
        self.plain: nx.Graph[str] = nx.Graph()
        self.plain.add_edges_from(graph.dataset.pairs(RG + "requires"))
        self.roles = [role for role in graph.mobility.efforts.roles if role in self.plain]

    def _missing(self, role: str) -> list[tuple[str, int]]:
        """All other roles with how much is missing for them, by how little that is."""
        shared = Counter(other for skill in self.plain[role] for other in self.plain[skill])
        found = [(other, len(self.plain[other]) - shared[other]) for other in self.roles if other != role]
        return sorted(found, key=lambda one: one[1])

    def nearest(self, role: str) -> list[tuple[str, float, list[str]]]:
        """The ten roles with the highest Jaccard coefficient, and what is missing for each."""
        mine = set(self.plain[role])
        shared = Counter(other for skill in mine for other in self.plain[skill])
        found = []
        for other in self.roles:
            union = len(mine) + len(self.plain[other]) - shared[other]
            found.append((other, shared[other] / union))
        best = sorted(found, key=lambda one: -one[1])[:10]
        return [(other, score, sorted(set(self.plain[other]) - mine)) for other, score in best]

    def route(self, start: str, goal: str) -> int | None:
        """The smallest hardest move, by Dijkstra's algorithm with the maximum for the sum, over all moves there are."""
        number = count()
        heap = [(0, next(number), start)]
        done: set[str] = set()
        while heap:
            hardest, _, here = heapq.heappop(heap)
            if here == goal:
                return hardest
            if here not in done:
                done.add(here)
                for other, missing in self._missing(here):
                    if other not in done:
                        heapq.heappush(heap, (max(hardest, missing), next(number), other))
        return None

    def what_if(self, role: str, limit: int) -> list[tuple[str, int]]:
        """The skills that bring most roles to so many missing skills, and of these those that most roles miss."""
        mine = set(self.plain[role])
        opened, saved = Counter[str](), Counter[str]()
        for other, number in self._missing(role):
            missing = set(self.plain[other]) - mine
            saved.update(missing)
            if number == limit + 1:
                opened.update(missing)
        return sorted(saved.items(), key=lambda one: (-opened[one[0]], -one[1]))[:10]


def median(task: Task, pairs: Iterable[tuple[Node, Node]]) -> list[float]:
    """Milliseconds of a task for each pair, the first left out."""
    taken = []
    for pair in pairs:
        start = time.perf_counter()
        task(*pair)
        taken.append(1000 * (time.perf_counter() - start))
    return taken[1:]


def main(place: str) -> None:
    graph = rolegraph.open(place)
    by_hand = ByHand(graph)
    chance = random.Random(1)  # noqa: S311 - for a benchmark
    nodes = [node(graph.dataset, role) for role in by_hand.roles]
    pairs = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(ROUNDS + 1)]
    skills = [node(graph.dataset, one) for one in sorted(set(by_hand.plain) - set(by_hand.roles))]
    learned = {pair: chance.choice(skills) for pair in pairs}
    graph.nearest(nodes[0])
    graph.route(nodes[0], nodes[1])
    print(f"\n{len(nodes):,} roles, {len(skills):,} skills: medians of {ROUNDS} questions, each about another role")
    limit = int(graph.mobility.move_efforts.calibration.hours / HOURS)
    tasks: dict[tuple[str, int], tuple[Task, Task]] = {
        ("nearest", 20): (lambda one, _: graph.nearest(one), lambda one, _: by_hand.nearest(one.iri)),
        ("route", 100): (graph.route, lambda one, other: by_hand.route(one.iri, other.iri)),
        ("whatif", 200): (lambda one, _: graph.what_if(one), lambda one, _: by_hand.what_if(one.iri, limit)),
    }
    for (name, goal), (ours, theirs) in tasks.items():
        show(name, goal, median(ours, pairs), median(theirs, pairs[:FEW] if name == "route" else pairs))
    one = median(lambda start, goal: graph.what_if(start, {learned[start, goal]: Level.WORKING}), pairs)
    print(f"  {statistics.median(one):8.1f} ms  rolegraph: whatif --learn (goal: under 200)")


def show(name: str, goal: int, ours: list[float], theirs: list[float]) -> None:
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"  {mine:8.1f} ms ({min(ours):.1f} to {max(ours):.1f})  rolegraph: {name} (goal: under {goal})")
    print(f"  {other:8.1f} ms ({min(theirs):.1f} to {max(theirs):.1f})  plain NetworkX, without texts or plans")
    print(f"  {other / mine:8.1f} x   NetworkX / rolegraph")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        from escolike import write_download

        with tempfile.TemporaryDirectory() as folder:
            write_download(Path(folder) / "download", 1.0)
            import_download("esco", Path(folder) / "download", Path(folder) / "graph")
            main(str(Path(folder) / "graph"))
