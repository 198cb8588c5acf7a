"""The many ways in which a text names its roles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON, read

from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.titles import find_title


@pytest.mark.parametrize(
    "heading",
    [
        "Data Analyst",
        "Data Analysts",
        "Data Analyst:",
        "### For Data Analysts",
        "**Data Analyst**",
        "- Data Analyst",
        "A Data Analyst",
    ],
)
def test_headings_of_roles(heading: str) -> None:
    article = read(
        f"Data Analyst vs. ML Engineer\n\nIndustries\n\n{heading}\n\n- Banking\n\nMachine Learning Engineers\n- Media"
    )
    assert [[record.industry.label for record in role.industries] for role in article.roles] == [["Banking"], ["Media"]]


def gazetteer(title: str = "Data Analyst vs. Machine Learning Engineer") -> RoleGazetteer:
    found = find_title([Line(1, title)])
    assert found is not None
    return RoleGazetteer(found, LEXICON)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Data Analysts work with ML engineers.", (0, 1)),
        ("a machine-learning engineer's day", (1,)),
        ("the metadata analyst", ()),
        ("Data Analyst-in-chief", (0,)),
        ("nobody", ()),
    ],
)
def test_roles_that_a_text_mentions(text: str, roles: tuple[int, ...]) -> None:
    assert gazetteer().mentioned(text) == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("For Data Analysts:", (0,)),
        ("The ML Engineer role", (1,)),
        ("Machine Learning Engineer (MLE)", (1,)),
        ("Data Analyst skills", ()),
        ("", ()),
    ],
)
def test_a_text_that_is_the_name_of_a_role(text: str, roles: tuple[int, ...]) -> None:
    assert gazetteer().named_by(text) == roles


@pytest.mark.parametrize(
    ("sentence", "subject", "predicate"),
    [
        ("A Data Analyst cleans data.", (0,), "cleans data."),
        ("However, most ML engineers deploy models.", (1,), "deploy models."),
        ("Data Analysts and ML Engineers use SQL.", (0, 1), "use SQL."),
        ("Both roles use SQL.", (0, 1), "use SQL."),
        ("They use SQL.", (), "They use SQL."),
    ],
)
def test_the_subject_of_a_sentence(sentence: str, subject: tuple[int, ...], predicate: str) -> None:
    assert gazetteer().subject(sentence) == (subject, predicate)


def test_sentences_go_to_the_role_before_them() -> None:
    text = "They read. Data Analysts clean data, while ML Engineers train models. They deploy them."
    assert gazetteer().by_subject(text, (0,)) == [
        ((0,), ["They read.", "Data Analysts clean data"]),
        ((1,), ["ML Engineers train models.", "They deploy them."]),
    ]


@given(st.lists(st.sampled_from(["Data Analysts", "ML Engineers", "They", "clean", "data.", ";", "while", "and"])))
def test_no_sentence_is_lost_by_its_subject(words: list[str]) -> None:
    text = " ".join(words)
    found = " ".join(sentence for _, sentences in gazetteer().by_subject(text, ()) for sentence in sentences)
    left = [word for word in re.findall(r"[\w.]+", found) if word != "while"]
    assert left == [word for word in re.findall(r"[\w.]+", text) if word != "while"]


def test_the_slug_of_an_article() -> None:
    assert gazetteer().article_slug() == "article-data-analyst-vs-ml-engineer"


def test_a_sentence_is_cut_only_between_two_subjects() -> None:
    text = "Data matters, while Data Analysts clean it."
    assert gazetteer().by_subject(text, (1,)) == [((1,), [text])]
