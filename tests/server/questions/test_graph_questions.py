"""What is asked about a graph."""

from __future__ import annotations

from typing import get_args

import pytest

import rolegraph
from rolegraph.model.nodes import Kind
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.graph_questions import KindWord
from rolegraph.server.served import ServedGraph


@pytest.fixture(scope="module")
def served() -> ServedGraph:
    return ServedGraph(rolegraph.open("shipped"))


def test_a_list_is_of_any_kind() -> None:
    assert get_args(KindWord) == tuple(kind.plural for kind in Kind)


def test_a_search_that_finds_nothing_says_what_is_spelled_alike(served: ServedGraph) -> None:
    graph, found = QUESTIONS["search"].model_validate({"text": "pythn"}).ask_served(served)
    assert not found.found
    assert found.json(graph) == "[]\n"
    assert found.notes[0].startswith("nothing is called 'pythn': did you mean Python")


def test_a_search_keeps_to_a_kind(served: ServedGraph) -> None:
    _, found = QUESTIONS["search"].model_validate({"text": "data", "kind": "tools"}).ask_served(served)
    assert isinstance(found.result, list)
    assert {each.node.kind for each in found.result} == {Kind.TOOL}


def test_a_text_for_people_is_made_of_the_answer(served: ServedGraph) -> None:
    from rolegraph.render.text.layout import to_text

    for name, given in {"show": {"name": "python"}, "info": {}, "stats": {}, "list": {"kind": "skills"}}.items():
        _, found = QUESTIONS[name].model_validate(given).ask_served(served)
        assert to_text(found.blocks(False))
