"""Writers of what one source states: plain strings in, lines of N-Triples or quads out.

`LineWriter` is for sources of millions of statements. `QuadWriter` is for small ones: it holds the statements, and sees
to it that a node has one name and that IRIs are not used twice. Readers take either as a `StatementWriter`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.model.nodes import fold
from rolegraph.rdf.lexical_forms import stored_literal
from rolegraph.rdf.vocabulary import SKOS, XSD

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LANGUAGE_TAG: Final = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def is_iri(text: str) -> bool:
    """Whether a text from outside may stand as an IRI; what may not could be stored, but never looked up."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_language(text: str) -> bool:
    """Whether a text may stand as a language tag."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def is_decimal(text: str) -> bool:
    """Whether a text is a number as xsd:decimal writes it."""
    return _DECIMAL.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def _typed(text: str, datatype: str) -> Literal:
    return stored_literal(Literal(text, datatype=NamedNode(XSD + datatype)))


class StatementWriter(ABC):
    """Writes what one source states, one method for each kind of value.

    `source` is the IRI of the source, which is the named graph that all of it lies in; `language` is that of labels and
    definitions, empty where it is not known.
    """

    def __init__(self, source: str, language: str = "en") -> None:
        if language and not is_language(language):
            raise ValueError(f"no language tag: {language!r}")
        self.source, self.language = source, language

    @abstractmethod
    def link(self, subject: str, predicate: str, object_: str) -> None:
        """State a relation between two nodes."""

    @abstractmethod
    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        """State a text in the source's language, or in another: a label, a definition, a note."""

    @abstractmethod
    def string(self, subject: str, predicate: str, text: str) -> None:
        """State a text that is in no language: a code, a version, a quotation."""

    @abstractmethod
    def typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        """State a value of a datatype of XML Schema, such as `gYear`; it is written as the engine gives it back."""

    def integer(self, subject: str, predicate: str, number: int) -> None:
        """State a whole number."""
        self.typed(subject, predicate, str(number), "integer")

    def decimal(self, subject: str, predicate: str, number: str | float) -> None:
        """State a number; digits as a source has them must have passed `is_decimal`."""
        text = number if isinstance(number, str) else f"{Decimal(repr(number)):f}"
        self.typed(subject, predicate, text, "decimal")

    def year(self, subject: str, predicate: str, number: int) -> None:
        """State a year."""
        self.typed(subject, predicate, f"{number:04d}", "gYear")

    def true(self, subject: str, predicate: str) -> None:
        """State that something is so."""
        self.typed(subject, predicate, "true", "boolean")


class LineWriter(StatementWriter):
    """Hands statements as lines of N-Triples to `write`; in a file they must be encoded as UTF-8.

    IRIs are written as they are: those from outside must have passed `is_iri`.
    """

    def __init__(self, source: str, write: Callable[[str], object], language: str = "en") -> None:
        super().__init__(source, language)
        self._write = write

    def link(self, subject: str, predicate: str, object_: str) -> None:
        self._write(f"<{subject}> <{predicate}> <{object_}> .\n")

    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        tag = f"@{found}" if (found := language or self.language) else ""
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}"{tag} .\n')

    def string(self, subject: str, predicate: str, text: str) -> None:
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}" .\n')

    def typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        self._write(f"<{subject}> <{predicate}> {_typed(text, datatype)} .\n")

    def copy(self, statements: Iterable[Quad]) -> None:
        """State what another writer has collected."""
        for quad in statements:
            self._write(f"{quad.triple} .\n")


class QuadWriter(StatementWriter):
    """Collects statements as quads; `given` says of which nodes, by IRI, no type and names need be stated."""

    def __init__(self, source: str, language: str = "en") -> None:
        super().__init__(source, language)
        self.given: Callable[[str], bool] = lambda _iri: False
        self.quads: dict[Quad, None] = {}
        self._graph = NamedNode(source)
        self._handed_out: set[str] = set()
        self._names: dict[str, str] = {}

    def name(self, iri: str, label: str, language: str = "") -> None:
        """Name a node. A second name becomes another name of it, unless it is only another spelling."""
        first = self._names.setdefault(iri, label)
        if first == label:
            self.words(iri, SKOS + "prefLabel", label, language)
        elif fold(first) != fold(label):
            self.words(iri, SKOS + "altLabel", label, language)

    def unused(self, iri: str) -> str:
        """An IRI that was not handed out before: the one proposed, or that with a number behind it."""
        proposed, number = iri, 1
        while iri in self._handed_out:
            number += 1
            iri = f"{proposed}-{number}"
        self._handed_out.add(iri)
        return iri

    def link(self, subject: str, predicate: str, object_: str) -> None:
        self._add(subject, predicate, NamedNode(object_))

    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        self._add(subject, predicate, Literal(text, language=language or self.language or None))

    def string(self, subject: str, predicate: str, text: str) -> None:
        self._add(subject, predicate, Literal(text))

    def typed(self, subject: str, predicate: str, text: str, datatype: str) -> None:
        self._add(subject, predicate, _typed(text, datatype))

    def _add(self, subject: str, predicate: str, object_: NamedNode | Literal) -> None:
        self.quads[Quad(NamedNode(subject), NamedNode(predicate), object_, self._graph)] = None
