"""Delimited text: its encoding, what stands between cells, and its rows with their lines, all errors in words."""

from __future__ import annotations

import codecs
import csv
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from rolegraph.errors import SourceError

LARGEST_CELL: Final = 1_000_000  # characters
DELIMITERS: Final = ",;\t"
REMARK: Final = "#"
NUL_CELL: Final = "a NUL character, which no text has"
BROKEN_QUOTES: Final = "a quotation mark in the middle of a cell"
_ANNOUNCED: Final = "sep="  # a first line by which one program tells another what stands between cells


def find_encoding(chunks: Iterable[bytes]) -> str:
    """The encoding of a file as Python names it: UTF-16 by its byte order mark, UTF-8, or else Windows-1252.

    >>> find_encoding([b"caf", b"\\xc3", b"\\xa9"]), find_encoding([b"caf\\xe9"]), find_encoding(["é".encode("utf-16")])
    ('utf-8-sig', 'cp1252', 'utf-16')
    """
    decoder, encoding, begun = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig", False
    for chunk in itertools.chain(chunks, (b"",)):  # the empty one ends the text
        if not begun and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        begun = True
        if encoding == "utf-8-sig":
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
    return encoding


def guess_note(file: str, encoding: str) -> str:
    """What to say of a file whose encoding is a guess; empty where it is none."""
    return f"{file} is not UTF-8: read as Windows-1252" if encoding == "cp1252" else ""


def find_delimiter(text: str, is_title: Callable[[str], bool]) -> str:
    """The delimiter with which the heading has the most known titles; before it may be remarks, or a line like `sep=;`.

    Examples
    --------
    >>> find_delimiter("# a remark; with commas, too\\nRole;Level, if any\\n", lambda title: title == "Role")
    ';'
    """
    lines = (line for line in text.splitlines() if line.strip(DELIMITERS + ' "'))
    head = next((line for line in lines if not line.lstrip('" ').startswith((REMARK, _ANNOUNCED))), "")
    return max(DELIMITERS, key=lambda delimiter: len(set(filter(is_title, head.split(delimiter)))))


def numbered_rows(
    lines: Iterable[str], path: Path, *, delimiter: str = ",", quoted: bool = True
) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with its line, counted from 1; None for one that breaks the rules of quotation marks.

    Empty lines and a first one such as `sep=;` are left out.

    Parameters
    ----------
    lines
        As a file opened with `newline=""` gives them.
    path
        For messages.
    delimiter
        What stands between cells.
    quoted
        Whether cells may be in quotation marks, and then hold line breaks.

    Raises
    ------
    SourceError
        When rows cannot be separated from some line on, as after a quotation mark that is never closed, or a cell is
        larger than any text.

    Examples
    --------
    >>> list(numbered_rows(['a,"b\\n', 'c"\\n', 'd,e\\n'], Path("t.csv")))
    [(1, ['a', 'b\\nc']), (3, ['d', 'e'])]
    """
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "expected after" not in str(error):
                    cure = "is a quotation mark left open there, or the file cut off?"
                    raise SourceError(f"is no table from here on: {error}", cure, path=path, line=line) from None
                yield line, None
                continue
            if cells and (line > 1 or not "".join(cells).lower().startswith(_ANNOUNCED)):
                yield line, cells
    finally:
        csv.field_size_limit(limit)
