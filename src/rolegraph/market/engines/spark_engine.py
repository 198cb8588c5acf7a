"""Spark: on many machines, or on one for trying it; functions of Arrow batches run where the rows are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.market.engines import Engine
from rolegraph.market.parquet_tables import (
    FileShape,
    ParquetTable,
    TableColumn,
    address_of,
    first_line,
    named_columns,
)
from rolegraph.market.reading_failures import is_of_engine

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame

_SPECIAL: Final = re.compile(r"[][{}*?\\]")  # in the name of a file, where Spark takes patterns


class SparkEngine(Engine):
    """Data frames of a Spark session, of a master that is given, or else as the environment has it."""

    name: ClassVar[str] = "spark"

    def __init__(self, master: str = "") -> None:
        from rolegraph.market.engines.spark_session import SparkHome

        self._home = SparkHome(master)
        self._session = self._home.session
        self._kept: list[Any] = []
        self._found: dict[tuple[str, ...], Frame] = {}  # rows of files, of which it is looked up once what is in them
        self._most = 0  # rows of a table

    def open(self, place: str | Path, columns: Sequence[TableColumn]) -> ParquetTable:
        table = self._opened(place, columns)
        self._most = max(self._most, table.rows)
        self._home.suit(self._most)
        return table

    def _opened(self, place: str | Path, columns: Sequence[TableColumn]) -> ParquetTable:
        if not (address := address_of(place)):
            return super().open(place, columns)
        from pyspark.sql.pandas.types import to_arrow_schema

        try:
            rows = self._session.read.parquet(address)
            count = rows.count()
        except Exception as error:
            if not is_of_engine(error):
                raise
            cure = "see whether Spark has the packages and the keys for that place"
            raise SourceError(f"cannot be read: {first_line(error)}", cure, path=address) from None
        names = named_columns(to_arrow_schema(rows.schema), columns, address)
        read = {name for _, name, _ in names}
        return ParquetTable(
            address,
            count,
            tuple(column for column, _, _ in names),
            (FileShape((address,), names),),
            tuple(name for name in rows.columns if name not in read),
        )

    def _read(self, shape: FileShape) -> Frame:
        if shape.files not in self._found:
            self._found[shape.files] = self._looked_up(shape)
        return self._found[shape.files]

    def _looked_up(self, shape: FileShape) -> Frame:
        import narwhals as nw
        import pyarrow.types as of
        from pyspark.sql import functions

        files = [file if address_of(file) else _SPECIAL.sub(r"\\\g<0>", file) for file in shape.files]
        rows: Any = self._session.read.parquet(*files)
        for column, name, type_ in shape.names:
            if of.is_null(type_):  # Spark reads whole numbers, too
                rows = rows.withColumn(name, functions.lit(None))
            elif column.type == "day" and of.is_timestamp(type_) and type_.unit == "ns":  # Spark reads whole numbers
                micros = functions.floor(functions.col(f"`{name}`") / 1000)
                rows = rows.withColumn(name, functions.timestamp_micros(micros))
        return cast("Frame", nw.from_native(rows))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw

        return cast("Frame", nw.from_native(self._session.createDataFrame(table)))

    def collect(self, frame: Frame) -> pa.Table:
        from rolegraph.market.engines.arrow_rows import plain

        return plain(_native(frame).toArrow())

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows by way of files, where those of the machines are also those of this one."""
        import pyarrow.parquet as pq

        from rolegraph.market.engines.arrow_rows import ROWS

        rows = frame.sort(*order) if order else frame
        if not self._home.is_local:
            yield from self.collect(rows).to_batches(max_chunksize=ROWS)
            return
        folder = self.scratch_file()
        _native(rows).write.parquet(folder.as_uri())
        for file in sorted(folder.glob("part-*.parquet")):
            with pq.ParquetFile(file) as read:
                yield from read.iter_batches(ROWS)
            file.unlink()
        rmtree(folder)

    def kept(self, frame: Frame) -> Frame:
        """In a file where the machine is this one: what Spark holds itself, it plans again with every question."""
        import narwhals as nw

        native = _native(frame)
        if self._home.is_local:
            file = self.scratch_file().as_uri()
            native.write.parquet(file)
            return cast("Frame", nw.from_native(self._session.read.schema(native.schema).parquet(file)))
        self._kept.append(native.persist())
        return cast("Frame", nw.from_native(self._kept[-1]))

    def numbered(self, frame: Frame, name: str, key: str) -> Frame:
        """A whole number for each row, with gaps and in no order: to put rows of all machines in order takes long."""
        del key
        import narwhals as nw
        from pyspark.sql import functions

        return self.kept(nw.from_native(_native(frame).withColumn(name, functions.monotonically_increasing_id())))

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        import narwhals as nw
        from pyspark.sql.pandas.types import from_arrow_schema

        from rolegraph.market.engines.spark_session import calm

        self._home.ship()
        together = _native(frame).repartition(key).sortWithinPartitions(key)
        with calm():
            return cast("Frame", nw.from_native(together.mapInArrow(function, from_arrow_schema(schema))))

    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        if not (address := address_of(path)):
            super().write(rows, schema, path)
            return
        if isinstance(rows, Iterator):
            raise RolegraphError(f"{address}: what is computed here is not written there: give a file of this machine")
        import narwhals as nw
        from pyspark.sql.pandas.types import from_arrow_schema

        types = {field.name: field.dataType for field in from_arrow_schema(schema)}
        native = _native(rows.select(*(nw.col(name) for name in types)))
        native.select(*(native[name].cast(type_) for name, type_ in types.items())).write.parquet(address)

    def close(self) -> None:
        while self._kept:
            self._kept.pop().unpersist()
        self._home.close()
        super().close()


def _native(frame: Frame) -> Any:
    return frame.to_native()
