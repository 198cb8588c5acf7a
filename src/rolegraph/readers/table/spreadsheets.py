"""Tables of role profiles: their columns, and their rows as cells by column, from delimited text and workbooks (.xlsx).

Workbooks are checked as archives before anything parses them.
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
from rolegraph.model.nodes import Kind, Level, Necessity, Seniority
from rolegraph.readers.delimited import (
    BROKEN_QUOTES,
    REMARK,
    find_delimiter,
    find_encoding,
    guess_note,
    numbered_rows,
)
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.workbooks import open_workbook, sheet_rows

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

KINDS: Final = {kind.value: kind for kind in (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)}
NECESSITIES: Final = {
    **dict.fromkeys(("essential", "must", "must have", "required", "mandatory"), Necessity.ESSENTIAL),
    **dict.fromkeys(("preferred", "nice to have", "optional", "desirable"), Necessity.PREFERRED),
}
LEVELS: Final = {level.word: level for level in Level} | {str(int(level)): level for level in Level}
SENIORITIES: Final = {seniority.word: seniority for seniority in Seniority} | {"junior": Seniority.ENTRY}


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
    """The rows below a table's heading, which is the first row that is neither empty nor a remark (#).

    Empty rows are not counted; columns that are not known are noted. Raises `SourceError` when there is no heading, it
    lacks a column that there must be, or there are more rows than anybody writes.
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


def _find_heading(lines: Iterable[TableLine]) -> tuple[int, list[str]]:
    """The line and titles of the first row that is neither empty nor a remark; no titles where there is none."""
    for number, cells in lines:
        titles = [clean(cell) for cell in cells or ()]
        if any(titles) and not next(filter(None, titles)).startswith(REMARK):
            return number, titles
    return 0, []


def _heading(lines: Iterable[TableLine], place: CellPlace, report: ImportReport) -> tuple[dict[str, int], int]:
    """Where each known column is, and how many columns there are."""
    number, titles = _find_heading(lines)
    if not titles:
        raise SourceError("has no heading", "begin with a row that names the columns", path=place.path)
    places: dict[str, int] = {}
    ignored = []
    for at, title in enumerate(titles):
        name = column(title)
        if name is not None and name not in places:
            places[name] = at
        elif title:
            ignored.append(title)
    missing = [] if "capability" in places else ["capability"]
    missing += [] if places.keys() & {"role", *FACTS} else ["role"]
    if missing:
        problem = f"has no column {' and no column '.join(missing)}"
        cure = f"name it in the heading, which is: {', '.join(filter(None, titles))[:200]}"
        raise SourceError(problem, cure, path=place.path, line=number)
    note_ignored(ignored, place, report)
    return places, max(at for at, title in enumerate(titles) if title) + 1


def note_ignored(titles: Iterable[str], place: CellPlace, report: ImportReport) -> None:
    """Say once which columns are not known."""
    names = list(dict.fromkeys(titles))
    if names:
        report.note(f"{place.file}: ignored, not a column of these tables: {', '.join(names)[:300]}")


_ZIP: Final = b"PK\x03\x04"


def read_delimited(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of a CSV file; raises `SourceError` for what is not text, has no heading, or leaves a quotation open."""
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
        raise SourceError("cannot be read as text", "save it as CSV in UTF-8", path=path)
    if not text.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    if note := guess_note(str(path), encoding):
        report.note(note)
    return text


def read_workbook(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of all sheets that are tables of role profiles, sheet after sheet.

    Raises `SourceError` when it is not a workbook, is far too large, or no sheet has a column for capabilities,
    and `RolegraphError` when no package that reads workbooks is there.
    """
    book = open_workbook(data, path)
    found = False
    for sheet in book.sheets_metadata:
        lines = sheet_rows(book, sheet.name, path)
        place = CellPlace(path, f"{path}, sheet {sheet.name!r}", clean(sheet.name))
        if "capability" in map(column, _find_heading(lines)[1]):
            found = True
            yield from rows_under_heading(lines, place, report)
        elif lines and sheet.name != ABOUT:
            report.note(f"{place.file}: not read, it has no column capability")
    if not found:
        raise SourceError("has no sheet with a column capability", "name the columns in a sheet's first row", path=path)
