"""Phrases that views share: hours, levels, what a person has, who says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Level, Necessity, Node
from rolegraph.model.plans import Holding
from rolegraph.model.roles import Evidence, Requirement
from rolegraph.render.text import (
    NOTHING,
    Citations,
    Heading,
    Table,
    Text,
    about,
    asked,
    counted,
    held_as,
    holding_level,
    level,
    section,
)

PYTHON, R = Node("x:/python", Kind.TOOL, "Python"), Node("x:/r", Kind.TOOL, "R")
DEGREE = Node("x:/degree", Kind.DEGREE, "Bachelor's degree")


@given(st.floats(0, 10_000))
def test_hours_are_rounded_by_at_most_half_a_step(hours: float) -> None:
    step = 1 if hours < 20 else 5 if hours < 200 else 10
    shown = int(about(hours).removeprefix("~").replace(",", ""))
    assert shown % step == 0
    assert abs(shown - hours) <= step / 2


def test_a_level_that_nobody_states_is_not_filled_in() -> None:
    assert [level(value) for value in (None, *Level)] == [NOTHING, "familiar", "working", "proficient", "expert"]


def test_what_a_person_has() -> None:
    implied = Holding((PYTHON, R), Level.WORKING, "Data Analyst", implied=True)
    assert (held_as(implied), holding_level(implied)) == ("Python or R (working, Data Analyst)", "working")
    degree = Holding((DEGREE,), Level.WORKING, "given", open_to_related=True)
    assert (held_as(degree), holding_level(degree)) == ("Bachelor's degree or a related field", NOTHING)


def test_a_requirement_is_named_with_its_examples() -> None:
    assert asked(Requirement("x:/q", (PYTHON, R), Necessity.ESSENTIAL)) == "Python or R"
    assert asked(Requirement("x:/q", (PYTHON,), Necessity.ESSENTIAL, examples=(R,))) == "Python (e.g. R)"


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [(1, "step", "1 step"), (0, "step", "0 steps"), (1200, "capability", "1,200 capabilities"), (2, "way", "2 ways")],
)
def test_things_are_counted(number: int, noun: str, words: str) -> None:
    assert counted(number, noun) == words


def test_sources_are_numbered_as_they_are_first_cited() -> None:
    first, second = Node("x:/a", Kind.SOURCE, "A"), Node("x:/b", Kind.SOURCE, "B")
    citations = Citations()
    assert citations.places([Evidence(second, "Skills", 7), Evidence(second, "Skills", 7)]) == "[1] Skills, line 7"
    assert citations.places([Evidence(first, "", None), Evidence(second, "", 9)]) == "[2]; [1] line 9"
    assert citations.places([]) == NOTHING
    assert citations.sources == ["[1] B (b)", "[2] A (a)"]


ROWS = [(str(number), "x") for number in range(30)]


def test_a_section_without_rows_is_nothing() -> None:
    assert list(section("Title", ("#", "Name"), [])) == []


def test_a_section_has_a_title_and_all_rows() -> None:
    assert list(section("Title", ("#", "Name"), ROWS, ["#"])) == [
        Heading("Title"),
        Table(("#", "Name"), ROWS, frozenset({"#"})),
    ]


def test_a_long_section_is_cut_and_says_so() -> None:
    *_, table, remark = section("Title", ("#", "Name"), ROWS, limit=20)
    assert isinstance(table, Table)
    assert list(table.rows) == ROWS[:20]
    assert remark == Text("showing 20 of 30", quiet=True)
    assert len(list(section("Title", ("#", "Name"), ROWS[:20], limit=20))) == 2
