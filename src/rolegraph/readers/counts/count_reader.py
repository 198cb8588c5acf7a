"""How a table of counts is read: its options, what its codes stand for, and the groups and statistics it states."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import slug_of, slugify
from rolegraph.model.observations import Statistic
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.counts.count_tables import CountRow, CountTable, amount_in, statistic_of, years_in
from rolegraph.readers.counts.occupation_codes import Found, OccupationCodes, is_whole_group
from rolegraph.readers.import_output import ImportReport

UNKNOWN: Final = "no role of the graph has this code or name"
NO_NUMBER: Final = "no number is given"
TWICE: Final = "says again what an earlier row says"
_TOTAL: Final = "the total of a whole major group, or of all occupations"
_SHOWN: Final = 10  # names of what is not found
_SHOWN_NAME: Final = 80  # characters

Occupation = tuple[str, str]  # a code and a title


class CountOptions(NamedTuple):
    """How to read a table of counts.

    Parameters
    ----------
    source
        What the source is called; "" for the file's name.
    authority, place, period
        Who counted, where, and in which years ("2011 to 2019"), for rows that do not say so.
    columns
        What a column is, by its heading, where that does not tell: `{"share": "transition_prob"}`.
    currency, pay_period
        Of pay, where no column and no sign says the currency; a year, unless something else is given.
    licence
        The IRI of the licence of the table.
    strict
        Stop at the first row that does not fit.
    """

    source: str = ""
    authority: str = ""
    place: str = ""
    period: str = ""
    columns: Mapping[str, str] = MappingProxyType({})
    currency: str = ""
    pay_period: str = ""
    licence: str = ""
    strict: bool = False

    @property
    def statistic(self) -> Statistic:
        """What is given of the statistic; RolegraphError for a period without a year."""
        start, end = years_in(self.period)
        if self.period and not start:
            raise RolegraphError(f"no year in the period {self.period!r}: write it as in 2011-2019")
        return Statistic(self.authority.strip(), self.place.strip(), start, end)


NO_OPTIONS: Final = CountOptions()


class CodeMapping(NamedTuple):
    """A code of the table, its title, and the roles that it stands for, by slug, with how they were found."""

    code: str
    title: str
    roles: tuple[str, ...]
    how: str


class CountReader(ABC):
    """States what a table says, in the end what `read` reads; groups of roles and statistics are stated once."""

    def __init__(
        self, path: Path, writer: QuadWriter, known: OccupationCodes, options: CountOptions, report: ImportReport
    ) -> None:
        self.path, self.writer, self.known, self.options, self.report = path, writer, known, options, report
        self.file = str(path)
        self.given = options.statistic
        self.codes: dict[str, CodeMapping] = {}
        self.groups: dict[tuple[str, ...], str] = {}
        self.statistics: dict[Statistic, str] = {}
        self.unknown: Counter[str] = Counter()  # names of occupations that the graph does not have, with their rows
        self.stated = 0
        self._found: dict[tuple[str, str], Found | None] = {}

    @abstractmethod
    def read(self, data: bytes) -> None:
        """State what the bytes of the table say."""

    def found(self, code: str, title: str) -> Found | None:
        """The roles that a code or a title stands for."""
        key = (code, title)
        if key not in self._found:
            self._found[key] = found = self.known.find(code, title)
            if found is not None:
                roles = tuple(map(slug_of, found.roles))
                self.codes.setdefault(code or title, CodeMapping(code or title, title, roles, found.how))
        return self._found[key]

    def group(self, code: str, title: str, roles: tuple[str, ...]) -> str:
        """The IRI of a group of roles, which is stated once for each code."""
        key = (code or title, *roles)
        if key not in self.groups:
            iri = self.groups[key] = self.writer.unused(f"{self.writer.source}#group-{slugify(code or title)}")
            self.writer.link(iri, RDF + "type", RG + "CountedGroup")
            self.writer.string(iri, DCTERMS + "identifier", code or title)
            if title:
                self.writer.string(iri, DCTERMS + "title", title[:500])
            for role in roles:
                self.writer.link(iri, RG + "covers", role)
        return self.groups[key]

    def statistic(self, counted: Statistic) -> str:
        """The IRI of a statistic, which is stated once."""
        if counted not in self.statistics:
            words = slugify(counted.words) if counted.words else "all"
            iri = self.statistics[counted] = self.writer.unused(f"{self.writer.source}#statistic-{words}")
            self.writer.link(iri, RDF + "type", RG + "Statistic")
            for term, text in (("authority", counted.authority), ("place", counted.place)):
                if text:
                    self.writer.string(iri, RG + term, text)
            self.years(iri, counted)
        return self.statistics[counted]

    def years(self, iri: str, counted: Statistic) -> None:
        """State the years of a statistic."""
        for term, year in (("periodStart", counted.start), ("periodEnd", counted.end)):
            if year:
                self.writer.year(iri, RG + term, year)

    def counted(self, row: CountRow) -> Statistic | None:
        """The statistic of a row; None, and a misfit, where its years are none."""
        try:
            return statistic_of(row, self.given)
        except ValueError as error:
            self.misfit(row.line, "period", str(error), row["period"] or row["end"])
            return None

    def misfit(self, line: int, column: str, reason: str, value: str = "") -> None:
        """Report a row that does not fit."""
        self.report.misfit(self.file, line, column, reason, value)

    def not_found(self, line: int, column: str, occupation: Occupation) -> None:
        """Report a row about an occupation that the graph does not have."""
        if is_whole_group(occupation[0]):
            self.report.leave_out(self.file, _TOTAL)
            return
        name = " ".join(occupation).strip()
        self.unknown[name[:_SHOWN_NAME]] += 1
        self.misfit(line, column, UNKNOWN, name)

    def number(self, row: CountRow, column: str) -> float | None:
        """The number in a column that must not be negative; None where none is given; ValueError, and a misfit."""
        try:
            return amount_in(row[column])
        except ValueError as error:
            self.misfit(row.line, column, str(error), row[column])
            raise

    def note_ignored(self, table: CountTable) -> None:
        """Say which columns were not read."""
        used = set(table.places.values())
        ignored = [title for at, title in enumerate(table.titles) if title and at not in used]
        if ignored:
            self.report.note(f"{self.file}: columns that were not read: {', '.join(ignored)[:300]}")

    def note_codes(self) -> None:
        """Say what the codes stand for."""
        number = Counter(mapping.how for mapping in self.codes.values())
        said = ", ".join(f"{count:,} by {how}" for how, count in number.most_common())
        several = sum(len(mapping.roles) > 1 for mapping in self.codes.values())
        together = f"; {several:,} stand for several roles, which stay together as they are counted" if several else ""
        self.report.note(f"{len(self.codes):,} codes found: {said}{together}")
        if self.unknown:
            first = [f"{name} ({rows:,})" for name, rows in self.unknown.most_common(_SHOWN)]
            more = f" and {len(self.unknown) - _SHOWN:,} more" if len(self.unknown) > _SHOWN else ""
            self.report.note(f"no role of the graph, with rows: {'; '.join(first)}{more}")
