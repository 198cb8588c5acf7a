"""The integer program against enumeration and against branch and bound, and what it does where time is up."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optimum import graph_of, optimum
from quality_paths import hard_problem, larger_problem
from tests.folders import FIXTURES
from tests.planning.branch_and_bound import searched

import rolegraph
from rolegraph.model.nodes import Level
from rolegraph.planning.problem import Situation, Target
from rolegraph.planning.solver import cheapest_plan
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.path_view import path_blocks

HARD = FIXTURES / "many_alternatives.ttl"


@pytest.fixture
def always_searched() -> Iterator[None]:
    """Plans that are found without the integer program are not looked for."""
    with (
        mock.patch("rolegraph.planning.solver._FEW", 0),
        mock.patch("rolegraph.planning.solver._forced", lambda _: {}),
    ):
        yield


def tangled_problem(chance: random.Random) -> tuple[Situation, list[Target]]:
    """Few capabilities, which may wait for each other in circles, at several levels."""
    names = "abcdef"[: chance.randint(3, 6)]
    pairs = list(combinations(names, 2))
    before = [tuple(chance.sample(pair, 2)) for pair in pairs if chance.random() < 0.3]
    narrower = [tuple(chance.sample(pair, 2)) for pair in pairs if chance.random() < 0.2]
    close = {pair: chance.choice([0.2, 0.5, 0.9, 1.0]) for pair in pairs if chance.random() < 0.4}
    hours = {name: float(chance.randint(1, 40)) for name in names}
    demand = {name: chance.randint(0, 2) for name in names}
    unestimated = [name for name in names if chance.random() < 0.2]
    relations = [(a, b) for a, b in before], [(a, b) for a, b in narrower]
    graph = graph_of(hours, *relations, close, unestimated=unestimated, demand=demand, tools=names[::2])
    known = {chance.choice(names): chance.choice(list(Level))} if chance.random() < 0.5 else {}
    levels = chance.sample(list(Level), 2)
    targets = [
        Target(frozenset(chance.sample(names, chance.randint(1, 3))), chance.choice(levels))
        for _ in range(chance.randint(1, 4))
    ]
    asked = frozenset(name for name in names if chance.random() < 0.3)
    return Situation(graph, known, asked=asked), targets


@pytest.mark.usefixtures("always_searched")
@pytest.mark.parametrize("seeds", [range(150), range(150, 300)], ids=str)
def test_finds_the_optimum_wherever_everything_can_be_tried(seeds: range) -> None:
    for seed in seeds:
        situation, targets = tangled_problem(random.Random(seed))  # noqa: S311 - for a test
        expected = optimum(situation, targets).needed
        plan = cheapest_plan(situation, targets)
        found = (plan.cost, plan.lower_bound) if plan else (float("inf"), float("inf"))
        assert found == pytest.approx((expected, expected)), seed


@pytest.mark.usefixtures("always_searched")
def test_agrees_with_branch_and_bound_where_not_everything_can_be_tried() -> None:
    for seed in range(20):
        situation, targets = larger_problem(random.Random(seed))  # noqa: S311 - for a test
        expected = searched(situation, targets, budget=20_000)
        plan = cheapest_plan(situation, targets)
        assert plan is not None
        assert (plan.cost, plan.lower_bound) == pytest.approx(expected), seed


def test_many_alternatives_that_build_on_each_other_are_planned_for_certain() -> None:
    graph = rolegraph.open(HARD)
    path = graph.path(graph.profile(), "goal")
    assert path.hours == pytest.approx(1460.539)
    assert path.optimal


def test_a_program_with_hundreds_of_capabilities_is_solved() -> None:
    situation, targets = hard_problem(random.Random(1), 100)  # noqa: S311 - for a test
    plan = cheapest_plan(situation, targets)
    hasty = cheapest_plan(situation, targets, 0)
    assert plan is not None
    assert hasty is not None
    assert plan.cost == plan.lower_bound
    assert hasty.lower_bound <= plan.cost <= hasty.cost


def test_a_plan_that_is_not_proven_says_how_far_off_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.planning.path.TIME_LIMIT", 0)
    graph = rolegraph.open(HARD)
    path = graph.path(graph.profile(), "goal")
    assert not path.optimal
    assert path.lower_bound <= 1460.539 <= path.weight
    above = f"{path.weight / path.lower_bound - 1:.0%}"
    assert f"so this one is at most {above} above" in to_markdown(path_blocks(path)).replace("\n", " ")


@given(st.permutations(range(8)))
@settings(max_examples=20)
def test_of_plans_that_cost_the_same_it_is_always_the_same(order: list[int]) -> None:
    names = [f"c{number}" for number in range(8)]
    graph = graph_of(dict.fromkeys([names[number] for number in order], 10.0), close={("c0", "c5"): 0.5})
    targets = [Target(frozenset((names[number], names[(number + 1) % 8])), Level.WORKING) for number in order]
    with mock.patch("rolegraph.planning.solver._FEW", 0):
        plan = cheapest_plan(Situation(graph, {}), targets)
    assert plan is not None
    assert plan.cost == 40
    assert sorted(plan.levels) == ["c0", "c2", "c4", "c6"]


def test_the_solver_prints_nothing_and_minds_no_other_threads() -> None:
    program = (
        "import highspy, rolegraph\n"
        "other = highspy.Highs(); other.silent(); other.setOptionValue('threads', 2)\n"
        "other.addVar(0, 1); other.run()\n"
        "print('begin', flush=True)\n"
        f"graph = rolegraph.open({str(HARD)!r})\n"
        "print(graph.path(graph.profile(), 'goal').optimal)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.partition("begin\n")[2] == "True\n"
    assert done.stderr == ""


def test_a_plan_without_a_search_imports_no_solver() -> None:
    program = (
        "import sys, rolegraph\n"
        "graph = rolegraph.open()\n"
        "graph.path('data-science-engineer', 'lead-ml-engineer')\n"
        "assert 'highspy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
