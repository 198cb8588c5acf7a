"""Terms of advertised jobs: employer, place, pay, from headers in many forms."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read_as

from rolegraph.readers.documents.records import PostingRecord, TextKind


def posting(header: str) -> PostingRecord:
    (record,) = read_as(f"{header}\n\nDuties\n- Lead the team.", TextKind.POSTING).postings
    return record


@pytest.mark.parametrize(
    ("header", "title", "employer", "place"),
    [
        ("Baker\nNorthlight Bakery, Leeds", "Baker", "Northlight Bakery", "Leeds"),
        (
            "Data Engineer @ Glasshouse Insurance\nLondon / remote-first",
            "Data Engineer",
            "Glasshouse Insurance",
            "London",
        ),
        ("Staff Nurse - Leeds General Hospital", "Staff Nurse", "Leeds General Hospital", ""),
        (
            "STAFF NURSE - ACUTE MEDICAL UNIT\nBand 5\nSt Elm's Hospital Trust, Hull",
            "Staff Nurse - Acute Medical Unit",
            "St Elm's Hospital Trust",
            "Hull",
        ),
        ("Sales Representative\nAustin, TX (3 days onsite)", "Sales Representative", "", "Austin, TX"),
        (
            "Warehouse Lead\nPinecrest Distribution, Joliet IL | Full-Time",
            "Warehouse Lead",
            "Pinecrest Distribution",
            "Joliet IL",
        ),
        (
            "Job title: Ward Sister\nEmployer: St Elm's Hospital\nLocation: Hull (hybrid)",
            "Ward Sister",
            "St Elm's Hospital",
            "Hull",
        ),
        (
            "Class Teacher, Key Stage 1\n\nMillbrook Primary School, Taunton. Required for September.",
            "Class Teacher, Key Stage 1",
            "Millbrook Primary School",
            "Taunton",
        ),
        ("Cook\n\nBrightcask is a pub by the sea.", "Cook", "Brightcask", ""),
    ],
)
def test_the_header_names_employer_and_place(header: str, title: str, employer: str, place: str) -> None:
    record = posting(header)
    assert (record.title, record.employer, record.place) == (title, employer, place)


def test_a_place_at_the_end_of_a_sentence_is_without_its_full_stop() -> None:
    assert posting("Baker\n\nWe are looking for a baker to join our team in Leeds.").place == "Leeds"


@pytest.mark.parametrize(
    ("header", "remote"),
    [
        ("Baker\nLocation: Hull (hybrid)", "hybrid"),
        ("Developer\nFully remote", "remote"),
        ("Developer - remote sensing", ""),
        ("Developer\n2 days in the office", "hybrid"),
    ],
)
def test_where_the_work_is_done(header: str, remote: str) -> None:
    assert posting(header).remote == remote


def test_pay_is_in_whole_units() -> None:
    record = posting("Chef\n£13.50 - £14.80 an hour")
    assert (record.pay_low, record.pay_high, record.currency, record.pay_period) == (13, 14, "GBP", "hour")
