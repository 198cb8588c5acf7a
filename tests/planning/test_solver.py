"""The planner against enumeration: on graphs small enough to try everything, it finds the optimum."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import permutations, product
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optimum import cost_in_order, costs_of_states, graph_of, optimum

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import Situation, Target
from rolegraph.planning.solver import Plan, cheapest_plan

NAMES = "abcdef"


def cheapest_by_trying_all_orders(situation: Situation, chosen: Mapping[str, Level]) -> float:
    return min(cost_in_order(situation, order, chosen) for order in permutations(chosen))


@st.composite
def situations(draw: st.DrawFn, *, narrower: bool = True, close_ones: bool = True) -> tuple[Situation, list[Target]]:
    names = NAMES[: draw(st.integers(2, 6))]
    hours = {name: float(draw(st.integers(1, 40))) for name in names}
    pairs = [(one, other) for one in names for other in names if one < other]
    subset = st.lists(st.sampled_from(pairs), max_size=5, unique=True)
    strengths = st.sampled_from([0.2, 0.5, 0.9, 1.0])
    close = {pair: draw(strengths) for pair in draw(subset)} if close_ones else {}
    wider = [
        (b, a) if draw(st.booleans()) else (a, b)
        for a, b in draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    ]
    graph = graph_of(
        hours,
        draw(subset),
        wider if narrower else (),
        close,
        unestimated=draw(st.frozensets(st.sampled_from(names), max_size=2)),
        demand=draw(st.dictionaries(st.sampled_from(names), st.integers(0, 2))),
        tools=names[::2],
    )
    levels = st.sampled_from(list(Level))
    known = draw(st.dictionaries(st.sampled_from(names), levels, max_size=2))
    either = draw(
        st.lists(st.tuples(st.frozensets(st.sampled_from(names), min_size=2, max_size=3), levels), max_size=1)
    )
    some = st.frozensets(st.sampled_from(names), max_size=2)
    evident = {one: level for one, level in known.items() if one not in draw(some)}
    situation = Situation(graph, known, either, draw(some), draw(some), evident)
    targets = draw(
        st.lists(
            st.builds(Target, st.frozensets(st.sampled_from(names), min_size=1, max_size=3), levels),
            min_size=1,
            max_size=3,
        )
    )
    return situation, targets


def changed(
    situation: Situation, known: Mapping[str, Level], evident: Mapping[str, Level], asked: frozenset[str] | None = None
) -> Situation:
    """The same for someone who has other things, and for a role that asks for others."""
    asked = situation.asked if asked is None else asked
    return Situation(situation.graph, known, situation.either, situation.skipped, asked, evident)


@settings(max_examples=100)
@given(situations())
def test_the_oracle_knows_what_every_order_costs(case: tuple[Situation, list[Target]]) -> None:
    situation, _ = case
    names = sorted(situation.graph.nodes)
    levels = [Level.WORKING, Level.EXPERT]
    costs = costs_of_states(situation, levels)
    above = [[0, *(int(level) for level in levels if level > situation.known.get(one, 0))] for one in names]
    for state in product(*above):
        chosen = {one: Level(level) for one, level in zip(names, state, strict=True) if level}
        if len(chosen) < 5:
            assert costs.get(state, float("inf")) == pytest.approx(cheapest_by_trying_all_orders(situation, chosen))


@settings(max_examples=300)
@given(situations())
def test_finds_the_optimum_wherever_everything_can_be_tried(case: tuple[Situation, list[Target]]) -> None:
    situation, targets = case
    expected = optimum(situation, targets).needed
    plan = cheapest_plan(situation, targets)
    if expected == float("inf"):
        assert plan is None
        return
    assert plan is not None
    assert abs(plan.cost - expected) < 1e-6
    assert abs(plan.lower_bound - plan.cost) < 1e-6


@settings(max_examples=200)
@given(situations())
def test_a_plan_can_be_carried_out_in_its_order(case: tuple[Situation, list[Target]]) -> None:
    situation, targets = case
    plan = cheapest_plan(situation, targets)
    if plan is None:
        return
    for part in plan.schedules:
        done: dict[str, Level] = {}
        for one in part.order:
            assert all(target.is_met_by(done) for target in situation.prerequisites(one))
            if part.choices[one].planned:
                assert part.choices[one].base in done
            done[one] = plan.levels[one]
    for target in targets:
        assert situation.is_met(target) or any(plan.levels.get(one, 0) >= target.level for one in target.candidates)


@settings(max_examples=200)
@given(situations(close_ones=False), st.data())
def test_knowing_more_never_costs_more(case: tuple[Situation, list[Target]], data: st.DataObject) -> None:
    situation, targets = case
    extra = data.draw(st.sampled_from(sorted(situation.graph.nodes)))
    level = data.draw(st.sampled_from(list(Level)))
    known, evident = (
        {**levels, extra: max(level, levels.get(extra, level))} for levels in (situation.known, situation.evident)
    )
    before, after = cheapest_plan(situation, targets), cheapest_plan(changed(situation, known, evident), targets)
    if before is not None:
        assert after is not None
        assert after.cost <= before.cost + 1e-6


@settings(max_examples=200)
@given(situations(close_ones=False), st.data())
def test_a_detour_never_costs_less(case: tuple[Situation, list[Target]], data: st.DataObject) -> None:
    # one role asks for some of the targets and another for the rest; a third one for all, directly
    situation, targets = case
    first = data.draw(st.sets(st.sampled_from(targets)))
    asked = data.draw(st.frozensets(st.sampled_from(sorted(situation.graph.nodes)), max_size=2))
    directly = cheapest_plan(changed(situation, situation.known, situation.evident, situation.asked | asked), targets)
    there = cheapest_plan(situation, [target for target in targets if target in first])
    if directly is None or there is None:
        return
    known = {**situation.known, **there.levels}
    onwards = changed(situation, known, situation.evident, asked)
    rest = cheapest_plan(onwards, [target for target in targets if target not in first])
    assert rest is None or directly.cost <= there.cost + rest.cost + 1e-6


@settings(max_examples=200)
@given(situations())
def test_without_time_there_is_still_a_plan_and_an_honest_bound(case: tuple[Situation, list[Target]]) -> None:
    situation, targets = case
    thorough = cheapest_plan(situation, targets)
    with mock.patch("rolegraph.planning.solver._FEW", 0):
        hasty = cheapest_plan(situation, targets, 0)
    if thorough is None:
        assert hasty is None
        return
    assert hasty is not None
    assert hasty.lower_bound - 1e-6 <= thorough.cost <= hasty.cost + 1e-6


@settings(max_examples=100)
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(case: tuple[Situation, list[Target]], chance: random.Random) -> None:
    situation, targets = case
    nodes, edges = list(situation.graph.nodes(data=True)), list(situation.graph.edges(data=True))
    for some in (nodes, edges, targets):
        chance.shuffle(some)
    other = situation.graph.__class__()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    again = changed(situation, dict(sorted(situation.known.items(), reverse=True)), situation.evident)
    again.graph = other
    expected, found = cheapest_plan(situation, targets[::-1]), cheapest_plan(again, targets)
    assert (found and found.levels) == (expected and expected.levels)


@settings(max_examples=200)
@given(situations(narrower=False))
def test_a_cost_is_at_least_that_of_its_hardest_step(case: tuple[Situation, list[Target]]) -> None:
    plan = cheapest_plan(*case)
    assert plan is not None
    steps = [choice.cost for part in plan.schedules for choice in part.choices.values()]
    assert plan.cost >= max(steps, default=0.0) - 1e-9
    assert all(cost >= 0 for cost in steps)


def test_takes_the_alternative_that_shares_prerequisites() -> None:
    # c alone looks cheaper, but b's prerequisite is needed anyway
    graph = graph_of({"a": 30, "b": 10, "c": 20}, prerequisites=[("a", "b")])
    plan = cheapest_plan(
        Situation(graph, {}), [Target(frozenset("a"), Level.WORKING), Target(frozenset("bc"), Level.WORKING)]
    )
    assert plan is not None
    assert plan.levels.keys() == {"a", "b"}


def test_what_is_built_on_saves_no_more_than_went_into_it() -> None:
    graph = graph_of({"small": 10, "large": 100}, close={("small", "large"): 0.9})
    situation = Situation(graph, {"small": Level.WORKING})
    plan = cheapest_plan(situation, [Target(frozenset({"large"}), Level.WORKING)])
    assert plan is not None
    assert plan.cost == 100 - 9


def test_capabilities_that_wait_for_each_other_cannot_be_planned() -> None:
    graph = graph_of({"a": 1, "b": 1}, prerequisites=[("a", "b"), ("b", "a")])
    assert cheapest_plan(Situation(graph, {}), [Target(frozenset("a"), Level.WORKING)]) is None


@pytest.mark.parametrize("more", [[], [("b", "a")]])
def test_something_chosen_at_a_low_level_is_raised_where_that_frees_what_waits(more: list[tuple[str, str]]) -> None:
    # b needs a, c or d at working level, and d needs b: only a or c at working level is a way in.
    graph = graph_of(dict.fromkeys("abcde", 1.0), [("a", "b"), ("b", "d")], [("c", "a"), ("d", "a"), *more])
    situation = Situation(graph, {})
    targets = [Target(frozenset("a"), Level.FAMILIAR), Target(frozenset("d"), Level.WORKING)]
    plan = cheapest_plan(situation, targets)
    assert plan is not None
    assert (plan.cost, plan.lower_bound) == (3.0, 3.0)
    assert plan.cost == optimum(situation, targets).needed
    assert plan.levels == dict.fromkeys("abd", Level.WORKING)


def test_nothing_to_do_costs_nothing() -> None:
    assert cheapest_plan(
        Situation(graph_of({"a": 1}), {"a": Level.EXPERT}), [Target(frozenset("a"), Level.WORKING)]
    ) == Plan({}, (), 0.0)


@settings(max_examples=300)
@given(situations())
def test_what_is_passed_over_makes_no_plan_dearer(case: tuple[Situation, list[Target]]) -> None:
    situation, targets = case
    with mock.patch("rolegraph.planning.problem.dominated", return_value=frozenset()):
        expected = cheapest_plan(situation, targets)
    found = cheapest_plan(situation, targets)
    assert (found and found.cost) == (None if expected is None else pytest.approx(expected.cost))
