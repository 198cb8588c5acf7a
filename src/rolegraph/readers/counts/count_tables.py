"""Tables of moves and of what was counted of occupations: which column is what by its heading, numbers, and years.

Text or a workbook, in long form, one row a move or an occupation; moves also as a matrix, with origins in the first
column and targets in the heading.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.observations import Statistic
from rolegraph.readers.delimited import (
    BROKEN_QUOTES,
    NUL_CELL,
    REMARK,
    decoded,
    find_delimiter,
    guess_note,
    numbered_rows,
)
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.workbooks import open_workbook, sheet_rows

MOST_ROWS: Final = 2_000_000
MOST_COLUMNS: Final = 20_000
_DELIMITERS: Final = ",;\t|"
_ZIP: Final = b"PK\x03\x04"
_WORDS: Final = re.compile(r"[a-z]+|%")
_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{0,40})?(?:e[+-]?\d{1,3})?")
_YEARS: Final = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")
_CURRENCY_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}
# What statistics write for numbers that they do not give.
_NOT_GIVEN: Final = frozenset(("", "*", "**", "#", "-", "–", "—", "n/a", "na", "nan", "null", "none", "..", ":", "x"))

_TITLE: Final = frozenset("title titles name label description".split())
_PAY: Final = frozenset("pay wage wages salary salaries earnings a h annual hourly".split())
# In the CPS `occly` is the occupation of last year, beside `occ`, that of now.
_ORIGIN: Final = frozenset("origin from previous prev former occly".split())
_TARGET: Final = frozenset("target to destination dest next".split())


class HeadingWords(NamedTuple):
    """What a heading has to say for a column to be of a kind: one word of each of `all_of`, none of `none_of`."""

    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str] = frozenset()

    def fits(self, words: frozenset[str]) -> bool:
        """Whether a heading in these words is one of them."""
        return all(words & one for one in self.all_of) and not words & self.none_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = _words(
    "share prob probability percent pct proportion count number employment emp employed mean median"
)
_CODE: Final = _words("code soc isco occ occupation occupations role job noc kldb")
_NOT_CODE: Final = _TITLE | _NUMBERS | _PAY | _words("group type own naics area")
_PLACE: Final = _words("place country area region state nation")
_COMMON: Final = {
    "authority": HeadingWords((_words("authority survey agency publisher"),)),
    "place": HeadingWords((_PLACE, _TITLE)),
    "period": HeadingWords((_words("period years"),), _words("start begin end")),
    "start": HeadingWords((_words("start begin since"),)),
    "end": HeadingWords((_words("end until"),)),
    "year": HeadingWords((_words("year"),), _words("start begin end")),
    "place of last resort": HeadingWords((_PLACE,), _words("type code prim")),
}
# By what a column is; of several that fit, the first in the table is taken. The order is that in which they are sought.
MOVES: Final[Mapping[str, HeadingWords]] = {
    "origin title": HeadingWords((_ORIGIN | _words("source"), _TITLE)),
    "target title": HeadingWords((_TARGET, _TITLE)),
    "origin": HeadingWords((_ORIGIN,), _TITLE | _NUMBERS),
    "target": HeadingWords((_TARGET,), _TITLE | _NUMBERS),
    "share": HeadingWords((_words("share prob probability percent pct proportion rate %"),)),
    "count": HeadingWords((_words("count number people persons workers moves transitions flow movers n"),)),
    **_COMMON,
    "origin of last resort": HeadingWords((_words("source"),), _TITLE | _NUMBERS),
    "target title of last resort": HeadingWords((_words("occ"), _TITLE), _ORIGIN | _words("source")),
}
OBSERVATIONS: Final[Mapping[str, HeadingWords]] = {
    "title": HeadingWords((_TITLE,), _ORIGIN | _words("area source naics industry")),
    "employment": HeadingWords(
        (_words("employment employed emp workers headcount"),), _ORIGIN | _words("prse pct percent rate")
    ),
    "mean pay": HeadingWords((_words("mean average avg"), _PAY), _words("prse h hourly")),
    "median pay": HeadingWords((_words("median"), _PAY), _words("prse h hourly")),
    "currency": HeadingWords((_words("currency"),)),
    "growth": HeadingWords((_words("growth change"),)),
    "openings": HeadingWords((_words("openings vacancies"),)),
    **_COMMON,
    "code": HeadingWords((_CODE,), _NOT_CODE | _ORIGIN | _words("source")),
    "code of last resort": HeadingWords((_TARGET,), _TITLE | _NUMBERS),
}
_LAST_RESORT: Final = " of last resort"


@dataclass(frozen=True, slots=True)
class CountRow:
    """The cells of a row that are not empty, by what they are, and its line."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


class CountTable(NamedTuple):
    """A table: its heading, with the line of that, the rows below, and where each column is."""

    path: Path
    line: int
    titles: tuple[str, ...]
    lines: Iterator[tuple[int, Sequence[str] | None]]
    places: dict[str, int]

    def missing(self, what: str, heading: str) -> SourceError:
        """What to say where there is no such column."""
        cure = f"name it with --column {heading}=HEADING; the headings are {', '.join(filter(None, self.titles))[:200]}"
        return SourceError(f"has no column for {what}", cure, path=self.path, line=self.line)

    def rows(self, report: ImportReport) -> Iterator[CountRow]:
        """The rows below the heading, each counted."""
        for line, cells in _counted(self, report):
            yield CountRow(line, {name: cells[at] for name, at in self.places.items() if at < len(cells) and cells[at]})

    def matrix_rows(self, report: ImportReport) -> Iterator[tuple[int, list[str]]]:
        """The rows of a matrix."""
        return _counted(self, report)


def _counted(table: CountTable, report: ImportReport) -> Iterator[tuple[int, list[str]]]:
    file, read = str(table.path), 0
    for line, raw in table.lines:
        cells = None if raw is None else [" ".join(cell.split()) for cell in raw]
        if cells is not None and not any(cells):
            continue
        read += 1
        if read > MOST_ROWS:
            raise SourceError(f"has more than {MOST_ROWS:,} rows", "is it the right file?", path=table.path)
        report.read(file)
        if cells is None:
            report.misfit(file, line, "(row)", BROKEN_QUOTES)
        elif any("\0" in cell for cell in cells):
            report.misfit(file, line, "(row)", NUL_CELL)
        elif any(cells[len(table.titles) :]):
            report.misfit(file, line, "(row)", f"{len(cells)} cells where the heading has {len(table.titles)}")
        else:
            yield line, cells


def open_table(
    data: bytes, path: Path, known: Mapping[str, HeadingWords], named: Mapping[str, str], report: ImportReport
) -> CountTable:
    """A table with its columns found by their headings, or as they are `named`: what a column is, by its heading."""
    lines = _lines(data, path, known, report)
    for heading_line, cells in lines:
        titles = tuple(" ".join(cell.split()) for cell in cells or ())
        if any(titles) and not next(filter(None, titles)).startswith(REMARK):
            line = heading_line
            break
    else:
        raise SourceError("has no heading", "begin with a row that names the columns", path=path)
    if len(titles) > MOST_COLUMNS:
        raise SourceError(f"has more than {MOST_COLUMNS:,} columns", "is it the right file?", path=path, line=line)
    while titles and not titles[-1]:
        titles = titles[:-1]
    return CountTable(path, line, titles, lines, _columns(titles, known, named, path, line))


def _columns(
    titles: Sequence[str], known: Mapping[str, HeadingWords], named: Mapping[str, str], path: Path, line: int
) -> dict[str, int]:
    fields = [name for name in known if not name.endswith(_LAST_RESORT)]
    places: dict[str, int] = {}
    for field, heading in named.items():
        if field not in fields:
            raise RolegraphError(f"no column {field!r} in such a table: use one of {', '.join(fields)}")
        if heading not in titles:
            cure = f"it has {', '.join(filter(None, titles))[:200]}"
            raise SourceError(f"has no column {heading!r}", cure, path=path, line=line)
        places[field] = titles.index(heading)
    words = [_words_of(title) for title in titles]
    for name, column in known.items():
        field = name.removesuffix(_LAST_RESORT)
        fitting = [at for at, of_title in enumerate(words) if at not in places.values() and column.fits(of_title)]
        if field not in places and fitting:
            places[field] = fitting[0]
    return places


def _words_of(title: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title[:200])
    return frozenset(_WORDS.findall(spaced.casefold()))


def _lines(
    data: bytes, path: Path, known: Mapping[str, HeadingWords], report: ImportReport
) -> Iterator[tuple[int, Sequence[str] | None]]:
    if path.suffix.casefold() == ".xlsx" or data.startswith(_ZIP):
        book = open_workbook(data, path)
        sheets = (sheet_rows(book, sheet.name, path) for sheet in book.sheets_metadata)
        return iter(next((rows for rows in sheets if any("".join(cells) for _, cells in rows)), []))
    text, encoding = decoded(data, path)
    if note := guess_note(str(path), encoding):
        report.note(note)

    def is_title(title: str) -> bool:
        is_single = not any(sign in title for sign in _DELIMITERS[1:])
        return is_single and any(column.fits(_words_of(title)) for column in known.values())

    delimiter = find_delimiter(text, is_title, _DELIMITERS)
    return numbered_rows(io.StringIO(text, newline=""), path, delimiter=delimiter)


def number_in(cell: str) -> float | None:
    """A number as tables write it: thousands divided, with a sign of percent or a currency; None where none is given.

    ValueError for what is no number.

    >>> number_in("$51,930"), number_in("3.4 %"), number_in("*"), number_in("1.5e-3")
    (51930.0, 3.4, None, 0.0015)
    """
    text = cell.strip()[:100].strip("$€£% ").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if text.casefold() in _NOT_GIVEN:
        return None
    if re.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3}){1,5}(?:\.\d{1,40})?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?\d{1,15},\d{1,40}", text):
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text.casefold()) or not math.isfinite(number := float(text)):
        raise ValueError("is no number")
    return number


def amount_in(cell: str) -> float | None:
    """As `number_in`, where less than nothing is no number either."""
    number = number_in(cell)
    if number is not None and number < 0:
        raise ValueError("is below zero")
    return number


def currency_of(cell: str) -> str:
    """The currency that a sign in a cell of pay says; empty where there is none."""
    return next((code for sign, code in _CURRENCY_SIGNS.items() if sign in cell), "")


def years_in(text: str) -> tuple[int, int]:
    """The first and the last year in a text; zeros where there is none.

    >>> years_in("2011-2019"), years_in("May 2019"), years_in("")
    ((2011, 2019), (2019, 2019), (0, 0))
    """
    years = [int(year) for year in _YEARS.findall(text[:200])]
    return (min(years), max(years)) if years else (0, 0)


def statistic_of(row: CountRow, given: Statistic) -> Statistic:
    """Who counted what a row has, where and when: what the row does not say is as it is given for the table."""
    start, end = years_in(row["period"] or row["year"])
    start = years_in(row["start"])[0] or start or given.start
    end = years_in(row["end"])[1] or end or given.end
    if start and end and end < start:
        raise ValueError("ends before it starts")
    authority, place = row["authority"] or given.authority, row["place"] or given.place
    return Statistic(authority[:200], place[:200], start, end)
