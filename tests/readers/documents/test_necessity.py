"""How urgently each part of a clause is asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Necessity
from rolegraph.readers.documents.necessity import asked_parts

ESSENTIAL, PREFERRED = Necessity.ESSENTIAL, Necessity.PREFERRED


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("SQL", [("SQL", ESSENTIAL)]),
        ("SQL, ideally PostgreSQL", [("SQL", ESSENTIAL), ("PostgreSQL", PREFERRED)]),
        ("Experience in Java, ideally with Kotlin", [("Experience in Java", ESSENTIAL), ("Kotlin", PREFERRED)]),
        ("SQL databases (PostgreSQL preferred)", [("SQL databases", ESSENTIAL), ("PostgreSQL", PREFERRED)]),
        ("a till system (ideally Square)", [("a till system", ESSENTIAL), ("Square", PREFERRED)]),
        ("Forklift licence (desirable)", [("Forklift licence", PREFERRED)]),
        ("knife skills, fish filleting a big plus", [("knife skills", ESSENTIAL), ("fish filleting", PREFERRED)]),
        ("Python, R or SQL preferred", [("Python, R or SQL", PREFERRED)]),
        ("First aid is not essential but useful", [("First aid", PREFERRED)]),
        ("It would be great if you know Welsh", [("know Welsh", PREFERRED)]),
        ("Bonus points for Rust", [("Rust", PREFERRED)]),
        ("Python (must have), Scala (nice to have)", [("Python", ESSENTIAL), ("Scala", PREFERRED)]),
    ],
)
def test_parts(clause: str, expected: list[tuple[str, Necessity]]) -> None:
    assert [part[:2] for part in asked_parts(clause)] == expected


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        ("No degree required", ""),
        ("no previous experience needed", ""),
        ("Python is not needed, but SQL is a must", "SQL is a must"),
        ("SQL rather than R", "SQL"),
        ("You do not need to know Rust", ""),
        ("not just SQL", "SQL"),
        ("Notary work", "Notary work"),
        ("knots and splices", "knots and splices"),
    ],
)
def test_what_is_not_asked_for(clause: str, rest: str) -> None:
    assert "".join(part.text for part in asked_parts(clause)) == rest


def test_in_a_list_of_wishes_only_what_is_called_essential_is() -> None:
    parts = asked_parts("Driving licence (essential)", PREFERRED)
    assert [part[:2] for part in parts] == [("Driving licence", ESSENTIAL)]
    assert asked_parts("Welsh", PREFERRED)[0].necessity is PREFERRED


WORDS = [
    "Python",
    "and",
    "or",
    ",",
    "SQL",
    "(preferred)",
    "ideally",
    "is a plus",
    "not",
    "required",
    "no",
    "(ideally R)",
    "(",
    ")",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_word_is_made_up(words: list[str]) -> None:
    text = " ".join(words)
    for part in asked_parts(text):
        assert set(re.findall(r"\w+", part.text)) <= set(re.findall(r"\w+", text))
        assert any(map(str.isalnum, part.text))
