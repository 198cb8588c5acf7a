"""Typed fields in order: the laws that hold for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.fields import FieldKind, Years, typed_fields

_PIECES = (
    "3+ years|of|experience|with|Python|£42,000|to|£48,000|a year|$25/hr|Bachelor's degree|in|Physics|or|MBA|and|(|)|,"
    "|.|\n|CISSP|licence|driving|fluent|English|German (B2)|remote|Leeds (hybrid)|full-time|permanent|Senior|posted"
    "|3 March 2024|2019 - present|up to|at least|two|no|certified|exam|pass the|salary|budget|5|12 months|-|45k|+"
).split("|")


@given(st.lists(st.sampled_from(_PIECES), max_size=25), st.text(max_size=15))
def test_fields_are_parts_of_the_text_in_order(pieces: list[str], other: str) -> None:
    text = " ".join([*pieces, other])
    end = 0
    for field in typed_fields(text):
        assert end <= field.start < field.end <= len(text)
        assert field.text == text[field.start : field.end]
        end = field.end
        if isinstance(field.value, Years):
            assert text[field.value.of_start : field.value.of_end] == field.value.of


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.lists(st.sampled_from(_PIECES), max_size=12))
def test_a_bound_of_years_or_pay_is_never_upside_down(first: list[str], second: list[str]) -> None:
    for field in typed_fields(" ".join([*first, *second])):
        bounds = [getattr(field.value, name, None) for name in ("minimum", "maximum", "low", "high")]
        for low, high in (bounds[:2], bounds[2:]):
            assert low is None or high is None or low <= high


def test_a_whole_advertisement() -> None:
    text = (
        "Senior Dental Nurse\nLocation: Leeds, full-time, permanent\nSalary: £28,000 - £32,000 a year\n"
        "- 3+ years of chairside experience\n- Diploma in dental nursing and GDC registration\n"
        "- Fluent English\n- Full driving licence\nClosing date: 3 March 2025\n"
        "We have served Leeds for 20 years, with a training budget of £1,000 a year."
    )
    assert [(field.kind, field.text) for field in typed_fields(text)] == [
        (FieldKind.WORKPLACE, "Leeds"),
        (FieldKind.EMPLOYMENT, "full-time"),
        (FieldKind.EMPLOYMENT, "permanent"),
        (FieldKind.PAY, "£28,000 - £32,000 a year"),
        (FieldKind.YEARS, "3+ years of chairside experience"),
        (FieldKind.DEGREE, "Diploma in dental nursing"),
        (FieldKind.CERTIFICATE, "GDC registration"),
        (FieldKind.LANGUAGE, "Fluent English"),
        (FieldKind.CERTIFICATE, "driving licence"),
        (FieldKind.DATES, "3 March 2025"),
    ]


def test_a_degree_ends_where_years_begin() -> None:
    # a bug: the degree was lost, since what is equivalent to it are years
    fields = typed_fields("Degree in nursing and/or 5 years of hospital experience")
    assert [(str(field.kind), field.text) for field in fields] == [
        ("degree", "Degree in nursing and/or"),
        ("years", "5 years of hospital experience"),
    ]


def test_a_field_of_study_is_no_language() -> None:
    assert [field.kind for field in typed_fields("Degree in English")] == [FieldKind.DEGREE]


def test_typographic_signs_are_read_as_plain_ones() -> None:
    # a bug: a curly apostrophe cut "Bachelor" from its degree
    text = "Bachelor’s degree in Physics and 3‑5 years’ experience"
    assert [field.text for field in typed_fields(text)] == ["Bachelor’s degree in Physics", "3‑5 years’ experience"]
