"""What a reader of a source hands on: plain records that name things, before they become RDF.

A reader decides what is said and where; `statements` decides how it is written as triples.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.scales import DegreeLevel, Level, Necessity, Seniority
from rolegraph.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a source something is said: section as the source calls it, line counted from 1, the words there.

    `part` is what its lines are counted in, where that is not the whole source: a sheet of a workbook.
    """

    section: str
    line: int
    quote: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a source names, resolved: the IRI of a node that is known, or of one that this source introduces.

    `alt_labels` are other names that the source itself gives (`Natural Language Processing (NLP)`).
    """

    iri: str
    kind: Kind
    label: str
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Qualification(Mention):
    """A degree or certification. A degree has a level; either may have a field."""

    level: DegreeLevel | None = None
    field: Mention | None = None


@dataclass(frozen=True, slots=True)
class RequirementRecord:
    """One thing a role asks for; any one of `any_of` is enough, and `examples` count as evidence of it.

    `level` is None where the wording gives none. `open_to_related` stands for "or a related field". `note` keeps
    qualifiers ("with a focus on algorithm development").
    """

    any_of: tuple[Mention, ...]
    necessity: Necessity
    passage: Passage
    level: Level | None = None
    examples: tuple[Mention, ...] = ()
    open_to_related: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToolRecord:
    """A tool that a role uses, with the category it is listed under, where it is listed under one."""

    tool: Mention
    passage: Passage
    category: Mention | None = None


@dataclass(frozen=True, slots=True)
class IndustryRecord:
    """An industry that a role is found in; `note` keeps what stands in brackets behind it."""

    industry: Mention
    passage: Passage
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A text with an optional label in front: a definition, a responsibility, a tip."""

    text: str
    passage: Passage
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutlookRecord:
    """A forecast: growth in percent over a period of years, and who says so; None for what is not said."""

    growth: float
    passage: Passage
    start: int | None = None
    end: int | None = None
    authority: str = ""
    roles: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class PostingRecord:
    """A job posting as listed at the end of a page; pay in whole units of `currency` a year."""

    title: str
    passage: Passage
    employer: str = ""
    place: str = ""
    employment_types: tuple[str, ...] = ()
    seniority: Seniority | None = None
    pay_low: int | None = None
    pay_high: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class TipRecord(TextRecord):
    """Advice, and the roles that it is for."""

    roles: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """All that a source says of one role."""

    role: Mention
    definitions: tuple[TextRecord, ...] = ()
    responsibilities: tuple[TextRecord, ...] = ()
    requirements: tuple[RequirementRecord, ...] = ()
    tools: tuple[ToolRecord, ...] = ()
    industries: tuple[IndustryRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about how a source was read: what is missing, or could not be placed.

    `line` counts from 1; None where it is about the whole.
    """

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A comparison article, read. `notes` keep texts that have no place in the model; nothing is dropped in silence."""

    title: str
    slug: str
    roles: tuple[RoleRecord, ...]
    outlooks: tuple[OutlookRecord, ...] = ()
    tips: tuple[TipRecord, ...] = ()
    postings: tuple[PostingRecord, ...] = ()
    notes: tuple[TextRecord, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
