"""A table as rows of cells by column, whichever kind of file it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.sources.table.columns import FACTS, column
from rolegraph.sources.tally import Tally

REMARK: Final = "#"
MOST_ROWS: Final = 200_000
# Signs without a width, which hide in what is pasted from a page.
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad]")

# A line of a file, counted from 1, with its cells; None for one that is broken.
Line = tuple[int, Sequence[str] | None]


class Place(NamedTuple):
    """Where a table is: the file, what messages call it or its sheet, and what evidence calls it."""

    path: Path
    file: str
    section: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that are not empty, by column, and where it stands.

    `describes` is whether its table is about capabilities, and has no roles.
    """

    place: Place
    line: int
    cells: dict[str, str]
    describes: bool = False

    def __getitem__(self, name: str) -> str:
        """The cell in a column; empty where there is none."""
        return self.cells.get(name, "")


def clean(text: str) -> str:
    """A cell as one line of plain text, without control characters or signs that nobody sees.

    >>> clean(" Power\\u00a0BI \\n\\u200b")
    'Power BI'
    """
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in _INVISIBLE.sub("", text)
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return " ".join(shown.split())


def rows_under_heading(lines: Iterable[Line], place: Place, tally: Tally) -> Iterator[Row]:
    """The rows below a table's heading, which is the first row of it; nothing is yielded for empty rows.

    Parameters
    ----------
    lines
        All lines of the table. Above the heading, lines that begin with # are remarks.
    place
        Where the table is.
    tally
        Where rows are counted, and columns reported that are not known.

    Raises
    ------
    SourceError
        When there is no heading, it lacks a column that there must be, or there are more rows than anybody writes.
    """
    numbered = iter(lines)
    places, width = _heading(numbered, place, tally)
    file, read = place.file, 0
    for number, cells in numbered:
        texts = None if cells is None else [clean(cell) for cell in cells]
        if texts is not None and not any(texts):
            continue
        tally.read(file)
        read += 1
        if read > MOST_ROWS:
            problem = f"has more than {MOST_ROWS:,} rows"
            raise SourceError(problem, "is it the right file? If so, import it in parts", path=place.path)
        if texts is None:
            tally.misfit(file, number, "(row)", "a quotation mark in the middle of a cell")
        elif any(texts[width:]):
            why = "more cells than the heading has: a text that holds the separator must stand in quotation marks"
            tally.misfit(file, number, "(row)", why, next(filter(None, texts[width:])))
        elif found := {name: texts[at] for name, at in places.items() if at < len(texts) and texts[at]}:
            yield Row(place, number, found, describes="role" not in places)
        else:
            tally.leave_out(file, "nothing in a column that is known")


def _heading(lines: Iterator[Line], place: Place, tally: Tally) -> tuple[dict[str, int], int]:
    """Where each known column is, and how many columns there are."""
    for number, cells in lines:
        titles = [clean(cell) for cell in cells or ()]
        if not any(titles) or next(filter(None, titles)).startswith(REMARK):
            continue
        places: dict[str, int] = {}
        ignored = []
        for at, title in enumerate(titles):
            name = column(title)
            if name is not None and name not in places:
                places[name] = at
            elif title:
                ignored.append(title)
        check_columns(places, titles, place, number)
        note_ignored(ignored, place, tally)
        return places, max(at for at, title in enumerate(titles) if title) + 1
    raise SourceError("has no heading", "begin with a row that names the columns", path=place.path)


def check_columns(places: Iterable[str], titles: Iterable[str], place: Place, line: int) -> None:
    """Refuse a table that cannot be one of role profiles."""
    known = set(places)
    missing = [] if "capability" in known else ["capability"]
    missing += [] if "role" in known or known.intersection(FACTS) else ["role"]
    if missing:
        problem = f"has no column {' and no column '.join(missing)}"
        cure = f"name it in the heading, which is: {', '.join(filter(None, titles))[:200]}"
        raise SourceError(problem, cure, path=place.path, line=line)


def note_ignored(titles: Iterable[str], place: Place, tally: Tally) -> None:
    """Say once which columns are not known."""
    names = list(dict.fromkeys(titles))
    if names:
        tally.note(f"{place.file}: ignored, for it is no column of these tables: {', '.join(names)[:300]}")
