"""One RDF dataset, opened for reading: from a file, a folder of files, a built store, an endpoint, or what is shipped.

Everything above this room asks in plain strings, IRIs and texts, never in terms of the engine. Of one node there are
`statements`, `objects`, `value`, `subjects`, `about` and `pointing_at`; of a whole predicate `links`, `pairs` and
`values`. A dataset keeps answers that it has given, since the same few nodes are asked for over and over.

Strings are values as the engine has them, as in queries: `1` for what was written as `1.0`. Quads are as written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from rolegraph.errors import SourceError, UnknownNode
from rolegraph.model.languages import Rank, listed, rank
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.answers import Answer, ChosenGraphs, checked_query, evaluate, reading
from rolegraph.rdf.curation import set_texts_apart
from rolegraph.rdf.formats import numbered_quads
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.turtle import language_of, unspelled
from rolegraph.rdf.vocabulary import RG, SOURCE

if TYPE_CHECKING:
    import rdflib

_MOST_IN_MEMORY: Final = 1 << 25  # bytes of what the engine hands over at once
_MOST_ANSWERS: Final = 200_000
_MOST_SUBJECTS: Final = 1_000  # that a kept answer holds


class Statement(NamedTuple):
    """An object of a triple as a plain string, with the source that states it."""

    value: str
    source: str


TaggedValue = tuple[str, str, str]
"""An object of a triple as its language, empty where it has none, the text or IRI, and the source."""


@dataclass(slots=True)
class AnswerCache:
    """Answers by what was asked for.

    `values` are by subject and predicate, `subjects` by predicate and object. `used` says of a predicate whether there
    is any statement with it. `memo` is what others made of the answers. `links` are kept only while `remembers` is
    true, as they take much memory.
    """

    values: dict[tuple[str, str], tuple[TaggedValue, ...]] = field(default_factory=dict)
    subjects: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    memo: dict[object, Any] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    remembers: bool = False

    def make_room(self) -> None:
        """Forget everything when there are too many answers."""
        if len(self.values) + len(self.subjects) >= _MOST_ANSWERS:
            self.forget()

    def forget(self) -> None:
        """Forget everything, for example since the statements have changed."""
        for answers in (self.values, self.subjects, self.used, self.memo, self.links):
            answers.clear()


@dataclass(frozen=True)
class Dataset:
    """Statements in named graphs, the files they were read from (none for a built store), and what was opened.

    The first field is the store, or what opens another dataset with the same statements when one is first asked for.
    `fingerprint` changes whenever the content of the places does; it is empty for what was not read from places.
    `stored` is the built store that the engine reads, if it is one: errors while it is read name it. `language` lists
    the languages that people want labels in, best first, with commas between them; it may be empty. With
    `assumes_hours` a default stands for the hours of what nobody has estimated. Unless there are to be `estimates`, a
    role requires only what is recorded.
    """

    opened: LexicalStore | Store | Callable[[], Dataset]
    files: tuple[Path, ...] = ()
    places: tuple[Path, ...] = ()
    fingerprint: str = ""
    stored: Path | None = None
    cache: AnswerCache = field(default_factory=AnswerCache, repr=False)
    language: str = ""
    assumes_hours: bool = False
    estimates: bool = True
    is_remote: ClassVar[bool] = False  # whether an endpoint answers queries

    @cached_property
    def lexical_store(self) -> LexicalStore:
        """The store, with the literals as they were written."""
        if isinstance(self.opened, LexicalStore):
            return self.opened
        return LexicalStore(self.opened) if isinstance(self.opened, Store) else self.opened().lexical_store

    @property
    def store(self) -> Store:
        """The engine's store, with its values of literals."""
        return self.lexical_store.engine

    @property
    def folder(self) -> Path | None:
        """The folder of a built store as it was opened, even if another one has taken its place; None for files."""
        pin = self.lexical_store.pin if self.stored else None
        return pin.path if pin else self.stored

    @property
    def stated(self) -> Dataset:
        """The statements as they are stated, with nothing joined or known besides; see `joined`."""
        return self

    @property
    def joins(self) -> bool:
        """Whether any node stands for others, or mappings relate some; see `joined`."""
        return False

    @property
    def each(self) -> tuple[Dataset, ...]:
        """The datasets that this one is made of; see `joined`."""
        return (self,)

    @property
    def apart(self) -> Dataset:
        """All that answers know, with no nodes made one; see `joined`."""
        return self

    @property
    def only_below(self) -> frozenset[str]:
        """The nodes that answers know besides those of the graph; see `joined`."""
        return frozenset()

    def members(self, iri: str) -> Sequence[str]:
        """All nodes that a node stands for, itself first; see `joined`."""
        return (iri,)

    def one(self, iri: str) -> str:
        """The node that stands for a node; see `joined`."""
        return iri

    def own_statements(self, subject: str, predicate: str) -> list[Statement]:
        """What `statements` gives of a node itself, without the nodes that it stands for; see `joined`."""
        return self.statements(subject, predicate)

    def match(
        self, subject: str | None = None, predicate: str | None = None, object_: str | None = None
    ) -> Iterable[Quad]:
        """Every statement with these nodes, given by IRI, as it was written."""
        return self.lexical_store.as_written(self._matched(subject, predicate, object_))

    def _matched(
        self, subject: str | None = None, predicate: str | None = None, object_: str | None = None
    ) -> Iterable[Quad]:
        """The same as the engine has it; every method that asks for nodes reads through this."""
        try:
            nodes = [None if iri is None else _node(iri) for iri in (subject, predicate, object_)]
        except ValueError:  # a text where there should be a node: nothing is said of it
            return ()
        return self._read(nodes[0], cast("NamedNode | None", nodes[1]), nodes[2])

    def quads_of(self, source: str) -> Iterable[Quad]:
        """Every statement that a source makes, as it was written."""
        return self.lexical_store.as_written(self._read(None, None, None, _node(source)))

    def _read(self, *pattern: Any) -> Iterable[Quad]:
        return self.store.quads_for_pattern(*pattern) if self.stored is None else self._read_stored(pattern)

    def _read_stored(self, pattern: tuple[Any, ...]) -> Iterator[Quad]:
        with reading(self.stored):
            yield from self.store.quads_for_pattern(*pattern)

    def _tagged(self, subject: str, predicate: str) -> Iterable[TaggedValue]:
        """Everything stated of a subject with one predicate, in no order."""
        known = self.cache.values.get((subject, predicate))
        if known is None:
            if not self._is_used(predicate):
                return ()
            self.cache.make_room()
            known = self.cache.values[subject, predicate] = tuple(map(_tagged_value, self._matched(subject, predicate)))
        return known

    def _is_used(self, predicate: str) -> bool:
        """Whether there is any statement with a predicate: no graph uses all, and each is asked for of every node."""
        known = self.cache.used.get(predicate)
        if known is None:
            known = self.cache.used[predicate] = next(iter(self._matched(None, predicate)), None) is not None
        return known

    def statements(self, subject: str, predicate: str) -> list[Statement]:
        """The objects of a subject and predicate, sorted; the same one once for each source that states it."""
        found = {(value, source) for _, value, source in self._tagged(subject, predicate)}
        return [Statement(value, source) for value, source in sorted(found)]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The distinct objects of a subject and predicate, IRIs and texts alike, sorted."""
        return sorted({value for _, value, _ in self._tagged(subject, predicate)})

    def value(self, subject: str, predicate: str) -> str | None:
        """One object: in a listed language, else in none, else in English, else the first; None without any."""
        found, wanted = self._tagged(subject, predicate), listed(self.language)
        return min(((rank(tag, wanted), value) for tag, value, _ in found), default=(None, None))[1]

    def texts(self, subject: str, predicate: str) -> list[tuple[str, str]]:
        """The distinct objects of a subject and predicate, each after its language, sorted."""
        return sorted({(language, value) for language, value, _ in self._tagged(subject, predicate)})

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """The subjects that a predicate links to a node, sorted."""
        known = self.cache.subjects.get((predicate, object_))
        if known is None:
            if not self._is_used(predicate):
                return []
            known = tuple(sorted({_text(quad.subject) for quad in self._matched(None, predicate, object_)}))
            if len(known) < _MOST_SUBJECTS:
                self.cache.make_room()
                self.cache.subjects[predicate, object_] = known
        return list(known)

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """All (subject, object) of a predicate, distinct and sorted."""
        return sorted(set(self.links(predicate)))

    def links(self, predicate: str) -> Iterable[tuple[str, str]]:
        """All (subject, object) of a predicate in no order, once for each source."""
        if (known := self.cache.links.get(predicate)) is not None:
            return known
        found = ((unspelled(subject), unspelled(object_)) for subject, object_ in self._spelled(predicate))
        if not self.cache.remembers:
            return found
        self.cache.links[predicate] = remembered = list(found)
        return remembered

    def grouped(self, predicate: str) -> Iterator[tuple[str, Iterable[str]]]:
        """Each node that a predicate points at, with all its subjects in no order, once for each source.

        Where many point at few this takes half the time of `links`: the engine hands over each node once.
        """
        for (object_,) in list(self._rows(f"SELECT DISTINCT ?o {{ ?s {_node(predicate)} ?o }}", predicate)):
            if object_.startswith("<"):
                rows = self._rows(f"SELECT ?s {{ ?s {_node(predicate)} {object_} }}", predicate)
                yield object_[1:-1], (one[1:-1] if one[0] == "<" else one for (one,) in rows)
            elif object_.startswith("_:"):  # which no query can name
                yield object_, (_text(quad.subject) for quad in self._matched(None, predicate, object_))

    def values(self, predicate: str) -> dict[str, str]:
        """For each subject of a predicate, the one object that `value` gives."""
        ranked: dict[str, tuple[Rank, str]] = {}
        wanted = listed(self.language)
        for subject, language, value in self.tagged(predicate):
            found = rank(language, wanted), value
            if subject not in ranked or found < ranked[subject]:
                ranked[subject] = found
        return {subject: value for subject, (_, value) in ranked.items()}

    def tagged(self, predicate: str) -> Iterator[tuple[str, str, str]]:
        """All subjects of a predicate with the language and the text of each object, once for each source."""
        for subject, object_ in self._spelled(predicate):
            yield unspelled(subject), language_of(object_), unspelled(object_)

    def _spelled(self, predicate: str) -> Iterable[tuple[str, str]]:
        """All subjects and objects of a predicate, as Turtle spells them, once for each source."""
        rows = self._rows(f"SELECT ?s ?o {{ ?s {_node(predicate)} ?o }}", predicate)
        return ((subject, object_) for subject, object_ in rows)

    def _rows(self, query: str, predicate: str) -> Iterator[list[str]]:
        """The solutions of a query about one predicate, with terms as Turtle spells them.

        The engine writes them as tab-separated values: half the time of handing over each term, and most of it without
        holding up the interpreter, so that two threads read two graphs at once. Many of them wait on disk.
        """
        self._matched(None, predicate)  # the dataset of an endpoint fetches what is missing
        with tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY) as lines:
            with reading(self.stored):
                cast(QuerySolutions, evaluate(self.store, query)).serialize(lines, format=QueryResultsFormat.TSV)
            lines.seek(0)
            next(lines)  # the names of the variables
            for line in lines:
                yield line[:-1].decode().split("\t")

    def quads(self) -> Iterable[Quad]:
        """Every statement, as it was written."""
        return self.match()

    def size(self) -> int:
        """How many statements there are; one that several sources make counts for each."""
        with reading(self.stored):
            return len(self.lexical_store)

    def about(self, subject: str) -> list[tuple[str, Statement]]:
        """Everything stated of a subject, as predicate and statement, sorted."""
        return _by_predicate((quad, quad.object) for quad in self._matched(subject))

    def pointing_at(self, object_: str) -> list[tuple[str, Statement]]:
        """Everything that points at a node, as predicate and statement, whose value is the subject; sorted."""
        return _by_predicate((quad, quad.subject) for quad in self._matched(None, None, object_))

    def size_of(self, source: str) -> int:
        """How many statements a source makes."""
        if source.startswith("_:"):  # a query cannot name it
            return sum(1 for _ in self.quads_of(source))
        self._scan(f"GRAPH {_node(source)} {{ ?s ?p ?o }}")
        (row,) = self._counts(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {_node(source)} {{ ?s ?p ?o }} }}")
        return int(row["n"]) + len(self._surplus(_node(source)))

    def class_sizes(self, sources: Iterable[str]) -> dict[str, int]:
        """How many nodes of each class sources have together, by the class's IRI."""
        graphs = [str(_node(source)) for source in sources if not source.startswith("_:")]
        for graph in graphs:
            self._scan(f"GRAPH {graph} {{ ?s a ?key }}")
        query = "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?g {{ {} }} GRAPH ?g {{ ?s a ?key }} }} GROUP BY ?key"
        return {row["key"]: int(row["n"]) for row in self._counts(query.format(" ".join(graphs))) if "key" in row}

    def predicate_sizes(self) -> dict[str, int]:
        """How many statements there are with each predicate, by its IRI; one of several sources counts for each."""
        self._scan("GRAPH ?g { ?s ?key ?o }")
        rows = self._counts("SELECT ?key (COUNT(*) AS ?n) { GRAPH ?g { ?s ?key ?o } } GROUP BY ?key")
        sizes = {row["key"]: int(row["n"]) for row in rows}
        for quad in self._surplus():
            sizes[quad.predicate.value] += 1
        return sizes

    def _surplus(self, source: NamedNode | BlankNode | None = None) -> list[Quad]:
        """Of statements that the engine counts as one, since they differ in a literal's form only, all but one."""
        return self.lexical_store.surplus(source)

    def _counts(self, query: str) -> list[dict[str, str]]:
        """The numbers `n` of a query, each with its `key` if it has one, counted by the engine."""
        return self.select(query)

    def answer(
        self,
        query: str,
        timeout: float | None = None,  # noqa: ARG002 - endpoints keep to it
        graphs: ChosenGraphs | None = None,
    ) -> Answer:
        """The engine's answer to a query over all sources together, or over `graphs`.

        Only an endpoint keeps to the `timeout` in seconds: `query_pool.answer_within` limits the engine. Raises
        `QueryError` when the query does more than read.
        """
        with reading(self.stored):
            return Answer.of_engine(evaluate(self.store, checked_query(query), graphs), self.stored)

    def select(self, query: str) -> list[dict[str, str]]:
        """The distinct solutions of a SPARQL SELECT over all sources together, in the order of their values."""
        with reading(self.stored):
            solutions = evaluate(self.store, checked_query(query))
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("select takes a SELECT query")
        names = [variable.value for variable in solutions.variables]
        with reading(self.stored):
            rows = {tuple(None if term is None else _text(term) for term in solution) for solution in solutions}
        found = [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]
        return sorted(found, key=lambda solution: sorted(solution.items()))

    def summary(self) -> str:
        """How many statements are in memory, and from how many sources; where they are not, the places they are in."""
        in_memory = not callable(self.opened) or "lexical_store" in self.__dict__
        if self.is_remote or not in_memory or (self.places and not self.files):
            return ", ".join(map(str, self.places)) or ", ".join(self.origins())
        sources = len(self.sources())
        return f"{self.size():,} statements from {sources} source{'' if sources == 1 else 's'}"

    def origins(self) -> tuple[str, ...]:
        """Where the statements were read from, for people."""
        return tuple(map(str, self.files))

    def excerpt(self, predicates: Iterable[str]) -> Dataset:
        """A dataset in memory of its own, with the statements with these predicates only."""
        store = LexicalStore()
        for predicate in predicates:
            store.extend(self.match(None, predicate))
        return Dataset(store)

    def from_sources(self, names: Iterable[str]) -> Dataset:
        """A dataset in memory of its own, with the statements of some sources only.

        Each name is the slug or IRI of a source; or a kind of source, such as `article`, for all of that kind; or how
        the slugs of one or more sources begin. Raises `UnknownNode` for a name that means no source.
        """
        chosen, store = {source for name in names for source in self._sources_named(name)}, LexicalStore()
        store.extend(quad for quad in self.quads() if _name(quad) in chosen)
        set_texts_apart(store)
        return Dataset(
            store,
            self.files,
            language=self.language,
            assumes_hours=self.assumes_hours,
            estimates=self.estimates,
        )

    def _sources_named(self, name: str) -> list[str]:
        sources = self.sources()
        found = (
            [source for source in sources if name in (source, slug_of(source))]
            or [source for source in sources if self.value(source, RG + "sourceKind") == name]
            or [source for source in sources if name and source.removeprefix(SOURCE).startswith(name)]
        )
        if not found:
            raise UnknownNode("source", name, tuple(map(slug_of, sources))[:5])
        return found

    def replace(self, source: str, quads: Iterable[Quad]) -> tuple[list[Quad], set[str]]:
        """Replace the statements of a source, in memory.

        Returns the old ones, and the subjects about which all sources together now state more or less.
        """
        before, now = list(self.quads_of(source)), list(quads)
        changed = {quad.triple for quad in before} ^ {quad.triple for quad in now}
        with reading(self.stored):
            self.lexical_store.remove([_node(source)])
            subjects = {
                _text(triple.subject)
                for triple in changed
                if not any(self._read(triple.subject, triple.predicate, triple.object))
            }
            self.lexical_store.extend(now)
        self.cache.forget()
        return before, subjects

    def sources(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        with reading(self.stored):
            return sorted(_text(name) for name in self.store.named_graphs())

    def verify(self) -> list[str]:
        """Read the index of a built store: over a damaged one, a join would go on until memory is full.

        Gives all predicates that are used.
        """
        predicates = [row["p"] for row in self.select("SELECT DISTINCT ?p { ?s ?p ?o }")]
        for predicate in predicates if self.stored else ():
            self._scan(f"?s {_node(predicate)} ?o")
        return predicates

    def _scan(self, pattern: str) -> None:
        """Read all that a pattern matches in a built store: over a damaged one, counting would go on for ever."""
        if self.stored is not None:
            self.select(f"SELECT DISTINCT ?nothing {{ {pattern} }}")  # no term is looked up for it

    def check_target(self, path: Path) -> None:
        """Raise `SourceError` when a file written at a path would replace what these statements are from."""
        real = Path(os.path.realpath(path))
        read = {Path(os.path.realpath(place)) for place in (*self.files, *([self.stored] if self.stored else ()))}
        if not read.isdisjoint((real, *(real.parents if self.stored else ()))) and not path.is_dir():
            raise SourceError("belongs to the graph that is asked", "write to another file", path=path)

    def fault(self, problem: str, cure: str, subject: str, predicate: str = "") -> SourceError:
        """An error about a subject, with the file and line of its statement where they can be found."""
        path, line = self.locate(subject, predicate) or (self.files[0] if len(self.files) == 1 else None, None)
        return SourceError(problem, cure, path=path, line=line)

    def locate(self, subject: str, predicate: str = "") -> tuple[Path, int] | None:
        """File and line of the first statement about a node, with the predicate if there is one; None if not in a file.

        Reads the files again, once; this is for errors.
        """
        return self._places.get((subject, predicate)) or self._places.get((subject, ""))

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[Path, int]]:
        places: dict[tuple[str, str], tuple[Path, int]] = {}
        for path in self.files:
            for quad, line in numbered_quads(path):
                subject = _text(quad.subject)
                places.setdefault((subject, quad.predicate.value), (path, line))
                places.setdefault((subject, ""), (path, line))
        return places

    def to_rdflib(self) -> rdflib.Dataset:
        """The same store seen through rdflib, without a copy; the union of all sources is its default graph.

        Literals are the engine's values: `1` for what was written as `1.0`, which rdflib itself does to many.
        """
        import oxrdflib
        import rdflib

        seen = oxrdflib.OxigraphStore(store=self.store)
        seen.kept = self.lexical_store  # type: ignore[attr-defined]  # the folder that is read is not removed before it
        return rdflib.Dataset(store=seen, default_union=True)


def _node(iri: str) -> NamedNode | BlankNode:
    return BlankNode(iri.removeprefix("_:")) if iri.startswith("_:") else NamedNode(iri)


def _tagged_value(quad: Quad) -> TaggedValue:
    return getattr(quad.object, "language", None) or "", _text(quad.object), _name(quad)


def _by_predicate(quads: Iterable[tuple[Quad, object]]) -> list[tuple[str, Statement]]:
    found = {(quad.predicate.value, _text(value), _name(quad)) for quad, value in quads}
    return [(predicate, Statement(value, source)) for predicate, value, source in sorted(found)]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _name(quad: Quad) -> str:
    return _text(quad.graph_name)
