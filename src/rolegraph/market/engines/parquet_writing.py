"""Rows into a Parquet file, some at a time: the file appears whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches


def write_batches(batches: Batches, schema: pa.Schema, path: Path) -> None:
    """Write rows into a new file."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.select(schema.names).cast(schema))
