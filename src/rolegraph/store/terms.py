"""Terms of RDF between three worlds: the engine's, rdflib's, and the text of SPARQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from rolegraph.vocabulary import XSD

if TYPE_CHECKING:
    import rdflib


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
