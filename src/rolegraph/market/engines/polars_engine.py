"""Polars: on one machine, in parallel, larger than memory where its streaming engine can."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from rolegraph.market.engines import Engine

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Frame
    from rolegraph.market.parquet_tables import FileShape

_ERRORS: Final = 2  # standard error, for the system
# Without it a file is not read whose columns, used or not, name a time zone that there is not; days are of UTC anyhow.
_ANY_ZONE: Final = "POLARS_IGNORE_TIMEZONE_PARSE_ERROR"


class PolarsEngine(Engine):
    """Lazy frames of Polars."""

    name: ClassVar[str] = "polars"

    def _read(self, shape: FileShape) -> Frame:
        import narwhals as nw
        import polars as pl

        os.environ.setdefault(_ANY_ZONE, "1")
        return nw.from_native(pl.scan_parquet(list(shape.files), glob=False, hive_partitioning=False))

    def frame(self, table: pa.Table) -> Frame:
        import narwhals as nw
        import polars as pl

        return cast("Frame", nw.from_native(cast(Any, pl.from_arrow(table)).lazy()))

    def collect(self, frame: Frame) -> pa.Table:
        from rolegraph.market.engines.arrow_rows import plain

        with _without_panics():
            return plain(_native(frame).collect(engine="streaming").to_arrow())

    def batches(self, frame: Frame, order: Sequence[str]) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        from rolegraph.market.engines.arrow_rows import ROWS

        file = self._sunk(frame.sort(*order) if order else frame)
        with pq.ParquetFile(file) as read:
            yield from read.iter_batches(ROWS)
        file.unlink()

    def kept(self, frame: Frame) -> Frame:
        import narwhals as nw
        import polars as pl

        return nw.from_native(pl.scan_parquet(self._sunk(frame), glob=False))

    def _sunk(self, frame: Frame) -> Path:
        """A file with the rows of a frame."""
        file = self.scratch_file()
        with _without_panics():
            _native(frame).sink_parquet(file, engine="streaming", compression="lz4")
        return file

    def mapped(
        self, frame: Frame, key: str, function: Callable[[Batches], Batches], schema: pa.Schema
    ) -> Frame | Batches:
        del schema  # that is for engines which have to know it beforehand
        return function(self.batches(frame, (key,)))


@contextmanager
def _without_panics() -> Iterator[None]:
    """A block in which nothing is printed where the code of Polars in Rust fails: its error says the same.

    What else is printed meanwhile on standard error comes at the end of the block.
    """
    from polars.exceptions import PanicException

    with TemporaryFile() as said:
        before = os.dup(_ERRORS)
        os.dup2(said.fileno(), _ERRORS)
        is_known = False
        try:
            yield
        except PanicException:
            is_known = True
            raise
        finally:
            os.dup2(before, _ERRORS)
            os.close(before)
            said.seek(0)
            if not is_known:
                os.write(_ERRORS, said.read())


def _native(frame: Frame) -> pl.LazyFrame:
    return cast("pl.LazyFrame", frame.to_native())
