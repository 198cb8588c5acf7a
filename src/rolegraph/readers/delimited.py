"""Rows of delimited text with the lines on which they begin: what `csv` gives, and errors in words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from rolegraph.errors import SourceError


def numbered_rows(
    lines: Iterable[str], path: Path, *, delimiter: str = ",", quoted: bool = True
) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with its line, counted from 1; None for one that breaks the rules of quotation marks.

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
        When there is no telling rows apart from some line on, as after a quotation mark that nobody closes.

    Examples
    --------
    >>> list(numbered_rows(['a,"b\\n', 'c"\\n', 'd,e\\n'], Path("t.csv")))
    [(1, ['a', 'b\\nc']), (3, ['d', 'e'])]
    """
    if quoted:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
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
        yield line, cells
