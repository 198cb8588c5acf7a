"""Scenes: what the answer says, nothing twice, nothing on top of anything else, the same every time."""

from __future__ import annotations

import pytest
from tests.pictures import scene_of

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.scene import Scene

ROLES = ("data-science-engineer", "lead-ml-engineer")


def every_scene(graph: RoleGraph, start: str, goal: str) -> dict[str, Scene]:
    return {
        "compare": scene_of(graph, graph.compare([start, goal])),
        "role": scene_of(graph, graph.role(goal)),
        "deep": scene_of(graph, graph.role(goal), depth=3),
    }


SHIPPED = every_scene(rolegraph.open(), *ROLES)
each = pytest.mark.parametrize("scene", SHIPPED.values(), ids=SHIPPED)


@each
def test_edges_join_nodes_that_are_there(scene: Scene) -> None:
    ids = [node.id for node in scene.nodes]
    assert len(ids) == len(set(ids)) > 1
    assert {end for edge in scene.edges for end in (edge.start, edge.end)} <= set(ids)
    assert len(scene.edges) == len(set(scene.edges))
    assert scene.total >= len(scene.nodes)


@each
def test_labels_hardly_meet(scene: Scene) -> None:
    """No two nodes stand so near that their shapes meet, and few labels touch."""
    places = [(node.x, node.y) for node in scene.nodes]
    near = [
        (a, b)
        for number, a in enumerate(places)
        for b in places[:number]
        if abs(a[0] - b[0]) < 40 and abs(a[1] - b[1]) < 40
    ]
    assert near == []
    assert all(place == (round(place[0]), round(place[1])) for place in places)


@each
def test_every_node_says_who_says_so(scene: Scene) -> None:
    for node in scene.nodes:
        assert node.sources, node.label
        assert all(fact.texts for fact in node.facts)


def test_the_same_graph_gives_the_same_scenes() -> None:
    assert every_scene(rolegraph.open(), *ROLES) == SHIPPED
