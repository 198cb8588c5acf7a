"""What a dataset keeps of the answers it has given: it is asked about the same few nodes over and over.

One RDF dataset, opened for reading: from a file, a folder of files, a built store, or what rolegraph ships.

Everything above this room asks in plain strings: IRIs and texts, never terms of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from rolegraph.errors import SourceError
from rolegraph.rdf.answers import Answer, checked_query, evaluate
from rolegraph.rdf.formats import numbered_quads

if TYPE_CHECKING:
    import rdflib

    from rolegraph.rdf.answers import Answer


_MOST: Final = 200_000  # answers


class StatedValue(NamedTuple):
    """An object of a triple with what it is chosen by: English first, then what is in no language."""

    rank: int
    value: str
    source: str


class Column(NamedTuple):
    """All that is said with one predicate, by subject; and the subjects, by the nodes that it links them to."""

    of: dict[str, list[StatedValue]]
    to: dict[str, list[str]]


@dataclass(slots=True)
class AnswerCache:
    """Answers by what was asked for. `said` has an entry with no predicate for each subject that is all there.

    `asked` counts how often a predicate was asked for; `memo` and `requirements` are what others made of the answers,
    by IRI of a node and of a role. `links` are the links of whole predicates, which are only kept while `remembers` is
    true, as they take much memory.
    """

    said: dict[tuple[str, str], tuple[StatedValue, ...]] = field(default_factory=dict)
    pointing: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    requirements: dict[str, Any] = field(default_factory=dict)
    remembers: bool = False

    def make_room(self) -> None:
        """Forget single answers when there are too many."""
        if len(self.said) + len(self.pointing) >= _MOST:
            for answers in (self.said, self.pointing, self.memo, self.requirements):
                answers.clear()

    def forget(self) -> None:
        """Forget everything, for the statements have changed."""
        for answers in (self.said, self.pointing, self.used, self.asked, self.columns, self.memo, self.links):
            answers.clear()
        self.requirements.clear()


_FEW: Final = 1_000  # subjects that a node is linked to
_OFTEN, _SMALL = 400, 20_000  # times that a predicate is asked for, statements that are then all taken at once


CLASS_SIZES: Final = (
    "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?g {{ {} }} GRAPH ?g {{ ?s a ?class }} }} GROUP BY ?class"
)


PREDICATE_SIZES: Final = "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p"


class Statement(NamedTuple):
    """An object of a triple as a plain string, with the source that states it."""

    value: str
    source: str


@dataclass(frozen=True)
class Dataset:
    """Statements in named graphs, the files they were read from (none for a built store), and what was opened.

    The first field is the store, or what opens another dataset with the same statements when one is first asked for.
    `fingerprint` changes whenever the content of the places does; it is empty for what was not read from places.
    """

    opened: Store | Callable[[], Dataset]
    files: tuple[Path, ...] = ()
    places: tuple[Path, ...] = ()
    fingerprint: str = ""
    _nodes: dict[str, NamedNode | BlankNode] = field(default_factory=dict, repr=False)
    cache: AnswerCache = field(default_factory=AnswerCache, repr=False)

    @cached_property
    def store(self) -> Store:
        """The engine's store."""
        return self.opened if isinstance(self.opened, Store) else self.opened().store

    @property
    def is_remote(self) -> bool:
        """Whether the statements are at an endpoint, which answers by itself."""
        return False

    def match(
        self, subject: str | None = None, predicate: str | None = None, object_: str | None = None
    ) -> Iterable[Quad]:
        """Every statement with these nodes, given by IRI, in these places; all others here ask through this."""
        node = self._node
        return self.store.quads_for_pattern(
            None if subject is None else node(subject),
            None if predicate is None else cast(NamedNode, node(predicate)),
            None if object_ is None else node(object_),
        )

    def said(self, subject: str, predicate: str) -> Iterable[StatedValue]:
        """Everything said of a subject with one predicate, in no order."""
        known = self.cache.said.get((subject, predicate))
        if known is None:
            if (subject, "") in self.cache.said or not self._is_used(predicate):
                return ()
            if (column := self._column(predicate)) is not None:
                return column.of.get(subject, ())
            self.cache.make_room()
            known = self.cache.said[subject, predicate] = tuple(map(said_in, self.match(subject, predicate)))
        return known

    def _is_used(self, predicate: str) -> bool:
        """Whether anything at all is said with a predicate: no graph uses all, and each is asked for of every node."""
        known = self.cache.used.get(predicate)
        if known is None:
            known = self.cache.used[predicate] = next(iter(self.match(None, predicate)), None) is not None
        return known

    def _column(self, predicate: str) -> Column | None:
        """All that is said with a predicate, if it is not much and has been asked for often; otherwise None."""
        self.cache.asked[predicate] = asked = self.cache.asked.get(predicate, 0) + 1
        if asked == _OFTEN:
            quads = list(islice(self.match(None, predicate), _SMALL + 1))
            if len(quads) <= _SMALL:
                self.cache.columns[predicate] = _column_of(quads)
        return self.cache.columns.get(predicate)

    def look_up(self, subject: str) -> None:
        """Ask the engine once for all that is said of a subject, of which several predicates are about to be asked."""
        if (subject, "") in self.cache.said:
            return
        self.cache.make_room()
        found: dict[str, list[StatedValue]] = {}
        for quad in self.match(subject):
            found.setdefault(quad.predicate.value, []).append(said_in(quad))
        self.cache.said.update(((subject, predicate), tuple(said)) for predicate, said in found.items())
        self.cache.said[subject, ""] = ()  # whatever is not there now is not said

    def statements(self, subject: str, predicate: str) -> list[Statement]:
        """Everything said of a subject with one predicate, sorted; the same thing once for each source that says it."""
        found = {(one.value, one.source) for one in self.said(subject, predicate)}
        return [Statement(value, source) for value, source in sorted(found)]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The distinct objects of a subject and predicate, IRIs and texts alike, sorted."""
        return sorted({one.value for one in self.said(subject, predicate)})

    def value(self, subject: str, predicate: str) -> str | None:
        """One object: the English one where there are several languages, else the first in order; None without any."""
        return min(((one.rank, one.value) for one in self.said(subject, predicate)), default=(0, None))[1]

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """The subjects that a predicate links to a node, sorted."""
        known = self.cache.pointing.get((predicate, object_))
        if known is None:
            if not self._is_used(predicate):
                return []
            if (column := self._column(predicate)) is not None:
                return sorted(set(column.to.get(object_, ())))
            known = tuple(sorted({_text(quad.subject) for quad in self.match(None, predicate, object_)}))
            if len(known) < _FEW:
                self.cache.make_room()
                self.cache.pointing[predicate, object_] = known
        return list(known)

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """All (subject, object) of a predicate, distinct and sorted."""
        return sorted(set(self.links(predicate)))

    def links(self, predicate: str) -> Iterable[tuple[str, str]]:
        """All (subject, object) of a predicate in no order, once for each source."""
        if (known := self.cache.links.get(predicate)) is not None:
            return known
        found = ((_text(subject), _text(object_)) for subject, object_ in self.column(predicate))
        if not self.cache.remembers:
            return found
        self.cache.links[predicate] = remembered = list(found)
        return remembered

    def values(self, predicate: str) -> dict[str, str]:
        """For each subject of a predicate, the one object that `value` gives."""
        ranked: dict[str, tuple[int, str]] = {}
        for one, object_ in self.column(predicate):
            subject, found = _text(one), (_language_rank(object_), _text(object_))
            if subject not in ranked or found < ranked[subject]:
                ranked[subject] = found
        return {subject: value for subject, (_, value) in ranked.items()}

    def column(self, predicate: str) -> Iterable[tuple[object, object]]:
        """All subjects and objects of a predicate, as terms of the engine, once for each source."""
        # A query fetches the two terms that are wanted; a pattern would fetch four for each statement.
        rows = evaluate(self.store, f"SELECT ?s ?o {{ ?s {self._node(predicate)} ?o }}")
        return ((row[0], row[1]) for row in cast(QuerySolutions, rows))

    def quads(self) -> Iterable[Quad]:
        """Every statement, as terms of the engine, for those that write them out."""
        return self.match()

    def size(self) -> int:
        """How many statements there are; one that several sources make counts for each."""
        return len(self.store)

    def about(self, subject: str) -> list[tuple[str, Statement]]:
        """Everything said of a subject, as predicate and statement, sorted."""
        quads = self.match(subject)
        found = {(quad.predicate.value, _text(quad.object), _name(quad)) for quad in quads}
        return [(predicate, Statement(value, source)) for predicate, value, source in sorted(found)]

    def pointing_at(self, object_: str) -> list[tuple[str, Statement]]:
        """Everything that points at a node, as predicate and statement, whose value is the subject; sorted."""
        quads = self.match(None, None, object_)
        found = {(quad.predicate.value, _text(quad.subject), _name(quad)) for quad in quads}
        return [(predicate, Statement(value, source)) for predicate, value, source in sorted(found)]

    def size_of(self, source: str) -> int:
        """How many statements a source makes."""
        if source.startswith("_:"):  # which no query can name
            return sum(1 for _ in self.store.quads_for_pattern(None, None, None, self._node(source)))
        # Counted by the engine: to hand over each of a million statements takes seconds.
        (row,) = self.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {self._node(source)} {{ ?s ?p ?o }} }}")
        return int(row["n"])

    def class_sizes(self, sources: Iterable[str]) -> dict[str, int]:
        """How many nodes of each class sources have together, by the class's IRI."""
        graphs = " ".join(str(self._node(one)) for one in sources if not one.startswith("_:"))
        rows = self.select(CLASS_SIZES.format(graphs))
        return {row["class"]: int(row["n"]) for row in rows if "class" in row}

    def predicate_sizes(self) -> dict[str, int]:
        """How many statements there are with each predicate, by its IRI; one of several sources counts for each."""
        return {row["p"]: int(row["n"]) for row in self.select(PREDICATE_SIZES)}

    def answer(self, query: str, timeout: float | None = None) -> Answer:  # noqa: ARG002 - endpoints keep to it
        """What the engine answers to a SPARQL query over all sources together.

        Parameters
        ----------
        query
            A query that only reads; the prefixes of `vocabulary.PREFIXES` need no declaration.
        timeout
            Seconds, which only an endpoint keeps to: `query_worker.answer_within` limits the engine here.

        Raises
        ------
        QueryError
            When the query is none, or would do more than read.
        """
        return Answer.of_engine(evaluate(self.store, checked_query(query)))

    def select(self, query: str) -> list[dict[str, str]]:
        """The solutions of a SPARQL SELECT over all sources together, in the order of their values.

        A solution that several sources give is there once.
        """
        solutions = evaluate(self.store, checked_query(query))
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("select takes a SELECT query")
        names = [variable.value for variable in solutions.variables]
        rows = {tuple(None if term is None else _text(term) for term in solution) for solution in solutions}
        found = [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]
        return sorted(found, key=lambda solution: sorted(solution.items()))

    def origins(self) -> tuple[str, ...]:
        """Where the statements were read from, in words for people."""
        return tuple(map(str, self.files))

    def excerpt(self, predicates: Iterable[str]) -> Dataset:
        """A dataset in memory of its own, with what is said with these predicates only."""
        store = Store()
        for predicate in predicates:
            store.extend(self.match(None, predicate))
        return Dataset(store)

    def from_sources(self, sources: Iterable[str]) -> Dataset:
        """A dataset in memory of its own, with what some sources say."""
        names, store = set(sources), Store()
        store.extend(quad for quad in self.quads() if _name(quad) in names)
        return Dataset(store, self.files)

    def replace(self, source: str, quads: Iterable[Quad]) -> tuple[list[Quad], set[str]]:
        """Make a dataset in memory hold these statements of a source, instead of those that it holds.

        Gives what it held of the source, and the subjects of which all sources together now say more or less.
        """
        name = self._node(source)
        before, now = list(self.store.quads_for_pattern(None, None, None, name)), list(quads)
        self.store.remove_graph(name)
        changed = {quad.triple for quad in before} ^ {quad.triple for quad in now}
        subjects = {_text(one.subject) for one in changed if not self._says(one)}
        self.store.extend(now)
        self.cache.forget()
        return before, subjects

    def _says(self, triple: Triple) -> bool:
        quads = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return next(quads, None) is not None

    def sources(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        return sorted(_text(name) for name in self.store.named_graphs())

    def fault(self, problem: str, cure: str, subject: str, predicate: str = "") -> SourceError:
        """An error about something stated, with the file and line that state it where they can be found."""
        path, line = self.locate(subject, predicate) or (self.files[0] if len(self.files) == 1 else None, None)
        return SourceError(problem, cure, path=path, line=line)

    def locate(self, subject: str, predicate: str = "") -> tuple[Path, int] | None:
        """File and line of the first statement about a node, with the predicate if there is one; None if not in a file.

        Reads the files again, once: for the few things that are wrong, not for all that is right.
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
        """The same store seen through rdflib, without a copy; the union of all sources is its default graph."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.store), default_union=True)

    def _node(self, iri: str) -> NamedNode | BlankNode:
        node = self._nodes.get(iri)
        if node is None:
            blank = iri.startswith("_:")
            node = self._nodes[iri] = BlankNode(iri.removeprefix("_:")) if blank else NamedNode(iri)
        return node


def _column_of(quads: Iterable[Quad]) -> Column:
    column = Column({}, {})
    for quad in quads:
        subject = _text(quad.subject)
        column.of.setdefault(subject, []).append(said_in(quad))
        if not isinstance(quad.object, Literal):  # which no IRI means, whatever it says
            column.to.setdefault(_text(quad.object), []).append(subject)
    return column


def said_in(quad: Quad) -> StatedValue:
    """What a statement says of its subject."""
    return StatedValue(_language_rank(quad.object), _text(quad.object), _name(quad))


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _name(quad: Quad) -> str:
    return _text(quad.graph_name)


def _language_rank(term: object) -> int:
    language = getattr(term, "language", None) or ""
    return 0 if language.split("-")[0] == "en" else 1 if not language else 2
