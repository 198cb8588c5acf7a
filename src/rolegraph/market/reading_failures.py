"""What is said where an engine fails while it reads tables: which row group of which file cannot be read."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import gettempdir
from typing import Final

import rolegraph.errors
from rolegraph.errors import RolegraphError, SourceError, joined
from rolegraph.market.parquet_tables import ParquetTable, first_line, row_groups

_ENGINES: Final = frozenset("_duckdb duckdb narwhals polars py4j pyarrow pyo3_runtime pyspark".split())  # modules
_TRACEBACK: Final = "Traceback (most recent call last)"
_RAISED: Final = re.compile(r"^(?:\w{1,60}\.){0,9}([A-Z]\w{1,60}): (.{1,2000})$", re.MULTILINE)


@contextmanager
def reading(*tables: ParquetTable) -> Iterator[None]:
    """Turn whatever an engine raises in this block, while it reads tables, into one error of ours."""
    try:
        yield
    except BaseException as error:
        if is_of_engine(error) or (isinstance(error, OSError) and not isinstance(error, BrokenPipeError)):
            raise explained(error, *tables) from None
        raise


def is_of_engine(error: BaseException) -> bool:
    """Whether an error was raised by an engine or by what it is made with."""
    # What Polars raises where its code in Rust fails is no Exception.
    return any(kind.__module__.partition(".")[0] in _ENGINES for kind in type(error).__mro__)


def explained(error: BaseException, *tables: ParquetTable) -> RolegraphError:
    """What an engine complained of while it read tables, with the file and the row group that cannot be read.

    Where a function of ours has failed in a worker of Spark, it is what that said. Where all can be read, the engine
    itself has failed: then it is the first of its words.
    """
    if (own := _from_worker(str(error))) is not None:
        return own
    for table in tables:
        for shape in table.shapes:
            for file in shape.files:
                try:
                    deque(row_groups(file, [name for _, name, _ in shape.names]), maxlen=0)
                except SourceError as fault:
                    return fault
    place = joined([table.place for table in tables], "and")
    cure = f"see that there is memory, and room in {gettempdir()}; or use another --engine, or write the table again"
    return RolegraphError(f"{place}: the engine gave up: {first_line(error)} ({cure})")


def _from_worker(text: str) -> RolegraphError | None:
    """The last error in a traceback of Python among the lines of Java; None where there is none."""
    found = _RAISED.findall(text.partition(_TRACEBACK)[2])
    if not found:
        return None
    name, message = found[-1]
    return RolegraphError(message if hasattr(rolegraph.errors, name) else f"{name}: {message}")
