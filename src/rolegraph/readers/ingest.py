"""Adding what others wrote to a graph, and merging graphs: checked against the shapes, then written as a whole."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError, refuse_single
from rolegraph.facts import labels
from rolegraph.facts.cache import open_indexed
from rolegraph.facts.entities import MAPPING
from rolegraph.facts.joining import index_built
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding
from rolegraph.mobility.index import write_index as write_whole_index
from rolegraph.model.mappings import MappingSet
from rolegraph.model.nodes import Kind, Node, fold, slug_of
from rolegraph.rdf.curation import UNCURATED, texts_set_apart
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, is_built, own_graph, read_bytes, shipped
from rolegraph.rdf.formats import FORMATS, is_rdf, read_quads
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import Layer, lay, merged, not_rdf, open_dataset
from rolegraph.rdf.transactions import GraphChange, previewed, put, replacing
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SKOS
from rolegraph.readers.documents.kinds import KIND_NAMES
from rolegraph.readers.documents.records import TextKind
from rolegraph.readers.mapping_files import is_mapping_file, read_mappings
from rolegraph.readers.mapping_statements import mapping_statements
from rolegraph.readers.text_files import FileReading, TextOptions, UnreadText, files_in, read_file
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.validation import Report, validate

if TYPE_CHECKING:
    from pyoxigraph import Quad


_TABLE: Final = ("is a table, judging by its name", "read it with `rolegraph import table`")
# What is neither a text nor RDF, by the endings of names, with what reads it.
_UNREAD: Final = dict.fromkeys((".xlsx", ".yaml", ".yml"), _TABLE) | {
    ".zip": ("is a zip file, judging by its name", "read a download with `rolegraph import onet`, `esco` or `tabiya`"),
}
# What a file of texts may be instead, by the endings of names.
_OTHERWISE: Final = dict.fromkeys((".csv", ".tsv"), "a table of roles is read by `rolegraph import table`") | {
    ".json": "JSON-LD in RDF has a name that ends in .jsonld"
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: the sources it states, how many things of each kind, and what to know about it.

    `kinds` says what the texts in it are, `candidates` which words may name a skill or a tool, and how often; what is
    `left_out` could not be read.
    """

    path: Path
    sources: tuple[str, ...]
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...] = ()
    candidates: dict[str, int] = field(default_factory=dict)
    left_out: tuple[UnreadText, ...] = ()


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
        return not any(reading.findings or reading.left_out for reading in self.readings)


def ingest(
    files: Sequence[str | Path],
    graph: str | Path | None = None,
    *,
    kind: str | None = None,
    role: str = "",
    column: str = "",
    accept: Collection[str] = (),
    dry_run: bool = False,
    strict: bool = False,
    progress: Callable[[int, int], object] = lambda _done, _files: None,
) -> Ingest:
    """Read texts about jobs and RDF files, and make a graph hold what they state.

    Parameters
    ----------
    files
        Comparisons of roles, descriptions of a role and job postings, as plain text, Markdown, HTML, PDF, DOCX, JSON-LD
        or a table with a column of texts; `-` for one on standard input; RDF files by their endings; mappings as SSSOM
        (`.sssom.tsv`, `.sssom.csv`); folders of these.
    kind
        What the texts are: `comparison`, `role` or `posting`; None to let each text decide.
    role
        The role that postings are for, or that a description describes, by any of its names.
    column
        Of a table, the column with the texts.
    accept
        Words that are reported as possible skills, and are to be skills; `tool:` before one that is a tool; `all`.
    progress
        Called with how many files have been read, and of how many.
    graph
        The graph to add to: a file, a folder or a built store, created if absent. None for the user's own.
    dry_run
        Change nothing, only say what would change.
    strict
        Change nothing if there is any finding.

    Raises
    ------
    SourceError
        When a file is not what it should be, or states what breaks a shape. The graph is then as it was before. Of many
        files and of a table, what cannot be read is left out instead, and is in `Reading.left_out`.
    UnknownNode, AmbiguousNode
        When `role` means no role, or several.

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
    if kind is not None and kind not in KIND_NAMES:
        raise RolegraphError(f"no kind of text {kind!r}: use one of {', '.join(KIND_NAMES)}")
    wanted = frozenset(f"tool:{fold(word[5:])}" if word.startswith("tool:") else fold(word) for word in accept)
    options = TextOptions(TextKind[kind.upper()] if kind else None, role, column, wanted)
    place, paths = Path(graph or own_graph()), list(files_in(map(Path, files), is_built))
    with nullcontext() if dry_run else locked(place):
        return _ingested(paths, place, options, progress, is_own=not graph, dry_run=dry_run, strict=strict)


def _ingested(
    paths: Sequence[tuple[Path, bool]],
    place: Path,
    options: TextOptions,
    progress: Callable[[int, int], object],
    *,
    is_own: bool,
    dry_run: bool,
    strict: bool,
) -> Ingest:
    below = ([shipped("data")] if is_own else []) + ([place] if place.exists() else [])
    existing = open_dataset(below) if below else None
    names = KnownNames(existing)
    readings: list[Reading] = []
    statements: dict[str, list[Quad]] = {}
    for number, (path, is_in_folder) in enumerate(paths):
        progress(number, len(paths))
        reading, grouped = _read(path, names, options, is_one_of=is_in_folder)
        again = grouped.keys() & statements.keys()
        if again and is_in_folder:
            reading = replace(reading, left_out=(UnreadText(str(path), "says what an earlier file says"),))
            grouped = {source: group for source, group in grouped.items() if source not in again}
        for source, group in grouped.items():
            if source in statements:
                raise SourceError(f"states the source {slug_of(source)} again", "name it once", path=path)
            statements[source] = group
            names.add(source, group)
        readings.append(reading)
    progress(len(paths), len(paths))
    is_fixed = names.ships if is_own else lambda _source: False
    beside = texts_set_apart(existing.lexical_store if existing else None, statements, is_fixed)
    added = [quad for group in beside.values() for quad in group]
    check(beside, existing, [path for path, _ in paths])
    del existing, names  # what is still open is not removed
    held_back = dry_run or (strict and any(reading.findings for reading in readings))
    change = put(place, added, dry_run=held_back, finish=index_built)
    return Ingest(tuple(readings), place, change, written=not held_back)


class KnownNames:
    """What is called by name in the graph that is added to, in the files read so far, and in what rolegraph ships.

    One lexicon for all files: each changes only what is known of the nodes that it speaks of.
    """

    def __init__(self, existing: Dataset | None) -> None:
        self._existing = existing
        self._waiting: dict[str, list[Quad]] = {}
        self._added: set[str] = set()

    def add(self, source: str, quads: list[Quad]) -> None:
        """Go by what a source states now instead of what it stated before."""
        self._waiting[source] = quads
        self._added.add(source)

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
        return next(iter(self._existing_names.quads_of(source)), None) is not None

    def ships(self, source: str) -> bool:
        """Whether rolegraph ships a source."""
        return self._shipped_names.size_of(source) > 0

    def without(self, source: str) -> MemoryLexicon:
        """All names but those that one source alone gives, until this or `known` is called again."""
        self._waiting[source] = self._replace(source, [])
        return self._lexicon

    def besides(self, source: str) -> MemoryLexicon:
        """All names, or, of a source that is named, all but those that it alone gives."""
        return self.without(source) if source else self.known()

    def check_mappings(self, source: str, identifier: str, path: Path) -> None:
        """Refuse a set of mappings that would take the place of another source."""
        known = filter(None, (self._existing, self._shipped_names))
        stated = [one for dataset in known for one in dataset.objects(source, DCTERMS + "identifier")]
        if (self.states(source) or self.ships(source)) and identifier not in stated:
            whose = "the graph holds" if self.states(source) else "rolegraph ships"
            problem = f"{whose} another source {slug_of(source)}" + (f", {stated[0]}" if stated else "")
            raise SourceError(problem, "give the file a mapping_set_id with another end", path=path)

    def sources_of(self, iri: str, name: str, besides: str) -> tuple[str, ...]:
        """The slugs of the sources that call a node by a name, or else of those that label it, but for one."""
        datasets = (self._existing_names, self._shipped_names)
        stated = [
            (predicate, each)
            for dataset in datasets
            for predicate in (SKOS + "prefLabel", SKOS + "altLabel")
            for each in dataset.statements(iri, predicate)
            if each.source != besides
        ]
        named = {each.source for _, each in stated if fold(each.value) == fold(name)}
        labelled = {each.source for predicate, each in stated if predicate == SKOS + "prefLabel"}
        return tuple(sorted(map(slug_of, named or labelled)))

    def title_of(self, source: str) -> str | None:
        """The title of a source; None for one that is not known, "" for one that was added."""
        if source in self._added:
            return ""
        return self._existing_names.value(source, SKOS + "prefLabel") if self.states(source) else None

    @cached_property
    def _existing_names(self) -> Dataset:
        return (self._existing or merged(None, [])).excerpt(labels.NAMING)

    @cached_property
    def _shipped_names(self) -> Dataset:
        return open_indexed([shipped("data")])

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


def _read(
    path: Path, names: KnownNames, options: TextOptions, *, is_one_of: bool
) -> tuple[Reading, dict[str, list[Quad]]]:
    """What a file states, by source, with names resolved as the graph that it is added to has them."""
    quads: list[Quad] = []
    found, mapping_set = FileReading([], []), MappingSet("", ())
    if is_mapping_file(path):
        mapping_set = read_mappings(path)
        quads = list(mapping_statements(mapping_set).quads)
        names.check_mappings(iri_of(quads[0].graph_name), mapping_set.id, path)
    elif is_rdf(path) and not (path.suffix.lower() == ".jsonld" and _is_posting(path)):
        quads = read_quads(path)
    elif not is_one_of and path.suffix.lower() in FORMATS:
        raise not_rdf(path)
    elif not is_one_of and (problem := _UNREAD.get(path.suffix.lower())):
        raise SourceError(*problem, path=path)
    else:
        try:
            found = read_file(path, names, options, is_one_of=is_one_of)
        except SourceError as error:
            if hint := _OTHERWISE.get(path.suffix.lower()):
                raise SourceError(error.problem, f"{error.cure}; {hint}", path=error.path, line=error.line) from None
            raise
        quads = [quad for source in found.sources for quad in source.writer.quads]
    grouped: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        grouped[iri_of(quad.graph_name)].append(quad)
    mapped = len(mapping_set.rows)
    reading = Reading(
        path,
        sources=tuple(map(slug_of, grouped)),
        counts=counts_of(quads) | ({MAPPING: mapped} if mapped else {}),
        findings=(
            *(finding for source in found.sources for finding in source.findings),
            *(Finding(why, line) for line, why in mapping_set.left_out),
        ),
        kinds=tuple(dict.fromkeys(source.kind for source in found.sources)),
        candidates=dict(sum((source.words for source in found.sources), Counter[str]()).most_common()),
        left_out=tuple(found.left_out),
    )
    return reading, grouped


def _is_posting(path: Path) -> bool:
    """Whether a file of JSON-LD speaks of job postings as web pages do."""
    return b"JobPosting" in read_bytes(path)


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
    mappings: Sequence[str | Path] = (),
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
    mappings
        Files of mappings between the nodes of the graphs, as SSSOM.
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
    >>> merged.written, [item.source.slug for item in merged.sources][1:3]
    (True, ['editorial', 'onet-29-3'])
    """
    refuse_single(places, "places")
    if address := next((place for place in map(str, (*places, out)) if is_address(place)), None):
        raise RolegraphError(f"{address} is an endpoint, which is neither merged nor written to: name files or folders")
    if not places:
        raise RolegraphError("nothing to merge: name one or more graphs")
    paths = [Path(place) for place in (*places, *mappings)]
    read = {path: _read_mappings(path) for path in paths if path in map(Path, mappings) or is_mapping_file(path)}
    with suppress(_Invalid), replacing(Path(out), partial(write_whole_index, progress=indexing)) as made:
        layers = lay(paths, made.store, read)
        # The latest first: where two files speak of a node, what breaks a shape is looked for in the one taken.
        files = tuple(file for layer in reversed(layers) if layer.taken for file in layer.files)
        result = _checked(Dataset(made.store, files, (Path(out),)), layers)
        if not result.written:
            raise _Invalid
    return result


def _read_mappings(path: Path) -> Dataset:
    return merged(None, mapping_statements(read_mappings(path)).quads)


def _checked(dataset: Dataset, layers: Sequence[Layer]) -> Merge:
    """What comes of a merge; it is to be written if it is valid."""
    report, found = validate(dataset), dict[str, MergedSource]()
    for layer in layers:
        for iri, statements in layer.taken.items():
            node = Node(iri, Kind.SOURCE, dataset.value(iri, SKOS + "prefLabel") or slug_of(iri))
            replaced = tuple(Replaced(other.place, other.replaced[iri]) for other in layers if iri in other.replaced)
            found[iri] = MergedSource(node, statements, layer.place, replaced)
    return Merge(dataset.places[0], report.valid, dataset.size(), tuple(found[iri] for iri in sorted(found)), report)
