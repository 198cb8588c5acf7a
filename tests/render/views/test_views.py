"""The helper that every view uses: a table under its title."""

from __future__ import annotations

from rolegraph.render.text import Heading, Table, Text
from rolegraph.render.views import section

ROWS = [(str(number), "x") for number in range(30)]


def test_a_section_without_rows_is_nothing() -> None:
    assert list(section("Title", ("#", "Name"), [])) == []


def test_a_section_has_a_title_and_all_rows() -> None:
    assert list(section("Title", ("#", "Name"), ROWS, ["#"])) == [
        Heading("Title"),
        Table(("#", "Name"), ROWS, frozenset({"#"})),
    ]


def test_a_long_section_is_cut_and_says_so() -> None:
    *_, table, remark = section("Title", ("#", "Name"), ROWS, limit=20)
    assert isinstance(table, Table)
    assert list(table.rows) == ROWS[:20]
    assert remark == Text("showing 20 of 30", quiet=True)
    assert len(list(section("Title", ("#", "Name"), ROWS[:20], limit=20))) == 2
