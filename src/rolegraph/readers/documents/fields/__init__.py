"""Typed fields: what a text about jobs says in numbers, dates and fixed words, found before names are looked for.

Each kind has a module that knows its words; here what they find is put in order, and made disjoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from rolegraph.readers.documents.fields.credentials import credential_fields
from rolegraph.readers.documents.fields.pay import pay_fields
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
    "typed_fields",
]

# The first in this order keeps the words that two kinds claim.
_READERS: Final[tuple[Callable[[str], Iterator[TypedField]], ...]] = (pay_fields, years_fields, credential_fields)


def typed_fields(text: str) -> list[TypedField]:
    """The typed fields of a text, in its order; none overlaps another.

    Parameters
    ----------
    text
        A bullet, a sentence, or a whole text; lines are separate sentences.

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
    found: list[TypedField] = []
    for reader in _READERS:
        for field in reader(text):
            ends = [other.start for other in found if field.start < other.start < field.end]
            end = min(ends, default=field.end)
            if all(end <= other.start or other.end <= field.start for other in found):
                whole = text[field.start : end].rstrip(" ,;(") if ends else field.text
                found.append(replace(field, end=field.start + len(whole), text=whole))
    return sorted(found, key=lambda field: field.start)
