"""Quantiles of groups are NumPy's, on every engine; pay is in the currency that most state."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rolegraph.market.engines import engine_named
from rolegraph.market.pay_quantiles import PAY, pay_quantiles, quantiles


@settings(max_examples=20, deadline=None)
@given(
    some.lists(some.tuples(some.integers(0, 2), some.integers(-5, 40)), min_size=1),
    some.sampled_from(("polars", "duckdb")),
)
def test_they_are_those_of_numpy(rows: list[tuple[int, int]], engine: str) -> None:
    with engine_named(engine) as opened:
        columns = dict(zip(("group", "value"), map(list, zip(*rows, strict=True)), strict=True))
        found = opened.collect(quantiles(opened.frame(pa.table(columns)), ["group"], "value", PAY)).to_pylist()
    assert {row["group"] for row in found} == {group for group, _ in rows}
    for row in found:
        values = [value for group, value in rows if group == row["group"]]
        assert row["stated"] == len(values)
        assert [row[name] for name in PAY] == pytest.approx([np.quantile(values, share) for share in PAY.values()])


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_pay_is_in_what_most_state_and_of_equals_in_the_first(engine: str) -> None:
    rows = [
        *({"role": 1, "currency": "GBP", "period": "year", "pay": pay} for pay in (30.0, 40.0, 20.0)),
        *({"role": 1, "currency": "EUR", "period": "year", "pay": pay} for pay in (1.0, 2.0)),
        {"role": 2, "currency": "EUR", "period": "year", "pay": 7.0},
        {"role": 2, "currency": "EUR", "period": "hour", "pay": 9.0},
        {"role": 3, "currency": "", "period": "year", "pay": 5.0},
    ]
    with engine_named(engine) as opened:
        found = opened.collect(pay_quantiles(opened.frame(pa.Table.from_pylist(rows)), ["role"]).sort("role"))
    assert [list(row.values()) for row in found.to_pylist()] == [
        [1, 3, "GBP", "year", 25.0, 30.0, 35.0],
        [2, 1, "EUR", "hour", 9.0, 9.0, 9.0],
        [3, 1, None, "year", 5.0, 5.0, 5.0],
    ]
