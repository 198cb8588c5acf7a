"""Profiles put together, what is held in words, and gaps by standing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import Assessment, Gap, Kind, Level, Necessity, Node, Profile, Requirement, RolegraphError, Standing
from rolegraph.errors import UnknownNode
from rolegraph.model.plans import ASSUMED_LEVEL, Holding, combined, parse_have, parse_holding

NAMES = ("python", "apache-spark", "proficient", "c++", "a:b")


def named(name: str) -> Node:
    if name not in NAMES:
        raise UnknownNode("node", name)
    return Node(f"https://example.org/{name}", Kind.SKILL, name)


@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(Level), min_size=1))
def test_what_is_written_is_what_is_held(levels: dict[str, Level | None]) -> None:
    text = ", ".join(name if level is None else f"{name}:{level}" for name, level in levels.items())
    assert parse_have(text, named) == {named(name): level or ASSUMED_LEVEL for name, level in levels.items()}


def test_a_colon_in_a_name_is_no_level() -> None:
    assert parse_holding("a:b", named) == (named("a:b"), None)
    assert parse_holding("a:b:expert", named) == (named("a:b"), Level.EXPERT)
    assert parse_have("", named) == {}


def test_a_list_that_names_nothing_is_refused() -> None:
    for text in (",,", " ", ":"):
        with pytest.raises(RolegraphError, match="names nothing: write NAME or NAME:LEVEL"):
            parse_have(text, named)


def test_an_unknown_level_and_an_unknown_name_are_told_apart() -> None:
    with pytest.raises(RolegraphError, match="unknown level 'good' for python: use one of familiar, working"):
        parse_have("python:good", named)
    with pytest.raises(UnknownNode, match="nothing is called 'pyton'"):
        parse_have("pyton:expert", named)


def test_profiles_together_hold_everything_and_the_last_goal_counts() -> None:
    python, spark = named("python"), named("apache-spark")
    first = Profile("now", (Holding((python,), Level.EXPERT, "now"),), 5.0, learning=(spark,), goal=python)
    second = Profile("more", (Holding((spark,), Level.WORKING, "given"),), skipped=(python,), goal=spark)
    both = combined([first, second])
    assert both.name == "now + more"
    assert both.holdings == first.holdings + second.holdings
    assert (both.hours_per_week, both.goal) == (5.0, spark)
    assert (both.learning, both.skipped) == ((spark,), (python,))
    assert combined([]) == Profile("scratch")


def test_a_gap_gives_its_assessments_by_standing_and_necessity() -> None:
    python, role = named("python"), Node("r", Kind.ROLE, "R")
    essential = Requirement("1", (python,), Necessity.ESSENTIAL)
    preferred = Requirement("2", (python,), Necessity.PREFERRED)
    met, missing = Assessment(essential, Standing.MET), Assessment(preferred, Standing.MISSING)
    gap = Gap(Profile("p"), role, (met, missing))
    assert list(gap.select(Standing.MET)) == [met]
    assert list(gap.select(Standing.MISSING, Necessity.PREFERRED)) == [missing]
    assert list(gap.select(Standing.MISSING, Necessity.ESSENTIAL)) == []
