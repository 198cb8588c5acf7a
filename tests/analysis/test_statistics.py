"""Statistics: counts that add up, and bridges as their definition says."""

from __future__ import annotations

import math
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from tests.versions import STATEMENTS, graph_of, one, said
from tests.worlds import World, dataset_of, worlds

from rolegraph.analysis.statistics import stats
from rolegraph.facts.arrays import ACCEPTS, REQUIRES, role_matrix
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import RG


def test_the_small_graph_in_numbers(small: RoleGraph) -> None:
    found = small.stats()
    info = small.info()
    assert dict(found.kinds) == dict(info.counts)
    assert sum(size for _, size in found.predicates) == info.statements
    assert found.roles == len(small.matrix.roles)
    assert found.ties == small.matrix.having().nnz
    assert found.density == pytest.approx(found.ties / (found.roles * found.capabilities))
    assert found.per_role == (5, 7.5, 10)
    assert (found.without_requirement, found.without_requirement_count) == ((), 0)
    assert found.unused == 2  # heat control, and a degree in biology


def test_the_most_required_comes_first_and_then_what_most_roles_ask_for_at_all(small: RoleGraph) -> None:
    first, *others = small.stats(20).most_required
    assert [(first.required, first.preferred, first.used)] == [(2, 0, 0)]
    assert first.distinctiveness == pytest.approx(math.log(2))
    numbers = {row.capability.label: (row.required, row.preferred, row.used) for row in (first, *others)}
    assert numbers["Scale"] == (0, 0, 2)
    assert numbers["French"] == (0, 1, 0)
    order = [(row.required, row.required + row.preferred + row.used) for row in (first, *others)]
    assert order == sorted(order, reverse=True)
    rare = next(row for row in others if row.capability.label == "French")
    assert rare.distinctiveness == pytest.approx(math.log(3))


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
    assert 0 <= found.unused <= found.capabilities == world.capabilities
    assert found.without_requirement_count == len(found.without_requirement) <= found.roles == len(world.roles)
    assert all(0 <= one.score <= one.betweenness and one.roles > 0 for one in found.bridges)


def test_a_plot_is_written_whole(small_path: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from rolegraph.cli import app

    place = tmp_path / "stats.png"
    done = CliRunner().invoke(app, ["stats", "--graph", str(small_path), "--plot", str(place)])
    assert done.exit_code == 0
    assert place.read_bytes().startswith(b"\x89PNG")
    assert "Most required" in done.stdout


def test_a_role_that_another_requires_is_no_bridge() -> None:
    # a bug: such a graph, which is not valid, has circles of an odd length, and stats ended in a traceback
    roles = [one(Kind.ROLE, slug) for slug in ("baker", "pastry-chef")]
    more = {said(roles[0], RG + "requires", roles[1])}
    assert graph_of(STATEMENTS | more).stats().bridges == graph_of(STATEMENTS).stats().bridges
