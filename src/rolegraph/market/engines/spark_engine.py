"""Spark: on many machines, or on one for trying it; sessions, and functions of Arrow batches that run in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame


class SparkEngine(Engine):
    """Data frames of a Spark session, of a master that is given, or else as the environment has it."""

    name: ClassVar[str] = "spark"

    def __init__(self, master: str = "") -> None:
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder
        builder = builder.appName("rolegraph").config("spark.sql.session.timeZone", "UTC")
        builder = builder.config("spark.ui.enabled", "false").config(
            "spark.sql.execution.arrow.pyspark.enabled", "true"
        )
        if master:
            builder = builder.master(master)
        self._session: Any = builder.getOrCreate()

    def scan(self, files: Sequence[str]) -> Frame:
        import narwhals as nw

        return cast("Frame", nw.from_native(self._session.read.parquet(*files)))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw

        return cast("Frame", nw.from_native(self._session.createDataFrame(table)))

    def collect(self, frame: Frame) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        yield from self.collect(frame.sort(*order) if order else frame).to_batches(max_chunksize=65_536)

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        import narwhals as nw
        from pyspark.sql.pandas.types import from_arrow_schema

        native: Any = frame.to_native()
        together = native.repartition(key).sortWithinPartitions(key)
        return cast("Frame", nw.from_native(together.mapInArrow(function, from_arrow_schema(schema))))

    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        from rolegraph.market.engines.parquet_writing import write_batches

        write_batches(rows if isinstance(rows, Iterator) else self.batches(rows, ()), schema, path)

    def close(self) -> None:
        self._session.stop()
