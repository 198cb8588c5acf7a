"""What was counted, as a source of a graph: where people went from an occupation, how many work in one, and their pay.

Nothing of it is a requirement: no gap and no learning path changes by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.joining import index_built, reindex
from rolegraph.facts.labels import plain_label
from rolegraph.facts.lexicon import LexiconEntry
from rolegraph.mobility.likely import KEPT
from rolegraph.model.nodes import Kind, Node, node_iri, slug_of, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, read_bytes, shipped
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import merged, open_dataset
from rolegraph.rdf.transactions import GraphChange, put
from rolegraph.rdf.vocabulary import OURS, RDF, RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.counts.count_reader import NO_OPTIONS, CodeMapping, CountReader
from rolegraph.readers.counts.count_reader import CountOptions as CountOptions
from rolegraph.readers.counts.move_rows import MoveReader
from rolegraph.readers.counts.observation_rows import ObservationReader
from rolegraph.readers.counts.occupation_codes import OccupationCodes
from rolegraph.readers.import_output import FileReport, ImportReport, Left, Origin, Trouble, state_origin
from rolegraph.readers.ingest import KnownNames, check

MOVES_KIND: Final = "moves"
OBSERVATIONS_KIND: Final = "observations"
_LARGEST: Final = 500_000_000  # bytes


class CountImport(NamedTuple):
    """What came of a table: every row is kept, left out by a rule, or in one of the troubles.

    `counts` says how many groups of roles, statistics, moves or observations are stated now.
    """

    place: Path
    source: str
    counts: dict[str, int]
    codes: tuple[CodeMapping, ...]
    files: tuple[FileReport, ...]
    left_out: tuple[Left, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    change: GraphChange

    @property
    def clean(self) -> bool:
        """Whether every row fits."""
        return not self.troubles


def import_moves(
    file: str | Path, graph: str | Path, *, out: str | Path | None = None, options: CountOptions = NO_OPTIONS
) -> CountImport:
    """Add how many people went from one occupation to another to a graph.

    Parameters
    ----------
    file
        CSV or a workbook (.xlsx): a row for each move, with origin, target, and a share or a count; or a matrix, with
        origins in the first column and targets in the heading.
    graph
        The graph whose roles the codes stand for.
    out
        The graph to add to, created if absent; None for `graph` itself. What it holds of the same source is replaced.
    options
        What the table does not say itself.

    Raises
    ------
    SourceError
        When the file cannot be read or nothing in it fits; when the graph has a source of that name which is something
        else; when what came out breaks a shape. The graph is then as it was before.
    RolegraphError
        When an option does not fit.

    Notes
    -----
    What is stated is the share of those who left an occupation: whoever stayed is left out, and people who went to an
    occupation that the graph does not have are counted among those who left. Where the shares of an origin, with those
    who stayed, do not add up to all, the table has not all targets: they are then taken as they are. A code that stands
    for several roles is kept as one group.

    Examples
    --------
    >>> import tempfile
    >>> table = "from,to,count\\ndata-analyst,data-scientist,30\\ndata-analyst,data-engineer,10\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "moves.csv").write_text(table.replace("-", " "))
    ...     made = import_moves(Path(folder, "moves.csv"), "shipped", out=Path(folder, "moves.ttl"))
    >>> made.counts
    {'group': 3, 'statistic': 1, 'move': 2}
    """
    return _imported(MOVES_KIND, Path(file), graph, out, options)


def import_observations(
    file: str | Path, graph: str | Path, *, out: str | Path | None = None, options: CountOptions = NO_OPTIONS
) -> CountImport:
    """Add how many people work in occupations, what they are paid, and how that is going to change, to a graph.

    Parameters and errors are those of `import_moves`. A row is about an occupation, by its code or name, with any of:
    employment, mean and median pay, growth in percent, openings in a year. Growth and openings become outlooks of each
    role that the code stands for.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "pay.csv").write_text("occupation,employment,mean pay\\ndata engineer,1200,€61 000\\n")
    ...     made = import_observations(Path(folder, "pay.csv"), "shipped", out=Path(folder, "pay.ttl"))
    >>> made.counts
    {'group': 1, 'statistic': 1, 'observation': 1}
    """
    return _imported(OBSERVATIONS_KIND, Path(file), graph, out, options)


def _imported(kind: str, path: Path, graph: str | Path, out: str | Path | None, options: CountOptions) -> CountImport:
    place = Path(graph if out is None else out)
    if is_address(str(place)):
        raise RolegraphError(f"{place} is an endpoint, which rolegraph only reads: name a file or a folder with --out")
    report = ImportReport(strict=options.strict)
    report.places[str(path)] = path
    title = options.source.strip() or path.stem
    writer = QuadWriter(node_iri(Kind.SOURCE, slugify(title)))
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise SourceError(f"has {len(data):,} bytes", "is it the right file? If so, import it in parts", path=path)
    with locked(place):
        known = _opened(graph)
        _check_source(writer.source, kind, known if out is None else _opened(place) if place.exists() else None, place)
        read_by = MoveReader if kind == MOVES_KIND else ObservationReader
        reader: CountReader = read_by(path, writer, OccupationCodes.of(known), options, report)
        reader.read(data)
        if not reader.stated:
            if report.files():
                report.check_kept([str(path)])
            raise SourceError("has no row to keep", "is it a table of this kind?", path=path)
        reader.note_codes()
        state_origin(writer, Origin(title, kind, licence=options.licence), hashlib.sha256(data).hexdigest())
        added = {writer.source: list(writer.quads)}
        check(added, _roles_alone(known, reader.groups), [path])
        del known, reader.known  # what is still open is not removed
        named = LexiconEntry(Node(writer.source, Kind.SOURCE, title))
        change = put(place, added[writer.source], finish=partial(_finish, place, named))
    counts = {"group": len(reader.groups), "statistic": len(reader.statistics), kind.removesuffix("s"): reader.stated}
    return CountImport(place, slug_of(writer.source), counts, tuple(reader.codes.values()), *report.summary(), change)


def _finish(before: Path, named: LexiconEntry, folder: Path) -> None:
    """Give a built graph its index: nothing that is counted changes it but for the name of the source."""
    if before.exists():
        reindex(before, folder, [named], without=KEPT)
    else:
        index_built(folder)


def _opened(graph: str | Path) -> Dataset:
    return open_dataset([shipped("data") if graph == "shipped" else Path(graph)])


def _check_source(source: str, kind: str, existing: Dataset | None, place: Path) -> None:
    """Refuse to put counts in the place of something else."""
    kinds = existing.objects(source, RG + "sourceKind") if existing and source in existing.sources() else [kind]
    if kinds != [kind] or KnownNames(None).ships(source):
        problem = f"there is a source {slug_of(source)} already that is no import of {kind}"
        raise SourceError(problem, "give this one another name with --source", path=place)


def _roles_alone(known: Dataset, groups: Iterable[Iterable[str]]) -> Dataset:
    """The roles that are counted, without all else that a graph says: nothing else is spoken of by what is added."""
    stated = QuadWriter(OURS)
    for role in {role for _, *covered in groups for role in covered}:
        stated.link(role, RDF + "type", Kind.ROLE.class_iri)
        stated.words(role, SKOS + "prefLabel", plain_label(known, role))
    return merged(None, stated.quads)
