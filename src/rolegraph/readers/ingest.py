"""Adding what others wrote to a graph, and merging graphs: checked against the shapes, then written as a whole."""

from __future__ import annotations

import hashlib
import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError, refuse_single
from rolegraph.facts import labels
from rolegraph.facts.cache import write_index
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding
from rolegraph.mobility.index import write_index as write_whole_index
from rolegraph.model.nodes import Kind, Node, node_iri, slug_of
from rolegraph.rdf.curation import UNCURATED, texts_set_apart
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, own_graph, read_bytes, shipped
from rolegraph.rdf.formats import is_rdf, read_quads
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import Layer, is_xml, lay, merged, not_rdf, open_dataset
from rolegraph.rdf.transactions import GraphChange, previewed, put, replacing
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.validation import Report, validate

if TYPE_CHECKING:
    from pyoxigraph import Quad


STANDARD_INPUT: Final = Path("-")
_TABLE: Final = ("is a table, judging by its name", "read it with `rolegraph import table`")
# What is neither an article nor RDF, by the endings of names, with what reads it.
_UNREAD: Final = dict.fromkeys((".csv", ".tsv", ".xlsx", ".yaml", ".yml"), _TABLE) | {
    ".zip": ("is a zip file, judging by its name", "read a download with `rolegraph import onet`, `esco` or `tabiya`"),
    ".json": ("is JSON, judging by its name", "where it is JSON-LD, let its name end in .jsonld"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: the sources it states, how many things of each kind, and what to know about it."""

    path: Path
    sources: tuple[str, ...]
    counts: dict[str, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ingest:
    """What came of all files. `written` is false for a dry run, and where findings count as failure."""

    readings: tuple[Reading, ...]
    place: Path
    change: GraphChange
    written: bool

    @property
    def clean(self) -> bool:
        """Whether everything was placed and nothing is missing."""
        return not any(reading.findings for reading in self.readings)


def ingest(
    files: Sequence[str | Path], graph: str | Path | None = None, *, dry_run: bool = False, strict: bool = False
) -> Ingest:
    """Read articles and RDF files, and make a graph hold what they state.

    Parameters
    ----------
    files
        Comparison articles as plain text, `-` for one on standard input; RDF files by their endings.
    graph
        The graph to add to: a file, a folder or a built store, created if absent. None for the user's own.
    dry_run
        Change nothing, only say what would change.
    strict
        Change nothing if there is any finding.

    Raises
    ------
    SourceError
        When a file is not what it should be, or states what breaks a shape. The graph is then as it was before.

    Notes
    -----
    A source that is read again replaces what the graph holds of it, so reading the same file twice changes nothing.
    """
    refuse_single(files, "files")
    if not files:
        raise RolegraphError("nothing to ingest: name one or more files")
    if graph is not None and is_address(str(graph)):
        raise RolegraphError(
            f"{graph} is an endpoint, which rolegraph only reads: name a file or a folder with --graph"
        )
    place, paths = Path(graph or own_graph()), [Path(file) for file in files]
    with nullcontext() if dry_run else locked(place):
        return _ingested(paths, place, is_own=not graph, dry_run=dry_run, strict=strict)


def _ingested(paths: Sequence[Path], place: Path, *, is_own: bool, dry_run: bool, strict: bool) -> Ingest:
    below = ([shipped("data")] if is_own else []) + ([place] if place.exists() else [])
    existing = open_dataset(below) if below else None
    names = KnownNames(existing)
    readings: list[Reading] = []
    statements: dict[str, list[Quad]] = {}
    for path in paths:
        findings, quads = _read(path, names)
        grouped: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            grouped[iri_of(quad.graph_name)].append(quad)
        for source, group in grouped.items():
            if source in statements:
                raise SourceError(f"states the source {slug_of(source)} again", "name it once", path=path)
            statements[source] = group
            names.add(source, group)
        readings.append(Reading(path, tuple(map(slug_of, grouped)), counts_of(quads), findings))
    is_fixed = names.ships if is_own else lambda _source: False
    beside = texts_set_apart(existing.lexical_store if existing else None, statements, is_fixed)
    added = [quad for group in beside.values() for quad in group]
    check(beside, existing, paths)
    del existing, names  # what is still open is not removed
    held_back = dry_run or (strict and any(reading.findings for reading in readings))
    change = put(place, added, dry_run=held_back, finish=write_index)
    return Ingest(tuple(readings), place, change, written=not held_back)


class KnownNames:
    """What is called by name in the graph that is added to, in the files read so far, and in what rolegraph ships.

    One lexicon for all files: each changes only what is known of the nodes that it speaks of.
    """

    def __init__(self, existing: Dataset | None) -> None:
        self._existing = existing
        self._waiting: dict[str, list[Quad]] = {}

    def add(self, source: str, quads: list[Quad]) -> None:
        """Go by what a source states now instead of what it stated before."""
        self._waiting[source] = quads

    def given(self, iri: str) -> bool:
        """Whether a curated source of the graph that is added to names a node."""
        stated = self._existing.statements(iri, SKOS + "prefLabel") if self._existing else ()
        return any(self._kinds.get(one.source) not in UNCURATED for one in stated)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(self._existing.links(RG + "sourceKind")) if self._existing else {}

    def known(self) -> MemoryLexicon:
        """All names, until this or `without` is called again."""
        for source, quads in self._waiting.items():
            self._replace(source, quads)
        self._waiting.clear()
        return self._lexicon

    def states(self, source: str) -> bool:
        """Whether anything known stems from a source."""
        return self._existing_names.size_of(source) > 0

    def ships(self, source: str) -> bool:
        """Whether rolegraph ships a source."""
        return self._shipped_names.size_of(source) > 0

    def without(self, source: str) -> MemoryLexicon:
        """All names but those that one source alone gives, until this or `known` is called again."""
        self._waiting[source] = self._replace(source, [])
        return self._lexicon

    @cached_property
    def _existing_names(self) -> Dataset:
        return (self._existing or merged(None, [])).excerpt(labels.NAMING)

    @cached_property
    def _shipped_names(self) -> Dataset:
        return open_dataset([shipped("data")])

    @cached_property
    def _lexicon(self) -> MemoryLexicon:
        return MemoryLexicon(
            entry
            for dataset in (self._existing_names, self._shipped_names)
            for entry in labels.names(dataset, told_apart=False)
        )

    def _replace(self, source: str, quads: list[Quad]) -> list[Quad]:
        lexicon = self._lexicon  # built from the earlier statements, if not built yet
        naming = [quad for quad in quads if quad.predicate.value in labels.NAMING]
        before, changed = self._existing_names.replace(source, naming)
        for iri in changed:
            entries = (labels.names_of(dataset, iri) for dataset in (self._existing_names, self._shipped_names))
            lexicon.replace(iri, itertools.chain.from_iterable(entries))
        return before


def _read(path: Path, names: KnownNames) -> tuple[tuple[Finding, ...], list[Quad]]:
    """What a file states, with names resolved as the graph that it is added to has them."""
    if is_rdf(path):
        return (), read_quads(path)
    if is_xml(path):
        raise not_rdf(path)
    data, name = (
        (sys.stdin.buffer.read(), "<standard input>") if path == STANDARD_INPUT else (read_bytes(path), str(path))
    )
    if problem := _UNREAD.get(path.suffix.lower()):
        raise SourceError(*problem, path=path)
    from rolegraph.readers.documents import read_article
    from rolegraph.readers.documents.statements import article_statements

    article = read_article(data, names.known(), name)
    source = node_iri(Kind.SOURCE, article.slug)
    if names.states(source):
        # Read again as if for the first time: what it introduced itself must not influence how it is read.
        article = read_article(data, names.without(source), name)
    statements = article_statements(article, hashlib.sha256(data).hexdigest(), names.given)
    return article.findings, list(statements.quads)


def counts_of(quads: Iterable[Quad]) -> dict[str, int]:
    """How many things of each kind are stated, in the order of the kinds."""
    typed = {(quad.subject, iri_of(quad.object)) for quad in quads if quad.predicate.value == RDF + "type"}
    counter = Counter(class_iri for _, class_iri in typed)
    return {kind.value: counter[kind.class_iri] for kind in Kind if counter[kind.class_iri]}


def check(statements: Mapping[str, Sequence[Quad]], existing: Dataset | None, files: Sequence[Path]) -> None:
    """Refuse what breaks a shape, seen together with the graph it is added to."""
    rdf_files = tuple(path for path in files if is_rdf(path))
    report = previewed(existing or merged(None, []), statements, rdf_files, validate)
    quads = [quad for of_source in statements.values() for quad in of_source]
    nodes = {iri_of(term) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    refuse_violations(report, nodes, files[0])


def refuse_violations(report: Report, nodes: Collection[str] | None = None, path: Path | None = None) -> None:
    """Raise a `SourceError` for the first violation, of some nodes or all; `path` is for one without a file."""
    for violation in report.violations:
        # A node without an IRI, and the graph as a whole, have no name by which to tell whose they are.
        concerns = nodes is None or not violation.node or violation.node in nodes
        if violation.severity is Severity.VIOLATION and concerns:
            problem = f"{slug_of(violation.node)}: {violation.message}" if violation.node else violation.message
            raise SourceError(problem, path=violation.path or path, line=violation.line)


def iri_of(term: object) -> str:
    """The IRI of a term of the engine."""
    return str(term).strip("<>")


class Replaced(NamedTuple):
    """An earlier place that has a source as well, and whether with the same content."""

    place: Path
    same: bool


class MergedSource(NamedTuple):
    """A source of a merged graph, where it was taken from, and where it was not."""

    source: Node
    statements: int
    place: Path
    replaced: tuple[Replaced, ...] = ()


class Merge(NamedTuple):
    """What came of a merge. Where `report` has violations, nothing was written."""

    place: Path
    written: bool
    statements: int
    sources: tuple[MergedSource, ...]
    report: Report


class _Invalid(Exception):
    """Leaves a graph in the making unwritten."""


def merge(
    places: Sequence[str | Path],
    out: str | Path,
    *,
    indexing: Callable[[int, int], object] = lambda _done, _parts: None,
) -> Merge:
    """Merge graphs into one; also known as `rolegraph.build`.

    Parameters
    ----------
    places
        RDF files, folders of them, and built stores. A source in a later place replaces the one of the same name before
        it.
    out
        A file, by its ending; a folder of RDF files, whose sources must all be among those merged; otherwise a folder
        to build, new or empty or a built graph. Whatever graph is there is replaced as a whole.
    indexing
        Called with how much of what is true of all roles of a built graph has been computed, and of how much.

    Raises
    ------
    SourceError
        When a place is missing or broken, or the graph cannot be written. What was there before is then untouched.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     merged = merge([shipped("data")], Path(folder) / "graph")
    >>> merged.written, [item.source.slug for item in merged.sources][1:]
    (True, ['editorial', 'onet-29-3'])
    """
    refuse_single(places, "places")
    if address := next((place for place in map(str, (*places, out)) if is_address(place)), None):
        raise RolegraphError(f"{address} is an endpoint, which is neither merged nor written to: name files or folders")
    if not places:
        raise RolegraphError("nothing to merge: name one or more graphs")
    with suppress(_Invalid), replacing(Path(out), partial(write_whole_index, progress=indexing)) as made:
        layers = lay([Path(place) for place in places], made.store)
        # The latest first: where two files speak of a node, what breaks a shape is looked for in the one taken.
        files = tuple(file for layer in reversed(layers) if layer.taken for file in layer.files)
        result = _checked(Dataset(made.store, files, (Path(out),)), layers)
        if not result.written:
            raise _Invalid
    return result


def _checked(dataset: Dataset, layers: Sequence[Layer]) -> Merge:
    """What comes of a merge; it is to be written if it is valid."""
    report, found = validate(dataset), dict[str, MergedSource]()
    for layer in layers:
        for iri, statements in layer.taken.items():
            node = Node(iri, Kind.SOURCE, dataset.value(iri, SKOS + "prefLabel") or slug_of(iri))
            replaced = tuple(Replaced(other.place, other.replaced[iri]) for other in layers if iri in other.replaced)
            found[iri] = MergedSource(node, statements, layer.place, replaced)
    return Merge(dataset.places[0], report.valid, dataset.size(), tuple(found[iri] for iri in sorted(found)), report)
