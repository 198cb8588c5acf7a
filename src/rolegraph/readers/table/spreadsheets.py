"""Tables as files: the sheets of delimited text and workbooks (.xlsx), line by line.

Workbooks are checked as archives before anything parses them; a formula is read as what it shows.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.readers.delimited import DELIMITERS, REMARK, decoded, guess_note, numbered_rows
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.table.column_titles import meaning
from rolegraph.readers.workbooks import merged_cells, open_workbook, sheet_rows

# Sections of YAML, and sheets of workbooks; the last one explains the others.
ROLES: Final = "roles"
CAPABILITIES: Final = "capabilities"
ABOUT: Final = "about"
SEVERAL: Final = "|"

MOST_ROWS: Final = 200_000
_MOST_CELLS: Final = 5_000_000
_SAMPLE: Final = 40  # lines by which the delimiter is found
# Signs without a width, which hide in what is pasted from a page.
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad]")
_ZIP: Final = b"PK\x03\x04"
_ANNOUNCED: Final = "sep="

# A line of a file, counted from 1, with its cells; None for one that is broken.
TableLine = tuple[int, Sequence[str] | None]


class CellPlace(NamedTuple):
    """Where a table is: the file, what messages call it or its sheet, and what evidence calls it."""

    path: Path
    file: str
    section: str
    is_sheet: bool = False


@dataclass(frozen=True, slots=True)
class TableSheet:
    """The lines of a file of delimited text, or of a sheet of a workbook."""

    place: CellPlace
    lines: list[TableLine]


def clean(text: str) -> str:
    """A cell as one line of plain text, without control characters or signs that nobody sees.

    >>> clean(" Power\\u00a0BI \\n\\u200b")
    'Power BI'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in _INVISIBLE.sub("", text)
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return " ".join(shown.split())


def read_delimited(data: bytes, path: Path, report: ImportReport) -> list[TableSheet]:
    """The lines of a CSV file as a sheet; raises `SourceError` for what is not text, or leaves a quotation open."""
    text = _decoded(data, path, report)
    rows = numbered_rows(io.StringIO(text, newline=""), path, delimiter=_delimiter(text))
    return [TableSheet(CellPlace(path, str(path), ROLES), list(_limited(rows, path)))]


def _limited(rows: Iterable[TableLine], path: Path) -> Iterator[TableLine]:
    """Rows without empty cells at their ends; raises `SourceError` where there are more than anybody writes."""
    read = cells = 0
    for line, whole in rows:
        row = None if whole is None else _without_end(whole)
        cells += len(row or ())
        read += row is None or bool(row)
        if read > MOST_ROWS or cells > _MOST_CELLS:
            amount = f"{MOST_ROWS:,} rows" if read > MOST_ROWS else f"{_MOST_CELLS:,} cells"
            raise SourceError(f"has more than {amount}", "is it the right file? If so, import it in parts", path=path)
        yield line, row


def _without_end(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _delimiter(text: str) -> str:
    """What stands between cells: that by which one line has the most known headings, or else the most regular one."""
    lines = [line for line in text[:200_000].splitlines()[: 2 * _SAMPLE] if line.strip(DELIMITERS + ' "')]
    lines = [line for line in lines if not line.lstrip('" ').startswith((REMARK, _ANNOUNCED))][:_SAMPLE]

    def rank(delimiter: str) -> tuple[int, int, int]:
        known = max(
            (sum(meaning(title.strip(' "')) is not None for title in line.split(delimiter)) for line in lines),
            default=0,
        )
        counts = [line.count(delimiter) for line in lines if delimiter in line]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return known if known > 1 else 0, counts.count(usual), usual

    return max(DELIMITERS, key=rank)


def _decoded(data: bytes, path: Path, report: ImportReport) -> str:
    """A file's text."""
    if data.startswith(_ZIP):
        raise SourceError("is a workbook or an archive, not text", "let its name end in .xlsx", path=path)
    text, encoding = decoded(data, path)
    if not text.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    if note := guess_note(str(path), encoding):
        report.note(note)
    return text


def read_workbook(data: bytes, path: Path, _report: ImportReport) -> list[TableSheet]:
    """The sheets of a workbook that hold anything, but for one called `about`; a merged cell fills its place.

    Raises `SourceError` when it is not a workbook or is far too large, and `RolegraphError` when no package that reads
    workbooks is there.
    """
    book = open_workbook(data, path)
    sheets = []
    for sheet in book.sheets_metadata:
        if sheet.name == ABOUT:
            continue
        lines = sheet_rows(book, sheet.name, path)
        _fill_merged(lines, merged_cells(book, sheet.name) if lines else [])
        place = CellPlace(path, f"{path}, sheet {sheet.name!r}", clean(sheet.name), is_sheet=True)
        if found := [line for line in _limited(lines, path) if line[1]]:
            sheets.append(TableSheet(place, found))
    return sheets


def _fill_merged(
    lines: Sequence[tuple[int, list[str]]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Let each cell of a merged one show what it shows; no more of them than a sheet has."""
    left_over = _MOST_CELLS
    for (top, left), (bottom, right) in merged:
        for _, cells in lines[top : bottom + 1]:
            covered = cells[left : right + 1]
            if (left_over := left_over - len(covered) - 1) < 0:
                return
            cells[left : right + 1] = [lines[top][1][left]] * len(covered)
