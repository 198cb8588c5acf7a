"""Spark: on many machines, or on one for trying it; functions of Arrow batches run where the rows are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame
    from rolegraph.market.parquet_tables import FileShape

_SPECIAL: Final = re.compile(r"[][{}*?\\]")  # in the name of a file, where Spark takes patterns


class SparkEngine(Engine):
    """Data frames of a Spark session, of a master that is given, or else as the environment has it."""

    name: ClassVar[str] = "spark"

    def __init__(self, master: str = "") -> None:
        from rolegraph.market.engines.spark_session import SparkHome

        self._home = SparkHome(master)
        self._session = self._home.session
        self._kept: list[Any] = []

    def _read(self, shape: FileShape) -> Frame:
        import narwhals as nw
        import pyarrow.types as of
        from pyspark.sql import functions

        files = [_SPECIAL.sub(r"\\\g<0>", file) for file in shape.files]
        rows: Any = self._session.read.parquet(*files)
        for column, name, type_ in shape.names:
            if column.type == "day" and of.is_timestamp(type_) and type_.unit == "ns":  # Spark reads whole numbers
                micros = functions.floor(functions.col(f"`{name}`") / 1000)
                rows = rows.withColumn(name, functions.timestamp_micros(micros))
        return cast("Frame", nw.from_native(rows))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw

        return cast("Frame", nw.from_native(self._session.createDataFrame(table)))

    def collect(self, frame: Frame) -> pa.Table:
        from rolegraph.market.engines.arrow_rows import plain

        return plain(frame.collect("pyarrow").to_native())

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        from rolegraph.market.engines.arrow_rows import ROWS

        yield from self.collect(frame.sort(*order) if order else frame).to_batches(max_chunksize=ROWS)

    def kept(self, frame: Frame) -> Frame:
        import narwhals as nw

        self._kept.append(cast(Any, frame.to_native()).persist())
        return cast("Frame", nw.from_native(self._kept[-1]))

    def numbered(self, frame: Frame, name: str, key: str) -> Frame:
        """A whole number for each row, with gaps and in no order: to put rows of all machines in order takes long."""
        del key
        import narwhals as nw
        from pyspark.sql import functions

        native: Any = frame.to_native()
        return self.kept(nw.from_native(native.withColumn(name, functions.monotonically_increasing_id())))

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        import narwhals as nw
        from pyspark.sql.pandas.types import from_arrow_schema

        native: Any = frame.to_native()
        together = native.repartition(key).sortWithinPartitions(key)
        return cast("Frame", nw.from_native(together.mapInArrow(function, from_arrow_schema(schema))))

    def close(self) -> None:
        while self._kept:
            self._kept.pop().unpersist()
        self._home.close()
        super().close()
