"""Nodes by label, all their names, and the evidence of what is stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from tests.versions import GRAPH, STATEMENTS, Version, graph_of, one, said, versions

from rolegraph import SourceError
from rolegraph.facts.labels import (
    NAMING,
    definitions,
    evidence_of,
    evidence_of_statement,
    kind_of,
    names,
    names_of,
    node,
    nodes,
    nodes_of,
    note_of,
    remarks_on,
    remember,
    sources_of,
)
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.vocabulary import ID, RDF, RG, SKOS, SOURCE

BAKER, SUGAR = one(Kind.ROLE, "baker"), one(Kind.SKILL, "sugar-work")


def test_a_node_without_a_label_goes_by_its_slug(small: RoleGraph) -> None:
    assert node(small.dataset, BAKER.value) == Node(BAKER.value, Kind.ROLE, "Baker")
    assert node(small.dataset, ID + "skill/juggling").label == "juggling"


def test_an_english_label_comes_before_others() -> None:
    more = {said(BAKER, SKOS + "prefLabel", Literal("Bäcker", language="de"))}
    assert node(graph_of(STATEMENTS | more).dataset, BAKER.value).label == "Baker"


def test_nodes_that_are_remembered_are_not_read(small: RoleGraph) -> None:
    known = Node(BAKER.value, Kind.ROLE, "Known from elsewhere")
    remember(small.dataset, [known])
    assert node(small.dataset, BAKER.value) is known


def test_nodes_are_sorted_by_label_whatever_its_case(small: RoleGraph) -> None:
    iris = [ID + slug for slug in ("tool/scale", "skill/french", "skill/dough")]
    assert [each.label for each in nodes(small.dataset, iris)] == ["dough", "French", "Scale"]
    assert [each.label for each in nodes_of(small.dataset, Kind.ROLE)] == ["Baker", "Pastry Chef"]


def test_the_kind_of_a_foreign_node_is_its_class() -> None:
    foreign = NamedNode("https://example.org/kneading")
    graph = graph_of(STATEMENTS | {said(foreign, RDF + "type", NamedNode(Kind.SKILL.class_iri))})
    assert kind_of(graph.dataset, foreign.value) is Kind.SKILL
    assert kind_of(graph.dataset, ID + "tool/never-heard-of") is Kind.TOOL
    assert kind_of(graph.dataset, SOURCE + "small") is Kind.SOURCE
    with pytest.raises(SourceError, match=r"<https://example.org/other> has no kind"):
        kind_of(graph.dataset, "https://example.org/other")


@given(versions())
def test_the_names_of_all_nodes_are_those_of_each(version: Version) -> None:
    dataset = graph_of(version.quads).dataset
    for known, others in names(dataset):
        entries = {each.kind: (each, sorted(other)) for each, other in names_of(dataset, known.iri)}
        assert entries[known.kind] == (known, sorted(others))


@given(versions())
def test_names_depend_on_naming_statements_alone(version: Version) -> None:
    naming = [quad for quad in version.quads if quad.predicate.value in NAMING]
    every, few = (dict(_plain(graph_of(quads))) for quads in (version.quads, naming))
    assert every == few


def _plain(graph: RoleGraph) -> list[tuple[Node, tuple[str, ...]]]:
    return [(known, tuple(sorted(others))) for known, others in names(graph.dataset)]


def test_what_has_no_name_of_its_own_is_in_no_lexicon() -> None:
    blank = BlankNode()
    more = {Quad(blank, NamedNode(RDF + "type"), NamedNode(Kind.SKILL.class_iri), GRAPH)}
    dataset = graph_of(STATEMENTS | more).dataset
    kinds = {known.kind for known, _ in names(dataset)}
    assert Kind.REQUIREMENT not in kinds
    assert not [known for known, _ in names(dataset) if known.iri.startswith("_:")]
    assert names_of(dataset, str(blank)) == names_of(dataset, ID + "requirement/chef-dough") == []


def test_definitions_name_their_source(small: RoleGraph) -> None:
    ((definition),) = definitions(small.dataset, BAKER.value)
    assert (definition.text, definition.source.slug) == ("Bakes bread and sells it.", "small")


def test_remarks_are_found_by_what_they_are_about(small: RoleGraph) -> None:
    remarks = remarks_on(small.dataset, SUGAR.value)
    assert remarks == {(RG + "closeTo", ID + "skill/dough"): [SOURCE + "small#close"]}
    assert note_of(small.dataset, [SOURCE + "small#close"]) == "both are worked by hand"
    assert remarks_on(small.dataset, BAKER.value) == {}


def test_evidence_is_a_passage_or_at_least_a_source(small: RoleGraph) -> None:
    ((passage),) = evidence_of(small.dataset, [ID + "requirement/chef-dough", ID + "requirement/chef-sugar"])
    assert (passage.source.slug, passage.section, passage.line) == ("small", "all of it", None)
    sources = sources_of(small.dataset, BAKER.value, "usesTool")
    assert sources == {ID + "tool/scale": [SOURCE + "small"]}
    ((whole),) = evidence_of_statement(small.dataset, sources[ID + "tool/scale"], [])
    assert (whole.source.slug, whole.section) == ("small", "")


def test_evidence_is_in_the_order_of_its_lines() -> None:
    more = set()
    for number in (12, 3):
        passage = NamedNode(f"{SOURCE}small#{number}")
        more |= {said(BAKER, RG + "evidence", passage), said(passage, RG + "line", Literal(number))}
    found = evidence_of(graph_of(STATEMENTS | more).dataset, [BAKER.value])
    assert [passage.line for passage in found] == [3, 12]
