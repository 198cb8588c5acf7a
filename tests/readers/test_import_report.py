"""What becomes of rows adds up, and the first of each trouble is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.readers.import_report import ImportReport

ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["keep", "leave", "misfit"])), max_size=60)


@given(ROWS)
def test_rows_add_up_by_file(rows: list[tuple[str, str]]) -> None:
    report = ImportReport()
    for line, (file, fate) in enumerate(rows):
        report.read(file)
        if fate == "leave":
            report.leave_out(file, "a rule")
        elif fate == "misfit":
            report.misfit(file, line, "column", "a reason")
    files, left, troubles, notes = report.summary()
    assert [one.file for one in files] == sorted({file for file, _ in rows})
    for one in files:
        assert one.rows == one.kept + one.left_out + one.misfits
        assert one.kept == rows.count((one.file, "keep"))
    assert sum(one.rows for one in left) == sum(fate == "leave" for _, fate in rows)
    assert sum(one.rows for one in troubles) == sum(fate == "misfit" for _, fate in rows)
    assert all(len(one.first) == min(one.rows, 20) for one in troubles)
    assert notes == ()


def test_a_strict_report_stops_at_the_first_misfit_and_says_what_stands_there() -> None:
    with pytest.raises(SourceError, match=r"t\.csv, line 3: level: is no level \(guru ever after\)") as caught:
        ImportReport(strict=True).misfit("t.csv", 3, "level", "is no level", "guru\n ever  after")
    assert (caught.value.path, caught.value.line) == (Path("t.csv"), 3)


def test_long_values_are_cut_and_notes_kept_once() -> None:
    report = ImportReport()
    report.misfit("t.csv", 1, "c", "too long", "x" * 500)
    report.note("twice")
    report.note("twice")
    assert report.troubles()[0].first[0].value == "x" * 99 + "…"
    assert report.notes == ["twice"]
