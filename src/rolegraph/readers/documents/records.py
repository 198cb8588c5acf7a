"""Records of what a source says about roles, and how each is written as statements of that source.

Readers of documents and tables make the records; what they name is resolved already, and where it stands is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from rolegraph.linking import Finding, Mention
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority, node_iri, slug_of, slugify
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import QuadWriter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source: its section under the source's own heading, its line counted from 1, and the words there.

    `part` is set if lines are not counted through the whole source: the sheet of a workbook.
    """

    section: str
    line: int
    quote: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Qualification(Mention):
    """A degree or certification; a degree has a level, and either may have a field of study."""

    level: DegreeLevel | None = None
    field: Mention | None = None


@dataclass(frozen=True, slots=True)
class RequirementRecord:
    """One thing a role asks for; any one of `any_of` is enough, and `examples` count as evidence of it.

    `level` is None if the words give none. `open_to_related` stands for "or a related field". `note` keeps qualifiers
    ("with a focus on algorithm development").
    """

    any_of: tuple[Mention, ...]
    necessity: Necessity
    passage: Passage
    level: Level | None = None
    examples: tuple[Mention, ...] = ()
    open_to_related: bool = False
    note: str = ""
    years: YearsRecord | None = None


@dataclass(frozen=True, slots=True)
class YearsRecord:
    """Years of experience that are asked for, and of what, in the words of the source; None where open."""

    minimum: int | None
    maximum: int | None
    passage: Passage
    of: str = ""
    necessity: Necessity = Necessity.ESSENTIAL


@dataclass(frozen=True, slots=True)
class PayRecord:
    """What is paid, in whole units of a currency (ISO 4217, "" where not said) for a period ("year", "hour")."""

    low: int | None
    high: int | None
    currency: str
    passage: Passage
    period: str = "year"
    equity: str = ""


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """Words that may name a skill or a tool and bear no known name: reported and kept as a note, never a node."""

    text: str
    passage: Passage
    necessity: Necessity = Necessity.ESSENTIAL
    near: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolRecord:
    """A tool that a role uses, with the category it is listed under, if any."""

    tool: Mention
    passage: Passage
    category: Mention | None = None


@dataclass(frozen=True, slots=True)
class IndustryRecord:
    """An industry that has a role; `note` keeps the text in brackets behind it."""

    industry: Mention
    passage: Passage
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A text with an optional label: a definition, a responsibility, a note."""

    text: str
    passage: Passage
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutlookRecord:
    """A forecast: growth in percent over a period of years, and who published it; None for an unknown year.

    `openings` is how many jobs are to be filled in a year; a forecast has growth, openings, or both.
    """

    growth: float | None
    passage: Passage
    start: int | None = None
    end: int | None = None
    authority: str = ""
    roles: tuple[Mention, ...] = ()
    openings: int | None = None


@dataclass(frozen=True, slots=True)
class PostingRecord:
    """A job posting: one listed at the end of an article, or an advertisement with what it asks for.

    Pay is in whole units of `currency` for a `pay_period`. `role` is the role that it is for, as sure as `confidence`.
    `remote` is "remote", "hybrid" or "on site", dates are in ISO 8601; "" where nothing is said.
    """

    title: str
    passage: Passage
    employer: str = ""
    place: str = ""
    employment_types: tuple[str, ...] = ()
    seniority: Seniority | None = None
    pay_low: int | None = None
    pay_high: int | None = None
    currency: str = ""
    pay_period: str = ""
    equity: str = ""
    remote: str = ""
    posted: str = ""
    closes: str = ""
    role: Mention | None = None
    confidence: float = 1.0
    industries: tuple[IndustryRecord, ...] = ()
    responsibilities: tuple[TextRecord, ...] = ()
    requirements: tuple[RequirementRecord, ...] = ()
    tools: tuple[ToolRecord, ...] = ()
    years: tuple[YearsRecord, ...] = ()
    candidates: tuple[CandidateRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class TipRecord(TextRecord):
    """Advice, and the roles that it is for."""

    roles: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """All that a source says about one role."""

    role: Mention
    definitions: tuple[TextRecord, ...] = ()
    responsibilities: tuple[TextRecord, ...] = ()
    requirements: tuple[RequirementRecord, ...] = ()
    tools: tuple[ToolRecord, ...] = ()
    industries: tuple[IndustryRecord, ...] = ()
    years: tuple[YearsRecord, ...] = ()
    pay: tuple[PayRecord, ...] = ()
    candidates: tuple[CandidateRecord, ...] = ()


class TextKind(StrEnum):
    """What a text about jobs is; the value is the `rg:sourceKind` of what is read from it."""

    COMPARISON = "article"
    ROLE = "description"
    POSTING = "posting"
    CV = "cv"


@dataclass(frozen=True, slots=True)
class Article:
    """The content of a text about jobs: a comparison of roles, the description of a role, or a job posting.

    `notes` keep texts that have no place in the model, and `findings` say what is missing or unclear. A posting is the
    only one of `postings`, and names no `roles`: what it asks for is its own.
    """

    title: str
    slug: str
    roles: tuple[RoleRecord, ...]
    outlooks: tuple[OutlookRecord, ...] = ()
    tips: tuple[TipRecord, ...] = ()
    postings: tuple[PostingRecord, ...] = ()
    notes: tuple[TextRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    kind: TextKind = TextKind.COMPARISON


def distinct(records: Iterable[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first record of each key, in their order."""
    first: dict[Hashable, T] = {}
    for record in records:
        first.setdefault(key(record), record)
    return tuple(first.values())


def article_statements(article: Article, content_hash: str) -> QuadWriter:
    """The statements of an article, in the named graph of its source.

    `content_hash` is the SHA-256 of the text in hexadecimal, to recognise a changed article.
    """
    writer = QuadWriter(node_iri(Kind.SOURCE, article.slug))
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.name(source, article.title)
    writer.string(source, RG + "sourceKind", article.kind)
    writer.string(source, RG + "contentHash", content_hash)
    for note in article.notes:
        heading = ": ".join(dict.fromkeys(part for part in (note.passage.section, note.label) if part))
        writer.words(source, SKOS + "note", f"{heading} (line {note.passage.line}): {note.text}")
    for role in article.roles:
        state_role(writer, role)
    for outlook in article.outlooks:
        _state_outlook(writer, outlook)
    for tip in article.tips:
        _state_tip(writer, tip)
    for number, posting in enumerate(article.postings, start=1):
        _state_posting(writer, posting, number)
    relate_industries(writer, [record.industry for role in article.roles for record in role.industries])
    return writer


def state_role(writer: QuadWriter, record: RoleRecord) -> None:
    """State a role and all that a source says about it."""
    role = record.role.iri
    state_mention(writer, record.role)
    for definition in record.definitions:
        writer.words(role, SKOS + "definition", definition.text)
        remark_on(writer, role, SKOS + "definition", definition.text, definition.passage)
    for responsibility in record.responsibilities:
        _state_responsibility(writer, role, responsibility)
    for requirement in record.requirements:
        _state_requirement(writer, role, requirement)
    for tool in record.tools:
        remark = _relate(writer, role, RG + "usesTool", tool.tool, tool.passage)
        if tool.category is not None:
            state_mention(writer, tool.category)
            writer.link(tool.tool.iri, RG + "category", tool.category.iri)
            writer.link(remark, RG + "category", tool.category.iri)
    for industry in record.industries:
        remark = _relate(writer, role, RG + "foundIn", industry.industry, industry.passage)
        if industry.note:
            writer.words(remark, SKOS + "note", industry.note)


def _relate(writer: QuadWriter, role: str, predicate: str, mention: Mention, passage: Passage) -> str:
    state_mention(writer, mention)
    writer.link(role, predicate, mention.iri)
    return remark_on(writer, role, predicate, mention.iri, passage, is_link=True)


def state_mention(writer: QuadWriter, mention: Mention) -> None:
    """State the type and names of a mention, so that each source can be read by itself."""
    writer.link(mention.iri, RDF + "type", mention.kind.class_iri)
    writer.name(mention.iri, mention.label)
    for name in mention.alt_labels:
        writer.words(mention.iri, SKOS + "altLabel", name)
    if isinstance(mention, Qualification):
        if mention.level is not None:
            writer.link(mention.iri, RG + "degreeLevel", mention.level.iri)
        if mention.field is not None:
            writer.link(mention.iri, RG + "field", mention.field.iri)
            state_mention(writer, mention.field)


def _state_requirement(writer: QuadWriter, role: str, record: RequirementRecord) -> None:
    names = "-or-".join(sorted(slug_of(option.iri) for option in record.any_of))
    parts = (slug_of(role), slug_of(writer.source), slugify(names))
    iri = writer.unused(node_iri(Kind.REQUIREMENT, "--".join(parts)))
    writer.link(iri, RDF + "type", Kind.REQUIREMENT.class_iri)
    writer.link(role, RG + "hasRequirement", iri)
    writer.link(iri, RG + "necessity", record.necessity.iri)
    if record.level is not None:
        writer.link(iri, RG + "level", record.level.iri)
    if record.open_to_related:
        writer.true(iri, RG + "openToRelated")
    if record.note:
        writer.words(iri, SKOS + "note", record.note)
    for example in record.examples:
        state_mention(writer, example)
        writer.link(iri, RG + "example", example.iri)
    if record.necessity is Necessity.PREFERRED:
        shortcut = "prefers"
    else:
        shortcut = "requires" if len(record.any_of) == 1 else "accepts"
    for option in record.any_of:
        state_mention(writer, option)
        writer.link(iri, RG + "anyOf", option.iri)
        writer.link(role, RG + shortcut, option.iri)
    cite(writer, iri, record.passage)


def _state_responsibility(writer: QuadWriter, role: str, record: TextRecord) -> None:
    text = f"{record.label}: {record.text}" if record.label else record.text
    iri = node_iri(Kind.RESPONSIBILITY, slugify(text))
    writer.link(iri, RDF + "type", Kind.RESPONSIBILITY.class_iri)
    writer.name(iri, text)
    writer.link(role, RG + "hasResponsibility", iri)
    cite(writer, iri, record.passage)


def _state_outlook(writer: QuadWriter, record: OutlookRecord) -> None:
    iri = writer.unused(node_iri(Kind.OUTLOOK, f"{slug_of(writer.source)}--line-{record.passage.line}"))
    writer.link(iri, RDF + "type", Kind.OUTLOOK.class_iri)
    if record.growth is not None:
        writer.decimal(iri, RG + "growth", record.growth)
    for term, year in (("periodStart", record.start), ("periodEnd", record.end)):
        if year is not None:
            writer.year(iri, RG + term, year)
    if record.authority:
        writer.string(iri, RG + "authority", record.authority)
    for role in record.roles:
        writer.link(role.iri, RG + "hasOutlook", iri)
    cite(writer, iri, record.passage)


def _state_tip(writer: QuadWriter, record: TipRecord) -> None:
    label = record.label or record.text
    iri = node_iri(Kind.TIP, f"{slug_of(writer.source)}--{slugify(label)}")
    writer.link(iri, RDF + "type", Kind.TIP.class_iri)
    writer.name(iri, label)
    writer.words(iri, DCTERMS + "description", record.text)
    for role in record.roles:
        writer.link(role.iri, RG + "hasTip", iri)
    cite(writer, iri, record.passage)


def _state_posting(writer: QuadWriter, record: PostingRecord, number: int) -> None:
    iri = node_iri(Kind.POSTING, f"{slug_of(writer.source)}--{number}")
    writer.link(iri, RDF + "type", Kind.POSTING.class_iri)
    texts = (("title", record.title), ("employer", record.employer), ("place", record.place))
    for term, text in (*texts, ("currency", record.currency)):
        if text:
            writer.string(iri, RG + term, text)
    for type_ in record.employment_types:
        writer.string(iri, RG + "employmentType", type_)
    if record.seniority is not None:
        writer.link(iri, RG + "seniority", record.seniority.iri)
    for term, pay in (("payLow", record.pay_low), ("payHigh", record.pay_high)):
        if pay is not None:
            writer.integer(iri, RG + term, pay)
    cite(writer, iri, record.passage)


def relate_industries(writer: QuadWriter, industries: Iterable[Mention]) -> None:
    """Relate an industry to those whose names contain it: E-commerce, and Retail and E-commerce."""
    by_slug = {slug_of(industry.iri): industry.iri for industry in industries}
    for slug, iri in by_slug.items():
        for part in slug.split("-and-"):
            if part != slug and part in by_slug:
                writer.link(iri, SKOS + "related", by_slug[part])
                writer.link(by_slug[part], SKOS + "related", iri)


def remark_on(
    writer: QuadWriter, subject: str, predicate: str, object_: str, passage: Passage, *, is_link: bool = False
) -> str:
    """Describe a statement as an `rdf:Statement` with its passage, and return the IRI of the description."""
    digest = hashlib.sha256("\n".join((subject, predicate, object_)).encode()).hexdigest()[:12]
    iri = f"{writer.source}#statement-{digest}"
    writer.link(iri, RDF + "type", RDF + "Statement")
    writer.link(iri, RDF + "subject", subject)
    writer.link(iri, RDF + "predicate", predicate)
    (writer.link if is_link else writer.words)(iri, RDF + "object", object_)
    cite(writer, iri, passage)
    return iri


def cite(writer: QuadWriter, subject: str, passage: Passage) -> None:
    """Link a node to the passage of the source that states it; passages of one place are one node."""
    part = f"{slugify(passage.part)}-" if passage.part else ""
    iri = f"{writer.source}#{part}line-{passage.line}"
    writer.link(subject, RG + "evidence", iri)
    writer.link(iri, RDF + "type", RG + "Evidence")
    writer.link(iri, PROV + "wasDerivedFrom", writer.source)
    writer.integer(iri, RG + "line", passage.line)
    if passage.section:
        writer.string(iri, RG + "section", passage.section)
    if passage.quote:
        writer.string(iri, RG + "quote", passage.quote)
