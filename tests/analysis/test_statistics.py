"""Statistics: counts that add up, bridges as their definition says."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from tests.worlds import World, dataset_of, worlds

from rolegraph.analysis.statistics import stats
from rolegraph.facts.role_matrix import ACCEPTS, REQUIRES, role_matrix
from rolegraph.graph import RoleGraph


def test_the_small_graph_in_numbers(small: RoleGraph) -> None:
    found = small.stats()
    info = small.info()
    assert dict(found.kinds) == dict(info.counts)
    assert sum(size for _, size in found.predicates) == info.statements
    assert found.roles == len(small.matrix.roles)
    assert found.ties == small.matrix.having().nnz
    assert found.density == pytest.approx(found.ties / (found.roles * found.capabilities))
    most = found.wanted[0]
    assert most.demanded == max(one.demanded for one in found.wanted)
    assert [one.demanded for one in found.wanted] == sorted((one.demanded for one in found.wanted), reverse=True)


def test_bridges_are_betweenness_times_one_minus_clustering(small: RoleGraph) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(small.matrix.pairs(REQUIRES | ACCEPTS))
    between = nx.betweenness_centrality(graph)
    clustering = nx.bipartite.clustering(graph)
    scores = {one: between[one] * (1 - clustering[one]) for one in small.matrix.capabilities if one in graph}
    best = sorted(scores.values(), reverse=True)[:3]
    found = small.stats(3)
    assert [one.score for one in found.bridges] == pytest.approx([score for score in best if score > 0])
    assert found.estimated_from == 0


@given(world=worlds())
def test_numbers_add_up(world: World) -> None:
    dataset = dataset_of(world)
    matrix = role_matrix(dataset)
    found = stats(dataset, matrix)
    least, median, most = found.per_role
    assert least <= median <= most
    assert 0 <= found.density <= 1
    assert 0 <= found.unwanted <= found.capabilities == world.capabilities
    assert found.without_count == len(found.without) <= found.roles == len(world.roles)
    assert all(0 <= one.score <= one.betweenness and one.roles > 0 for one in found.bridges)


def test_a_plot_is_written_whole(small_path: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from rolegraph.cli import app

    place = tmp_path / "stats.png"
    done = CliRunner().invoke(app, ["stats", "--graph", str(small_path), "--plot", str(place)])
    assert done.exit_code == 0
    assert place.read_bytes().startswith(b"\x89PNG")
    assert "Most required" in done.stdout
