"""The formats that answers are written in: their names and media types, and how much is written at most."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse_query_results, serialize

from rolegraph.errors import QueryError
from rolegraph.rdf.blank_nodes import labelled
from rolegraph.rdf.query_text import QueryForm
from rolegraph.rdf.rdf_xml import to_rdf_xml
from rolegraph.rdf.turtle import to_trig, to_turtle

Note = Callable[[str], object]
"""What is called with a sentence for people about what was written."""

_T = TypeVar("_T")
_PIECE: Final = 1 << 18  # bytes that are written at once
_MOST_SORTED: Final = 100_000  # statements that are brought into an order where there are limits
# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AnswerFormat(NamedTuple):
    """A format by its name in addresses, which is the ending of its files, too; its own media type is the first."""

    name: str
    title: str
    media_types: tuple[str, ...]

    @property
    def content_type(self) -> str:
        """The media type, with the encoding where it is not clear without."""
        media_type = self.media_types[0]
        return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


ROW_FORMATS: Final = (
    AnswerFormat("json", "JSON", ("application/sparql-results+json", "application/json")),
    AnswerFormat("xml", "XML", ("application/sparql-results+xml", "application/xml", "text/xml")),
    AnswerFormat("csv", "CSV", ("text/csv",)),
    AnswerFormat("tsv", "TSV", ("text/tab-separated-values",)),
)
TRUTH_FORMATS: Final = ROW_FORMATS[:2]
GRAPH_FORMATS: Final = (
    AnswerFormat("ttl", "Turtle", ("text/turtle", "application/x-turtle")),
    AnswerFormat("nt", "N-Triples", ("application/n-triples", "text/plain")),
    AnswerFormat("rdf", "RDF/XML", ("application/rdf+xml", "application/xml", "text/xml")),
    AnswerFormat("jsonld", "JSON-LD", ("application/ld+json", "application/json")),
    AnswerFormat("trig", "TriG", ("application/trig",)),
    AnswerFormat("nq", "N-Quads", ("application/n-quads",)),
)
_OF_RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_OF_GRAPHS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
_SORTED: Final = {"ttl": to_turtle, "trig": to_trig}
# What ends a row, or stands between two; in JSON a text may hold it, too, which then counts as a row.
_BETWEEN_ROWS: Final = {"json": b"},{", "xml": b"</result>", "csv": b"\r\n", "tsv": b"\n"}


def formats_of(form: QueryForm) -> tuple[AnswerFormat, ...]:
    """The formats that the answer to a form of query can have, the usual one first."""
    if form.gives_graph:
        return GRAPH_FORMATS
    return TRUTH_FORMATS if form is QueryForm.ASK else ROW_FORMATS


class AnswerLimits(NamedTuple):
    """How much of an answer is written."""

    rows: int
    size: int  # bytes


def write_rows(
    solutions: QuerySolutions,
    format_: str,
    output: BinaryIO,
    limits: AnswerLimits | None = None,
    note: Note | None = None,
) -> None:
    """Write the solutions of a SELECT.

    Raises `QueryError` when they are more than the limits allow. XML cannot hold control characters: they become
    U+FFFD, and `note` is told how many there are.
    """
    sink = _XmlSink(output, format_, limits) if format_ == "xml" else _Sink(output, format_, limits)
    solutions.serialize(buffered := io.BufferedWriter(sink, _PIECE), format=_OF_RESULTS[format_])
    buffered.flush()
    if sink.replaced and note is not None:
        note(_replaced(sink.replaced))


def write_truth(truth: bool, format_: str, output: BinaryIO) -> None:
    """Write the answer to an ASK."""
    document = b'{"head":{},"boolean":%s}' % str(truth).lower().encode()
    result = parse_query_results(document, QueryResultsFormat.JSON)
    output.write(result.serialize(format=_OF_RESULTS[format_]) or b"")


def write_graph(triples: Iterable[Triple], format_: str, output: BinaryIO, limits: AnswerLimits | None = None) -> None:
    """Write statements: sorted, and each once, where the format is for people and they are not too many.

    Raises `QueryError` when they are more than the limits allow, and `SourceError` for what a format cannot hold.
    """
    waiting = (Quad(*triple) for triple in (_up_to(limits.rows, triples) if limits else triples))
    if format_ == "rdf":
        output.write(to_rdf_xml(dict.fromkeys(waiting), Path("the answer")))
        return
    if format_ in _SORTED:
        first = list(islice(waiting, _MOST_SORTED + 1) if limits else waiting)
        if not limits or len(first) <= _MOST_SORTED:
            output.write(_SORTED[format_](labelled(first)).encode())
            return
        waiting = (quad for quad in chain(first, waiting))
    serialize(waiting, buffered := io.BufferedWriter(_Sink(output, "", limits), _PIECE), _OF_GRAPHS[format_])
    buffered.flush()


def xml_text(text: str, note: Note | None = None) -> str:
    """A text with U+FFFD for what XML 1.0 cannot hold, of which `note` is told."""
    text, count = _NOT_XML.subn("\ufffd", text)
    if count and note is not None:
        note(_replaced(count))
    return text


def _replaced(count: int) -> str:
    return f"control characters, which XML cannot hold, became U+FFFD: {count}"


def _up_to(most: int, items: Iterable[_T]) -> Iterator[_T]:
    for number, item in enumerate(items, start=1):
        if number > most:
            raise _too_many(most)
        yield item


def _too_many(most: int) -> QueryError:
    return QueryError(f"has more than {most:,} rows in its answer", "ask for less with LIMIT, or count them")


class _Sink(io.RawIOBase):
    """What is written goes on to another file, up to the limits."""

    def __init__(self, output: BinaryIO, format_: str, limits: AnswerLimits | None) -> None:
        super().__init__()
        self.replaced = 0
        self._output, self._limits = output, limits
        self._between = _BETWEEN_ROWS.get(format_, b"\0")
        self._rows = self._size = 0
        self._end = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        if self._limits is not None:
            seen = self._end + piece
            self._size += len(piece)
            self._rows += seen.count(self._between)
            self._end = seen[-len(self._between) + 1 :] if len(self._between) > 1 else b""
            if self._rows > self._limits.rows:
                raise _too_many(self._limits.rows)
            if self._size > self._limits.size:
                problem = f"has an answer of more than {self._limits.size >> 20:,} MB"
                raise QueryError(problem, "ask for less with LIMIT, or for fewer variables")
        self._pass_on(piece)
        return len(piece)

    def _pass_on(self, piece: bytes) -> None:
        self._output.write(piece)


class _XmlSink(_Sink):
    """The same for XML, which cannot hold all characters; a parser makes a line feed of a bare carriage return."""

    def __init__(self, output: BinaryIO, format_: str, limits: AnswerLimits | None) -> None:
        super().__init__(output, format_, limits)
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def _pass_on(self, piece: bytes) -> None:
        text, count = _NOT_XML.subn("\ufffd", self._decoder.decode(piece))
        self.replaced += count
        self._output.write(text.replace("\r", "&#13;").encode())
