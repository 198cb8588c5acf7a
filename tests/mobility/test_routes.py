"""Routes: no move is harder than going directly, and limits are kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World, dataset_of, worlds

from rolegraph.errors import NoPath, RolegraphError
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.model.moves import MoveKind
from rolegraph.render.text.serialization import to_json


@given(world=worlds(closeness=False), data=st.data())
def test_no_route_has_a_harder_move_than_going_directly(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    start, goal = (node(graph.dataset, world.role(data.draw(st.integers(0, len(world.roles) - 1)))) for _ in range(2))
    try:
        found = graph.route(start, goal, alternatives=3)
    except NoPath:
        return
    assert found.direct.hours == pytest.approx(graph.path(start, goal).hours)
    hardest = [route.hardest for route in found.routes]
    assert hardest == sorted(hardest)
    assert len({tuple(move.end for move in route.moves) for route in found.routes}) == len(found.routes)
    for route in found.routes:
        assert route.hardest <= found.direct.hours + 1e-6
        assert route.moves[-1].end == goal
        assert route.hours >= route.hardest


def test_a_route_goes_through_the_role_between(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    start, between, goal, closed = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, max_hours=95)
    assert [move.end for move in found.routes[0].moves] == [between, goal]
    assert [move.hours for move in found.routes[0].moves] == [50, 90]
    assert [move.move for move in found.routes[0].moves] == [MoveKind.ADVANCEMENT, MoveKind.ADVANCEMENT]
    assert (found.routes[0].hardest, found.routes[0].hours, found.direct.hours) == (90, 140, 140)
    assert found.limits.hours == 95
    assert "hours as given" in found.limits.basis
    # The role with a credential would be a smaller step, but not one that can be taken by learning.
    assert closed not in [move.end for move in graph.route(start, goal).routes[0].moves]


def test_where_no_route_is_viable_the_nearest_role_that_can_be_reached_is_named(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    start, between, goal, _ = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, max_hours=60)
    assert found.routes == ()
    assert found.reachable is not None
    assert found.reachable.role == between
    assert graph.route(start, goal, max_jump=0).routes == ()
    assert graph.route(start, goal, avoid=[between]).routes == ()
    assert graph.route(start, goal, avoid=[between], max_hours=140).routes[0].moves[0].end == goal
    assert graph.route(start, goal, max_moves=1, max_hours=140).routes[0].moves[0].end == goal
    through = graph.route(start, goal, via=[between]).routes[0]
    assert [move.end for move in through.moves] == [between, goal]
    with pytest.raises(RolegraphError, match="both go through and avoid"):
        graph.route(start, goal, via=[between], avoid=[between])


def test_going_directly_is_always_a_choice_within_the_limits(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    start, between, goal, _ = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, alternatives=5, max_hours=200)
    assert [[move.end for move in route.moves] for route in found.routes] == [[between, goal], [goal]]


def test_no_answer_has_infinities_where_roles_require_nothing(chain_world: World) -> None:
    world = chain_world._replace(roles=((), (), (), ()))
    graph = RoleGraph(dataset_of(world))
    start, goal = node(graph.dataset, world.role(0)), node(graph.dataset, world.role(1))
    for answer in (graph.nearest(start), graph.route(start, goal), graph.what_if(start)):
        json.loads(to_json(answer), parse_constant=pytest.fail)
