"""Records of what a source says about roles and postings; `statements` writes them.

Readers of documents and tables make the records; what they name is resolved already, and where it stands is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from rolegraph.linking import Finding, Mention
from rolegraph.model.nodes import DegreeLevel, Level, Necessity, Seniority

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
    `remote` is "remote", "hybrid" or "on site", dates are in ISO 8601; "" where nothing is said. Of copies of one
    advertisement the `text_hash` is the same.
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
    text_hash: str = ""


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
    only one of `postings`, and names no `roles`: what it asks for is its own. `language` is that of its words.
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
    language: str = "en"


def distinct(records: Iterable[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first record of each key, in their order."""
    first: dict[Hashable, T] = {}
    for record in records:
        first.setdefault(key(record), record)
    return tuple(first.values())
