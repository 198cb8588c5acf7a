"""Headings of sections in many wordings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import read

from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.documents.headings import STANDARD_SECTIONS, Section, divides_section, heading_of, section_of


@pytest.mark.parametrize(
    "heading",
    [
        "3. Required Skills",
        "## Skills Required",
        "REQUIRED SKILLS:",
        "Key Skills",
        "**Skills**",
        "Skills and Competencies",
    ],
)
def test_headings_of_sections(heading: str) -> None:
    article = read(f"Data Analyst vs. BI Developer\n\n{heading}\n\nData Analyst\n- Expertise in SQL")
    assert [record.level for record in article.roles[0].requirements] == [Level.EXPERT]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("3. Key Responsibilities:", Section.RESPONSIBILITIES),
        ("TOOLS & SOFTWARE", Section.TOOLS),
        ("What does the role do?", Section.RESPONSIBILITIES),
        ("What they do", Section.RESPONSIBILITIES),
        ("Overview of the Roles", Section.DEFINITIONS),
        ("Requirements", Section.SKILLS),
        ("Featured Jobs", Section.JOBS),
        ("Getting Started: Practical Tips", None),
        ("Practical Tips for Getting Started", Section.TIPS),
        ("Outlook.", None),
        ("Data Protection Officer", None),
        ("Legal Secretary", None),
        ("Salary", Section.PAY),
    ],
)
def test_the_section_of_a_heading(heading: str, section: Section | None) -> None:
    assert section_of(heading) is section


@given(st.sampled_from(["Skills", "Tools", "Outlook", "Practical Tips"]), st.sampled_from(["Key", "The", "Common"]))
def test_fillers_case_and_numbers_do_not_change_the_section(heading: str, filler: str) -> None:
    wanted = section_of(heading)
    assert wanted is not None
    for variant in (heading.upper(), f"{filler} {heading}", f"2. {heading}:", f"{heading} for the Role"):
        assert section_of(variant) is wanted


@pytest.mark.parametrize(
    ("heading", "divides"),
    [("Technical Skills", True), ("Certifications:", True), ("Nice-to-haves", True), ("Skills", False), ("SQL", False)],
)
def test_headings_that_divide_a_section(heading: str, divides: bool) -> None:
    assert divides_section(heading) is divides


def test_an_article_should_have_eight_sections() -> None:
    first, *_, last = STANDARD_SECTIONS
    assert (len(STANDARD_SECTIONS), first, last) == (8, Section.DEFINITIONS, Section.TIPS)
    assert Section.INTRODUCTION not in STANDARD_SECTIONS


@pytest.mark.parametrize(
    ("heading", "section", "necessity"),
    [
        ("What skills does a glazier need?", Section.SKILLS, None),
        ("Which qualities do you need", Section.SKILLS, None),
        ("How much education do I need?", Section.EDUCATION, None),
        ("Do you need a degree?", Section.EDUCATION, None),
        ("What tools do glaziers use?", Section.TOOLS, None),
        ("Which one pays better?", Section.PAY, None),
        ("What could I earn?", Section.PAY, None),
        ("What will I do?", Section.RESPONSIBILITIES, None),
        ("Which career is right for you?", Section.CONCLUSION, None),
        ("It helps if you", Section.SKILLS, Necessity.PREFERRED),
        ("Extra karma", Section.SKILLS, Necessity.PREFERRED),
        ("You're our person if you...", Section.SKILLS, None),
        ("Not needed", Section.EMPLOYER, None),
        ("What you don't need", Section.EMPLOYER, None),
    ],
)
def test_headings_that_ask_or_wish(heading: str, section: Section, necessity: Necessity | None) -> None:
    assert heading_of(heading) == (section, necessity)
