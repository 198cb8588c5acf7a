"""Employment types and seniority."""

from __future__ import annotations

import pytest

from rolegraph.model.nodes import Seniority
from rolegraph.readers.documents.fields.contracts import employment_types, seniorities, seniority_of
from rolegraph.readers.documents.fields.values import EmploymentType, SeniorityWord


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Full-time, permanent", ["Full Time", "Permanent"]),
        ("Part time (20 hours)", ["Part Time"]),
        ("A fixed-term contract", ["Fixed Term"]),
        ("Employment type: Contract", ["Contract"]),
        ("This is a temporary position", ["Temporary"]),
        ("an unpaid internship", ["Internship"]),
        ("Contract negotiation", []),
        ("permanent make-up", []),
        ("full-time study", []),
        ("a previous internship", []),
        ("casual dress", []),
    ],
)
def test_employment_types(text: str, expected: list[str]) -> None:
    values = [field.value for field in employment_types(text)]
    assert [value.name for value in values if isinstance(value, EmploymentType)] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Nurse", Seniority.SENIOR),
        ("Sr. Accountant", Seniority.SENIOR),
        ("Lead Baker", Seniority.LEAD),
        ("Head of Design", Seniority.HEAD),
        ("Graduate Engineer", Seniority.ENTRY),
        ("Apprentice Plumber", Seniority.ENTRY),
        ("Mid-level Developer", Seniority.MID),
        ("Senior Lead Engineer", Seniority.LEAD),
        ("Staff Nurse", None),
        ("Lead Generation Specialist", None),
        ("Assistant to the Director", None),
        ("International Buyer", None),
    ],
)
def test_the_seniority_of_a_title(title: str, expected: Seniority | None) -> None:
    assert seniority_of(title) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Experience level: Senior", [Seniority.SENIOR]),
        ("This is an entry-level position", [Seniority.ENTRY]),
        ("Work with senior stakeholders", []),
        ("senior-level executives", []),
    ],
)
def test_seniority_in_a_text(text: str, expected: list[Seniority]) -> None:
    values = [field.value for field in seniorities(text)]
    assert [value.seniority for value in values if isinstance(value, SeniorityWord)] == expected
