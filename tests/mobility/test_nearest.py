"""Nearest: laws on small made-up graphs, the small graph by hand, and filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.model.moves import MoveKind, Tier
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority, fold
from rolegraph.model.plans import Profile, Standing


@given(world=worlds(), data=st.data())
def test_neighbours_say_what_the_gap_says(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = profile_of(graph.dataset, world, data.draw(levels_held(world)))
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
    have, more = data.draw(levels_held(world)), data.draw(levels_held(world))
    most = {one: max(have.get(one, Level.FAMILIAR), more.get(one, Level.FAMILIAR)) for one in {*have, *more}}
    role = data.draw(st.none() | st.integers(0, len(world.roles) - 1))
    start = None if role is None else node(graph.dataset, world.role(role))
    few, many = (
        {one.role: one for one in graph.nearest(start, besides=profile_of(graph.dataset, world, each)).neighbours}
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
        measured=tuple(one._replace(role=order.index(one.role)) for one in world.measured),
    )
    first, second = RoleGraph(dataset_of(world)), RoleGraph(dataset_of(other))
    start = order[0]
    one = first.nearest(node(first.dataset, world.role(start)))
    two = second.nearest(node(second.dataset, other.role(0)))
    scores = {world.role(order[int(each.role.slug.partition("-")[2])]): each for each in two.neighbours}
    for each in one.neighbours:
        assert scores[each.role.iri].score == pytest.approx(each.score)
        assert scores[each.role.iri].hours == pytest.approx(each.hours)
        at_a_threshold = min(abs(each.score - limit) for limit in (one.thresholds.close, one.thresholds.related)) < 1e-9
        assert scores[each.role.iri].tier == each.tier or at_a_threshold


def test_the_small_graph_by_hand(small: RoleGraph) -> None:
    found = small.nearest("baker")
    assert found.start == "Baker"
    assert "Baker" not in [one.role.label for one in found.neighbours]
    one = found.neighbours[0]
    assert one.score == pytest.approx(sum(part.points for part in one.contributions))
    assert one.tier in Tier
    path = small.path("baker", one.role)
    essential = [each for each in path.gap.assessments if each.requirement.essential]
    assert (one.met, one.essential) == (
        len(list(path.gap.select(Standing.MET, Necessity.ESSENTIAL))),
        len(essential),
    )


def test_who_could_move_here_is_the_question_turned_round(small: RoleGraph) -> None:
    there = small.nearest("baker", limit=100)
    goal = there.neighbours[0].role
    back = {one.role.label: one for one in small.nearest(goal, reverse=True, limit=100).neighbours}
    assert back["Baker"].score == pytest.approx(there.neighbours[0].score)
    assert back["Baker"].met == there.neighbours[0].met
    assert back["Baker"].hours == pytest.approx(there.neighbours[0].hours)
    with pytest.raises(ValueError, match="a role and no profile"):
        small.nearest(reverse=True)
    with pytest.raises(ValueError, match="a role or a profile"):
        small.nearest()


def test_a_role_with_a_credential_is_not_within_reach(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    found = {one.role.slug: one for one in graph.nearest(node(graph.dataset, world.role(0))).neighbours}
    assert [piece.any_of[0].kind for piece in found["role-3"].credentials] == [Kind.DEGREE]
    assert not found["role-3"].in_reach
    assert found["role-1"].move is MoveKind.ADVANCEMENT


def test_what_is_skipped_is_not_planned_and_keeps_a_role_out_of_reach(chain_world: World) -> None:
    world = chain_world
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


def test_filters_say_how_many_they_leave_out(chain_world: World) -> None:
    world = chain_world
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
