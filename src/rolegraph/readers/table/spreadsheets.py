"""Role profiles as delimited text or workbooks (.xlsx), which are checked as archives before anything parses them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.delimited import REMARK, find_delimiter, find_encoding, guess_note, numbered_rows
from rolegraph.readers.downloads import UNREADABLE, is_bomb
from rolegraph.readers.import_report import ImportReport
from rolegraph.readers.table.layout import (
    ABOUT,
    EXTRA,
    ROLES,
    CellPlace,
    TableLine,
    TableRow,
    clean,
    column,
    rows_under_heading,
)

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


_ZIP: Final = b"PK\x03\x04"


def read_delimited(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of a CSV file.

    Raises
    ------
    SourceError
        When it is no text, has no heading, or a quotation mark is left open.
    """
    text = _decoded(data, path, report)
    delimiter = find_delimiter(text, lambda title: column(title) is not None)
    lines = numbered_rows(io.StringIO(text, newline=""), path, delimiter=delimiter)
    yield from rows_under_heading(lines, CellPlace(path, str(path), ROLES), report)


def _decoded(data: bytes, path: Path, report: ImportReport) -> str:
    """A file's text."""
    if data.startswith(_ZIP):
        raise SourceError("is a workbook or an archive, not text", "let its name end in .xlsx", path=path)
    encoding = find_encoding([data])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceError("is no text that can be read", "save it as CSV in UTF-8", path=path)
    if not text.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    if note := guess_note(str(path), encoding):
        report.note(note)
    return text


_LARGEST: Final = 100_000_000  # bytes, unpacked
_MOST_CELLS: Final = 5_000_000  # of the rectangle that a sheet's cells lie in
_OLD: Final = b"\xd0\xcf\x11\xe0"
# A cell that holds something, and its address: a sheet is read as a full rectangle, so one far out costs memory.
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Za-z]{1,4})(\d{1,9})")[^>]*[^/>]>')


def read_workbook(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of all sheets that are tables of role profiles, sheet after sheet.

    Raises
    ------
    SourceError
        When it is no workbook, unpacks to an absurd size, or no sheet has a column for capabilities.
    RolegraphError
        When the package that reads workbooks is not installed.
    """
    check_archive(data, path)
    book = _opened(data, path)
    found = False
    for sheet in book.sheets_metadata:
        lines = _sheet_lines(book, sheet.name, path)
        place = CellPlace(path, f"{path}, sheet {sheet.name!r}", clean(sheet.name))
        if _names_capabilities(lines):
            found = True
            yield from rows_under_heading(lines, place, report)
        elif lines and sheet.name != ABOUT:
            report.note(f"{place.file}: not read, for it has no column capability")
    if not found:
        raise SourceError("has no sheet with a column capability", "name the columns in a sheet's first row", path=path)


def check_archive(data: bytes, path: Path) -> None:
    """Refuse what is no whole workbook, or would be an absurd amount of data.

    Raises
    ------
    SourceError
        Before anything is unpacked into memory.
    """
    if data.startswith(_OLD):
        problem = "is a workbook of the old kind, or one with a password"
        raise SourceError(problem, "save it as .xlsx without a password, or as CSV in UTF-8", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for info in archive.infolist():
                total += info.file_size
                if is_bomb(info) or total > _LARGEST:
                    problem = f"unpacks to {total:,} bytes, which no table of roles does"
                    raise SourceError(problem, "do not trust it: save the table as CSV in UTF-8", path=path)
            for info in archive.infolist():
                # Reading to the end proves that the sizes above are true: what unpacks to more fails its checksum.
                _check_extent(archive.read(info), path)
    except (*UNREADABLE, RuntimeError) as error:  # the last for one with a password
        raise _unreadable("is no workbook that can be read", error, path) from None


def _unreadable(problem: str, error: BaseException, path: Path) -> SourceError:
    return SourceError(f"{problem}: {error}", "save it again as .xlsx, or as CSV in UTF-8", path=path)


def _check_extent(xml: bytes, path: Path) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is absurd."""
    columns = rows = 0
    for letters, number in _CELL.findall(xml):
        columns, rows = max(columns, _number(letters)), max(rows, int(number))
    if columns * rows > _MOST_CELLS:
        problem = f"has a sheet of {rows:,} rows and {columns:,} columns"
        raise SourceError(problem, "delete what stands far from the table, or save it as CSV in UTF-8", path=path)


def _number(letters: bytes) -> int:
    """
    >>> _number(b"A"), _number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _opened(data: bytes, path: Path) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise RolegraphError(f"{path}: reading a workbook needs packages that are not installed ({EXTRA})") from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable("is no workbook that can be read", error, path) from None


def _sheet_lines(book: CalamineWorkbook, name: str, path: Path) -> list[TableLine]:
    from python_calamine import CalamineError

    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        if "WorksheetNotFound" in type(error).__name__:
            return []  # a sheet that holds a chart
        raise _unreadable(f"has a sheet that cannot be read, {name!r}", error, path) from None
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _text(cell: object) -> str:
    """What a cell shows: a spreadsheet keeps every number as one with decimals.

    >>> _text(3.0), _text(2.5), _text("3.0")
    ('3', '2.5', '3.0')
    """
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


def _names_capabilities(lines: list[TableLine]) -> bool:
    for _, cells in lines:
        titles = [clean(cell) for cell in cells or ()]
        if any(titles) and not next(filter(None, titles)).startswith(REMARK):
            return "capability" in map(column, titles)
    return False
