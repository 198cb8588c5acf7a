"""RDF that others publish, of any size: read as a stream into a store, in which it can be looked up by node.

Each file becomes a named graph. A file is what it begins as, whatever its name ends in; a context of JSON-LD that lies
on the web is never fetched.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from rolegraph.errors import SourceError
from rolegraph.rdf.files import check_encoding
from rolegraph.rdf.formats import FORMATS, base_of
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.limits import MOST_NESTED, NestingError, check_nesting
from rolegraph.rdf.rdf_xml import as_utf8
from rolegraph.rdf.vocabulary import RDF

Node = NamedNode | BlankNode
ENDINGS: Final = (*FORMATS, ".json", ".n3", ".ttls")
_REMEMBERED: Final = 1_000  # nodes
_BATCH: Final = 200_000  # statements that go into the store together
_CHUNK: Final = 1 << 20
_BEGINNING: Final = 4_000
_BOM: Final = b"\xef\xbb\xbf"
_TYPE: Final = NamedNode(RDF + "type")
_SCHEMA: Final = "https://schema.org/"
SCHEMA: Final = "http://schema.org/"  # the form of its IRIs that is kept of the two in use
_CONTEXTS: Final = {
    address: {"@vocab": SCHEMA} for at in ("http", "https") for address in (f"{at}://schema.org", f"{at}://schema.org/")
}
_WHOLE: Final = (RdfFormat.RDF_XML, RdfFormat.JSON_LD)  # which are checked as a whole before they are parsed
_POSITION: Final = re.compile(r"^Parser error (?:at|between) line [^:]{1,100}: ")
_NO_JSON: Final = re.compile(rb"\s*(?:#|@|PREFIX|BASE|<[a-z]{2,9}:|_:|\[\s*\]|\[\s*a\s)", re.IGNORECASE)


class Value(NamedTuple):
    """What is stated of a node: a text with its language, or another node, by IRI or as `_:label`; and the graph."""

    text: str
    language: str
    is_node: bool
    graph: str


class ForeignStore:
    """Statements of others' files, with what classes and properties there are, and how often.

    `folder` is where they lie while they are looked through, None for memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.store = LexicalStore() if folder is None else LexicalStore.open(folder)
        self._bulk = folder is not None
        self.classes: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self._about = lru_cache(_REMEMBERED)(self._described)

    def read(self, open_: Callable[[], IO[bytes]], path: Path, graph: str, advance: Callable[[int], object]) -> str:
        """Read a file into a named graph; gives the name of its format.

        Raises `SourceError` with file and line for what is malformed, or could crash or flood the parser.
        """
        with open_() as stream:
            beginning = stream.read(_BEGINNING)
        check_encoding(beginning, path)
        format_ = _recognised(beginning, path)
        quads = iter(_quads(open_, format_, path, advance))
        name = NamedNode(graph)
        while batch := list(islice(quads, _BATCH)):
            self._count(batch)
            self.store.extend((Quad(s, p, o, name) for s, p, o, _ in map(_plain, batch)), bulk=self._bulk)
        return format_.name

    def values(self, subject: str, predicate: str) -> list[Value]:
        """What is stated of a node with a predicate, in an order that does not depend on the files."""
        return self._about(subject).get(predicate, []) if predicate in self.properties else []

    def _described(self, subject: str) -> dict[str, list[Value]]:
        """All that is stated of a node, by predicate: the engine takes about as long for all of it as for one."""
        found: dict[str, set[Value]] = {}
        for quad in self.store.as_written(self.store.engine.quads_for_pattern(_node(subject), None, None, None)):
            found.setdefault(quad.predicate.value, set()).add(_value(quad))
        return {predicate: sorted(values) for predicate, values in found.items()}

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """The nodes of which another one is stated."""
        return sorted({subject for subject, _ in self._matched(None, NamedNode(predicate), _node(object_))})

    def pairs(self, predicate: str) -> Iterator[tuple[str, Value]]:
        """All that is stated with a predicate, in no order."""
        return self._matched(None, NamedNode(predicate), None)

    def _matched(self, subject: Node | None, predicate: NamedNode, object_: Node | None) -> Iterator[tuple[str, Value]]:
        if predicate.value not in self.properties:
            return
        for quad in self.store.as_written(self.store.engine.quads_for_pattern(subject, predicate, object_, None)):
            yield _name(quad.subject), _value(quad)

    def _count(self, quads: Iterable[Quad]) -> None:
        for quad in map(_plain, quads):
            self.properties[quad.predicate.value] += 1
            if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
                self.classes[quad.object.value] += 1


def _plain(quad: Quad) -> Quad:
    """A statement with schema.org's terms in one of the two forms in use."""
    predicate, object_ = quad.predicate, quad.object
    if predicate.value.startswith(_SCHEMA):
        predicate = NamedNode(SCHEMA + predicate.value[len(_SCHEMA) :])
    if predicate == _TYPE and isinstance(object_, NamedNode) and object_.value.startswith(_SCHEMA):
        object_ = NamedNode(SCHEMA + object_.value[len(_SCHEMA) :])
    return quad if (predicate, object_) == (quad.predicate, quad.object) else Quad(quad.subject, predicate, object_)


def _recognised(beginning: bytes, path: Path) -> RdfFormat:
    """The format of a file: XML and JSON begin in their own way; of the others the name's ending tells."""
    text = beginning.removeprefix(_BOM).lstrip()
    named = FORMATS.get(Path(path.name.lower().removesuffix(".gz")).suffix, RdfFormat.TURTLE)
    if text.startswith((b"<?xml", b"<!DOCTYPE", b"<rdf:RDF", b"<!--")):
        return RdfFormat.RDF_XML
    if text.startswith((b"{", b"[")) and named not in (RdfFormat.TRIG,) and not _NO_JSON.match(text):
        return RdfFormat.JSON_LD
    if b"\0" in text:
        raise SourceError("is binary, not text", "name a file of RDF, or unpack it first", path=path, line=1)
    return named if named not in _WHOLE else RdfFormat.TURTLE


def _quads(
    open_: Callable[[], IO[bytes]], format_: RdfFormat, path: Path, advance: Callable[[int], object]
) -> Iterator[Quad]:
    try:
        if format_ in _WHOLE:
            with open_() as stream:
                data = b"".join(iter(lambda: stream.read(_CHUNK), b"")).removeprefix(_BOM)
            advance(len(data))
            data = as_utf8(data, path) if format_ == RdfFormat.RDF_XML else _with_contexts(data, path)
            check_nesting(data, format_)
            yield from parse(data, format=format_, base_iri=base_of(path), rename_blank_nodes=True)
            return
        _check_stream(open_, format_)
        with open_() as stream:
            watched = cast("IO[bytes]", io.BufferedReader(_Watched(stream, advance), _CHUNK))
            yield from parse(watched, format=format_, base_iri=base_of(path), rename_blank_nodes=True)
    except NestingError as error:
        raise SourceError(error.problem, "write it flatter", path=path, line=error.line) from None
    except SyntaxError as error:
        problem = _POSITION.sub("", " ".join((error.msg or "").split()))[:300]
        raise SourceError(problem, f"correct the {format_.name} there", path=path, line=error.lineno) from None


def _check_stream(open_: Callable[[], IO[bytes]], format_: RdfFormat) -> None:
    """What `check_nesting` does, of files of any size: nearly none has a statement about a statement."""
    found, end = 0, b""
    with open_() as stream:
        while chunk := stream.read(_CHUNK):
            found += (end + chunk).count(b"<<")
            end = chunk[-1:] if chunk.endswith(b"<") else b""
    if found > MOST_NESTED:
        with open_() as stream:
            check_nesting(stream.read(), format_)


def _with_contexts(data: bytes, path: Path) -> bytes:
    """JSON-LD with schema.org's context written into it; raises `SourceError` for another one that lies on the web."""
    if b"@context" not in data:
        return data
    check_nesting(data, RdfFormat.JSON_LD)
    try:
        root = json.loads(data)
    except (ValueError, RecursionError):
        return data  # the engine says what is wrong, and where
    return json.dumps(_expanded(root, path)).encode()


def _expanded(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        return [_expanded(item, path) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: (_context if key == "@context" else _expanded)(item, path) for key, item in value.items()}


def _context(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        return [_context(item, path) for item in value]
    if not isinstance(value, str):
        return value
    if value not in _CONTEXTS:
        problem = f"has its @context at {value}, and nothing is fetched from the web"
        raise SourceError(problem, "put the context itself there, or convert the file to Turtle", path=path)
    return _CONTEXTS[value]


class _Watched(io.RawIOBase):
    """A stream without its byte order mark, that tells how much of it has been read."""

    def __init__(self, stream: IO[bytes], advance: Callable[[int], object]) -> None:
        self._stream, self._advance = stream, advance
        start = stream.read(len(_BOM))
        self._held = b"" if start == _BOM else start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._held or self._stream.read(len(buffer))
        data, self._held = data[: len(buffer)], data[len(buffer) :]
        self._advance(len(data))
        buffer[: len(data)] = data
        return len(data)


def _node(name: str) -> Node:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(quad: Quad) -> Value:
    term, graph = quad.object, _name(quad.graph_name)
    if isinstance(term, Literal):
        return Value(term.value, term.language or "", False, graph)
    return Value(_name(term), "", True, graph)
