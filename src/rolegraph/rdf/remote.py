"""A dataset at a SPARQL endpoint, of which only what is needed is fetched, into a store in memory.

A node that is read is usually followed by those that it points at, so one request fetches a missing node together with
all that were mentioned before: the number of requests grows with the depth of an answer, not with its number of nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolution

from rolegraph.errors import EndpointError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.answers import checked_query
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.endpoint import DEFAULT_TIMEOUT, Endpoint, endpoint_at
from rolegraph.rdf.formats import unflatten
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.vocabulary import DCTERMS, OWL, PROV, RDF, RDFS, RG, SKOS, XSD

if TYPE_CHECKING:
    from rolegraph.rdf.answers import Answer, ChosenGraphs


_BATCH: Final = 200  # nodes in a request: a few thousand statements, which public servers allow
_TERMS: Final = (RDF, RDFS, OWL, XSD, SKOS, DCTERMS, PROV, RG)
_TYPE: Final = RDF + "type"
# Predicates and classes of names, which are fetched together.
_NAMES: Final = tuple(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "notation"))
_CLASSES: Final = tuple(kind.class_iri for kind in Kind)
# Predicates whose subjects are asked for node after node: narrower, close, who asks for it, remarks on a statement.
_INVERSE: Final = (
    *(SKOS + "broader", SKOS + "related", RDF + "subject"),
    *(RG + term for term in ("closeTo", "prerequisite", "requires", "accepts", "usesTool")),
)
_SELECT: Final = "SELECT ?s ?p ?o ?g WHERE {{ {} GRAPH ?g {{ ?s ?p ?o }} }}"


@dataclass
class _Known:
    """What has been fetched in full."""

    all: bool = False
    subjects: set[str] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    pointing: set[tuple[str, str]] = field(default_factory=set)  # predicate and object; "" for every predicate
    # In order of appearance; the latest are most likely to be needed next.
    mentioned: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteDataset(Dataset):
    """Statements at an endpoint, without blank nodes, which cannot be asked for by name."""

    endpoint: Endpoint = field(default_factory=lambda: Endpoint(""))
    _known: _Known = field(default_factory=_Known, repr=False)
    is_remote: ClassVar[bool] = True

    def _matched(
        self, subject: str | None = None, predicate: str | None = None, object_: str | None = None
    ) -> Iterable[Quad]:
        """As `Dataset._matched`, after fetching what is missing for it."""
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
        return super()._matched(subject, predicate, object_)

    def _is_used(self, predicate: str) -> bool:
        return bool(predicate)  # otherwise all of it would have to be fetched

    def answer(self, query: str, timeout: float | None = None, graphs: ChosenGraphs | None = None) -> Answer:
        """The endpoint's answer."""
        if graphs is not None:
            problem = "is asked as a whole: it is at another endpoint"
            raise EndpointError(self.endpoint.shown, problem, "leave out default-graph-uri and named-graph-uri")
        return self.endpoint.ask(checked_query(query), timeout)

    def select(self, query: str) -> list[dict[str, str]]:
        """As `Dataset.select`, after fetching everything."""
        self._fetch_all()
        return super().select(query)

    def quads_of(self, source: str) -> Iterable[Quad]:
        """As `Dataset.quads_of`, after fetching what the source states."""
        known = self._known
        if not known.all and source not in known.sources:
            self._fetch(f"VALUES ?g {{ {self._spelled_iris([source])} }}")
            known.sources.add(source)
        return super().quads_of(source)

    def size(self) -> int:
        """How many statements there are; one that several sources make counts for each."""
        return sum(self.size_of(source) for source in self.sources())

    def _counts(self, query: str) -> list[dict[str, str]]:
        if self._known.all:
            return super()._counts(query)
        rows = []
        for row in self.endpoint.ask(query).solutions or ():
            texts = {name: getattr(row[name], "value", "") for name in ("key", "n") if f"?{name}" in query}
            if isinstance(row["n"], Literal) and texts["n"].isdecimal():
                rows.append(texts)
            elif row["n"] is not None:
                raise _unexpected(self.endpoint)
        if not rows and "GROUP BY" not in query:
            raise _unexpected(self.endpoint)
        return rows

    def _surplus(self, source: NamedNode | BlankNode | None = None) -> list[Quad]:
        return super()._surplus(source) if self._known.all else []  # an endpoint counts by its own rules

    def origins(self) -> tuple[str, ...]:
        """The address."""
        return (self.endpoint.shown,)

    def sources(self) -> list[str]:
        """The IRIs of all named graphs that hold a source, sorted."""
        return super().sources() if self._known.all else list(self.endpoint.graphs)

    def _fetch_subjects(self, subject: str) -> None:
        waiting = [iri for iri in self._known.mentioned if iri not in self._known.subjects]
        batch = list(dict.fromkeys([subject, *reversed(waiting)]))[:_BATCH]
        self._mention(self._fetch(f"VALUES ?s {{ {self._spelled_iris(batch)} }}"))
        self._known.subjects.update(batch)

    def _fetch_pointing(self, predicate: str, object_: str) -> None:
        known = self._known
        if known.pointing & {(predicate, object_), ("", object_)}:
            return
        batch = [object_]
        if predicate == _TYPE and object_ in _CLASSES:
            batch = list(_CLASSES)
        elif predicate in _INVERSE:
            near = [iri for iri in known.mentioned if (predicate, iri) not in known.pointing]
            batch = list(dict.fromkeys([object_, *reversed(near)]))[:_BATCH]
        restriction = f"VALUES ?p {{ <{predicate}> }} " if predicate else ""
        found = self._fetch(restriction + f"VALUES ?o {{ {self._spelled_iris(batch)} }}")
        if predicate != _TYPE:
            self._mention(found)
        known.pointing.update((predicate, iri) for iri in batch)

    def _fetch_predicates(self, predicate: str) -> None:
        batch = _NAMES if predicate in _NAMES else (predicate,)
        self._fetch(f"VALUES ?p {{ {self._spelled_iris(batch)} }}")
        self._known.predicates.update(batch)

    def _fetch_all(self) -> None:
        if self._known.all:
            return
        promised = self.size()
        self._fetch("")
        self._known.all = True
        if len(self.lexical_store) < promised:
            problem = f"gave {len(self.lexical_store):,} of {promised:,} statements"
            raise EndpointError(self.endpoint.shown, problem, "raise its limit on the rows of an answer")

    def _fetch(self, restriction: str) -> list[Quad]:
        quads = _quads(self.endpoint, _SELECT.format(restriction))
        self.lexical_store.extend(quads)
        return quads

    def _mention(self, quads: Iterable[Quad]) -> None:
        """Remember the nodes in some statements, which are likely to be needed next."""
        for quad in quads:
            for term in (quad.graph_name, quad.subject, quad.object):
                if isinstance(term, NamedNode) and not term.value.startswith(_TERMS):
                    self._known.mentioned.setdefault(term.value)

    def _spelled_iris(self, iris: Iterable[str]) -> str:
        iris = list(iris)
        if any(iri.startswith("_:") for iri in iris):
            problem = "holds a node without an IRI, which cannot be asked for"
            raise EndpointError(self.endpoint.shown, problem, "give it an IRI")
        return " ".join(str(NamedNode(iri)) for iri in iris)


def connect(url: str, timeout: float = DEFAULT_TIMEOUT) -> RemoteDataset:
    """The dataset at an endpoint; `EndpointError` or `QueryTimeout`, in seconds, when it cannot be asked.

    Where sources are in named graphs, these together are the default graph of queries, whatever the server's own is.
    Where everything is in the default graph, it is fetched at once, and the sources are read from the marks that
    `rolegraph export` writes into Turtle.
    """
    endpoint = endpoint_at(url, timeout)
    found = endpoint.ask(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?source a <{Kind.SOURCE.class_iri}> }} }}")
    names = [row["g"] for row in _rows(found, "g", endpoint)]
    graphs = sorted(name.value for name in names if isinstance(name, NamedNode))
    if graphs:
        return RemoteDataset(LexicalStore(), endpoint=replace(endpoint, graphs=tuple(graphs)))
    store = LexicalStore()
    store.extend(unflatten(_quads(endpoint, "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"), "endpoint"))
    return RemoteDataset(store, endpoint=endpoint, _known=_Known(all=True))


def _quads(endpoint: Endpoint, query: str) -> list[Quad]:
    """The statements in the rows of a query for ?s, ?p, ?o and perhaps ?g."""
    names = "spog" if "?g" in query else "spo"
    rows: Iterable[Any] = _rows(endpoint.ask(query), names, endpoint)
    try:
        return [Quad(*(row[name] for name in names)) for row in rows]
    except TypeError:  # such as a literal as subject
        raise _unexpected(endpoint) from None


def _rows(answer: Answer, names: str, endpoint: Endpoint) -> Iterable[QuerySolution]:
    """The rows of an answer that has these variables."""
    if answer.solutions is None or {variable.value for variable in answer.solutions.variables} != set(names):
        raise _unexpected(endpoint)
    return answer.solutions


def _unexpected(endpoint: Endpoint) -> EndpointError:
    return EndpointError(endpoint.shown, "gives an unexpected answer", "is it a SPARQL 1.1 endpoint?")
