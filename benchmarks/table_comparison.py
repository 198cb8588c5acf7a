"""Whether two Parquet tables say the same: the same columns and rows, in the same order, floats within a tolerance."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as of

TOLERANCE: Final = 1e-9  # of the larger of the two numbers, or of 1


def differences(one: Path, other: Path) -> list[str]:
    """What differs, a line a column; nothing where they say the same.

    Whole numbers of any size are alike, and so are texts that are written out or as codes; nothing is nothing only, and
    neither 0 nor NaN.
    """
    tables = [pq.read_schema(path) for path in (one, other)]
    if tables[0].names != tables[1].names:
        return [f"columns {', '.join(tables[0].names)} and {', '.join(tables[1].names)}"]
    counts = [pq.read_metadata(path).num_rows for path in (one, other)]
    if counts[0] != counts[1]:
        return [f"{counts[0]:,} and {counts[1]:,} rows"]
    found = []
    for name in tables[0].names:  # one at a time, as all together may not fit into memory
        columns = [_plain(pq.read_table(path, columns=[name]).column(0)) for path in (one, other)]
        if wrong := _unequal(*columns):
            found.append(f"{name}: {wrong:,} of {counts[0]:,} rows differ")
    return found


def _plain(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type
    if of.is_dictionary(kind):
        kind = kind.value_type
    if of.is_integer(kind):
        kind = pa.int64()
    elif of.is_floating(kind) or of.is_decimal(kind):
        kind = pa.float64()
    elif of.is_string(kind) or of.is_string_view(kind):
        kind = pa.large_string()
    elif of.is_list(kind) or of.is_large_list(kind):
        kind = pa.large_list(pa.large_string() if not of.is_integer(kind.value_type) else pa.int64())
    elif of.is_timestamp(kind):
        kind = pa.timestamp("us", kind.tz)
    return column.cast(kind).combine_chunks()


def _unequal(one: pa.Array, other: pa.Array) -> int:
    """How many rows differ."""
    if one.type != other.type:
        return len(one) or 1
    if of.is_floating(one.type):
        nothing = [part.is_null().to_numpy(zero_copy_only=False) for part in (one, other)]
        values = [part.fill_null(0).to_numpy(zero_copy_only=False) for part in (one, other)]
        size = np.maximum(1, np.maximum(np.abs(values[0]), np.abs(values[1])))
        same = (np.abs(values[0] - values[1]) <= TOLERANCE * size) & (nothing[0] == nothing[1])
        same |= np.isnan(values[0]) & np.isnan(values[1]) & (nothing[0] == nothing[1])
        return int((~same).sum())
    if one.equals(other):
        return 0
    return sum(a != b for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True))
