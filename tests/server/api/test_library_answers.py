"""Queries of the library, as the API answers them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run_command
from tests.server.api.clients import client, refused

from rolegraph.queries import library


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands keep what they compute once."""
    return tmp_path_factory.mktemp("home")


def test_rows_are_those_of_the_command(home: Path) -> None:
    answer = client().get("/api/query/requirements?role=ml-engineer")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    words = ["query", "run", "requirements", "--role", "ml-engineer", "--json", "-g", "shipped"]
    assert answer.text == run_command(words, home)[1]


def test_every_query_answers_with_its_defaults() -> None:
    for saved in library():
        answer = client().get(f"/api/query/{saved.name}")
        assert answer.status_code == 200, (saved.name, answer.text)
        assert answer.headers["etag"]


def test_a_graph_is_turtle() -> None:
    answer = client().get("/api/query/neighbourhood")
    assert answer.headers["content-type"].startswith("text/turtle")


def test_what_there_is_not_is_a_problem() -> None:
    found = refused(client().get("/api/query/requirments"), 404)
    assert found["errors"][0]["names"][0] == {"name": "requirements", "show": "/api/query/requirements"}
    assert refused(client().get("/api/query/requirements?rolle=x"), 400)["detail"].startswith("no parameter 'rolle'")
    refused(client().get("/api/query/requirements?role=dragon+tamer"), 404)
    refused(client().get("/api/query/requirements?role=a&role=b"), 400)
    refused(client().get("/api/query/..%2F..%2Fetc%2Fpasswd"), 404)


def test_a_value_is_a_name_and_never_a_part_of_the_query() -> None:
    for value in ('"} DROP ALL #', "<file:///etc/passwd>", "ml-engineer> } #", "?role"):
        refused(client().get("/api/query/requirements", params={"role": value}), 404)
    text = 'x") || true || ("'
    assert client().get("/api/query/find", params={"text": text}).json()["results"]["bindings"] == []
