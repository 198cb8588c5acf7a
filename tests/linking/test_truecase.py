"""Capitals: names keep theirs, ordinary words lose those that a site put into mid-sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON

from rolegraph.linking.truecase import Truecase

TRUECASE = Truecase(["we clean data with care"], LEXICON, re.compile("Data Analysts?"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a bug: the full stop was taken for a part of the word
        ("Designing Data Pipelines. Using Power BI.", "Designing data pipelines. Using Power BI."),
        ("They use Machine Learning daily.", "They use machine learning daily."),
        ("A Data Analyst reads Data.", "A Data Analyst reads data."),
        ("They use Apache Spark and SQL.", "They use Apache Spark and SQL."),
        ("They like Python Programming.", "They like Python programming."),
        ("With Care they clean.", "With care they clean."),
    ],
)
def test_running_text(text: str, expected: str) -> None:
    assert TRUECASE.running(text) == expected


@pytest.mark.parametrize(
    ("name", "starts", "expected"),
    [
        ("Data Modeling", False, "data modeling"),
        ("Business Acumen", True, "business acumen"),
        ("Power BI", True, "Power BI"),
        ("Apache Spark", False, "Apache Spark"),
        ("Google Cloud", False, "Google Cloud"),
        ("Python Programming", False, "Python programming"),
        ("Excel", True, "Excel"),
        ("Falconry", False, "Falconry"),
        ("Leadership", True, "leadership"),
    ],
)
def test_labels(name: str, starts: bool, expected: str) -> None:
    assert TRUECASE.label(name, starts=starts) == expected


def test_words_that_the_article_writes_in_lower_case_are_ordinary() -> None:
    assert TRUECASE.is_ordinary("Care")
    assert TRUECASE.is_ordinary("Data-Care")
    assert not Truecase([], LEXICON).is_ordinary("Care")
    assert not Truecase(["we use excel"], LEXICON).is_ordinary("Excel")


@given(st.text(max_size=80), st.booleans())
def test_only_capitals_change(text: str, starts: bool) -> None:
    assert TRUECASE.running(text).lower() == text.lower()
    assert TRUECASE.label(text, starts=starts).lower() == text.lower()
