"""A role as nodes and edges: everything that it points at, however much that is."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import slug_of
from rolegraph.render.figures.role_page.role_network import role_scene


def test_a_role_shows_requirements_with_their_alternatives(small: RoleGraph) -> None:
    scene = role_scene(small.dataset, small.role("pastry-chef"))
    by_slug = {slug_of(node.id): node for node in scene.nodes}
    assert by_slug["chef-oven"].label == "Convection oven, Deck oven or Stone oven"
    edges = {(slug_of(edge.start), slug_of(edge.end)): edge for edge in scene.edges}
    assert edges["chef-oven", "deck-oven"].relation == "any of"
    assert edges["chef-sugar", "blowtorch"].relation == "example"
    assert edges["pastry-chef", "dough"].relation == "requires"
    assert edges["pastry-chef", "french"].relation == "prefers"
    assert edges["pastry-chef", "hotels"].relation == "industry"
    assert "heat" not in by_slug


def test_each_step_more_adds_what_is_around(small: RoleGraph) -> None:
    near, around = (role_scene(small.dataset, small.role("pastry-chef"), depth) for depth in (1, 2))
    assert {node.id for node in near.nodes} < {node.id for node in around.nodes}
    assert "heat" in {slug_of(node.id) for node in around.nodes}
    assert set(near.edges) < set(around.edges)


def test_nothing_is_left_out() -> None:
    graph = rolegraph.open()
    role = graph.role("lead-ml-engineer")
    scene = role_scene(graph.dataset, role)
    there = {node.id for node in scene.nodes}
    cited = (*role.industries, *role.responsibilities, *role.tips)
    assert {one.node.iri for one in cited} <= there
    assert {used.tool.iri for used in role.tools} <= there
    assert {node.iri for one in role.requirements for node in (*one.any_of, *one.examples)} <= there
    also = {node.iri for one in role.also_asked for node in one.requirement.any_of}
    assert also <= there
    assert {edge.end for edge in scene.edges if "texts" in edge.relation} & also
    assert scene.cut == ""


def test_a_role_alone_is_one_node(tmp_path: Path) -> None:
    alone = tmp_path / "alone.ttl"
    alone.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en .'
    )
    graph = rolegraph.open(alone)
    assert [node.label for node in role_scene(graph.dataset, graph.role("x"), 3).nodes] == ["X"]
