"""Rows of Arrow: into a Parquet file, some at a time, and with the same types from every engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches

ROWS: Final = 65_536
"""Rows of a batch."""


def write_batches(batches: Batches, schema: pa.Schema, path: Path) -> None:
    """Write rows into a new file, with the columns and types of a schema; nothing is left of it where that fails."""
    import pyarrow.parquet as pq

    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch.select(schema.names).cast(schema))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def plain(rows: pa.Table) -> pa.Table:
    """The rows with whole numbers, floats and texts of one size each, however an engine counts and writes them."""
    import pyarrow as pa

    return rows.cast(pa.schema([pa.field(field.name, _plain(field.type)) for field in rows.schema]))


def _plain(type_: pa.DataType) -> pa.DataType:
    import pyarrow as pa
    import pyarrow.types as of

    kind = type_.value_type if of.is_dictionary(type_) else type_
    if of.is_integer(kind) or (of.is_decimal(kind) and kind.scale == 0):
        return pa.int64()
    if of.is_floating(kind) or of.is_decimal(kind):
        return pa.float64()
    if of.is_large_string(kind) or of.is_string_view(kind) or of.is_null(kind):
        return pa.string() if not of.is_null(kind) else kind
    return kind
