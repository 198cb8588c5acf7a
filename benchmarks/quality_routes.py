"""How much smaller the hardest move of a route is than going directly: `python benchmarks/quality_routes.py`.

On the 91 ICT occupations of a slice of ESCO, in `../shared/data/esco-ict-slice`: the routes that the library gives for
pairs drawn at random, or with --all for all 8,190 (some minutes); and for all pairs what other ways of choosing the
roles in between give on the same hours from occupation to occupation.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import networkx as nx
import numpy as np

import rolegraph
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.mobility.routes import easiest_chain
from rolegraph.readers.importing import import_download

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix

SLICE: Final = Path(__file__).parents[2] / "shared" / "data" / "esco-ict-slice"
PAIRS: Final = 1_000
HOURS: Final = 80.0  # that each skill takes, since ESCO gives no efforts


class Compared(NamedTuple):
    """For pairs of occupations the hardest move directly and routed, in new skills; infinity without a route."""

    name: str
    direct: np.ndarray
    routed: np.ndarray
    moves: np.ndarray

    def row(self) -> str:
        """A line of the table."""
        found = np.isfinite(self.routed)
        direct, routed = self.direct[found], self.routed[found]
        return (
            f"| {self.name} | {100 * (1 - found.mean()):.1f}% | {100 * (routed < direct - 1e-6).mean():.1f}% "
            f"| {direct.mean():.1f} | {routed.mean():.1f} | {100 * (1 - routed.mean() / direct.mean()):.0f}% "
            f"| {self.moves[found].mean():.1f} |"
        )


def report() -> Iterator[str]:
    """The section of the quality report on routes, as lines of Markdown."""
    yield "## Routes: the hardest move"
    yield ""
    if not SLICE.is_dir():
        yield f"Not measured: `{SLICE.relative_to(SLICE.parents[3])}` is not there."
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ict"
        import_download("esco", SLICE, place)
        graph = rolegraph.open(place)
        rows = [_library(graph), *_on_moves(graph)]
    yield "| | no route | smaller hardest move | direct | routed | down by | moves |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        yield row.row()


def _library(graph: RoleGraph) -> Compared:
    roles = [node(graph.dataset, iri) for iri in graph.mobility.efforts.roles]
    pairs = [(one, other) for one in roles for other in roles if one != other]
    if "--all" not in sys.argv:
        pairs = random.Random(1).sample(pairs, PAIRS)  # noqa: S311 - for a benchmark
    direct, routed, moves = [], [], []
    for one, other in pairs:
        found = graph.route(one, other)
        direct.append(found.direct.path.weight / HOURS)
        routed.append(found.routes[0].hardest_move.path.weight / HOURS if found.routes else np.inf)
        moves.append(len(found.routes[0].moves) if found.routes else 0)
    name = f"`rolegraph route`, {len(pairs):,} pairs, what is learned is kept"
    return Compared(name, np.array(direct), np.array(routed), np.array(moves))


def _on_moves(graph: RoleGraph) -> Iterator[Compared]:
    """All pairs, on the hours from occupation to occupation as if each move began with the role before alone."""
    moves = graph.mobility.move_efforts
    hours = moves.hours.astype(float)
    usual = moves.calibration.hours
    capped = np.where(hours <= usual, hours, np.inf)

    def bottleneck(most: int) -> Callable[[int, int], list[int] | None]:
        return lambda start, goal: easiest_chain(hours[start], hours, goal, most)

    yield _all_pairs("hardest move first, at most 2 moves, all pairs", hours, bottleneck(2))
    yield _all_pairs("hardest move first, at most 4 moves, all pairs", hours, bottleneck(4))
    yield _all_pairs("shortest total (NetworkX's Dijkstra), all pairs", hours, _dijkstra(hours))
    jaccard = _distances(graph)
    yield _all_pairs("shortest total of Jaccard distances (NetworkX), all pairs", hours, _dijkstra(jaccard))
    near = np.where(jaccard <= np.nanmean(jaccard[np.isfinite(jaccard)]) - 0.1, jaccard, np.inf)
    yield _all_pairs("the same, only pairs 0.1 nearer than the mean", hours, _dijkstra(near))
    yield _all_pairs(
        f"hardest move first, moves of at most {usual / HOURS:.0f} skills", hours,
        lambda start, goal: easiest_chain(capped[start], capped, goal, 4),
    )  # fmt: skip


def _all_pairs(name: str, moves: Matrix, route: Callable[[int, int], list[int] | None]) -> Compared:
    direct, routed, lengths = [], [], []
    for start in range(len(moves)):
        for goal in range(len(moves)):
            if start != goal:
                chain = route(start, goal)
                steps = [] if chain is None else list(zip([start, *chain], chain, strict=False))
                direct.append(moves[start, goal] / HOURS)
                routed.append(max((moves[step] for step in steps), default=np.inf) / HOURS)
                lengths.append(len(steps))
    return Compared(name, np.array(direct), np.array(routed), np.array(lengths))


def _dijkstra(weights: Matrix) -> Callable[[int, int], list[int] | None]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(weights)))
    for one, other in zip(*np.nonzero(np.isfinite(weights)), strict=True):
        graph.add_edge(int(one), int(other), weight=float(weights[one, other]))
    paths = dict(nx.all_pairs_dijkstra_path(graph, weight="weight"))
    return lambda start, goal: paths[start][goal][1:] if goal in paths[start] else None


def _distances(graph: RoleGraph) -> Matrix:
    """One minus the Jaccard coefficient of what occupations require."""
    shared = graph.matrix.shared().toarray().astype(float)
    sizes = shared.diagonal()
    either = sizes[:, None] + sizes[None, :] - shared
    distances: Matrix = 1.0 - shared / np.where(either > 0, either, 1.0)
    np.fill_diagonal(distances, np.inf)
    return distances


if __name__ == "__main__":
    for line in report():
        print(line)
