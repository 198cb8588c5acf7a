"""The endpoint answers as `rolegraph query run` does, in every format, and only reads."""

from __future__ import annotations

import errno

import pytest
from httpx2 import Response
from pyoxigraph import RdfFormat, parse
from tests.server.pages.clients import shipped_client, shipped_graph

from rolegraph.queries import library
from rolegraph.rdf.answers import Answer

ROLES = "SELECT ?role ?label { ?role a rg:Role ; skos:prefLabel ?label } ORDER BY ?role LIMIT 3"
DESCRIBE = "DESCRIBE <https://w3id.org/rolegraph/id/role/data-scientist>"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def get(query: str | None, accept: str = "", **parameters: str) -> Response:
    given = parameters if query is None else {"query": query, **parameters}
    headers = {"Accept": accept} if accept else {}
    return shipped_client().get("/sparql", params=given, headers=headers, follow_redirects=False)


@pytest.mark.parametrize("name", [question.name for question in library()])
def test_every_query_of_the_library_has_the_answer_it_has_here(name: str) -> None:
    text = shipped_graph().sparql(name)
    expected = shipped_graph().answer(name)
    format_ = "json" if expected.triples is None else "ttl"
    assert get(text, format=format_).content == expected.serialize(format_)


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ROLES, "", "application/sparql-results+json"),
        (ROLES, "application/json", "application/sparql-results+json"),
        (ROLES, "application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        (ROLES, "text/csv", "text/csv; charset=utf-8"),
        (ROLES, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("ASK { ?s ?p ?o }", "text/csv, application/xml;q=0.1", "application/sparql-results+xml"),
        (DESCRIBE, "", "text/turtle; charset=utf-8"),
        (DESCRIBE, "application/n-triples", "application/n-triples"),
        (DESCRIBE, "application/rdf+xml", "application/rdf+xml"),
        (DESCRIBE, "application/ld+json", "application/ld+json"),
        (DESCRIBE, "application/trig", "application/trig"),
        (DESCRIBE, "application/n-quads", "application/n-quads"),
    ],
)
def test_the_format_is_the_one_that_is_accepted(query: str, accept: str, media_type: str) -> None:
    answer = get(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["vary"] == "Accept"
    assert int(answer.headers["content-length"]) == len(answer.content) > 0


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (ROLES, "csv", "text/csv"),
        (ROLES, "text/csv", "text/csv"),
        (DESCRIBE, "json", "application/ld+json"),
        (DESCRIBE, "xml", "application/rdf+xml"),
        (DESCRIBE, "turtle", "text/turtle"),
    ],
)
def test_a_parameter_names_a_format_whatever_is_accepted(query: str, name: str, media_type: str) -> None:
    for parameter in ("format", "output"):
        answer = get(query, "image/png", **{parameter: name})
        assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("query", "accept", "format_"),
    [(ROLES, "image/png", ""), ("ASK {}", "", "csv"), (ROLES, "", "ttl"), (ROLES, "text/csv;q=0", "")],
)
def test_a_format_that_the_answer_has_not_is_refused_with_those_it_has(query: str, accept: str, format_: str) -> None:
    answer = get(query, accept, **({"format": format_} if format_ else {}))
    assert answer.status_code == 406
    assert "application/sparql-results+json (format=json)" in answer.json()["detail"]


def test_whoever_accepts_a_format_of_another_form_of_query_gets_the_usual_one() -> None:
    assert get(ROLES, "text/turtle").headers["content-type"] == "application/sparql-results+json"
    assert get("ASK {}", "text/csv").headers["content-type"] == "application/sparql-results+json"
    assert get(DESCRIBE, "application/sparql-results+xml").headers["content-type"] == "text/turtle; charset=utf-8"


def test_a_browser_is_shown_the_page_that_asks() -> None:
    html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert get(None, html).headers["location"] == "/query"
    assert get(ROLES, html).headers["location"].startswith("/query?query=SELECT")
    assert get(ROLES, html, format="csv").headers["content-type"].startswith("text/csv")


def test_an_answer_is_the_same_while_the_graph_is_and_is_not_sent_twice() -> None:
    first = get(ROLES)
    for tag in (first.headers["etag"], "W/" + first.headers["etag"], f'"other", {first.headers["etag"]}'):
        again = shipped_client().get("/sparql", params={"query": ROLES}, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert len({get(ROLES, format=name).headers["etag"] for name in ("json", "csv", "xml")}) == 3
    by_chance = get("SELECT (RAND() AS ?x) {}")
    assert "etag" not in by_chance.headers
    assert by_chance.headers["cache-control"] == "no-store"


def test_head_says_what_get_would() -> None:
    head, got = shipped_client().head("/sparql", params={"query": ROLES}), get(ROLES)
    assert head.content == b""
    assert head.headers == got.headers


def test_an_answer_can_be_saved_under_a_name() -> None:
    answer = get(ROLES, format="csv", download='an "answer"/../\r\nX: 1')
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''an-answer-X-1.csv"
    assert "x" not in answer.headers


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "only reads"),
        ("LOAD <file:///etc/passwd>", "only reads"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "another server"),
        (r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "another server"),
        ("SELECT * { ?s nowhere:p ?o }", "prefix nowhere: is not declared"),
        ("SELECT * {\n ?s ?p }", "line 2"),
        ("SELECT * { <a> ?p ?o }", "no base"),
        ("SELECT * { ?s ?p '\0' ", "not valid"),
        ("hello", "is not a query"),
        ("", "is not a query"),
    ],
)
def test_what_is_no_query_that_reads_is_refused_with_its_reason(query: str, said: str) -> None:
    answer = get(query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("name", ["file:///etc/passwd", "http://127.0.0.1:1/data.ttl"])
def test_a_graph_that_is_named_is_never_fetched(name: str) -> None:
    by_query = get("DESCRIBE ?s FROM <" + name + "> { ?s ?p ?o }", format="nt")
    assert (by_query.status_code, by_query.content) == (200, b"")
    chosen = {"default-graph-uri": name, "named-graph-uri": name}
    by_protocol = get("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", **chosen)
    assert by_protocol.json()["results"]["bindings"] == []


def test_the_service_describes_itself() -> None:
    answer = get(None, "application/n-triples")
    quads = list(parse(answer.content, format=RdfFormat.N_TRIPLES))
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}
    assert (SD + "endpoint", "http://testserver/sparql") in said
    assert (SD + "supportedLanguage", SD + "SPARQL11Query") in said
    assert (SD + "resultFormat", "http://www.w3.org/ns/formats/Turtle") in said
    assert {value for predicate, value in said if predicate == SD + "name"} == set(shipped_graph().dataset.sources())
    assert (VOID + "triples", str(shipped_graph().dataset.stated.size())) in said
    assert get(None, "text/turtle").status_code == get(None).status_code == 200


def test_a_disk_that_is_full_is_said_and_that_it_may_be_better_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Answer, "write", full)
    answer = get(ROLES)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "there is no room for so large an answer now" in answer.json()["detail"]
