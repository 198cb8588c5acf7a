"""Errors carry what they are about, and one class catches them all."""

from __future__ import annotations

import pickle

import pytest

from rolegraph import (
    AmbiguousNode,
    EndpointError,
    NoPath,
    QueryError,
    QueryTimeout,
    RolegraphError,
    SourceError,
    UnknownNode,
)
from rolegraph.errors import all_of

ALL = [
    UnknownNode("role", "baker", ("bakery",)),
    AmbiguousNode("node", "statistics", ("skill/statistics", "field/statistics")),
    NoPath("in a circle"),
    SourceError("is empty", "write something", path="a.txt", line=3),
    QueryError("is not valid SPARQL", line=2),
    QueryTimeout(1.5),
    EndpointError("https://example.org", "answers 404", status=404),
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_one_class_catches_them_all(error: RolegraphError) -> None:
    with pytest.raises(RolegraphError):
        raise error


def test_a_source_error_names_file_line_and_cure() -> None:
    error = SourceError("is empty", "write something", path="a.txt", line=3)
    assert str(error) == "a.txt, line 3: is empty (write something)"
    assert (error.problem, error.cure, error.path, error.line) == ("is empty", "write something", "a.txt", 3)
    assert str(SourceError("is empty")) == "is empty"


def test_a_query_error_is_about_the_query_where_no_file_is_named() -> None:
    assert str(QueryError("is not valid SPARQL", line=2)) == "the query, line 2: is not valid SPARQL"
    assert str(QueryError("is not valid SPARQL", path="q.rq")) == "q.rq: is not valid SPARQL"


def test_names_carry_what_to_choose_from() -> None:
    assert UnknownNode("role", "bakr", ("baker",)).suggestions == ("baker",)
    assert str(UnknownNode("role", "zzz")) == "no role 'zzz': see `rolegraph list roles`"
    assert str(UnknownNode("industry", "zzz")) == "no industry 'zzz': see `rolegraph list industries`"
    assert str(UnknownNode("query", "zzz")) == "no query 'zzz': see `rolegraph query list`"
    assert str(AmbiguousNode("skill", "x", ("skill/a", "skill/b", "skill/c"))).endswith("skill/a, skill/b or skill/c")


def test_languages_are_named_where_all_are_known_and_differ() -> None:
    names = ("skill/a", "skill/b")
    assert str(AmbiguousNode("node", "x", names, (("de",), ("en", "fr")))).endswith(
        "say skill/a (de) or skill/b (en, fr)"
    )
    assert str(AmbiguousNode("node", "x", names, (("en",), ("en",)))).endswith("say skill/a or skill/b")
    assert str(AmbiguousNode("node", "x", names, ((), ("en",)))).endswith("say skill/a or skill/b")


def test_a_timeout_and_an_endpoint_keep_their_numbers() -> None:
    assert QueryTimeout(2.0).seconds == 2.0
    assert "after 2 s" in str(QueryTimeout(2.0))
    assert EndpointError("https://example.org", "answers 404", status=404).status == 404


def test_a_path_error_can_cross_processes() -> None:
    assert str(pickle.loads(pickle.dumps(NoPath("in a circle")))) == "in a circle"  # noqa: S301 - our own bytes


def test_names_that_mean_nothing_are_reported_once_and_not_without_end() -> None:
    looked_up = list[str]()

    def resolve(name: str) -> str:
        looked_up.append(name)
        if name.startswith("x"):
            raise UnknownNode("role", name)
        return name

    assert all_of(["a", "b"], resolve) == ["a", "b"]
    with pytest.raises(UnknownNode, match=r"^no role 'x'"):
        all_of(["x", "a", "x"], resolve)
    assert looked_up == ["a", "b", "x", "a"]
    looked_up.clear()
    with pytest.raises(UnknownNode, match=r"^25 names mean nothing here, and 1,975 more were not looked up:"):
        all_of([f"x{number}" for number in range(2000)], resolve)
    assert len(looked_up) == 25
