"""What the text of a query tells before anything runs, and values written into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import QueryError
from rolegraph.rdf.query_text import Form, form_of, has_dataset_clause, with_prefixes
from rolegraph.rdf.writers import spelled_literal


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", Form.SELECT),
        ("# INSERT nothing\nselect * { ?s ?p ?o }", Form.SELECT),
        ("BASE <http://x/> PREFIX a: <http://a/#b> ASK { a:b a:c 'DROP' }", Form.ASK),
        ("PREFIX : <http://x/> construct { ?s ?p ?o } where { ?s ?p ?o }", Form.CONSTRUCT),
        ("DESCRIBE <http://x/insert>", Form.DESCRIBE),
        ('SELECT ?load ?service { ?load x:insert "a \\" DELETE" ; load:service """CLEAR\n"x" ALL""" }', Form.SELECT),
        ("SELECT ('drop'@create AS ?with) {}", Form.SELECT),
    ],
)
def test_a_query_that_only_reads_is_known_by_its_form(text: str, form: Form) -> None:
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
    with pytest.raises(QueryError, match="no query"):
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
    assert form_of(f"ASK {{ ?s ?p {quoted} }}") is Form.ASK
    with pytest.raises(QueryError):
        form_of(f"ASK {{ ?s ?p {quoted} . SERVICE <http://x/> {{ }} }}")
