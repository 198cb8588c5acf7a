"""RDF files: reading and writing each format, with errors that name the line, and finding the line of a statement.

Turtle, N-Triples and RDF/XML have no named graphs. A file with one `rg:Source` belongs to that source. In a file of
several, a subject that only one source describes has `rg:statedIn` that source; a statement about any other subject is
repeated as an `rdf:Statement` with `rg:statedIn`, once for each source that makes it. `unflatten` reads both back and
drops them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from rolegraph.errors import SourceError
from rolegraph.model.nodes import slugify
from rolegraph.rdf.blank_nodes import labelled, labels_of, relabelled
from rolegraph.rdf.files import check_encoding, check_text, read_bytes
from rolegraph.rdf.limits import NestingError, check_nesting
from rolegraph.rdf.rdf_xml import BEGINNING, as_utf8, is_rdf_xml, to_rdf_xml
from rolegraph.rdf.turtle import to_trig, to_turtle
from rolegraph.rdf.vocabulary import RDF, RG, SOURCE

FORMATS: Final[dict[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    **dict.fromkeys((".rdf", ".owl", ".xml"), RdfFormat.RDF_XML),
}


def is_rdf(path: Path) -> bool:
    """Whether the name's ending says that a file holds RDF; of XML that is there, what it begins with says so, too."""
    suffix = path.suffix.lower()
    if suffix == ".xml" and path.is_file():
        with suppress(OSError), path.open("rb") as file:
            return is_rdf_xml(file.read(BEGINNING))
    return suffix in FORMATS


def read_quads(path: Path, data: bytes | None = None) -> list[Quad]:
    """All statements of an RDF file, or of its bytes, each in the named graph of its source; a file may have none.

    Nodes without an IRI have labels that follow from what is stated of them, so that those of two files are not taken
    for one another. Relative IRIs are resolved against `base_of` the file, unless it declares another base. Raises
    `SourceError` with file and line when the file cannot be read, is not text, or is malformed.
    """
    data = read_bytes(path) if data is None else data
    return parse_quads(data, FORMATS[path.suffix.lower()], path)


def parse_quads(data: bytes, format_: RdfFormat, path: Path) -> list[Quad]:
    """Statements in bytes; `path` is for messages, and its name for relative IRIs and the source if none is named."""
    return labelled(_parsed(data, format_, path))


def _parsed(data: bytes, format_: RdfFormat, path: Path) -> list[Quad]:
    """The same with the labels that nodes without an IRI have in the file."""
    if not data.strip():
        return []
    try:
        if format_ == RdfFormat.RDF_XML:
            data = as_utf8(data, path)
        _check(data.replace(b"\0", b""), format_, path)
        quads = list(parse(data.removeprefix(b"\xef\xbb\xbf"), format=format_, base_iri=base_of(path)))
    except (SourceError, SyntaxError) as error:
        _check(data, format_, path)  # a zero is a legal sign of a text, and mostly that of a binary file
        raise error if isinstance(error, SourceError) else _fault(error, format_, path) from None
    return unflatten(quads, slugify(path.stem))


def _check(data: bytes, format_: RdfFormat, path: Path) -> None:
    """Raise `SourceError` for what the parser should not be given."""
    check_encoding(data, path)
    try:
        check_nesting(data, format_)
    except NestingError as error:
        raise SourceError(error.problem, "write it flatter", path=path, line=error.line) from None
    if format_ not in (RdfFormat.JSON_LD, RdfFormat.RDF_XML):  # are often written on a single line
        check_text(data, path)


def base_of(path: Path) -> str:
    """The IRI against which relative IRIs in a file are resolved, so that one of them in two files means two nodes.

    It is made of the file's name alone: where the file lies on a machine does not belong into a graph that is shared.

    >>> base_of(Path("folder/My notes.ttl"))
    'file:///My%20notes.ttl/'
    """
    return PurePosixPath("/", path.name).as_uri() + "/"


def write_quads(quads: Iterable[Quad], suffix: str, path: Path | None = None) -> bytes:
    """Statements in the format of a file name's ending, sorted, the same bytes for the same statements.

    They are read back and compared: `read_quads` gives the same statements. Raises `SourceError`, which names the
    `path` that is to be written, where the format cannot hold one of them.
    """
    meant, format_ = labelled(dict.fromkeys(quads)), FORMATS[suffix]
    path, cure = path or Path(f"graph{suffix}"), "change that statement"
    if suffix not in (".trig", ".nq"):
        cure += ", or write TriG or N-Quads"
    if format_ == RdfFormat.JSON_LD and (terms := [quad for quad in meant if isinstance(quad.object, Triple)]):
        raise SourceError(f"JSON-LD cannot hold a statement about a statement: {terms[0]}", cure, path=path)
    data = _serialized(meant, format_, path)
    try:
        differing = set(unflatten(meant, slugify(path.stem))).symmetric_difference(_parsed(data, format_, path))
    except SourceError as error:
        raise SourceError(f"would not be read again: {error.problem}", cure, path=path) from None
    if differing:
        example = min(map(str, differing))
        raise SourceError(f"{format_.name} would not give back every statement as it is: {example}", cure, path=path)
    return data


def _serialized(quads: list[Quad], format_: RdfFormat, path: Path) -> bytes:
    if format_ == RdfFormat.TURTLE:
        return to_turtle(flatten(quads)).encode()
    if format_ == RdfFormat.TRIG:
        return to_trig(quads).encode()
    if format_ == RdfFormat.RDF_XML:
        return to_rdf_xml(flatten(quads), path)
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
    if format_ == RdfFormat.RDF_XML:
        data = as_utf8(data, path)
    if data.strip():
        _check(data.replace(b"\0", b""), format_, path)
    lines = _LineFeed(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        numbered = [(quad, lines.number) for quad in parse(lines, format=format_, base_iri=base_of(path))]
    except SyntaxError as error:
        raise _fault(error, format_, path) from None
    quads = [quad for quad, _ in numbered]
    labels = labels_of(unflatten(quads, slugify(path.stem)))
    yield from zip(relabelled(quads, labels), (line for _, line in numbered), strict=True)


def _fault(error: SyntaxError, format_: RdfFormat, path: Path) -> SourceError:
    problem = error.msg if format_ == RdfFormat.RDF_XML else error.msg.partition(": ")[2] or error.msg
    return SourceError(problem, f"correct the {format_.name} there", path=path, line=error.lineno)


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
    marked = {quad.subject for quad in quads if quad.predicate == STATED_IN}  # by the graph itself, which is kept
    if len(names) == 1 and _declared(triples) == names and not marked:
        return triples
    graphs_of: dict[object, set[GraphName]] = {}
    for quad in quads:
        graphs_of.setdefault(quad.subject, set()).add(quad.graph_name)
    marks: dict[Quad, None] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, DefaultGraph):
            continue
        alone = len(graphs_of[quad.subject]) == 1 and quad.subject not in marked
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
    marks = [quad for quad in loose if quad.predicate == STATED_IN]
    marked = {quad.subject for quad in marks}
    reified = _reifications(quad for quad in loose if quad.subject in marked)
    for mark in marks:
        if mark.subject in reified and isinstance(mark.object, NamedNode | BlankNode):
            makers.setdefault(reified[mark.subject], set()).add(mark.object)
    # A mark that is itself made by a source is a statement as any other.
    marks = [mark for mark in marks if (mark.subject, mark.predicate, mark.object) not in makers]
    for mark in marks:
        if mark.subject not in reified and isinstance(mark.object, NamedNode | BlankNode):
            homes[mark.subject] = mark.object
    declared = _declared(loose)
    # Where several sources are named and no mark says which of them states something, the file is its source.
    home = next(iter(declared)) if len(declared) == 1 and not homes and not makers else None
    default: GraphName = home or NamedNode(SOURCE + fallback)
    placed = [quad for quad in triples if not isinstance(quad.graph_name, DefaultGraph)]
    for quad in loose:
        key: _Key = (quad.subject, quad.predicate, quad.object)
        if quad.subject in reified or (quad.predicate == STATED_IN and key not in makers):
            continue
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
