"""What a person asks: the contradictions that are refused, and what names were taken for."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

import rolegraph
from rolegraph.errors import RolegraphError, UnknownNames
from rolegraph.model.nodes import DegreeLevel, Seniority
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.career_questions import DegreeWord, SeniorityWord
from rolegraph.server.served import ServedGraph


@pytest.fixture(scope="module")
def served() -> ServedGraph:
    return ServedGraph(rolegraph.open("shipped"))


def _ask(served: ServedGraph, name: str, **parameters: Any) -> Any:
    given = {key.rstrip("_"): value for key, value in parameters.items()}
    return QUESTIONS[name].model_validate(given).ask_served(served)[1]


def test_scales_have_the_words_of_the_model() -> None:
    assert get_args(SeniorityWord) == tuple(map(str, Seniority))
    assert get_args(DegreeWord) == tuple(map(str, DegreeLevel))


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("path", {"to": "data-scientist"}, "no starting point: name the role you have now as from"),
        ("path", {"from_": "data-analyst"}, "a path needs a goal"),
        ("path", {"from_": "data-analyst", "to": "data-scientist", "share": 0.4}, "add by=demand"),
        ("route", {"to": "data-scientist"}, "no starting point"),
        ("nearest", {}, "no starting point: name the role you have now as role"),
        ("nearest", {"reverse": True, "have": "python"}, "reverse takes a role alone"),
        ("nearest", {"by": "moves", "have": "python"}, "by=moves says where people go from a role"),
        ("compare", {"role": ["data-analyst", "Data Analyst"]}, "two or more different roles"),
    ],
)
def test_what_contradicts_itself_is_refused(
    served: ServedGraph, name: str, parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(RolegraphError, match=message):
        _ask(served, name, **parameters)


def test_all_names_that_mean_nothing_are_one_error(served: ServedGraph) -> None:
    with pytest.raises(UnknownNames) as caught:
        _ask(served, "path", from_="dragon tamer", to="moon farmer", have="swordplay")
    assert {error.name for error in caught.value.errors if hasattr(error, "name")} == {
        "dragon tamer",
        "moon farmer",
        "swordplay",
    }


def test_what_names_were_taken_for_is_noted(served: ServedGraph) -> None:
    assert _ask(served, "path", from_="data analysts", to="data-scientist").notes == (
        "'data analysts' is taken for 'Data Analyst'",
    )


def test_a_profile_that_is_sent_counts_with_what_is_named_beside_it(served: ServedGraph) -> None:
    sent = "goal: data-scientist\nhave:\n  python: expert\n"
    found = _ask(served, "path", profile=sent, have="sql:expert").result
    assert found.gap.role.slug == "data-scientist"
    assert {holding.label for holding in found.gap.profile.holdings} >= {"Python", "SQL"}


def test_names_of_a_profile_that_mean_nothing_are_left_out_only_where_that_is_asked(served: ServedGraph) -> None:
    sent = "goal: data-scientist\nhave:\n  python: expert\n  swordplay: expert\n"
    with pytest.raises(RolegraphError, match="profile, line 4: nothing is called 'swordplay'"):
        _ask(served, "path", profile=sent)
    assert _ask(served, "path", profile=sent, have="alchemy", skip_unknown=True).notes == (
        "have, nothing is called 'alchemy' (left out)",
        "profile, line 4: nothing is called 'swordplay' (left out)",
    )


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("path", {"goal": "x" * 301, "start": "data-analyst"}),
        ("path", {"to": "data-scientist", "from": "data-analyst", "hours": 3}),
        ("path", {"to": "data-scientist", "from": "data-analyst", "hours_per_week": float("nan")}),
        ("compare", {"role": ["data-analyst"]}),
        ("compare", {"role": [f"role-{number}" for number in range(21)]}),
        ("nearest", {"have": ",".join(f"skill-{number}" for number in range(201))}),
        ("nearest", {"role": "data-analyst", "seniority": "boss"}),
        ("demand", {"role": "data-analyst", "since": "1700000000"}),
        ("demand", {"role": "data-analyst", "since": "2026-02-31"}),
    ],
)
def test_parameters_have_limits(name: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        QUESTIONS[name].model_validate(parameters)


def test_hours_that_nobody_estimated_are_assumed_only_for_those_who_ask_so(served: ServedGraph) -> None:
    question = QUESTIONS["path"].model_validate(
        {"from": "data-analyst", "to": "lead-ml-engineer", "assume_hours": True}
    )
    graph, _ = question.ask_served(served)
    assert graph.dataset.assumes_hours
    assert not served.graph.dataset.assumes_hours
