"""Polars: on one machine, in parallel, larger than memory where its streaming engine can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame


class PolarsEngine(Engine):
    """Lazy frames of Polars."""

    name: ClassVar[str] = "polars"

    def scan(self, files: Sequence[str]) -> Frame:
        import narwhals as nw
        import polars as pl

        return nw.from_native(pl.scan_parquet(list(files)))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw
        import polars as pl

        return cast("Frame", nw.from_native(cast(Any, pl.from_arrow(table)).lazy()))

    def collect(self, frame: Frame) -> pa.Table:
        return _native(frame).collect(engine="streaming").to_arrow()

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        table = self.collect(frame.sort(*order) if order else frame)
        yield from table.to_batches(max_chunksize=65_536)

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        del schema  # that is for engines which have to know it beforehand
        return function(self.batches(frame, (key,)))

    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        from rolegraph.market.engines.parquet_writing import write_batches

        write_batches(rows if isinstance(rows, Iterator) else self.batches(rows, ()), schema, path)


def _native(frame: Frame) -> pl.LazyFrame:
    return cast("pl.LazyFrame", frame.to_native())
