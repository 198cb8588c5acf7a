"""Years of experience: how many, and of what."""

from __future__ import annotations

import pytest

from rolegraph.readers.documents.fields.values import Years
from rolegraph.readers.documents.fields.years import years_fields


def found(text: str) -> list[tuple[int | None, int | None, str]]:
    values = [field.value for field in years_fields(text)]
    return [(value.minimum, value.maximum, value.of) for value in values if isinstance(value, Years)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4+ years in a relevant kitchen role with hands-on Python", (4, None, "relevant kitchen role")),
        ("Minimum 2 years SQL experience", (2, None, "SQL")),
        ("At least 2 years of chairside experience.", (2, None, "chairside experience")),
        ("at least three years of experience in project management", (3, None, "project management")),
        ("Two years or more with Python.", (2, None, "Python")),
        ("3-5 yrs of experience in retail", (3, 5, "retail")),
        ("5 years' experience in a busy ward, ideally intensive care", (5, None, "busy ward")),
        ("over a decade of experience in audit", (10, None, "audit")),
        ("18 months of experience with SAP", (1, None, "SAP")),
        ("Experience of 2 to 4 years", (2, 4, "")),
        ("12 years (or 8 with a master) of experience", (12, None, "")),
        ("No experience required.", (0, None, "")),
        ("No prior sales experience needed", (0, None, "")),
        ("Five (5) years of progressively responsible experience in tax, audit or law", (5, None, "tax, audit or law")),
        ("We require 5+ years of experience using Revit.", (5, None, "Revit")),
        ("Have at least 2 years experience of working as a forklift driver", (2, None, "forklift driver")),
        ("You have worked as a nurse for at least 3 years", (3, None, "nurse")),
        ("Between 3 and 5 years of experience as a paralegal", (3, 5, "paralegal")),
        ("up to 2 years experience", (None, 2, "")),
        ("With your + 5 years knowledge of working with Typescript", (5, None, "Typescript")),
        ("Minimum of 3 years' post-qualification experience (PQE)", (3, None, "")),
        ("Experience level: 3 years", (3, None, "")),
        ("1-2 years' experience in Python, SQL or R preferred", (1, 2, "Python, SQL or R")),
        ("What our team asks for: 5 years of supply chain experience", (5, None, "supply chain experience")),
        ("At least one year's experience caring for older people", (1, None, "caring for older people")),
        ("2 yrs exp. in Tally", (2, None, "Tally")),
        ("We'd like someone with one year or more in a dental office", (1, None, "dental office")),
        ("at least 1 year on a section in a kitchen", (1, None, "section in a kitchen")),
        ("Excel (2 years)", (2, None, "Excel")),
    ],
)
def test_years_of_experience(text: str, expected: tuple[int | None, int | None, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "founded 20 years ago",
        "we have grown for 15 years",
        "We are a family firm with over 30 years of experience in roofing.",
        "You must be 18 years of age or older",
        "Eligible for the 401k after 1 year",
        "It takes three to four years to become a baker.",
        "over the next 3 years we will open ten shops",
        "12 month fixed-term contract",
        "Contract (2 years)",
        "2 years of full-time study",
        "A 4-year degree",
        "30 days of holidays per year",
        "Employment for a fixed term of three years, experience with horses is welcome",
    ],
)
def test_other_years(text: str) -> None:
    assert found(text) == []


def test_where_the_words_stand_that_say_of_what() -> None:
    text = "Python (3+ years) and at least 2 years of SQL experience"
    values = [field.value for field in years_fields(text)]
    assert [text[value.of_start : value.of_end] for value in values if isinstance(value, Years)] == ["Python", "SQL"]


def test_years_of_a_part_of_the_experience() -> None:
    # a bug: the second number was not read
    text = "Minimum of two (2) years of warehouse experience, 1 year in a supervisory capacity"
    assert found(text) == [(2, None, "warehouse experience"), (1, None, "supervisory capacity")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5+ yrs running distributed systems", (5, None)), ("Exp: 4+ yrs", (4, None))],
)
def test_years_of_doing_something(text: str, expected: tuple[int, int | None]) -> None:
    assert [years[:2] for years in found(text)] == [expected]


def test_years_running_are_no_experience() -> None:
    assert found("Voted best bakery ten years running.") == []
