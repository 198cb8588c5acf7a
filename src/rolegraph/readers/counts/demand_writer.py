"""Demand that was counted over postings, as a source of a graph, with how it was counted and of what.

What is stated says how many postings ask for what; the postings stay outside, linked by the hash of their table. No
role requires anything for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.joining import index_built, joined, reindex
from rolegraph.facts.labels import kind_of, plain_label
from rolegraph.facts.lexicon import LexiconEntry
from rolegraph.facts.stated_demand import STATED_DEMAND, stated_demand
from rolegraph.model import __version__
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, node_iri, slug_of, slugify
from rolegraph.model.posting_counts import CountedFile, CountingRun, Growth, OptionCount, RoleCount
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, is_built
from rolegraph.rdf.formats import is_rdf
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import merged, open_dataset
from rolegraph.rdf.transactions import building, put
from rolegraph.rdf.vocabulary import DCTERMS, OURS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import LineWriter, QuadWriter, StatementWriter
from rolegraph.readers.import_output import Origin, state_origin
from rolegraph.readers.ingest import iri_of, refuse_violations
from rolegraph.shacl.validation import validate

DEMAND_KIND: Final = "counted demand"  # the kind of such a source
_TOGETHER: Final = 20_000  # options that are validated at once
_MOST_IN_FILES: Final = 1_000_000  # statements


class StatedDemand(NamedTuple):
    """What a graph states now: the source, for how many roles, and how much is asked for in these."""

    place: Path
    source: str
    roles: int
    options: int
    statements: int
    replaced: bool


def write_stated_demand(
    place: str | Path, roles: Iterable[RoleCount], run: CountingRun, known: Dataset
) -> StatedDemand:
    """Let a graph state what was counted, as one source with the title of the run; what it had of it is replaced.

    Parameters
    ----------
    place
        A file with an ending of RDF, a folder of such files, or a built graph; what does not exist is created.
    roles
        What was counted for each role, one after the other, each once.
    run
        How that was done, and of what.
    known
        The graph that has the roles and capabilities.

    Raises
    ------
    SourceError
        When a role or capability is none of the graph's; when counts contradict each other, or what comes out breaks a
        shape; when the graph has a source of that name which is something else, or cannot be written. It is then as it
        was before.
    RolegraphError
        When the place is an endpoint, or nothing is given.
    """
    if is_address(str(place)):
        raise RolegraphError(f"{place} is an endpoint, which rolegraph only reads: name a file or a folder")
    place, writer = Path(place), _DemandWriter(run, known)
    with locked(place):
        replaced = _is_replaced(place, writer.source)
        if is_rdf(place) or (place.is_dir() and any(place.iterdir()) and not is_built(place)):
            put(place, writer.collected(place, roles).quads)
        else:
            with building(place, partial(_finish, place, writer.named), anew=not place.exists()) as graph:
                if replaced:
                    graph.remove(writer.source)
                with graph.writer(writer.source) as lines:
                    writer.write(lines, roles)
    source = slug_of(writer.source)
    return StatedDemand(place, source, writer.roles, writer.options, writer.statements, replaced)


def _is_replaced(place: Path, source: str) -> bool:
    """Whether a graph has such a source already; SourceError where it is something else."""
    existing = open_dataset([place]) if place.exists() else None
    if existing is None or source not in existing.sources():
        return False
    if existing.objects(source, RG + "sourceKind") != [DEMAND_KIND]:
        problem = f"there is a source {slug_of(source)} already that is no counted demand"
        raise SourceError(problem, "give this one another title", path=place)
    return True


def _finish(before: Path, named: LexiconEntry, folder: Path) -> None:
    """Give a built graph its index, in which only this source is new."""
    if before.exists():
        reindex(before, folder, [named], without=STATED_DEMAND)
        stated_demand(joined([open_dataset([folder])]))
    else:
        index_built(folder)


class _DemandWriter:
    """Turns counts into statements, validates them some thousands at a time, and counts them."""

    def __init__(self, run: CountingRun, known: Dataset) -> None:
        self.source = node_iri(Kind.SOURCE, slugify(run.title))
        self.named = LexiconEntry(Node(self.source, Kind.SOURCE, run.title))
        self.roles = self.options = self.statements = 0
        self._run, self._known = run, known
        self._seen: set[str] = set()
        self._known_as: dict[str, tuple[Kind, str]] = {}

    def collected(self, place: Path, roles: Iterable[RoleCount]) -> QuadWriter:
        """All statements, for files, which are read and written as a whole."""
        found = QuadWriter(self.source)
        for part in self._parts(roles):
            found.quads |= part.quads
            if len(found.quads) > _MOST_IN_FILES:
                problem = f"would get more than {_MOST_IN_FILES:,} statements"
                raise SourceError(problem, "build the graph with `rolegraph build`, and name that", path=place)
        return found

    def write(self, lines: LineWriter, roles: Iterable[RoleCount]) -> None:
        """All statements, one after the other."""
        for part in self._parts(roles):
            lines.copy(part.quads)

    def _parts(self, roles: Iterable[RoleCount]) -> Iterator[QuadWriter]:
        origin = QuadWriter(self.source)
        self._state_run(origin)
        for some in _batches(roles):
            writer, named = QuadWriter(self.source), QuadWriter(OURS)
            for role in some:
                self._state_role(writer, named, role)
            report = validate(merged(None, [*named.quads, *origin.quads, *writer.quads]))
            refuse_violations(report, {iri_of(quad.subject) for quad in (*origin.quads, *writer.quads)})
            if not self.statements:
                writer.quads |= origin.quads
            self.statements += len(writer.quads)
            yield writer
        if not self.statements:
            least = self._run.least
            raise RolegraphError(
                f"nothing is asked for by {least:,} postings or more: count with a lower --min-support"
            )

    def _state_run(self, writer: StatementWriter) -> None:
        """The source, the statistic, and the activity that made it out of the table of mentions."""
        run, source = self._run, self.source
        state_origin(writer, Origin(run.title, DEMAND_KIND, licence=run.licence), run.mentions.sha256)
        activity, statistic = f"{source}#activity", f"{source}#statistic"
        days = " to ".join(dict.fromkeys(filter(None, (run.first, run.last))))
        told = ", ".join(filter(None, (f"{run.postings:,} postings", days)))
        limit = f"; nothing is stated of what fewer than {run.least:,} speak for" if run.least > 1 else ""
        writer.words(source, DCTERMS + "description", told + limit)
        writer.link(source, PROV + "wasGeneratedBy", activity)
        writer.link(activity, RDF + "type", PROV + "Activity")
        for term, time in (("startedAtTime", run.started), ("endedAtTime", run.ended)):
            writer.typed(activity, PROV + term, time, "dateTime")
        program, _, version = run.engine.partition(" ")
        for name, edition in (("rolegraph", __version__), (program, version)):
            if name:
                _state_program(writer, activity, f"{source}#program-{slugify(name)}", name, edition)
        writer.link(activity, PROV + "used", f"{source}#mentions")
        _state_file(writer, f"{source}#mentions", run.mentions)
        if run.table is not None:
            _state_file(writer, f"{source}#table", run.table)
            writer.link(f"{source}#table", PROV + "wasGeneratedBy", activity)
        writer.link(statistic, RDF + "type", RG + "Statistic")
        writer.integer(statistic, RG + "postings", run.postings)
        writer.integer(statistic, RG + "leastPostings", run.least)
        for term, text in (("authority", run.authority), ("place", run.place)):
            if text:
                writer.string(statistic, RG + term, text)
        for term, year, day in (("firstPosted", "periodStart", run.first), ("lastPosted", "periodEnd", run.last)):
            if day:
                writer.typed(statistic, RG + term, day, "date")
                writer.year(statistic, RG + year, int(day[:4]))

    def _state_role(self, writer: StatementWriter, named: QuadWriter, count: RoleCount) -> None:
        self._name(named, count.role, (Kind.ROLE,))
        if count.role in self._seen:
            raise RolegraphError(f"{slug_of(count.role)} was counted twice")
        self._seen.add(count.role)
        iri = self._state_count(writer, count.role, (), count.postings, count.growth)
        writer.integer(iri, RG + "asking", count.asking)
        self.roles += 1
        for option in count.options:
            for capability in option.any_of:
                self._name(named, capability, CAPABILITY_KINDS)
            self._state_option(writer, count, option)

    def _state_option(self, writer: StatementWriter, count: RoleCount, option: OptionCount) -> None:
        if not 0 < option.postings <= count.asking:
            asked = f"{option.postings:,} of {count.asking:,} postings that ask for anything"
            raise RolegraphError(f"{slug_of(option.any_of[0])} is asked for by {asked} for {slug_of(count.role)}")
        iri = self._state_count(writer, count.role, option.any_of, option.postings, option.growth)
        writer.decimal(iri, RG + "share", f"{100 * option.postings / count.asking:.2f}")
        if option.essential is not None:
            writer.integer(iri, RG + "essentialPostings", option.essential)
        if option.alone is not None and option.alone != option.postings:
            writer.integer(iri, RG + "alonePostings", option.alone)
        if option.level is not None:
            writer.link(iri, RG + "level", option.level.iri)
        self.options += 1

    def _state_count(
        self, writer: StatementWriter, role: str, any_of: tuple[str, ...], postings: int, growth: Growth | None
    ) -> str:
        """What all counts have; their IRIs are the same in every run."""
        key = hashlib.sha256(" ".join((role, *sorted(any_of))).encode()).hexdigest()[:24]
        iri = f"{self.source}#demand-{key}"
        writer.link(iri, RDF + "type", RG + "CountedDemand")
        writer.link(iri, RG + "demandIn", role)
        for capability in any_of:
            writer.link(iri, RG + "demandFor", capability)
        writer.link(iri, RG + "countedBy", f"{self.source}#statistic")
        writer.integer(iri, RG + "postings", postings)
        if growth is not None:
            for term, number in zip(("growth", "growthLow", "growthHigh"), growth, strict=True):
                writer.decimal(iri, RG + term, f"{100 * number:.1f}")
        return iri

    def _name(self, named: QuadWriter, iri: str, kinds: tuple[Kind, ...]) -> None:
        """Say of a node that is counted what it is: nothing else of the graph is spoken of."""
        if iri not in self._known_as:
            kind = kind_of(self._known, iri) if self._known.objects(iri, RDF + "type") else Kind.SOURCE
            self._known_as[iri] = kind, plain_label(self._known, iri)
        kind, label = self._known_as[iri]
        if kind not in kinds:
            what = "role" if kinds == (Kind.ROLE,) else "capability"
            raise RolegraphError(f"<{iri}> is no {what} of the graph")
        named.link(iri, RDF + "type", kind.class_iri)
        named.words(iri, SKOS + "prefLabel", label)


def _batches(roles: Iterable[RoleCount]) -> Iterator[list[RoleCount]]:
    """Roles with so many options together."""
    some: list[RoleCount] = []
    size = 0
    for role in roles:
        some.append(role)
        size += 1 + len(role.options)
        if size >= _TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


def _state_program(writer: StatementWriter, activity: str, iri: str, name: str, version: str) -> None:
    writer.link(activity, PROV + "wasAssociatedWith", iri)
    writer.link(iri, RDF + "type", PROV + "SoftwareAgent")
    writer.string(iri, DCTERMS + "title", name)
    if version:
        writer.string(iri, RG + "version", version)


def _state_file(writer: StatementWriter, iri: str, file: CountedFile) -> None:
    writer.link(iri, RDF + "type", PROV + "Entity")
    writer.string(iri, DCTERMS + "title", file.name)
    writer.string(iri, RG + "contentHash", file.sha256)
    for term, number in (("rows", file.rows), ("postings", file.postings)):
        if number:
            writer.integer(iri, RG + term, number)
