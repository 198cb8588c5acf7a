"""What learning something opens: never less, and the best levers first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of, worlds

from rolegraph.errors import NoPath
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Level


@given(world=worlds(), data=st.data())
def test_learning_something_brings_every_role_nearer_or_leaves_it(world: World, data: st.DataObject) -> None:
    graph = RoleGraph(dataset_of(world))
    person = profile_of(graph.dataset, world, data.draw(levels_held(world)))
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


def test_the_best_lever_opens_most_for_each_hour(chain_world: World) -> None:
    world = chain_world
    graph = RoleGraph(dataset_of(world))
    levers = graph.what_if(node(graph.dataset, world.role(0))).levers
    assert [round(one.per_hour, 9) for one in levers] == sorted(
        (round(one.per_hour, 9) for one in levers), reverse=True
    )
    assert all(one.hours > 0 and one.saved > 0 for one in levers)
    start = node(graph.dataset, world.role(0))
    for lever in levers:
        learned = graph.what_if(start, {lever.capability: lever.level})
        opened = {one.role for one in learned.roles if one.in_reach_after and not one.in_reach_before}
        assert set(lever.opened) == opened
        assert lever.hours == learned.hours
