"""Nearest, routes and what-if: laws on small made-up graphs, and the small graph by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.errors import NoPath, RolegraphError
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.model.moves import MoveKind, Tier
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority, fold
from rolegraph.model.plans import Profile, Standing
from rolegraph.planning.gap import given_profile
from rolegraph.render.text.serialization import to_json


def _person(graph: RoleGraph, world: World, have: dict[int, Level]) -> Profile:
    return given_profile({node(graph.dataset, world.capability(one)): level for one, level in have.items()})


def _have(world: World) -> st.SearchStrategy[dict[int, Level]]:
    return st.dictionaries(st.integers(0, world.capabilities - 1), st.sampled_from(Level), max_size=3)


@given(world=worlds(), data=st.data())
def test_neighbours_say_what_the_gap_says(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = _person(graph, world, data.draw(_have(world)))
    found = graph.nearest(besides=person)
    assert len(found.neighbours) == len(world.roles)
    for one in found.neighbours:
        gap = graph.gap(person, one.role)
        essential = [each for each in gap.assessments if each.requirement.essential]
        assert (one.met, one.essential) == (len(list(gap.select(Standing.MET, Necessity.ESSENTIAL))), len(essential))
        assert one.score == pytest.approx(sum(part.points for part in one.contributions))
        assert 0 <= one.score < 1


@given(world=worlds(), data=st.data())
def test_more_capabilities_lower_no_score_and_raise_no_hours(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    have, more = data.draw(_have(world)), data.draw(_have(world))
    most = {one: max(have.get(one, Level.FAMILIAR), more.get(one, Level.FAMILIAR)) for one in {*have, *more}}
    role = data.draw(st.none() | st.integers(0, len(world.roles) - 1))
    start = None if role is None else node(graph.dataset, world.role(role))
    few, many = (
        {one.role: one for one in graph.nearest(start, besides=_person(graph, world, each)).neighbours}
        for each in (have, most)
    )
    for where, one in few.items():
        assert many[where].score >= one.score - 1e-9
        assert many[where].met >= one.met
        assert (many[where].hours or 0.0) <= (one.hours or 0.0) + 1e-6


@given(world=worlds(), data=st.data())
def test_another_spelling_and_another_order_change_nothing(world: World, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(world.roles))))
    other = world._replace(
        roles=tuple(world.roles[one] for one in order),
        seniorities=tuple(world.seniorities[one] for one in order),
        uses=frozenset((order.index(role), tool) for role, tool in world.uses),
    )
    first, second = RoleGraph(dataset_of(world)), RoleGraph(dataset_of(other))
    start = order[0]
    one = first.nearest(node(first.dataset, world.role(start)))
    two = second.nearest(node(second.dataset, other.role(0)))
    scores = {world.role(order[int(each.role.slug.partition("-")[2])]): each for each in two.neighbours}
    for each in one.neighbours:
        assert scores[each.role.iri].score == pytest.approx(each.score)
        assert scores[each.role.iri].hours == pytest.approx(each.hours)
        assert scores[each.role.iri].tier == each.tier or len({part.score for part in one.neighbours}) > 1


@given(world=worlds(closeness=False), data=st.data())
def test_no_route_has_a_harder_hop_than_going_directly(world: World, data: st.DataObject) -> None:
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


@given(world=worlds(), data=st.data())
def test_learning_something_brings_every_role_nearer_or_leaves_it(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = _person(graph, world, data.draw(_have(world)))
    what = node(graph.dataset, world.capability(data.draw(st.integers(0, len(world.hours) - 1))))
    try:
        found = graph.what_if(None, {what: Level.WORKING}, besides=person)
    except NoPath:
        return
    assert found.hours == pytest.approx(sum(step.hours for step in found.learned))
    for one in found.roles:
        assert one.hours_after < one.hours_before
        assert one.met_after >= one.met_before
        assert one.in_reach_after or not one.in_reach_before
    assert len(found.roles) <= found.changed


@pytest.fixture
def bakery(small: RoleGraph) -> RoleGraph:
    return small


def _role(graph: RoleGraph, name: str) -> Node:
    return graph.resolve(name, (Kind.ROLE,))


def test_the_small_graph_by_hand(bakery: RoleGraph) -> None:
    found = bakery.nearest("baker")
    assert found.start == "Baker"
    assert "Baker" not in [one.role.label for one in found.neighbours]
    one = found.neighbours[0]
    assert one.score == pytest.approx(sum(part.points for part in one.contributions))
    assert one.tier in Tier
    path = bakery.path("baker", one.role)
    essential = [each for each in path.gap.assessments if each.requirement.essential]
    assert (one.met, one.essential) == (
        len(list(path.gap.select(Standing.MET, Necessity.ESSENTIAL))),
        len(essential),
    )


def test_who_could_move_here_is_the_question_turned_round(bakery: RoleGraph) -> None:
    there = bakery.nearest("baker", limit=100)
    goal = there.neighbours[0].role
    back = {one.role.label: one for one in bakery.nearest(goal, reverse=True, limit=100).neighbours}
    assert back["Baker"].score == pytest.approx(there.neighbours[0].score)
    assert back["Baker"].met == there.neighbours[0].met
    assert back["Baker"].hours == pytest.approx(there.neighbours[0].hours)
    with pytest.raises(ValueError, match="of a role alone"):
        bakery.nearest(reverse=True)
    with pytest.raises(ValueError, match="neither a role"):
        bakery.nearest()


def _chain() -> World:
    """Three roles, each of which asks for what the last one does, and more; and one that asks for a degree."""
    from tests.worlds import Asked

    def asked(*numbers: int) -> tuple[Asked, ...]:
        return tuple(Asked((one,), (), Level.WORKING, Necessity.ESSENTIAL, False) for one in numbers)

    return World(
        hours=(10, 20, 30, 40, 50, 60),
        degrees=((DegreeLevel.MASTER, 0),),
        before=frozenset(),
        under=frozenset(),
        close=frozenset(),
        roles=(asked(0), asked(0, 1, 2), asked(0, 1, 2, 3, 4), asked(0, 1, 6)),
        uses=frozenset(),
        seniorities=(Seniority.ENTRY, Seniority.MID, Seniority.SENIOR, Seniority.MID),
    )


def test_a_route_goes_over_the_stone_between() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    start, stone, goal, gated = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, max_hours=95)
    assert [move.end for move in found.routes[0].moves] == [stone, goal]
    assert [move.hours for move in found.routes[0].moves] == [50, 90]
    assert [move.move for move in found.routes[0].moves] == [MoveKind.ADVANCEMENT, MoveKind.ADVANCEMENT]
    assert (found.routes[0].hardest, found.routes[0].hours, found.direct.hours) == (90, 140, 140)
    assert found.limits.hours == 95
    assert "hours as given" in found.limits.basis
    # The role with a credential would be a smaller step, but not one that can be taken by learning.
    assert gated not in [move.end for move in graph.route(start, goal).routes[0].moves]


def test_where_no_route_is_viable_the_nearest_role_that_can_be_reached_is_named() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    start, stone, goal, _ = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, max_hours=60)
    assert found.routes == ()
    assert found.reachable is not None
    assert found.reachable.role == stone
    assert graph.route(start, goal, max_jump=0).routes == ()
    assert graph.route(start, goal, avoid=[stone]).routes == ()
    assert graph.route(start, goal, avoid=[stone], max_hours=140).routes[0].moves[0].end == goal
    assert graph.route(start, goal, max_moves=1, max_hours=140).routes[0].moves[0].end == goal
    through = graph.route(start, goal, via=[stone]).routes[0]
    assert [move.end for move in through.moves] == [stone, goal]
    with pytest.raises(RolegraphError, match="both go through and avoid"):
        graph.route(start, goal, via=[stone], avoid=[stone])


def test_going_directly_is_always_a_choice_within_the_limits() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    start, stone, goal, _ = (node(graph.dataset, world.role(one)) for one in range(4))
    found = graph.route(start, goal, alternatives=5, max_hours=200)
    assert [[move.end for move in route.moves] for route in found.routes] == [[stone, goal], [goal]]


def test_a_role_that_asks_for_nothing_is_no_stone_and_makes_no_infinity() -> None:
    world = _chain()._replace(roles=((), (), (), ()))
    graph = RoleGraph(dataset_of(world))
    start, goal = node(graph.dataset, world.role(0)), node(graph.dataset, world.role(1))
    for answer in (graph.nearest(start), graph.route(start, goal), graph.what_if(start)):
        json.loads(to_json(answer), parse_constant=pytest.fail)


def test_a_gate_is_not_within_reach() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    found = {one.role.slug: one for one in graph.nearest(node(graph.dataset, world.role(0))).neighbours}
    assert [piece.any_of[0].kind for piece in found["role-3"].credentials] == [Kind.DEGREE]
    assert not found["role-3"].in_reach
    assert found["role-1"].move is MoveKind.ADVANCEMENT


def test_what_is_skipped_is_not_planned_and_keeps_a_role_out_of_reach() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    start = node(graph.dataset, world.role(0))
    skipped = node(graph.dataset, world.capability(2))
    wanting = Profile("me", skipped=(skipped,))
    plain, without = (
        {one.role.slug: one for one in graph.nearest(start, besides=each).neighbours}["role-1"]
        for each in (Profile("me"), wanting)
    )
    assert (plain.hours, without.hours) == (50, 20)
    assert not without.in_reach
    assert without.hours == graph.path(graph.profile(start, given=[wanting]), without.role).hours


def test_filters_say_how_many_they_leave_out() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    start = node(graph.dataset, world.role(0))
    middle = graph.nearest(start, seniority=Seniority.MID)
    assert {one.role.slug for one in middle.neighbours} == {"role-1", "role-3"}
    assert middle.filters == (("seniority mid", 2),)
    bachelors = graph.nearest(start, degree=DegreeLevel.BACHELOR)
    assert {one.role.slug for one in bachelors.neighbours} == {"role-1", "role-2"}
    assert graph.nearest(start, pay=1).neighbours == ()


def test_pay_is_that_of_postings_with_the_roles_name() -> None:
    graph = rolegraph.open()
    paid = graph.nearest("data-science-engineer", pay=1)
    assert [name for name, _ in paid.filters] == ["pay of 1 or more"]
    titles = {fold(posting.title) for posting in graph.postings()}
    assert {fold(one.role.label) for one in paid.neighbours} == {
        fold(role.label) for role in graph.nodes(Kind.ROLE) if fold(role.label) in titles
    }
    assert paid.neighbours


def test_the_best_lever_opens_most_for_each_hour() -> None:
    world = _chain()
    graph = RoleGraph(dataset_of(world))
    levers = graph.what_if(node(graph.dataset, world.role(0))).levers
    assert [round(one.per_hour, 9) for one in levers] == sorted(
        (round(one.per_hour, 9) for one in levers), reverse=True
    )
    assert all(one.hours > 0 and one.saved > 0 for one in levers)
