"""A source's statements while they are being written: plain strings in, quads of its named graph out."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.names import fold
from rolegraph.vocabulary import SKOS, XSD

_LANGUAGE: Final = "en"


class Sheet:
    """Collects what one source states.

    >>> sheet = Sheet("https://w3id.org/rolegraph/source/mine")
    >>> sheet.link("https://example.org/a", "https://example.org/knows", "https://example.org/b")
    >>> len(sheet.quads)
    1
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.quads: dict[Quad, None] = {}
        self._graph = NamedNode(source)
        self._handed_out: set[str] = set()
        self._names: dict[str, str] = {}

    def name(self, iri: str, label: str) -> None:
        """Name a node. A second name becomes another name of it, unless it is only another spelling."""
        first = self._names.setdefault(iri, label)
        if first == label:
            self.words(iri, SKOS + "prefLabel", label)
        elif fold(first) != fold(label):
            self.words(iri, SKOS + "altLabel", label)

    def unused(self, iri: str) -> str:
        """An IRI that was not handed out before: the one proposed, or that with a number behind it."""
        proposed, number = iri, 1
        while iri in self._handed_out:
            number += 1
            iri = f"{proposed}-{number}"
        self._handed_out.add(iri)
        return iri

    def link(self, subject: str, predicate: str, object_: str) -> None:
        """State a relation between two nodes."""
        self._add(subject, predicate, NamedNode(object_))

    def words(self, subject: str, predicate: str, text: str) -> None:
        """State a text in English: a label, a definition, a note."""
        self._add(subject, predicate, Literal(text, language=_LANGUAGE))

    def string(self, subject: str, predicate: str, text: str) -> None:
        """State a text that is in no language: a name, a code, a quotation."""
        self._add(subject, predicate, Literal(text))

    def integer(self, subject: str, predicate: str, number: int) -> None:
        self._typed(subject, predicate, str(number), "integer")

    def decimal(self, subject: str, predicate: str, number: float) -> None:
        self._typed(subject, predicate, f"{Decimal(repr(number)):f}", "decimal")

    def year(self, subject: str, predicate: str, number: int) -> None:
        self._typed(subject, predicate, f"{number:04d}", "gYear")

    def true(self, subject: str, predicate: str) -> None:
        self._typed(subject, predicate, "true", "boolean")

    def _typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        self._add(subject, predicate, Literal(text, datatype=NamedNode(XSD + datatype)))

    def _add(self, subject: str, predicate: str, object_: NamedNode | Literal) -> None:
        self.quads[Quad(NamedNode(subject), NamedNode(predicate), object_, self._graph)] = None
