"""What all rows of a table say together: rows that contradict earlier ones are reported, the others are gathered.

An organisation's own role profiles, from CSV, a workbook or YAML, as statements; columns are in `docs/tables.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Seniority, fold
from rolegraph.rdf.vocabulary import PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents.records import (
    IndustryRecord,
    Passage,
    RequirementRecord,
    RoleRecord,
    TextRecord,
    cite,
    remark_on,
    state_mention,
    state_role,
)
from rolegraph.readers.import_report import ImportReport
from rolegraph.readers.table.entries import NamedCapability, Resolver, TableEntry, Unfit, read_entry
from rolegraph.readers.table.layout import TableRow
from rolegraph.readers.table.nested import read_nested
from rolegraph.readers.table.spreadsheets import read_delimited, read_workbook

Value = TypeVar("Value")


BROADER = SKOS + "broader"
PREREQUISITE = RG + "prerequisite"
CLOSE_TO = RG + "closeTo"
_LINKS = {"broader": BROADER, "prerequisites": PREREQUISITE, "close to": CLOSE_TO}
ORDERED = (BROADER, PREREQUISITE)  # what must not lead in a circle
Edges = dict[str, dict[str, set[str]]]


@dataclass(slots=True)
class RowContent:
    """What is said of a role or a capability, each of these once."""

    mention: Mention
    others: set[str] = field(default_factory=set)
    definition: tuple[str, Passage] | None = None
    seniority: tuple[Seniority, Passage] | None = None
    hours: tuple[float, Passage] | None = None
    notes: set[str] = field(default_factory=set)
    categories: set[Mention] = field(default_factory=set)
    responsibilities: list[TextRecord] = field(default_factory=list)
    industries: list[IndustryRecord] = field(default_factory=list)
    requirements: dict[frozenset[str], RequirementRecord] = field(default_factory=dict)
    links: list[tuple[str, Mention, Passage]] = field(default_factory=list)


@dataclass(slots=True)
class RoleTable:
    """All that a table says, by IRI."""

    roles: dict[str, RowContent] = field(default_factory=dict)
    capabilities: dict[str, RowContent] = field(default_factory=dict)


def gather(
    entries: Iterable[TableEntry],
    resolver: Resolver,
    known: Mapping[str, Iterable[tuple[str, str]]],
    report: ImportReport,
) -> RoleTable:
    """Read rows together.

    Parameters
    ----------
    entries
        The rows.
    resolver
        Finds what their names mean.
    known
        By predicate, what the graph that is added to says of the order of capabilities: no circle may close over it.
    tally
        Where rows that do not fit are reported.
    """
    table = RoleTable()
    edges: Edges = {predicate: {} for predicate in ORDERED}
    for predicate, pairs in known.items():
        for one, other in pairs:
            edges[predicate].setdefault(one, set()).add(other)
    for entry in entries:
        try:
            _gather(table, edges, entry, resolver, report)
        except Unfit as unfit:
            report.misfit(entry.row.place.file, entry.row.line, unfit.column, unfit.reason, unfit.value)
    return table


def _gather(table: RoleTable, edges: Edges, entry: TableEntry, resolver: Resolver, report: ImportReport) -> None:
    """Add a row: everything in it is looked at before anything is added."""
    asked = resolver.asked(entry, report)
    requirement = _requirement(entry, asked, resolver) if entry.role and asked.any_of else None
    role = _role(table, entry, resolver, requirement) if entry.role else None
    described = asked.any_of[0] if len(asked.any_of) == 1 else None
    links: list[tuple[str, Mention, Passage]] = []
    if described is not None:
        links = _links(described, edges, entry, resolver)
    elif any(entry.row[name] for name in (*_LINKS, "effort hours")):
        raise Unfit("capability", "stands for several, where one is described", entry.row["capability"])
    capability = _capability(table, described, entry) if described is not None else None
    if role is not None:
        table.roles[role.mention.iri] = role
        _add_to_role(role, entry, resolver, requirement)
    if capability is not None:
        table.capabilities[capability.mention.iri] = capability
        _add_to_capability(capability, entry, links, edges)
    for tool in asked.any_of if entry.row["category"] else ():
        said = table.capabilities.setdefault(tool.iri, RowContent(tool))
        said.categories.update(resolver.titled(Kind.CATEGORY, "category", entry))


def _requirement(entry: TableEntry, asked: NamedCapability, resolver: Resolver) -> RequirementRecord:
    examples = resolver.named("examples", entry, Kind.TOOL)
    return RequirementRecord(
        any_of=asked.any_of,
        necessity=entry.necessity,
        passage=entry.passage,
        level=entry.level,
        examples=tuple(one for one in examples if one not in asked.any_of),
        open_to_related=asked.open_to_related,
        note="; ".join(filter(None, (asked.note, entry.row["note"]))),
    )


def _role(table: RoleTable, entry: TableEntry, resolver: Resolver, requirement: RequirementRecord | None) -> RowContent:
    """What is said of the row's role so far, where the row does not contradict it."""
    mention = resolver.role(entry)
    said = table.roles.get(mention.iri) or RowContent(mention)
    _agree("definition", said.definition, entry.row["definition"] or None)
    _agree("seniority", said.seniority, entry.seniority)
    before = said.requirements.get(_key(requirement)) if requirement else None
    if before is not None:
        raise Unfit("capability", f"is asked for already, in line {before.passage.line}", entry.row["capability"])
    return said


def _capability(table: RoleTable, mention: Mention, entry: TableEntry) -> RowContent:
    said = table.capabilities.get(mention.iri) or RowContent(mention)
    _agree("effort hours", said.hours, entry.hours)
    if not entry.role:
        _agree("definition", said.definition, entry.row["definition"] or None)
    return said


def _agree(column: str, before: tuple[Value, Passage] | None, now: Value | None) -> None:
    if before is not None and now is not None and before[0] != now:
        raise Unfit(column, f"differs from that in line {before[1].line}", str(now))


def _links(mention: Mention, edges: Edges, entry: TableEntry, resolver: Resolver) -> list[tuple[str, Mention, Passage]]:
    """What a row says of a capability's place among others, where that closes no circle."""
    links = []
    for column, predicate in _LINKS.items():
        for other in resolver.named(column, entry):
            if other.iri == mention.iri:
                raise Unfit(column, "names the capability itself", other.label)
            if predicate in edges and _leads(edges[predicate], other.iri, mention.iri):
                raise Unfit(column, f"lead in a circle, since {other.label} has this one among its own", mention.label)
            links.append((predicate, other, entry.passage))
    return links


def _leads(edges: Mapping[str, set[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other == goal:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _add_to_role(
    said: RowContent, entry: TableEntry, resolver: Resolver, requirement: RequirementRecord | None
) -> None:
    passage = entry.passage
    said.others.update(_other_names(said.mention, entry))
    if entry.row["definition"] and said.definition is None:
        said.definition = entry.row["definition"], passage
    if entry.seniority is not None and said.seniority is None:
        said.seniority = entry.seniority, passage
    said.responsibilities += [TextRecord(text, passage) for text in entry.several("responsibility")]
    industries = resolver.titled(Kind.INDUSTRY, "industry", entry)
    said.industries += [IndustryRecord(industry, passage) for industry in industries]
    if requirement is not None:
        said.requirements[_key(requirement)] = requirement


def _add_to_capability(
    said: RowContent, entry: TableEntry, links: list[tuple[str, Mention, Passage]], edges: Edges
) -> None:
    if entry.hours is not None and said.hours is None:
        said.hours = entry.hours, entry.passage
    for predicate, other, _ in links:
        if predicate in edges:
            edges[predicate].setdefault(said.mention.iri, set()).add(other.iri)
    said.links += links
    if not entry.role:
        said.others.update(_other_names(said.mention, entry))
        if entry.row["note"]:
            said.notes.add(entry.row["note"])
        if entry.row["definition"] and said.definition is None:
            said.definition = entry.row["definition"], entry.passage


def _other_names(mention: Mention, entry: TableEntry) -> set[str]:
    return {name for name in entry.several("other names") if fold(name) != fold(mention.label)}


def _key(requirement: RequirementRecord) -> frozenset[str]:
    return frozenset(one.iri for one in requirement.any_of)


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
    writer: QuadWriter,
    lexicon: MemoryLexicon,
    known: Mapping[str, Iterable[tuple[str, str]]],
    report: ImportReport,
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
    writer
        Takes the statements.
    lexicon
        The names already known.
    known
        What the graph that is added to says with the predicates in `ORDERED`, as pairs.
    report
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
    entries = list(_entries(reader(data, path, report), report))
    first = Resolver(entries, lexicon)
    gather(entries, first, known, ImportReport())  # once to learn every spelling of every name
    resolver = Resolver(entries, lexicon, first)
    table = gather(entries, resolver, known, report)
    _note_described(entries, report)
    if not table.roles and not table.capabilities:
        said = next((f": line {one.first[0].line}, {one.column} {one.reason}" for one in report.troubles()), "")
        raise SourceError(f"has no row that fits{said}", "see what --template writes", path=path)
    for finding in resolver.linker.findings():
        report.note(f"{path}, line {finding.line}: {finding.message}")
    _state_source(writer, title, hashlib.sha256(data).hexdigest())
    for _, said_of in sorted(table.roles.items()):
        _state_role(writer, said_of)
    for _, said_of in sorted(table.capabilities.items()):
        _state_capability(writer, said_of)


def _entries(rows: Iterable[TableRow], report: ImportReport) -> Iterator[TableEntry]:
    """Rows that can be read by themselves, each with its role or that of the row above."""
    above, place = "", None
    for row in rows:
        if row.place != place:
            above, place = "", row.place
        above = row["role"] or above
        try:
            yield read_entry(row, above)
        except Unfit as unfit:
            report.misfit(row.place.file, row.line, unfit.column, unfit.reason, unfit.value)


def _note_described(entries: Iterable[TableEntry], report: ImportReport) -> None:
    """Say which rows, among rows that ask for things, were taken to ask for nothing."""
    lines: dict[str, list[int]] = {}
    for entry in entries:
        if not entry.role and not entry.row.describes:
            lines.setdefault(entry.row.place.file, []).append(entry.row.line)
    for file, found in lines.items():
        of = f"rows without a role that describe a capability and ask for nothing: {len(found):,}"
        report.note(f"{file}: {of}, the first in line {found[0]}")


def _state_source(writer: QuadWriter, title: str, content_hash: str) -> None:
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.name(source, title)
    writer.string(source, RG + "sourceKind", KIND)
    writer.string(source, RG + "contentHash", content_hash)


def _state_role(writer: QuadWriter, said: RowContent) -> None:
    one = said.mention
    state_role(
        writer,
        RoleRecord(
            role=Mention(one.iri, one.kind, one.label, tuple(sorted(said.others))),
            definitions=(TextRecord(*said.definition),) if said.definition else (),
            responsibilities=tuple(said.responsibilities),
            requirements=tuple(said.requirements.values()),
            industries=tuple(said.industries),
        ),
    )
    if said.seniority is not None:
        writer.link(one.iri, RG + "seniority", said.seniority[0].iri)


def _state_capability(writer: QuadWriter, said: RowContent) -> None:
    one = said.mention
    state_mention(writer, one)
    for name in sorted(said.others):
        writer.words(one.iri, SKOS + "altLabel", name)
    for note in sorted(said.notes):
        writer.words(one.iri, SKOS + "note", note)
    if said.definition is not None:
        writer.words(one.iri, SKOS + "definition", said.definition[0])
        remark_on(writer, one.iri, SKOS + "definition", *said.definition)
    if said.hours is not None:
        writer.decimal(one.iri, RG + "effort", said.hours[0])
        cite(writer, one.iri, said.hours[1])
    for category in said.categories:
        state_mention(writer, category)
        writer.link(one.iri, RG + "category", category.iri)
    for predicate, other, passage in said.links:
        state_mention(writer, other)
        writer.link(one.iri, predicate, other.iri)
        remark_on(writer, one.iri, predicate, other.iri, passage, is_link=True)


__all__ = ["KIND", "ORDERED", "read_table"]
