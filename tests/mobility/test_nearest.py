"""Nearest: laws on small made-up graphs, the small graph by hand, and filters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market.postings import market, mention, posting
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.errors import NoPath, RolegraphError
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.model.moves import MoveKind, Tier
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority, fold
from rolegraph.model.plans import Profile, Standing
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.mobility_views import nearest_blocks

SHIPPED = rolegraph.open()


@given(world=worlds(), data=st.data())
def test_neighbours_say_what_the_gap_says(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = profile_of(graph.dataset, world, data.draw(levels_held(world)))
    found = graph.nearest(besides=person)
    for one in found.neighbours:
        gap = graph.gap(person, one.role)
        essential = [each for each in gap.assessments if each.requirement.essential]
        assert (one.met, one.essential) == (len(list(gap.select(Standing.MET, Necessity.ESSENTIAL))), len(essential))
        assert one.score == pytest.approx(sum(part.points for part in one.contributions))
        assert 0 < one.score <= 1 + 1e-9
        assert one.tier is Tier.FURTHER or one.score >= found.thresholds.related


@given(world=worlds(), data=st.data())
def test_what_is_shown_is_what_the_path_takes(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    start = node(graph.dataset, world.role(data.draw(st.integers(0, len(world.roles) - 1))))
    person = profile_of(graph.dataset, world, data.draw(levels_held(world)))
    for found in (graph.nearest(start, besides=person), graph.nearest(besides=person)):
        profile = graph.profile(start if found.role else None, given=[person])
        for one in found.neighbours:
            try:
                path = graph.path(profile, one.role)
            except NoPath:
                assert one.steps is None
                continue
            if one.steps is None:
                assert not path.known or not found.known
            else:
                assert one.hours == (None if path.hours is None else pytest.approx(path.hours))
                assert (one.steps, one.capabilities) == (len(path.steps), path.capabilities)


@given(world=worlds(closeness=False), data=st.data())
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
    for where, one in few.items() if start else ():
        assert many[where].score >= one.score - 1e-9
        assert many[where].met >= one.met
        if one.steps is not None:  # None where what is missing can never be begun: more may open a way
            fewer = many[where].steps
            assert fewer is not None
            assert fewer <= one.steps
        now, then = many[where].hours, one.hours
        assert now is None or then is None or now <= then + 1e-6


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
        assert scores[each.role.iri].hours == (None if each.hours is None else pytest.approx(each.hours))
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
    assert (back["Baker"].hours, back["Baker"].steps) == (there.neighbours[0].hours, there.neighbours[0].steps)
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


def test_pay_is_that_of_postings_for_the_role_and_a_year() -> None:
    chef = mention("role/pastry-chef")
    yearly = posting(1, pay_low=30000, currency="GBP", role=chef)
    for others, found in (([yearly], ["pastry-chef"]), ([posting(2, pay_low=30000, pay_period="hour", role=chef)], [])):
        near = market(others).nearest("baker", pay=25000).neighbours
        assert [one.role.slug for one in near] == found


def test_a_step_down_is_never_first_and_never_most(chain_world: World) -> None:
    world = chain_world._replace(
        seniorities=(Seniority.ENTRY, Seniority.MID, Seniority.SENIOR, Seniority.MID),
    )
    graph = RoleGraph(dataset_of(world))
    found = graph.nearest(node(graph.dataset, world.role(1)))
    assert [one.move for one in found.neighbours][-1] is MoveKind.STEP_DOWN
    for start in SHIPPED.nodes(Kind.ROLE):
        moves = [one.move for one in SHIPPED.nearest(start).neighbours]
        down = [move for move in moves if move is MoveKind.STEP_DOWN]
        assert moves[0] is not MoveKind.STEP_DOWN, start
        assert moves[len(moves) - len(down) :] == down, start


def test_directions_stand_apart_in_one_order() -> None:
    order = {MoveKind.SIMILAR: 0, MoveKind.LATERAL: 0, MoveKind.ADVANCEMENT: 1, None: 2, MoveKind.STEP_DOWN: 3}
    places = [order[one.move] for one in SHIPPED.nearest("data-scientist", limit=20).neighbours]
    assert places == sorted(places)


def test_someone_who_only_names_skills_gets_roles_that_ask_for_them() -> None:
    have = {"python": Level.WORKING, "sql": Level.WORKING}
    found = SHIPPED.nearest(besides=SHIPPED.profile(have=have), limit=100)
    assert found.neighbours
    assert all(one.contributions and one.score > 0 for one in found.neighbours)
    parts = {part.name for one in found.neighbours for part in one.contributions}
    assert any("Python" in part for part in parts)


def test_what_no_role_asks_for_is_near_to_nothing(chain_world: World) -> None:
    graph = RoleGraph(dataset_of(chain_world))
    nothing = profile_of(graph.dataset, chain_world, {5: Level.EXPERT})
    found = graph.nearest(besides=nothing)
    assert found.neighbours == ()
    assert "Nothing near" in to_text(nearest_blocks(found))


def test_a_role_without_requirements_is_not_said_to_have_nothing(chain_world: World) -> None:
    world = chain_world._replace(roles=((), *chain_world.roles[1:]), uses=frozenset({(0, 5)}))
    graph = RoleGraph(dataset_of(world))
    found = graph.nearest(node(graph.dataset, world.role(0)))
    assert not found.known
    assert all((one.hours, one.steps, one.missing, one.in_reach) == (None, None, (), False) for one in found.neighbours)


def test_seniority_and_degree_are_levels_or_words_and_nothing_else() -> None:
    assert SHIPPED.nearest("data-scientist", seniority="lead") == SHIPPED.nearest(
        "data-scientist", seniority=Seniority.LEAD
    )
    assert SHIPPED.nearest("data-scientist", seniority="lead").neighbours
    assert SHIPPED.nearest("data-scientist", degree="Master").neighbours
    with pytest.raises(RolegraphError, match="unknown seniority 'boss': use one of entry, mid"):
        SHIPPED.nearest("data-scientist", seniority="boss")
    with pytest.raises(RolegraphError, match="unknown degree 'phd'"):
        SHIPPED.nearest("data-scientist", degree="phd")


def test_without_estimates_nothing_is_said_in_hours_unless_they_are_assumed(chain_world: World) -> None:
    world = chain_world._replace(hours=(None,) * 6)
    dataset = dataset_of(world)
    start = world.role(0)
    plain, assumed = (
        RoleGraph(one).nearest(node(dataset, start)) for one in (dataset, replace(dataset, assumes_hours=True))
    )
    assert {one.hours for one in plain.neighbours if one.steps} == {None}
    assert "hours" not in to_text(nearest_blocks(plain)).replace("Nobody has estimated hours", "")
    assert all(one.hours == 80 * (one.steps or 0) for one in assumed.neighbours)
    assert "Some hours are assumed" in to_text(nearest_blocks(assumed))
