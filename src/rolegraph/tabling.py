"""An organisation's own role profiles as a graph: read row by row, held against the shapes, written as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.columns import renew_columns
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.ingest import KnownNames, check, counts_of
from rolegraph.resources import is_address
from rolegraph.sources.table import KIND, ORDERED, read_table
from rolegraph.sources.tally import FileTally, Left, Tally, Trouble
from rolegraph.store.dataset import Dataset
from rolegraph.store.files import read_bytes, write_atomically
from rolegraph.store.opening import open_dataset
from rolegraph.store.saving import Change, put
from rolegraph.store.sheet import Sheet
from rolegraph.vocabulary import RG, Kind, node_iri, slug_of, slugify

_LARGEST: Final = 100_000_000  # bytes


class TableImport(NamedTuple):
    """What came of a table: every row is kept, left out by a rule, or in one of the troubles."""

    place: Path
    source: str
    counts: dict[str, int]
    files: tuple[FileTally, ...]
    left_out: tuple[Left, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    change: Change

    @property
    def clean(self) -> bool:
        """Whether every row fits."""
        return not self.troubles


def import_table(file: str | Path, out: str | Path, *, source: str | None = None, strict: bool = False) -> TableImport:
    """Add the role profiles in a table to a graph.

    Parameters
    ----------
    file
        CSV, a workbook (.xlsx) or YAML, with the columns that `docs/tables.md` lists.
    out
        The graph to add to: a file, a folder or a built store, created if absent. What it holds of the same source is
        replaced.
    source
        What the source is called; None for the file's name.
    strict
        Stop at the first row that does not fit.

    Raises
    ------
    SourceError
        When the file cannot be read, nothing in it fits or, if strict, any row does not; when the graph has a source of
        that name which is no table; when what came out breaks a shape. The graph is then as it was before.

    Notes
    -----
    Names that the graph or rolegraph's own data knows are taken for what they mean there, whatever the table says of
    skill or tool. Two things that bear the same name, and are not the same, come out as one.
    """
    if is_address(str(out)):
        raise RolegraphError(f"{out} is an endpoint, which rolegraph only reads: name a file or a folder with --out")
    path, place, tally = Path(file), Path(out), Tally(strict=strict)
    title = (source or path.stem).strip()
    sheet = Sheet(node_iri(Kind.SOURCE, slugify(title)))
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise SourceError(f"has {len(data):,} bytes", "is it the right file? If so, import it in parts", path=path)
    existing = open_dataset([place]) if place.exists() else None
    names = KnownNames(existing)
    _check_source(sheet.source, existing, names, place)
    lexicon = names.without(sheet.source) if names.states(sheet.source) else names.known()
    read_table(data, path, sheet, lexicon, _order(existing, sheet.source), tally, title=title)
    added = list(sheet.quads)
    check({sheet.source: added}, existing, [path])
    change = put(place, added)
    if change:
        renew_columns(place)
    counts = {kind: number for kind, number in counts_of(added).items() if kind != Kind.SOURCE}
    name, notes = slug_of(sheet.source), tuple(tally.notes)
    return TableImport(place, name, counts, tally.files(), tally.left(), tally.troubles(), notes, change)


def write_template(file: str | Path) -> None:
    """Write a table to fill in, with an example; the file's ending (.csv, .xlsx or .yaml) says of which kind.

    Raises
    ------
    SourceError
        When there is such a file already, its ending is another one, or it cannot be written.
    """
    from rolegraph.sources.table.template import template

    path = Path(file)
    if path.exists():
        raise SourceError("is there already, and may be filled in", "choose another name", path=path)
    write_atomically(path, template(path))


def _check_source(source: str, existing: Dataset | None, names: KnownNames, place: Path) -> None:
    """Refuse to put a table in the place of something else."""
    kinds = existing.objects(source, RG + "sourceKind") if existing is not None else []
    if names.ships(source) or (names.states(source) and kinds != [KIND]):
        whose = "rolegraph ships" if names.ships(source) else "the graph holds"
        problem = f"{whose} a source {slug_of(source)} that is no table"
        raise SourceError(problem, "give this one another name with --source", path=place)


def _order(existing: Dataset | None, source: str) -> dict[str, list[tuple[str, str]]]:
    """What others than the source say of the order of capabilities."""
    order: dict[str, list[tuple[str, str]]] = {}
    for predicate in ORDERED if existing is not None else ():
        order[predicate] = [
            (str(quad.subject).strip("<>"), str(quad.object).strip("<>"))
            for quad in (existing.match(None, predicate) if existing is not None else ())
            if str(quad.graph_name).strip("<>") != source
        ]
    return order
