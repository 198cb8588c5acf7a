"""An organisation's own role profiles, from CSV, a workbook or YAML, as statements; `docs/reference/tables.md`.

Rows that contradict earlier ones are reported, all others are gathered by role and capability, then stated.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, fold
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents.job_titles import is_job
from rolegraph.readers.documents.records import (
    IndustryRecord,
    Passage,
    RequirementRecord,
    RoleRecord,
    TextRecord,
)
from rolegraph.readers.documents.statements import cite, remark_on, state_mention, state_role
from rolegraph.readers.import_output import ImportReport, Origin, state_origin
from rolegraph.readers.table.entries import TableEntry, Unfit, read_entry
from rolegraph.readers.table.layouts import TableOptions
from rolegraph.readers.table.nested import read_nested
from rolegraph.readers.table.resolving import NamedCapability, ResolvedName, Resolver
from rolegraph.readers.table.spreadsheets import read_delimited, read_workbook
from rolegraph.readers.table.table_rows import TableRow, rows_of

_LINKS: Final = {"broader": SKOS + "broader", "prerequisites": RG + "prerequisite", "close to": RG + "closeTo"}
ACYCLIC: Final = (SKOS + "broader", RG + "prerequisite")
Edges = Mapping[str, Iterable[tuple[str, str]]]  # by predicate


@dataclass(slots=True)
class RowContent:
    """What is said of a role or a capability, each of these once; of each fact, by column, the first row's."""

    mention: Mention
    facts: dict[str, tuple[Any, Passage]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    categories: set[Mention] = field(default_factory=set)
    responsibilities: list[TextRecord] = field(default_factory=list)
    industries: list[IndustryRecord] = field(default_factory=list)
    requirements: dict[frozenset[str], RequirementRecord] = field(default_factory=dict)
    links: list[tuple[str, Mention, Passage]] = field(default_factory=list)

    def agree(self, facts: Mapping[str, Any]) -> None:
        """Refuse facts that differ from those of a row before."""
        for column, fact in facts.items():
            before, passage = self.facts.get(column, (fact, None))
            if passage is not None and before != fact:
                raise Unfit(column, f"differs from that in line {passage.line}", str(fact))

    def add(self, entry: TableEntry, facts: Mapping[str, Any], *, names: bool) -> None:
        """Add facts and, if a row names this and nothing else, its other names."""
        for column, fact in facts.items():
            self.facts.setdefault(column, (fact, entry.passage))
        if names:
            label = fold(self.mention.label)
            self.others.update(name for name in entry.several("other names") if fold(name) != label)


class RoleTable:
    """All that a table says, by IRI.

    `known` is, by predicate, what the graph that is added to says of the order of capabilities: no circle may close
    over it.
    """

    def __init__(self, resolver: Resolver, known: Edges, report: ImportReport) -> None:
        import networkx as nx

        self.roles: dict[str, RowContent] = {}
        self.capabilities: dict[str, RowContent] = {}
        self._resolver, self._report = resolver, report
        self._order: dict[str, nx.DiGraph[str]] = {
            predicate: nx.DiGraph(known.get(predicate, [])) for predicate in ACYCLIC
        }

    def gather(self, entries: Iterable[TableEntry]) -> None:
        """Add rows, and report those that contradict earlier ones."""
        for entry in entries:
            try:
                self._add(entry)
            except Unfit as unfit:
                self._report.misfit(entry.row.place.file, entry.row.line, unfit.column, unfit.reason, unfit.value)

    def _add(self, entry: TableEntry) -> None:
        """Add a row: everything in it is looked at before anything is added."""
        named = self._resolver.capability(entry, self._report)
        requirement = self._requirement(entry, named) if entry.role and named.any_of else None
        role = self._role(entry, requirement) if entry.role else None
        described = named.any_of[0] if len(named.any_of) == 1 else None
        if described is not None:
            links = self._links(described, entry)
            capability = self.capabilities.get(described.iri) or RowContent(described)
            capability.agree(entry.capability_facts)
        elif any(entry.row[name] for name in (*_LINKS, "effort hours")):
            raise Unfit(
                "capability", "stands for several capabilities, but a row describes only one", entry.row["capability"]
            )
        if role is not None:
            self.roles[role.mention.iri] = role
            role.add(entry, entry.role_facts, names=True)
            role.responsibilities += [TextRecord(text, entry.passage) for text in entry.several("responsibility")]
            industries = self._resolver.titled(Kind.INDUSTRY, "industry", entry)
            role.industries += [IndustryRecord(industry, entry.passage) for industry in industries]
            if requirement is not None:
                role.requirements[_key(requirement)] = requirement
        if described is not None:
            self.capabilities[described.iri] = capability
            capability.add(entry, entry.capability_facts, names=not entry.role)
            if entry.row["note"] and not entry.role:
                capability.notes.add(entry.row["note"])
            capability.links += links
            for predicate, other, _ in links:
                if predicate in self._order:
                    self._order[predicate].add_edge(described.iri, other.iri)
        for tool in named.any_of if entry.row["category"] else ():
            content = self.capabilities.setdefault(tool.iri, RowContent(tool))
            content.categories.update(self._resolver.titled(Kind.CATEGORY, "category", entry))

    def _requirement(self, entry: TableEntry, named: NamedCapability) -> RequirementRecord:
        examples = self._resolver.named("examples", entry, Kind.TOOL)
        return RequirementRecord(
            any_of=named.any_of,
            necessity=entry.necessity,
            passage=entry.passage,
            level=entry.level,
            examples=tuple(example for example in examples if example not in named.any_of),
            open_to_related=named.open_to_related,
            note="; ".join(filter(None, (named.note, entry.row["note"]))),
        )

    def _role(self, entry: TableEntry, requirement: RequirementRecord | None) -> RowContent:
        """What is said of the row's role so far, where the row does not contradict it."""
        mention = self._resolver.role(entry)
        content = self.roles.get(mention.iri) or RowContent(mention)
        content.agree(entry.role_facts)
        before = content.requirements.get(_key(requirement)) if requirement else None
        if before is not None and requirement is not None:
            both = {mention.label for each in (before, requirement) for mention in each.any_of if mention.alt_labels}
            cure = f" (as {', '.join(sorted(both))}, which --keep-names tells apart)" if both else ""
            reason = f"is asked for already, in line {before.passage.line}{cure}"
            raise Unfit("capability", reason, entry.row["capability"])
        return content

    def _links(self, mention: Mention, entry: TableEntry) -> list[tuple[str, Mention, Passage]]:
        """What a row says of a capability's place among others, where that closes no circle."""
        import networkx as nx

        links = []
        for column, predicate in _LINKS.items():
            order = self._order.get(predicate, nx.DiGraph())
            for other in self._resolver.named(column, entry):
                if other.iri == mention.iri:
                    raise Unfit(column, "names the capability itself", other.label)
                if other.iri in order and mention.iri in order and nx.has_path(order, other.iri, mention.iri):
                    reason = f"form a circle: {other.label} already leads to this capability"
                    raise Unfit(column, reason, mention.label)
                links.append((predicate, other, entry.passage))
        return links


def _key(requirement: RequirementRecord) -> frozenset[str]:
    return frozenset(mention.iri for mention in requirement.any_of)


TABLE_KIND: Final = "table"  # what the source says of itself
_READERS: Final = {**dict.fromkeys((".csv", ".tsv", ".txt"), read_delimited), ".xlsx": read_workbook}
_NESTED: Final = (".yaml", ".yml")


class LexiconNames(NamedTuple):
    """Which names are those of roles and which those of capabilities, by a lexicon and by how they read."""

    lexicon: MemoryLexicon

    def is_role(self, name: str) -> bool:
        return is_job(name) or bool(self.lexicon.find(name, (Kind.ROLE,)))

    def is_capability(self, name: str) -> bool:
        return bool(self.lexicon.find(name, CAPABILITY_KINDS))


def read_table(
    data: bytes,
    path: Path,
    writer: QuadWriter,
    lexicon: MemoryLexicon,
    known: Edges,
    report: ImportReport,
    options: TableOptions,
    *,
    title: str,
) -> tuple[ResolvedName, ...]:
    """State what a table says, whose format goes by the ending of its path, under the title of the source.

    The lexicon has the names already known; `known` is what the graph that is added to says with the predicates in
    `ACYCLIC`. Returns what each name was taken for. Raises `SourceError` when the file cannot be read, is not a table
    of roles, has two readings, or nothing in it fits.
    """
    rows = _rows(data, path, lexicon, report, options)
    entries = list(_entries(rows, report))
    first = Resolver(entries, lexicon, keep_names=options.keep_names)
    RoleTable(first, known, ImportReport()).gather(entries)  # once to learn every spelling of every name
    resolver = Resolver(entries, lexicon, first, keep_names=options.keep_names)
    table = RoleTable(resolver, known, report)
    table.gather(entries)
    _note_described(entries, report)
    if not table.roles and not table.capabilities:
        detail = next((f": line {each.first[0].line}, {each.column} {each.reason}" for each in report.troubles()), "")
        raise SourceError(f"has no row that fits{detail}", "see what --template writes", path=path)
    for finding in resolver.findings():
        report.note(f"{path}, line {finding.line}: {finding.message}")
    state_origin(writer, Origin(title, TABLE_KIND), hashlib.sha256(data).hexdigest())
    for _, content in sorted(table.roles.items()):
        _state_role(writer, content)
    for _, content in sorted(table.capabilities.items()):
        _state_capability(writer, content)
    return resolver.names()


def _rows(
    data: bytes, path: Path, lexicon: MemoryLexicon, report: ImportReport, options: TableOptions
) -> Iterable[TableRow]:
    """The rows of a file, by the ending of its name."""
    ending = path.suffix.lower()
    if ending in _NESTED:
        return read_nested(data, path, report)
    reader = _READERS.get(ending)
    if reader is None:
        cure = "it should end in " + ", ".join((*_READERS, *_NESTED))
        raise SourceError("is not a table, judging by its name", cure, path=path)
    return rows_of(reader(data, path, report), path, options, LexiconNames(lexicon), report)


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
    """Say which rows, among rows that require things, were taken to require nothing."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for entry in entries:
        if not entry.role and not entry.row.describes:
            lines[entry.row.place.file].append(entry.row.line)
    for file, found in lines.items():
        of = f"rows without a role that describe a capability and ask for nothing: {len(found):,}"
        report.note(f"{file}: {of}, the first in line {found[0]}")


def _state_role(writer: QuadWriter, content: RowContent) -> None:
    role, facts = content.mention, content.facts
    state_role(
        writer,
        RoleRecord(
            role=Mention(role.iri, role.kind, role.label, tuple(sorted({*role.alt_labels, *content.others}))),
            definitions=(TextRecord(*facts["definition"]),) if "definition" in facts else (),
            responsibilities=tuple(content.responsibilities),
            requirements=tuple(content.requirements.values()),
            industries=tuple(content.industries),
        ),
    )
    if "seniority" in facts:
        writer.link(role.iri, RG + "seniority", facts["seniority"][0].iri)


def _state_capability(writer: QuadWriter, content: RowContent) -> None:
    iri, facts = content.mention.iri, content.facts
    state_mention(writer, content.mention)
    for name in sorted(content.others):
        writer.words(iri, SKOS + "altLabel", name)
    for note in sorted(content.notes):
        writer.words(iri, SKOS + "note", note)
    if "definition" in facts:
        writer.words(iri, SKOS + "definition", facts["definition"][0])
        remark_on(writer, iri, SKOS + "definition", *facts["definition"])
    if "effort hours" in facts:
        hours, passage = facts["effort hours"]
        writer.decimal(iri, RG + "effort", hours)
        cite(writer, iri, passage)
    for category in content.categories:
        state_mention(writer, category)
        writer.link(iri, RG + "category", category.iri)
    for predicate, other, passage in content.links:
        state_mention(writer, other)
        writer.link(iri, predicate, other.iri)
        remark_on(writer, iri, predicate, other.iri, passage, is_link=True)
