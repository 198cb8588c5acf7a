"""Terms as Turtle, N-Triples and SPARQL spell them, and Turtle and TriG that diff cleanly.

Statements are sorted, one object a line: the same bytes for the same statements. The engine's own serializer writes
prefixes in a random order and all objects of a predicate on one line, which version control handles badly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.rdf.vocabulary import PREFIXES, RDF, XSD

_ESCAPED: Final = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
# A local name that needs no escape in any Turtle parser; everything else is written out as a full IRI.
_SAFE_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_NUMERAL: Final = re.compile(
    rf'"([+-]?[0-9]+)"\^\^<{re.escape(XSD)}integer>|"([+-]?[0-9]*\.[0-9]+)"\^\^<{re.escape(XSD)}decimal>'
)
_BOOLEAN: Final = re.compile(rf'"(true|false)"\^\^<{re.escape(XSD)}boolean>')


def spelled_iri(iri: str) -> str:
    """An IRI as SPARQL spells it; `ValueError` unless it is absolute and holds only what an IRI may hold."""
    return str(NamedNode(iri))


def spelled_literal(value: str | bool | float, *, language: str | None = None, datatype: str | None = None) -> str:
    """A value as SPARQL spells it; no text can end its quotes."""
    if language:
        return str(Literal(str(value), language=language))
    if datatype:
        return str(Literal(str(value), datatype=NamedNode(datatype)))
    return str(Literal(value))


def unspelled(term: str) -> str:
    """The IRI or text of a term that is spelled; numbers, booleans and blank nodes stay as they are."""
    if term.startswith("<"):
        return term if term.startswith("<<") else term[1:-1]
    if not term.startswith('"'):
        return term
    text = term[1 : term.rindex('"')]
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[3], found[3]) if found[3] else chr(int(found[1] or found[2], 16))


def to_turtle(quads: Iterable[Quad]) -> str:
    """The statements of all graphs as Turtle, in an order that does not depend on theirs.

    Blank nodes keep their labels, so the same bytes come out only where the labels are the same.
    """
    body = "\n".join(_subjects(quads))
    return _with_prefixes(body)


def to_trig(quads: Iterable[Quad]) -> str:
    """The statements as TriG, one block for each named graph, those of the default graph first."""

    def graph_name(quad: Quad) -> str:
        return str(quad.graph_name)

    blocks = []
    for name, group in groupby(sorted(quads, key=graph_name), key=graph_name):
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
    """Sorts a node's type and names before other predicates."""
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
