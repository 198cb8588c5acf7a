"""`LineWriter`, but into a memory graph of rdflib: what an import costs without an engine."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from rolegraph.rdf.vocabulary import XSD
from rolegraph.rdf.writers import LineWriter


class RdflibStream(LineWriter):
    """Takes the same statements as a `LineWriter`."""

    def __init__(self, source: str, language: str = "en") -> None:
        super().__init__(source, len, language)
        self.graph = Graph()

    def link(self, subject: str, predicate: str, object_: str) -> None:
        self.graph.add((URIRef(subject), URIRef(predicate), URIRef(object_)))

    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        self.graph.add((URIRef(subject), URIRef(predicate), Literal(text, lang=language or self.language)))

    def string(self, subject: str, predicate: str, text: str) -> None:
        self.graph.add((URIRef(subject), URIRef(predicate), Literal(text)))

    def typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        self.graph.add((URIRef(subject), URIRef(predicate), Literal(text, datatype=URIRef(XSD + datatype))))
