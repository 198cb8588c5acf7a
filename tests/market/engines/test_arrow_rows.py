"""Rows of Arrow with plain types, and files that are whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rolegraph.market.engines.arrow_rows import plain, write_batches

SCHEMA = pa.schema([("name", pa.string()), ("number", pa.int64())])


@pytest.mark.parametrize(
    ("written", "plainly"),
    [
        (pa.uint32(), pa.int64()),
        (pa.int8(), pa.int64()),
        (pa.decimal128(38, 0), pa.int64()),
        (pa.decimal128(9, 2), pa.float64()),
        (pa.float32(), pa.float64()),
        (pa.date32(), pa.date32()),
        (pa.bool_(), pa.bool_()),
        (pa.large_string(), pa.string()),
        (pa.string_view(), pa.string()),
        (pa.dictionary(pa.int8(), pa.string()), pa.string()),
        (pa.list_(pa.string()), pa.list_(pa.string())),
    ],
    ids=str,
)
def test_types_are_plain(written: pa.DataType, plainly: pa.DataType) -> None:
    rows = plain(pa.table({"value": pa.nulls(1, written)}))
    assert rows.schema.field("value").type == plainly


def test_rows_are_written_with_columns_and_types_of_a_schema(tmp_path: Path) -> None:
    batch = pa.record_batch(
        {"more": [0], "number": pa.array([1], pa.int8()), "name": pa.array(["a"], pa.large_string())}
    )
    write_batches(iter([batch, batch]), SCHEMA, tmp_path / "out.parquet")
    written = pq.read_table(tmp_path / "out.parquet")
    assert written.schema.equals(SCHEMA)
    assert written.num_rows == 2


def test_no_rows_are_a_file_as_well(tmp_path: Path) -> None:
    write_batches(iter(()), SCHEMA, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_is_half_written_is_removed(error: type[BaseException], tmp_path: Path) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"name": ["a"], "number": [1]})
        raise error

    with pytest.raises(error):
        write_batches(broken(), SCHEMA, tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())
