"""Pages that say what went wrong."""

from __future__ import annotations

from tests.server.pages.clients import links_of, shipped_client, shipped_graph

from rolegraph.errors import AmbiguousNode, SourceError, UnknownNames, UnknownNode
from rolegraph.server.pages.refusals import troubles


def test_an_address_that_is_none_leads_on() -> None:
    answer = shipped_client().get("/no-such-thing")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert {"/", "/list/role"} <= set(links_of(answer.text))


def test_a_method_that_is_not_there_says_which_are() -> None:
    answer = shipped_client().delete("/")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_each_name_has_what_it_may_mean() -> None:
    graph = shipped_graph()
    error = UnknownNames(
        [
            UnknownNode("role", "lead-ml-enginer", ("lead-ml-engineer",)),
            AmbiguousNode("node", "statistics", ("skill/statistics", "field/statistics")),
        ]
    )
    first, second = troubles(graph, error)
    assert first.problem == "No role is called 'lead-ml-enginer' here."
    assert [node.label for node in first.meant] == ["Lead Machine Learning Engineer"]
    assert [node.path for node in second.meant] == ["skill/statistics", "field/statistics"]


def test_a_name_of_another_kind_is_linked() -> None:
    (found,) = troubles(shipped_graph(), UnknownNode("role", "python", others=("tool",)))
    assert [node.path for node in found.meant] == ["tool/python"]


def test_other_errors_are_their_message() -> None:
    (found,) = troubles(shipped_graph(), SourceError("is empty", "name a text"))
    assert found.problem == "is empty (name a text)"
