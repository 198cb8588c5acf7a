"""Values and sources written into a query: where, and without changing anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import Store
from tests.rdf.test_query_text import texts

from rolegraph.errors import QueryError
from rolegraph.rdf.query_text import Form, form_of, variables, with_dataset, with_values
from rolegraph.rdf.writers import spelled_literal


def test_values_go_wherever_the_variable_is_evaluated_on_its_own() -> None:
    text = """SELECT ?a (EXISTS { ?a ?b ?x } AS ?e) WHERE {
  { SELECT ?a WHERE { ?x ?y ?a } }
  { SELECT (COUNT(*) AS ?n) { ?c ?d ?e } }
  { ?a ?p ?x } UNION { ?b ?p ?c }
  OPTIONAL { ?x ?q ?r }
}"""
    written = with_values(text, {("x",): [("1",)]})
    assert written.count("VALUES ?x { 1 }") == 3
    lines = [line.strip() for line in written.splitlines()]
    places = [number for number, line in enumerate(lines) if line == "VALUES ?x { 1 }"]
    assert [lines[place + 1].split()[0] for place in places] == ["{", "?x", "?a"]


def test_a_construct_is_bound_in_its_group_and_not_in_its_template() -> None:
    written = with_values("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", {("s",): [("<http://x/>",)]})
    assert written.index("VALUES") > written.index("WHERE")
    Store().query(written)


def test_single_values_share_a_block_and_lists_have_their_own() -> None:
    text = "ASK { ?a ?b ?c }"
    written = with_values(text, {("a",): [("1",)], ("b",): [("2",), ("3",)], ("c",): [("4",)]})
    assert "VALUES (?a ?c) { (1 4) }" in written
    assert "VALUES ?b { 2 3 }" in written


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ASK { ?a ?b ?c }", "no variable .x"),
        ("CONSTRUCT WHERE { ?x ?b ?c }", "no WHERE group"),
        ("DESCRIBE ?x", "no WHERE group"),
    ],
)
def test_what_cannot_be_bound_says_so(text: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        with_values(text, {("x",): [("1",)]})


def test_from_clauses_stand_before_the_group() -> None:
    written = with_dataset("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", ["http://x/g"])
    assert written.index("FROM NAMED <http://x/g>") < written.index("WHERE")
    Store().query(written)


@given(texts)
def test_a_bound_text_comes_out_as_it_went_in_and_changes_nothing_else(text: str) -> None:
    written = with_values("SELECT ?x WHERE { BIND (?x AS ?y) }", {("x",): [(spelled_literal(text),)]})
    assert form_of(written) is Form.SELECT
    assert variables(written) == {"x", "y"}
    (row,) = Store().query(written)  # type: ignore[misc]
    assert row["x"].value == text
