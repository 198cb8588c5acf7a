"""Units of work: which texts there are to read, in slices of tables and bundles of files, the same at each run."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.files import is_built
from rolegraph.readers.documents.forms import Document, content_of, name_of, read_documents, table_form
from rolegraph.readers.documents.forms.text_columns import chunks, columns_of, row_documents, table_rows
from rolegraph.readers.text_files import files_in

SLICE: Final = 100  # rows of a table, or files, of a unit
_ROW: Final = re.compile(r" row (\d{1,18})\b")

T = TypeVar("T")


class TextFile(NamedTuple):
    """A file, or what standard input holds: its form where it is a table, its size and hash, and how many texts."""

    name: str
    source: Path | bytes
    table: str
    size: int
    sha256: str
    texts: int
    problem: str = ""


class Broken(NamedTuple):
    """What is wrong with a row."""

    problem: str


class TextUnit(NamedTuple):
    """Files, or some rows of the only one, of which the first has a number."""

    number: int
    files: tuple[TextFile, ...]
    rows: tuple[Mapping[str, Any] | Broken, ...] = ()
    first: int = 0

    @property
    def texts(self) -> int:
        """How many texts there are in it, as far as is known before they are read."""
        return len(self.rows) or len(self.files)


def text_files(places: Sequence[str | Path], column: str = "", besides: Path | None = None) -> Iterator[TextFile]:
    """The files at some places, each once, with what tells whether it has changed; one that cannot be read says why.

    `besides` is what is made of them, and may lie in the same folder.
    """
    known = set() if besides is None else {os.path.realpath(besides)}
    for path, _ in files_in(map(Path, places), is_built):
        if (real := os.path.realpath(path)) in known:
            continue
        known.add(real)
        source, name = content_of(path), name_of(path)
        try:
            digest, size = hashlib.sha256(), 0
            for chunk in chunks(source):
                digest.update(chunk)
                size += len(chunk)
            table = table_form(source, name, column)
            texts = _rows_in(source, name, table, column) if table else 1
            yield TextFile(name, source, table, size, digest.hexdigest(), texts)
        except SourceError as error:
            yield TextFile(name, source, "", 0, "", 1, _problem(error))
        except FileNotFoundError:
            yield TextFile(name, source, "", 0, "", 1, "there is no such file (check the name)")
        except OSError as error:
            yield TextFile(name, source, "", 0, "", 1, f"cannot be read: {error.strerror or error}")


def _problem(error: RolegraphError | Broken) -> str:
    """What is wrong, and in which line, without the name of the file."""
    if not isinstance(error, SourceError):
        return str(error)
    line = "" if error.line is None else f"line {error.line}: "
    return f"{line}{error.problem}" + (f" ({error.cure})" if error.cure else "")


def _rows_in(source: Path | bytes, name: str, form: str, column: str) -> int:
    """How many rows a table has, about; SourceError where it has no column with texts."""
    if form == "jsonl":  # each row has columns of its own
        return sum(chunk.count(b"\n") for chunk in chunks(source)) or 1
    rows = table_rows(source, name, form, column)
    first = next((row for row in rows if not isinstance(row, SourceError)), None)
    if first is None:
        raise SourceError("has no row with a text", "name the column of the texts with --column", path=name)
    columns_of(tuple(first), column, name)
    if form == "parquet" and isinstance(source, Path):
        import pyarrow.parquet as pq

        return int(pq.read_metadata(source).num_rows)
    try:
        return 1 + sum(1 for _ in rows)
    except SourceError:  # what comes before it is read
        return 1


def units_of(files: Sequence[TextFile], column: str, done: Collection[int] = ()) -> Iterator[TextUnit]:
    """The units of some files, in their order, but for the numbers that are `done`."""
    numbers = count()
    waiting: list[TextFile] = []

    def bundled() -> Iterator[TextUnit]:
        for some in _some(waiting):
            if (number := next(numbers)) not in done:
                yield TextUnit(number, some)
        waiting.clear()

    for file in files:
        if not file.table:
            waiting.append(file)
            continue
        yield from bundled()
        first = 1
        for rows in _some(_rows(file, column)):
            if (number := next(numbers)) not in done:
                yield TextUnit(number, (file._replace(source=b""),), rows, first)
            first += len(rows)
    yield from bundled()


def _some(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """The items, a unit of them at a time."""
    rest = iter(items)
    while some := tuple(islice(rest, SLICE)):
        yield some


def _rows(file: TextFile, column: str) -> Iterator[Mapping[str, Any] | Broken]:
    try:
        for row in table_rows(file.source, file.name, file.table, column):
            yield Broken(_problem(row)) if isinstance(row, SourceError) else row
    except (RolegraphError, OSError) as error:
        yield Broken(_problem(error) if isinstance(error, RolegraphError) else f"cannot be read: {error}")


class FoundText(NamedTuple):
    """A document, or why there is none, with its name and the file and row that it comes from."""

    name: str
    file: str
    row: int | None
    document: Document | None
    problem: str = ""


def texts_of(
    unit: TextUnit, column: str, begin: Callable[[str], object], skipped: Collection[str] = ()
) -> Iterator[FoundText]:
    """The texts of a unit, but for those of some names; `begin` is told of each before anything is done with it."""
    if unit.rows:
        (file,) = unit.files
        for number, row in enumerate(unit.rows, start=unit.first):
            if (name := f"{file.name} row {number}") not in skipped:
                begin(name)
                yield from _in_row(row, file, column, number)
        return
    for file in unit.files:
        if file.name in skipped:
            continue
        begin(file.name)
        if file.problem:
            yield FoundText(file.name, file.name, None, None, file.problem)
        else:
            yield from _in_file(file, column, begin, skipped)


def _in_row(row: Mapping[str, Any] | Broken, file: TextFile, column: str, number: int) -> Iterator[FoundText]:
    name = f"{file.name} row {number}"
    if isinstance(row, Broken):
        yield FoundText(name, file.name, number, None, row.problem)
        return
    try:
        for document in row_documents([row], file.name, file.table, column, first=number):
            yield FoundText(document.name, file.name, number, document)
    except (RolegraphError, RecursionError) as error:
        yield FoundText(name, file.name, number, None, _reason(error))


def _in_file(
    file: TextFile, column: str, begin: Callable[[str], object], skipped: Collection[str]
) -> Iterator[FoundText]:
    try:
        for document in read_documents(file.source, file.name, column=column):
            if document.name in skipped:
                continue
            begin(document.name)
            row = _ROW.match(document.name.removeprefix(file.name))
            yield FoundText(document.name, file.name, int(row[1]) if row else None, document)
            begin(file.name)
    except RolegraphError as error:
        yield FoundText(file.name, file.name, None, None, _reason(error))


def _reason(error: Exception) -> str:
    return _problem(error) if isinstance(error, RolegraphError) else "nests more deeply than any text does"
