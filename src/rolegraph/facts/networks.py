"""A dataset as NetworkX graphs, on which paths and comparisons are computed.

Every node has `label` and `kind`; every edge has `relation`. Attribute values are texts, numbers and booleans, so that
GraphML, GEXF and node-link JSON can hold all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, Literal

from rolegraph.facts.entities import closeness, effort, with_narrower
from rolegraph.facts.labels import node, nodes
from rolegraph.facts.requirements import ESTIMATED, RECORDED, capability_requirements, reachable, used_tools
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

if TYPE_CHECKING:
    import networkx as nx


View = Literal["requirements", "learning", "roles"]
"""A network of what roles require, of what builds on what, or of roles that share requirements."""
VIEWS: Final[tuple[View, ...]] = ("requirements", "learning", "roles")


def to_networkx(dataset: Dataset, view: View) -> nx.Graph[str]:
    """One of three views of the whole dataset; ValueError for any other.

    `"requirements"` leads from roles through requirements to capabilities, tools and industries; `"learning"` from what
    is learned first to what is learned after it, see `learning_graph`; `"roles"` joins roles that share a requirement
    or tool, see `role_graph`.
    """
    builders = {"requirements": requirement_graph, "learning": learning_graph, "roles": role_graph}
    if view not in builders:
        raise ValueError(f"no view {view!r}: use one of {', '.join(VIEWS)}")
    return builders[view](dataset)


def learning_graph(dataset: Dataset, around: Iterable[str] | None = None) -> nx.DiGraph[str]:
    """Skills and tools, and what learning one of them does for another.

    An edge leads from what is learned first to what is learned after it. Its `relation` joins one or more of
    `prerequisite` (the source must be known before the target is begun), `narrower` (knowing the source is evidence of
    knowing the target) and `close` (knowing the source shortens learning the target by `strength` times the smaller of
    both efforts, for `reason`). `weight` is the hours that the target takes from there to working level. Nodes have
    `hours` (to working level; a default unless they are `estimated`), `basis` (whose estimate) and `remark`.

    With IRIs to start `around`, the graph has only what learning these may involve: themselves, their prerequisites,
    all that is narrower than these and so evidence of them, and for each of these the same again, with what is close to
    any of them. SourceError where prerequisites lead in a circle.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    if around is None:
        learnable = (dataset.subjects(RDF + "type", kind.class_iri) for kind in LEARNABLE_KINDS)
        inside = frozenset(chain.from_iterable(learnable))
    else:
        inside = reachable(around, lambda iri: with_narrower(dataset, dataset.objects(iri, RG + "prerequisite")))
    for iri in sorted(inside):
        _add_learnable(graph, dataset, node(dataset, iri))
    for iri in sorted(inside):
        _relate_close(graph, dataset, iri)
    for iri in sorted(inside):
        for prerequisite in dataset.objects(iri, RG + "prerequisite"):
            relate(graph, prerequisite, iri, "prerequisite")
        for broader in dataset.objects(iri, SKOS + "broader"):
            relate(graph, iri, broader, "narrower")
    for start, end, data in graph.edges(data=True):
        hours, other = graph.nodes[end]["hours"], graph.nodes[start]["hours"]
        data["weight"] = hours - data.get("strength", 0.0) * min(hours, other)
    _refuse_cycles(dataset, graph)
    return graph


def _add_learnable(graph: nx.DiGraph[str], dataset: Dataset, capability: Node) -> None:
    if capability.iri not in graph:
        _add(graph, capability)
        estimate = effort(dataset, capability)
        graph.nodes[capability.iri].update(
            hours=estimate.hours, estimated=estimate.estimated, basis=estimate.basis, remark=estimate.reason
        )


def _relate_close(graph: nx.DiGraph[str], dataset: Dataset, iri: str) -> None:
    for close in closeness(dataset, iri):
        if close.node.kind in LEARNABLE_KINDS:
            _add_learnable(graph, dataset, close.node)
            for start, end in ((iri, close.node.iri), (close.node.iri, iri)):
                relate(graph, start, end, "close", strength=close.strength, reason=close.reason)


def relate(graph: nx.DiGraph[str], start: str, end: str, relation: str, **attributes: float | str) -> None:
    """Add a relation to the single edge between two nodes: path algorithms need a simple graph."""
    if start not in graph or end not in graph:
        return
    known = graph.edges[start, end]["relation"].split("+") if graph.has_edge(start, end) else []
    graph.add_edge(start, end, relation="+".join(sorted({*known, relation})), **attributes)


def _refuse_cycles(dataset: Dataset, graph: nx.DiGraph[str]) -> None:
    import networkx as nx

    relations = nx.get_edge_attributes(graph, "relation")
    prerequisites: nx.DiGraph[str] = nx.DiGraph()
    prerequisites.add_edges_from(edge for edge, relation in relations.items() if "prerequisite" in relation.split("+"))
    try:
        cycle = [edge[0] for edge in nx.find_cycle(prerequisites)]
    except nx.NetworkXNoCycle:
        return
    labels = [str(graph.nodes[iri]["label"]) for iri in (*cycle, cycle[0])]
    problem = "prerequisites lead in a circle: " + " before ".join(labels)
    raise dataset.fault(problem, "remove one of these rg:prerequisite", cycle[0], RG + "prerequisite")


def requirement_graph(dataset: Dataset) -> nx.DiGraph[str]:
    """Roles, what they require, and where they are found.

    Edges: `hasRequirement` from a role to a requirement, `estimatedRequirement` to one that is not recorded, `anyOf`
    and `example` from there to capabilities, `usesTool` and `foundIn` from a role. Requirement nodes have `necessity`,
    and `level` (0 where no source gives one).
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for role in nodes(dataset, dataset.subjects(RDF + "type", Kind.ROLE.class_iri)):
        _add(graph, role)
        for requirement in capability_requirements(dataset, role.iri):
            graph.add_node(
                requirement.iri,
                label=requirement.label,
                kind=Kind.REQUIREMENT.value,
                necessity=requirement.necessity.value,
                level=int(requirement.level or 0),
            )
            graph.add_edge(role.iri, requirement.iri, relation=ESTIMATED if requirement.estimated else RECORDED)
            _link(graph, requirement.iri, "example", requirement.examples)
            _link(graph, requirement.iri, "anyOf", requirement.any_of)
        _link(graph, role.iri, "usesTool", (used.tool for used in used_tools(dataset, role.iri)))
        _link(graph, role.iri, "foundIn", nodes(dataset, dataset.objects(role.iri, RG + "foundIn")))
    return graph


def role_graph(dataset: Dataset) -> nx.Graph[str]:
    """Roles, joined where they share something they require or use.

    An edge has `shared` (how many capabilities both require, accept, prefer or use) and `jaccard` (that over all that
    either does). It is a first look at a graph: how near two roles are for a person is what a gap says.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    wanted: dict[str, set[str]] = {}
    for role in nodes(dataset, dataset.subjects(RDF + "type", Kind.ROLE.class_iri)):
        _add(graph, role)
        requirements = capability_requirements(dataset, role.iri)
        wanted[role.iri] = {capability.iri for requirement in requirements for capability in requirement.any_of}
        wanted[role.iri] |= {used.tool.iri for used in used_tools(dataset, role.iri)}
    for first, second in combinations(sorted(wanted), 2):
        if shared := len(wanted[first] & wanted[second]):
            jaccard = shared / len(wanted[first] | wanted[second])
            graph.add_edge(first, second, relation="shares", shared=shared, jaccard=jaccard)
    return graph


def _add(graph: nx.Graph[str], added: Node) -> None:
    graph.add_node(added.iri, label=added.label, kind=added.kind.value)


def _link(graph: nx.DiGraph[str], start: str, relation: str, ends: Iterable[Node]) -> None:
    for end in ends:
        _add(graph, end)
        graph.add_edge(start, end.iri, relation=relation)
