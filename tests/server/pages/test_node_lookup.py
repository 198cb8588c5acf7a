"""Which node an address is about, and what is said of it."""

from __future__ import annotations

import pytest
from tests.server.pages.clients import shipped_graph

from rolegraph.errors import UnknownNode
from rolegraph.model.nodes import Kind
from rolegraph.server.pages.node_lookup import node_at, node_with_iri, related, said_by, texts_about, titled


def test_a_slug_means_its_own_node_before_another_of_that_name() -> None:
    graph = shipped_graph()
    assert node_at(graph, Kind.FIELD, "statistics").path == "field/statistics"
    assert node_at(graph, Kind.SKILL, "statistics").path == "skill/statistics"


def test_a_label_in_an_address_means_what_it_means_elsewhere() -> None:
    assert node_at(shipped_graph(), Kind.ROLE, "Lead ML Engineer").slug == "lead-ml-engineer"


@pytest.mark.parametrize("iri", ["https://w3id.org/rolegraph/id/role/none", "http://example.org/x", "", "_:b0"])
def test_what_is_not_there_is_unknown(iri: str) -> None:
    with pytest.raises(UnknownNode):
        node_with_iri(shipped_graph(), iri)


def test_what_is_far_longer_than_any_name_is_not_compared_with_them() -> None:
    with pytest.raises(UnknownNode) as found:
        node_at(shipped_graph(), Kind.ROLE, "data-scientist" * 1000)
    assert (len(found.value.name), found.value.suggestions) == (61, ())


def test_relations_are_in_words_from_both_ends_and_remarks_are_none() -> None:
    graph = shipped_graph()
    groups = {one.words: one.nodes for one in related(graph, node_at(graph, Kind.CATEGORY, "programming-languages"))}
    assert list(groups) == ["holds"]
    assert {node.kind for node in groups["holds"]} == {Kind.TOOL}
    assert "Python" in [node.label for node in groups["holds"]]


def test_what_leads_through_a_requirement_is_the_role_that_has_it() -> None:
    graph = shipped_graph()
    groups = {one.words: one.nodes for one in related(graph, node_at(graph, Kind.TOOL, "python"))}
    assert "data-scientist" in [node.slug for node in groups["asked for by"]]
    assert not any(node.kind is Kind.REQUIREMENT for nodes in groups.values() for node in nodes)


def test_texts_and_sources_of_a_node() -> None:
    graph = shipped_graph()
    source = node_at(graph, Kind.SOURCE, "onet-29-3")
    texts = {one.words: one.texts for one in texts_about(graph, source)}
    assert texts["version"] == (("29.3", ""),)
    sources = {one.source.slug for one in said_by(graph, node_at(graph, Kind.INDUSTRY, "automotive"))}
    assert sources == {"article-data-science-engineer-vs-lead-ml-engineer", "editorial"}


def test_a_posting_goes_by_its_title_and_says_where_it_stands() -> None:
    graph = shipped_graph()
    posting = graph.nodes(Kind.POSTING)[0]
    assert titled(graph, posting) == "Data Engineer"
    assert [one.line for one in said_by(graph, posting)] == [82]
    texts = {one.words: one.texts for one in texts_about(graph, posting)}
    assert texts["seniority"] == (("mid", ""),)
    assert not any(one.words == "evidence" for one in related(graph, posting))
