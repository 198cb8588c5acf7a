"""Employment, pay and outlook of occupations, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind, node_iri, slug_of, slugify
from rolegraph.model.observations import Statistic
from rolegraph.rdf.vocabulary import RDF, RG
from rolegraph.readers.counts.count_reader import NO_NUMBER, TWICE, CountReader
from rolegraph.readers.counts.count_tables import OBSERVATIONS, CountRow, currency_of, open_table
from rolegraph.readers.counts.occupation_codes import Found
from rolegraph.readers.import_output import state_evidence

_PERIODS: Final = ("hour", "day", "week", "month", "year")


class ObservationReader(CountReader):
    """Employment, pay and outlook, row by row."""

    def read(self, data: bytes) -> None:
        table = open_table(data, self.path, OBSERVATIONS, self.options.columns, self.report)
        if not table.places.keys() & {"code", "title"}:
            raise table.missing("which occupation a row is about", "code")
        numbers = table.places.keys() & {"employment", "mean pay", "median pay", "growth", "openings"}
        if not numbers:
            raise table.missing("employment, pay, growth or openings", "employment")
        if self.options.pay_period not in ("", *_PERIODS):
            raise RolegraphError(f"no period {self.options.pay_period!r} of pay: use one of {', '.join(_PERIODS)}")
        currency = self.options.currency
        if currency and not (currency.isascii() and currency.isalpha() and currency.isupper() and len(currency) == 3):
            raise RolegraphError(f"no currency {currency!r}: use a code of three capital letters, such as USD")
        self.note_ignored(table)
        self._evidence = state_evidence(self.writer, self.path.name)
        seen: dict[tuple[str, Statistic], tuple[tuple[str, float], ...]] = {}
        for row in table.rows(self.report):
            self._row(row, sorted(numbers), seen)

    def _row(
        self,
        row: CountRow,
        columns: Iterable[str],
        seen: dict[tuple[str, Statistic], tuple[tuple[str, float], ...]],
    ) -> None:
        code, title = row["code"], row["title"]
        if not (code or title):
            self.misfit(row.line, "code", "is empty")
            return
        if (counted := self.counted(row)) is None:
            return
        if (found := self.found(code, title)) is None:
            self.not_found(row.line, "code", (code, title))
            return
        try:
            numbers = tuple((name, number) for name in columns if (number := self._signed(row, name)) is not None)
        except ValueError:
            return
        before = seen.setdefault((code or title, counted), numbers)
        if before is not numbers:
            if before == numbers:
                self.report.leave_out(self.file, TWICE)
            else:
                self.misfit(row.line, "code", "differs from what an earlier row says of the same", f"{code} {title}")
        elif not numbers:
            self.report.leave_out(self.file, NO_NUMBER)
        else:
            self._state(row, found, counted, dict(numbers))

    def _signed(self, row: CountRow, column: str) -> float | None:
        """A number; only growth may be below zero."""
        if column == "growth" and row[column].lstrip().startswith(("-", "−")):
            number = self.number(CountRow(row.line, {column: row[column].lstrip()[1:]}), column)
            return None if number is None else -number
        return self.number(row, column)

    def _state(self, row: CountRow, found: Found, counted: Statistic, numbers: dict[str, float]) -> None:
        writer, statistic = self.writer, self.statistic(counted)
        group = self.group(row["code"], row["title"], found.roles)
        if numbers.keys() & {"employment", "mean pay", "median pay"}:
            iri = writer.unused(f"{writer.source}#observation-{group.rpartition('#group-')[2]}")
            writer.link(iri, RDF + "type", RG + "Observation")
            writer.link(iri, RG + "observes", group)
            writer.link(iri, RG + "countedBy", statistic)
            if "employment" in numbers:
                writer.integer(iri, RG + "employment", round(numbers["employment"]))
            for name, term in (("mean pay", "payMean"), ("median pay", "payMedian")):
                if name in numbers:
                    writer.decimal(iri, RG + term, f"{numbers[name]:.2f}")
            self._state_pay(iri, row, numbers)
        if numbers.keys() & {"growth", "openings"}:
            self._state_outlook(row["code"] or row["title"], found, counted, numbers)
        self.stated += 1

    def _state_pay(self, iri: str, row: CountRow, numbers: dict[str, float]) -> None:
        if not numbers.keys() & {"mean pay", "median pay"}:
            return
        signs = currency_of(row["mean pay"] + row["median pay"])
        stated = row["currency"].strip().upper()
        currency = (
            stated if len(stated) == 3 and stated.isascii() and stated.isalpha() else signs
        ) or self.options.currency
        if currency:
            self.writer.string(iri, RG + "currency", currency)
        if self.options.pay_period:
            self.writer.string(iri, RG + "payPeriod", self.options.pay_period)

    def _state_outlook(self, code: str, found: Found, counted: Statistic, numbers: dict[str, float]) -> None:
        for role in found.roles:
            slug = f"{slug_of(self.writer.source)}--{slugify(code)}--{slug_of(role)}"
            iri = self.writer.unused(node_iri(Kind.OUTLOOK, slug))
            self.writer.link(role, RG + "hasOutlook", iri)
            self.writer.link(iri, RDF + "type", Kind.OUTLOOK.class_iri)
            if "growth" in numbers:
                self.writer.decimal(iri, RG + "growth", f"{numbers['growth']:.2f}")
            if "openings" in numbers:
                self.writer.integer(iri, RG + "openings", round(numbers["openings"]))
            self.years(iri, counted)
            if counted.authority:
                self.writer.string(iri, RG + "authority", counted.authority)
            self.writer.link(iri, RG + "evidence", self._evidence)
