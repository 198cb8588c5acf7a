"""RDF files: reading and writing each format, with errors that name the line, and finding the line of a statement.

Turtle and N-Triples have no named graphs. A file with one `rg:Source` belongs to that source. In a file of several, a
subject that only one source describes has `rg:statedIn` that source; a statement about any other subject is repeated as
an `rdf:Statement` with `rg:statedIn`, once for each source that makes it. `unflatten` reads both back and drops them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from rolegraph.errors import SourceError
from rolegraph.model.nodes import slugify
from rolegraph.rdf.files import check_text, read_bytes
from rolegraph.rdf.limits import NestingError, check_nesting
from rolegraph.rdf.turtle import to_trig, to_turtle
from rolegraph.rdf.vocabulary import RDF, RG, SOURCE

FORMATS: Final[dict[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}
_BASE: Final = "file:///"  # for relative IRIs, which are not an error


def is_rdf(path: Path) -> bool:
    """Whether the name's ending says that a file holds RDF."""
    return path.suffix.lower() in FORMATS


def read_quads(path: Path, data: bytes | None = None) -> list[Quad]:
    """All statements of an RDF file, or of its bytes, each in the named graph of its source.

    Raises `SourceError` with file and line when the file cannot be read, is not text, or is malformed.
    """
    data = read_bytes(path) if data is None else data
    format_ = FORMATS[path.suffix.lower()]
    if format_ != RdfFormat.JSON_LD:  # JSON is often written on a single line
        check_text(data, path)
    return parse_quads(data, format_, path)


def parse_quads(data: bytes, format_: RdfFormat, path: Path) -> list[Quad]:
    """Statements in bytes; `path` is for messages, and its stem names the source of a file that has none."""
    _check_nesting(data, format_, path)
    try:
        quads = list(parse(data.removeprefix(b"\xef\xbb\xbf"), format=format_, base_iri=_BASE))
    except SyntaxError as error:
        raise _fault(error, format_, path) from None
    if not quads:
        raise SourceError("holds no statement", "was it written to the end?", path=path)
    return unflatten(quads, slugify(path.stem))


def write_quads(quads: Iterable[Quad], suffix: str) -> bytes:
    """Statements in the format of a file name's ending, sorted; `read_quads` gives the same statements back."""
    format_ = FORMATS[suffix]
    if format_ == RdfFormat.TURTLE:
        return to_turtle(flatten(quads)).encode()
    if format_ == RdfFormat.TRIG:
        return to_trig(quads).encode()
    if format_ == RdfFormat.N_TRIPLES:
        return serialize(sorted((quad.triple for quad in flatten(quads)), key=str), format=format_) or b""
    return serialize(sorted(quads, key=str), format=format_) or b""


def numbered_quads(path: Path) -> Iterator[tuple[Quad, int]]:
    """The statements of a file with the lines on which they end; none for JSON-LD, which has no lines.

    The parser is given at most one line at a time: a statement ends on the last line that was read. Raises
    `SourceError` as `read_quads`.
    """
    format_ = FORMATS[path.suffix.lower()]
    if format_ == RdfFormat.JSON_LD:
        return
    data = read_bytes(path)
    _check_nesting(data, format_, path)
    lines = _LineFeed(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        for quad in parse(lines, format=format_, base_iri=_BASE):
            yield quad, lines.number
    except SyntaxError as error:
        raise _fault(error, format_, path) from None


def _fault(error: SyntaxError, format_: RdfFormat, path: Path) -> SourceError:
    problem = error.msg.partition(": ")[2] or error.msg
    return SourceError(problem, f"correct the {format_.name} there", path=path, line=error.lineno)


def _check_nesting(data: bytes, format_: RdfFormat, path: Path) -> None:
    try:
        check_nesting(data, format_)
    except NestingError as error:
        raise SourceError(error.problem, "write it flatter", path=path, line=error.line) from None


class _LineFeed(io.BytesIO):
    """A file of bytes whose `read` gives a line, or as much of it as is asked for, and counts the lines begun."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._lines = iter(data.splitlines(keepends=True))  # for the engine, too, a carriage return alone ends a line
        self._rest = b""
        self.number = 0

    def read(self, size: int | None = -1) -> bytes:
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.number += bool(self._rest)
        end = len(self._rest) if size is None or size < 0 else size
        piece, self._rest = self._rest[:end], self._rest[end:]
        return piece


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
        graph = quad.graph_name
        if isinstance(graph, DefaultGraph):
            continue
        alone = len(graphs_of[quad.subject]) == 1
        marks.update(dict.fromkeys([Quad(quad.subject, STATED_IN, graph)] if alone else _reified(quad, graph)))
    return [*dict.fromkeys(triples), *marks]


def unflatten(triples: Iterable[Quad], fallback: str) -> list[Quad]:
    """Parsed statements, each in the named graph of its source; those already in a named graph stay there.

    `fallback` is the slug of the source of a file that names none: the stem of its name.
    """
    triples = list(triples)
    loose = [quad for quad in triples if isinstance(quad.graph_name, DefaultGraph)]
    if not loose:
        return triples
    homes: dict[object, GraphName] = {}
    makers: dict[_Key, set[GraphName]] = {}
    marks = [(quad.subject, quad.object) for quad in loose if quad.predicate == STATED_IN]
    marked = {subject for subject, _ in marks}
    reified = _reifications(quad for quad in loose if quad.subject in marked)
    for subject, graph in marks:
        if not isinstance(graph, NamedNode | BlankNode):
            continue
        if subject in reified:
            makers.setdefault(reified[subject], set()).add(graph)
        else:
            homes[subject] = graph
    declared = _declared(loose)
    # Where several sources are named and no mark says which of them states something, the file is its source.
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


def _reified(quad: Quad, graph: NamedNode | BlankNode) -> list[Quad]:
    node = NamedNode(f"{RG}stated-{hashlib.sha256(str(quad).encode()).hexdigest()[:16]}")
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
    for node, part in parts.items():
        subject, predicate, object_ = (part.get(term) for term in (_SUBJECT, _PREDICATE, _OBJECT))
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and object_ is not None:
            statements[node] = (subject, predicate, object_)
    return statements
