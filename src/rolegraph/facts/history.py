"""What has been replaced: a graph says by `dcterms:isReplacedBy`, or `dcterms:replaces`, what became of retired nodes.

A retired node need not have a class, so that nothing lists it; its names then mean what it was replaced by. Chains are
followed to what there is now. Nodes in a circle, and those whose replacement the graph does not have, stay themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rolegraph.model.nodes import ID, Kind, fold, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RDF, SKOS

REPLACED_BY: Final = DCTERMS + "isReplacedBy"
REPLACES: Final = DCTERMS + "replaces"
DEPRECATED: Final = OWL + "deprecated"
_NAMING: Final = tuple(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "notation"))


def replacements(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """For each retired node what there is in its place now: several nodes where it was split.

    Examples
    --------
    >>> import rolegraph
    >>> dict(replacements(rolegraph.open().dataset))
    {}
    """
    known: Mapping[str, tuple[str, ...]] | None = dataset.cache.memo.get(replacements)
    if known is None:
        links = [*dataset.links(REPLACED_BY), *((old, new) for new, old in dataset.links(REPLACES))]
        known = dataset.cache.memo[replacements] = _followed(dataset, links) if links else {}
    return known


def _followed(dataset: Dataset, links: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Where the chains end that begin at each node, as far as that is present."""
    import networkx as nx

    present = {iri for kind in Kind for iri in dataset.subjects(RDF + "type", kind.class_iri)}
    graph: nx.DiGraph[str] = nx.DiGraph(links)
    circles = [iris for iris in nx.strongly_connected_components(graph) if len(iris) > 1]
    in_circles = {*nx.nodes_with_selfloops(graph), *(iri for iris in circles for iri in iris)}
    graph.remove_edges_from(list(graph.out_edges(in_circles)))
    ends: dict[str, set[str]] = {}
    for iri in reversed(list(nx.topological_sort(graph))):
        ends[iri] = set().union(*(ends[later] or {later} & present for later in graph[iri]))
    return {iri: tuple(sorted(found)) for iri, found in sorted(ends.items()) if found}


def retired_names(dataset: Dataset) -> dict[str, set[str]]:
    """For each node that replaces others, their names: labels, codes, IRIs and what these end in, all folded."""
    found: dict[str, set[str]] = {}
    for iri, ends in replacements(dataset).items():
        texts = [
            iri,
            iri.removeprefix(ID),
            slug_of(iri),
            *(text for term in _NAMING for text in dataset.objects(iri, term)),
        ]
        for end in ends:
            found.setdefault(end, set()).update(map(fold, texts))
    return found


def authority_of(dataset: Dataset, iri: str) -> str:
    """The source that alone says that a node replaces another; empty where several do, or none."""
    stated = {end.source for predicate, end in dataset.pointing_at(iri) if predicate == REPLACED_BY}
    stated |= {statement.source for statement in dataset.statements(iri, REPLACES)}
    return stated.pop() if len(stated) == 1 else ""
