"""RDF to NetworkX: ordinary graphs with typed nodes and named attributes, on which paths and comparisons are found.

Every node has `label` and `kind`; every edge has `relation`. Attribute values are texts, numbers and booleans, so that
GraphML, GEXF and node-link JSON can hold them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from rolegraph.facts.capabilities import closeness, effort, with_narrower
from rolegraph.facts.labels import node, nodes
from rolegraph.facts.requirements import capability_requirements, used_tools
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

if TYPE_CHECKING:
    import networkx as nx


View = Literal["requirements", "learning", "roles"]
VIEWS: Final[tuple[View, ...]] = ("requirements", "learning", "roles")


def to_networkx(dataset: Dataset, view: View) -> nx.Graph[str]:
    """One of three views of the whole dataset.

    Parameters
    ----------
    view
        `"requirements"`: a `DiGraph` from roles through requirements to capabilities, with tools and industries.
        `"learning"`: a `DiGraph` of skills and tools, see `learning_graph`.
        `"roles"`: a `Graph` of roles joined where they share a requirement or tool, see `role_graph`.

    Raises
    ------
    ValueError
        For any other view.
    """
    if view == "requirements":
        return requirement_graph(dataset)
    if view == "learning":
        return learning_graph(dataset)
    if view == "roles":
        return role_graph(dataset)
    raise ValueError(f"no view {view!r}: use one of {', '.join(VIEWS)}")


def learning_graph(dataset: Dataset, around: Iterable[str] | None = None) -> nx.DiGraph[str]:
    """Skills and tools, and what learning one of them does for another.

    An edge leads from what is learned first to what is learned after it. Its `relation` joins one or more of
    `prerequisite` (the source must be held before the target is begun), `narrower` (holding the source is evidence of
    holding the target) and `close` (holding the source shortens learning the target by `strength` times the smaller of
    both efforts, for `reason`). `weight` is the hours that the target takes from there to working level. Nodes have
    `hours` (an estimate, to working level), `basis` (whose estimate) and `remark`.

    Parameters
    ----------
    around
        IRIs to start from; the graph then has only what learning these may involve: themselves, all narrower, all
        prerequisites, and for each of these the same again, with what is close to any of them. None for everything.

    Raises
    ------
    SourceError
        When prerequisites lead in a circle, so that nothing in it could ever be begun.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    if around is None:
        inside = {iri for kind in LEARNABLE_KINDS for iri in dataset.subjects(RDF + "type", kind.class_iri)}
    else:
        inside = _involved(dataset, around)
    for iri in sorted(inside):
        _add_learnable(graph, dataset, node(dataset, iri))
    for iri in sorted(inside):
        _relate_close(graph, dataset, iri)
    for iri in sorted(inside):
        for before in dataset.objects(iri, RG + "prerequisite"):
            _relate(graph, before, iri, "prerequisite")
        for broader in dataset.objects(iri, SKOS + "broader"):
            _relate(graph, iri, broader, "narrower")
    for before, after, data in graph.edges(data=True):
        hours, other = graph.nodes[after]["hours"], graph.nodes[before]["hours"]
        data["weight"] = hours - data.get("strength", 0.0) * min(hours, other)
    _refuse_circles(dataset, graph)
    return graph


def requirement_graph(dataset: Dataset) -> nx.DiGraph[str]:
    """Roles, what they require, and where they are found.

    Edges: `hasRequirement` from a role to a requirement, `anyOf` and `example` from there to capabilities, `usesTool`
    and `foundIn` from a role. Requirement nodes have `necessity`, and `level` (0 where no source gives one).
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for role in nodes(dataset, dataset.subjects(RDF + "type", Kind.ROLE.class_iri)):
        _add(graph, role)
        for asked in capability_requirements(dataset, role.iri):
            graph.add_node(
                asked.iri,
                label=asked.label,
                kind=Kind.REQUIREMENT.value,
                necessity=asked.necessity.value,
                level=int(asked.level or 0),
            )
            graph.add_edge(role.iri, asked.iri, relation="hasRequirement")
            for term, members in (("example", asked.examples), ("anyOf", asked.any_of)):
                for member in members:
                    _add(graph, member)
                    graph.add_edge(asked.iri, member.iri, relation=term)
        pointed_at = [("usesTool", used.tool) for used in used_tools(dataset, role.iri)]
        pointed_at += [("foundIn", one) for one in nodes(dataset, dataset.objects(role.iri, RG + "foundIn"))]
        for term, one in pointed_at:
            _add(graph, one)
            graph.add_edge(role.iri, one.iri, relation=term)
    return graph


def role_graph(dataset: Dataset) -> nx.Graph[str]:
    """Roles, joined where they share something asked for or used.

    An edge has `shared` (how many capabilities both ask for, accept or use) and `jaccard` (that over all that either
    does). For a first look at a graph: how near two roles are for a person is what a gap says.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    wanted: dict[str, set[str]] = {}
    for role in nodes(dataset, dataset.subjects(RDF + "type", Kind.ROLE.class_iri)):
        _add(graph, role)
        wanted[role.iri] = {one.iri for asked in capability_requirements(dataset, role.iri) for one in asked.any_of}
        wanted[role.iri] |= {used.tool.iri for used in used_tools(dataset, role.iri)}
    for one, other in combinations(sorted(wanted), 2):
        if shared := len(wanted[one] & wanted[other]):
            jaccard = shared / len(wanted[one] | wanted[other])
            graph.add_edge(one, other, relation="shares", shared=shared, jaccard=jaccard)
    return graph


def _involved(dataset: Dataset, around: Iterable[str]) -> set[str]:
    """What may have to be learned for some capabilities: all prerequisites, and whatever is evidence of these."""
    seen: set[str] = set()
    waiting = list(around)
    while waiting:
        for iri in with_narrower(dataset, [waiting.pop()]) - seen:
            seen.add(iri)
            waiting.extend(dataset.objects(iri, RG + "prerequisite"))
    return seen


def _add(graph: nx.Graph[str], one: Node) -> None:
    graph.add_node(one.iri, label=one.label, kind=one.kind.value)


def _add_learnable(graph: nx.DiGraph[str], dataset: Dataset, one: Node) -> None:
    if one.iri not in graph:
        _add(graph, one)
        estimate = effort(dataset, one)
        graph.nodes[one.iri].update(hours=estimate.hours, basis=estimate.basis, remark=estimate.reason)


def _refuse_circles(dataset: Dataset, graph: nx.DiGraph[str]) -> None:
    import networkx as nx

    relations = nx.get_edge_attributes(graph, "relation")
    before: nx.DiGraph[str] = nx.DiGraph()
    before.add_edges_from(edge for edge, relation in relations.items() if "prerequisite" in relation.split("+"))
    try:
        circle = [edge[0] for edge in nx.find_cycle(before)]
    except nx.NetworkXNoCycle:
        return
    labels = [str(graph.nodes[iri]["label"]) for iri in (*circle, circle[0])]
    problem = "prerequisites lead in a circle: " + " before ".join(labels)
    raise dataset.fault(problem, "remove one of these rg:prerequisite", circle[0], RG + "prerequisite")


def _relate_close(graph: nx.DiGraph[str], dataset: Dataset, iri: str) -> None:
    for close in closeness(dataset, iri):
        if close.node.kind in LEARNABLE_KINDS:
            _add_learnable(graph, dataset, close.node)
            for one, other in ((iri, close.node.iri), (close.node.iri, iri)):
                _relate(graph, one, other, "close", strength=close.strength, reason=close.reason)


def _relate(graph: nx.DiGraph[str], before: str, after: str, relation: str, **attributes: float | str) -> None:
    """Add a relation to the one edge between two nodes; the graph stays simple, since path algorithms ask for that."""
    if before not in graph or after not in graph:
        return
    known = graph.edges[before, after]["relation"].split("+") if graph.has_edge(before, after) else []
    graph.add_edge(before, after, relation="+".join(sorted({*known, relation})), **attributes)
