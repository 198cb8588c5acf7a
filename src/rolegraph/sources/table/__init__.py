"""An organisation's own role profiles, from CSV, a workbook or YAML, as statements; columns are in `docs/tables.md`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.names import Lexicon
from rolegraph.sources.records import Mention, RoleRecord, TextRecord
from rolegraph.sources.statements import cite, remark_on, state_mention, state_role
from rolegraph.sources.table.delimited import read_delimited
from rolegraph.sources.table.entries import Entry, Unfit, read_entry
from rolegraph.sources.table.gathering import ORDERED, Said, gather
from rolegraph.sources.table.nested import read_nested
from rolegraph.sources.table.resolving import Resolver
from rolegraph.sources.table.rows import Row
from rolegraph.sources.table.workbook import read_workbook
from rolegraph.sources.tally import Tally
from rolegraph.store.sheet import Sheet
from rolegraph.vocabulary import PROV, RDF, RG, SKOS

KIND: Final = "table"  # what the source says of itself
_READERS: Final = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".yaml": read_nested,
    ".yml": read_nested,
}


def read_table(
    data: bytes,
    path: Path,
    sheet: Sheet,
    lexicon: Lexicon,
    known: Mapping[str, Iterable[tuple[str, str]]],
    tally: Tally,
    *,
    title: str,
) -> None:
    """State what a table says.

    Parameters
    ----------
    data
        The file's content.
    path
        The file, whose ending says what it is.
    sheet
        Takes the statements.
    lexicon
        The names already known.
    known
        What the graph that is added to says with the predicates in `ORDERED`, as pairs.
    tally
        Where rows are counted, and those that do not fit reported.
    title
        What the source is called.

    Raises
    ------
    SourceError
        When the file cannot be read, is no table of role profiles, or nothing in it fits.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError("is no table by its name", "it should end in " + ", ".join(_READERS), path=path)
    entries = list(_entries(reader(data, path, tally), tally))
    first = Resolver(entries, lexicon)
    gather(entries, first, known, Tally())  # once to learn every spelling of every name
    resolver = Resolver(entries, lexicon, first)
    table = gather(entries, resolver, known, tally)
    _note_described(entries, tally)
    if not table.roles and not table.capabilities:
        said = next((f": line {one.first[0].line}, {one.column} {one.reason}" for one in tally.troubles()), "")
        raise SourceError(f"has no row that fits{said}", "see what --template writes", path=path)
    for finding in resolver.naming.findings():
        tally.note(f"{path}, line {finding.line}: {finding.message}")
    _state_source(sheet, title, hashlib.sha256(data).hexdigest())
    for _, said_of in sorted(table.roles.items()):
        _state_role(sheet, said_of)
    for _, said_of in sorted(table.capabilities.items()):
        _state_capability(sheet, said_of)


def _entries(rows: Iterable[Row], tally: Tally) -> Iterator[Entry]:
    """Rows that can be read by themselves, each with its role or that of the row above."""
    above, place = "", None
    for row in rows:
        if row.place != place:
            above, place = "", row.place
        above = row["role"] or above
        try:
            yield read_entry(row, above)
        except Unfit as unfit:
            tally.misfit(row.place.file, row.line, unfit.column, unfit.reason, unfit.value)


def _note_described(entries: Iterable[Entry], tally: Tally) -> None:
    """Say which rows, among rows that ask for things, were taken to ask for nothing."""
    lines: dict[str, list[int]] = {}
    for entry in entries:
        if not entry.role and not entry.row.describes:
            lines.setdefault(entry.row.place.file, []).append(entry.row.line)
    for file, found in lines.items():
        of = f"rows without a role that describe a capability and ask for nothing: {len(found):,}"
        tally.note(f"{file}: {of}, the first in line {found[0]}")


def _state_source(sheet: Sheet, title: str, content_hash: str) -> None:
    source = sheet.source
    sheet.link(source, RDF + "type", RG + "Source")
    sheet.link(source, RDF + "type", PROV + "Entity")
    sheet.name(source, title)
    sheet.string(source, RG + "sourceKind", KIND)
    sheet.string(source, RG + "contentHash", content_hash)


def _state_role(sheet: Sheet, said: Said) -> None:
    one = said.mention
    state_role(
        sheet,
        RoleRecord(
            role=Mention(one.iri, one.kind, one.label, tuple(sorted(said.others))),
            definitions=(TextRecord(*said.definition),) if said.definition else (),
            responsibilities=tuple(said.responsibilities),
            requirements=tuple(said.requirements.values()),
            industries=tuple(said.industries),
        ),
    )
    if said.seniority is not None:
        sheet.link(one.iri, RG + "seniority", said.seniority[0].iri)


def _state_capability(sheet: Sheet, said: Said) -> None:
    one = said.mention
    state_mention(sheet, one)
    for name in sorted(said.others):
        sheet.words(one.iri, SKOS + "altLabel", name)
    for note in sorted(said.notes):
        sheet.words(one.iri, SKOS + "note", note)
    if said.definition is not None:
        sheet.words(one.iri, SKOS + "definition", said.definition[0])
        remark_on(sheet, one.iri, SKOS + "definition", *said.definition)
    if said.hours is not None:
        sheet.decimal(one.iri, RG + "effort", said.hours[0])
        cite(sheet, one.iri, said.hours[1])
    for category in said.categories:
        state_mention(sheet, category)
        sheet.link(one.iri, RG + "category", category.iri)
    for predicate, other, passage in said.links:
        state_mention(sheet, other)
        sheet.link(one.iri, predicate, other.iri)
        remark_on(sheet, one.iri, predicate, other.iri, passage, is_link=True)


__all__ = ["KIND", "ORDERED", "read_table"]
