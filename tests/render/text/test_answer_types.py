"""Of which class an answer is."""

from __future__ import annotations

from rolegraph.render.text.answer_types import answer_types
from rolegraph.render.text.json_schema import schema_of


def test_each_class_has_a_schema() -> None:
    for command, answer in answer_types().items():
        assert schema_of({command: answer}, "answer")["title"] == command
