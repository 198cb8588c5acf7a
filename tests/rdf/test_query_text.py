"""What the text of a query tells before anything runs, and values written into it."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from rolegraph.errors import QueryError
from rolegraph.queries import library
from rolegraph.rdf.query_text import (
    MOST_BRACKETS,
    QueryForm,
    check_brackets,
    check_iris,
    form_of,
    has_dataset_clause,
    runs_here,
    tokens,
    variables,
    with_base,
    with_dataset,
    with_prefixes,
    with_values,
)
from rolegraph.rdf.turtle import spelled_literal


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", QueryForm.SELECT),
        ("# INSERT nothing\nselect * { ?s ?p ?o }", QueryForm.SELECT),
        ("BASE <http://x/> PREFIX a: <http://a/#b> ASK { a:b a:c 'DROP' }", QueryForm.ASK),
        ("PREFIX : <http://x/> construct { ?s ?p ?o } where { ?s ?p ?o }", QueryForm.CONSTRUCT),
        ("DESCRIBE <http://x/insert>", QueryForm.DESCRIBE),
        (
            'SELECT ?load ?service { ?load x:insert "a \\" DELETE" ; load:service """CLEAR\n"x" ALL""" }',
            QueryForm.SELECT,
        ),
        ("SELECT ('drop'@create AS ?with) {}", QueryForm.SELECT),
    ],
)
def test_a_query_that_only_reads_is_known_by_its_form(text: str, form: QueryForm) -> None:
    assert form_of(text) is form


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT", 1),
        ("PREFIX a: <http://a/>\n\ndelete where { ?s ?p ?o }", "DELETE", 3),
        ("SELECT * {} ; DROP ALL", "DROP", 1),
        ("SELECT * {} ;\nclear all", "CLEAR", 2),
        ("LOAD <file:///etc/passwd>", "LOAD", 1),
        ("WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH", 1),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE", 1),
        ("SELECT * {\n  { sErViCe SILENT ?g { ?s ?p ?o } }\n}", "SERVICE", 2),
        ("SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }", "SERVICE", 1),
        ("SELECT * { \\U00000053\\u0045RVICE <http://x/> { ?s ?p ?o } }", "SERVICE", 1),
        ("SELECT * { ?s ?p 'a\\'' SERVICE <http://x/> { } }", "SERVICE", 1),
        ("SELECT * { ?s ?p '''it's''' . SERVICE <http://x/> { } }", "SERVICE", 1),
        ("SELECT * { ?s ?p <http://x/#> . SERVICE <http://x/> { } }", "SERVICE", 1),
    ],
)
def test_what_would_do_more_than_read_is_refused_with_a_reason(text: str, word: str, line: int) -> None:
    with pytest.raises(QueryError, match=word) as caught:
        form_of(text)
    assert caught.value.line == line
    assert caught.value.cure


@pytest.mark.parametrize("text", ["", "# nothing", "PREFIX a: <http://a/>", "hello", "{ }", "MATCH (n) RETURN n"])
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is not a query"):
        form_of(text)


def test_from_is_a_keyword_only_where_it_is_one() -> None:
    assert has_dataset_clause("SELECT * FROM <http://g> { ?s ?p ?o }")
    assert not has_dataset_clause("SELECT ?from { ?from ?p 'from' } # FROM")


def test_prefixes_of_ours_are_declared_where_they_are_missing() -> None:
    text = "PREFIX skos: <http://mine/> ASK { ?s a rg:Role ; skos:prefLabel 'role:x' ; a source:y } # tool:z"
    completed = with_prefixes(text)
    assert completed.endswith(text)
    assert completed.count("PREFIX") == 3
    assert "PREFIX rg: <https://w3id.org/rolegraph/ns#>" in completed
    assert completed.count("\n") == text.count("\n")
    assert with_prefixes(completed) == completed


def test_an_unknown_prefix_is_named_with_its_line() -> None:
    with pytest.raises(QueryError, match="esco:") as caught:
        with_prefixes("ASK {\n ?s a esco:Skill }")
    assert caught.value.line == 2


texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("\"'\\{}<>#?\n\r\t;. ABCSERVICEu0041")


@given(texts)
def test_a_string_or_comment_never_hides_or_makes_a_keyword(text: str) -> None:
    quoted = spelled_literal(text)
    assert form_of(f"ASK {{ ?s ?p {quoted} }}") is QueryForm.ASK
    with pytest.raises(QueryError):
        form_of(f"ASK {{ ?s ?p {quoted} . SERVICE <http://x/> {{ }} }}")


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
    assert form_of(written) is QueryForm.SELECT
    assert variables(written) == {"x", "y"}
    (row,) = Store().query(written)  # type: ignore[misc]
    assert row["x"].value == text


def test_tokens_are_without_comments_and_variables_are_those_outside_of_strings() -> None:
    assert [token.text for token in tokens("ASK { ?s a <http://x/#y> } # done")] == "ASK { ?s a <http://x/#y> }".split()
    assert variables("SELECT ?a { ?a ?b '?c' } # ?d") == {"a", "b"}


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("ASK {\n <a> ?p ?o }", 2),
        ("BASE <b/>\nASK {}", 1),
        ("PREFIX x: <b#>\nASK {}", 1),
        ("SELECT * FROM <#g> {}", 1),
        ("ASK { ?s ?p <> }", 1),
    ],
)
def test_a_relative_iri_wants_a_base(query: str, line: int) -> None:
    with pytest.raises(QueryError, match="has no base for the relative IRI") as caught:
        check_iris(query)
    assert caught.value.line == line
    check_iris(with_base(query, "https://example.org/x/"))
    Store().query(with_base(query, "https://example.org/x/"))


@pytest.mark.parametrize(
    "query", ["BASE <http://x/> ASK { <a> ?p ?o }", "ASK { ?s ?p '<a>' } # <a>", "ASK { <x:a> ?p 1 }"]
)
def test_without_a_relative_iri_no_base_is_wanted(query: str) -> None:
    check_iris(query)


@pytest.mark.parametrize("base", ["", "x", "#x", "/x", "http://x/ y", "http://x/> <http://x/", "http://x/>"])
def test_a_base_is_an_absolute_iri(base: str) -> None:
    with pytest.raises(QueryError, match="is not an absolute IRI"):
        with_base("ASK {}", base)


@pytest.mark.parametrize("depth", [MOST_BRACKETS + 1, 3000, 100_000])
@pytest.mark.parametrize("bracket", ["{", "(", "["])
def test_brackets_that_nest_too_deeply_are_refused_with_their_line(bracket: str, depth: int) -> None:
    with pytest.raises(QueryError, match=r"line 2: nests brackets deeper than 100 levels \(write it flatter\)"):
        check_brackets("SELECT *\n" + bracket * depth)
    check_brackets("SELECT *\n" + bracket * MOST_BRACKETS)
    check_brackets("SELECT *\n" + "{}" * depth + f"'{bracket * depth}' # {bracket * depth}")


def test_the_library_and_long_values_run_in_this_process_and_what_is_deep_does_not() -> None:
    for one in library():
        assert runs_here(one.text)
    assert runs_here("ASK { VALUES (?a ?b) { " + "(1 2) " * 10_000 + "} }")
    for part in (
        "?s ?p ?o . ",
        "OPTIONAL {} ",
        "FILTER (?s = 1 && ?o = 2) ",
        "BIND (1 AS ?x) ",
        "VALUES ?x {1} ",
        "{{",
    ):
        assert runs_here(f"ASK {{ {part * 5} }}")
        assert not runs_here(f"ASK {{ {part * 200} }}")


def test_a_thread_with_a_small_stack_runs_nothing_itself() -> None:
    before = threading.stack_size(1 << 18)
    try:
        assert not runs_here("ASK {}")
    finally:
        threading.stack_size(before)
