"""DuckDB: on one machine, in parallel, with what does not fit into memory on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame


class DuckDBEngine(Engine):
    """Relations of a database in memory of its own, which cannot reach the network."""

    name: ClassVar[str] = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect(config={"autoinstall_known_extensions": False})
        self._tables: list[Any] = []  # what is read from memory has to stay there

    def scan(self, files: Sequence[str]) -> Frame:
        import narwhals as nw

        return nw.from_native(self._connection.read_parquet(list(files)))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw

        self._tables.append(table)
        return nw.from_native(self._connection.from_arrow(table))

    def collect(self, frame: Frame) -> pa.Table:
        return frame.collect("pyarrow").to_native()

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        native: Any = (frame.sort(*order) if order else frame).to_native()
        yield from native.to_arrow_reader(65_536)

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        del schema  # that is for engines which have to know it beforehand
        return function(self.batches(frame, (key,)))

    def write(self, rows: Frame | Batches, schema: pa.Schema, path: Path) -> None:
        from rolegraph.market.engines.parquet_writing import write_batches

        write_batches(rows if isinstance(rows, Iterator) else self.batches(rows, ()), schema, path)

    def close(self) -> None:
        self._connection.close()
