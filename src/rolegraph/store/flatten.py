"""Named graphs in formats that have none, so that Turtle and N-Triples lose no source.

A Turtle file of one source needs nothing: all of it is said by the one `rg:Source` in it. For several, a subject of
which only one source speaks carries `rg:statedIn` that source; a statement about any other subject is repeated as an
`rdf:Statement` with `rg:statedIn`, once for each source that makes it. `unflatten` reads both back and drops them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from rolegraph.vocabulary import RDF, RG, SOURCE

STATED_IN: Final = NamedNode(RG + "statedIn")
TYPE: Final = NamedNode(RDF + "type")
_STATEMENT: Final = NamedNode(RDF + "Statement")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + part) for part in ("subject", "predicate", "object"))
SOURCE_CLASS: Final = NamedNode(RG + "Source")

GraphName = NamedNode | BlankNode | DefaultGraph
Term = NamedNode | BlankNode | Literal | Triple
_Key = tuple[NamedNode | BlankNode | Triple, NamedNode, Term]


def flatten(quads: Iterable[Quad]) -> list[Quad]:
    """The statements as triples of the default graph, with what `unflatten` needs to put each back into its graph."""
    quads = list(quads)
    names = {quad.graph_name for quad in quads}
    triples = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    if len(names) == 1 and _declared(triples) == names:
        return triples
    graphs_of: dict[object, set[GraphName]] = {}
    for quad in quads:
        graphs_of.setdefault(quad.subject, set()).add(quad.graph_name)
    marks: dict[Quad, None] = {}
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            continue
        if len(graphs_of[quad.subject]) == 1:
            marks[Quad(quad.subject, STATED_IN, quad.graph_name)] = None
        else:
            marks.update(dict.fromkeys(_reified(quad)))
    return [*dict.fromkeys(triples), *marks]


def unflatten(triples: Iterable[Quad], fallback: str) -> list[Quad]:
    """Statements read from a file, each in the named graph of its source.

    Parameters
    ----------
    triples
        What a parser gave; those already in a named graph stay there.
    fallback
        The slug of the source that speaks where the file names none; by custom the stem of its name.
    """
    triples = list(triples)
    loose = [quad for quad in triples if isinstance(quad.graph_name, DefaultGraph)]
    if not loose:
        return triples
    homes: dict[object, GraphName] = {}
    makers: dict[_Key, set[GraphName]] = {}
    marks = {quad.subject: quad.object for quad in loose if quad.predicate == STATED_IN}
    reified = _reifications([quad for quad in loose if quad.subject in marks])
    for subject, graph in ((quad.subject, quad.object) for quad in loose if quad.predicate == STATED_IN):
        if not isinstance(graph, NamedNode | BlankNode):
            continue
        if subject in reified:
            makers.setdefault(reified[subject], set()).add(graph)
        else:
            homes[subject] = graph
    declared = _declared(loose)
    # Where several sources are named and no mark tells which of them speaks, the file itself does: nobody's is nothing.
    home = next(iter(declared)) if len(declared) == 1 and not homes and not makers else None
    default: GraphName = home or NamedNode(SOURCE + fallback)
    placed = [quad for quad in triples if not isinstance(quad.graph_name, DefaultGraph)]
    for quad in loose:
        if quad.predicate == STATED_IN or quad.subject in reified:
            continue
        key: _Key = (quad.subject, quad.predicate, quad.object)
        placed.extend(Quad(*key, graph) for graph in makers.get(key) or {homes.get(quad.subject, default)})
    return placed


def _declared(triples: Iterable[Quad]) -> set[GraphName]:
    return {
        quad.subject
        for quad in triples
        if quad.predicate == TYPE and quad.object == SOURCE_CLASS and isinstance(quad.subject, NamedNode | BlankNode)
    }


def _reified(quad: Quad) -> list[Quad]:
    graph = quad.graph_name
    if isinstance(graph, DefaultGraph):
        return []
    import hashlib  # here, since it is only for files of several sources

    digest = hashlib.sha256(str(quad).encode()).hexdigest()[:16]
    node = NamedNode(f"{RG}stated-{digest}")
    return [
        Quad(node, TYPE, _STATEMENT),
        Quad(node, _SUBJECT, quad.subject),
        Quad(node, _PREDICATE, quad.predicate),
        Quad(node, _OBJECT, quad.object),
        Quad(node, STATED_IN, graph),
    ]


def _reifications(quads: Iterable[Quad]) -> dict[object, _Key]:
    """The statements that `_reified` described, by the node that describes them."""
    parts: dict[object, dict[NamedNode, Term]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{RG}stated-"):
            parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
    statements: dict[object, _Key] = {}
    for node, said in parts.items():
        subject, predicate, object_ = said.get(_SUBJECT), said.get(_PREDICATE), said.get(_OBJECT)
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and object_ is not None:
            statements[node] = (subject, predicate, object_)
    return statements
