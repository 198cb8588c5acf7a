"""What the planner's form says: understood as a whole, or each problem beside its field with what mends it."""

from __future__ import annotations

from datetime import date
from random import Random
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.pages.clients import shipped_graph
from tests.server.pages.planner.kitchens import kitchens
from tests.worlds import World, dataset_of, worlds

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Level
from rolegraph.server.pages.planner.plan_form import (
    AskedPlan,
    FieldProblem,
    PlanForm,
    PlanStart,
    canonical,
    readable,
    understood,
)
from rolegraph.server.pages.shell import address


def form(graph: RoleGraph | None = None, /, **given: str | list[str]) -> PlanForm:
    """A form with parameters as an address has them; `from_` is `from`."""
    pairs = [
        (name.rstrip("_"), one)
        for name, value in given.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    return PlanForm.of(pairs, graph or shipped_graph())


def problems(**given: str | list[str]) -> list[FieldProblem]:
    found = understood(form(**given), shipped_graph())
    assert isinstance(found, list)
    return found


def asked(**given: str | list[str]) -> AskedPlan:
    found = understood(form(**given), shipped_graph())
    assert isinstance(found, AskedPlan)
    return found


def test_lists_are_written_with_lines_commas_semicolons_or_repeated() -> None:
    said = form(have=["python, sql:expert\r\n git ;docker", "r"])
    assert said.have == ("python", "sql:expert", "git", "docker", "r")


@pytest.mark.parametrize("text", ["Stocks, sauces and soups", "stocks,  sauces and SOUPS: expert"])
def test_a_name_with_commas_is_one_name(text: str) -> None:
    assert form(kitchens(), have=text).have == (" ".join(text.split()),)
    assert form(kitchens(), have="stocks, tasting").have == ("stocks", "tasting")


def test_a_form_that_is_understood_has_nodes_and_levels() -> None:
    found = asked(from_="Data Analyst", to="data scientist", have="sql:expert\nr", hours="7,5", start="2026-03-01")
    assert (found.role and found.role.slug, found.goal.slug) == ("data-analyst", "data-scientist")
    assert [(held.label, held.level) for held in found.profile.holdings][-1] == ("SQL", Level.EXPERT)
    assert (found.hours, found.day) == (7.5, date(2026, 3, 1))
    assert found.name == "Data Analyst + what you have"


def test_what_is_done_is_no_longer_learned_or_skipped() -> None:
    found = asked(to="data-scientist", done="python:expert", learning="python, git", skip="python, git")
    assert [held.label for held in found.profile.holdings if held.learned] == ["Python"]
    assert (found.profile.learning, [node.slug for node in found.profile.skipped]) == ((), ["git"])


def test_of_two_levels_the_higher_counts() -> None:
    found = asked(to="data-scientist", done=["python:working", "python:proficient"])
    assert [held.level for held in found.profile.holdings] == [Level.PROFICIENT]


def test_all_that_is_wrong_is_said_at_once_each_beside_its_field() -> None:
    found = problems(
        from_="data analist", to="data scentist", have="pyton:expert, sql", skip="quux", hours="x", start="1"
    )
    assert [(problem.field, problem.search) for problem in found] == [
        ("role", "data analist"), ("goal", "data scentist"), ("have", "pyton"), ("skip", "quux"), ("hours", ""),
        ("start", ""),
    ]  # fmt: skip


def test_a_choice_mends_its_field_and_leaves_the_rest() -> None:
    (problem,) = problems(to="data-scientist", have="git, pyton:expert", hours="8")
    python, out = problem.choices
    assert (python.node and python.node.label, python.form.have) == ("Python", ("git", "python:expert"))
    assert (out.words, out.form.have, out.form.hours) == ("leave it out", ("git",), "8")
    assert isinstance(understood(python.form, shipped_graph()), AskedPlan)


def test_a_name_that_means_several_things_is_not_guessed() -> None:
    found = understood(form(kitchens(), to="Sauce cook", have="tasting:expert"), kitchens())
    assert isinstance(found, list)
    (problem,) = found
    assert problem.message == "'tasting' names more than one node. Which is meant?"
    assert [choice.form.have for choice in problem.choices] == [("skill/tasting:expert",), ("tool/tasting:expert",), ()]


def test_what_is_skipped_is_something_to_learn() -> None:
    found = asked(to="data-scientist", skip="statistics")
    assert [node.kind for node in found.profile.skipped] == [Kind.SKILL]


def test_what_mends_a_field_fits_into_it() -> None:
    (problem,) = problems(to="python")
    assert problem.message == "No role is called 'python' here: that is a name of another kind (tool)."
    assert problem.choices == ()
    (problem,) = problems(to="data-scientist", have="data analyst")
    assert [choice.words for choice in problem.choices] == ["leave it out"]


def test_signs_between_names_are_no_names() -> None:
    assert form(have=":, - ,;; •\n, C++").have == ("C++",)


def test_a_level_that_is_none_is_said() -> None:
    (problem,) = problems(have="python:wizard")
    assert problem.message.startswith("python:wizard: unknown level 'wizard'")


def test_a_form_without_a_goal_is_a_start() -> None:
    found = understood(form(from_="data-analyst", have="sql:expert"), shipped_graph())
    assert type(found) is PlanStart
    assert found.name == "Data Analyst + what you have"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"have": "\n".join(f"skill {number}" for number in range(301))}, "have"),
        ({"have": "x" * 5000}, "have"),
        ({"from_": "x" * 5000}, "role"),
        ({"skip": ["a" * 201]}, "skip"),
    ],
)
def test_what_no_address_can_hold_is_refused_before_it_is_looked_up(given: dict[str, str], field: str) -> None:
    assert {problem.field for problem in problems(to="data-scientist", **given)} == {field}


def test_many_names_that_mean_nothing_are_not_all_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.server.pages.planner.plan_form._MOST_PROBLEMS", 2)
    names = "\n".join(f"quux {number}" for number in range(200))
    found = understood(form(kitchens(), to="Sauce cook", have=names), kitchens())
    assert isinstance(found, list)
    assert len(found) == 3
    assert found[-1].message == "From 'quux 2' on nothing was looked up: first put right what is above."


@pytest.mark.parametrize("text", ["0", "-3", "nan", "inf", "1e9", "169", "eight", "²"])
def test_hours_are_a_number_of_hours_of_a_week(text: str) -> None:
    assert [problem.field for problem in problems(to="data-scientist", hours=text)] == ["hours"]


@pytest.mark.parametrize("text", ["2026-02-30", "1492-01-01", "9999-12-31", "tomorrow", "20260101T00"])
def test_a_start_is_a_day_that_somebody_can_begin_on(text: str) -> None:
    assert [problem.field for problem in problems(to="data-scientist", start=text)] == ["start"]


def test_an_entry_is_taken_out_by_its_list() -> None:
    said = form(have="python, git", skip="git", without="have git")
    assert (said.have, said.skip) == (("python",), ("git",))


@settings(max_examples=12)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_address_of_a_plan_asks_for_the_same_plan(world: World, random: Random) -> None:
    graph = RoleGraph(dataset_of(world))
    roles = graph.nodes(Kind.ROLE)
    held = [node.iri for kind in CAPABILITY_KINDS for node in graph.nodes(kind)]
    random.shuffle(held)
    said = PlanForm(role=roles[0].iri, goal=roles[-1].iri, have=tuple(held[:3]), done=(held[0],), skip=tuple(held[3:5]))
    found = understood(said, graph)
    assert isinstance(found, AskedPlan)
    for again in (canonical(found, graph), readable(found, graph)):
        pairs = parse_qsl(address("/plan", **{f"{key}_": value for key, value in again.parameters.items()})[6:])
        other = understood(PlanForm.of(pairs, graph), graph)
        assert isinstance(other, AskedPlan)
        assert (other.role, other.goal, other.profile) == (found.role, found.goal, found.profile)
