"""A store of the engine that holds one large source in half the room, and looks as if it were a named graph.

The engine keeps nine orders of quads: six of those in named graphs, and three of those in its default graph. What a
download states lies in the default graph, and its source's name in a file beside the engine's; small sources that come
with it, as estimates do, lie in named graphs. Whoever asks sees named graphs only: GRAPH in a query is rewritten, and
the rare query that says FROM, or is otherwise not to be rewritten safely, is answered by a copy in memory.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from rolegraph.rdf.query_text import (
    GraphPattern,
    asks_graphs_only,
    default_graphs,
    graph_patterns,
    has_dataset_clause,
    variables,
)

# The file in the folder of a built store that names the source in its default graph, where there is one.
SOLE_SOURCE: Final = "source"
_MOST_PATTERNS: Final = 8  # with GRAPH that are rewritten: each nests one level deeper
_DEFAULT: Final = DefaultGraph()


class SoleSourceStore:
    """What `pyoxigraph.Store` gives to readers, with one source in its default graph.

    Parameters
    ----------
    engine
        The store. Its named graphs are other sources.
    source
        The name under which the statements of the default graph are given.
    """

    def __init__(self, engine: Store, source: NamedNode) -> None:
        self.engine, self.source = engine, source

    def quads_for_pattern(self, subject: Any, predicate: Any, object_: Any, graph_name: Any = None) -> Iterator[Quad]:
        """The quads that match; those of any graph where none is named."""
        if graph_name == _DEFAULT:
            return
        asked = _DEFAULT if graph_name == self.source else graph_name
        for quad in self.engine.quads_for_pattern(subject, predicate, object_, asked):
            is_other = quad.graph_name != _DEFAULT
            yield quad if is_other else Quad(quad.subject, quad.predicate, quad.object, self.source)

    def __iter__(self) -> Iterator[Quad]:
        return self.quads_for_pattern(None, None, None)

    def __len__(self) -> int:
        return len(self.engine)

    def __contains__(self, quad: Quad) -> bool:
        if quad.graph_name == self.source:
            return _in_default(quad) in self.engine
        return quad.graph_name != _DEFAULT and quad in self.engine

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The sources, but for the first where it states nothing."""
        if any(True for _ in self.engine.quads_for_pattern(None, None, None, _DEFAULT)):
            yield self.source
        yield from self.engine.named_graphs()

    def contains_named_graph(self, name: object) -> bool:
        """Whether a graph is one of the sources."""
        return any(name == source for source in self.named_graphs())

    def add_graph(self, name: Any) -> None:
        """Let there be a graph, as rdflib wants of its default graph."""
        if name != self.source:
            self.engine.add_graph(name)

    def query(
        self, query: str, *, use_default_graph_as_union: bool = False, **options: Any
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """What the engine answers, as if the statements lay in a named graph."""
        is_plain = not ({"default_graph", "named_graphs"} & options.keys())
        chosen = options.get("default_graph") if not is_plain else _default_graphs(query)
        if isinstance(chosen, list) and not any(graph_patterns(query)):
            default = [_DEFAULT if name == self.source else name for name in chosen if name != _DEFAULT]
            return self.engine.query(query, **{**options, "default_graph": default, "named_graphs": []})
        rewritten = self._rewritten(query) if use_default_graph_as_union and is_plain else None
        if rewritten is None:
            options["use_default_graph_as_union"] = use_default_graph_as_union
            return self._copy.query(query, **options)
        text, is_union = rewritten
        return self.engine.query(text, use_default_graph_as_union=is_union, **options)

    def _rewritten(self, query: str) -> tuple[str, bool] | None:
        """A query to the engine that stands for one to named graphs, and whether it asks all of them together.

        None where a copy is the safe way.
        """
        found = list(graph_patterns(query))
        if has_dataset_clause(query) or len(found) > _MOST_PATTERNS:
            return None
        is_alone = not any(True for _ in self.engine.named_graphs())
        if not found:
            return query, not is_alone
        if is_alone:
            text = _of_default(query, self.source, found)
        else:
            text = _of_default_or_named(query, self.source, found) if asks_graphs_only(query) else None
        return None if text is None else (text, False)

    @cached_property
    def _copy(self) -> Store:
        copy = Store()
        _load(self.engine, copy, self.source)
        for name in self.engine.named_graphs():
            copy.bulk_extend(self.engine.quads_for_pattern(None, None, None, name))
        return copy

    def bulk_load(self, lines: BinaryIO, format_: RdfFormat, *, to_graph: NamedNode, lenient: bool) -> None:
        """Load triples of a source."""
        graph = _DEFAULT if to_graph == self.source else to_graph
        self.engine.bulk_load(lines, format_, to_graph=graph, lenient=lenient)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add statements of other sources."""
        self.engine.extend(quads)

    def remove_graph(self, name: NamedNode | BlankNode | DefaultGraph) -> None:
        """Remove the statements of another source."""
        self.engine.remove_graph(name)

    def flush(self) -> None:
        """Bring to the disk what was written."""
        self.engine.flush()

    def optimize(self) -> None:
        """Merge what was loaded in batches."""
        self.engine.optimize()

    def backup(self, folder: str) -> None:
        """Copy the store."""
        self.engine.backup(folder)

    def spread(self) -> Store:
        """The engine's store once the statements lie in the named graph, where other sources may come beside them."""
        _load(self.engine, self.engine, self.source)
        self.engine.clear_graph(_DEFAULT)
        return self.engine


def _default_graphs(query: str) -> list[NamedNode] | None:
    """The graphs that a query names with FROM; None where it names none, or not in a way that is plain."""
    found = default_graphs(query) if has_dataset_clause(query) else None
    try:
        return None if found is None else list(map(NamedNode, found))
    except ValueError:  # the engine says what is wrong
        return None


def _in_default(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _load(engine: Store, other: Store, source: NamedNode) -> None:
    """Bring the statements of a default graph into a named one, there or elsewhere."""
    receiver, sender = os.pipe()

    def read() -> None:
        with os.fdopen(receiver, "rb") as lines:
            other.bulk_load(lines, RdfFormat.N_TRIPLES, to_graph=source, lenient=True)

    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(read)
        try:
            with os.fdopen(sender, "wb") as lines:
                engine.dump(lines, RdfFormat.N_TRIPLES, from_graph=_DEFAULT)
        finally:
            reading.result()


def _of_default_or_named(query: str, source: NamedNode, found: Iterable[GraphPattern]) -> str | None:
    """A query with GRAPH that asks the default graph as well, as if that were a named one."""
    pieces: list[tuple[int, int, str]] = []
    end = 0
    for name, keyword, opening, closing in found:
        group = query[opening:closing]
        is_nested = keyword < end or "select" in group.lower()
        if is_nested or "_:" in group or name[1:] in variables(group):
            return None
        end = closing + 1
        asked = query[keyword:end]
        if name.startswith(("?", "$")):
            of_source = f"{{ VALUES {name} {{ {source} }} {{{group}}} }}"
        else:
            of_source = f"{{ {{{group}}} FILTER(sameTerm({name}, {source})) }}"
        pieces.append((keyword, end, f"{{ {of_source} UNION {{ {asked} }} }}"))
    return _with_pieces(query, pieces)


def _of_default(query: str, source: NamedNode, found: Iterable[GraphPattern]) -> str | None:
    """A query with GRAPH over a default graph that stands for a named one."""
    pieces: list[tuple[int, int, str]] = []
    for name, keyword, opening, closing in found:
        if name.startswith(("?", "$")):
            if name[1:] in variables(query[opening:closing]):  # which is bound in there, too
                return None
            pieces.append((keyword, opening, f"{{ VALUES {name} {{ {source} }} {{"))
            pieces.append((closing, closing + 1, "} }"))
        else:
            pieces.append((keyword, opening, "{ {"))
            pieces.append((closing, closing + 1, f"}} FILTER(sameTerm({name}, {source})) }}"))
    return _with_pieces(query, pieces)


def _with_pieces(query: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(pieces, reverse=True):
        query = query[:start] + text + query[end:]
    return query


def write_source(folder: Path, source: NamedNode) -> None:
    """Name the source in the default graph of the store in a folder."""
    with (folder / SOLE_SOURCE).open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{source.value}\n{_digest(source.value)}\n")
        file.flush()
        os.fsync(file.fileno())


def read_source(folder: Path) -> NamedNode | None:
    """The source in the default graph of the store in a folder, if any. `ValueError` for a damaged file."""
    try:
        text = (folder / SOLE_SOURCE).read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
    name, _, digest = text.strip().partition("\n")
    if digest != _digest(name):
        raise ValueError(f"{SOLE_SOURCE} is damaged")
    return NamedNode(name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
