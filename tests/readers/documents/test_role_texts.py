"""Descriptions of one role, read whole."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read_as, short

from rolegraph.errors import SourceError
from rolegraph.readers.documents.records import TextKind

ROOFER = """What does a roofer do?

A roofer covers buildings so that they stay dry. The work is done in all weathers.

Responsibilities
- Strip old coverings.
- Fix battens and slates.

Skills
- Working knowledge of leadwork.
- Familiarity with scaffolds.

How much does a roofer earn?
Roofers earn a median of $50,000 a year.

Benefits
- A van
"""


def test_a_description_is_about_its_role_everywhere() -> None:
    article = read_as(ROOFER)
    (roofer,) = article.roles
    assert (article.kind, article.slug) == (TextKind.ROLE, "description-roofer")
    assert (roofer.role.label, article.postings) == ("Roofer", ())
    assert [record.text for record in roofer.definitions] == ["A roofer covers buildings so that they stay dry."]
    assert [record.text for record in roofer.responsibilities] == ["Strip old coverings", "Fix battens and slates"]
    assert [short(record) for record in roofer.requirements] == ["leadwork:working", "scaffolds:familiar"]
    assert [(pay.low, pay.currency, pay.period) for pay in roofer.pay] == [(50_000, "USD", "year")]


def test_no_section_of_a_description_is_missed() -> None:
    assert [finding.message for finding in read_as(ROOFER).findings] == []


def test_the_education_that_prose_names_is_asked_for() -> None:
    text = "Land Surveyor\n\nA land surveyor measures plots.\n\nHow to become a land surveyor\n"
    text += "Land surveyors need a bachelor's degree in geomatics. Visit a firm first."
    (surveyor,) = read_as(text, TextKind.ROLE).roles
    assert ["geomatics" in short(record).lower() for record in surveyor.requirements] == [True]


def test_what_will_do_is_an_alternative() -> None:
    text = "What does a roofer do?\n\nA roofer covers buildings.\n\nEducation\n"
    text += "A bachelor's degree in roofing is common; an apprenticeship will do."
    (asked,) = read_as(text).roles[0].requirements
    assert short(asked) == "Bachelor's degree in Roofing | Apprenticeship?"
    assert asked.passage.quote == "A bachelor's degree in roofing is common; an apprenticeship will do."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Skills\n- Python", "names no role"),
        ("What does a roofer do?\n\nIt is hard to say.", "says nothing of the role 'Roofer'"),
    ],
)
def test_what_describes_no_role_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read_as(text, TextKind.ROLE)
