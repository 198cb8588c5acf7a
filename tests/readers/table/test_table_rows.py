"""Rows of our own tables and of others: what is kept, left out or reported, and that it all adds up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table.role_tables import read_grid

from rolegraph import SourceError
from rolegraph.readers.table import table_rows
from rolegraph.readers.table.layouts import TableOptions


def test_cells_go_by_column_in_any_order_and_empty_rows_are_none() -> None:
    read = read_grid([["# a remark"], ["Capability", "x", "ROLES"], ["", ""], [" soups ", "1", "Cook"], ["", "2"]])
    assert [(row.line, row.cells, row.describes) for row in read.rows] == [
        (4, {"capability": "soups", "role": "Cook"}, False)
    ]
    (file,) = read.report.files()
    assert (file.rows, file.kept, file.left_out) == (2, 1, 1)
    assert read.report.notes == ["t.csv: ignored, not a column of these tables: x"]


def test_broken_rows_and_those_with_more_cells_than_titles_do_not_fit() -> None:
    read = read_grid([["role", "capability"], None, ["Cook", "soups", "", "more"], ["Cook", "soups", ""]])
    assert len(read.rows) == 1
    assert [(one.first[0].line, one.rows) for one in read.report.troubles()] == [(2, 1), (3, 1)]


def test_a_table_of_capabilities_needs_no_role() -> None:
    (row,) = read_grid([["capability", "effort hours"], ["soups", "30"]]).rows
    assert row.describes
    with pytest.raises(SourceError, match="line 1: has no column role"):
        read_grid([["capability", "level"], ["soups", "3"]])


def test_a_sheet_may_be_a_role_and_one_with_a_general_name_is_none() -> None:
    grid = [["Skill", "Level"], ["dough", "3"]]
    assert [each.role for each in read_grid(grid, sheet="Pastry Chef").asked] == ["Pastry Chef"]
    for name in ("Sheet1", "Tabelle 2", "Feuil3", "Skills matrix"):
        with pytest.raises(SourceError, match="has no column role"):
            read_grid(grid, sheet=name)
        assert read_grid(grid, TableOptions(role="Cook"), sheet=name).asked[0].role == "Cook"


def test_what_is_no_mark_is_reported_with_its_column() -> None:
    read = read_grid([["Role", "dough", "Excel"], ["Baker", "4", "2026-01-31"], ["Cook", "=A1", "x"], ["", "3", ""]])
    assert [(each.role, each.level) for each in read.asked] == [("Baker", "expert"), ("Cook", "")]
    misfits = [each for trouble in read.report.troubles() for each in trouble.first]
    assert {(each.line, each.column, each.value) for each in misfits} == {
        (2, "Excel", "2026-01-31"),
        (3, "dough", "=A1"),
        (4, "(row)", "3"),
    }


def test_a_level_of_zero_asks_for_nothing() -> None:
    read = read_grid([["Role", "Skill", "Level"], ["Baker", "dough", "0"], ["Baker", "Excel", "2"]])
    assert [each.capability for each in read.asked] == ["Excel"]
    assert [each.rule for each in read.report.left()] == ["a level that asks for nothing"]


def test_what_else_a_matrix_says_of_its_rows() -> None:
    roles = read_grid([["Role", "Description", "Seniority", "dough"], ["Baker", "Bakes bread.", "mid", "x"]])
    assert [row.cells for row in roles.rows] == [
        {"role": "Baker", "capability": "dough"},
        {"role": "Baker", "definition": "Bakes bread.", "seniority": "mid"},
    ]
    skills = read_grid(
        [["Area", "Skill", "Comment", "Baker"], ["Craft", "dough", "by hand", "x"], ["", "ovens", "", "x"]]
    )
    assert [each.note for each in skills.asked] == ["Craft; by hand", "Craft"]


def test_more_than_anybody_asks_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "MOST_ROWS", 8)
    grid = [["Role", "dough", "ovens", "Excel"], *([f"Baker {n}", "x", "x", "x"] for n in range(3))]
    assert len(read_grid(grid[:3]).rows) == 6
    with pytest.raises(SourceError, match="asks for more than 8 things"):
        read_grid(grid)


CELLS = st.sampled_from(
    ["", "x", "3", "5", "Role", "Skill", "Baker", "Junior", "Total", "1 = basic", "dough, ovens", "a"]
)


@settings(max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_row_is_kept_left_out_or_reported(grid: list[list[str]]) -> None:
    try:
        read = read_grid(grid)
    except SourceError as error:
        assert error.cure
        return
    for file in read.report.files():
        assert file.kept == len(read.rows)
        assert file.rows == file.kept + file.left_out + file.misfits


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_order_of_rows_and_columns_changes_nothing(rows: list[int], columns: list[int]) -> None:
    grid = [["Role", "dough", "ovens", "Excel", "soups"], *([f"Cook {n}", "x", str(n), "", "2"] for n in range(1, 5))]
    moved = [[line[0], *(line[1 + at] for at in columns)] for line in (grid[0], *(grid[1 + at] for at in rows))]
    turned = [list(line) for line in zip(*moved, strict=True)]
    turned[0][0] = "Skill"
    assert sorted(read_grid(moved).asked) == sorted(read_grid(grid).asked) == sorted(read_grid(turned).asked)
