"""The Parquet files of mentions: a part for each unit of work, and the table that is put together of all parts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.readers.mentions.near_duplicates import originals, sketch_type
from rolegraph.readers.mentions.posting_rows import SKETCH, Row

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_REPORT: Final = b"rolegraph"  # the key of what is said of a file in its metadata
_ROWS: Final = 200_000  # of a row group, at least
_UNDATED: Final = date.max.toordinal()


def schema() -> pa.Schema:
    """The columns of a table of mentions."""
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "day": pa.date32(), "flag": pa.bool_()}
    return pa.schema([(one.name, types[one.type]) for one in MENTION_COLUMNS])


def write_part(path: Path, rows: Sequence[Row], report: Mapping[str, Any]) -> None:
    """Write the rows of a unit, with what is to be said of it, in one step."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = pa.schema([*schema(), pa.field(SKETCH, pa.binary())], {_REPORT: json.dumps(report).encode()})
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        pq.write_table(pa.Table.from_pylist(list(rows), schema=columns), staged, compression="zstd")
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def report_of(path: Path) -> dict[str, Any] | None:
    """What is said of a file of mentions; None where that cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with suppress(OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        found = json.loads(pq.read_metadata(path).metadata[_REPORT])
        return found if isinstance(found, dict) else None
    return None


class SketchedPostings(NamedTuple):
    """The postings of all parts, in their order: ids, the days (a large number for none), and sketches."""

    ids: pa.ChunkedArray
    days: NDArray[np.int64]
    sketches: NDArray[Any]


class Written(NamedTuple):
    """What a table of mentions has: copies, and the first and last day; "" where no posting has one."""

    copies: int
    first: str
    last: str


def postings_of(parts: Sequence[Path]) -> SketchedPostings:
    """What copies of postings are told by."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    ids: list[pa.Array] = []
    days, sketches = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=sketch_type())]
    for part in parts:
        rows = pq.read_table(part, columns=["posting", "posted", SKETCH], use_threads=False)
        firsts = rows.filter(pc.is_valid(rows[SKETCH]))
        ids += firsts["posting"].chunks
        stated = firsts["posted"].cast(pa.int32()).cast(pa.int64())
        epoch = date(1970, 1, 1).toordinal()
        days.append(pc.fill_null(pc.add(stated, epoch), _UNDATED).to_numpy())
        sketches.append(np.frombuffer(b"".join(firsts[SKETCH].to_pylist()), dtype=sketch_type()))
    return SketchedPostings(pa.chunked_array(ids, pa.string()), np.concatenate(days), np.concatenate(sketches))


def write_table(parts: Sequence[Path], path: Path, report: Mapping[str, Any]) -> Written:
    """Put the parts together in a table in which copies are marked, and say what is in it.

    The earliest of several copies counts, or the first of these; one without a day comes after those with one.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    postings = postings_of(parts)
    number = len(postings.days)
    order = np.empty(number, dtype=np.int64)
    order[np.lexsort((np.arange(number), postings.days))] = np.arange(number)
    firsts = originals(postings.sketches, order)
    is_copy = firsts != np.arange(number)
    stands_for = pa.array(np.where(is_copy, firsts, 0), mask=~is_copy)
    copies = postings.ids.combine_chunks().take(stands_for) if number else pa.array([], pa.string())
    dated = postings.days[postings.days < _UNDATED]
    ends = [date.fromordinal(int(day)).isoformat() for day in (dated.min(), dated.max())] if len(dated) else ["", ""]
    written = Written(int(is_copy.sum()), *ends)
    said = {**report, **written._asdict()}
    columns = schema().with_metadata({_REPORT: json.dumps(said).encode()})
    with pq.ParquetWriter(path, columns, compression="zstd") as writer:
        for rows in _large(_marked(parts, copies)):
            writer.write_table(rows.cast(columns), row_group_size=len(rows))
    return written


def _marked(parts: Sequence[Path], copies: pa.Array) -> Iterator[pa.Table]:
    """The rows of each part, with the posting that each is a copy of."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    begin = 0
    for part in parts:
        rows = pq.read_table(part, use_threads=False)
        numbers = np.cumsum(pc.is_valid(rows[SKETCH]).to_numpy()) + begin - 1
        begin = int(numbers[-1]) + 1 if len(numbers) else begin
        marked = rows.drop_columns([SKETCH])
        place = marked.schema.get_field_index("duplicate_of")
        yield marked.set_column(place, "duplicate_of", copies.take(pa.array(numbers)))


def _large(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The tables, put together to some with many rows."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= _ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
