"""How someone stands to a role, what brings it into reach, and the limits of one move."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

from rolegraph.errors import RolegraphError
from rolegraph.mobility.coverage import HeldLevels, coverage, held_in
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.match import (
    cannot_be_learned,
    enough_to_reach,
    is_credential,
    jump_between,
    kind_of_move,
    limits_of,
    match_of,
    met_shares,
    most_distinctive,
    most_work,
    route_limits,
    weighted_shares,
)
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.moves import Limits, MoveKind, Piece
from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.model.plans import Profile
from rolegraph.planning.problem import STEP_WEIGHT

IN_HOURS, IN_STEPS = Limits(0.0, None, "seniority", ""), Limits(None, None, "seniority", "", steps=0)


def missing(*hours: float | None) -> tuple[Piece, ...]:
    return tuple(
        Piece((Node(f"x:{number}", Kind.SKILL, str(number)),), None, some) for number, some in enumerate(hours)
    )


@pytest.mark.parametrize(
    ("hours", "over", "count"),
    [
        ((30.0, 20.0, 10.0), 29.0, 1),
        ((30.0, 20.0, 10.0), 30.0, 1),  # exactly enough is enough
        ((30.0, 20.0, 10.0), 31.0, 2),
        ((30.0, 20.0, 10.0), 50.0, 2),
        ((30.0, 20.0, 10.0), 51.0, 0),  # three would do, but two are the most
        ((30.0,), 31.0, 0),
        ((30.0, None), 31.0, 0),  # a credential takes no hours off
        ((None, 40.0), 31.0, 2),
        ((), 1.0, 0),
    ],
)
def test_as_few_as_are_enough_bring_a_role_into_reach(hours: tuple[float | None, ...], over: float, count: int) -> None:
    pieces = missing(*hours)
    assert enough_to_reach(pieces, over, IN_HOURS) == pieces[:count]


@given(st.lists(st.integers(1, 50), max_size=5), st.integers(1, 120))
def test_no_two_others_would_be_enough_where_the_longest_two_are_not(hours: list[int], over: int) -> None:
    found = enough_to_reach(missing(*sorted(map(float, hours), reverse=True)), over, IN_HOURS)
    some = [pair for size in (1, 2) for pair in combinations(hours, size)]
    assert bool(found) == any(sum(pair) >= over for pair in some)
    if found:
        assert sum(piece.hours or 0.0 for piece in found) >= over
        assert len(found) == min(len(pair) for pair in some if sum(pair) >= over)


def test_in_a_graph_without_hours_steps_bring_a_role_into_reach() -> None:
    pieces = tuple(piece._replace(steps=steps) for piece, steps in zip(missing(None, None), (3, 2), strict=True))
    assert enough_to_reach(pieces, 3, IN_STEPS) == pieces[:1]
    assert enough_to_reach(pieces, 5, IN_STEPS) == pieces
    assert enough_to_reach(pieces, 6, IN_STEPS) == ()


@given(world=worlds(), data=st.data())
def test_met_and_unmet_are_all_that_is_essential(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    covered = coverage(efforts, held_in(efforts, profile_of(dataset, world, data.draw(levels_held(world)))))
    shares = met_shares(efforts, covered)
    stays = cannot_be_learned(efforts, covered)
    for row in range(len(efforts.roles)):
        match = match_of(MoveEfforts(efforts), covered, row)
        assert sorted((*match.met, *match.unmet)) == efforts.essential[[row]].nonzero()[1].tolist()
        assert match.cost is not None or not (match.met or match.unmet)
        within = set(covered.within_error[[row]].nonzero()[1].tolist())
        assert all(shares[number] == 1 for number in match.met if number not in within)
        assert not any(stays[number] for number in match.met)
        assert all(stays[number] for number in match.unmet if is_credential(efforts, number))


def test_something_half_learned_counts_in_part(chain_world: World) -> None:
    dataset = dataset_of(chain_world)
    efforts = effort_matrix(dataset)
    profile = profile_of(dataset, chain_world, {0: Level.WORKING, 1: Level.FAMILIAR})
    covered = coverage(efforts, held_in(efforts, profile))
    # Familiar is a quarter of the way to working; role 1 requires capabilities 0, 1 and 2.
    match = match_of(MoveEfforts(efforts), covered, efforts.row_of[chain_world.role(1)])
    shares = met_shares(efforts, covered)
    assert [shares[number] for number in match.met] == [1.0]
    assert sorted(shares[number] for number in match.unmet) == [0.0, 0.25]
    assert match.cost is not None
    assert match.cost.hours == 0.75 * 20 + 30


def test_a_full_score_is_at_most_one_and_higher_for_the_role_with_more_requirements(chain_world: World) -> None:
    efforts = effort_matrix(dataset_of(chain_world))
    everything = HeldLevels({place: int(Level.EXPERT) for place in range(len(efforts.capabilities))})
    scores = weighted_shares(efforts, np.ones(len(efforts.distinctiveness)), coverage(efforts, everything))
    few, many = (efforts.row_of[chain_world.role(number)] for number in (0, 2))
    assert 0 < scores[few] < scores[many] <= 1 + 1e-9


def test_what_comes_before_a_requirement_is_no_part_of_it(chain_world: World) -> None:
    world = chain_world._replace(before=frozenset({(1, 0)}))
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    shares = met_shares(efforts, coverage(efforts, held_in(efforts, profile_of(dataset, world, {0: Level.WORKING}))))
    assert sorted(shares.tolist())[:-1] == [0.0] * (len(shares) - 1)


def test_tools_that_a_role_uses_count_and_less_than_what_it_asks_for(chain_world: World) -> None:
    dataset = dataset_of(chain_world._replace(uses=frozenset({(0, 5), (2, 5)})))
    efforts = effort_matrix(dataset)
    tool, skill = (
        weighted_shares(efforts, met_shares(efforts, covered), covered)
        for number in (5, 4)
        for covered in [coverage(efforts, held_in(efforts, profile_of(dataset, chain_world, {number: Level.WORKING})))]
    )
    uses, other = (efforts.row_of[chain_world.role(number)] for number in (2, 1))
    assert 0 < tool[uses] < skill[uses]
    assert tool[other] == 0


def test_the_longest_come_first_and_of_equals_the_most_distinctive(chain_world: World) -> None:
    efforts = effort_matrix(dataset_of(chain_world._replace(hours=(10, 20, 20, 40, 50, 60))))
    moves = MoveEfforts(efforts)
    match = match_of(moves, coverage(efforts, HeldLevels()), efforts.row_of[chain_world.role(1)])
    numbers = match.unmet
    # Capability 0 is required by four roles, 1 by three, 2 by two.
    ranked = most_work(moves, match.cost, numbers)
    assert ranked == most_distinctive(efforts, numbers)
    distinctiveness = [efforts.distinctiveness[number] for number in ranked]
    assert distinctiveness == sorted(distinctiveness, reverse=True)
    assert distinctiveness == pytest.approx([np.log1p(4 / 2), np.log1p(4 / 3), np.log1p(4 / 4)])


def test_levels_up_and_the_kind_of_move(chain_world: World) -> None:
    efforts = effort_matrix(dataset_of(chain_world._replace(seniorities=(*chain_world.seniorities[:3], None))))
    entry, mid, senior, unknown = (efforts.row_of[chain_world.role(number)] for number in range(4))
    assert [jump_between(efforts, entry, row) for row in (entry, mid, senior, unknown)] == [0, 1, 2, None]
    assert jump_between(efforts, None, mid) is None
    assert kind_of_move(-1, close=True) is MoveKind.STEP_DOWN
    assert kind_of_move(0, close=True) is MoveKind.SIMILAR
    assert kind_of_move(0, close=False) is MoveKind.LATERAL
    assert kind_of_move(1, close=True) is MoveKind.ADVANCEMENT
    assert kind_of_move(None, close=True) is None


def test_limits_of_a_route_are_as_given_or_let_every_role_be_entered(chain_world: World) -> None:
    moves = MoveEfforts(effort_matrix(dataset_of(chain_world)))
    usual = moves.calibration
    assert route_limits(moves).hours == max(usual.hours, usual.way_in)
    given_both = route_limits(moves, 7.0, 3)
    assert (given_both.hours, given_both.jump, given_both.by) == (7.0, 3, "seniority")
    assert given_both.basis == "hours and jump as given"
    with pytest.raises(RolegraphError, match="not by --max-steps"):
        route_limits(moves, steps=3)
    assert route_limits(moves, jump=0).basis.startswith("jump as given; the rest: ")


def test_nothing_held_meets_nothing(chain_world: World) -> None:
    efforts = effort_matrix(dataset_of(chain_world))
    covered = coverage(efforts, held_in(efforts, Profile("nobody")))
    assert not covered.met.any()
    assert not met_shares(efforts, covered).any()


def test_in_a_graph_without_hours_limits_are_steps(chain_world: World) -> None:
    world = chain_world._replace(hours=(None,) * 6)
    moves = MoveEfforts(effort_matrix(dataset_of(world)))
    found = limits_of(moves)
    assert found.hours is None
    assert found.steps == round(moves.calibration.hours / STEP_WEIGHT)
    assert found.over(weight=1e9, steps=found.steps) == 0
    assert route_limits(moves, steps=1)._replace(basis="") == found._replace(steps=1, basis="")
    with pytest.raises(RolegraphError, match="nobody has estimated hours in this graph"):
        route_limits(moves, hours=10.0)
    assumed = replace(dataset_of(world), assumes_hours=True)
    in_hours = limits_of(MoveEfforts(effort_matrix(assumed)))
    assert (in_hours.steps, in_hours.assumed) == (None, True)
