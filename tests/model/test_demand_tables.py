"""Tables of demand as values: a notebook shows them, and nothing that is not said has a value."""

from __future__ import annotations

from rolegraph.model.demand_tables import DemandRow, DemandTable, PostingTotals
from rolegraph.model.demands import Share
from rolegraph.model.nodes import Kind, Node


def test_what_is_not_said_is_none_and_not_zero() -> None:
    row = DemandRow(asked_by=Share(1, 2, 0.1, 0.9))
    unsaid = (row.idf, row.essential, row.alone, row.level, row.years, row.pay, row.now, row.before, row.growth)
    assert set(unsaid) == {None}


def test_a_notebook_shows_it_as_a_table() -> None:
    rows = (DemandRow(asked_by=Share(30, 60, 0.38, 0.62), capability=Node("dough", Kind.SKILL, "Dough")),)
    table = DemandTable("m.parquet", ("capability",), PostingTotals(60, 0, 0, 0, 0, 60, 60), None, 30, 1, 1, rows)
    html = table._repr_html_()  # type: ignore[attr-defined]
    assert "60 postings" in html
    assert "Dough" in html
