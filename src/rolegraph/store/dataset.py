"""One RDF dataset, opened for reading: from a file, a folder of files, a built store, or what rolegraph ships.

Everything above this room asks in plain strings: IRIs and texts, never terms of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from rolegraph.errors import SourceError
from rolegraph.store.rdf_files import FORMATS, is_rdf, load_quickly, numbered_quads, read_quads
from rolegraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib


class Statement(NamedTuple):
    """An object of a triple as a plain string, with the source that states it."""

    value: str
    source: str


@dataclass(frozen=True)
class Dataset:
    """Statements in named graphs, and the files they were read from (none for a built store)."""

    store: Store
    files: tuple[Path, ...] = ()
    _nodes: dict[str, NamedNode] = field(default_factory=dict, repr=False)

    def statements(self, subject: str, predicate: str) -> list[Statement]:
        """Everything said of a subject with one predicate, sorted; the same thing once for each source that says it."""
        quads = self.store.quads_for_pattern(self._node(subject), self._node(predicate), None)
        found = {(_text(quad.object), _name(quad)) for quad in quads}
        return [Statement(value, source) for value, source in sorted(found)]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The distinct objects of a subject and predicate, IRIs and texts alike, sorted."""
        quads = self.store.quads_for_pattern(self._node(subject), self._node(predicate), None)
        return sorted({_text(quad.object) for quad in quads})

    def value(self, subject: str, predicate: str) -> str | None:
        """One object: the English one where there are several languages, else the first in order; None without any."""
        quads = self.store.quads_for_pattern(self._node(subject), self._node(predicate), None)
        ranked = sorted((_language_rank(quad), _text(quad.object)) for quad in quads)
        return ranked[0][1] if ranked else None

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """The subjects that a predicate links to a node, sorted."""
        quads = self.store.quads_for_pattern(None, self._node(predicate), self._node(object_))
        return sorted({_text(quad.subject) for quad in quads})

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """All (subject, object) of a predicate, distinct and sorted."""
        quads = self.store.quads_for_pattern(None, self._node(predicate), None)
        return sorted({(_text(quad.subject), _text(quad.object)) for quad in quads})

    def quads(self) -> Iterator[Quad]:
        """Every statement, as terms of the engine, for those that write them out."""
        return self.store.quads_for_pattern(None, None, None)

    def about(self, subject: str) -> list[tuple[str, Statement]]:
        """Everything said of a subject, as predicate and statement, sorted."""
        quads = self.store.quads_for_pattern(self._node(subject), None, None)
        found = {(quad.predicate.value, _text(quad.object), _name(quad)) for quad in quads}
        return [(predicate, Statement(value, source)) for predicate, value, source in sorted(found)]

    def pointing_at(self, object_: str) -> list[tuple[str, Statement]]:
        """Everything that points at a node, as predicate and statement, whose value is the subject; sorted."""
        quads = self.store.quads_for_pattern(None, None, self._node(object_))
        found = {(quad.predicate.value, _text(quad.subject), _name(quad)) for quad in quads}
        return [(predicate, Statement(value, source)) for predicate, value, source in sorted(found)]

    def size_of(self, source: str) -> int:
        """How many statements a source makes."""
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, self._node(source)))

    def select(self, query: str) -> list[dict[str, str]]:
        """The solutions of a SPARQL SELECT over all sources together, in the order of their values.

        The prefixes are those of `vocabulary.PREFIXES`. A solution that several sources give is there once.
        """
        solutions = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("select takes a SELECT query")
        names = [variable.value for variable in solutions.variables]
        rows = {tuple(None if term is None else _text(term) for term in solution) for solution in solutions}
        found = [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]
        return sorted(found, key=lambda solution: sorted(solution.items()))

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

    def _node(self, iri: str) -> NamedNode:
        node = self._nodes.get(iri)
        if node is None:
            node = self._nodes[iri] = NamedNode(iri)
        return node


def open_dataset(places: Iterable[Path]) -> Dataset:
    """Open one or more places as one dataset; a source in a later place hides the one of the same name before it.

    Parameters
    ----------
    places
        RDF files, folders of RDF files, or one built store, which can only be opened alone.

    Raises
    ------
    SourceError
        When a place is missing, is none of these, or holds a broken file.
    """
    places = list(places)
    if len(places) == 1 and is_built(places[0]):
        return Dataset(_open_built(places[0]))
    store, files = Store(), []
    for place in places:
        layer: list[Quad] = []
        for path in _rdf_files(place):
            if layer or not load_quickly(path, store):
                layer.extend(read_quads(path))
            files.append(path)
        for name in {quad.graph_name for quad in layer}:
            if isinstance(name, NamedNode):
                store.remove_graph(name)
        store.extend(layer)
    return Dataset(store, tuple(files))


def merged(below: Dataset | None, above: Iterable[Quad], files: Iterable[Path] = ()) -> Dataset:
    """A dataset in memory, with some sources replaced by what is given of them; `files` are where these stand."""
    layer = list(above)
    store = Store()
    if below is not None:
        replaced = {quad.graph_name for quad in layer}
        store.extend(quad for quad in below.quads() if quad.graph_name not in replaced)
    store.extend(layer)
    return Dataset(store, tuple(files))


def without(dataset: Dataset, source: str) -> Dataset:
    """A dataset in memory without what one source states."""
    store = Store()
    store.extend(quad for quad in dataset.quads() if _name(quad) != source)
    return Dataset(store)


def is_built(place: Path) -> bool:
    """Whether a folder holds a built store rather than files that people read."""
    return (place / "CURRENT").is_file()


def _open_built(place: Path) -> Store:
    try:
        return Store.read_only(str(place))
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"is no store that can be opened: {error}", "build it anew", path=place) from None


def _rdf_files(place: Path) -> list[Path]:
    if place.is_dir():
        files = sorted(path for path in place.iterdir() if is_rdf(path) and path.is_file())
        if not files:
            raise SourceError("holds no RDF file", "name a folder with .ttl or .trig files", path=place)
        return files
    if place.exists() and not is_rdf(place):
        raise SourceError("is no RDF file by its name", "it should end in " + ", ".join(FORMATS), path=place)
    return [place]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _name(quad: Quad) -> str:
    return _text(quad.graph_name)


def _language_rank(quad: Quad) -> int:
    language = getattr(quad.object, "language", None) or ""
    return 0 if language.split("-")[0] == "en" else 1 if not language else 2
