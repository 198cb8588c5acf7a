"""What a question is."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import rolegraph
from rolegraph.server.questions import QUESTIONS, Inquiry
from rolegraph.server.questions.career_questions import NearestQuestion
from rolegraph.server.served import ServedGraph


def test_a_list_is_repeated_or_has_commas() -> None:
    asked = NearestQuestion.model_validate({"have": ["python, sql:expert", " ", "r"]})
    assert asked.have == ("python", "sql:expert", "r")


def test_a_parameter_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        NearestQuestion.model_validate({"rolle": "data-analyst"})


def test_an_answer_has_labels_in_every_language_where_that_is_asked(small: rolegraph.RoleGraph) -> None:
    graph, found = QUESTIONS["list"].model_validate({"kind": "roles"}).ask_served(ServedGraph(small))
    assert '"labels"' not in found.json(graph)
    assert '"labels"' in found.json(graph, all_languages=True)


def test_a_question_of_no_kind_has_no_answer(small: rolegraph.RoleGraph) -> None:
    with pytest.raises(NotImplementedError):
        Inquiry().ask(small)
