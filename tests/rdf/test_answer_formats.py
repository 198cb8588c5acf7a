"""Answers are written in every format with the same content, and up to limits only."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store, parse

from rolegraph.errors import QueryError, SourceError
from rolegraph.rdf.answer_formats import GRAPH_FORMATS, ROW_FORMATS, AnswerLimits, formats_of
from rolegraph.rdf.answers import Answer, Cell, evaluate
from rolegraph.rdf.query_text import QueryForm

WIDE = AnswerLimits(rows=10_000, size=1 << 20)
PARSED = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def store_of(values: list[str]) -> Store:
    store = Store()
    for number, value in enumerate(values):
        store.add(Quad(NamedNode(f"x:{number}"), NamedNode("https://example.org/p"), Literal(value), NamedNode("x:g")))
    return store


def written(answer: Answer, format_: str, limits: AnswerLimits | None = None) -> bytes:
    output = io.BytesIO()
    answer.write(output, format_, limits=limits)
    return output.getvalue()


def asked(store: Store, query: str) -> Answer:
    return Answer.of_engine(evaluate(store, query))


@given(st.lists(texts, max_size=5))
def test_a_graph_is_the_same_in_every_format(values: list[str]) -> None:
    store = store_of(values)
    for format_ in GRAPH_FORMATS:
        data = written(asked(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), format_.name, WIDE)
        found = {(quad.subject, quad.object) for quad in parse(data, format=PARSED[format_.name])}
        assert found == {(quad.subject, quad.object) for quad in store}


@given(st.lists(texts, max_size=5))
def test_rows_with_limits_are_those_without(values: list[str]) -> None:
    store = store_of(values)
    query = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    for format_ in ROW_FORMATS:
        assert written(asked(store, query), format_.name, WIDE) == written(asked(store, query), format_.name)


@pytest.mark.parametrize("format_", [one.name for one in ROW_FORMATS])
def test_rows_beyond_the_limit_are_refused_and_no_others(format_: str) -> None:
    store = store_of([f"value {number}" for number in range(50)])
    query = "SELECT * { ?s ?p ?o }"
    with pytest.raises(QueryError, match="more than 40 rows"):
        written(asked(store, query), format_, AnswerLimits(40, 1 << 20))
    assert written(asked(store, query), format_, AnswerLimits(51, 1 << 20))
    with pytest.raises(QueryError, match="more than 0 MB"):
        written(asked(store, query), format_, AnswerLimits(1000, 500))


@pytest.mark.parametrize("format_", [one.name for one in GRAPH_FORMATS])
def test_statements_beyond_the_limit_are_refused(format_: str) -> None:
    store = store_of([f"value {number}" for number in range(50)])
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    with pytest.raises(QueryError, match="more than 49 rows"):
        written(asked(store, query), format_, AnswerLimits(49, 1 << 20))
    assert written(asked(store, query), format_, AnswerLimits(50, 1 << 20))


def test_a_row_boundary_between_two_pieces_counts_once() -> None:
    store = store_of(["x" * 1000 for _ in range(600)])  # more than one piece
    query = "SELECT * { ?s ?p ?o }"
    assert written(asked(store, query), "json", AnswerLimits(600, 1 << 22))
    with pytest.raises(QueryError, match="more than 598 rows"):
        written(asked(store, query), "json", AnswerLimits(598, 1 << 22))


def test_xml_is_well_formed_whatever_texts_hold() -> None:
    data = written(asked(store_of(["bell \x07, return \r, é"]), "SELECT ?o { ?s ?p ?o }"), "xml", WIDE)
    assert Answer.of_results(data, QueryResultsFormat.XML).table()[1][0] == [
        Cell("bell \ufffd, return \r, é", is_iri=False)
    ]


def test_what_rdf_xml_cannot_hold_is_refused_by_name() -> None:
    answer = asked(Store(), "CONSTRUCT { <x:s> <https://example.org/1> 'a' } {}")
    with pytest.raises(SourceError, match="does not end in a name"):
        written(answer, "rdf", WIDE)


def test_each_form_of_query_has_its_formats() -> None:
    assert [one.name for one in formats_of(QueryForm.ASK)] == ["json", "xml"]
    assert formats_of(QueryForm.SELECT) == ROW_FORMATS
    assert formats_of(QueryForm.DESCRIBE) == formats_of(QueryForm.CONSTRUCT) == GRAPH_FORMATS
    assert ROW_FORMATS[2].content_type == "text/csv; charset=utf-8"
