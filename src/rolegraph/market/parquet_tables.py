"""Parquet tables that people give: which columns they have to have, and what is said where one is wrong.

A table is a Parquet file, or a folder of them as Spark writes it. Only the columns that are named here are read.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from rolegraph.errors import SourceError, joined
from rolegraph.rdf.commits import refuse_unwritable
from rolegraph.rdf.locks import writing

if TYPE_CHECKING:
    import pyarrow as pa

Type = Literal["text", "integer", "number", "day", "flag"]

_BEYOND: Final = ("double", "uint64")  # types of whole numbers that an engine's cannot hold all of
_MOST_SHAPES: Final = 50  # kinds of file in one folder
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]{1,20}):/{1,3}(.*)", re.DOTALL)
_FROM_JAVA: Final = re.compile("An error occurred while calling")
_LONGEST: Final = 300  # characters of what another says that are repeated


class TableColumn(NamedTuple):
    """A column by name, with what its values are, whether a table has to have it, and what it means, for messages."""

    name: str
    type: Type
    meaning: str
    required: bool = False


class FileShape(NamedTuple):
    """Files that have the same columns, and by which names they have those that are read, with the types of Arrow."""

    files: tuple[str, ...]
    names: tuple[tuple[TableColumn, str, Any], ...]


class ParquetTable(NamedTuple):
    """A table that was checked: how many rows there are, which of the columns it has, and its files by their shape.

    `unread` are the names of its other columns.
    """

    place: str
    rows: int
    columns: tuple[TableColumn, ...]
    shapes: tuple[FileShape, ...]
    unread: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """All files, in order."""
        return tuple(sorted(file for shape in self.shapes for file in shape.files))

    def has(self, name: str) -> bool:
        """Whether it has a column."""
        return any(column.name == name for column in self.columns)


def open_table(place: str | Path, columns: Sequence[TableColumn]) -> ParquetTable:
    """A table with its columns checked; a name may be written with other capitals.

    SourceError where a file is none of Parquet's, lacks a column, or has one of another type.
    """
    rows, shapes = 0, dict[Any, tuple[list[str], tuple[tuple[TableColumn, str, Any], ...]]]()
    for file in _files(place):
        schema, in_file = _footer(file)
        rows += in_file
        key = tuple((field.name, str(field.type)) for field in schema)
        if key not in shapes:
            shapes[key] = [], named_columns(schema, columns, file)
        shapes[key][0].append(str(file))
        for column, name, type_ in shapes[key][1]:
            if column.type == "integer" and str(type_) in _BEYOND:
                _check_whole(column, name, file)
        if len(shapes) > _MOST_SHAPES:
            problem = f"has files of more than {_MOST_SHAPES} kinds, with other columns in each"
            raise SourceError(problem, "write it again as one table", path=place)
    found = {column for _, names in shapes.values() for column, _, _ in names}
    present = tuple(column for column in columns if column in found)
    read = {name for _, names in shapes.values() for _, name, _ in names}
    unread = dict.fromkeys(name for key in shapes for name, _ in key if name not in read)
    return ParquetTable(
        str(place),
        rows,
        present,
        tuple(FileShape(tuple(files), names) for files, names in shapes.values()),
        tuple(unread),
    )


def address_of(place: str | Path) -> str:
    """The address of an object store or of another file system, also where it was taken for a path; nothing of a path.

    >>> address_of(Path("s3a://bucket/people"))
    's3a://bucket/people'
    >>> address_of("people.parquet")
    ''
    """
    found = _ADDRESS.match(str(place))
    return f"{found[1]}:{'///' if found[1] == 'file' else '//'}{found[2]}" if found else ""


def check_target(out: Path, table: ParquetTable, *, addresses: bool) -> None:
    """SourceError where rows are not to be written: to an address without Spark, or to where the table is read from."""
    address = address_of(out)
    if address and not addresses:
        cure = "name a file here, or compute with --engine spark, which writes where its configuration lets it"
        raise SourceError("is an address, and only files are written", cure, path=address)
    read = (table.place, *table.files)
    if any(_is_inside(address or os.path.realpath(out), address_of(one) or os.path.realpath(one)) for one in read):
        raise SourceError("is, or is inside, what is read", "write to another place", path=address or out)
    if not address:
        with writing(out):
            refuse_unwritable(out)


def _is_inside(place: str, other: str) -> bool:
    return place == other or place.startswith(f"{other.rstrip('/')}/")


def _files(place: str | Path) -> list[Path]:
    path = Path(place)
    if address := address_of(place):
        cure = "copy it here, or compute with --engine spark, which reads from where its configuration lets it"
        raise SourceError("is an address, and only files are read", cure, path=address)
    if path.is_dir():
        inside = (file for file in path.rglob("*.parquet") if not _is_hidden(file.relative_to(path)))
        found = sorted(file for file in inside if file.is_symlink() or not file.is_dir())
        if not found:
            raise SourceError("is a folder without Parquet files", "name the file or folder with the table", path=path)
        for file in found:
            if not file.is_file():
                raise SourceError("is no file", "put a Parquet file there, or remove it", path=file)
        return found
    if not path.is_file():
        problem = "is no file" if path.exists() else "is not there"
        raise SourceError(problem, "name a Parquet file, or a folder of them", path=path)
    return [path]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _footer(file: Path) -> tuple[pa.Schema, int]:
    """The columns of a file, and how many rows it says that it has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as read:
            return read.schema_arrow, read.metadata.num_rows
    except (OSError, pa.ArrowException, ValueError) as error:
        with file.open("rb") as opened:
            start = opened.read(4)
        if start and start not in (b"PAR1", b"PARE"):
            cure = f"DuckDB makes one of CSV: COPY (FROM 'table.csv') TO '{file.stem}.parquet'"
            raise SourceError("is no Parquet file", cure, path=file) from None
        problem = f"cannot be read as a Parquet file: {first_line(error)}"
        raise SourceError(problem, "write it again", path=file) from None


def named_columns(
    schema: pa.Schema, columns: Sequence[TableColumn], file: str | Path
) -> tuple[tuple[TableColumn, str, Any], ...]:
    """The columns that a file has, each with its name there and its type; SourceError where one is wrong or missing."""
    found, in_file = [], schema.names  # which a schema makes anew each time
    twice = sorted(name for name, number in Counter(in_file).items() if number > 1)
    if twice:
        problem = f"has {joined([repr(name) for name in twice[:5]], 'and')} more than once"
        raise SourceError(problem, "give each column a name of its own", path=file)
    for column in columns:
        names = [name for name in in_file if name.casefold() == column.name]
        if len(names) > 1:
            problem = f"has both {joined([repr(name) for name in names], 'and')}"
            raise SourceError(problem, f"call only one column {column.name!r}", path=file)
        if names:
            type_ = schema.field(names[0]).type
            _check(column, type_, file)
            found.append((column, names[0], type_))
        elif any(folder.startswith(f"{column.name}=") for folder in Path(file).parent.parts):
            problem = f"has {column.name!r} only in the names of its folders, which are not read"
            raise SourceError(problem, "write that column into the files, too", path=file)
    there = {column for column, _, _ in found}
    if lacking := [column for column in columns if column.required and column not in there]:
        said = joined([f"{column.name!r} ({column.meaning})" for column in lacking], "and")
        problem = f"has no column {said}" if len(lacking) == 1 else f"has no columns {said}"
        raise SourceError(problem, _rename_some(in_file, len(lacking)), path=file)
    return tuple(found)


def _rename_some(names: Sequence[str], number: int) -> str:
    if not names:
        return "it has no columns at all"
    more = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
    return f"it has {', '.join(name[:40] for name in names[:20])}{more}: rename {'one' if number == 1 else number}"


def _check(column: TableColumn, type_: pa.DataType, file: str | Path) -> None:
    import pyarrow.types as of

    kind = type_.value_type if of.is_dictionary(type_) else type_
    fits = {
        "text": of.is_string(kind) or of.is_large_string(kind) or of.is_string_view(kind) or of.is_integer(kind),
        "integer": of.is_integer(kind) or of.is_float64(kind),
        "number": of.is_integer(kind) or of.is_float32(kind) or of.is_float64(kind) or _is_decimal(kind),
        "day": of.is_date(kind) or of.is_timestamp(kind),
        "flag": of.is_boolean(kind),
    }[column.type]
    if not fits and not of.is_null(kind):
        problem = f"has {type_} in column {column.name!r}, which is of {_WORDS[column.type]} ({column.meaning})"
        is_text = of.is_string(kind) or of.is_large_string(kind) or of.is_string_view(kind)
        of_text = f", in SQL CAST({column.name} AS {_IN_SQL[column.type]})" if is_text else ""
        raise SourceError(problem, f"write that column as {_WORDS[column.type]}{of_text}", path=file)


def _is_decimal(kind: pa.DataType) -> bool:
    """Whether numbers are decimals of a size that every engine knows."""
    import pyarrow.types as of

    return of.is_decimal(kind) and not of.is_decimal256(kind)


def _check_whole(column: TableColumn, name: str, file: Path) -> None:
    """SourceError where a column has others than whole numbers of 64 bits; pandas writes floats where some miss."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for group, rows in row_groups(file, [name]):
        values = rows[name].filter(pc.is_finite(rows[name])).cast(pa.float64(), safe=False)
        broken = values.filter(
            pc.or_(pc.not_equal(pc.floor(values), values), pc.greater_equal(pc.abs(values), 2.0**63))
        )
        if len(broken):
            problem = f"row group {group}: has {broken[0]} in column {column.name!r}, which is of whole numbers"
            raise SourceError(f"{problem} ({column.meaning})", "write whole numbers there", path=file)


def row_groups(file: str | Path, names: Sequence[str]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Some columns of a file, in batches, each with the number of its row group, from 1.

    SourceError where a row group cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    group = 0
    try:
        with pq.ParquetFile(file) as read:
            for group in range(read.num_row_groups):
                for batch in read.iter_batches(row_groups=[group], columns=list(names)):
                    batch.validate(full=True)
                    yield group + 1, batch
    except (OSError, pa.ArrowException, ValueError, MemoryError) as error:
        problem = f"row group {group + 1} cannot be read: {first_line(error)}"
        raise SourceError(problem, "write the file again, or leave it out", path=file) from None


_WORDS: Final[Mapping[Type, str]] = {
    "text": "text",
    "integer": "whole numbers",
    "number": "numbers",
    "day": "days",
    "flag": "true or false",
}
_IN_SQL: Final[Mapping[Type, str]] = {"integer": "INTEGER", "number": "DOUBLE", "day": "DATE", "flag": "BOOLEAN"}


def first_line(error: BaseException) -> str:
    """The first words of a message that may have hundreds of lines."""
    lines = (line.strip(" \t:") for line in str(error).splitlines())
    return next((line[:_LONGEST] for line in lines if line and not _FROM_JAVA.match(line)), type(error).__name__)
