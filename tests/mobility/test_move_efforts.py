"""The hours between all roles at once, beside those found role by role; and what is usual."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from tests.worlds import World, dataset_of, worlds

from rolegraph.mobility.coverage import coverage, held_in, held_in_role
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.mobility.match import hours_left, start_of, weighted_shares
from rolegraph.mobility.move_efforts import Calibration, MoveEfforts
from rolegraph.planning.gap import role_profile


@given(world=worlds())
def test_a_role_holds_what_its_profile_holds(world: World) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    for row, role in enumerate(efforts.roles):
        by_arrays = coverage(efforts, held_in_role(efforts, row))
        by_profile = coverage(efforts, held_in(efforts, role_profile(dataset, role)))
        assert (by_arrays.met == by_profile.met).all()
        assert by_arrays.hours_left == pytest.approx(by_profile.hours_left)
        assert (by_arrays.within_error.toarray() == by_profile.within_error.toarray()).all()
        assert (MoveEfforts(efforts).covered[[row]].toarray()[0] > 0).tolist() == by_arrays.met.tolist()


@given(world=worlds())
def test_the_product_for_all_roles_never_finds_fewer_hours_than_one_by_one(world: World) -> None:
    efforts = effort_matrix(dataset_of(world))
    every = range(len(efforts.roles))
    between = MoveEfforts(efforts).between(every, every)
    for row in every:
        assert (between[row] >= hours_left(efforts, coverage(efforts, held_in_role(efforts, row))) - 1e-6).all()


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
    usual = Calibration(10.0, 20.0, (0.5, 0.25), None, 7, grouped=True, deviation=4.0)
    assert Calibration.of(usual.numbers) == usual
    assert usual.basis == "7 moves inside the groups of this graph"


@given(world=worlds())
def test_coverage_of_all_roles_at_once_counts_what_is_met_in_full(world: World) -> None:
    efforts = effort_matrix(dataset_of(world))
    every = range(len(efforts.roles))
    at_once = MoveEfforts(efforts).coverage(every, every)
    for row, role in enumerate(efforts.roles):
        start = start_of(efforts, role)
        in_full = start.coverage.met[efforts.final_column].astype(float)
        assert at_once[row] == pytest.approx(weighted_shares(efforts, in_full, start.coverage))


def test_what_is_usual_is_the_mean_and_one_deviation_of_the_moves_between_roles(chain_world: World) -> None:
    moves = MoveEfforts(effort_matrix(dataset_of(chain_world)))
    # Hours of the moves between the four roles, from 0, 1, 2 and 3, with a degree that takes none:
    hours = [50, 140, 20, 0, 90, 0, 0, 0, 0, 30, 120, 0]
    assert sorted(moves.hours[np.isfinite(moves.hours)].tolist()) == sorted(hours)
    usual = moves.calibration
    assert usual.hours == pytest.approx(np.mean(hours) + np.std(hours))
    assert usual.way_in == 90
    assert (usual.jump, usual.pairs, usual.grouped) == (2, 12, False)
