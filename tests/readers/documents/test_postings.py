"""Job postings that run into each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Seniority
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.postings import Postings, first_posting, read_postings


def postings(text: str) -> Postings:
    return read_postings([Line(number, line) for number, line in enumerate(text.split("\n"), start=1)])


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (
            "Full Time Mid-level / Intermediate USD 100K - 130K",
            (("Full Time",), Seniority.MID, 100_000, 130_000, "USD"),
        ),
        (
            "Full Time Part Time Contract Freelance",
            (("Full Time", "Part Time", "Contract", "Freelance"), None, None, None, ""),
        ),
        (
            "Full Time Internship Entry-level / Junior EUR 45K+",
            (("Full Time", "Internship"), Seniority.ENTRY, 45_000, None, "EUR"),
        ),
        ("Temporary Executive-level / Director", (("Temporary",), Seniority.HEAD, None, None, "")),
        ("Senior-level / Expert USD 100,000 - 130,000", ((), Seniority.SENIOR, 100_000, 130_000, "USD")),
        ("Full Time EUR 100 - 130K", (("Full Time",), None, 100_000, 130_000, "EUR")),
        ("Full Time GBP 41500 - 52000", (("Full Time",), None, 41_500, 52_000, "GBP")),
    ],
)
@pytest.mark.parametrize(
    "next_title",
    ["Senior Data Scientist", "Asst/Assoc Professor of A & B", "Contract Manager", "K8s Engineer, Night Shift"],
)
def test_details_and_the_title_glued_to_them(
    details: str, expected: tuple[tuple[str, ...], Seniority | None, int | None, int | None, str], next_title: str
) -> None:
    found = postings(f"Data Engineer\n@ Example | Remote (EU)\n{details}{next_title}\n@ Other | Leeds\nFull Time")
    first, second = found.records
    assert (first.employment_types, first.seniority, first.pay_low, first.pay_high, first.currency) == expected
    assert (first.title, first.employer, first.place) == ("Data Engineer", "Example", "Remote (EU)")
    assert (second.title, second.passage.line) == (next_title, 3)
    assert found.findings == []


def test_details_on_lines_of_their_own() -> None:
    found = postings(
        "Clerk\n@ Example\nFull Time\nEntry-level / Junior\nUSD 20K - 30K\nBaker\n@ Other | Leeds\nPart Time"
    )
    assert [(record.title, record.pay_high, record.place) for record in found.records] == [
        ("Clerk", 30_000, ""),
        ("Baker", None, "Leeds"),
    ]


def test_what_fits_no_posting_is_kept_and_said() -> None:
    found = postings("Clerk\n@ Example | Leeds\nFull Time USD 20K - 30K\nSubscribe to our letter")
    assert [(finding.line, note.text) for finding, note in zip(found.findings, found.notes, strict=True)] == [
        (4, "Subscribe to our letter")
    ]


def test_an_employer_without_a_title() -> None:
    found = postings("@ Example | Leeds\nFull Time")
    assert found.records == []
    assert {finding.line for finding in found.findings} == {1, 2}


def test_postings_begin_with_the_line_before_the_first_employer() -> None:
    lines = [Line(1, "Tools"), Line(2, "Clerk"), Line(3, ""), Line(4, "@ Example")]
    assert first_posting(lines) == 1
    assert first_posting(lines[:2]) is None


def test_a_title_that_is_too_long_is_kept() -> None:
    # a bug: the line was dropped, and only the employer's was kept
    title = "word " * 50
    found = postings(f"{title.strip()}\n@ Example | Leeds")
    assert [(note.text, note.passage.line) for note in found.notes] == [(title.strip(), 1), ("@ Example | Leeds", 2)]


@given(st.lists(st.sampled_from(["Clerk", "@ Example | Leeds", "Full Time", "USD 20K - 30K", "Baker", "Contract", ""])))
def test_every_line_is_a_posting_or_a_note(lines: list[str]) -> None:
    found = postings("\n".join(lines))
    kept = [record.title for record in found.records] + [note.text for note in found.notes]
    details = [record.pay_low for record in found.records if record.pay_low]
    assert sum("Baker" in text for text in kept) == lines.count("Baker")
    assert len(details) <= lines.count("USD 20K - 30K")
    assert len(found.findings) == len(found.notes)
