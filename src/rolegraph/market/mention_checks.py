"""What a table of mentions must not have: rows without a posting, impossible levels, years and days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.market.parquet_tables import row_groups
from rolegraph.model.nodes import Level

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Engine, Frame
    from rolegraph.market.parquet_tables import ParquetTable


class _Range(NamedTuple):
    """From where to where the values of a column are, in words too, and what to do about others."""

    low: Any
    high: Any
    words: str
    cure: str


# Days beyond these stand for none: they are what programs write where they have nothing to say.
_RANGES: Final = {
    "level": _Range(
        int(min(Level)),
        int(max(Level)),
        "levels are 1 to 4",
        "1 is familiar, 2 working, 3 proficient, 4 expert; leave empty what is not known",
    ),
    "years": _Range(0, 100, "years of experience are 0 to 100", "leave empty what is not known"),
    "posted": _Range(
        date(1900, 1, 1), date(2199, 12, 31), "postings are of the years 1900 to 2199", "leave empty what is not known"
    ),
}


def refuse_wrong_rows(engine: Engine, table: ParquetTable, rows: Frame) -> None:
    """SourceError where a row has no posting, or a value that there is not, with the file and the row group of it."""
    import narwhals as nw

    is_wrong = nw.col("posting").is_null()
    for name, valid in _RANGES.items():
        outside = (nw.col(name) < nw.lit(valid.low)) | (nw.col(name) > nw.lit(valid.high))
        is_wrong = is_wrong | outside.fill_null(False)
    wrong = nw.when(is_wrong).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("wrong")
    if engine.collect(rows.select(wrong)).to_pylist()[0]["wrong"]:
        raise _first_fault(table)


def _first_fault(table: ParquetTable) -> SourceError:
    for shape in table.shapes:
        names = {
            column.name: name for column, name, _ in shape.names if column.name == "posting" or column.name in _RANGES
        }
        for file in shape.files:
            for group, rows in row_groups(file, list(names.values())):
                fault = _fault_in(rows, names)
                if fault is not None:
                    return SourceError(f"row group {group}: {fault[0]}", fault[1], path=file)
    words = ", ".join(valid.words for valid in _RANGES.values())
    return SourceError("has rows without a posting, or with values that there are not", words, path=table.place)


def _fault_in(rows: pa.RecordBatch, names: dict[str, str]) -> tuple[str, str] | None:
    """What is wrong in some rows, and what would be right."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.any(pc.equal(pc.fill_null(rows[names["posting"]].cast(pa.string()), ""), "")).as_py():
        return "a row without a posting", "write which posting each row is about"
    for name, valid in _RANGES.items():
        if name not in names:
            continue
        type_ = pa.date32() if name == "posted" else pa.float64()  # of pandas, where some are missing
        values = rows[names[name]].cast(type_, safe=False)
        known = values.filter(pc.is_finite(values)) if name != "posted" else values.drop_null()
        low, high = (pa.scalar(end, type_) for end in (valid.low, valid.high))
        wrong = known.filter(pc.or_(pc.less(known, low), pc.greater(known, high)))
        if len(wrong):
            said = pc.cast(wrong[:1], pa.string())[0] if name == "posted" else f"{wrong[0].as_py():g}"
            return f"{name} {said}, and {valid.words}", valid.cure
    return None
