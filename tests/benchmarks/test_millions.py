"""What the benchmark of millions is made with: tables as they have to be, and a comparison that sees differences."""

from __future__ import annotations

import sys
from pathlib import Path

import market_tables
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from footprint import footprint
from table_comparison import differences

from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.parquet_tables import TableColumn, open_table
from rolegraph.market.people_columns import PEOPLE_COLUMNS

ASKED = market_tables.AskedFor(
    [f"urn:role-{number}" for number in range(5)],
    [f"urn:skill-{number}" for number in range(40)],
    np.array([0, 10, 20, 20, 30, 40]),
    np.arange(40),
)
COLUMNS = {
    "whole": [1, 2, None],
    "half": [0.5, None, float("nan")],
    "word": ["ж", "", None],
    "many": [["a"], [], None],
}


@pytest.mark.parametrize(
    ("write", "columns"),
    [(market_tables.write_mentions, MENTION_COLUMNS), (market_tables.write_people, PEOPLE_COLUMNS)],
)
def test_made_up_tables_have_all_columns_and_are_the_same_each_time(
    tmp_path: Path,
    write: object,
    columns: tuple[TableColumn, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert callable(write)
    monkeypatch.setattr(market_tables, "_CHUNK", 40)
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    assert write(one, ASKED, 100) == write(other, ASKED, 100) == pq.read_metadata(one).num_rows
    table = open_table(one, columns)
    assert [column.name for column in columns if table.has(column.name)] == [column.name for column in columns]
    assert differences(one, other) == []
    whose = pq.read_table(one).column(columns[0].name).to_pylist()
    assert len(set(whose)) == pytest.approx(100, abs=1)
    assert whose == sorted(whose)


def test_tables_of_other_widths_and_codes_are_equal(tmp_path: Path) -> None:
    wide = pa.table(COLUMNS)
    narrow = pa.table(
        {
            "whole": pa.array(COLUMNS["whole"], pa.int8()),
            "half": pa.array([0.5 + 1e-12, None, float("nan")]),
            "word": pa.array(COLUMNS["word"]).dictionary_encode(),
            "many": pa.array(COLUMNS["many"], pa.large_list(pa.large_string())),
        }
    )
    assert _differences(tmp_path, wide, narrow) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("whole", [1, 2, 0]),
        ("half", [0.5, 0.0, float("nan")]),
        ("half", [0.5 + 1e-8, None, float("nan")]),
        ("half", [0.5, None, None]),
        ("half", [0.5, float("nan"), None]),
        ("word", ["", "ж", None]),
        ("many", [["a"], None, []]),
    ],
)
def test_another_value_order_or_nothing_is_a_difference(tmp_path: Path, name: str, values: list[object]) -> None:
    found = _differences(tmp_path, pa.table(COLUMNS), pa.table(COLUMNS | {name: values}))
    assert [line.split(":")[0] for line in found] == [name]


def test_another_column_or_number_of_rows_is_a_difference(tmp_path: Path) -> None:
    table = pa.table(COLUMNS)
    assert _differences(tmp_path, table, table.drop_columns(["word"]))
    assert _differences(tmp_path, table, table.slice(1)) == ["3 and 2 rows"]


def _differences(folder: Path, one: pa.Table, other: pa.Table) -> list[str]:
    paths = folder / "one.parquet", folder / "other.parquet"
    for table, path in zip((one, other), paths, strict=True):
        pq.write_table(table, path)
    return differences(*paths)


def test_what_a_process_leaves_behind_counts() -> None:
    spending = "import time\nwhile time.process_time() < 0.3: pass"
    leaving = (
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {spending!r}])\nprint('left')\nsys.exit(3)"
    )
    taken = footprint([sys.executable, "-c", leaving])
    assert taken.cpu > 0.3
    assert (taken.code, taken.said) == (3, "left\n")
    assert taken.memory > 1
