"""Terms as Turtle, N-Triples and SPARQL spell them, and Turtle and TriG that diff cleanly.

Statements are sorted, one object a line: the same bytes for the same statements. The engine's own serializer writes
prefixes in a random order and all objects of a predicate on one line, which version control handles badly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from rolegraph.rdf.vocabulary import PREFIXES, RDF, XSD

_ESCAPED: Final = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
# A local name that needs no escape in any Turtle parser; everything else is written out as a full IRI.
_SAFE_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
# Forms that Turtle has without quotation marks, by datatype.
_BARE: Final = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_LANGUAGE: Final = re.compile(r'"@([a-zA-Z0-9-]+?)(?:--(?:ltr|rtl))?\Z')


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


def language_of(term: str) -> str:
    """The language of a literal that is spelled, without its direction; nothing for any other term."""
    found = _LANGUAGE.search(term) if term.startswith('"') else None
    return found[1] if found else ""


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
    for _, same in groupby(sorted(quads, key=graph_name), key=graph_name):
        group = list(same)
        body, name = "\n".join(_subjects(group)), group[0].graph_name
        indented = re.sub(r"(?m)^(?=.)", "    ", body)
        blocks.append(body if isinstance(name, DefaultGraph) else f"{_term(name)} {{\n{indented}}}\n")
    return _with_prefixes("\n".join(blocks))


def _subjects(quads: Iterable[Quad]) -> Iterator[str]:
    """One block of text for each subject, in the order of their IRIs."""
    spelled = {(str(quad.subject), _predicate_rank(str(quad.predicate)), str(quad.object)): quad for quad in quads}
    ordered = sorted(spelled.items(), key=itemgetter(0))
    for _, about in groupby(ordered, key=lambda item: item[0][0]):
        lines = []
        for (_, predicate), same in groupby(about, key=lambda item: item[0][1]):
            statements = [quad for _, quad in same]
            objects = [_term(quad.object) for quad in statements]
            name = "a" if predicate == f"<{RDF}type>" else _term(statements[0].predicate)
            if len(objects) == 1:
                lines.append(f"    {name} {objects[0]}")
            else:
                lines.append(f"    {name}\n        " + " ,\n        ".join(objects))
        yield f"{_term(statements[0].subject)}\n" + " ;\n".join(lines) + " .\n"


def _predicate_rank(predicate: str) -> tuple[int, str]:
    """Sorts a node's type and names before other predicates."""
    first = ("type>", "prefLabel>", "altLabel>", "definition>")
    rank = next((i for i, end in enumerate(first) if predicate.endswith(end)), len(first))
    return rank, predicate


def _term(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """A term as Turtle spells it, made from its parts."""
    if isinstance(term, NamedNode):
        return _short(term.value)
    if isinstance(term, Triple):
        return f"<<( {_term(term.subject)} {_term(term.predicate)} {_term(term.object)} )>>"
    if isinstance(term, BlankNode) or term.language or term.datatype.value == XSD + "string":
        return str(term)
    datatype = term.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
        return term.value
    return f"{Literal(term.value)}^^{_short(datatype)}"


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _SAFE_LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def _with_prefixes(body: str) -> str:
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items()) if f"{prefix}:" in body]
    return "\n".join(lines) + "\n\n" + body if lines else body
