"""Scenes of a graph: all roles by what they share."""

from __future__ import annotations

from pathlib import Path

from tests.pictures import scene_of

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import slug_of


def test_a_graph_of_one_role_and_an_empty_one(tmp_path: Path) -> None:
    alone = tmp_path / "alone.ttl"
    alone.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en .'
    )
    graph = rolegraph.open(alone)
    assert [node.label for node in scene_of(graph, "roles").nodes] == ["X"]


def test_each_role_is_joined_to_what_it_shares_most_with(small: RoleGraph) -> None:
    scene = scene_of(small, "roles")
    (edge,) = scene.edges
    assert {slug_of(edge.start), slug_of(edge.end)} == {"baker", "pastry-chef"}
    matrix = small.matrix
    shared = int(matrix.shared()[0, 1])
    assert edge.note.startswith(f"{shared} in common, ")
