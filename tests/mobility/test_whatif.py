"""What learning something opens: never less, and the best levers first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import Asked, World, dataset_of, worlds

import rolegraph
from rolegraph.errors import NoPath
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.mobility.move_efforts import Calibration
from rolegraph.mobility.whatif import best_levers
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.plans import Holding
from rolegraph.planning.path import find_steps
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.mobility_views import whatif_blocks


@given(world=worlds(), data=st.data())
def test_learning_something_brings_every_role_nearer_or_leaves_it(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = profile_of(graph.dataset, world, data.draw(levels_held(world)))
    what = node(graph.dataset, world.capability(data.draw(st.integers(0, len(world.hours) - 1))))
    try:
        found = graph.what_if(None, {what: Level.WORKING}, besides=person)
    except NoPath:
        return
    hours = [step.hours for step in found.learned]
    assert found.hours == (None if None in hours else pytest.approx(sum(filter(None, hours))))
    for one in found.roles:
        assert one.steps_before is not None
        assert one.steps_after is not None
        if one.hours_before is not None and one.hours_after is None:  # another plan, which nobody has estimated
            assert one.steps_after < one.steps_before
        elif one.hours_before is not None:
            assert one.hours_after is not None
            comes_into_reach = one.in_reach_after and not one.in_reach_before
            assert one.hours_after < one.hours_before or (comes_into_reach and one.met_after > one.met_before)
        assert one.met_after >= one.met_before
        assert one.in_reach_after or not one.in_reach_before
    assert len(found.roles) <= found.changed


@given(world=worlds(closeness=False), data=st.data())
def test_what_is_left_of_a_role_is_what_the_path_takes_before_and_after(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    start = node(graph.dataset, world.role(data.draw(st.integers(0, len(world.roles) - 1))))
    for lever in graph.what_if(start).levers:
        steps = find_steps(graph.dataset, graph.profile(start), {lever.capability: lever.level})
        assert lever.steps == len(steps)
        learned = tuple(Holding((step.node,), step.to_level, "") for step in steps)
        profile = graph.profile(start)
        after = profile._replace(holdings=(*profile.holdings, *learned))
        for one in lever.roles:
            before, then = graph.path(start, one.role), graph.path(after, one.role)
            assert (one.steps_before, one.steps_after) == (len(before.steps), len(then.steps))
            assert one.hours_before == (None if before.hours is None else pytest.approx(before.hours))
            assert then.weight < before.weight


def test_a_lever_is_learned_for_what_roles_name(chain_world: World) -> None:
    # Skill 5 is narrower than 1 and cheap: it would be accepted, but nobody asks for it.
    world = chain_world._replace(hours=(10, 20, 30, 40, 50, 1), under=frozenset({(5, 1)}))
    graph = RoleGraph(dataset_of(world))
    levers = graph.what_if(node(graph.dataset, world.role(0)), limit=20).levers
    names = {one.label for lever in levers for one in (lever.capability, *lever.also)}
    assert "skill-5" not in names
    assert "skill-1" in names


def test_alternatives_to_each_other_are_one_lever(chain_world: World) -> None:
    either = Asked((3, 4), (), Level.WORKING, Necessity.ESSENTIAL, False)
    world = chain_world._replace(hours=(10, 20, 30, 40, 40, 60), roles=(chain_world.roles[0], (either,)))
    graph = RoleGraph(dataset_of(world._replace(seniorities=world.seniorities[:2])))
    (lever,) = graph.what_if(node(graph.dataset, world.role(0))).levers
    assert {lever.capability.label, *(one.label for one in lever.also)} == {"skill-3", "skill-4"}


def test_no_threshold_decides_which_lever_is_best() -> None:
    """Whatever the limit of one move is, the order is the same."""
    graph = rolegraph.open()
    index = graph.mobility
    role = graph.resolve("data-analyst").iri
    usual = best_levers(index, role).levers
    efforts = replace(index.efforts, calibration=np.array(_with_limit(index.move_efforts.calibration, 0.9)))
    others = best_levers(index._replace(move_efforts=replace(index.move_efforts, efforts=efforts)), role).levers
    assert [one.capability for one in usual[:3]] == [one.capability for one in others[:3]]


def _with_limit(usual: Calibration, factor: float) -> tuple[float, ...]:
    return usual._replace(hours=usual.hours * factor).numbers


def test_what_roles_in_general_ask_for_comes_last() -> None:
    for role in ("data-analyst", "data-engineer", "ml-engineer"):
        general = [lever.general for lever in rolegraph.open().what_if(role, limit=30).levers]
        assert general == sorted(general)


def test_who_asks_for_fewer_gets_the_first() -> None:
    graph = rolegraph.open()
    assert graph.what_if("data-analyst", limit=3).levers == graph.what_if("data-analyst").levers[:3]


def test_a_graph_of_few_roles_does_not_say_what_is_general() -> None:
    graph = rolegraph.open()
    levers = graph.what_if("data-analyst", limit=10).levers
    assert not any(lever.general for lever in levers)
    # A data analyst uses Python: it takes less than R, and is asked for by as many roles.
    assert levers[0].capability == graph.resolve("python")
    assert graph.resolve("r") in levers[0].also
    # Queries are learned in a language, and SQL takes no longer than all that they are about.
    known = {graph.resolve("python"): Level.WORKING, graph.resolve("skill/statistics"): Level.WORKING}
    first = graph.what_if(besides=graph.profile(have=known)).levers[0]
    assert first.capability == graph.resolve("sql")
    assert graph.resolve("query-languages") in first.also


def test_of_someone_of_whom_nothing_is_known_nothing_is_said(chain_world: World) -> None:
    world = chain_world._replace(roles=((), *chain_world.roles[1:]))
    graph = RoleGraph(dataset_of(world))
    found = graph.what_if(node(graph.dataset, world.role(0)))
    assert (found.known, found.levers, found.in_reach) == (False, (), 0)
    assert "what comes into reach is not known" in to_text(whatif_blocks(found))
