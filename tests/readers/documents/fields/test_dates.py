"""Dates of advertisements, and ranges of dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.fields.dates import date_fields
from rolegraph.readers.documents.fields.values import DateRange


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Posted 3 March 2024", [DateRange("2024-03-03", "", "posted")]),
        ("Closing date: 2024-05-01", [DateRange("2024-05-01", "", "closes")]),
        ("Apply by May 1st, 2024", [DateRange("2024-05-01", "", "closes")]),
        ("Deadline 31.12.2024", [DateRange("2024-12-31", "", "closes")]),
        ("Closing date: 25/12/2024", [DateRange("2024-12-25", "", "closes")]),
        ("Start date: September 2025", [DateRange("2025-09", "", "starts")]),
        (
            "Interviews start 12 May 2025; closing date 5pm Friday 9 May 2025",
            [DateRange("2025-05-09", "", "closes")],
        ),
        ("Jan 2019 - present", [DateRange("2019-01", "present")]),
        ("March 2018 – June 2020", [DateRange("2018-03", "2020-06")]),
        ("2016-2019", [DateRange("2016", "2019")]),
        ("Closing date: 01/02/2024", []),  # of February, or of January
        ("Closing date: 31 February 2024", []),
        ("on 3 March 2024", []),
        ("growth of 9 percent from 2022 to 2032", []),
    ],
)
def test_dates(text: str, expected: list[DateRange]) -> None:
    assert [field.value for field in date_fields(text)] == expected


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_a_date_is_the_day_that_is_written(day: date, form: str) -> None:
    assert [field.value for field in date_fields(f"Posted {day.strftime(form)}")] == [
        DateRange(day.isoformat(), "", "posted")
    ]
