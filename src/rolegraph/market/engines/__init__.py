"""What tables of millions of rows are computed with: Polars or DuckDB on one machine, Spark on many.

Questions are written once, as expressions of narwhals, and give equal rows on each engine: counts are whole numbers,
floats agree within 1e-9 of their size, texts are sorted by code point, and days are those of UTC.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Self

from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from typing import Any

    import narwhals as nw
    import pyarrow as pa

    Frame = nw.LazyFrame[Any]
    Batches = Iterator[pa.RecordBatch]

NAMES: Final = ("polars", "duckdb", "spark")
EXTRAS: Final = {"polars": "market", "duckdb": "market", "spark": "spark"}
_PACKAGES: Final = {"polars": "polars", "duckdb": "duckdb", "spark": "pyspark"}


class Engine(ABC):
    """Reads Parquet files, computes with frames, and writes Parquet; closed at the end of a `with` block."""

    name: ClassVar[str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def scan(self, files: Sequence[str]) -> Frame:
        """The rows of some Parquet files, which all have the same columns; nothing is read before it is needed."""

    @abstractmethod
    def frame(self, table: pa.Table) -> Frame:
        """A small table as a frame, to be joined with large ones."""

    @abstractmethod
    def collect(self, frame: Frame) -> pa.Table:
        """The rows of a frame that is small enough to be held in memory."""

    @abstractmethod
    def batches(self, frame: Frame, order: Sequence[str]) -> Batches:
        """The rows of a frame, however many, in the order of some columns, some at a time."""

    @abstractmethod
    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        """What a function makes of all rows, which it gets in batches: rows of one key come together, in one call.

        An engine of many machines calls it in several places, each with some of the keys.
        """

    @abstractmethod
    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        """Write rows into one Parquet file, which is not there yet."""

    def close(self) -> None:  # noqa: B027 - most engines take nothing that has to be given back
        """Give back what the engine has taken."""


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
            raise RolegraphError(
                f"{chosen} computes with {package}, which is not installed: pip install 'rolegraph[{EXTRAS[chosen]}]'"
            )
    if chosen == "spark":
        from rolegraph.market.engines.spark_engine import SparkEngine

        return SparkEngine(spark_master)
    if chosen == "duckdb":
        from rolegraph.market.engines.duckdb_engine import DuckDBEngine

        return DuckDBEngine()
    from rolegraph.market.engines.polars_engine import PolarsEngine

    return PolarsEngine()
