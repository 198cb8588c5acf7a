"""Growth of a share with Katz' interval: the published values, and nothing where too little is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import exp

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.stats.contingency import relative_risk

from rolegraph.market.engines import engine_named
from rolegraph.market.growth import LEAST_COUNT, growth_columns, year_before

NAMES = "postings_now", "of_now", "postings_before", "of_before"
COLUMNS = "growth", "growth_low", "growth_high"
Growth = tuple[float | None, float | None, float | None]
# Of how many in each year, and which parts of these.
years = some.tuples(some.integers(30, 2000), some.floats(0.2, 1), some.integers(30, 2000), some.floats(0.2, 1))


def growths(counts: Sequence[Sequence[int]], engine: str = "polars") -> list[Growth]:
    with engine_named(engine) as opened:
        table = pa.table(dict(zip(NAMES, map(list, zip(*counts, strict=True)), strict=True)))
        rows = opened.collect(opened.frame(table).select(*NAMES, *growth_columns())).to_pylist()
    found = {tuple(row[name] for name in NAMES): row for row in rows}
    return [tuple(found[tuple(one)][name] for name in COLUMNS) for one in counts]


def growth(*counts: int, engine: str = "polars") -> Growth:
    return growths([counts], engine)[0]


@settings(max_examples=5, deadline=None)
@given(some.lists(years, min_size=1), some.sampled_from(("polars", "duckdb")))
def test_it_is_the_relative_risk_that_scipy_has(found: list[tuple[int, float, int, float]], engine: str) -> None:
    counts = [(round(of * part), of, round(before * was), before) for of, part, before, was in found]
    for one, grown in zip(counts, growths(counts, engine), strict=True):
        expected = relative_risk(*one)
        low, high = expected.confidence_interval(0.95)
        assert grown == pytest.approx((expected.relative_risk - 1, low - 1, high - 1), rel=1e-6, abs=1e-6)


def test_it_is_what_the_formula_gives_by_hand() -> None:
    # 30 of 100 against 20 of 100: the variance is 1/30 - 1/100 + 1/20 - 1/100 = 0.19/3
    half = 1.959964 * (0.19 / 3) ** 0.5
    assert growth(30, 100, 20, 100) == pytest.approx((0.5, 1.5 * exp(-half) - 1, 1.5 * exp(half) - 1))


def test_what_all_ask_for_in_both_years_has_not_changed() -> None:
    assert growth(40, 40, 70, 70) == pytest.approx((0, 0, 0))


@pytest.mark.parametrize(
    "counts", [(10, 29, 10, 100), (10, 100, 10, 29), (4, 100, 10, 100), (10, 100, 0, 100), (0, 0, 0, 0)]
)
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_too_few_say_nothing(counts: tuple[int, int, int, int], engine: str) -> None:
    assert LEAST_COUNT == 5
    assert growth(*counts, engine=engine) == (None, None, None)


def test_a_year_before_is_the_same_day() -> None:
    assert year_before(date(2026, 3, 31)) == date(2025, 3, 31)
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
