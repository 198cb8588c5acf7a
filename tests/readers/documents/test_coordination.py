"""Lists of capabilities: alternatives, examples, shared nouns and generic heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.coordination import alternatives

WORDS = ["Python", "SQL", "data cleaning", "preparation", "tools", "(e.g., R)", ",", "and", "or", "such as", "skills"]


def unknown(name: str) -> bool:
    del name
    return False


def shown(text: str, known: tuple[str, ...] = (), *, starts: bool = False) -> list[str]:
    """Each group as "A | B <example>"."""
    found = alternatives(text, lambda name: name in known, starts=starts)
    return [
        " | ".join(option.text for option in group.options)
        + (f" <{', '.join(group.examples)}>" if group.examples else "")
        for group in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python, R, or Java", ["Python | R | Java"]),
        ("Excel, SQL and Tableau or Looker", ["Excel", "SQL", "Tableau | Looker"]),
        ("one or more programming languages (Python or Scala)", ["Python | Scala"]),
        ("programming languages such as Python, R, or Java", ["Python | R | Java"]),
        (
            "model deployment and monitoring tools (e.g., MLflow, Kubeflow)",
            ["model deployment <MLflow, Kubeflow>", "model monitoring <MLflow, Kubeflow>"],
        ),
        ("SQL databases (MySQL, PostgreSQL)", ["SQL databases <MySQL, PostgreSQL>"]),
        ("databases such as MySQL, and data modeling", ["databases <MySQL>", "data modeling"]),
        ("data cleaning and preparation", ["data cleaning", "data preparation"]),
        ("data cleaning, preparation, and chart drawing", ["data cleaning", "preparation", "chart drawing"]),
        ("visualization tools (Tableau or Looker)", ["visualization <Tableau, Looker>"]),
        ("machine learning and programming", ["machine learning", "programming"]),
        ("written and verbal communication skills", ["written communication", "verbal communication"]),
        ("analytical and problem-solving skills", ["analytical skills", "problem-solving"]),
        ("building and deploying models", ["building and deploying models"]),
        ("data analysis tools and techniques", ["data analysis"]),
        ("Git, Docker, etc.", ["Git", "Docker"]),
        ("", []),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_what_is_looked_at_together_in_a_long_list_is_limited() -> None:
    names = [f"tool{number}" for number in range(250)]
    found = alternatives(" or ".join(names), unknown)
    assert [option.text for group in found for option in group.options] == names
    assert [len(group.options) for group in found] == [100, 100, 50]


def test_a_known_name_is_neither_cut_nor_shortened() -> None:
    assert shown("research and development", ("research and development",)) == ["research and development"]
    assert shown("statistics and soft skills", ("soft skills",)) == ["statistics", "soft skills"]
    assert shown("statistics and project skills") == ["statistics", "project skills"]


def test_a_bracket_may_be_another_name() -> None:
    (group,) = alternatives("natural language processing (NLP)", unknown)
    assert [(option.text, option.alt) for option in group.options] == [("natural language processing", ("NLP",))]


def test_only_the_first_name_starts_a_sentence() -> None:
    found = alternatives("Statistics and Excel", unknown, starts=True)
    assert [group.options[0].starts for group in found] == [True, False]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_every_group_has_names_from_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for group in alternatives(text, unknown):
        assert group.options
        assert all(option.text.split()[0] in text for option in group.options)
