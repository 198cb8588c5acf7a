"""A comparison as a picture: its titles, its numbers, and that page, image and scene show the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.analysis.comparison import compare
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.comparison_matrix import ComparisonMatrix, comparison_matrix


@pytest.fixture(scope="module")
def shipped() -> RoleGraph:
    return rolegraph.open()


def twelve(graph: RoleGraph) -> ComparisonMatrix:
    return comparison_matrix(graph.dataset, graph.compare(graph.nodes(Kind.ROLE)[:12]))


@settings(deadline=None)
@given(worlds().filter(lambda world: len(world.roles) > 1))
def test_totals_and_overlaps_count_rows(world: World) -> None:
    dataset, roles = dataset_of(world), [world.role(number) for number in range(len(world.roles))]
    matrix = comparison_matrix(dataset, compare(dataset, roles))
    for place, total in enumerate(matrix.totals):
        assert total == sum(row.cells[place].has for row in matrix.rows)
    assert len(matrix.overlaps) == len(roles) * (len(roles) - 1) // 2
    for pair in matrix.overlaps:
        assert pair.shared <= min(matrix.totals[pair.first], matrix.totals[pair.second])
    if matrix.sets:
        (everything, *_) = matrix.sets.parts
        assert everything.size == sum(row.share == "all" for row in matrix.rows)
        assert sum(part.size for part in matrix.sets.parts) == len(matrix.rows)
    assert matrix.cut == ""


def test_a_title_names_few_roles_and_counts_many(shipped: RoleGraph) -> None:
    three = shipped.picture(shipped.compare(["data-scientist", "data-analyst", "data-engineer"]))
    assert three.title == "Data Scientist, Data Analyst and Data Engineer compared"
    assert three.summary[0].endswith("are shared by all 3 roles.")
    assert three.summary[1:3] == ("20 shared by some.", "27 only for Data Scientist.")
    comma = shipped.picture(shipped.compare(["data-science-engineer", "software-engineer-data"]))
    assert comma.title == "Compared: Data Science Engineer; Software Engineer, Data"
    matrix = twelve(shipped)
    assert matrix.title == "12 roles compared"
    assert matrix.sets is None
    assert three.sets is not None


def test_roles_of_which_nothing_is_recorded_have_nothing_to_compare(small: RoleGraph) -> None:
    found = small.compare(["baker", "pastry-chef"])
    matrix = comparison_matrix(small.dataset, type(found)(found.roles, ()))
    assert matrix.summary == (
        "Nothing is recorded of what these roles ask for or use, so there is nothing to compare.",
    )
    assert "<table" not in matrix.page()
    assert matrix.image("png")
    assert [node.label for node in matrix.scene().nodes] == ["Baker", "Pastry Chef"]


def test_the_same_comparison_gives_the_same_files(small: RoleGraph) -> None:
    one, other = (small.picture(small.compare(["baker", "pastry-chef"])) for _ in range(2))
    for format_ in ("html", "svg", "mermaid", "graphml"):
        assert one.data(format_) == other.data(format_)
