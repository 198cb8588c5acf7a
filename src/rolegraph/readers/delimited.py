"""Delimited text as people have it: its encoding, what stands between its cells, and its rows with their lines.

Text may come with or without a byte order mark, with any line ends, in UTF-8, UTF-16, UTF-32 or Windows-1252.
"""

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


_MARKS: Final = {  # that of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_GUESSES: Final = {
    "cp1252": "is not UTF-8: read as Windows-1252",
    "utf-16-le": "has no byte order mark: read as UTF-16",
    "utf-16-be": "has no byte order mark: read as UTF-16",
}
_LONGEST_MARK: Final = 4  # bytes
_SAMPLE: Final = 4_000  # bytes
_LATIN: Final = 0.4  # the least share of half the bytes that are zero in UTF-16, as in the titles of columns


def find_encoding(chunks: Iterable[bytes]) -> str:
    """The encoding of a file as Python names it: by its byte order mark, UTF-16 by its zeros, UTF-8, or Windows-1252.

    All chunks are read, whatever the first ones tell.
    """
    rest, first, decoder = iter(chunks), b"", codecs.getincrementaldecoder("utf-8")()
    while len(first) < _LONGEST_MARK and (chunk := next(rest, b"")):
        first += chunk
    encoding = next((name for mark, name in _MARKS.items() if first.startswith(mark)), _by_zeros(first))
    for chunk in itertools.chain((first,), rest, (b"",)):  # the empty one ends the text
        if encoding == "utf-8-sig":
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
    return encoding


def _by_zeros(chunk: bytes) -> str:
    """UTF-16 without its mark, by where the zeros of its Latin letters are; anything else counts as UTF-8."""
    sample = chunk[:_SAMPLE]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) >= _LONGEST_MARK and max(first, second) > _LATIN * len(sample) / 2
    if enough and not min(first, second) and 0 in sample[:2]:
        return "utf-16-be" if first else "utf-16-le"
    return "utf-8-sig"


def guess_note(file: str, encoding: str) -> str:
    """What to say of a file whose encoding is a guess; empty where it is not."""
    return f"{file} {_GUESSES[encoding]}" if encoding in _GUESSES else ""


def find_delimiter(text: str, is_title: Callable[[str], object], delimiters: str = DELIMITERS) -> str:
    """The delimiter with which the heading has the most known titles; before it may be remarks, or a line like `sep=;`.

    Where it has none, the most frequent of them.

    >>> find_delimiter("# a remark; with commas, too\\nRole;Level, if any\\n", lambda title: title == "Role")
    ';'
    """
    lines = (line for line in text.splitlines() if line.strip(delimiters + ' "'))
    head = next((line for line in lines if not line.lstrip('" ').startswith((REMARK, _ANNOUNCED))), "")
    titles = {delimiter: len(set(filter(is_title, head.split(delimiter)))) for delimiter in delimiters}
    return max(delimiters, key=titles.__getitem__ if any(titles.values()) else head.count)


def numbered_rows(
    lines: Iterable[str], path: Path, *, delimiter: str = ",", quoted: bool = True
) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with its line, counted from 1; None for one that breaks the rules of quotation marks.

    Lines come as from a file opened with `newline=""`, the path is for messages. Empty lines and a first one such as
    `sep=;` are left out. If `quoted`, cells may be in quotation marks, and then hold line breaks. Raises `SourceError`
    when rows cannot be separated from some line on, as after a quotation mark that is never closed, or a cell is larger
    than any text.

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
                    raise SourceError(f"is not a table from here on: {error}", cure, path=path, line=line) from None
                yield line, None
                continue
            if cells and (line > 1 or not "".join(cells).lower().startswith(_ANNOUNCED)):
                yield line, cells
    finally:
        csv.field_size_limit(limit)


def decoded(data: bytes, path: Path) -> tuple[str, str]:
    """The text of a table, and the encoding that it was taken for; `SourceError` for what is no text."""
    encoding = find_encoding([data])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceError("cannot be read as text", "save it as CSV in UTF-8", path=path)
    return text, encoding
