"""What plans come to by the arrays is what `path` plans; a detour never costs less than the direct plan."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.errors import NoPath
from rolegraph.facts.labels import node
from rolegraph.mobility.coverage import coverage, held_in
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.match import start_of
from rolegraph.mobility.plan_costs import PlanCost, PlanCosts
from rolegraph.mobility.routes import with_learned
from rolegraph.model.nodes import Level
from rolegraph.model.plans import LearningPath, Profile
from rolegraph.planning.path import find_learning_path, find_steps

SHIPPED = rolegraph.open()
MOBILITY = SHIPPED.mobility


def are_same(cost: PlanCost, path: LearningPath) -> bool:
    return (
        cost.weight == pytest.approx(path.weight)
        and (cost.steps, len(cost.learned)) == (len(path.steps), path.capabilities)
        and (cost.hours is None) == (path.unestimated > 0)
    )


@given(world=worlds(), data=st.data())
def test_a_plan_comes_to_what_the_path_does_and_so_does_the_next_move(world: World, data: st.DataObject) -> None:
    dataset = replace(dataset_of(world), assumes_hours=data.draw(st.booleans()))
    efforts = effort_matrix(dataset)
    costs = PlanCosts(efforts)
    profile = profile_of(dataset, world, data.draw(levels_held(world)))
    if data.draw(st.booleans()):
        profile = profile._replace(skipped=(node(dataset, world.capability(0)),))
    covered = coverage(efforts, held_in(efforts, profile))
    for row, role in enumerate(efforts.roles):
        found = costs.to_role(row, covered)
        try:
            path = find_learning_path(dataset, profile, role)
        except NoPath:
            assert found is None
            continue
        assert found is not None
        assert are_same(found, path)
        for later, other in enumerate(efforts.roles):
            then = costs.to_role(later, covered, found.levels)
            if then is not None:
                assert are_same(then, find_learning_path(dataset, with_learned(profile, path), other))


@given(world=worlds(), data=st.data())
def test_a_capability_takes_what_its_steps_do(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    number = data.draw(st.integers(0, len(world.hours) - 1))
    place = efforts.place_of[world.capability(number)]
    level = data.draw(st.sampled_from(Level))
    found = PlanCosts(efforts).to_capability(place, level, coverage(efforts, held_in(efforts, Profile("nobody"))))
    try:
        steps = find_steps(dataset, Profile("nobody"), {node(dataset, world.capability(number)): level})
    except NoPath:
        assert found is None
        return
    assert found is not None
    assert found.weight == pytest.approx(sum(step.weight for step in steps))
    assert found.steps == len(steps)


def test_the_plans_between_shipped_roles_come_to_what_their_paths_do() -> None:
    efforts, costs = MOBILITY.efforts, MOBILITY.move_efforts.plan_costs
    for start, goal in random.Random(7).sample([(a, b) for a in efforts.roles for b in efforts.roles], 60):  # noqa: S311
        found = costs.to_role(efforts.row_of[goal], start_of(efforts, start).coverage)
        assert found is not None
        assert are_same(found, SHIPPED.path(node(SHIPPED.dataset, start), node(SHIPPED.dataset, goal)))


def test_between_shipped_roles_a_detour_never_costs_less_than_the_direct_plan() -> None:
    efforts, costs = MOBILITY.efforts, MOBILITY.move_efforts.plan_costs
    chosen = random.Random(11)  # noqa: S311
    for start, between, goal in (chosen.sample(range(len(efforts.roles)), 3) for _ in range(400)):
        covered = start_of(efforts, efforts.roles[start]).coverage
        direct, first = costs.to_role(goal, covered), costs.to_role(between, covered)
        assert direct is not None
        assert first is not None
        then = costs.to_role(goal, covered, first.levels)
        assert then is not None
        assert first.weight + then.weight >= direct.weight - 1e-6, (start, between, goal)


@given(world=worlds(closeness=False), data=st.data())
def test_more_capabilities_never_make_a_role_farther(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    have, more = data.draw(levels_held(world)), data.draw(levels_held(world))
    most = {one: max(have.get(one, level), more.get(one, level)) for one, level in (have | more).items()}
    few, many = (coverage(efforts, held_in(efforts, profile_of(dataset, world, one))) for one in (have, most))
    costs = PlanCosts(efforts)
    for row in range(len(efforts.roles)):
        before, after = costs.to_role(row, few), costs.to_role(row, many)
        if before is not None:
            assert after is not None
            assert after.weight <= before.weight + 1e-6
