"""Routes: no move is harder than going directly, limits are kept; chains compared with all chains there are."""

from __future__ import annotations

import json
import random
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import Asked, World, dataset_of, worlds

import rolegraph
from rolegraph.errors import NoPath, RolegraphError
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.mobility.routes import RouteOptions, easiest_chain, find_routes, hardest_moves
from rolegraph.model.moves import MoveKind, Routes
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.render.text.layout import to_text
from rolegraph.render.text.serialization import to_json
from rolegraph.render.views.mobility_views import route_blocks

FAR = float("inf")


@given(world=worlds(closeness=False), data=st.data())
def test_no_route_has_a_harder_move_than_going_directly(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    start, goal = (node(graph.dataset, world.role(data.draw(st.integers(0, len(world.roles) - 1)))) for _ in range(2))
    try:
        found = graph.route(start, goal, alternatives=3)
    except NoPath:
        return
    direct = graph.path(start, goal)
    assert found.direct.path.weight == pytest.approx(direct.weight)
    assert found.direct.hours == (None if direct.hours is None else pytest.approx(direct.hours))
    if not direct.known:  # of one of the two nothing essential is recorded
        assert (found.direct.hours, found.routes) == (None, ())
        return
    assert found.routes or found.reachable is None
    assert len({tuple(move.end for move in route.moves) for route in found.routes}) == len(found.routes)
    for route in found.routes:
        hardest = route.hardest_move.path.weight
        assert hardest <= direct.weight + 1e-6
        assert sum(move.path.weight for move in route.moves) >= direct.weight - 1e-6
        assert all(move.path.known for move in route.moves)
        assert route.moves[-1].end == goal
        if found.limits.steps is None and len(route.moves) > 1 and not _too_far_up(graph, found):
            assert hardest <= direct.weight - found.gain * (len(route.moves) - 1) + 1e-6


def _too_far_up(graph: RoleGraph, found: Routes) -> bool:
    """Whether the direct move goes further up than one move may."""
    assert found.direct.start is not None
    start, goal = (graph.role(role).seniority for role in (found.direct.start, found.goal))
    jump = found.limits.jump
    return jump is not None and start is not None and goal is not None and goal - start > jump


def test_a_route_goes_through_the_role_between(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    start, between, goal, closed = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal)
    assert [move.end for move in found.routes[0].moves] == [between, goal]
    assert [move.hours for move in found.routes[0].moves] == [50, 90]
    assert [move.move for move in found.routes[0].moves] == [MoveKind.ADVANCEMENT, MoveKind.ADVANCEMENT]
    assert (found.routes[0].hardest, found.routes[0].hours, found.direct.hours) == (90, 140, 140)
    half = graph.mobility.move_efforts.calibration.deviation / 2
    assert found.gain == pytest.approx(max(half, 0.15 * found.direct.path.weight))
    assert graph.route(start, goal, max_hours=95).limits.basis.startswith("hours as given")
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
    # A limit that nobody gave does not keep from going directly, and nor does anything lie in between then.
    assert [move.end for move in graph.route(start, goal, avoid=[between]).routes[0].moves] == [goal]
    assert graph.route(start, goal, avoid=[between], max_hours=95).routes == ()
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


def test_smaller_moves_are_better_than_one_where_every_way_has_a_move_beyond_the_limit(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    start, between, goal, _ = (node(graph.dataset, world.role(one)) for one in range(4))
    # Nobody gave this limit, and the moves take 50 and 90 hours.
    limits = graph.route(start, goal).limits._replace(hours=60)
    profile = graph.profile(start)
    found = find_routes(graph.mobility, start.iri, profile, goal.iri, RouteOptions(limits))
    assert [move.end for move in found.routes[0].moves] == [between, goal]
    assert [move.hours for move in found.routes[0].moves] == [50, 90]
    assert find_routes(graph.mobility, start.iri, profile, goal.iri, RouteOptions(limits, strict=True)).routes == ()


def test_no_answer_has_infinities_where_roles_require_nothing(chain_world: World) -> None:
    world = chain_world._replace(roles=((), (), (), ()))
    graph = RoleGraph(dataset_of(world))
    start, goal = node(graph.dataset, world.role(0)), node(graph.dataset, world.role(1))
    for answer in (graph.nearest(start), graph.route(start, goal), graph.what_if(start)):
        json.loads(to_json(answer), parse_constant=pytest.fail)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[float], list[list[float]], int, int, float, list[bool]]:
    size = draw(st.integers(1, 5))
    cost = st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, FAR])
    first = draw(st.lists(cost, min_size=size, max_size=size))
    moves = draw(st.lists(st.lists(cost, min_size=size, max_size=size), min_size=size, max_size=size))
    goal = draw(st.integers(0, size - 1))
    excluded = [one != goal and draw(st.booleans()) for one in range(size)]
    return first, moves, goal, draw(st.integers(1, 4)), draw(st.sampled_from([2.0, 5.0, FAR])), excluded


def _costs(first: list[float], moves: list[list[float]], chain: tuple[int, ...]) -> list[float]:
    return [first[chain[0]], *(moves[one][other] for one, other in pairwise(chain))]


@settings(max_examples=400)
@given(problem=problems())
def test_the_chain_is_the_best_of_all(
    problem: tuple[list[float], list[list[float]], int, int, float, list[bool]],
) -> None:
    first, moves, goal, max_moves, limit, excluded = problem
    between = [one for one in range(len(first)) if one != goal and not excluded[one]]
    chains = [(*part, goal) for length in range(max_moves) for part in permutations(between, length)]
    costs = {chain: _costs(first, moves, chain) for chain in chains}
    within = {chain: cost for chain, cost in costs.items() if max(cost) <= limit and max(cost) < FAR}
    found = easiest_chain(np.array(first), np.array(moves), goal, max_moves, limit=limit, excluded=np.array(excluded))
    if not within:
        assert found is None
        return
    assert found is not None
    best = min((max(cost), sum(cost), len(cost)) for cost in within.values())
    mine = _costs(first, moves, tuple(found))
    assert (max(mine), sum(mine), len(mine)) == best
    assert not any(excluded[one] for one in found)
    hardest = hardest_moves(np.array(first), np.array(moves), max_moves, limit=limit, excluded=np.array(excluded))
    assert hardest[goal] == pytest.approx(best[0])


def test_a_chain_of_three_moves_is_found_where_there_is_no_other() -> None:
    moves = np.full((3, 3), FAR)
    moves[0, 1], moves[1, 2] = 2.0, 1.0
    first = np.array([3.0, FAR, FAR])
    assert easiest_chain(first, moves, goal=2, max_moves=3) == [0, 1, 2]
    assert easiest_chain(first, moves, goal=2, max_moves=2) is None
    assert easiest_chain(first, moves, goal=2, max_moves=3, limit=2.5) is None


def test_what_is_learned_on_the_way_is_all_that_a_role_in_between_gives(chain_world: World) -> None:
    # The role in between uses a tool; whoever has passed through it has not learned that.
    world = chain_world._replace(uses=frozenset({(1, 5)}), roles=(*chain_world.roles[:2], _asking(0, 1, 2, 3, 4, 5)))
    graph = RoleGraph(dataset_of(world._replace(seniorities=world.seniorities[:3])))
    start, between, goal = (node(graph.dataset, world.role(one)) for one in range(3))
    route = graph.route(start, goal, via=[between]).routes[0]
    assert [move.hours for move in route.moves] == [50, 150]
    assert route.hours == graph.path(start, goal).hours == 200


def _asking(*numbers: int) -> tuple[Asked, ...]:
    return tuple(Asked((one,), (), Level.WORKING, Necessity.ESSENTIAL, False) for one in numbers)


def test_no_route_leads_from_or_to_a_role_of_which_nothing_is_recorded(chain_world: World) -> None:
    world = chain_world._replace(roles=(*chain_world.roles[:3], ()))
    graph = RoleGraph(dataset_of(world))
    start, _, goal, empty = (node(graph.dataset, world.role(one)) for one in range(4))
    for found in (graph.route(start, empty), graph.route(empty, goal)):
        assert not found.direct.path.known
        assert (found.routes, found.reachable, found.direct.hours) == ((), None, None)
        assert "~" not in to_text(route_blocks(found))
    assert empty not in [move.end for move in graph.route(start, goal, alternatives=5).routes[0].moves]


SHIPPED = rolegraph.open()


@pytest.mark.parametrize(
    ("start", "goal"),
    [
        ("data-science-engineer", "senior-ml-engineer"),
        ("data-analyst", "business-intelligence-developer"),
        ("software-engineer-data", "recommender-systems-engineer"),
        ("data-annotation-specialist", "analytics-manager"),
        ("statistician", "head-of-data"),
        ("junior-data-analyst", "chief-data-officer"),
        ("data-analyst", "ml-research-scientist"),
    ],
)
def test_roles_in_between_lie_on_the_way(start: str, goal: str) -> None:
    found = SHIPPED.route(start, goal, alternatives=3)
    similarity, (first, last) = SHIPPED.similarity, (SHIPPED.resolve(one).iri for one in (start, goal))
    apart = similarity.explain(first, last).score
    ranks = {role: SHIPPED.role(role).seniority for role in (first, last)}
    for route in found.routes:
        ends = [first, *(move.end.iri for move in route.moves)]
        for between in ends[1:-1]:
            assert similarity.explain(between, last).score > apart
            assert similarity.explain(first, between).score > apart
            rank = SHIPPED.role(node(SHIPPED.dataset, between)).seniority
            known = [one for one in ranks.values() if one is not None]
            assert rank is None or len(known) < 2 or min(known) <= rank <= max(known)
        for one, other in pairwise(ends) if len(ends) > 2 else ():
            assert similarity.explain(one, other).score >= similarity.thresholds.related
        assert sum(move.path.weight for move in route.moves) >= found.direct.path.weight - 1e-6


@pytest.mark.parametrize(
    ("start", "goal", "between"),
    [
        # Four levels up are no move at all, and so a detour need not be worth its gain.
        ("junior-data-analyst", "chief-data-officer", "analytics-manager"),
        ("data-analyst", "ml-research-scientist", "data-scientist"),
    ],
)
def test_a_long_way_goes_through_roles_in_between(start: str, goal: str, between: str) -> None:
    route = SHIPPED.route(start, goal).routes[0]
    assert SHIPPED.resolve(between) in [move.end for move in route.moves[:-1]]


@pytest.mark.parametrize(
    ("start", "goal", "between"),
    [
        ("data-science-engineer", "senior-ml-engineer", ["ml-engineer"]),
        ("data-annotation-specialist", "analytics-manager", ["junior-data-analyst", "data-analyst"]),
    ],
)
def test_of_routes_with_moves_about_as_hard_the_one_with_less_to_learn_is_best(
    start: str, goal: str, between: list[str]
) -> None:
    found = SHIPPED.route(start, goal, alternatives=4)
    assert [move.end for move in found.routes[0].moves[:-1]] == [SHIPPED.resolve(role) for role in between]
    hardest, *others = [max(move.path.weight for move in route.moves) for route in found.routes]
    in_all, *more = [sum(move.path.weight for move in route.moves) for route in found.routes]
    easier = [other for other, total in zip(others, more, strict=True) if other < hardest and total > in_all]
    assert easier
    assert all(other > hardest - found.gain for other in easier)


@pytest.mark.parametrize("start", ["senior-ml-engineer", "statistician", "big-data-developer"])
def test_a_detour_takes_as_much_off_the_hardest_move_as_it_adds_in_all(start: str) -> None:
    for goal in ("data-architect", "speech-recognition-engineer", "ml-engineer"):
        found = SHIPPED.route(start, goal, max_hours=10_000)
        weights = [move.path.weight for move in found.routes[0].moves]
        direct = found.direct.path.weight
        assert sum(weights) - direct <= direct - max(weights) + 1e-6


def test_through_any_role_there_is_never_less_to_learn() -> None:
    chosen = random.Random(3)  # noqa: S311
    for _ in range(15):
        start, between, goal = chosen.sample(SHIPPED.nodes(Kind.ROLE), 3)
        found = SHIPPED.route(start, goal, via=[between], max_hours=10_000, max_jump=9)
        assert [move.end for move in found.routes[0].moves if move.end in (between, goal)] == [between, goal]
        assert sum(move.path.weight for move in found.routes[0].moves) >= found.direct.path.weight - 1e-6
