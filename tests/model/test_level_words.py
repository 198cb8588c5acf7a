"""What people say they have: names with levels, however the level is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import Kind, Level, Node, RolegraphError
from rolegraph.errors import UnknownNode
from rolegraph.model.level_words import (
    LEVEL_OF,
    level_in,
    levels_of,
    named_with_level,
    parse_have,
    parse_holding,
    split_level,
)
from rolegraph.model.plans import ASSUMED_LEVEL

NAMES = (
    "python",
    "apache-spark",
    "proficient",
    "c++",
    "a:b",
    "Excel",
    "Spanish",
    "symbolic code (BASIC)",
    "data - entry",
)


def named(name: str) -> Node:
    if name not in NAMES:
        raise UnknownNode("node", name)
    return Node(f"https://example.org/{name}", Kind.SKILL, name)


@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(Level), min_size=1))
def test_what_is_written_is_what_is_held(levels: dict[str, Level | None]) -> None:
    text = ", ".join(name if level is None else f"{name}:{level}" for name, level in levels.items())
    assert parse_have(text, named) == {named(name): level or ASSUMED_LEVEL for name, level in levels.items()}


@given(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(LEVEL_OF)),
    st.sampled_from("{} ({})|{} - {}|{} – {}|{}: {}".split("|")),
)
def test_a_level_is_read_however_it_is_written(name: str, word: str, form: str) -> None:
    for written in (word, word.upper()):
        assert parse_holding(form.format(name, written), named) == (named(name), LEVEL_OF[word])


@given(st.sampled_from(NAMES))
def test_a_name_stays_a_name(name: str) -> None:
    assert parse_holding(name, named) == named_with_level(name, named) == (named(name), None)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("python (basic)", Level.FAMILIAR),
        ("python (Basic knowledge)", Level.FAMILIAR),
        ("python(advanced)", Level.PROFICIENT),
        ("Excel – expert", Level.EXPERT),
        ("Excel - very good", Level.PROFICIENT),
        ("Spanish B2", Level.WORKING),
        ("Spanish (native speaker)", Level.EXPERT),
        ("Spanish: fließend", Level.PROFICIENT),
    ],
)
def test_words_for_levels_are_understood(text: str, level: Level) -> None:
    ((_, found),) = parse_have(text, named).items()
    assert found is level


def test_what_is_in_brackets_and_no_level_is_part_of_a_name() -> None:
    for text in ("C (programming language)", "python-expert", "(basic)", "vitamin B12", "- expert", ""):
        assert split_level(text) == (text, None)
    assert level_in("") is level_in("level") is None


def test_two_levels_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(
        RolegraphError, match=r"^python \(basic\): expert says two levels, familiar and expert: keep one"
    ):
        parse_have("python (basic): expert", named)
    with pytest.raises(RolegraphError, match=r"^python is there twice, as familiar and as expert: keep one"):
        parse_have("python:familiar, c++, python - expert", named)
    assert parse_have("python (basic): beginner, python", named) == {named("python"): Level.FAMILIAR}
    assert levels_of([(named("python"), Level.EXPERT), (named("python"), None)]) == {named("python"): Level.EXPERT}


def test_an_unknown_name_is_reported_without_its_level() -> None:
    for text in ("pyton:expert", "pyton (basic)", "pyton – expert", "pyton (basic): expert", "pyton:superb"):
        with pytest.raises(UnknownNode) as caught:
            parse_have(text, named)
        assert caught.value.name == "pyton"


def test_a_colon_in_a_name_is_no_level() -> None:
    assert parse_holding("a:b", named) == (named("a:b"), None)
    assert parse_holding("a:b:expert", named) == (named("a:b"), Level.EXPERT)
    assert parse_have("", named) == {}


def test_a_list_that_names_nothing_is_refused() -> None:
    for text in (",,", " ", ":"):
        with pytest.raises(RolegraphError, match="names nothing: write NAME or NAME:LEVEL"):
            parse_have(text, named)


def test_an_unknown_level_and_an_unknown_name_are_told_apart() -> None:
    with pytest.raises(RolegraphError, match="unknown level 'superb' for python: use one of familiar, working"):
        parse_have("python:superb", named)
    with pytest.raises(UnknownNode, match="nothing is called 'pyton'"):
        parse_have("pyton:expert", named)
