"""The postings for a role, read in bulk: what each asks for, pays, and where and when it was posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rolegraph.facts.labels import highest, number, on_scale
from rolegraph.model.nodes import Level, Necessity, Seniority
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.turtle import spelled_iri
from rolegraph.rdf.vocabulary import RDF, RG


class AskedFor(NamedTuple):
    """One thing that a posting asks for: capabilities of which any is enough, by IRI."""

    iri: str
    any_of: frozenset[str]
    essential: bool
    level: Level | None = None
    years: int | None = None


@dataclass(slots=True)
class Advertised:
    """A posting: dates in ISO 8601, pay in whole units of a currency for a period, "" where nothing is said."""

    iri: str
    confidence: float = 1.0
    asked: list[AskedFor] = field(default_factory=list)
    seniority: Seniority | None = None
    minimum_years: int | None = None
    maximum_years: int | None = None
    pay_low: int | None = None
    pay_high: int | None = None
    currency: str = ""
    period: str = ""
    place: str = ""
    remote: str = ""
    posted: str = ""


_TEXTS = {"currency": "currency", "payPeriod": "period", "place": "place", "remote": "remote", "posted": "posted"}
_NUMBERS = {
    "payLow": "pay_low",
    "payHigh": "pay_high",
    "minimumYears": "minimum_years",
    "maximumYears": "maximum_years",
}


def advertised(dataset: Dataset, role: str) -> list[Advertised]:
    """All postings for a role, by IRI; SourceError where a level or a number is none.

    Takes one question for each property, whatever the number of postings: 100,000 take a few seconds.
    """
    found = {iri: Advertised(iri) for (iri,) in sorted(_rows(dataset, role, "SELECT ?posting {{ {} }}"))}
    if found:
        _read_said(dataset, role, found)
        _read_confidence(dataset, role, found)
        _read_asked(dataset, role, found)
    return list(found.values())


def _rows(dataset: Dataset, role: str, query: str) -> Iterator[tuple[str, ...]]:
    return dataset.rows(query.format(f"?posting <{RG}forRole> {spelled_iri(role)} ."))


def _read_said(dataset: Dataset, role: str, found: Mapping[str, Advertised]) -> None:
    """Give each posting what it says of itself."""

    def values(term: str) -> Iterator[tuple[Advertised, str]]:
        for iri, value in _rows(dataset, role, f"SELECT ?posting ?value {{{{ {{}} ?posting <{RG}{term}> ?value . }}}}"):
            yield found[iri], value

    for term, name in _TEXTS.items():
        for posting, text in values(term):
            setattr(posting, name, text)
    for term, name in _NUMBERS.items():
        for posting, text in values(term):
            setattr(posting, name, int(number(dataset, posting.iri, term, text)))
    for posting, level in values("seniority"):
        posting.seniority = highest((posting.seniority, on_scale(dataset, Seniority, posting.iri, "seniority", level)))


def _read_confidence(dataset: Dataset, role: str, found: Mapping[str, Advertised]) -> None:
    for iri, confidence in dataset.rows(
        f"SELECT ?posting ?confidence {{ ?remark <{RDF}object> {spelled_iri(role)} ; <{RDF}predicate> <{RG}forRole> ; "
        f"<{RDF}subject> ?posting ; <{RG}confidence> ?confidence }}"
    ):
        if iri in found:
            found[iri].confidence = number(dataset, iri, "confidence", confidence)


def _read_asked(dataset: Dataset, role: str, found: Mapping[str, Advertised]) -> None:
    """Give each posting what it asks for."""

    def values(term: str) -> Iterator[tuple[str, ...]]:
        asked = f"{{{{ {{}} ?posting <{RG}asksFor> ?asked . ?asked <{RG}{term}> ?value . }}}}"
        return _rows(dataset, role, f"SELECT ?posting ?asked ?value {asked}")

    owners: dict[str, str] = {}
    options: dict[str, list[str]] = {}
    for posting, iri, capability in values("anyOf"):
        owners[iri] = posting
        options.setdefault(iri, []).append(capability)
    necessities = {iri: value for _, iri, value in values("necessity")}
    levels = {iri: on_scale(dataset, Level, iri, "level", value) for _, iri, value in values("level")}
    years = {iri: int(number(dataset, iri, "minimumYears", value)) for _, iri, value in values("minimumYears")}
    known: dict[tuple[str, ...], frozenset[str]] = {}  # most postings ask for the same few things
    for iri in sorted(options):
        key = tuple(sorted(set(options[iri])))
        any_of = known.setdefault(key, frozenset(key))
        essential = necessities.get(iri) != Necessity.PREFERRED.iri
        found[owners[iri]].asked.append(AskedFor(iri, any_of, essential, levels.get(iri), years.get(iri)))
