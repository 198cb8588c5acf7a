"""Requirements in words."""

from __future__ import annotations

import pytest

from rolegraph import Kind, Necessity, Node, Requirement
from rolegraph.model.roles import either


def skill(label: str) -> Node:
    return Node(f"https://example.org/{label}", Kind.SKILL, label)


def degree(label: str) -> Node:
    return Node(f"https://example.org/{label}", Kind.DEGREE, label)


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([skill("Python")], "Python"),
        ([skill("Python"), skill("R")], "Python or R"),
        ([skill("Python"), skill("R"), skill("Java")], "Python, R or Java"),
        ([skill("Fluency in Greek"), skill("Fluency in Latin")], "Fluency in Greek or Fluency in Latin"),
        ([degree("Degree in Law"), degree("Degree in Tax")], "Degree in Law or Tax"),
        ([degree("Degree in Law"), degree("Ph.D. in Tax")], "Degree in Law, or Ph.D. in Tax"),
    ],
)
def test_alternatives_in_words(nodes: list[Node], words: str) -> None:
    assert either(nodes) == words


def test_a_requirement_says_that_a_related_field_will_do() -> None:
    requirement = Requirement("r", (degree("Degree in Law"),), Necessity.ESSENTIAL, open_to_related=True)
    assert requirement.label == "Degree in Law or a related field"
    assert requirement.essential
    assert not requirement._replace(necessity=Necessity.PREFERRED).essential
