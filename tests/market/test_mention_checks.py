"""Rows of mentions that are refused are named by file and row group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.market.mention_tables import mentions_schema

from rolegraph import SourceError
from rolegraph.market.engines import engine_named
from rolegraph.market.mention_checks import refuse_wrong_rows
from rolegraph.market.mention_columns import MENTION_COLUMNS


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"posting": "3", "level": 7}, "row group 2: level 7, and levels are 1 to 4"),
        ({"posting": "3", "level": 0}, "row group 2: level 0, and levels are 1 to 4"),
        ({"posting": "3", "years": -5}, "row group 2: years -5, and years of experience are 0 to 100"),
        ({"posting": "3", "years": 2**40}, "row group 2: years 1.09951e\\+12, and years of experience are 0 to 100"),
        ({"posting": "3", "posted": date(1, 1, 1)}, "row group 2: posted 0001-01-01, and postings are of the years"),
        ({"posting": "3", "posted": date(9999, 12, 31)}, "row group 2: posted 9999-12-31, and postings are of"),
        ({"posting": None}, "row group 2: a row without a posting"),
        ({"posting": ""}, "row group 2: a row without a posting"),
    ],
)
def test_a_wrong_row_is_named_by_its_file_and_row_group(
    engine: str, row: dict[str, object], said: str, tmp_path: Path
) -> None:
    rows = [{"posting": "1", "level": 4}, {"posting": "2"}, row]
    pq.write_table(pa.Table.from_pylist(rows, schema=mentions_schema()), tmp_path / "m.parquet", row_group_size=2)
    with engine_named(engine) as opened:
        table = opened.open(tmp_path / "m.parquet", MENTION_COLUMNS)
        with pytest.raises(SourceError, match=said) as raised:
            refuse_wrong_rows(opened, table, opened.scan(table, missing=MENTION_COLUMNS))
        assert raised.value.path == str(tmp_path / "m.parquet")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("day", [-800_000, 3_000_000, 2**31 - 1])
def test_a_day_that_no_calendar_has_is_a_wrong_row(engine: str, day: int, tmp_path: Path) -> None:
    days = pa.array([day], pa.int32()).cast(pa.date32())
    pq.write_table(pa.table({"posting": ["1"], "capability": ["Dough"], "posted": days}), tmp_path / "m.parquet")
    with engine_named(engine) as opened:
        table = opened.open(tmp_path / "m.parquet", MENTION_COLUMNS)
        with pytest.raises(SourceError, match=r"row group 1: posted .*, and postings are of the years 1900 to 2199"):
            refuse_wrong_rows(opened, table, opened.scan(table, missing=MENTION_COLUMNS))


def test_levels_and_postings_that_are_right_are_let_through(tmp_path: Path) -> None:
    rows = [{"posting": "1", "level": level} for level in (None, 1, 2, 3, 4)]
    pq.write_table(pa.Table.from_pylist(rows, schema=mentions_schema()), tmp_path / "m.parquet")
    with engine_named("polars") as engine:
        table = engine.open(tmp_path / "m.parquet", MENTION_COLUMNS)
        refuse_wrong_rows(engine, table, engine.scan(table, missing=MENTION_COLUMNS))
