"""Scenes: what the answer says, nothing twice, nothing on top of anything else, the same every time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.folders import FIXTURES
from tests.pictures import scene_of

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, slug_of
from rolegraph.model.plans import Standing
from rolegraph.render.figures.scene import Scene

ROLES = ("data-science-engineer", "lead-ml-engineer")


def every_scene(graph: RoleGraph, start: str, goal: str) -> dict[str, Scene]:
    return {
        "path": scene_of(graph, graph.path(start, goal), start),
        "compare": scene_of(graph, graph.compare([start, goal])),
        "role": scene_of(graph, graph.role(goal)),
        "deep": scene_of(graph, graph.role(goal), depth=3),
        "roles": scene_of(graph, "roles"),
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


def test_a_path_shows_its_steps_in_order_and_what_is_known() -> None:
    graph = rolegraph.open()
    path = graph.path(*ROLES)
    scene = SHIPPED["path"]
    steps = sorted((node.step, node.id) for node in scene.nodes if node.step)
    assert [iri for _, iri in steps] == [step.node.iri for step in path.by_capability]
    numbers = {node.id: [fact.term for fact in node.facts if fact.term.startswith("Step ")] for node in scene.nodes}
    for number, step in enumerate(path.steps, start=1):
        assert f"Step {number}" in numbers[step.node.iri]
    groups = Counter(node.group for node in scene.nodes)
    assert groups["learn"] == path.capabilities
    assert (groups["start"], groups["goal"]) == (1, 1)
    known = {node.id for node in scene.nodes if node.group == "known"}
    met = {
        one.iri
        for item in path.gap.select(Standing.MET)
        if item.requirement.essential and item.by
        for one in item.by.one_of
    }
    bases = {step.builds_on.node.iri for step in path.steps if step.builds_on}
    assert met <= known
    assert known <= met | bases | {one.iri for item in path.gap.assessments if item.by for one in item.by.one_of}
    place = {node.id: node.x for node in scene.nodes}
    assert all(place[edge.start] < place[edge.end] for edge in scene.edges if edge.strong)
    loose = {(edge.start, edge.end) for edge in scene.edges if edge.relation == "helps with"}
    assert loose == {(step.builds_on.node.iri, step.node.iri) for step in path.steps if step.builds_on}


def test_a_path_from_scratch_and_one_with_nothing_to_learn(small: RoleGraph) -> None:
    scratch = scene_of(small, small.path(small.profile(), "baker"))
    assert not [node for node in scratch.nodes if node.group in ("start", "known")]
    assert [node.label for node in scratch.nodes if node.kind is Kind.DEGREE] == ["Bachelor's degree in Food Science"]
    done = scene_of(small, small.path("baker", "baker"), "baker")
    assert done.summary[1] == "Nothing that can be learned is missing."
    assert len({node.id for node in done.nodes}) == len(done.nodes)


def test_a_comparison_has_what_is_shared_between_the_roles() -> None:
    scene = SHIPPED["compare"]
    compared = rolegraph.open().compare(ROLES)
    roles = sorted(node.x for node in scene.nodes if node.group == "start")
    shared = [node for node in scene.nodes if node.group == "shared"]
    assert {node.id for node in shared} == {row.node.iri for row in compared.shared()}
    assert all(roles[0] < node.x < roles[1] for node in shared)
    own = {node.id: node.x for node in scene.nodes if node.group == "own"}
    assert all(own[row.node.iri] < roles[0] + 300 for row in compared.only(0))
    assert all(own[row.node.iri] > roles[1] - 300 for row in compared.only(1))


def test_three_roles_stand_apart(tmp_path: Path) -> None:
    extra = tmp_path / "extra.ttl"
    extra.write_text(
        "<https://w3id.org/rolegraph/id/role/third> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Third"@en ;'
        " <https://w3id.org/rolegraph/ns#usesTool> <https://w3id.org/rolegraph/id/tool/scale> ."
    )
    graph = rolegraph.open(FIXTURES / "small.ttl", extra)
    scene = scene_of(graph, graph.compare(["baker", "pastry-chef", "third"]))
    groups = {slug_of(node.id): node.group for node in scene.nodes}
    assert (groups["scale"], groups["dough"], groups["french"]) == ("shared", "", "own")


@pytest.mark.parametrize("most", [1, 5, 40])
def test_what_is_left_out_is_said(most: int) -> None:
    graph = rolegraph.open()
    scenes = (
        scene_of(graph, graph.path(*ROLES), ROLES[0], most=most),
        scene_of(graph, graph.compare(ROLES), most=most),
        scene_of(graph, "roles", most=most),
    )
    for scene in scenes:
        assert len(scene.nodes) == min(most, scene.total)
        assert scene.cut == (f"showing {most} of {scene.total}" if most < scene.total else "")
