"""What the words around a name say of it: its level, and whether it is known at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Level
from rolegraph.readers.documents.cv_cues import (
    LEARNING,
    NEGATED,
    LevelReader,
    doubt_of,
    is_about_employer,
    level_word,
    without_level,
)

FAMILIAR, WORKING, PROFICIENT, EXPERT = Level
NAMES = ("Python", "SQL", "Excel", "dbt", "Airflow")


def levels(sentence: str, heading: str = "") -> dict[str, Level | None]:
    reader = LevelReader(sentence, heading)
    places = sorted((sentence.find(name), name) for name in NAMES if name in sentence)
    return {name: reader.level(start, start + len(name)) for start, name in places}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Python, SQL", {"Python": None, "SQL": None}),
        ("Python (expert), SQL", {"Python": EXPERT, "SQL": None}),
        ("Python - advanced, SQL: basic", {"Python": PROFICIENT, "SQL": FAMILIAR}),
        ("advanced Excel, SQL", {"Excel": PROFICIENT, "SQL": None}),
        ("Proficient in Python, SQL and dbt; familiar with Airflow", dict.fromkeys(NAMES[:2], PROFICIENT)),
        (
            "SQL, basic knowledge of Python and dbt, Airflow",
            {"SQL": None, "Python": FAMILIAR, "dbt": FAMILIAR, "Airflow": None},
        ),
        ("Expert: Python, SQL", {"Python": EXPERT, "SQL": EXPERT}),
        ("Ten years of Python", {"Python": None}),
        ("Expertly wrote Python", {"Python": None}),
        ("Excel skills: intermediate", {"Excel": WORKING}),
        ("Wrote Python and advanced the project", {"Python": None}),
    ],
)
def test_a_level_is_what_the_words_say(sentence: str, found: dict[str, Level | None]) -> None:
    assert {name: level for name, level in levels(sentence).items() if name in found} == found


def test_a_heading_rates_what_is_below_it() -> None:
    assert levels("Python, SQL (expert)", "Advanced") == {"Python": PROFICIENT, "SQL": EXPERT}
    assert level_word("Basic knowledge") == FAMILIAR
    assert level_word("Databases") is None


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Used Python", ""),
        ("Machine learning in Python", ""),
        ("Not only Python", ""),
        ("Passionate developer, writes Python", ""),
        ("No SAP, but daily use of Python", ""),
        ("Currently learning Python", LEARNING),
        ("SQL, Python (learning)", LEARNING),
        ("To obtain a position using Python", "a wish or an interest"),
        ("I am studying SQL and Python", LEARNING),
        ("No experience with Python", NEGATED),
        ("Reports without using Python", NEGATED),
        ("I have never used SQL or Python", NEGATED),
        ("Python: none", NEGATED),
        ("Interested in Python", "a wish or an interest"),
        ("Looking to move into Python", "a wish or an interest"),
        ("Worked with a team that used Python", "what others did or used"),
        ("Worked with Python developers", "what others did or used"),
    ],
)
def test_what_is_not_known_is_told_from_what_is(sentence: str, doubt: str) -> None:
    start = sentence.find("Python")
    assert doubt_of(sentence, start, start + 6) == doubt


@pytest.mark.parametrize(
    "sentence", ["A maker of cloud software.", "The company sells ovens.", "Acme is a leading provider."]
)
def test_a_sentence_on_an_employer(sentence: str) -> None:
    assert is_about_employer(sentence)
    assert not is_about_employer("Sold ovens to a leading provider.")


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("Basic IT skills", "IT skills"),
        ("React (expert)", "React"),
        ("a little Vue", "Vue"),
        ("Excel - advanced", "Excel"),
        ("good knowledge of Italian cooking", "Italian cooking"),
        ("Photoshop daily", "Photoshop"),
        (".NET", ".NET"),
    ],
)
def test_a_name_without_its_level(item: str, name: str) -> None:
    assert without_level(item) == name


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 10))
def test_any_place_in_any_sentence_can_be_asked(sentence: str, start: int, length: int) -> None:
    start = min(start, len(sentence))
    end = min(start + length, len(sentence))
    assert LevelReader(sentence).level(start, end) in (None, *Level)
    assert isinstance(doubt_of(sentence, start, end), str)
