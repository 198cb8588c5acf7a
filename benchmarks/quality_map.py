"""How many of the roles that `nearest` names are among those next to a role on the map; of any graphs.

python benchmarks/quality_map.py [GRAPH …], the shipped graph where none is given. Beside the map stand a force-directed
layout of what roles share, from which pictures of roles were made before, and places by chance.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

import rolegraph
from rolegraph.facts.arrays import RoleMatrix
from rolegraph.mobility.neighbourhoods import Neighbourhoods, neighbourhoods
from rolegraph.render.figures.roles_map.map_places import WIDE, placed

if TYPE_CHECKING:
    from rolegraph.linking.vectors import Floats


def ranks_on(places: Floats) -> Floats:
    """For each role, the how manieth next to it every role is, from 0; itself comes last."""
    apart = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    ranks = np.empty(apart.shape)
    np.put_along_axis(ranks, np.argsort(apart, axis=1, kind="stable"), np.arange(len(places), dtype=float)[None, :], 1)
    return ranks


def kept(places: Floats, nearest: Sequence[Sequence[int]]) -> tuple[float, float, float]:
    """The share of the nearest that are among the next 10 and 20 on the map; how often the very nearest is in 10."""
    ranks = ranks_on(places)
    shares = [(np.mean(ranks[row, near] < 10), np.mean(ranks[row, near] < 20), ranks[row, near[0]] < 10)
              for row, near in enumerate(map(list, nearest)) if near]  # fmt: skip
    ten, twenty, first = np.mean(np.array(shares, dtype=float), axis=0).tolist()
    return ten, twenty, first


def springs(matrix: RoleMatrix) -> Floats:
    """ForceAtlas2 on each role's three neighbours by the share of capabilities that both have (Jaccard)."""
    shared = matrix.shared().toarray().astype(float)
    sizes = shared.diagonal()
    score = shared / np.maximum(sizes[:, None] + sizes[None, :] - shared, 1)
    np.fill_diagonal(score, 0)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(score)))
    for row, near in enumerate(np.argsort(-score, axis=1, kind="stable")[:, :3].tolist()):
        graph.add_weighted_edges_from((row, other, score[row, other]) for other in near if score[row, other])
    found = nx.forceatlas2_layout(graph, max_iter=60, seed=7, weight="weight")
    return np.array([found[row] for row in range(len(score))])


def _mapped(found: Neighbourhoods) -> Floats:
    return placed(found.alike, found.scores).astype(float)


def _by_chance(count: int) -> Floats:
    return np.random.default_rng(1).normal(size=(count, 2))


def main() -> None:
    print("| roles | places | of 10 nearest, in the next 10 | in the next 20 | the nearest, in the next 10 | seconds |")
    print("|---|---|---|---|---|---|")
    for place in sys.argv[1:] or [""]:
        graph = rolegraph.open(*filter(None, [place]))
        roles = graph.mobility.similarity.roles
        found = neighbourhoods(graph.mobility, range(len(roles)), 10, WIDE)
        near = [[one.row for one in sorted(its, key=lambda one: -one.score)] for its in found.nearest]
        ways: dict[str, Callable[[], Floats]] = {
            "map": partial(_mapped, found),
            "force-directed": partial(springs, graph.matrix),
            "by chance": partial(_by_chance, len(roles)),
        }
        for name, places in ways.items():
            start = time.perf_counter()
            at = places()
            took = time.perf_counter() - start
            ten, twenty, first = kept(at, near)
            print(f"| {len(roles):,} | {name} | {ten:.2f} | {twenty:.2f} | {first:.2f} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
