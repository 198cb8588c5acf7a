"""Which phrases are surely names, and what stands for a general skill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.naming import (
    begins_no_list,
    deeds,
    general_skills,
    is_surely_a_name,
    is_surely_done,
    may_be_a_name,
    with_general_skills,
)


@pytest.mark.parametrize(
    "phrase", ["baker@example.org", "call 07700 900123", "see https://example.org", "0113 496 0000"]
)
def test_contact_data_name_no_skill(phrase: str) -> None:
    assert not may_be_a_name(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["wound care", "grain grading", "lead generation", "MIG welding", "ISO 9001", "WCAG 2.1", ".NET", "R", "kneading",
     "health and safety", "drafting of contracts", "commercial awareness", "IT support", "US GAAP"],
)  # fmt: skip
def test_names(phrase: str) -> None:
    assert is_surely_a_name(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["thorough", "willing to travel", "your own tools", "a busy kitchen", "fast-paced environment", "4+ years",
     "people who care", "excited", "can-do attitude", "write clean code", "we offer a pension", "five years", "similar",
     "a portfolio of work", "responsive", "detail-oriented", "£30,000", "very quickly", "other duties as required"],
)  # fmt: skip
def test_what_is_no_name(phrase: str) -> None:
    assert not is_surely_a_name(phrase)


def test_a_capital_inside_a_text_makes_a_name_of_a_word() -> None:
    assert is_surely_a_name("Outlook", starts=False)
    assert not is_surely_a_name("Outlook")
    assert is_surely_a_name("Read Write Now", starts=False)


def test_what_one_has_done_is_a_name_behind_a_cue() -> None:
    assert is_surely_a_name("safeguarding adults", is_cued=True)
    assert not is_surely_a_name("safeguarding adults")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("read blueprints", True), ("play the piano", True), ("lift 20 kg", False), ("work weekends", False),
     ("cook", False), ("explain to people what we do", False)],
)  # fmt: skip
def test_what_one_is_able_to_do(phrase: str, expected: bool) -> None:
    assert is_surely_done(phrase) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("read music and play the piano", ["read music", "play the piano"]),
        ("handle cash accurately, and bake bread", ["handle cash accurately, and bake bread"]),
        ("drive a tractor safely", ["drive a tractor"]),
        ("bake bread", ["bake bread"]),
    ],
)
def test_deeds(text: str, expected: list[str]) -> None:
    assert deeds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meticulous, with a can-do attitude", ["attention to detail"]),
        ("a good eye for detail", ["attention to detail"]),
        ("work under pressure and as part of a team", ["working under pressure", "teamwork"]),
        ("written and verbal communication skills", ["communication"]),
        ("patient care", []),
        ("thorough cleaning of tanks", []),
    ],
)
def test_general_skills(text: str, expected: list[str]) -> None:
    assert [name for *_, name in general_skills(text)] == expected


def test_general_skills_take_the_place_of_their_words() -> None:
    assert with_general_skills("Highly organised and self-motivated") == "organisation and self-motivation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Own tools and transport", True), ("Write reports", True), ("Friendly, calm and neat", True),
     ("Lead generation and cold calling", False), ("Analytical chemistry", False), ("US tax law", False)],
)  # fmt: skip
def test_texts_that_begin_no_list_of_names(text: str, expected: bool) -> None:
    assert begins_no_list(text) is expected


@given(st.text(alphabet="aZ 1./(),-'", max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    if is_surely_a_name(text):
        assert len(text.replace("/", " ").split()) <= 5
        assert any(map(str.isalnum, text))
    assert may_be_a_name(text) in (True, False)


@pytest.mark.parametrize("word", ["need", "performance", "implementation", "Technologies", "focus"])
def test_a_word_that_says_nothing_by_itself_is_no_name(word: str) -> None:
    assert not is_surely_a_name(word, is_cued=True)
