"""Rows of a comparison: none is lost, what matters most comes first, and what is not recorded is not called absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from pyoxigraph import Literal, NamedNode
from tests.versions import STATEMENTS, graph_of, one, said
from tests.worlds import World, dataset_of, worlds

from rolegraph.analysis.comparison import compare
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.render.figures.comparison_matrix.compared_rows import (
    Mark,
    MatrixCell,
    MatrixRow,
    legend,
    matrix_rows,
    row_groups,
)

ROLES = ["baker", "pastry-chef"]


def cells(rows: Sequence[MatrixRow], label: str) -> tuple[MatrixCell, ...]:
    ((found),) = [row.cells for row in rows if row.node.label == label]
    return found


def rows_of(graph: RoleGraph, roles: Sequence[str] = ROLES) -> tuple[MatrixRow, ...]:
    return matrix_rows(graph.dataset, graph.compare(roles))


@given(worlds().filter(lambda world: len(world.roles) > 1))
def test_every_row_is_in_one_group_and_says_who_has_it(world: World) -> None:
    dataset, roles = dataset_of(world), [world.role(number) for number in range(len(world.roles))]
    found = compare(dataset, roles)
    rows = matrix_rows(dataset, found)
    asks = {row.node: row.asks for row in found.rows}
    assert {row.node for row in rows} == asks.keys()
    assert all([cell.has for cell in row.cells] == [ask is not None for ask in asks[row.node]] for row in rows)
    assert sorted(row.rank for row in rows) == list(range(len(rows)))
    groups = row_groups(rows, roles)
    assert [row for group in groups for row in group.rows] == list(rows)
    by_key = {group.key: {row.node for row in group.rows} for group in groups}
    assert by_key.get("all", set()) == {row.node for row in found.shared()}
    assert by_key.get("some", set()) == {row.node for row in found.partly_shared()}
    turned = matrix_rows(dataset, compare(dataset, roles[::-1]))
    assert {row.node: row.cells for row in turned} == {row.node: row.cells[::-1] for row in rows}


def test_a_cell_says_how_a_role_asks(small: RoleGraph) -> None:
    rows = rows_of(small)
    baker, chef = cells(rows, "dough")
    assert (baker.mark, baker.level, baker.words) == (Mark.REQUIRED, 3, "proficient, required")
    assert chef.words == "expert, required"
    assert [source.title for source in chef.sources] == ["A small graph"]
    baker, chef = cells(rows, "Deck oven")
    assert (baker.words, baker.alternatives) == ("required, one of 2", ("Stone oven",))
    assert chef.alternatives == ("Convection oven", "Stone oven")
    assert [cell.words for cell in cells(rows, "French")] == ["not asked for", "familiar, nice to have"]
    assert cells(rows, "Blowtorch")[1].words == "working, an example of what is asked for, used"
    assert [cell.words for cell in cells(rows, "Scale")] == ["used", "used"]
    assert [cell.words for cell in cells(rows, "Food")] == ["yes", "yes"]


def test_what_is_close_or_related_and_compared_too_is_named(small: RoleGraph) -> None:
    similar = {row.node.label: [other.label for other in row.similar] for row in rows_of(small)}
    assert similar["sugar work"] == ["dough"]
    assert similar["Food and hotels"] == ["Food"]
    assert similar["Scale"] == []


def test_where_nothing_of_a_kind_is_recorded_it_is_not_called_absent() -> None:
    third = one(Kind.ROLE, "third")
    more = {
        said(third, RDF + "type", NamedNode(Kind.ROLE.class_iri)),
        said(third, SKOS + "prefLabel", Literal("Third", language="en")),
        said(third, RG + "usesTool", one(Kind.TOOL, "scale")),
    }
    rows = rows_of(graph_of(STATEMENTS | more), ["baker", "pastry-chef", "third"])
    assert cells(rows, "Bachelor's degree in Food Science")[2].mark is Mark.UNKNOWN
    assert cells(rows, "Food")[2].words == "not recorded"
    assert cells(rows, "Blowtorch")[2].mark is Mark.NONE
    assert Mark.UNKNOWN.value in {sample.mark for sample, _ in legend(rows)}


def test_an_estimate_and_a_level_within_error_are_marked(small: RoleGraph) -> None:
    found = small.compare(ROLES)
    asks = {row.node.label: row.asks for row in found.rows}
    assert asks["dough"][0] is not None
    marked = replace(asks["dough"][0], estimated=True, within_error=True)
    row = next(row for row in found.rows if row.node.label == "dough")
    changed = replace(found, rows=(replace(row, asks=(marked, row.asks[1])),))
    (only,) = matrix_rows(small.dataset, changed)
    assert only.cells[0].words == "proficient, required, estimated, within error"
    assert only.cells[0].strength < only.cells[1].strength
    meanings = [words for _, words in legend([only])]
    assert "estimated from similar roles" in meanings
    assert any(words.startswith("within error: ") for words in meanings)


def test_required_is_stronger_than_nice_to_have_and_that_than_used() -> None:
    strengths = [
        MatrixCell(mark, level).strength
        for mark, level in (
            *((Mark.REQUIRED, level) for level in (4, 2, 0)),
            *((Mark.PREFERRED, level) for level in (4, 1)),
            (Mark.EXAMPLE, 0),
            (Mark.USED, 0),
            (Mark.PRESENT, 0),
            (Mark.UNKNOWN, 0),
            (Mark.NONE, 0),
        )
    ]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == len(strengths)
    assert not any(cell.has for cell in (MatrixCell(Mark.UNKNOWN), MatrixCell(Mark.NONE)))


def test_the_first_rows_have_something_of_everything() -> None:
    import rolegraph

    graph = rolegraph.open()
    roles = [node.slug for node in graph.nodes(Kind.ROLE)][:12]
    first = [row for row in rows_of(graph, roles) if row.rank < 40]
    assert {row.only for row in first} >= set(range(12))
    assert sum(row.share == "some" for row in first) >= 12
    kinds = {row.node.kind for row in first}
    assert {Kind.SKILL, Kind.TOOL} <= kinds


def test_of_what_matters_as_much_what_more_roles_use_comes_first() -> None:
    # a bug: of tools that a role only uses, those with a name early in the alphabet were shown
    used = {said(one(Kind.ROLE, role), RG + "usesTool", one(Kind.TOOL, "scale")) for role in ("x", "y")}
    used |= {said(one(Kind.ROLE, "baker"), RG + "usesTool", one(Kind.TOOL, slug)) for slug in ("scale", "anvil")}
    kinds = {
        said(one(Kind.TOOL, "anvil"), RDF + "type", NamedNode(Kind.TOOL.class_iri)),
        said(one(Kind.TOOL, "anvil"), SKOS + "prefLabel", Literal("Anvil", language="en")),
    }
    without = {quad for quad in STATEMENTS if quad.predicate.value != RG + "usesTool"}
    ranks = {row.node.label: row.rank for row in rows_of(graph_of(without | used | kinds))}
    assert ranks["Scale"] < ranks["Anvil"]


def test_more_than_three_roles_share_one_group_of_what_one_has(small: RoleGraph) -> None:
    rows = rows_of(small)
    assert [group.title for group in row_groups(rows, ["Baker", "Pastry Chef"])] == [
        "Shared by both",
        "Only Pastry Chef",
    ]
    four = [row._replace(cells=(*row.cells, MatrixCell(Mark.NONE), MatrixCell(Mark.NONE))) for row in rows]
    assert [group.key for group in row_groups(four, ["a", "b", "c", "d"])] == ["some", "only"]
