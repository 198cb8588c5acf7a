"""What tables of millions of rows are computed with: Polars or DuckDB on one machine, Spark on many.

Questions are written once, as expressions of narwhals, and give equal rows on each engine: counts are whole numbers,
floats agree within 1e-9 of their size, texts are sorted by code point, nulls come first, and days are those of UTC.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Self
from uuid import uuid4

from rolegraph.errors import RolegraphError
from rolegraph.market.parquet_tables import FileShape, ParquetTable, TableColumn, Type, open_table

if TYPE_CHECKING:
    from typing import Any

    import narwhals as nw
    import pyarrow as pa

    from rolegraph.market.engines.scratch_folder import ScratchFolder

    Frame = nw.LazyFrame[Any]
    Batches = Iterator[pa.RecordBatch]

NAMES: Final = ("polars", "duckdb", "spark")
_MARKET: Final = "pip install 'rolegraph[market]'"
_INSTALL: Final = {"polars": _MARKET, "duckdb": _MARKET, "spark": "pip install 'rolegraph[spark]'"}
_PACKAGES: Final = {"polars": "polars", "duckdb": "duckdb", "spark": "pyspark"}


class Engine(ABC):
    """Reads Parquet files, computes with frames, and writes Parquet; closed at the end of a `with` block."""

    name: ClassVar[str]
    _scratch: ScratchFolder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, place: str | Path, columns: Sequence[TableColumn]) -> ParquetTable:
        """A table with its columns checked, as `open_table` gives it; Spark's may be on an object store, too."""
        return open_table(place, columns)

    def scan(self, table: ParquetTable, *, missing: Sequence[TableColumn] = ()) -> Frame:
        """The rows of a table, its columns by their own names and in plain types; nothing is read before it is needed.

        Texts, whole numbers and floats of 64 bits, days of UTC, true and false. An empty text is null, and so is a
        number that is not finite. Columns that the table has not are null where they are named as `missing`.
        """
        import narwhals as nw

        absent = [column for column in missing if not table.has(column.name)]
        frames = [_plain_columns(self._read(shape), shape, (*table.columns, *absent)) for shape in table.shapes]
        return nw.concat(frames) if len(frames) > 1 else frames[0]

    @abstractmethod
    def _read(self, shape: FileShape) -> Frame:
        """The rows of files with the same columns, as they are."""

    @abstractmethod
    def frame(self, table: pa.Table) -> Frame:
        """A small table as a frame, to be joined with large ones."""

    @abstractmethod
    def collect(self, frame: Frame) -> pa.Table:
        """The rows of a frame that is small enough to be held in memory, in plain types."""

    @abstractmethod
    def batches(self, frame: Frame, order: Sequence[str]) -> Batches:
        """The rows of a frame, however many, in the order of some columns, some at a time."""

    @abstractmethod
    def kept(self, frame: Frame) -> Frame:
        """The same rows, computed once and kept until the engine is closed."""

    def numbered(self, frame: Frame, name: str, key: str) -> Frame:
        """The rows with a whole number for each, in the order of a column; they are kept."""
        return self.kept(frame.with_row_index(name, order_by=key))

    @abstractmethod
    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        """What a function makes of all rows, which it gets in batches: rows of one key come together, in one call.

        An engine of many machines calls it in several places, each with some of the keys.
        """

    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        """Write rows into one Parquet file, which is not there yet; Spark writes a folder of them to an address."""
        from rolegraph.market.engines.arrow_rows import write_batches

        write_batches(rows if isinstance(rows, Iterator) else self.batches(rows, ()), schema, path)

    def scratch(self) -> Path:
        """A folder for what does not fit into memory, which is removed at the end."""
        from rolegraph.market.engines.scratch_folder import ScratchFolder

        if self._scratch is None:
            self._scratch = ScratchFolder()
        return self._scratch.path

    def scratch_file(self) -> Path:
        """The name of a Parquet file in that folder, which is not there yet."""
        return self.scratch() / f"{uuid4().hex}.parquet"

    def close(self) -> None:
        """Give back what the engine has taken."""
        if self._scratch is not None:
            self._scratch.remove()
            self._scratch = None


def _plain_columns(rows: Frame, shape: FileShape, columns: Sequence[TableColumn]) -> Frame:
    """Some columns, by their own names and in plain types; those that the files have not are null."""
    import narwhals as nw

    types: dict[Type, Any] = {
        "text": nw.String, "integer": nw.Int64, "number": nw.Float64, "day": nw.Date, "flag": nw.Boolean,
    }  # fmt: skip
    in_files = {column.name: (name, str(of_file)) for column, name, of_file in shape.names}
    made = []
    for column in columns:
        type_ = types[column.type]
        if column.name not in in_files:
            made.append(nw.lit(None, dtype=type_).alias(column.name))
            continue
        name, of_file = in_files[column.name]
        value = nw.col(name).cast(type_)
        if column.type == "text":
            value = nw.when(value != "").then(value)
        elif column.type == "number":
            value = nw.when(value.is_finite()).then(value)
        elif column.type == "integer" and of_file == "double":
            value = nw.when(nw.col(name).is_finite()).then(nw.col(name)).cast(type_)
        made.append(value.alias(column.name))
    return rows.select(*made)


def engine_named(name: str = "", *, spark_master: str = "") -> Engine:
    """An engine by its name; without one the first that is installed.

    RolegraphError where it is none, or its packages are not installed.
    """
    if name and name not in NAMES:
        raise RolegraphError(f"no engine {name!r}: use one of {', '.join(NAMES)}")
    if spark_master and name != "spark":
        raise RolegraphError("--spark-master is for --engine spark: add that, or leave it out")
    chosen = name or next((one for one in NAMES[:2] if find_spec(_PACKAGES[one])), NAMES[0])
    for package in ("narwhals", "pyarrow", _PACKAGES[chosen]):
        if find_spec(package) is None:
            raise RolegraphError(f"{chosen} computes with {package}, which is not installed: {_INSTALL[chosen]}")
    if chosen == "spark":
        from rolegraph.market.engines.spark_engine import SparkEngine

        return SparkEngine(spark_master)
    if chosen == "duckdb":
        from rolegraph.market.engines.duckdb_engine import DuckDBEngine

        return DuckDBEngine()
    from rolegraph.market.engines.polars_engine import PolarsEngine

    return PolarsEngine()
