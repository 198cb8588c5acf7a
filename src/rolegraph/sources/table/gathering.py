"""What all rows of a table say together: rows that contradict earlier ones are reported, the others are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from rolegraph.names import fold
from rolegraph.scales import Seniority
from rolegraph.sources.records import IndustryRecord, Mention, Passage, RequirementRecord, TextRecord
from rolegraph.sources.table.entries import Entry, Unfit
from rolegraph.sources.table.resolving import Asked, Resolver
from rolegraph.sources.tally import Tally
from rolegraph.vocabulary import RG, SKOS, Kind

Value = TypeVar("Value")

BROADER = SKOS + "broader"
PREREQUISITE = RG + "prerequisite"
CLOSE_TO = RG + "closeTo"
_LINKS = {"broader": BROADER, "prerequisites": PREREQUISITE, "close to": CLOSE_TO}
ORDERED = (BROADER, PREREQUISITE)  # what must not lead in a circle
Edges = dict[str, dict[str, set[str]]]


@dataclass(slots=True)
class Said:
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
class Table:
    """All that a table says, by IRI."""

    roles: dict[str, Said] = field(default_factory=dict)
    capabilities: dict[str, Said] = field(default_factory=dict)


def gather(
    entries: Iterable[Entry], resolver: Resolver, known: Mapping[str, Iterable[tuple[str, str]]], tally: Tally
) -> Table:
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
    table = Table()
    edges: Edges = {predicate: {} for predicate in ORDERED}
    for predicate, pairs in known.items():
        for one, other in pairs:
            edges[predicate].setdefault(one, set()).add(other)
    for entry in entries:
        try:
            _gather(table, edges, entry, resolver, tally)
        except Unfit as unfit:
            tally.misfit(entry.row.place.file, entry.row.line, unfit.column, unfit.reason, unfit.value)
    return table


def _gather(table: Table, edges: Edges, entry: Entry, resolver: Resolver, tally: Tally) -> None:
    """Add a row: everything in it is looked at before anything is added."""
    asked = resolver.asked(entry, tally)
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
        said = table.capabilities.setdefault(tool.iri, Said(tool))
        said.categories.update(resolver.titled(Kind.CATEGORY, "category", entry))


def _requirement(entry: Entry, asked: Asked, resolver: Resolver) -> RequirementRecord:
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


def _role(table: Table, entry: Entry, resolver: Resolver, requirement: RequirementRecord | None) -> Said:
    """What is said of the row's role so far, where the row does not contradict it."""
    mention = resolver.role(entry)
    said = table.roles.get(mention.iri) or Said(mention)
    _agree("definition", said.definition, entry.row["definition"] or None)
    _agree("seniority", said.seniority, entry.seniority)
    before = said.requirements.get(_key(requirement)) if requirement else None
    if before is not None:
        raise Unfit("capability", f"is asked for already, in line {before.passage.line}", entry.row["capability"])
    return said


def _capability(table: Table, mention: Mention, entry: Entry) -> Said:
    said = table.capabilities.get(mention.iri) or Said(mention)
    _agree("effort hours", said.hours, entry.hours)
    if not entry.role:
        _agree("definition", said.definition, entry.row["definition"] or None)
    return said


def _agree(column: str, before: tuple[Value, Passage] | None, now: Value | None) -> None:
    if before is not None and now is not None and before[0] != now:
        raise Unfit(column, f"differs from that in line {before[1].line}", str(now))


def _links(mention: Mention, edges: Edges, entry: Entry, resolver: Resolver) -> list[tuple[str, Mention, Passage]]:
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


def _add_to_role(said: Said, entry: Entry, resolver: Resolver, requirement: RequirementRecord | None) -> None:
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


def _add_to_capability(said: Said, entry: Entry, links: list[tuple[str, Mention, Passage]], edges: Edges) -> None:
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


def _other_names(mention: Mention, entry: Entry) -> set[str]:
    return {name for name in entry.several("other names") if fold(name) != fold(mention.label)}


def _key(requirement: RequirementRecord) -> frozenset[str]:
    return frozenset(one.iri for one in requirement.any_of)
