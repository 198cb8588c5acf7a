"""RDF files: which formats there are, reading one with errors that name the line, and finding a statement's line.

Named graphs in formats that have none, so that Turtle and N-Triples lose no source.

A Turtle file of one source needs nothing: all of it is said by the one `rg:Source` in it. For several, a subject of
which only one source speaks carries `rg:statedIn` that source; a statement about any other subject is repeated as an
`rdf:Statement` with `rg:statedIn`, once for each source that makes it. `unflatten` reads both back and drops them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from rolegraph.errors import SourceError
from rolegraph.model.nodes import slugify
from rolegraph.rdf.files import check_text, read_bytes
from rolegraph.rdf.vocabulary import RDF, RG, SOURCE
from rolegraph.rdf.writers import to_trig, to_turtle

FORMATS: Final[dict[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}


# A source's block as `turtle.py` writes it.
_DECLARED: Final = re.compile(
    rb"(?m)^source:([A-Za-z0-9_-]+)\n    a(?: |\n        prov:Entity ,\n        )rg:Source [;.]$"
)
# Where several sources speak, where a text could look like a block, and what would mean the same in several files.
_NOT_PLAIN: Final = (b"statedIn", b'"""', b"'''", b"_:")
_BASE: Final = "file:///"  # relative IRIs have no meaning in a graph, but are no error either


def is_rdf(path: Path) -> bool:
    """Whether the name's ending says that a file holds RDF."""
    return path.suffix.lower() in FORMATS


def load(paths: Iterable[Path], store: Store, begin: Callable[[Iterable[NamedNode]], None]) -> None:
    """Add the statements of files to a store, each to the named graph of its source.

    Turtle of one source, as rolegraph writes it, goes straight in, and all of a source at once: that is what every
    command does with what is shipped, and taking each statement in hand, as for any other file, takes three times as
    long.

    Parameters
    ----------
    paths
        RDF files.
    store
        Where their statements go.
    begin
        Called with sources before the first of their statements is added.

    Raises
    ------
    SourceError
        As `read_quads` does.
    """
    plain: dict[NamedNode, list[bytes]] = {}
    paths = list(paths)
    for path in paths:
        data = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
        source = _only_source(data) if path.suffix.lower() == ".ttl" else None
        if source is None:
            quads = read_quads(path, data)
            begin(quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode))
            store.extend(quads)
        else:
            check_text(data, path)
            plain.setdefault(source, []).append(data)
    begin(plain)
    for source, texts in plain.items():
        try:
            store.load(b"\n".join(texts), RdfFormat.TURTLE, base_iri=_BASE, to_graph=source)
        except SyntaxError:
            for path in paths:
                read_quads(path)  # which names the file and the line
            raise


def _only_source(data: bytes) -> NamedNode | None:
    """The one source of Turtle in canonical form; None where that is not plain to see."""
    if any(sign in data for sign in _NOT_PLAIN):
        return None
    if not all(f"@prefix {prefix}: <{iri}> .".encode() in data for prefix, iri in (("rg", RG), ("source", SOURCE))):
        return None
    found = _DECLARED.findall(data)
    return NamedNode(SOURCE + found[0].decode()) if len(found) == 1 else None


def read_quads(path: Path, data: bytes | None = None) -> list[Quad]:
    """All statements of an RDF file, or of the bytes read from it, each in the named graph of its source.

    Raises
    ------
    SourceError
        With file and line, when the file cannot be read, is no text, or breaks its format's grammar.
    """
    data = read_bytes(path) if data is None else data
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
