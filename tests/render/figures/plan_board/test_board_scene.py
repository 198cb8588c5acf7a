"""A plan as nodes and edges: all of it, and strong edges lead onwards."""

from __future__ import annotations

from collections import Counter

from tests.pictures import scene_of

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind

ROLES = ("data-science-engineer", "lead-ml-engineer")


def test_a_path_shows_its_steps_in_order_and_what_is_known() -> None:
    graph = rolegraph.open()
    path = graph.path(*ROLES)
    scene = scene_of(graph, path, ROLES[0])
    ids = [node.id for node in scene.nodes]
    assert len(ids) == len(set(ids)) == scene.total
    assert {end for edge in scene.edges for end in (edge.start, edge.end)} <= set(ids)
    steps = sorted((node.step, node.id) for node in scene.nodes if node.step)
    assert [iri for _, iri in steps] == [step.node.iri for step in path.by_capability]
    numbers = {node.id: [fact.term for fact in node.facts if fact.term.startswith("Step ")] for node in scene.nodes}
    for number, step in enumerate(path.steps, start=1):
        assert f"Step {number}" in numbers[step.node.iri]
    groups = Counter(node.group for node in scene.nodes)
    assert groups["learn"] == path.capabilities
    assert (groups["start"], groups["goal"], groups["credential"]) == (1, 1, len(path.credentials))
    place = {node.id: (node.x, node.y) for node in scene.nodes}
    assert len(set(place.values())) == len(place)
    assert all(place[edge.start] < place[edge.end] for edge in scene.edges if edge.strong)
    helping = {(edge.start, edge.end) for edge in scene.edges if edge.relation == "helps with"}
    assert helping == {(step.builds_on.node.iri, step.node.iri) for step in path.steps if step.builds_on}


def test_every_credential_and_everything_met_leads_to_the_goal(small: RoleGraph) -> None:
    scratch = scene_of(small, small.path(small.profile(), "baker"))
    assert not [node for node in scratch.nodes if node.group in ("start", "known")]
    assert [node.label for node in scratch.nodes if node.kind is Kind.DEGREE] == ["Bachelor's degree in Food Science"]
    path = small.path("baker", "pastry-chef")
    scene = scene_of(small, path, "baker")
    noted = {note for edge in scene.edges if edge.relation == "meets" for note in edge.note.split("; ")}
    assert noted == {item.requirement.label for item in path.gap.assessments if item.requirement.essential}
    assert [edge.relation for edge in scene.edges if edge.loose] == ["nice to have", "helps with"]


def test_nothing_to_learn_is_a_scene_too(small: RoleGraph) -> None:
    done = scene_of(small, small.path("baker", "baker"), "baker")
    assert "Nothing that can be learned is missing." in done.summary
    assert len({node.id for node in done.nodes}) == len(done.nodes)
    assert not [node for node in done.nodes if node.group == "start"]
