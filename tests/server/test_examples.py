"""What is asked as an example."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import SMALL
from tests.server.api.clients import client
from tests.server.pages.clients import shipped_graph

import rolegraph
from rolegraph.server.examples import examples_of, familiar_roles
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import question_of
from rolegraph.server.served import ServedGraph


def _pairs(given: dict[str, str | tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(key, one) for key, value in given.items() for one in ((value,) if isinstance(value, str) else value)]


def test_each_example_has_an_answer() -> None:
    served: ServedGraph = client().app.state.served  # type: ignore[attr-defined]
    for name, given in examples_of(served.graph).items():
        _, found = question_of(QUESTIONS[name], _pairs(dict(given))).ask_served(served)
        assert found.found, name
        assert found.notes == (), name


def test_a_small_graph_has_examples_of_its_own(small: rolegraph.RoleGraph) -> None:
    path = examples_of(small)["path"]
    assert {small.resolve(str(name)).kind for name in path.values()} == {"role"}
    assert path["from"] != path["to"]


def test_a_graph_without_roles_has_examples_without_names(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<https://w3id.org/rolegraph/id/role/a> a <https://w3id.org/rolegraph/ns#Role> .\n")
    assert set(examples_of(rolegraph.open(graph, alone=True))) == {"search", "list"}


def test_familiar_roles_are_those_that_people_know_where_the_graph_has_them() -> None:
    assert [role.label for role in familiar_roles(shipped_graph())] == ["Data Analyst", "Data Scientist"]
    assert familiar_roles(rolegraph.open(SMALL, alone=True)) == []
