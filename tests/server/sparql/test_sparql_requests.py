"""Requests by the SPARQL 1.1 Protocol: what it allows is asked, and of all else it is said why not."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from httpx2 import Response
from tests.server.pages.clients import shipped_client

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def post(body: str | bytes, media_type: str, address: str = "/sparql") -> Response:
    headers = {"Content-Type": media_type} if media_type else {}
    return shipped_client().post(address, content=body, headers=headers)


def number(answer: Response) -> int:
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


def test_a_query_by_get_by_form_and_as_a_body_has_one_answer() -> None:
    answers = [
        shipped_client().get("/sparql", params={"query": COUNT}),
        post(urlencode({"query": COUNT}), FORM),
        post(urlencode({"query": COUNT}), FORM + "; charset=UTF-8"),
        post(COUNT, QUERY),
        post(COUNT.encode(), f'{QUERY}; charset="utf-8"'),
        post(b"\xef\xbb\xbf" + COUNT.encode(), QUERY),
    ]
    assert len({number(answer) for answer in answers}) == 1


def test_graphs_are_named_in_the_address_and_in_a_form() -> None:
    everything = number(post(COUNT, QUERY))
    graph = "https://w3id.org/rolegraph/source/editorial"
    named = urlencode({"default-graph-uri": graph})
    within = number(shipped_client().get("/sparql", params={"query": COUNT, "default-graph-uri": graph}))
    assert 0 < within < everything
    assert within == number(post(COUNT, QUERY, f"/sparql?{named}"))
    assert within == number(post(urlencode({"query": COUNT}), FORM, f"/sparql?{named}"))
    assert within == number(post(f"{urlencode({'query': COUNT})}&{named}", FORM))
    assert within == number(post(COUNT.replace("{ ?s", f"FROM <{graph}> {{ ?s"), QUERY))
    of_name = COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }")
    assert number(shipped_client().get("/sparql", params={"query": of_name, "named-graph-uri": graph})) == within


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        ("", FORM, 400),
        ("other=1", FORM, 400),
        (urlencode([("query", COUNT), ("query", COUNT)]), FORM, 400),
        (urlencode({"query": "SELECT nothing"}), FORM, 400),
        (urlencode({"query": "CLEAR ALL"}), FORM, 400),
        (urlencode({"update": "CLEAR ALL"}), FORM, 403),
        (urlencode({"query": COUNT, "using-graph-uri": "x:a"}), FORM, 400),
        ("query=%FF", FORM, 400),
        ("&".join(f"a{number}=1" for number in range(3_000)), FORM, 400),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("", QUERY, 400),
        (COUNT.encode("utf-16"), QUERY, 400),
        (b"ASK { ?s ?p '\xff' }", QUERY, 400),
        (COUNT, f"{QUERY}; charset=utf-16", 415),
        (COUNT, "text/plain", 415),
        (COUNT, "", 415),
        (COUNT, "multipart/form-data; boundary=a", 415),
    ],
)
def test_what_the_protocol_does_not_allow_is_a_problem_in_words(
    body: str | bytes, media_type: str, status: int
) -> None:
    answer = post(body, media_type)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("body", ["<" * 3_000_000, "SELECT * {" + " ?s" * 300_000])
def test_a_query_that_is_too_long_is_not_looked_at(body: str) -> None:
    answer = post(body, QUERY)
    assert answer.status_code == 400
    assert "is longer than a query may be" in answer.json()["detail"]


def test_two_queries_in_two_places_are_two() -> None:
    assert post(COUNT, QUERY, "/sparql?" + urlencode({"query": COUNT})).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_there_are(method: str) -> None:
    answer = shipped_client().request(method, "/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_options_are_told() -> None:
    answer = shipped_client().options("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
