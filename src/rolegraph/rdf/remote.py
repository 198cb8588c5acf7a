"""A dataset at a SPARQL endpoint: asked as if it were here, of which no more is fetched than is looked at.

What was fetched stays in a store in memory, the mirror, and everything is answered from there. Whoever looks at a node
looks at what it points at next, so one request fetches a missing node together with all that was mentioned so far: the
number of requests grows with how deep an answer goes, not with how many nodes it touches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolution, Store

from rolegraph.errors import EndpointError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.answers import checked_query
from rolegraph.rdf.dataset import CLASS_SIZES, PREDICATE_SIZES, Column, Dataset
from rolegraph.rdf.endpoint import Endpoint, endpoint_at
from rolegraph.rdf.formats import unflatten
from rolegraph.rdf.vocabulary import (
    DCTERMS,
    OWL,
    PROV,
    RDF,
    RDFS,
    RG,
    SKOS,
    XSD,
)

if TYPE_CHECKING:
    from rolegraph.rdf.answers import Answer


_BATCH: Final = 200  # nodes a request: some thousand statements, which the limits of public servers let pass
_TERMS: Final = (RDF, RDFS, OWL, XSD, SKOS, DCTERMS, PROV, RG)
_TYPE: Final = RDF + "type"
# Predicates and classes that make up the names of nodes are asked for together.
_NAMES: Final = tuple(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "notation"))
_CLASSES: Final = tuple(kind.class_iri for kind in Kind)
# What is asked of many nodes in turn: what is narrower, what is close, what is remarked on a statement.
_INVERSE: Final = (SKOS + "broader", SKOS + "related", RG + "closeTo", RDF + "subject")
_SELECT: Final = "SELECT ?s ?p ?o ?g WHERE {{ {} GRAPH ?g {{ ?s ?p ?o }} }}"


@dataclass
class _Known:
    """What the mirror holds in full."""

    all: bool = False
    subjects: set[str] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    pointing: set[tuple[str, str]] = field(default_factory=set)  # predicate and object; "" for every predicate
    # In the order in which they were first seen; the latest are most likely to be looked at next.
    mentioned: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteDataset(Dataset):
    """Statements at an endpoint. Blank nodes have no name there by which they could be asked for again."""

    endpoint: Endpoint = field(default_factory=lambda: Endpoint(""))
    _known: _Known = field(default_factory=_Known, repr=False)

    @property
    def is_remote(self) -> bool:
        """Whether the statements are at an endpoint, which answers by itself."""
        return True

    def match(
        self, subject: str | None = None, predicate: str | None = None, object_: str | None = None
    ) -> Iterable[Quad]:
        """As `Dataset.match`, after fetching what is missing for it."""
        known = self._known
        if known.all or subject in known.subjects or predicate in known.predicates:
            pass
        elif subject is not None:
            self._fetch_subjects(subject)
        elif object_ is not None:
            self._fetch_pointing(predicate or "", object_)
        elif predicate is not None:
            self._fetch_predicates(predicate)
        else:
            self._fetch_all()
        return super().match(subject, predicate, object_)

    def _is_used(self, predicate: str) -> bool:
        return bool(predicate)  # to know better, all of it would have to be fetched

    def _column(self, predicate: str) -> Column | None:
        return super()._column(predicate) if self._known.all else None

    def column(self, predicate: str) -> Iterable[tuple[object, object]]:
        """As `Dataset.column`, once it is here."""
        self.match(None, predicate)
        return super().column(predicate)

    def answer(self, query: str, timeout: float | None = None) -> Answer:
        """What the endpoint answers."""
        return self.endpoint.ask(checked_query(query), timeout)

    def select(self, query: str) -> list[dict[str, str]]:
        """As `Dataset.select`, on everything, which is fetched for it."""
        self._fetch_all()
        return super().select(query)

    def size(self) -> int:
        """How many statements there are; one that several sources make counts for each."""
        return sum(self.size_of(source) for source in self.sources())

    def size_of(self, source: str) -> int:
        """How many statements a source makes."""
        if self._known.all:
            return super().size_of(source)
        graph = self._spelled([source])
        answer = self.endpoint.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        counts = [_count(row, self.endpoint) for row in answer.solutions or () if row["n"] is not None]
        if len(counts) != 1:
            raise _not_asked_for(self.endpoint)
        return counts[0]

    def class_sizes(self, sources: Iterable[str]) -> dict[str, int]:
        """How many nodes of each class sources have together, by the class's IRI."""
        if self._known.all:
            return super().class_sizes(sources)
        answer = self.endpoint.ask(CLASS_SIZES.format(self._spelled(sources)))
        rows = [row for row in answer.solutions or () if isinstance(row["class"], NamedNode)]
        return {cast(NamedNode, row["class"]).value: _count(row, self.endpoint) for row in rows}

    def predicate_sizes(self) -> dict[str, int]:
        """How many statements there are with each predicate, by its IRI; one of several sources counts for each."""
        if self._known.all:
            return super().predicate_sizes()
        solutions = self.endpoint.ask(PREDICATE_SIZES).solutions or ()
        return {cast(NamedNode, row["p"]).value: _count(row, self.endpoint) for row in solutions}

    def origins(self) -> tuple[str, ...]:
        """The address."""
        return (self.endpoint.shown,)

    def sources(self) -> list[str]:
        """The IRIs of all named graphs that hold a source, sorted."""
        return super().sources() if self._known.all else list(self.endpoint.graphs)

    def _fetch_subjects(self, subject: str) -> None:
        waiting = [one for one in self._known.mentioned if one not in self._known.subjects]
        batch = list(dict.fromkeys([subject, *reversed(waiting)]))[:_BATCH]
        self._mention(self._fetch(f"VALUES ?s {{ {self._spelled(batch)} }}"))
        self._known.subjects.update(batch)

    def _fetch_pointing(self, predicate: str, object_: str) -> None:
        known = self._known
        if known.pointing & {(predicate, object_), ("", object_)}:
            return
        batch = [object_]
        if predicate == _TYPE and object_ in _CLASSES:
            batch = list(_CLASSES)
        elif predicate in _INVERSE:
            near = [one for one in known.mentioned if (predicate, one) not in known.pointing]
            batch = list(dict.fromkeys([object_, *reversed(near)]))[:_BATCH]
        restriction = f"VALUES ?p {{ <{predicate}> }} " if predicate else ""
        found = self._fetch(restriction + f"VALUES ?o {{ {self._spelled(batch)} }}")
        if predicate != _TYPE:
            self._mention(found)
        known.pointing.update((predicate, one) for one in batch)

    def _fetch_predicates(self, predicate: str) -> None:
        batch = _NAMES if predicate in _NAMES else (predicate,)
        self._fetch(f"VALUES ?p {{ {self._spelled(batch)} }}")
        self._known.predicates.update(batch)

    def _fetch_all(self) -> None:
        if self._known.all:
            return
        promised = self.size()
        self._fetch("")
        self._known.all = True
        if len(self.store) < promised:
            problem = f"gave {len(self.store):,} of {promised:,} statements"
            raise EndpointError(self.endpoint.shown, problem, "raise its limit on the rows of an answer")

    def _fetch(self, restriction: str) -> list[Quad]:
        quads = _quads(self.endpoint, _SELECT.format(restriction))
        self.store.extend(quads)
        return quads

    def _mention(self, quads: Iterable[Quad]) -> None:
        """Keep in mind what will be looked at next: not what only bears a name or is of a kind, which is everything."""
        for quad in quads:
            for term in (quad.graph_name, quad.subject, quad.object):
                if isinstance(term, NamedNode) and not term.value.startswith(_TERMS):
                    self._known.mentioned.setdefault(term.value)

    def _spelled(self, iris: Iterable[str]) -> str:
        iris = list(iris)
        if any(iri.startswith("_:") for iri in iris):
            problem = "holds a node without an IRI, which cannot be asked for"
            raise EndpointError(self.endpoint.shown, problem, "give it one")
        return " ".join(str(NamedNode(iri)) for iri in iris)


def connect(url: str) -> RemoteDataset:
    """The dataset at an endpoint.

    Where sources are kept in named graphs, these are asked together as the default graph, whatever the server takes for
    its own. Where everything is in the default graph, it is fetched at once, and the sources read from the marks that
    `rolegraph export` leaves in Turtle.

    Raises
    ------
    EndpointError, QueryTimeout
        When it cannot be asked.
    """
    endpoint = endpoint_at(url)
    found = endpoint.ask(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?source a <{Kind.SOURCE.class_iri}> }} }}")
    names = [row["g"] for row in _with(found, "g", endpoint)]
    graphs = sorted(name.value for name in names if isinstance(name, NamedNode))
    if graphs:
        return RemoteDataset(Store(), endpoint=replace(endpoint, graphs=tuple(graphs)))
    store = Store()
    store.extend(unflatten(_quads(endpoint, "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"), "endpoint"))
    return RemoteDataset(store, endpoint=endpoint, _known=_Known(all=True))


def _quads(endpoint: Endpoint, query: str) -> list[Quad]:
    """The statements in the rows of a query for ?s, ?p, ?o and perhaps ?g."""
    answer = endpoint.ask(query)
    named = "?g" in query
    quads = []
    for row in _with(answer, "spog" if named else "spo", endpoint):
        subject, predicate, object_, name = row["s"], row["p"], row["o"], row["g"] if named else DefaultGraph()
        if (
            not isinstance(subject, NamedNode | BlankNode)
            or not isinstance(predicate, NamedNode)
            or not isinstance(object_, NamedNode | BlankNode | Literal)
            or not isinstance(name, NamedNode | BlankNode | DefaultGraph)
        ):
            raise _not_asked_for(endpoint)
        quads.append(Quad(subject, predicate, object_, name))
    return quads


def _count(row: QuerySolution, endpoint: Endpoint) -> int:
    """The number under ?n."""
    number = row["n"]
    if not isinstance(number, Literal) or not number.value.isdecimal():
        raise _not_asked_for(endpoint)
    return int(number.value)


def _with(answer: Answer, names: str, endpoint: Endpoint) -> Iterable[QuerySolution]:
    """The rows of an answer, if it has the variables asked for."""
    if answer.solutions is None or {variable.value for variable in answer.solutions.variables} != set(names):
        raise _not_asked_for(endpoint)
    return answer.solutions


def _not_asked_for(endpoint: Endpoint) -> EndpointError:
    return EndpointError(endpoint.shown, "answers with what was not asked for", "is it a SPARQL 1.1 endpoint?")
