"""Degrees, certificates and languages of a CV, as people write their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Level
from rolegraph.readers.documents.cv_credentials import credentials_of, spoken
from rolegraph.readers.documents.cv_sections import CvLine, CvPart


def found(text: str, part: CvPart = CvPart.EDUCATION) -> list[tuple[str, str]]:
    return [(one.word, one.names[0]) for one in credentials_of(CvLine(1, text, part))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BSc (Hons) Nursing (Adult), De Courcy University, 2:1 2015 - 2018", "Bachelor's degree in Nursing (Adult)"),
        ("BA (Hons) Economics, 2:1, University of the Severn, 2013", "Bachelor's degree in Economics"),
        ("HBO Bachelor Communication Design, 2012-2016", "Bachelor's degree in Communication Design"),
        ("Master of Science in Computer Science", "Master's degree in Computer Science"),
        ("MPhys Physics, 2014 (first class)", "Master's degree in Physics"),
        ("PhD, Physics", "Doctorate in Physics"),
        ("B.Sc. Computer Science at the University of Leeds", "Bachelor's degree in Computer Science"),
        ("LLB (Hons) Law, First Class, 2016", "Bachelor's degree in Law"),
        ("NVQ Level 3 Electrotechnical Services, Bolton, 2016", "NVQ Level 3 Electrotechnical Services"),
        ("A-levels: Biology, Psychology 2014", "A-levels: Biology, Psychology"),
    ],
)
def test_a_degree_has_its_level_and_field(text: str, name: str) -> None:
    assert found(text) == [("degree", name)]


def test_a_degree_in_two_fields_has_both_as_parts() -> None:
    (one,) = credentials_of(CvLine(1, "BSc Mathematics and Physics", CvPart.EDUCATION))
    assert [part[0] for part in one.parts] == ["Bachelor's degree in Mathematics", "Bachelor's degree in Physics"]


@pytest.mark.parametrize("text", ["I don't have a bachelor's degree in Physics.", "No driving licence"])
def test_what_is_denied_is_not_there(text: str) -> None:
    assert found(text, CvPart.SUMMARY) == []


def test_what_is_not_finished_or_over_is_in_doubt() -> None:
    doubts = [
        one.doubt
        for text in ("PhD Physics, expected 2027", "Food hygiene certificate (expired 2021)", "BSc Physics, 2019")
        for one in credentials_of(CvLine(1, text, CvPart.EDUCATION))
    ]
    assert doubts == ["not finished", "no longer valid", ""]


@pytest.mark.parametrize("text", ["Taught BSc Nursing students", "Moved to Boston, MA Finance team"])
def test_what_others_study_is_no_degree(text: str) -> None:
    assert found(text, CvPart.EXPERIENCE) == []


def test_a_section_of_certificates_names_them() -> None:
    lines = {
        "JIB gold card": "JIB gold card",
        "City & Guilds 2391-52": "City & Guilds 2391-52",
        "Immediate Life Support (2023)": "Immediate Life Support",
        "First aid at work - expires 2026": "First aid at work",
    }
    for text, name in lines.items():
        assert found(text, CvPart.CERTIFICATES) == [("certificate", name)]
    assert found("Level 3 Award in Food Safety") == [("certificate", "Level 3 Award in Food Safety")]
    assert found("Leicester, all of 2014") == []


def test_languages_have_the_levels_that_are_said_and_lessons_give_none() -> None:
    text = "English (first language), Polish (fluent), German A2, French"
    (line, lesson) = (CvLine(1, text, CvPart.LANGUAGES), CvLine(1, "Taught English (B2)", CvPart.EXPERIENCE))
    levels = [(one.names[0], one.level) for one in spoken(line)]
    assert levels == [
        ("English", Level.EXPERT),
        ("Polish", Level.PROFICIENT),
        ("German", Level.FAMILIAR),
        ("French", None),
    ]
    assert list(spoken(lesson)) == []
    behind = CvLine(1, "German - native, English - fluent, Spanish - beginner", CvPart.LANGUAGES)
    assert [one.level for one in spoken(behind)] == [Level.EXPERT, Level.PROFICIENT, Level.FAMILIAR]


@given(st.text(max_size=120), st.sampled_from(CvPart))
def test_what_is_found_lies_in_the_line(text: str, part: CvPart) -> None:
    line = CvLine(1, text, part)
    assert all(0 <= one.start <= one.end <= len(text) for one in (*credentials_of(line), *spoken(line)))
