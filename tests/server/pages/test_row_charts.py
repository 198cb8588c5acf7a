"""Pictures of rows on one scale."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.server.pages.row_charts import WIDTH, ChartPart, ChartRow, RowChart, Stroke, row_chart

numbers = st.floats(0, 1e7, allow_nan=False)
some_rows = st.lists(
    st.builds(
        lambda label, end, start: ChartRow(label, "/", (Stroke("bar", end + start, "learn", start),), "~1"),
        st.text(max_size=200),
        numbers,
        numbers,
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(ChartPart, st.text(max_size=20), some_rows.map(tuple)), max_size=4), numbers, numbers)
def test_everything_is_drawn_inside_and_nothing_over_another(parts: list[ChartPart], most: float, limit: float) -> None:
    chart = row_chart("A title", "hours", parts, most, limit, "one move")
    if chart is None:
        assert not any(part.rows for part in parts)
        return
    assert len(chart.rows) == sum(len(part.rows) for part in parts)
    heights = [row.y for row in chart.rows]
    assert all(later - earlier >= 30 for earlier, later in pairwise(heights))
    assert all(row.line < chart.bottom < chart.height for row in chart.rows)
    for row in chart.rows:
        assert all(0 <= stroke.x <= stroke.end <= WIDTH for stroke in row.strokes)
    assert 2 <= len(chart.ticks) <= 6
    assert all(0 <= tick.x <= WIDTH for tick in chart.ticks)
    assert chart.limit is None or 0 <= chart.limit.x <= WIDTH


def test_a_longer_bar_stands_for_more_and_a_scale_has_round_numbers() -> None:
    chart = _chart(*(ChartRow("a", "/", (Stroke("bar", number, "x"),)) for number in (330.0, 660.0)))
    first, second = (row.strokes[0].width for row in chart.rows)
    assert abs(second - 2 * first) < 1e-6
    assert [tick.text for tick in chart.ticks] == ["0", "200", "400", "600", "800"]


def test_a_name_that_is_too_long_is_cut_before_its_remark() -> None:
    row = ChartRow("Interpreters and Translators of " * 4, "/", (), "11 roles, ~110 hours")
    (drawn,) = _chart(row).rows
    assert drawn.shown.endswith("…")
    assert drawn.label == row.label


def test_a_limit_beyond_the_scale_is_not_drawn() -> None:
    row = ChartRow("a", "/", (Stroke("bar", 10, "x"),))
    assert _chart(row, limit=float("inf")).limit is None
    assert _chart(row, limit=5.0).limit is not None


def _chart(*rows: ChartRow, limit: float | None = None) -> RowChart:
    chart = row_chart("A title", "hours", [ChartPart("", rows)], limit=limit, limit_said="one move")
    assert chart is not None
    return chart
