"""Statements without the bookkeeping of their sources: one default graph of plain SKOS that other tools see at once.

Left out are named graphs, remarks about statements, and passages of sources. Added are the classes and labels that
tools look for, and the sources of each node.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RDFS, RG, SKOS

_TYPE: Final = NamedNode(RDF + "type")
_LABEL, _PREFERRED = NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel")
_SOURCE: Final = NamedNode(DCTERMS + "source")
_CONCEPT, _COLLECTION = NamedNode(SKOS + "Concept"), NamedNode(SKOS + "Collection")
_NO_CONCEPTS: Final = frozenset(
    {
        *(Kind.REQUIREMENT, Kind.RATING, Kind.RESPONSIBILITY, Kind.OUTLOOK, Kind.TIP, Kind.POSTING, Kind.SOURCE),
        Kind.COLLECTION,
    }
)
_CLASSES: Final = {
    **{NamedNode(kind.class_iri): _CONCEPT for kind in Kind if kind not in _NO_CONCEPTS},
    NamedNode(Kind.COLLECTION.class_iri): _COLLECTION,
}
_BOOKKEEPING: Final = frozenset(map(NamedNode, (RDF + "Statement", RG + "Evidence")))
_DROPPED: Final = frozenset(NamedNode(RG + name) for name in ("evidence", "statedIn", "contentHash"))


def flat(quads: Iterable[Quad]) -> list[Quad]:
    """The statements as triples of one default graph, in no order, each once."""
    quads = list(quads)
    typed = [quad for quad in quads if quad.predicate == _TYPE]
    gone = {quad.subject for quad in typed if quad.object in _BOOKKEEPING}
    kept = (quad for quad in quads if quad.subject not in gone and quad.predicate not in _DROPPED)
    triples = (Quad(quad.subject, quad.predicate, quad.object) for quad in kept if quad.object not in gone)
    return list(dict.fromkeys(chain(triples, _added(quads, typed))))


def _added(quads: list[Quad], typed: list[Quad]) -> Iterable[Quad]:
    concepts = {quad.subject for quad in typed if quad.object in _CLASSES}
    for quad in typed:
        if isinstance(quad.object, NamedNode) and quad.object in _CLASSES:
            yield Quad(quad.subject, _TYPE, _CLASSES[quad.object])
            if isinstance(quad.graph_name, NamedNode):
                yield Quad(quad.subject, _SOURCE, quad.graph_name)
    for quad in quads:
        if quad.predicate == _PREFERRED and quad.subject in concepts and isinstance(quad.object, Literal):
            yield Quad(quad.subject, _LABEL, quad.object)
