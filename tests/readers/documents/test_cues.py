"""Words that set a level or a necessity, and texts cut at them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.documents.cues import clauses, has_cue, level_of, segments, split_necessity

CUES = ["strong knowledge of", "basic", "experience with", "SQL", "and", ",", "Git", "is a plus", ";", "(e.g.", ")"]


@pytest.mark.parametrize(
    ("cue", "level"),
    [
        ("Familiarity with", Level.FAMILIAR),
        ("knowledge of", Level.WORKING),
        ("proven expertise in", Level.EXPERT),
        ("strong experience with", Level.PROFICIENT),
        ("in-depth knowledge of", Level.EXPERT),
        ("basic, in-depth", Level.FAMILIAR),
        ("interest in", None),
    ],
)
def test_levels(cue: str, level: Level | None) -> None:
    assert level_of(cue) is level


@pytest.mark.parametrize(
    ("text", "expected"),
    [("experience with SQL", True), ("Strong SQL", True), ("SQL", False), ("SQL (experience with it)", False)],
)
def test_cues_are_found_outside_brackets(text: str, expected: bool) -> None:
    assert has_cue(text) is expected


@pytest.mark.parametrize(
    ("text", "necessity", "rest"),
    [
        ("SQL", Necessity.ESSENTIAL, "SQL"),
        ("Docker is a big plus", Necessity.PREFERRED, "Docker"),
        ("Knowledge of R is often preferred", Necessity.PREFERRED, "Knowledge of R"),
        ("Preferred: Airflow", Necessity.PREFERRED, "Airflow"),
        ("Knowledge of R, which can be advantageous", Necessity.PREFERRED, "Knowledge of R"),
        ("Nice to have: Git", Necessity.PREFERRED, "Git"),
        ("a nonpreferred way", Necessity.ESSENTIAL, "a nonpreferred way"),
    ],
)
def test_necessity(text: str, necessity: Necessity, rest: str) -> None:
    assert split_necessity(text) == (necessity, rest)


def test_clauses() -> None:
    text = "Proficiency in SQL; knowledge of Git (R; Python). Excel, with Word preferred."
    assert clauses(text) == ["Proficiency in SQL", "knowledge of Git (R; Python)", "Excel", "Word preferred"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("SQL and R", [("SQL and R", None, "")]),
        ("5+ years of experience with SQL", [("SQL", Level.WORKING, "5+ years")]),
        ("statistics and strong SQL", [("statistics", None, ""), ("SQL", Level.PROFICIENT, "")]),
        ("Strong leadership experience", [("leadership", Level.PROFICIENT, "")]),
        ("basic knowledge of or experience with Linux", [("Linux", Level.FAMILIAR, "")]),
        (
            "basic knowledge of or experience with Linux, knowledge of Git",
            [("Linux", Level.FAMILIAR, ""), ("Git", Level.WORKING, "")],
        ),
        ("", []),
    ],
)
def test_segments(clause: str, expected: list[tuple[str, Level | None, str]]) -> None:
    assert [(segment.text, segment.level, segment.note) for segment in segments(clause)] == expected


def test_an_ability_is_not_cut() -> None:
    (segment,) = segments("Ability to give advice and strong support")
    assert (segment.text, segment.is_ability) == ("give advice and strong support", True)


@given(st.lists(st.sampled_from(CUES), max_size=12))
def test_segments_add_no_words(words: list[str]) -> None:
    text = " ".join(words)
    for clause in clauses(text):
        assert clause in text
        assert all(segment.text in clause for segment in segments(clause))
