"""Workbooks (.xlsx): refused where they are broken or far too large, and their sheets as rows of texts."""

from __future__ import annotations

import io
import re
import zipfile
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.archives import UNREADABLE, is_bomb

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

EXTRA: Final = "pip install openpyxl python-calamine"
_LARGEST: Final = 100_000_000  # bytes, unpacked
_MOST_CELLS: Final = 5_000_000  # of the rectangle that a sheet's cells lie in
_OLD: Final = b"\xd0\xcf\x11\xe0"
# A cell that holds something, and its address: a sheet is read as a full rectangle, so one far out costs memory.
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Za-z]{1,4})(\d{1,9})")[^>]*[^/>]>(?!</)')


def _check_archive(data: bytes, path: Path, largest: int) -> None:
    """Refuse what is not a complete workbook, or would unpack to far too much data, before anything is unpacked."""
    if data.startswith(_OLD):
        problem = "is a workbook of the old kind, or one with a password"
        raise SourceError(problem, "save it as .xlsx without a password, or as CSV in UTF-8", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for info in archive.infolist():
                total += info.file_size
                if is_bomb(info) or total > largest:
                    problem = f"unpacks to {total:,} bytes, which no such table does"
                    raise SourceError(problem, "do not trust it: save the table as CSV in UTF-8", path=path)
            for info in archive.infolist():
                # Reading to the end proves that the sizes above are true: what unpacks to more fails its checksum.
                _check_extent(archive.read(info), path)
    except (*UNREADABLE, RuntimeError) as error:  # the last for one with a password
        raise _unreadable("is not a workbook that can be read", error, path) from None


def _unreadable(problem: str, error: BaseException, path: Path) -> SourceError:
    return SourceError(f"{problem}: {error}", "save it again as .xlsx, or as CSV in UTF-8", path=path)


def _check_extent(xml: bytes, path: Path) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is far too large."""
    columns = rows = 0
    for letters, number in _CELL.findall(xml):
        columns, rows = max(columns, _number(letters)), max(rows, int(number))
    if columns * rows > _MOST_CELLS:
        problem = f"has a sheet of {rows:,} rows and {columns:,} columns"
        raise SourceError(problem, "delete what stands far from the table, or save it as CSV in UTF-8", path=path)


def _number(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters.upper(), 0)


def open_workbook(data: bytes, path: Path, largest: int = _LARGEST) -> CalamineWorkbook:
    """A workbook to read sheets from; `largest` is the most that it may unpack to, in bytes.

    Raises `SourceError` when it is not a workbook or is too large, and `RolegraphError` when no package that reads
    workbooks is there.
    """
    _check_archive(data, path, largest)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise RolegraphError(f"{path}: reading a workbook needs packages that are not installed ({EXTRA})") from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable("is not a workbook that can be read", error, path) from None


def sheet_rows(book: CalamineWorkbook, name: str, path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a sheet with their numbers, counted from 1, empty rows among them; none of a chart."""
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
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)


def merged_cells(book: CalamineWorkbook, name: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The first and last cell of each merged one of a sheet, as row and column counted from 0."""
    return list(book.get_sheet_by_name(name).merged_cell_ranges or ())
