"""Terms of RDF between three worlds: the engine's, rdflib's, and the text of SPARQL.

Turtle and TriG that diff cleanly: sorted, one object a line, the same bytes for the same statements.

The engine's own serializer writes prefixes in a random order and all objects of a predicate on one line; what people
keep under version control wants neither.

One source's statements on their way into a store: plain strings in, lines of N-Triples out.

`LineWriter` is for sources of millions of statements. `QuadWriter` does the same for small ones, holds them as quads,
and sees to it that a node has one name only; with the other, whoever writes sees to that.

A source's statements while they are being written: plain strings in, quads of its named graph out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from rolegraph.model.nodes import fold
from rolegraph.rdf.vocabulary import PREFIXES, RDF, SKOS, XSD

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad


def to_rdflib_graph(statements: Iterable[Quad | Triple]) -> rdflib.Graph:
    """The statements of all sources in one graph of rdflib's own, which is faster to walk than a view of the store."""
    import rdflib

    graph = rdflib.Graph()
    for one in statements:
        graph.add((to_rdflib(one.subject), to_rdflib(one.predicate), to_rdflib(one.object)))
    return graph


def to_rdflib(term: object) -> rdflib.term.Identifier:
    """A term of the engine as one of rdflib.

    >>> to_rdflib(Literal("données", language="fr"))
    rdflib.term.Literal('données', lang='fr')
    """
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib holds a text with the datatype of texts, which SPARQL makes of every plain one, for another text.
        datatype = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype)
    raise TypeError(f"no term of RDF 1.1: {term}")


def spelled_iri(iri: str) -> str:
    """An IRI as SPARQL spells it.

    Raises
    ------
    ValueError
        When it is no absolute IRI, or holds what no IRI may hold.

    Examples
    --------
    >>> spelled_iri("https://w3id.org/rolegraph/id/tool/power-bi")
    '<https://w3id.org/rolegraph/id/tool/power-bi>'
    """
    return str(NamedNode(iri))


def spelled_literal(value: str | bool | float, *, language: str | None = None, datatype: str | None = None) -> str:
    """A value as SPARQL spells it: whatever is in a text, it stays inside its quotes.

    >>> print(spelled_literal('"} DROP ALL #'), spelled_literal(5))
    "\\"} DROP ALL #" "5"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    if language:
        return str(Literal(str(value), language=language))
    if datatype:
        return str(Literal(str(value), datatype=NamedNode(datatype)))
    return str(Literal(value))


# A local name that needs no escape in any Turtle parser; everything else is written out as a full IRI.
_SAFE_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_NUMERAL: Final = re.compile(
    rf'"([+-]?[0-9]+)"\^\^<{re.escape(XSD)}integer>|"([+-]?[0-9]*\.[0-9]+)"\^\^<{re.escape(XSD)}decimal>'
)
_BOOLEAN: Final = re.compile(rf'"(true|false)"\^\^<{re.escape(XSD)}boolean>')


def to_turtle(quads: Iterable[Quad]) -> str:
    """The statements as Turtle, whatever graph they lie in.

    Parameters
    ----------
    quads
        Statements in any order; the order of the text does not depend on it. Blank nodes keep their labels, so the
        same bytes come out only where the labels are the same.
    """
    body = "\n".join(_subjects(quads))
    return _with_prefixes(body)


def to_trig(quads: Iterable[Quad]) -> str:
    """The statements as TriG, one block for each named graph, those of the default graph first."""
    blocks = []
    for name, group in groupby(
        sorted(quads, key=lambda quad: str(quad.graph_name)), key=lambda quad: str(quad.graph_name)
    ):
        body = "\n".join(_subjects(group))
        indented = re.sub(r"(?m)^(?=.)", "    ", body)
        blocks.append(body if name == "DEFAULT" else f"{_term(name)} {{\n{indented}}}\n")
    return _with_prefixes("\n".join(blocks))


def _subjects(quads: Iterable[Quad]) -> Iterator[str]:
    """One block of text for each subject, in the order of their IRIs."""
    triples = sorted({(str(quad.subject), _predicate_rank(str(quad.predicate)), str(quad.object)) for quad in quads})
    for subject, about in groupby(triples, key=lambda triple: triple[0]):
        lines = []
        for (_, predicate), same in groupby(about, key=lambda triple: triple[1]):
            objects = [_term(object_) for _, _, object_ in same]
            name = "a" if predicate == f"<{RDF}type>" else _term(predicate)
            if len(objects) == 1:
                lines.append(f"    {name} {objects[0]}")
            else:
                lines.append(f"    {name}\n        " + " ,\n        ".join(objects))
        yield f"{_term(subject)}\n" + " ;\n".join(lines) + " .\n"


def _predicate_rank(predicate: str) -> tuple[int, str]:
    """Sorts a node's type and names before what else is said of it."""
    first = ("type>", "prefLabel>", "altLabel>", "definition>")
    rank = next((i for i, end in enumerate(first) if predicate.endswith(end)), len(first))
    return rank, predicate


def _term(ntriples: str) -> str:
    """A term as N-Triples spells it, made short where Turtle can."""
    if ntriples.startswith("<"):
        return _short(ntriples[1:-1])
    if ntriples.startswith('"'):
        if numeral := _NUMERAL.fullmatch(ntriples):
            return numeral[1] or numeral[2]
        if boolean := _BOOLEAN.fullmatch(ntriples):
            return boolean[1]
        value, mark, datatype = ntriples.rpartition('"^^<')
        if mark:
            return f'{value}"^^{_short(datatype[:-1])}'
    return ntriples


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _SAFE_LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def _with_prefixes(body: str) -> str:
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items()) if f"{prefix}:" in body]
    return "\n".join(lines) + "\n\n" + body if lines else body


_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LANGUAGE_TAG: Final = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def is_iri(text: str) -> bool:
    """Whether a text from outside may stand as an IRI; what may not could be stored, but never looked up.

    >>> is_iri("http://data.europa.eu/esco/skill/1"), is_iri("x:a> <x:b"), is_iri("skill 1"), is_iri("x:%zz")
    (True, False, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_language(text: str) -> bool:
    """Whether a text may stand as a language tag.

    >>> is_language("de"), is_language("en-us"), is_language("en us")
    (True, True, False)
    """
    return _LANGUAGE_TAG.fullmatch(text) is not None


def is_decimal(text: str) -> bool:
    """Whether a text is a number as xsd:decimal writes it.

    >>> is_decimal("4.12"), is_decimal("1e3"), is_decimal("n/a")
    (True, False, False)
    """
    return _DECIMAL.fullmatch(text) is not None


class LineWriter:
    """Writes what one source states.

    Parameters
    ----------
    source
        The IRI of the source, which is the named graph that all of it will lie in.
    write
        Takes a text; what is written to a file, in UTF-8, is N-Triples.
    language
        The language of labels and definitions.

    Notes
    -----
    IRIs are written as they are: those from outside must have passed `is_iri`.

    Examples
    --------
    >>> lines = []
    >>> stream = LineWriter("https://w3id.org/rolegraph/source/mine", lines.append)
    >>> stream.words("x:a", "x:says", 'a "b"')
    >>> lines
    ['<x:a> <x:says> "a \\\\"b\\\\""@en .\\n']
    """

    def __init__(self, source: str, write: Callable[[str], object], language: str = "en") -> None:
        if not is_language(language):
            raise ValueError(f"no language tag: {language!r}")
        self.source, self.language = source, language
        self._write = write

    def link(self, subject: str, predicate: str, object_: str) -> None:
        """State a relation between two nodes."""
        self._write(f"<{subject}> <{predicate}> <{object_}> .\n")

    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        """State a text in the source's language, or in another: a label, a definition, a note."""
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}"@{language or self.language} .\n')

    def string(self, subject: str, predicate: str, text: str) -> None:
        """State a text that is in no language: a code, a version."""
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}" .\n')

    def decimal(self, subject: str, predicate: str, number: str) -> None:
        """State a number, as the digits that a source has it in, which must have passed `is_decimal`."""
        self._write(f'<{subject}> <{predicate}> "{number}"^^<{XSD}decimal> .\n')

    def integer(self, subject: str, predicate: str, number: int) -> None:
        self._write(f'<{subject}> <{predicate}> "{number}"^^<{XSD}integer> .\n')

    def true(self, subject: str, predicate: str) -> None:
        self._write(f'<{subject}> <{predicate}> "true"^^<{XSD}boolean> .\n')


_LANGUAGE: Final = "en"


class QuadWriter:
    """Collects what one source states.

    >>> sheet = QuadWriter("https://w3id.org/rolegraph/source/mine")
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
