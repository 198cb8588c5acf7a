"""A role as nodes and edges: everything that it points at, and what is around that, for other tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rolegraph.facts.labels import node as node_of
from rolegraph.model.nodes import CAPABILITY_KINDS, slugify
from rolegraph.model.roles import Requirement, Role
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.render.figures.arrangement import placed, springs
from rolegraph.render.figures.cards import requirement_node, scene_node
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode
from rolegraph.render.text import counted, origins

# What is around a capability: predicate, word, and whether it only helps.
_AROUND: Final = (
    (RG + "prerequisite", "needs", False),
    (SKOS + "broader", "is a kind of", True),
    (RG + "closeTo", "is close to", True),
)


def role_scene(dataset: Dataset, role: Role, depth: int = 1) -> Scene:
    """A role with all that it points at, at a depth of 1; each step more adds what capabilities need, are a kind of or
    are close to.
    """
    centre = role.node.iri
    nodes = {centre: scene_node(dataset, role.node, group="goal", important=10.0)}
    edges: list[SceneEdge] = []
    for requirement in role.requirements:
        _add_requirement(dataset, centre, requirement, nodes, edges)
    for used in role.tools:
        nodes.setdefault(used.tool.iri, scene_node(dataset, used.tool, important=2.0))
        edges.append(SceneEdge(centre, used.tool.iri, "uses", loose=True))
    for also in role.also_asked:
        _add_requirement(dataset, centre, also.requirement, nodes, edges, ", as texts say")
    cited = (("industry", role.industries), ("responsibility", role.responsibilities), ("tip", role.tips))
    for word, items in cited:
        for item in items:
            nodes.setdefault(item.node.iri, scene_node(dataset, item.node, important=1.5))
            edges.append(SceneEdge(centre, item.node.iri, word, item.note, loose=True))
    around = [iri for iri, node in nodes.items() if node.kind in CAPABILITY_KINDS]
    for step in range(1, depth):
        around = _add_around(dataset, around, nodes, edges, 1.0 / step)
    weighted = [(edge.start, edge.end, 0.5 if edge.loose else 1.0) for edge in edges]
    counts = (
        counted(len(role.requirements), "requirement"),
        counted(len(role.tools), "tool") + " in use",
        counted(len(role.industries), "industry"),
    )
    return Scene(
        name=slugify(f"role {role.node.slug}"),
        title=role.node.label,
        summary=(", ".join(counts) + ".", *(text.text for text in origins([role.unrecorded]))),
        nodes=placed(list(nodes.values()), springs(list(nodes), weighted, size=90.0 * len(nodes) ** 0.62)),
        edges=tuple(dict.fromkeys(edges)),
        total=len(nodes),
    )


def _add_requirement(
    dataset: Dataset,
    role: str,
    requirement: Requirement,
    nodes: dict[str, SceneNode],
    edges: list[SceneEdge],
    whose: str = "",
) -> None:
    """A requirement with alternatives or examples is a node; any other is an edge to its only capability."""
    origin, strong = role, requirement.essential and not whose
    word = "uses" if requirement.used else "requires" if requirement.essential else "prefers"
    word += ", estimated" if requirement.estimated else whose
    level = f"at {requirement.level} level" if requirement.level else ""
    if len(requirement.any_of) > 1 or requirement.examples:
        nodes.setdefault(requirement.iri, requirement_node(dataset, requirement, important=4.0))
        edges.append(SceneEdge(role, requirement.iri, word, level, strong=strong, loose=not strong))
        origin, word, strong = requirement.iri, "any of", False
    for capability in requirement.any_of:
        facts = [Fact("Required", (level,))] if level else []
        nodes.setdefault(capability.iri, scene_node(dataset, capability, *facts, important=3.0))
        edges.append(SceneEdge(origin, capability.iri, word, level, strong=strong))
    for capability in requirement.examples:
        nodes.setdefault(capability.iri, scene_node(dataset, capability, important=2.5))
        edges.append(SceneEdge(origin, capability.iri, "example", loose=True))


def _add_around(
    dataset: Dataset, around: Iterable[str], nodes: dict[str, SceneNode], edges: list[SceneEdge], important: float
) -> list[str]:
    found = []
    for iri in around:
        for predicate, word, loose in _AROUND:
            for other in dataset.objects(iri, predicate):
                if other not in nodes:
                    nodes[other] = scene_node(dataset, node_of(dataset, other), important=important)
                    found.append(other)
                edges.append(SceneEdge(iri, other, word, loose=loose))
    return found
