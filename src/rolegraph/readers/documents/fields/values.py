"""What a typed field holds: its kind, its place in the text, and its value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rolegraph.model.nodes import DegreeLevel, Level, Necessity, Seniority


class FieldKind(StrEnum):
    """The kinds of typed fields, as programs that read them see them."""

    YEARS = "years"
    PAY = "pay"
    DATES = "dates"
    DEGREE = "degree"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"
    WORKPLACE = "workplace"
    EMPLOYMENT = "employment type"
    SENIORITY = "seniority"


@dataclass(frozen=True, slots=True)
class Years:
    """Whole years of experience that are asked for, months rounded down; None where open, 0 where none is needed.

    `of` is of what, in the words of the text, at `of_start` to `of_end` of it: within the field, or before it as in
    "Python (3+ years)". Both are 0 where `of` is empty.
    """

    minimum: int | None
    maximum: int | None = None
    of: str = ""
    of_start: int = 0
    of_end: int = 0


@dataclass(frozen=True, slots=True)
class Pay:
    """What is paid: from `low` to `high`, None where open, in a currency (ISO 4217, "" where not said).

    `period` is "hour", "day", "week", "month", "year", or "" where the text leaves it open.
    """

    low: float | None
    high: float | None
    currency: str = ""
    period: str = ""
    equity: str = ""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates in ISO 8601, as exact as they are written ("2024-05-01", "2024-05", "2024"); "" where open.

    `of` is "posted", "closes" or "starts", else empty; an `end` of "present" is that of something that goes on.
    """

    start: str
    end: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class DegreeField:
    """A degree or another qualification of education: any of `levels`, in any of `fields`.

    `names` are those that say more than a level: "Diploma", "GED", "Juris Doctor".
    """

    levels: tuple[DegreeLevel, ...]
    fields: tuple[str, ...] = ()
    open_to_related: bool = False
    or_equivalent: bool = False
    names: tuple[str, ...] = ()
    necessity: Necessity = Necessity.ESSENTIAL


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certification, licence, registration or clearance, and other names that the text gives it."""

    name: str
    alt: tuple[str, ...] = ()
    necessity: Necessity = Necessity.ESSENTIAL


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language that a person speaks; the level is None where the text names none."""

    name: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where work is done; `remote` is "remote", "hybrid" or "on site", and either is "" where not said."""

    place: str = ""
    remote: str = ""


@dataclass(frozen=True, slots=True)
class EmploymentType:
    """A form of employment, in words that differ only by form: "Full Time", "Contract"."""

    name: str


@dataclass(frozen=True, slots=True)
class SeniorityWord:
    """How far up a job stands, by a word of its title."""

    seniority: Seniority


FieldValue = (
    Years | Pay | DateRange | DegreeField | Certificate | SpokenLanguage | Workplace | EmploymentType | SeniorityWord
)


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field in a text: `text` is what stands from `start` to `end`, and `value` what that means."""

    kind: FieldKind
    start: int
    end: int
    text: str
    value: FieldValue


NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
