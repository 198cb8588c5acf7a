"""Typed fields: what a text about jobs says in numbers, dates and fixed words, found before names are looked for.

Each kind has a module that knows its words; here what they find is put in order, and made disjoint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rolegraph.readers.documents.fields.contracts import employment_types, seniorities, seniority_of
from rolegraph.readers.documents.fields.credentials import CREDENTIAL_WORDS, credential_fields
from rolegraph.readers.documents.fields.dates import date_fields
from rolegraph.readers.documents.fields.pay import pay_fields
from rolegraph.readers.documents.fields.spoken_languages import LANGUAGE_WORDS, spoken_languages
from rolegraph.readers.documents.fields.values import (
    Certificate,
    DateRange,
    DegreeField,
    EmploymentType,
    FieldKind,
    FieldValue,
    Pay,
    SeniorityWord,
    SpokenLanguage,
    TypedField,
    Workplace,
    Years,
)
from rolegraph.readers.documents.fields.workplaces import workplaces
from rolegraph.readers.documents.fields.years import years_fields

__all__ = [
    "Certificate",
    "DateRange",
    "DegreeField",
    "EmploymentType",
    "FieldKind",
    "FieldValue",
    "Pay",
    "SeniorityWord",
    "SpokenLanguage",
    "TypedField",
    "Workplace",
    "Years",
    "seniority_of",
    "typed_fields",
]

Reader = Callable[[str], Iterator[TypedField]]

# What reads a line, and words without one of which it finds nothing there: "0" stands for a digit, "2000" for a year,
# "x.y" for initials. The first in this order keeps the words that two kinds claim.
_READERS: Final[tuple[tuple[Reader, frozenset[str]], ...]] = (
    (pay_fields, frozenset("0")),
    (years_fields, frozenset("year years yr yrs month months decade decades experience".split())),
    (date_fields, frozenset(["2000"])),
    (credential_fields, CREDENTIAL_WORDS),
    (spoken_languages, LANGUAGE_WORDS),
    (
        workplaces,
        frozenset(
            "remote remotely hybrid site onsite office home based location located workplace wfh days telecommute "
            "telecommuting telework teleworking".split()
        ),
    ),
    (
        employment_types,
        frozenset(
            "full part time fulltime parttime fixed permanent temporary temp freelance freelancer internship contract "
            "contractor seasonal casual zero volunteer unpaid".split()
        ),
    ),
    (seniorities, frozenset("level seniority".split())),
)
_WORD: Final = re.compile(r"[a-z]+")
_DIGIT: Final = re.compile(r"\d")
_INITIALS: Final = re.compile(r"\b(?:[A-Z]|Ph|LL)\.\s?[A-Z]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")
_SIGNS: Final = str.maketrans("\u2018\u2019\u2010\u2011\u2212\u00a0", "''--- ")  # read as the plain ones
_LONGEST_LABEL: Final = 40


def typed_fields(text: str) -> list[TypedField]:
    """The typed fields of a text, in its order; none overlaps another.

    Parameters
    ----------
    text
        A bullet, a sentence, or a whole text; what stands on different lines is read apart.

    Returns
    -------
    list of TypedField
        Each with its kind, the place where it stands, and a value of that kind.

    Examples
    --------
    >>> from rolegraph.readers.documents.fields import typed_fields
    >>> [(str(field.kind), field.text) for field in typed_fields("3+ years of nursing experience, £42,000 a year")]
    [('years', '3+ years of nursing experience'), ('pay', '£42,000 a year')]

    Notes
    -----
    English only. What could be something else is left out: a year count without a word of experience, an amount that
    may be a budget. Words of a company about itself are told apart by their subject, which can be wrong.
    """
    return list(_typed_fields(text))


@lru_cache(maxsize=4096)
def _typed_fields(text: str) -> tuple[TypedField, ...]:
    lines = _lines(text.translate(_SIGNS))
    return tuple(_placed(field, start, text) for start, line in lines for field in _line_fields(line))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text and where they begin; a short label ("Salary:") is part of the line below it."""
    start = place = 0
    for line in text.splitlines(keepends=True):
        place += len(line)
        label = text[start:place].strip()
        if label.endswith(":") and len(label) <= _LONGEST_LABEL and "\n" not in label:
            continue
        yield start, text[start:place]
        start = place
    if start < place:
        yield start, text[start:place]


def _line_fields(line: str) -> list[TypedField]:
    words = set(_WORD.findall(line.lower()))
    if _DIGIT.search(line):
        words.add("0")
        words.update(["2000"] if _YEAR.search(line) else [])
    if "." in line and _INITIALS.search(line):
        words.add("x.y")
    taken = bytearray(len(line))
    found: list[TypedField] = []
    for reader, wanted in _READERS:
        if wanted.isdisjoint(words):
            continue
        for field in reader(line):
            first = taken.find(1, field.start, field.end)
            if first == field.start:
                continue
            whole = field.text if first < 0 else line[field.start : first].rstrip(" ,;(")
            taken[field.start : field.start + len(whole)] = b"\1" * len(whole)
            found.append(replace(field, end=field.start + len(whole), text=whole))
    return sorted(found, key=lambda field: field.start)


def _placed(field: TypedField, distance: int, text: str) -> TypedField:
    """A field of a line as one of the text, in the words that stand there."""
    start, end, value = field.start + distance, field.end + distance, field.value
    if isinstance(value, Years) and value.of_end:
        place = slice(value.of_start + distance, value.of_end + distance)
        value = replace(value, of=text[place], of_start=place.start, of_end=place.stop)
    return TypedField(field.kind, start, end, text[start:end], value)
