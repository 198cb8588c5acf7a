"""Tables as text, with cells between commas, semicolons or tabs, in the encodings that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.sources.delimited import numbered_rows
from rolegraph.sources.downloads import LARGEST_CELL
from rolegraph.sources.table.columns import column
from rolegraph.sources.table.rows import REMARK, Line, Place, Row, rows_under_heading
from rolegraph.sources.tally import Tally

_DELIMITERS: Final = ",;\t"
_SECTION: Final = "roles"
_ZIP: Final = b"PK\x03\x04"
_ANNOUNCED: Final = "sep="  # a first line by which one program tells another what stands between cells


def read_delimited(data: bytes, path: Path, tally: Tally) -> Iterator[Row]:
    """The rows of a CSV file.

    Raises
    ------
    SourceError
        When it is no text, has no heading, or a quotation mark is left open.
    """
    text = decoded(data, path, tally)
    place = Place(path, str(path), _SECTION)
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        yield from rows_under_heading(_lines(text, path), place, tally)
    finally:
        csv.field_size_limit(limit)


def decoded(data: bytes, path: Path, tally: Tally) -> str:
    """A file's text: UTF-8 or UTF-16 by its byte order mark, otherwise UTF-8, otherwise Windows-1252.

    Raises
    ------
    SourceError
        When it is empty, or no text.
    """
    if data.startswith(_ZIP):
        raise SourceError("is a workbook or an archive, not text", "let its name end in .xlsx", path=path)
    text = None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _as(data, "utf-16")
    elif (text := _as(data, "utf-8-sig")) is None and (text := _as(data, "cp1252")) is not None:
        tally.note(f"{path} is not UTF-8: read as Windows-1252")
    if text is None or "\0" in text:
        raise SourceError("is no text that can be read", "save it as CSV in UTF-8", path=path)
    if not text.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    return text


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines(text: str, path: Path) -> Iterator[Line]:
    """The rows of a text with the lines that they begin on; None for one that breaks the rules of quotation marks."""
    for line, cells in numbered_rows(io.StringIO(text, newline=""), path, delimiter=_delimiter(text)):
        if line > 1 or not text.lower().startswith(_ANNOUNCED):
            yield line, cells


def _delimiter(text: str) -> str:
    """What stands between cells: that with which the heading names the most columns.

    >>> _delimiter("# a remark; with commas, too\\nRole;Capability;Level, if any\\n")
    ';'
    """
    lines = (line for line in text.splitlines() if line.strip(_DELIMITERS + ' "'))
    head = next((line for line in lines if not line.lstrip('" ').startswith((REMARK, _ANNOUNCED))), "")

    def known(delimiter: str) -> int:
        return len({column(title) for title in head.split(delimiter)} - {None})

    return max(_DELIMITERS, key=known)
