"""Names in a small database beside a built graph, in which one is found without reading the others."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rolegraph.facts.lexicon import LABELS, OTHERS, SLUGS, Lexicon, LexiconEntry, MemoryLexicon
from rolegraph.model.nodes import ID, Kind, Node

_SCHEMA: Final = """
    CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL);
    CREATE TABLE language (sort TEXT, place INTEGER, language TEXT);
    CREATE TABLE qualifier (iri TEXT, text TEXT);
    CREATE TABLE name (book INTEGER, name TEXT, node INTEGER, PRIMARY KEY (book, name, node)) WITHOUT ROWID;
"""
_SELECT: Final = "SELECT node.iri, node.kind, node.label FROM name JOIN node ON node.id = name.node"


def _as_text(name: str) -> str:
    """A name that SQLite takes: bytes of a command line that are not text are not part of any name."""
    return name.encode(errors="backslashreplace").decode()


_OURS: Final = " "  # for what IRIs of ours begin with; no IRI has one


def _shortened(iri: str) -> str:
    """An IRI as it is kept: most are ours, and each is there twice. Text that is none is never found."""
    return _OURS + iri.removeprefix(ID) if iri.startswith((ID, _OURS)) else iri


def write_names(
    lexicon: MemoryLexicon,
    path: Path,
    languages: Mapping[str, Sequence[str]] = MappingProxyType({}),
    qualifiers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write all names of a lexicon into a new file, nodes in the lexicon's order; the rest as `labels` gives it."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        rows: list[tuple[int, str, int]] = []
        for number, (node, places) in enumerate(lexicon.listed()):
            values = (number, _shortened(node.iri), node.kind.value, node.label)
            database.execute("INSERT INTO node VALUES (?, ?, ?, ?)", values)
            rows += ((book, name, number) for book, name in places)
        database.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(rows))
        for sort, tags in languages.items():
            database.executemany("INSERT INTO language VALUES (?, ?, ?)", ((sort, *each) for each in enumerate(tags)))
        database.executemany("INSERT INTO qualifier VALUES (?, ?)", sorted(qualifiers.items()))
        database.execute("CREATE UNIQUE INDEX node_iri ON node (iri)")
        database.commit()


def add_names(entries: Iterable[LexiconEntry], path: Path) -> None:
    """Add nodes to a file that `write_names` wrote, and nobody reads yet, behind all others; known ones stay.

    They must bear no name of another node of their kind.
    """
    with closing(sqlite3.connect(path)) as database:
        (number,) = database.execute("SELECT coalesce(max(id), -1) FROM node").fetchone()
        for node, places in MemoryLexicon(entries).listed():
            iri = _shortened(node.iri)
            if database.execute("SELECT 1 FROM node WHERE iri = ?", (iri,)).fetchone() is None:
                number += 1
                database.execute("INSERT INTO node VALUES (?, ?, ?, ?)", (number, iri, node.kind.value, node.label))
                database.executemany("INSERT INTO name VALUES (?, ?, ?)", [(*place, number) for place in places])
        database.commit()


class StoredLexicon(Lexicon):
    """Names in a file that `write_names` wrote.

    A name that is both a label and another name of a node is listed as its label only, which is found first anyway.
    """

    def __init__(self, path: Path) -> None:
        # The file is never changed, only replaced: any number of readers need no locks.
        real = path.resolve()  # as the engine would do itself
        self._database = sqlite3.connect(f"{real.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._slugs_of_kinds: dict[frozenset[Kind], Collection[str]] = {}
        if path.resolve() != real:
            raise sqlite3.OperationalError("another folder took its place at that moment")

    def __iter__(self) -> Iterator[Node]:
        return map(_as_node, self._database.execute("SELECT iri, kind, label FROM node ORDER BY id"))

    def languages(self) -> dict[str, list[str]]:
        """The languages of labels, as `labels.languages` found them."""
        found: dict[str, list[str]] = {}
        for sort, language in self._database.execute("SELECT sort, language FROM language ORDER BY place"):
            found.setdefault(sort, []).append(language)
        return found

    def qualifiers(self) -> dict[str, str]:
        """What tells nodes of one name apart, as `labels.qualifiers` found it."""
        return dict(self._database.execute("SELECT iri, text FROM qualifier"))

    def _node(self, iri: str) -> Node | None:
        rows = self._database.execute("SELECT iri, kind, label FROM node WHERE iri = ?", (_shortened(_as_text(iri)),))
        return next(map(_as_node, rows), None)

    def _listed(self, book: int, name: str) -> Iterable[Node]:
        rows = self._database.execute(f"{_SELECT} WHERE book = ? AND name = ? ORDER BY node.id", (book, _as_text(name)))
        return map(_as_node, rows)

    def _all_slugs(self) -> Iterator[tuple[str, Node]]:
        rows = self._database.execute(f"{_SELECT.replace('SELECT', 'SELECT name.name,', 1)} WHERE book = ?", (SLUGS,))
        return ((slug, _as_node(row)) for slug, *row in rows)

    def slugs(self, kinds: Collection[Kind] = ()) -> Collection[str]:
        among = frozenset(kinds or Kind)
        if among not in self._slugs_of_kinds:  # the file never changes
            query = "SELECT DISTINCT name.name, node.kind FROM name JOIN node ON node.id = name.node WHERE book = ?"
            rows = self._database.execute(query, (SLUGS,))
            self._slugs_of_kinds[among] = {slug for slug, kind in rows if kind in among}
        return self._slugs_of_kinds[among]

    def containing(self, wanted: str, books: Sequence[int] = (LABELS, OTHERS)) -> Iterator[tuple[int, str, Node]]:
        query = f"{_SELECT.replace('SELECT', 'SELECT book, name.name,', 1)} WHERE book = ? AND instr(name.name, ?)"
        for which in books:
            for book, name, *row in self._database.execute(query, (which, _as_text(wanted))):
                yield book, name, _as_node(row)


def _as_node(row: Iterable[str]) -> Node:
    iri, kind, label = row
    return Node(ID + iri[1:] if iri.startswith(_OURS) else iri, Kind(kind), label)
