"""A comparison as nodes and edges: nothing is left out, and what is shared lies between the roles."""

from __future__ import annotations

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind

ROLES = ("data-science-engineer", "lead-ml-engineer")


def test_what_is_shared_stands_between_the_roles() -> None:
    graph = rolegraph.open()
    compared = graph.compare(ROLES)
    scene = graph.picture(compared).scene()
    roles = sorted(node.x for node in scene.nodes if node.group == "start")
    shared = [node for node in scene.nodes if node.group == "shared"]
    assert {node.id for node in shared} == {row.node.iri for row in compared.shared()}
    assert all(roles[0] < node.x < roles[1] for node in shared)
    own = {node.id: node.x for node in scene.nodes if node.group == "own"}
    assert all(own[row.node.iri] < roles[0] for row in compared.only(0))
    assert all(own[row.node.iri] > roles[1] for row in compared.only(1))


def test_nothing_of_many_roles_is_left_out() -> None:
    graph = rolegraph.open()
    compared = graph.compare(graph.nodes(Kind.ROLE)[:12])
    scene = graph.picture(compared).scene()
    assert {node.id for node in scene.nodes} == {
        node.iri for node in (*compared.roles, *(row.node for row in compared.rows))
    }
    asked = {
        (role.iri, row.node.iri)
        for row in compared.rows
        for role, ask in zip(compared.roles, row.asks, strict=True)
        if ask is not None
    }
    assert asked == {(edge.start, edge.end) for edge in scene.edges if edge.relation != "similar"}
    assert (scene.cut, scene.total) == ("", len(scene.nodes))


def test_an_edge_says_how_a_role_asks(small: RoleGraph) -> None:
    scene = small.picture(small.compare(["baker", "pastry-chef"])).scene()
    labels = {node.id: node.label for node in scene.nodes}
    edges = {(labels[edge.start], labels[edge.end]): edge for edge in scene.edges}
    dough = edges["Pastry Chef", "dough"]
    assert (dough.relation, dough.note, dough.loose) == ("requires", "expert, required", False)
    assert (edges["Pastry Chef", "French"].relation, edges["Pastry Chef", "French"].loose) == ("prefers", True)
    assert edges["Baker", "Scale"].relation == "uses"
    assert edges["Pastry Chef", "Food and hotels"].relation == "industry"
    assert {edge.relation for edge in scene.edges} <= {"requires", "prefers", "example", "uses", "industry", "similar"}
    facts = {node.label: [fact.texts for fact in node.facts] for node in scene.nodes}
    assert facts["French"] == [("not asked for",), ("familiar, nice to have",)]
