"""Demand over tables: equal to what plain Python counts, on every engine, whatever the order of the rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.market.mention_tables import (
    CAPABILITIES,
    ROLES,
    Row,
    as_rows,
    counted_plainly,
    cube_of,
    mentions_schema,
    postings,
    rows_of,
    write_mentions,
)

from rolegraph import RolegraphError, SourceError
from rolegraph.market.cube import PostingFilter, posting_filter
from rolegraph.market.cube_columns import DIMENSIONS
from rolegraph.market.engines import engine_named

WAYS = [by for size in range(1, 6) for by in combinations(DIMENSIONS, size)]
ENGINES = ("polars", "duckdb")


def same(found: Sequence[Row], expected: Sequence[Row]) -> bool:
    """Whether rows are equal, floats but for rounding."""
    return [_rounded(row) for row in found] == [_rounded(row) for row in expected]


def _rounded(row: Row) -> Row:
    return {name: float(f"{value:.9g}") + 0.0 if isinstance(value, float) else value for name, value in row.items()}


@settings(max_examples=8, deadline=None)
@given(postings, some.sampled_from(WAYS), some.sampled_from((1, 12)), some.sampled_from(ENGINES))
def test_rows_are_what_plain_python_counts(found: list[Row], by: tuple[str, ...], times: int, engine: str) -> None:
    rows = as_rows(found, times)
    if all(row["duplicate_of"] for row in rows):
        return
    with TemporaryDirectory() as folder:
        place = write_mentions(Path(folder, "mentions.parquet"), rows)
        assert same(rows_of(engine, place, by), counted_plainly(rows, by))


@settings(max_examples=4, deadline=None)
@given(postings, some.sampled_from(WAYS), some.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_files_nor_the_engine_matters(
    found: list[Row], by: tuple[str, ...], chance: random.Random
) -> None:
    rows = as_rows([{**one, "duplicate_of": None} for one in found])
    mixed = chance.sample(rows, len(rows))
    with TemporaryDirectory() as folder:
        whole = write_mentions(Path(folder, "mentions.parquet"), rows)
        for number, part in enumerate((mixed[::2], mixed[1::2])):
            write_mentions(Path(folder, "parts", f"{number}.parquet"), part)
        assert same(rows_of("polars", whole, by), rows_of("duckdb", Path(folder, "parts"), by))


@settings(max_examples=4, deadline=None)
@given(postings, some.sampled_from(DIMENSIONS), some.sampled_from([by for by in WAYS if "capability" in by]))
def test_the_parts_of_a_dimension_make_the_whole(found: list[Row], more: str, by: tuple[str, ...]) -> None:
    rows = as_rows([{**one, "duplicate_of": None} for one in found])
    finer = tuple(name for name in DIMENSIONS if name in by or name == more)
    with TemporaryDirectory() as folder:
        place = write_mentions(Path(folder, "mentions.parquet"), rows)
        parts, whole = (rows_of("polars", place, way) for way in (finer, by))
    sums: dict[tuple[Any, ...], int] = {}
    for row in parts:
        key = tuple(row[name] for name in by)
        sums[key] = sums.get(key, 0) + row["postings"]
    assert sums == {tuple(row[name] for name in by): row["postings"] for row in whole}


def one(**said: Any) -> Row:
    """A row of a posting for bakers."""
    return {"posting": "1", "role": ROLES[0], "capability": CAPABILITIES[0], **said}


def totals(tmp_path: Path, rows: Sequence[Row], only: PostingFilter = PostingFilter()) -> dict[str, Any]:  # noqa: B008
    with engine_named("polars") as engine:
        return cube_of(engine, write_mentions(tmp_path / "mentions.parquet", rows), only).totals._asdict()


def test_what_does_not_count_is_counted_for_its_first_reason(tmp_path: Path) -> None:
    day = date(2026, 5, 1)
    rows = [
        one(posting="counts", posted=day, place="Leeds, UK", seniority="mid", role_confidence=0.4),
        one(posting="remote", posted=day, remote="LEEDS or anywhere", seniority="mid", role=None, capability=None),
        one(posting="copy", posted=date(2020, 1, 1), duplicate_of="counts"),
        one(posting="old", posted=date(2026, 4, 30), place="Leeds", seniority="mid"),
        one(posting="late", posted=date(2026, 5, 3), place="Leeds", seniority="mid"),
        one(posting="undated", place="Leeds", seniority="mid"),
        one(posting="elsewhere", posted=day, place="York", seniority="mid"),
        one(posting="senior", posted=day, place="Leeds", seniority="senior"),
        one(posting="any", posted=day, place="Leeds"),
    ]
    found = totals(tmp_path, rows, posting_filter("2026-05-01", "2026-05-02", "leeds", "mid"))
    expected = {"every": 9, "copies": 1, "other_time": 3, "other_place": 1, "other_seniority": 2, "postings": 2}
    expected |= {"asking": 1, "undated": 0, "without_role": 1, "unsure": 1}
    assert found == {**expected, "first": "2026-05-01", "last": "2026-05-01"}


def test_a_day_counts_from_its_first_to_its_last(tmp_path: Path) -> None:
    rows = [one(posting=str(day), posted=date(2026, 5, day)) for day in (1, 2, 3)]
    assert totals(tmp_path, rows, posting_filter("2026-05-02", "2026-05-02"))["postings"] == 1


def test_a_table_of_two_columns_is_enough_and_what_it_does_not_say_is_null(tmp_path: Path) -> None:
    schema = pa.schema([("posting", pa.string()), ("capability", pa.string())])
    rows = [{"posting": "1", "capability": "Dough"}, {"posting": "2", "capability": CAPABILITIES[1]}]
    place = write_mentions(tmp_path / "mentions.parquet", rows, schema)
    found = rows_of("polars", place, ("role", "capability"))
    assert [(row["role"], row["capability"], row["postings"], row["of"]) for row in found] == [
        (None, CAPABILITIES[0], 1, 2),
        (None, CAPABILITIES[1], 1, 2),
    ]
    unsaid = ("essential", "alone", "level", "years", "pay_postings", "growth")
    assert {row[name] for row in found for name in unsaid} == {None}


def test_columns_that_nobody_asked_for_are_not_read(tmp_path: Path) -> None:
    schema = mentions_schema().append(pa.field("applicant", pa.list_(pa.string())))
    place = write_mentions(tmp_path / "mentions.parquet", [one(applicant=["x"])], schema)
    for engine in ENGINES:
        (row,) = rows_of(engine, place, ("role",))
        assert "applicant" not in row


def test_a_posting_whose_rows_disagree_is_one_posting(tmp_path: Path) -> None:
    rows = [one(role=ROLES[1], place="Leeds"), one(capability=CAPABILITIES[1], place="York")]
    place = write_mentions(tmp_path / "mentions.parquet", rows)
    found = rows_of("duckdb", place, ("role", "capability", "place"))
    assert [(row["role"], row["place"], row["postings"], row["of"]) for row in found] == [(ROLES[0], "Leeds", 1, 1)] * 2


def test_growth_is_not_told_by_month(tmp_path: Path) -> None:
    days = [date(2024 + number % 2, 6, 15) for number in range(100)]
    place = write_mentions(
        tmp_path / "mentions.parquet", [one(posting=str(n), posted=day) for n, day in enumerate(days)]
    )
    (row,) = rows_of("polars", place, ("capability",))
    assert (row["postings_now"], row["postings_before"], row["growth"]) == (50, 50, 0.0)
    assert {month["growth"] for month in rows_of("polars", place, ("capability", "month"))} == {None}


def test_a_table_of_which_no_posting_counts_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match=r"none of 1 postings counts \(other time 1\)"):
        totals(tmp_path, [one()], posting_filter("2026-01-01"))
    with pytest.raises(SourceError, match="has no postings"):
        totals(tmp_path, [])


@pytest.mark.parametrize("level", [0, 5, -1])
def test_a_level_that_is_none_is_refused(level: int, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=rf"level {level}, and levels are 1 to 4"):
        totals(tmp_path, [one(), one(posting="2", level=level)])


def test_days_are_read_as_people_write_them() -> None:
    assert posting_filter("2026-01-31", "2026-02-01") == PostingFilter(date(2026, 1, 31), date(2026, 2, 1))
    with pytest.raises(RolegraphError, match="--until: May is no date"):
        posting_filter("", "May")
    with pytest.raises(RolegraphError, match="--until 2026-01-01 is before --since 2026-01-02"):
        posting_filter("2026-01-02", "2026-01-01")


@pytest.mark.spark
@pytest.mark.usefixtures("spark_session")
def test_spark_counts_alike(tmp_path: Path) -> None:
    said = {"place": "Zürich", "necessity": "essential", "pay_low": 30.0, "currency": "CHF", "alternatives": "a b"}
    rows = [
        one(posting=str(n), capability=CAPABILITIES[n % 3], posted=date(2025, 1 + n % 12, 1), level=1 + n % 4, **said)
        for n in range(60)
    ]
    place = write_mentions(tmp_path / "mentions.parquet", [*rows, one(posting="nothing", capability=None)])
    for by in (("role", "capability"), ("capability", "month", "place")):
        assert same(rows_of("spark", place, by), rows_of("polars", place, by))
