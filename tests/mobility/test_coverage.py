"""What someone covers is what the gap says is met, and the hours left are those of a plan where nothing is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

from rolegraph.errors import NoPath
from rolegraph.facts.labels import node
from rolegraph.mobility.coverage import HeldLevels, coverage, held_in, weights_to_levels
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.match import hours_left, match_of
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.plans import Profile, Standing
from rolegraph.planning.gap import find_gap, role_profile
from rolegraph.planning.path import find_learning_path
from rolegraph.planning.problem import STEP_WEIGHT
from rolegraph.rdf.dataset import Dataset


@given(world=worlds(), data=st.data())
def test_what_is_met_is_what_the_gap_says(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    given_one = profile_of(dataset, world, data.draw(levels_held(world)))
    for profile in (given_one, role_profile(dataset, world.role(0))):
        found = coverage(efforts, held_in(efforts, profile))
        for row, role in enumerate(efforts.roles):
            met = find_gap(dataset, profile, role).select(Standing.MET, Necessity.ESSENTIAL)
            assert len(match_of(MoveEfforts(efforts), found, row).met) == len(list(met))


@given(world=worlds(), data=st.data())
def test_more_capabilities_meet_no_less_and_leave_no_more_hours(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    have, more = data.draw(levels_held(world)), data.draw(levels_held(world))
    most = {one: max(have.get(one, level), level) for one, level in (have | more).items()}
    most.update({one: max(level, most[one]) for one, level in have.items()})
    few, many = (coverage(efforts, held_in(efforts, profile_of(dataset, world, one))) for one in (have, most))
    assert (few.met <= many.met).all()
    assert (hours_left(efforts, many) <= hours_left(efforts, few) + 1e-6).all()


def with_levels(world: World, *, alternatives: bool) -> World:
    """The same world without a hierarchy, with a level for every requirement, and perhaps without alternatives."""
    roles = tuple(tuple(asked._replace(level=asked.level or Level.WORKING) for asked in role) for role in world.roles)
    if not alternatives:
        roles = tuple(tuple(asked._replace(any_of=asked.any_of[:1], examples=()) for asked in role) for role in roles)
    return world._replace(under=frozenset(), roles=roles)


@given(world=worlds(closeness=False), data=st.data())
def test_where_there_is_nothing_to_choose_the_hours_left_are_those_of_the_plan(
    world: World, data: st.DataObject
) -> None:
    world = with_levels(world, alternatives=False)
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    # What is held to familiar is raised in a plan without what comes before it; that is not so here.
    held = {number: max(level, Level.WORKING) for number, level in data.draw(levels_held(world)).items()}
    for profile in (profile_of(dataset, world, held), measured_profile(dataset, world.role(0))):
        hours = hours_left(efforts, coverage(efforts, held_in(efforts, profile)))
        for row, role in enumerate(efforts.roles):
            assert find_learning_path(dataset, profile, role).weight == pytest.approx(hours[row])


def measured_profile(dataset: Dataset, role: str) -> Profile:
    """What is measured of a role and held to working or more."""
    held = role_profile(dataset, role).holdings
    return Profile("measured", tuple(one for one in held if one.measure and one.level >= Level.WORKING))


@given(world=worlds(closeness=False))
def test_from_nothing_a_plan_never_takes_more_hours(world: World) -> None:
    world = with_levels(world, alternatives=True)
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    hours = hours_left(efforts, coverage(efforts, HeldLevels()))
    for row, role in enumerate(efforts.roles):
        assert find_learning_path(dataset, Profile("nobody"), role).weight <= hours[row] + 1e-6


@given(world=worlds(closeness=False), data=st.data())
def test_hours_are_left_exactly_where_a_plan_has_steps(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    profile = profile_of(dataset, world, data.draw(levels_held(world)))
    hours = hours_left(efforts, coverage(efforts, held_in(efforts, profile)))
    for row, role in enumerate(efforts.roles):
        try:
            path = find_learning_path(dataset, profile, role)
        except NoPath:
            continue
        assert bool(path.steps) == bool(hours[row] > 0)


@given(world=worlds(closeness=False))
def test_learning_something_takes_it_and_all_before_it(world: World) -> None:
    world = world._replace(under=frozenset())
    efforts = effort_matrix(dataset_of(world))
    working = np.full(len(efforts.capabilities), int(Level.WORKING))
    from_nothing = weights_to_levels(efforts, {}, working)
    own = np.where(efforts.estimated, efforts.capability_hours, STEP_WEIGHT) * (efforts.capability_hours > 0)
    for place, prerequisites in enumerate(efforts.prerequisites.toarray() > 0):
        assert from_nothing[place] == pytest.approx(own[place] + own[prerequisites].sum() if own[place] else 0.0)
    everything = dict.fromkeys(range(len(efforts.capabilities)), int(Level.EXPERT))
    assert not np.any(weights_to_levels(efforts, everything, working))


def test_what_is_skipped_leaves_no_hours_unless_another_will_do(chain_world: World) -> None:
    dataset = dataset_of(chain_world)
    efforts = effort_matrix(dataset)
    row = efforts.row_of[chain_world.role(1)]
    skipped = Profile("me", skipped=(node(dataset, chain_world.capability(2)),))
    assert hours_left(efforts, coverage(efforts, HeldLevels()))[row] == 10 + 20 + 30
    assert hours_left(efforts, coverage(efforts, held_in(efforts, skipped)))[row] == 10 + 20
