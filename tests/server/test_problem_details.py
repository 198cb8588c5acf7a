"""Problem details of errors."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException

from rolegraph.errors import (
    AmbiguousNode,
    Holds,
    QueryError,
    QueryTimeout,
    RolegraphError,
    SourceError,
    UnknownNames,
    UnknownNode,
)
from rolegraph.server.problem_details import PAGE, problem
from rolegraph.server.questions.addresses import ParameterError


def _told(error: Exception) -> dict[str, Any]:
    answer = problem(error)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = json.loads(bytes(answer.body))
    assert found["status"] == answer.status_code
    return found


def test_an_unknown_name_has_what_is_spelled_alike_and_what_the_graph_holds() -> None:
    held = Holds("This graph has 2 roles", ("baker", "cook"))
    assert _told(UnknownNode("role", "x", holds=held))["cure"] == "This graph has 2 roles, such as baker and cook."
    found = _told(UnknownNode("role", "nurs", ("nurse",), holds=held))
    assert (found["status"], found["type"]) == (404, f"{PAGE}#unknown-name")
    assert found["names"] == ["nurse"]
    assert found["cure"] == "use one of the names, or an IRI"
    assert found["errors"][0]["names"] == [{"name": "nurse", "show": "/api/show?name=nurse"}]


def test_an_ambiguous_name_has_its_candidates_with_addresses() -> None:
    found = _told(AmbiguousNode("role", "cook", tuple(f"role/cook-{number}" for number in range(20))))
    assert found["status"] == 409
    assert len(found["names"]) == 20
    assert found["errors"][0]["names"][0]["show"] == "/api/show?name=role%2Fcook-0"
    assert "see /api/search?text=cook" in found["detail"]


def test_several_names_are_one_problem() -> None:
    found = _told(UnknownNames([UnknownNode("role", "a", ("b",)), AmbiguousNode("skill", "c", ("d", "e"))]))
    assert (found["status"], found["type"]) == (404, f"{PAGE}#several-names")
    assert found["names"] == ["b", "d", "e"]
    assert [each["name"] for each in found["errors"]] == ["a", "c"]


def test_other_errors_have_what_they_carry() -> None:
    assert _told(ParameterError("top", "top is a whole number"))["parameter"] == "top"
    assert _told(QueryError("is no query", "write one", line=3)).items() >= {"line": 3, "cure": "write one"}.items()
    assert _told(RolegraphError("leave out --skip-unknown"))["detail"] == "leave out skip_unknown"
    cure = SourceError(
        "is no CV", "`rolegraph ingest FILE` reads such texts; --as cv reads it all the same", path="<bytes>"
    )
    assert (
        _told(cure).items()
        >= {
            "detail": "is no CV",
            "cure": "/api/extract reads such texts; kind=cv reads it all the same",
        }.items()
    )
    slow = problem(QueryTimeout(5))
    assert (slow.status_code, slow.headers["retry-after"]) == (503, "5")


def test_a_status_without_a_word_of_ours_is_told_by_its_phrase() -> None:
    assert _told(HTTPException(405, headers={"Allow": "GET"})) == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
    }
    assert _told(ValueError("a secret")) == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


def test_places_of_the_machine_are_not_told() -> None:
    assert "secret" not in json.dumps(_told(SourceError("is gone", path="/srv/secret/graph.ttl")))
    assert _told(SourceError("is no profile", path="profile", line=4))["detail"] == "profile, line 4: is no profile"


def test_halves_of_letters_are_no_fault() -> None:
    assert "?" in _told(UnknownNode("role", "\ud800"))["detail"]
