"""The labels of bullets, and the clauses of sentences that ask for nothing."""

from __future__ import annotations

import pytest

import rolegraph
from rolegraph.readers.documents.skills import clauses_without_requirement, split_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Data Cleaning: Preparing raw data.", "Data Cleaning"),
        ("Power BI - dashboards", "Power BI"),
        ("state-of-the-art models", ""),
        ("Python, R", ""),
        ("A b c d e f g h i: too long a label", ""),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert split_label(text)[0] == label


def test_a_label_that_is_known_is_the_skill_where_what_follows_names_none() -> None:
    text = "Cook\nRequirements\n- Statistics: you know means and medians\n- Reporting: knowledge of Python\n"
    found = rolegraph.extract([text], kind="posting")[0]
    assert {thing.label for thing in found.named if thing.necessity} == {"statistics", "Python"}


def test_clauses_of_a_sentence_that_ask_for_nothing() -> None:
    text = "Analysts need strong SQL; the rest comes later"
    assert clauses_without_requirement(text) == ["the rest comes later"]


def test_what_somebody_has_worked_with_is_asked_for_in_prose() -> None:
    text = "Cook\nWho you are\nYou've worked with PyTorch and TensorFlow.\n\nWe pay well.\n"
    found = rolegraph.extract([text], kind="posting")[0]
    assert {thing.label for thing in found.named if thing.necessity} == {"PyTorch", "TensorFlow"}
