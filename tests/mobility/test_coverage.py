"""How far it is to all roles at once: the same as gaps and paths find for one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World, dataset_of, worlds

from rolegraph.errors import NoPath
from rolegraph.facts.labels import node
from rolegraph.mobility.coverage import coverage, held_in, held_in_role
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.mobility.match import hours_left, match_of
from rolegraph.mobility.move_efforts import Calibration, MoveEfforts
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.plans import Profile, Standing
from rolegraph.planning.gap import find_gap, given_profile, role_profile
from rolegraph.planning.path import find_learning_path
from rolegraph.rdf.dataset import Dataset


@st.composite
def people(draw: st.DrawFn, world: World) -> dict[int, Level]:
    """What someone has, by number."""
    return draw(st.dictionaries(st.integers(0, world.capabilities - 1), st.sampled_from(Level), max_size=3))


def _profile(dataset: Dataset, world: World, have: Mapping[int, Level]) -> Profile:
    return given_profile({node(dataset, world.capability(one)): level for one, level in have.items()})


@given(world=worlds(), data=st.data())
def test_what_is_met_is_what_the_gap_says(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    given_one = _profile(dataset, world, data.draw(people(world)))
    for profile in (given_one, role_profile(dataset, world.role(0))):
        found = coverage(efforts, held_in(efforts, profile))
        met = efforts.essential @ found.met[efforts.final_column].astype(float)
        for row, role in enumerate(efforts.roles):
            assert met[row] == len(list(find_gap(dataset, profile, role).select(Standing.MET, Necessity.ESSENTIAL)))


@given(world=worlds())
def test_a_role_holds_what_its_profile_holds(world: World) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    for row, role in enumerate(efforts.roles):
        by_arrays = coverage(efforts, held_in_role(efforts, row))
        by_profile = coverage(efforts, held_in(efforts, role_profile(dataset, role)))
        assert (by_arrays.met == by_profile.met).all()
        assert by_arrays.hours_left == pytest.approx(by_profile.hours_left)
        assert (MoveEfforts(efforts).covered[[row]].toarray()[0] > 0).tolist() == by_arrays.met.tolist()


@given(world=worlds(), data=st.data())
def test_more_capabilities_meet_no_less_and_leave_no_more_hours(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    have, more = data.draw(people(world)), data.draw(people(world))
    most = {one: max(have.get(one, level), level) for one, level in (have | more).items()}
    most.update({one: max(level, most[one]) for one, level in have.items()})
    few, many = (coverage(efforts, held_in(efforts, _profile(dataset, world, one))) for one in (have, most))
    assert (few.met <= many.met).all()
    assert (hours_left(efforts, many) <= hours_left(efforts, few) + 1e-6).all()


@given(world=worlds())
def test_the_product_for_all_roles_never_finds_fewer_hours_than_one_by_one(world: World) -> None:
    efforts = effort_matrix(dataset_of(world))
    every = range(len(efforts.roles))
    between = MoveEfforts(efforts).between(every, every)
    for row in every:
        assert (between[row] >= hours_left(efforts, coverage(efforts, held_in_role(efforts, row))) - 1e-6).all()


@given(world=worlds(closeness=False), data=st.data())
def test_hours_are_near_those_of_the_plan(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    profile = _profile(dataset, world, data.draw(people(world)))
    hours = hours_left(efforts, coverage(efforts, held_in(efforts, profile)))
    for row, role in enumerate(efforts.roles):
        try:
            path = find_learning_path(dataset, profile, role)
        except NoPath:
            continue
        assert bool(path.steps) == bool(hours[row] > 0)
        assert match_of(efforts, coverage(efforts, held_in(efforts, profile)), row).hours == pytest.approx(hours[row])


@given(world=worlds())
def test_what_is_kept_on_disk_is_what_was_computed(world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    efforts = effort_matrix(dataset_of(world))
    path = tmp_path_factory.mktemp("efforts") / "efforts.npz"
    moves = MoveEfforts(efforts)
    moves.save(path)
    again = MoveEfforts(EffortMatrix.load(path))
    assert again.efforts.roles == efforts.roles
    assert again.calibration == moves.calibration
    assert np.array_equal(again.efforts.requirement_columns.toarray(), efforts.requirement_columns.toarray())
    assert np.array_equal(again.hours, moves.hours)


def test_calibration_by_hand() -> None:
    usual = Calibration(10.0, 20.0, (0.5, 0.25), None, 7, grouped=True)
    assert Calibration.of(usual.numbers) == usual
    assert usual.basis == "7 moves inside the groups of this graph"
