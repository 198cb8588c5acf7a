"""DuckDB: on one machine, in parallel, with what does not fit into memory on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame
    from rolegraph.market.parquet_tables import FileShape

_MEMORY: Final = "1GB"
_SPECIAL: Final = re.compile(r"[*?\[\]]")


class DuckDBEngine(Engine):
    """Relations of a database in memory of its own, which fetches nothing."""

    name: ClassVar[str] = "duckdb"

    def __init__(self) -> None:
        import duckdb

        never = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        own = {"memory_limit": _MEMORY, "temp_directory": str(self.scratch())}
        self._connection = duckdb.connect(config={**never, **own})
        self._connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self._tables: list[Any] = []  # what is read from memory has to stay there

    def _read(self, shape: FileShape) -> Frame:
        import narwhals as nw

        files = [_SPECIAL.sub(lambda found: f"[{found[0]}]", file) for file in shape.files]
        return nw.from_native(self._connection.read_parquet(files, hive_partitioning=False))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw

        self._tables.append(table)
        return nw.from_native(self._connection.from_arrow(table))

    def collect(self, frame: Frame) -> pa.Table:
        from rolegraph.market.engines.arrow_rows import plain

        return plain(frame.collect("pyarrow").to_native())

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        from rolegraph.market.engines.arrow_rows import ROWS

        native: Any = (frame.sort(*order) if order else frame).to_native()
        yield from native.to_arrow_reader(ROWS)

    def kept(self, frame: Frame) -> Frame:
        import narwhals as nw

        file, native = str(self.scratch_file()), cast(Any, frame.to_native())
        native.write_parquet(file, compression="lz4")
        return nw.from_native(self._connection.read_parquet(file))

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        del schema  # that is for engines which have to know it beforehand
        return function(self.batches(frame, (key,)))

    def close(self) -> None:
        self._connection.close()
        self._tables.clear()
        super().close()
