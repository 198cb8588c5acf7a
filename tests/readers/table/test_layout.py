"""The columns of role tables, and the rows below a heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.folders import ROOT
from tests.readers.table.role_tables import written

from rolegraph import SourceError
from rolegraph.readers.import_report import ImportReport
from rolegraph.readers.table.layout import (
    COLUMNS,
    FACTS,
    KINDS,
    LEVELS,
    NECESSITIES,
    SENIORITIES,
    CellPlace,
    TableRow,
    column,
    rows_under_heading,
)

__all__ = ["written"]  # a fixture


def test_the_documentation_names_every_column_and_word() -> None:
    text = (ROOT / "docs" / "tables.md").read_text()
    assert re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE) == list(COLUMNS)
    for word in (*FACTS, *KINDS, *NECESSITIES, *LEVELS, *SENIORITIES):
        assert f"`{word}`" in text


PLACE = CellPlace(Path("t.csv"), "t.csv", "roles")


def rows_of(*lines: list[str] | None) -> tuple[list[TableRow], ImportReport]:
    report = ImportReport()
    return list(rows_under_heading(enumerate(lines, start=1), PLACE, report)), report


def test_cells_go_by_column_in_any_order_and_empty_rows_are_none() -> None:
    rows, report = rows_of(["# a remark"], ["Capability", "x", "ROLES"], ["", ""], [" soups ", "1", "Cook"], ["", "2"])
    assert [(row.line, row.cells, row.describes) for row in rows] == [
        (4, {"capability": "soups", "role": "Cook"}, False)
    ]
    (file,) = report.files()
    assert (file.rows, file.kept, file.left_out) == (2, 1, 1)
    assert report.notes == ["t.csv: ignored, for it is no column of these tables: x"]


def test_broken_rows_and_those_with_more_cells_than_titles_do_not_fit() -> None:
    rows, report = rows_of(["role", "capability"], None, ["Cook", "soups", "", "more"], ["Cook", "soups", ""])
    assert len(rows) == 1
    assert [(one.first[0].line, one.rows) for one in report.troubles()] == [(2, 1), (3, 1)]


def test_a_table_of_capabilities_needs_no_role() -> None:
    rows, _ = rows_of(["capability", "effort hours"], ["soups", "30"])
    assert rows[0].describes
    with pytest.raises(SourceError, match="line 1: has no column role"):
        rows_of(["capability", "level"])


def test_headings_are_known_in_many_spellings() -> None:
    for name in COLUMNS:
        assert {
            column(name),
            column(name.upper()),
            column(name.replace(" ", "_")),
            column(f" {name.removesuffix('s')}s"),
        } == {name}
