"""A scene as a NetworkX graph, for the tools that draw and count graphs themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.render.looks import edges_between
from rolegraph.scenes.model import Scene

if TYPE_CHECKING:
    import networkx as nx


def to_network(scene: Scene) -> nx.DiGraph[str]:
    """A scene's nodes and edges, with texts, numbers and truth values only, as GraphML and GEXF take them.

    Nodes have `label`, `kind`, `group`, `step` (0 where there is none), `x`, `y` and `important`; edges `relation`,
    `note`, `strong` and `loose`. Of several edges between the same nodes one is made, which says what all of them say.

    >>> from rolegraph.scenes.model import SceneEdge, SceneNode
    >>> from rolegraph.vocabulary import Kind
    >>> nodes = (SceneNode("x:a", "A", Kind.ROLE), SceneNode("x:b", "B", Kind.TOOL))
    >>> edges = (SceneEdge("x:a", "x:b", "needs", loose=True), SceneEdge("x:a", "x:b", "teaches", strong=True))
    >>> to_network(Scene("one", "One", (), nodes, edges, 2)).edges["x:a", "x:b"]
    {'relation': 'needs; teaches', 'note': '', 'strong': True, 'loose': False}
    """
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    for node in scene.nodes:
        network.add_node(
            node.id,
            label=node.label,
            kind=node.kind.value,
            group=node.group,
            step=node.step or 0,
            x=float(node.x),
            y=float(node.y),
            important=float(node.important),
        )
    for edge in edges_between(scene):
        before = network.get_edge_data(edge.start, edge.end, {})
        network.add_edge(
            edge.start,
            edge.end,
            relation=_both(before.get("relation", ""), edge.relation),
            note=_both(before.get("note", ""), edge.note),
            strong=before.get("strong", False) or edge.strong,
            loose=before.get("loose", True) and edge.loose,
        )
    return network


def _both(one: str, other: str) -> str:
    return "; ".join(text for text in dict.fromkeys((one, other)) if text)
