"""RDF files: which formats there are, reading one with errors that name the line, and finding a statement's line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from rolegraph.errors import SourceError
from rolegraph.store.files import check_text, read_bytes
from rolegraph.store.flatten import SOURCE_CLASS, STATED_IN, TYPE, flatten, unflatten
from rolegraph.store.turtle import to_trig, to_turtle
from rolegraph.vocabulary import SOURCE, slugify

FORMATS: Final[dict[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}

_BASE: Final = "file:///"  # relative IRIs have no meaning in a graph, but are no error either


def is_rdf(path: Path) -> bool:
    """Whether the name's ending says that a file holds RDF."""
    return path.suffix.lower() in FORMATS


def load_quickly(path: Path, store: Store) -> bool:
    """Load a Turtle file of one source, named after it, straight into a store; False where it is not such a file.

    This is what every command does with what rolegraph ships; `read_quads` does the same for any file, three times
    slower, for it takes each statement in hand.
    """
    name = NamedNode(SOURCE + slugify(path.stem))
    if path.suffix.lower() != ".ttl" or store.contains_named_graph(name):
        return False
    data = read_bytes(path)
    check_text(data, path)
    try:
        store.load(data.removeprefix(b"\xef\xbb\xbf"), RdfFormat.TURTLE, base_iri=_BASE, to_graph=name)
    except SyntaxError as error:
        raise _fault(error, RdfFormat.TURTLE, path) from None
    declared = [quad.subject for quad in store.quads_for_pattern(None, TYPE, SOURCE_CLASS, name)]
    marked = next(store.quads_for_pattern(None, STATED_IN, None, name), None)
    if declared == [name] and marked is None:
        return True
    store.remove_graph(name)
    return False


def read_quads(path: Path) -> list[Quad]:
    """All statements of an RDF file, each in the named graph of its source.

    Raises
    ------
    SourceError
        With file and line, when the file cannot be read, is no text, or breaks its format's grammar.
    """
    data = read_bytes(path)
    format_ = FORMATS[path.suffix.lower()]
    if format_ != RdfFormat.JSON_LD:  # JSON is often written on a single line
        check_text(data, path)
    return parse_quads(data, format_, path)


def parse_quads(data: bytes, format_: RdfFormat, path: Path) -> list[Quad]:
    """Statements in bytes that were read already; `path` is for messages, its stem for a file that names no source."""
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
    """The statements of a file as the parser gives them, with their lines; nothing for JSON-LD, which has no lines.

    The parser is fed one line at a time, so that when it hands on a statement, the last line it asked for is where
    that statement ends.

    Raises
    ------
    SourceError
        With file and line, when the file cannot be read or breaks its format's grammar.
    """
    format_ = FORMATS[path.suffix.lower()]
    if format_ == RdfFormat.JSON_LD:
        return
    lines = _LineFeed(read_bytes(path))
    try:
        for quad in parse(lines, format=format_, base_iri=_BASE):
            yield quad, lines.number
    except SyntaxError as error:
        raise _fault(error, format_, path) from None


def _fault(error: SyntaxError, format_: RdfFormat, path: Path) -> SourceError:
    problem = error.msg.partition(": ")[2] or error.msg
    return SourceError(problem, f"mend the {format_.name} there", path=path, line=error.lineno)


class _LineFeed(io.BytesIO):
    """Bytes as a file whose every `read` gives one line, and which counts them."""

    number = 0

    def read(self, _size: int | None = -1) -> bytes:
        line = self.readline()
        self.number += bool(line)
        return line
