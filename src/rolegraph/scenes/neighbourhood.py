"""A role's neighbourhood as a scene: what it asks for, uses and is found in, and what stands behind that."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph import entities
from rolegraph.labels import node as node_of
from rolegraph.model import Requirement
from rolegraph.names import Node
from rolegraph.scenes.capping import capped
from rolegraph.scenes.cards import requirement_node, scene_node
from rolegraph.scenes.layout import placed, springs
from rolegraph.scenes.model import Fact, Scene, SceneEdge, SceneNode
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import CAPABILITY_KINDS, RG, SKOS, slugify
from rolegraph.words import counted

# What is behind a capability: predicate, word, and whether it only helps.
_BEHIND = (
    (RG + "prerequisite", "needs", False),
    (SKOS + "broader", "is a kind of", True),
    (RG + "closeTo", "is close to", True),
)


def role_scene(dataset: Dataset, role: Node, depth: int = 1, most: int = 500) -> Scene:
    """A role and what is around it.

    Parameters
    ----------
    depth
        1 for what the role itself points at; each step more adds what capabilities need, are a kind of or close to.
    most
        How many nodes to draw; the nearest come first.
    """
    said = entities.role(dataset, role.iri)
    nodes = {role.iri: scene_node(dataset, role, group="goal", important=10.0)}
    edges: list[SceneEdge] = []
    for asked in said.requirements:
        _add_requirement(dataset, role, asked, nodes, edges)
    for used in said.tools:
        nodes.setdefault(used.tool.iri, scene_node(dataset, used.tool, important=2.0))
        edges.append(SceneEdge(role.iri, used.tool.iri, "uses", loose=True))
    for industry in said.industries:
        nodes.setdefault(industry.node.iri, scene_node(dataset, industry.node, important=1.5))
        edges.append(SceneEdge(role.iri, industry.node.iri, "found in", industry.note, loose=True))
    around = [iri for iri, one in nodes.items() if one.kind in CAPABILITY_KINDS]
    for step in range(1, depth):
        around = _add_behind(dataset, around, nodes, edges, 1.0 / step)
    kept, kept_edges, total = capped(nodes.values(), edges, most)
    weighted = [(edge.start, edge.end, 0.5 if edge.loose else 1.0) for edge in kept_edges]
    ids = [one.id for one in kept]
    counts = (
        counted(len(said.requirements), "requirement"),
        counted(len(said.tools), "tool") + " in use",
        counted(len(said.industries), "industry"),
    )
    return Scene(
        name=slugify(f"role {role.slug}"),
        title=role.label,
        summary=(", ".join(counts) + ".",),
        nodes=placed(kept, springs(ids, weighted, size=90.0 * len(ids) ** 0.62)),
        edges=tuple(kept_edges),
        total=total,
    )


def _add_requirement(
    dataset: Dataset, role: Node, asked: Requirement, nodes: dict[str, SceneNode], edges: list[SceneEdge]
) -> None:
    """A requirement with alternatives or examples stands for itself; any other is an edge to its only capability."""
    word = "asks for" if asked.essential else "prefers"
    level = f"at {asked.level} level" if asked.level else ""
    origin = role.iri
    if len(asked.any_of) > 1 or asked.examples:
        nodes.setdefault(asked.iri, requirement_node(dataset, asked, important=4.0))
        edges.append(SceneEdge(role.iri, asked.iri, word, level, strong=asked.essential, loose=not asked.essential))
        origin, word = asked.iri, "any of"
    for one in asked.any_of:
        facts = [Fact("Asked for", (level,))] if level else []
        nodes.setdefault(one.iri, scene_node(dataset, one, *facts, important=3.0))
        edges.append(SceneEdge(origin, one.iri, word, level, strong=asked.essential and origin == role.iri))
    for one in asked.examples:
        nodes.setdefault(one.iri, scene_node(dataset, one, important=2.5))
        edges.append(SceneEdge(origin, one.iri, "example", loose=True))


def _add_behind(
    dataset: Dataset, around: Iterable[str], nodes: dict[str, SceneNode], edges: list[SceneEdge], important: float
) -> list[str]:
    found = []
    for iri in around:
        for predicate, word, loose in _BEHIND:
            for other in dataset.objects(iri, predicate):
                if other not in nodes:
                    nodes[other] = scene_node(dataset, node_of(dataset, other), important=important)
                    found.append(other)
                edges.append(SceneEdge(iri, other, word, loose=loose))
    return found
