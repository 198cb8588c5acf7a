"""What a table of mentions must not have: rows without a posting, and levels that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Level

if TYPE_CHECKING:
    from rolegraph.market.engines import Engine, Frame
    from rolegraph.market.parquet_tables import ParquetTable


def refuse_wrong_rows(engine: Engine, table: ParquetTable, rows: Frame) -> None:
    """SourceError where a row has no posting or a wrong level, with the file and the row group of the first."""
    import narwhals as nw

    posting, level = nw.col("posting"), nw.col("level")
    lost = nw.when(posting.is_null()).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("lost")
    found = engine.collect(rows.select(lost, level.min().alias("low"), level.max().alias("high"))).to_pylist()[0]
    if found["lost"] or any(found[end] is not None and found[end] not in set(Level) for end in ("low", "high")):
        raise _first_fault(table)


def _first_fault(table: ParquetTable) -> SourceError:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    levels = pa.array([int(level) for level in Level], pa.int64())
    for shape in table.shapes:
        names = {column.name: name for column, name, _ in shape.names if column.name in ("posting", "level")}
        for file in shape.files:
            with pq.ParquetFile(file) as read:
                for group in range(read.num_row_groups):
                    rows = read.read_row_group(group, columns=list(names.values()))
                    if pc.any(pc.equal(pc.fill_null(rows[names["posting"]].cast(pa.string()), ""), "")).as_py():
                        problem = f"row group {group + 1}: a row without a posting"
                        return SourceError(problem, "write which posting each row is about", path=file)
                    stated = rows[names["level"]].cast(pa.int64()).drop_null() if "level" in names else pa.array([])
                    wrong = stated.filter(pc.invert(pc.is_in(stated, levels))) if len(stated) else stated
                    if len(wrong):
                        problem = f"row group {group + 1}: level {wrong[0].as_py()}, and levels are 1 to 4"
                        cure = "1 is familiar, 2 working, 3 proficient, 4 expert; leave empty what is not known"
                        return SourceError(problem, cure, path=file)
    return SourceError("has rows without a posting, or levels that are not 1 to 4", "correct them", path=table.place)
