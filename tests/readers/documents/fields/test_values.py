"""What a typed field holds."""

from __future__ import annotations

from rolegraph.readers.documents.fields import FieldKind, typed_fields
from rolegraph.readers.documents.fields.values import NUMBERS


def test_numbers_in_words_are_counted_from_zero() -> None:
    assert (NUMBERS["zero"], NUMBERS["seven"], NUMBERS["twenty"]) == (0, 7, 20)


def test_each_kind_of_field_is_found() -> None:
    text = (
        "Experience level: Senior\nLeeds (hybrid), full-time\n£40,000 a year\nPosted 3 March 2024\n"
        "2 years of experience\nA degree in law\nFirst Aid\nFluent English"
    )
    assert {field.kind for field in typed_fields(text)} == set(FieldKind)
