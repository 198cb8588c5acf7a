"""The sections of a CV, and which of its lines say who somebody is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.cv_sections import CvLine, CvPart, PersonalData, cv_lines, part_of
from rolegraph.readers.documents.forms import read_documents


def lines_of(text: str) -> list[CvLine]:
    (document,) = read_documents(text.encode(), "cv.txt")
    return list(cv_lines(document.lines))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("WORK EXPERIENCE", CvPart.EXPERIENCE),
        ("Employment history:", CvPart.EXPERIENCE),
        ("Career", CvPart.EXPERIENCE),
        ("Positions held", CvPart.EXPERIENCE),
        ("Clients and work", CvPart.EXPERIENCE),
        ("Education and training", CvPart.EDUCATION),
        ("Academic background", CvPart.EDUCATION),
        ("Studies", CvPart.EDUCATION),
        ("Technical skills", CvPart.SKILLS),
        ("Programming languages", CvPart.SKILLS),
        ("Skills & tools", CvPart.SKILLS),
        ("Things I can do", CvPart.SKILLS),
        ("SKILLS SUMMARY", CvPart.SKILLS),
        ("Language skills", CvPart.LANGUAGES),
        ("Licences and certificates", CvPart.CERTIFICATES),
        ("Tickets and cards", CvPart.CERTIFICATES),
        ("Registration and training", CvPart.CERTIFICATES),
        ("Volunteer experience", CvPart.VOLUNTEERING),
        ("Selected projects", CvPart.PROJECTS),
        ("Personal details", CvPart.PERSONAL),
        ("Personal statement", CvPart.SUMMARY),
        ("About me", CvPart.SUMMARY),
        ("Hobbies and interests", CvPart.INTERESTS),
        ("References", CvPart.REFEREES),
        ("Led the work on languages of clients", None),
        ("Languages are my work.", None),
        ("2019 Experience", None),
        ("skills", None),
    ],
)
def test_a_heading_is_of_words_that_headings_of_cvs_have(heading: str, part: CvPart | None) -> None:
    assert part_of(heading) == part


def test_lines_belong_to_the_heading_above_them_and_groups_stay_in_theirs() -> None:
    found = lines_of(
        "# Me\n\nLeeds\n\n## Skills\n\n### Languages\n\n- Python\n\n## Rowing\n\nCox\n\n## Work\n\nBaker\n"
    )
    assert [(line.text, line.part) for line in found] == [
        ("Me", CvPart.HEAD),
        ("Leeds", CvPart.HEAD),
        ("Languages", CvPart.SKILLS),
        ("Python", CvPart.SKILLS),
        ("Rowing", CvPart.OTHER),
        ("Cox", CvPart.OTHER),
        ("Baker", CvPart.EXPERIENCE),
    ]


def test_a_sentence_at_the_head_is_a_summary() -> None:
    (name, line) = lines_of("Robin Sample\nI have baked bread in two shops since 2019.\n")
    assert (name.part, line.part) == (CvPart.HEAD, CvPart.SUMMARY)


def test_a_label_says_what_its_line_is() -> None:
    found = lines_of("Baker\nLanguages: Welsh\nNationality: Irish\n\nSkills\nWeb: HTML\nPhone: 1\n")
    assert [(line.label, line.text, line.part) for line in found] == [
        ("", "Baker", CvPart.HEAD),
        ("Languages", "Welsh", CvPart.LANGUAGES),
        ("Nationality", "Irish", CvPart.PERSONAL),
        ("Web", "HTML", CvPart.SKILLS),
        ("Phone", "1", CvPart.PERSONAL),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "me@example.org",
        "Call +44 7700 900123",
        "(0113) 496 0000",
        "https://example.org/me",
        "github.com/someone",
        "12 Mill Lane, Leeds",
        "Lindenstraße 4",
        "LS1 4AB",
        "born on 3 May",
        "Married, two children",
        "British citizen",
    ],
)
def test_contact_data_say_who_somebody_is(text: str) -> None:
    line = CvLine(1, text, CvPart.HEAD)
    assert PersonalData([], []).says_who(line)


@pytest.mark.parametrize(
    "text",
    ["Mar 2015 - 2018", "2015 - 2018", "Led 14 pickers, 24/7", "18th Edition BS 7671 (2022)", "£37,336 - £40,221"],
)
def test_figures_of_work_are_no_contact_data(text: str) -> None:
    assert not PersonalData([], []).says_who(CvLine(1, text, CvPart.EXPERIENCE))


@pytest.mark.parametrize("text", ["SQL - born 1985", "Python, mother of two", "R; Muslim", "Go, member of a union"])
def test_who_somebody_is_is_not_quoted_wherever_it_stands(text: str) -> None:
    assert PersonalData([], []).says_who(CvLine(1, text, CvPart.EXPERIENCE))


def test_the_name_at_the_head_is_known_below() -> None:
    lines = lines_of("Robin Sample\nBaker\n\nProfile\nRobin bakes bread.\nBread since 2010.\n")
    private = PersonalData(lines, [line.text == "Baker" for line in lines])
    assert [line.text for line in lines if private.says_who(line)] == ["Robin Sample", "Robin bakes bread."]


@given(st.text(max_size=80))
def test_any_line_has_a_section(text: str) -> None:
    part_of(text)
    assert len(PersonalData.hidden(text)) == len(text)
