"""Names: which node is meant by what a person or an article wrote.

A name is looked up as a preferred label, then as another name, then as a slug; the first of these that knows it
answers. Likeness (`rapidfuzz`) only ever suggests; it never decides.

All names of a built graph as a small database beside its triples: a name is looked up without reading the others.

Made when the graph is built, from the triples alone; `columns` sees to it that it is never used with other ones.
"""

from __future__ import annotations

import sqlite3
import weakref
from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Final

from rolegraph.errors import AmbiguousNode, UnknownNode
from rolegraph.model.nodes import Kind, Node, fold, slugify

_LIKENESS = 75.0  # rapidfuzz's 0 to 100; below it a suggestion is noise rather than help


# A node with its other names.
LexiconEntry = tuple[Node, Collection[str]]


class Lexicon(ABC):
    """All names of all nodes: what is asked of them, wherever they are kept.

    Folded names and slugs are looked up as they are; `fold` and `slugify` make them.
    """

    @abstractmethod
    def __iter__(self) -> Iterator[Node]:
        """Every node once, by label."""

    @abstractmethod
    def _node(self, iri: str) -> Node | None: ...

    @abstractmethod
    def _labelled(self, name: str) -> Iterable[Node]:
        """The nodes with a label that folds to this."""

    @abstractmethod
    def _called(self, name: str) -> Iterable[Node]:
        """The nodes with another name that folds to this."""

    @abstractmethod
    def _slugged(self, slug: str) -> Iterable[Node]:
        """The nodes whose IRI ends in a slug, or one of whose names makes it."""

    @abstractmethod
    def _all_slugs(self) -> Iterable[tuple[str, Node]]: ...

    @abstractmethod
    def _containing(self, wanted: str) -> Iterable[tuple[bool, str, Node]]:
        """Folded names that contain a folded text, with the node, and whether it is another name than the label."""

    def find(self, name: str, kinds: Collection[Kind] = ()) -> tuple[Node, ...]:
        """The nodes that bear a name, of the given kinds or of any; more than one where the name is ambiguous.

        Parameters
        ----------
        name
            A preferred label, another name or a slug, in any case.
        kinds
            The kinds to look among; empty for all of them.
        """

        def among(nodes: Iterable[Node]) -> tuple[Node, ...]:
            return tuple(sorted({node for node in nodes if not kinds or node.kind in kinds}))

        folded = fold(name)
        return (
            among(self._labelled(folded))
            or among(self._called(folded))
            or among(self._slugged(folded))
            or among(self._slugged(name.strip()))  # a code may have capitals
            or among(node for kind in kinds or Kind for node in self._slugged(slugify(name, kind)))
        )

    def resolve(self, name: str, kinds: Collection[Kind] = ()) -> Node:
        """The one node that is meant: by IRI, label, other name, slug, or `kind/slug`.

        Raises
        ------
        UnknownNode
            When nothing bears the name; its `suggestions` are slugs that look alike.
        AmbiguousNode
            When several nodes do; its `candidates` are the `kind/slug` forms to choose from.
        """
        found = self._node(name)
        if found is not None and (not kinds or found.kind in kinds):
            return found
        matches = self.find(name, kinds)
        if not matches and "/" in name:
            kind, rest = name.split("/", 1)
            matches = self.find(rest, tuple(k for k in kinds or Kind if k.value == kind) or (Kind.SOURCE,))
        what = next(iter(kinds)).value if len(kinds) == 1 else "node"
        if not matches:
            raise UnknownNode(what, name, self.suggest(name, kinds))
        if len(matches) > 1:
            raise AmbiguousNode(what, name, tuple(node.path for node in matches))
        return matches[0]

    def suggest(self, name: str, kinds: Collection[Kind] = (), limit: int = 3) -> tuple[str, ...]:
        """Slugs of nodes whose names look like this one, the most alike first; empty where none does."""
        from rapidfuzz import process  # here, since most names are right

        names: dict[str, str] = {}
        for slug, node in sorted(self._all_slugs()):
            if not kinds or node.kind in kinds:
                names.setdefault(slug, node.slug)
        wanted = slugify(name, next(iter(kinds)) if len(kinds) == 1 else None)
        alike = process.extract(wanted, list(names), score_cutoff=_LIKENESS, limit=limit * 3)
        return tuple(dict.fromkeys(names[slug] for slug, _, _ in alike))[:limit]

    def search(self, text: str, kinds: Collection[Kind] = ()) -> Iterator[tuple[Node, str]]:
        """Nodes with a name that contains the text, each once with the name that matched.

        Whole names come first, then beginnings, then the rest; within these by label.
        """
        wanted = fold(text)
        ranked: dict[Node, tuple[int, str]] = {}
        for other, name, node in self._containing(wanted):
            rank = 2 * (0 if name == wanted else 1 if name.startswith(wanted) else 2) + other
            if (not kinds or node.kind in kinds) and (rank, name) < ranked.get(node, (9, "")):
                ranked[node] = (rank, name)
        for node, (_, name) in sorted(ranked.items(), key=lambda item: (item[1][0], fold(item[0].label), item[0].iri)):
            yield node, name


class MemoryLexicon(Lexicon):
    """All names of all nodes, in memory.

    >>> spark = Node("https://w3id.org/rolegraph/id/tool/apache-spark", Kind.TOOL, "Apache Spark")
    >>> lexicon = MemoryLexicon([(spark, ["Spark"])])
    >>> lexicon.find("spark")[0].slug, lexicon.find("Spork")
    ('apache-spark', ())
    """

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._by_iri: dict[str, Node] = {}
        self._labels: dict[str, list[Node]] = {}
        self._others: dict[str, list[Node]] = {}
        for entry, others in entries:
            self._add(entry, others)

    def _add(self, entry: Node, others: Collection[str]) -> None:
        # Where two graphs spell a label differently, the first spelling is the node's label, the other a name.
        node = self._by_iri.setdefault(entry.iri, entry)
        names = self._labels if node.label == entry.label else self._others
        names.setdefault(fold(entry.label), []).append(node)
        for name in others:
            self._others.setdefault(fold(name), []).append(node)

    def replace(self, iri: str, entries: Iterable[LexiconEntry]) -> None:
        """Make these entries all that is known of one node; without any, the node is forgotten.

        Names are then found as in a lexicon made anew. The time taken does not grow with the names of other nodes.

        >>> git = Node("https://w3id.org/rolegraph/id/tool/git", Kind.TOOL, "Git")
        >>> lexicon = MemoryLexicon([(git, ["git scm"])])
        >>> lexicon.replace(git.iri, [(git, ["Git VCS"])])
        >>> len(lexicon.find("git scm")), len(lexicon.find("git vcs"))
        (0, 1)
        """
        nodes, slugs, named = self._nodes, self._slugs, self._named  # made while the node is as it was, then kept up
        if (known := self._by_iri.pop(iri, None)) is not None:
            del nodes[bisect_left(nodes, _place(known), key=_place)]
            names = named.pop(iri)
            for book, keys in ((self._labels, names), (self._others, names), (slugs, _slugs_of(known, names))):
                for key in keys:
                    _strike(book, key, iri)
        for entry, others in entries:
            self._add(entry, others)
            named.setdefault(iri, set()).update(map(fold, (entry.label, *others)))
        if (node := self._by_iri.get(iri)) is not None:
            insort(nodes, node, key=_place)
            for slug in _slugs_of(node, named[iri]):
                slugs.setdefault(slug, []).append(node)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes)

    @cached_property
    def _nodes(self) -> list[Node]:
        return sorted(self._by_iri.values(), key=_place)

    @cached_property
    def _slugs(self) -> dict[str, list[Node]]:
        slugs: dict[str, list[Node]] = {}
        for node in self._nodes:
            slugs.setdefault(node.slug, []).append(node)
        for names in (self._labels, self._others):
            for name, nodes in names.items():
                for node in nodes:
                    slugs.setdefault(slugify(name, node.kind), []).append(node)
        return slugs

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """The folded names of each node."""
        named: dict[str, set[str]] = {}
        for book in (self._labels, self._others):
            for name, nodes in book.items():
                for node in nodes:
                    named.setdefault(node.iri, set()).add(name)
        return named

    def _node(self, iri: str) -> Node | None:
        return self._by_iri.get(iri)

    def _labelled(self, name: str) -> Iterable[Node]:
        return self._labels.get(name, ())

    def _called(self, name: str) -> Iterable[Node]:
        return self._others.get(name, ())

    def _slugged(self, slug: str) -> Iterable[Node]:
        return self._slugs.get(slug, ())

    def _all_slugs(self) -> Iterator[tuple[str, Node]]:
        return ((slug, node) for slug, nodes in self._slugs.items() for node in nodes)

    def entries(self) -> Iterator[tuple[Node, Collection[str], Collection[str]]]:
        """Each node with the folded names it is labelled by or called, and the slugs that mean it."""
        for node in self._nodes:
            yield node, self._named[node.iri], _slugs_of(node, self._named[node.iri])

    def _containing(self, wanted: str) -> Iterator[tuple[bool, str, Node]]:
        for other, names in ((False, self._labels), (True, self._others)):
            for name, nodes in names.items():
                if wanted in name:
                    yield from ((other, name, node) for node in nodes)


def _place(node: Node) -> tuple[str, str]:
    """By what nodes are sorted."""
    return fold(node.label), node.iri


def _slugs_of(node: Node, names: Iterable[str]) -> set[str]:
    return {node.slug, *(slugify(name, node.kind) for name in names)}


def _strike(book: dict[str, list[Node]], key: str, iri: str) -> None:
    """Take a node off what is listed under a name, and the name out of the book where it is nobody else's."""
    left = [node for node in book.pop(key, ()) if node.iri != iri]
    if left:
        book[key] = left


_LABEL, _OTHER, _SLUG = range(3)
_SCHEMA: Final = """
    CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL);
    CREATE TABLE name (book INTEGER, name TEXT, node INTEGER, PRIMARY KEY (book, name, node)) WITHOUT ROWID;
"""
_SELECT: Final = "SELECT node.iri, node.kind, node.label FROM name JOIN node ON node.id = name.node"


def write_names(lexicon: MemoryLexicon, path: Path) -> None:
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


class StoredLexicon(Lexicon):
    """Names in a file that `write_names` wrote.

    A name that is both a label and another name of a node is there as its label only, which is found first anyway.
    """

    def __init__(self, path: Path) -> None:
        # Not changed while it is there: readers need no locks, and may be as many as like.
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, self._database.close)

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
