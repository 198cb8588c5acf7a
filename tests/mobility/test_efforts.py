"""The effort matrix: what is derived from its arrays, and that it is kept as it is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from tests.worlds import World, dataset_of, worlds

from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.efforts import EffortMatrix


@given(world=worlds())
def test_columns_of_a_target_stand_together_by_level_and_hours_are_those_from_the_level_below(world: World) -> None:
    efforts = effort_matrix(dataset_of(world))
    for target in range(len(efforts.target_related)):
        start, end = efforts.first_column[target : target + 2]
        assert (efforts.target[start:end] == target).all()
        assert efforts.level[start:end].tolist() == list(range(1, end - start + 1))
    assert (efforts.hours >= -1e-9).all()


@given(world=worlds())
def test_what_few_roles_share_is_more_distinctive_and_nothing_weighs_nothing(world: World) -> None:
    efforts = effort_matrix(dataset_of(world))
    assert (efforts.distinctiveness >= np.log(2) - 1e-12).all()
    assert (efforts.distinctiveness <= np.log1p(len(efforts.roles)) + 1e-12).all()
    asked = np.asarray(efforts.weights.sum(axis=1) + efforts.tool_weights.sum(axis=1)).ravel()
    assert (efforts.full_weight >= asked - 1e-9).all()


def test_required_columns_count_once_what_two_requirements_share(chain_world: World) -> None:
    world = chain_world._replace(before=frozenset({(1, 0), (2, 0)}))  # role 1 requires 0, 1 and 2
    efforts = effort_matrix(dataset_of(world))
    hours = efforts.required_columns @ efforts.hours
    assert hours[efforts.row_of[world.role(1)]] == 10 + 20 + 30


def test_it_is_loaded_as_it_was_saved(chain_world: World, tmp_path: Path) -> None:
    efforts = effort_matrix(dataset_of(chain_world))
    efforts.save(tmp_path / "efforts.npz")
    again = EffortMatrix.load(tmp_path / "efforts.npz")
    for part in fields(EffortMatrix):
        before, after = getattr(efforts, part.name), getattr(again, part.name)
        assert type(after) is type(before)
        if isinstance(before, tuple):
            assert after == before
        else:
            assert after.dtype == before.dtype
            assert (np.asarray(after.todense() if hasattr(after, "todense") else after).tolist()) == (
                np.asarray(before.todense() if hasattr(before, "todense") else before).tolist()
            )


def test_nodes_are_those_with_a_label(chain_world: World) -> None:
    efforts = effort_matrix(dataset_of(chain_world))
    assert list(efforts.nodes()) == []  # nothing in this world has one
    assert efforts.kinds == ("",) * (len(efforts.roles) + len(efforts.capabilities))
    with pytest.raises(KeyError):
        efforts.row_of["x:nobody"]
