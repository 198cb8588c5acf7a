"""Titles of comparisons in many wordings."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read

from rolegraph.readers.documents.titles import singular


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Data Analyst vs. Data Scientist", ["Data Analyst", "Data Scientist"]),
        ("# Data Analyst vs Data Scientist: A Comprehensive Comparison", ["Data Analyst", "Data Scientist"]),
        ("Career Guide: ML Engineer versus Data Scientist - What Differs?", ["ML Engineer", "Data Scientist"]),
        ("DATA ANALYST VS. BI DEVELOPER", ["Data Analyst", "BI Developer"]),
        ("Data Analysts vs. Data Scientists", ["Data Analyst", "Data Scientist"]),
    ],
)
def test_titles(line: str, roles: list[str]) -> None:
    article = read(f"{line}\nTools\n- SQL")
    assert [role.role.label for role in article.roles] == roles


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Data Scientists", "Data Scientist"), ("Heads of Data", "Heads of Data"), ("Head of DevOps", "Head of DevOps")],
)
def test_the_singular_of_a_role(name: str, expected: str) -> None:
    assert singular(name) == expected
