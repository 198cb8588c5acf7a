"""Sentences outside sections, put where what they say belongs."""

from __future__ import annotations

import pytest

from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.headings import Section
from rolegraph.readers.documents.placement import of_advertisement


def placed(text: str, section: Section = Section.INTRODUCTION, *, is_bullet: bool = False) -> list[tuple[Section, str]]:
    item = Item(section, "", (0,), text, 1, is_bullet)
    return [(found.section, found.text) for found in of_advertisement([item], "Porter")]


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("2 plumbers needed in Leeds.", None),
        ("A forklift licence is required.", Section.SKILLS),
        ("You must have a clean driving licence.", Section.SKILLS),
        ("We are looking for someone with experience of night shifts.", Section.SKILLS),
        ("Experience with pallets is a plus.", Section.SKILLS),
        ("You will load the vans before six.", Section.RESPONSIBILITIES),
        ("The role involves lifting.", Section.RESPONSIBILITIES),
        ("Our house stands by the sea.", None),
        ("We offer 28 days of holiday.", None),
        ("We welcome applications from all backgrounds.", None),
        ("Apply with your CV by Friday.", None),
        ("The weather is fine.", Section.INTRODUCTION),
    ],
)
def test_a_sentence_of_an_advertisement_goes_where_it_belongs(sentence: str, section: Section | None) -> None:
    assert [found for found, _ in placed(sentence)] == ([section] if section else [])


def test_a_duty_is_told_without_whom_it_falls_to() -> None:
    for duty in (
        "You will also load the vans.",
        "The Porter will load the vans.",
        "The role is responsible for load the vans.",
    ):
        assert placed(duty) == [(Section.RESPONSIBILITIES, "Load the vans.")]


@pytest.mark.parametrize(
    ("bullet", "section", "expected"),
    [
        ("Load the vans.", Section.RESPONSIBILITIES, Section.RESPONSIBILITIES),
        ("Two years' experience of loading.", Section.RESPONSIBILITIES, Section.SKILLS),
        ("Experience of loading vans.", Section.RESPONSIBILITIES, Section.SKILLS),
        ("Load the vans.", Section.DEFINITIONS, Section.RESPONSIBILITIES),
        ("Good knowledge of pallets.", Section.OTHER, Section.SKILLS),
        ("A warm hall.", Section.OTHER, Section.OTHER),
    ],
)
def test_a_bullet_of_an_advertisement_goes_where_it_belongs(bullet: str, section: Section, expected: Section) -> None:
    assert [found for found, _ in placed(bullet, section, is_bullet=True)] == [expected]


@pytest.mark.parametrize("section", [Section.BENEFITS, Section.EMPLOYER, Section.APPLICATION])
def test_what_employers_say_of_themselves_is_left_out(section: Section) -> None:
    assert placed("You must have experience.", section) == []
