"""The layout of a table of role profiles: its columns, what they mean, and the rows below them.

The rows are cells by column, whichever kind of file they came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, Level, Necessity, Seniority
from rolegraph.readers.delimited import BROKEN_QUOTES, REMARK
from rolegraph.readers.import_report import ImportReport

# In the order of the template. The first two are the ones that a table must have.
COLUMNS: Final[dict[str, str]] = {
    "role": "The job. Empty means: the same as in the row above.",
    "capability": "What the role asks for. Where any one of several is enough, put | between them.",
    "kind": "skill, tool, degree or certification. Empty: what a known name is, otherwise a skill.",
    "necessity": "essential (also must, must have, required, mandatory) or preferred (also nice to have, optional, "
    "desirable). Empty: essential.",
    "level": "familiar, working, proficient or expert, or 1 to 4. Empty: not said, and then it stays unknown.",
    "examples": "What shows that somebody has the capability, with | between several. Tools, unless known otherwise.",
    "category": "What kind of tool it is, such as spreadsheet software. Only for tools.",
    "note": "A remark on the requirement.",
    "other names": "What else the role is called, with | between the names.",
    "definition": "What the role is, in a sentence.",
    "seniority": "entry (also junior), mid, senior, lead or head.",
    "industry": "Where the role is found, with | between several.",
    "responsibility": "What people in the role have to do, with | between several.",
    "broader": "What the capability is a part or a kind of, with | between several.",
    "prerequisites": "What one must be able to do before learning it, with | between several.",
    "effort hours": "How many hours it takes to learn from nothing to working level. An estimate.",
    "close to": "What makes learning it shorter, and the other way round, with | between several.",
}
# In a row that has one of these and no role, a capability is described and nothing is asked for.
FACTS: Final = ("broader", "prerequisites", "effort hours", "close to")
SEVERAL: Final = "|"
# Sections of YAML, and sheets of workbooks; the last one explains the others.
ROLES: Final = "roles"
CAPABILITIES: Final = "capabilities"
ABOUT: Final = "about"
EXTRA: Final = "pip install openpyxl python-calamine"


KINDS: Final[Mapping[str, Kind]] = {
    kind.value: kind for kind in (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)
}
NECESSITIES: Final[Mapping[str, Necessity]] = {
    **dict.fromkeys(("essential", "must", "must have", "required", "mandatory"), Necessity.ESSENTIAL),
    **dict.fromkeys(("preferred", "nice to have", "optional", "desirable"), Necessity.PREFERRED),
}
LEVELS: Final[Mapping[str, Level]] = {
    **{level.word: level for level in Level},
    **{str(int(level)): level for level in Level},
}
SENIORITIES: Final[Mapping[str, Seniority]] = {
    **{seniority.word: seniority for seniority in Seniority},
    "junior": Seniority.ENTRY,
}


def plain(text: str) -> str:
    """A heading or word without what people vary: case, spaces, underscores, hyphens, and an s at the end.

    >>> plain("Other_Names"), plain("EFFORT-HOURS"), plain("Nice to have")
    ('othername', 'efforthour', 'nicetohave')
    """
    return re.sub(r"[\W_]+", "", text.casefold()).removesuffix("s")


_BY_PLAIN: Final = {plain(name): name for name in COLUMNS}


def column(heading: str) -> str | None:
    """The column that a heading means; None for one that is not known.

    >>> column(" Other names "), column("salary")
    ('other names', None)
    """
    return _BY_PLAIN.get(plain(heading))


def parts(cell: str) -> tuple[str, ...]:
    """What stands in a cell between the signs that separate several things.

    >>> parts("Python | R||")
    ('Python', 'R')
    """
    return tuple(dict.fromkeys(filter(None, map(str.strip, cell.split(SEVERAL)))))


MOST_ROWS: Final = 200_000
# Signs without a width, which hide in what is pasted from a page.
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad]")


# A line of a file, counted from 1, with its cells; None for one that is broken.
TableLine = tuple[int, Sequence[str] | None]


class CellPlace(NamedTuple):
    """Where a table is: the file, what messages call it or its sheet, and what evidence calls it."""

    path: Path
    file: str
    section: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row that are not empty, by column, and where it stands.

    `describes` is whether its table is about capabilities, and has no roles.
    """

    place: CellPlace
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


def rows_under_heading(lines: Iterable[TableLine], place: CellPlace, report: ImportReport) -> Iterator[TableRow]:
    """The rows below a table's heading, which is the first row of it; nothing is yielded for empty rows.

    Parameters
    ----------
    lines
        All lines of the table. Above the heading, lines that begin with # are remarks.
    place
        Where the table is.
    report
        Where rows are counted, and columns reported that are not known.

    Raises
    ------
    SourceError
        When there is no heading, it lacks a column that there must be, or there are more rows than anybody writes.
    """
    numbered = iter(lines)
    places, width = _heading(numbered, place, report)
    file, read = place.file, 0
    for number, cells in numbered:
        texts = None if cells is None else [clean(cell) for cell in cells]
        if texts is not None and not any(texts):
            continue
        report.read(file)
        read += 1
        if read > MOST_ROWS:
            problem = f"has more than {MOST_ROWS:,} rows"
            raise SourceError(problem, "is it the right file? If so, import it in parts", path=place.path)
        if texts is None:
            report.misfit(file, number, "(row)", BROKEN_QUOTES)
        elif any(texts[width:]):
            why = "more cells than the heading has: a text that holds the separator must stand in quotation marks"
            report.misfit(file, number, "(row)", why, next(filter(None, texts[width:])))
        elif found := {name: texts[at] for name, at in places.items() if at < len(texts) and texts[at]}:
            yield TableRow(place, number, found, describes="role" not in places)
        else:
            report.leave_out(file, "nothing in a column that is known")


def _heading(lines: Iterator[TableLine], place: CellPlace, report: ImportReport) -> tuple[dict[str, int], int]:
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
        note_ignored(ignored, place, report)
        return places, max(at for at, title in enumerate(titles) if title) + 1
    raise SourceError("has no heading", "begin with a row that names the columns", path=place.path)


def check_columns(places: Iterable[str], titles: Iterable[str], place: CellPlace, line: int) -> None:
    """Refuse a table that cannot be one of role profiles."""
    known = set(places)
    missing = [] if "capability" in known else ["capability"]
    missing += [] if "role" in known or known.intersection(FACTS) else ["role"]
    if missing:
        problem = f"has no column {' and no column '.join(missing)}"
        cure = f"name it in the heading, which is: {', '.join(filter(None, titles))[:200]}"
        raise SourceError(problem, cure, path=place.path, line=line)


def note_ignored(titles: Iterable[str], place: CellPlace, report: ImportReport) -> None:
    """Say once which columns are not known."""
    names = list(dict.fromkeys(titles))
    if names:
        report.note(f"{place.file}: ignored, for it is no column of these tables: {', '.join(names)[:300]}")
