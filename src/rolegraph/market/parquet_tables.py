"""Parquet tables that people give: which columns they have to have, and what is said where one is wrong.

A table is a Parquet file, or a folder of them as Spark writes it. Only the columns that are named here are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rolegraph.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

Type = Literal["text", "integer", "number", "day", "flag"]


class TableColumn(NamedTuple):
    """A column by name, with what its values are, whether a table has to have it, and what it means, for messages."""

    name: str
    type: Type
    meaning: str
    required: bool = False


class ParquetTable(NamedTuple):
    """The files of a table that was checked, how many rows there are, and which of the columns it has."""

    place: str
    files: tuple[str, ...]
    rows: int
    columns: tuple[TableColumn, ...]

    def has(self, name: str) -> bool:
        """Whether it has a column."""
        return any(column.name == name for column in self.columns)


def open_table(place: str | Path, columns: Sequence[TableColumn]) -> ParquetTable:
    """A table with its columns checked.

    SourceError where a file is none of Parquet's, lacks a column, or has one of another type.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    files, rows = _files(Path(place)), 0
    present: dict[str, TableColumn] = {}
    for file in files:
        try:
            read = pq.ParquetFile(file)
        except (OSError, pa.ArrowException) as error:
            raise SourceError(f"is no Parquet file: {error}", "write it again", path=file) from None
        with read:
            rows += read.metadata.num_rows
            schema = read.schema_arrow
        for column in columns:
            if column.name in schema.names:
                _check(column, schema.field(column.name).type, file)
                present[column.name] = column
            elif column.required:
                problem = f"has no column {column.name!r} ({column.meaning})"
                raise SourceError(problem, f"it has {', '.join(schema.names[:20])}: rename one", path=file)
    return ParquetTable(str(place), tuple(map(str, files)), rows, tuple(present.values()))


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        found = sorted(path for path in place.rglob("*.parquet") if not path.name.startswith((".", "_")))
        if not found:
            raise SourceError("is a folder without Parquet files", "name the file or folder with the table", path=place)
        return found
    if not place.exists():
        raise SourceError("is not there", "name a Parquet file, or a folder of them", path=place)
    return [place]


def _check(column: TableColumn, type_: pa.DataType, file: Path) -> None:
    import pyarrow.types as of

    kind = type_.value_type if of.is_dictionary(type_) else type_
    fits = {
        "text": of.is_string(kind) or of.is_large_string(kind) or of.is_string_view(kind),
        "integer": of.is_integer(kind),
        "number": of.is_integer(kind) or of.is_floating(kind) or of.is_decimal(kind),
        "day": of.is_date(kind) or of.is_timestamp(kind),
        "flag": of.is_boolean(kind),
    }[column.type]
    if not fits:
        problem = f"has {type_} in column {column.name!r}, which is of {_WORDS[column.type]} ({column.meaning})"
        raise SourceError(problem, f"write that column as {_WORDS[column.type]}", path=file)


def explained(error: BaseException, table: ParquetTable) -> SourceError:
    """What an engine complained of while it read a table, with the file and the row group that cannot be read."""
    raise NotImplementedError


_WORDS: Final[Mapping[Type, str]] = {
    "text": "text",
    "integer": "whole numbers",
    "number": "numbers",
    "day": "days",
    "flag": "true or false",
}
