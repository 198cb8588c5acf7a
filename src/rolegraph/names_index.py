"""All names of a built graph as a small database beside its triples: a name is looked up without reading the others.

Made when the graph is built, from the triples alone; `columns` sees to it that it is never used with other ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from rolegraph.names import Lexicon, Names, Node, fold
from rolegraph.vocabulary import Kind

_LABEL, _OTHER, _SLUG = range(3)
_SCHEMA: Final = """
    CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL);
    CREATE TABLE name (book INTEGER, name TEXT, node INTEGER, PRIMARY KEY (book, name, node)) WITHOUT ROWID;
"""
_SELECT: Final = "SELECT node.iri, node.kind, node.label FROM name JOIN node ON node.id = name.node"


def write_names(lexicon: Lexicon, path: Path) -> None:
    """Write all names of a lexicon into a new file, nodes in the lexicon's order."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        rows: list[tuple[int, str, int]] = []
        for number, (node, names, slugs) in enumerate(lexicon.entries()):
            database.execute("INSERT INTO node VALUES (?, ?, ?, ?)", (number, node.iri, node.kind.value, node.label))
            label = fold(node.label)
            rows += ((_LABEL if name == label else _OTHER, name, number) for name in names)
            rows += ((_SLUG, slug, number) for slug in slugs)
        database.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(rows))
        database.execute("CREATE UNIQUE INDEX node_iri ON node (iri)")
        database.commit()


class StoredNames(Names):
    """Names in a file that `write_names` wrote.

    A name that is both a label and another name of a node is there as its label only, which is found first anyway.
    """

    def __init__(self, path: Path) -> None:
        # Not changed while it is there: readers need no locks, and may be as many as like.
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def __iter__(self) -> Iterator[Node]:
        return map(_as_node, self._database.execute("SELECT iri, kind, label FROM node ORDER BY id"))

    def _node(self, iri: str) -> Node | None:
        return next(
            map(_as_node, self._database.execute("SELECT iri, kind, label FROM node WHERE iri = ?", (iri,))), None
        )

    def _labelled(self, name: str) -> Iterable[Node]:
        return self._in(_LABEL, name)

    def _called(self, name: str) -> Iterable[Node]:
        return self._in(_OTHER, name)

    def _slugged(self, slug: str) -> Iterable[Node]:
        return self._in(_SLUG, slug)

    def _in(self, book: int, name: str) -> Iterable[Node]:
        rows = self._database.execute(f"{_SELECT} WHERE book = ? AND name = ? ORDER BY node.id", (book, name))
        return map(_as_node, rows)

    def _all_slugs(self) -> Iterator[tuple[str, Node]]:
        rows = self._database.execute(f"{_SELECT.replace('SELECT', 'SELECT name.name,', 1)} WHERE book = ?", (_SLUG,))
        return ((slug, _as_node(row)) for slug, *row in rows)

    def _containing(self, wanted: str) -> Iterator[tuple[bool, str, Node]]:
        query = f"{_SELECT.replace('SELECT', 'SELECT book, name.name,', 1)} WHERE book < ? AND instr(name.name, ?)"
        for book, name, *row in self._database.execute(query, (_SLUG, wanted)):
            yield book == _OTHER, name, _as_node(row)


def _as_node(row: Iterable[str]) -> Node:
    iri, kind, label = row
    return Node(iri, Kind(kind), label)
