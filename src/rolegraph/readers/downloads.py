"""Official downloads: tables found by name in any number of folders, zips and files, and read row by row.

Tables may be text, with columns in any order and more of them than are known, or workbooks; programs that save them
again change names, delimiters and encodings, and leave off what is empty.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.readers.archives import TABLE_ENDINGS, UNREADABLE, Member, MemberSearch
from rolegraph.readers.delimited import (
    BROKEN_QUOTES,
    DELIMITERS,
    NUL_CELL,
    REMARK,
    find_delimiter,
    find_encoding,
    guess_note,
    numbered_rows,
)
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.workbooks import open_workbook, sheet_rows

ProgressHook = Callable[[int], object]
Rows = Iterator[tuple[int, list[str] | None]]
_CHUNK: Final = 1 << 20  # bytes
_BEGINNING: Final = 100_000  # characters, among which the heading is
_LARGEST_WORKBOOK: Final = 1_000_000_000  # bytes, unpacked: O*NET's largest has some 80 million
_UNREAD_SIGN: Final = "\ufffd"
_BETWEEN_WORDS: Final = re.compile(r"(?:\s|_|%20)+")


def table_key(name: str) -> str:
    """What the names of one table's files have in common: any case, blank or underscore, and ending.

    >>> table_key("Occupation_Data.TXT") == table_key("occupation data.xlsx")
    True
    """
    stem, dot, ending = name.casefold().rpartition(".")
    return _BETWEEN_WORDS.sub("_", stem if dot and f".{ending}" in (*TABLE_ENDINGS, ".md") else name.casefold())


def cure_of_missing(name: str, names: Iterable[str], cure: str) -> str:
    """The cure for a table that is not there, which may be in a form that cannot be read.

    >>> cure_of_missing("a.csv", ["b.csv", "A.csv.gz"], "name another folder")
    'there is A.csv.gz: unpack it, or save it as .csv or .xlsx'
    """
    near = next((other for other in sorted(names) if other.casefold().startswith(f"{Path(name).stem}.".casefold())), "")
    return f"there is {near}: unpack it, or save it as .csv or .xlsx" if near else cure


class DownloadRow(NamedTuple):
    """The cells that were asked for, in that order, and the line on which the row begins."""

    line: int
    cells: tuple[str, ...]


class Download:
    """Folders, zips and files with tables in them, which may lie in further folders and zips there.

    Tables are asked for by their official names; other cases and endings will do. The report counts rows; `progress`
    is called with the number of bytes read since it was last called. Raises `SourceError` when a place is none of
    these, or an archive is truncated, far too large, or has a name that leads out.
    """

    def __init__(
        self, places: Path | Sequence[Path], report: ImportReport, progress: ProgressHook = lambda _: None
    ) -> None:
        self.places: Sequence[Path] = [places] if isinstance(places, Path) else places
        self.report = report
        self._progress = progress
        self._hash = hashlib.sha256()
        self._encodings: dict[Path, str] = {}
        self._members: dict[str, list[Member]] = {}
        self._open_end = False  # whether the line that was read last has no end
        with ExitStack() as stack:
            search = MemberSearch(stack)
            for member in itertools.chain.from_iterable(map(search.members, self.places)):
                self._members.setdefault(table_key(member.name), []).append(member)
            self._stack = stack.pop_all()

    def close(self) -> None:
        self._stack.close()

    @property
    def names(self) -> frozenset[str]:
        """The names of all files, without folders."""
        return frozenset(member.name for members in self._members.values() for member in members)

    @property
    def hash(self) -> str:
        """The SHA-256 of everything read so far, in hexadecimal, file by file as they were read."""
        return self._hash.hexdigest()

    def __contains__(self, name: str) -> bool:
        return bool(self._named(name))

    def size(self, names: Sequence[str]) -> int:
        """How many bytes these files have together, of those that are there."""
        return sum(members[0].size for name in names if (members := self._named(name)))

    def version(self, name: str) -> str:
        """The version that a file's folder or zip is named after; empty where there is none."""
        return next((member.version for member in self._named(name)), "")

    def rows(
        self, name: str, columns: Sequence[str], *, optional: Sequence[str] = (), quoted: bool = True
    ) -> Iterator[DownloadRow]:
        """The rows of a table; nothing where there is no such table.

        Cells come in the order of the columns wanted, without white space around them, those of optional columns last,
        empty where there is no such column. A row may lack cells at its end, if all of them are optional, or have more
        that are empty; any other is reported and left out. Where text is divided by tabs and not `quoted`, quotation
        marks are letters, but for those that a program put around a whole cell. Raises `SourceError` when the table
        lacks a column that is not optional, or cannot be read to its end.
        """
        if name not in self:
            return
        member, counts = self._only(name), Counter[str]()
        self.report.places[name] = member.place
        try:
            with self._table(member, quoted=quoted) as rows:
                shape = _Shape(*_heading(rows, member.place), columns, optional, member.place)
                for line, cells in _without_empty_end(rows):
                    selected, problem = shape.select(cells, counts)
                    counts[_ROWS] += 1
                    if self._open_end and len(cells or ()) < shape.width:
                        counts[_CUT] += 1
                    if problem:
                        self.report.misfit(name, line, "(row)", problem)
                    else:
                        yield DownloadRow(line, selected)
        finally:
            self.report.read(name, counts.pop(_ROWS, 0))
            for what, number in sorted(counts.items()):
                self.report.note(f"{member.name}: {what}: {number:,}")

    def heading(self, name: str) -> tuple[str, ...]:
        """The titles of a table; none where there is no such table."""
        if name not in self:
            return ()
        member = self._only(name)
        with self._table(member) as rows:
            return tuple(map(str.strip, _heading(rows, member.place)[1]))

    def beginning(self, name: str, size: int = 4_000) -> str:
        """The first characters of a file that is not a table, the first of its name; nothing where there is none."""
        for member in self._named(name)[:1]:
            with self._opened(member) as text:
                return text.read(size)
        return ""

    def note_missing(self, costs: Mapping[str, str]) -> None:
        """Say of each file that is not there what goes without it."""
        for name, cost in costs.items():
            if name not in self:
                self.report.note(f"{name} is not there: {cost}")

    def note_places(self) -> None:
        """Say of each folder and zip which tables were read from it, if there are several."""
        by_folder: dict[Path, list[str]] = {}
        for place in self.report.places.values():
            by_folder.setdefault(place.parent, []).append(place.name)
        for folder, names in sorted(by_folder.items()) if len(by_folder) > 1 else ():
            self.report.note(f"read from {folder}: {', '.join(sorted(names))}")

    def _named(self, name: str) -> list[Member]:
        """The files that may be the one of this name: those of its own ending, else of the first that there is."""
        found = self._members.get(table_key(name), [])
        endings = {member.place.suffix.casefold() for member in found}
        order = (Path(name).suffix.casefold(), "", ".md", *TABLE_ENDINGS)
        chosen = next((ending for ending in order if ending in endings), None)
        return [member for member in found if member.place.suffix.casefold() == chosen]

    def _only(self, name: str) -> Member:
        """The file of this name; files that are equal byte for byte are one."""
        first, *others = self._named(name)
        while others:
            other = others.pop()
            if other.size != first.size or not _equal(first, other):
                cure = "name the folders and zips of one download"
                problem = f"there is another {first.name}, with other contents: {other.place}"
                raise SourceError(problem, cure, path=first.place)
            self._members[table_key(name)].remove(other)
        return first

    @contextmanager
    def _table(self, member: Member, *, quoted: bool = True) -> Iterator[Rows]:
        """The rows of a table, its heading and what is above it among them."""
        if member.place.suffix.casefold() == ".xlsx":
            yield self._sheet(member)
            return
        with self._opened(member) as text:
            beginning = text.read(_BEGINNING)
        delimiter = find_delimiter(beginning, bool, f"{DELIMITERS}|")
        quoted = quoted or delimiter != "\t"
        with self._opened(member) as text:
            rows = numbered_rows(self._watched(text), member.place, delimiter=delimiter, quoted=quoted)
            yield rows if quoted else ((line, _without_quotes(cells or [])) for line, cells in rows)

    def _sheet(self, member: Member) -> Rows:
        """The rows of the first sheet that has any."""
        with _reading(member):
            data = b"".join(_chunks(member))
        if member.place not in self._encodings:
            self._encodings[member.place] = ""
            self._hash.update(f"{member.name}\n".encode() + data)
        book = open_workbook(data, member.place, _LARGEST_WORKBOOK)
        sheets = (sheet_rows(book, sheet.name, member.place) for sheet in book.sheets_metadata)
        rows = next((rows for rows in sheets if any("".join(cells) for _, cells in rows)), [])
        self._progress(member.size)
        yield from rows

    @contextmanager
    def _opened(self, member: Member) -> Iterator[io.TextIOWrapper]:
        """A file as text, with what goes wrong with it said in one way."""
        with _reading(member):
            encoding = self._encoding_of(member)
            with closing(member.open()) as raw, io.TextIOWrapper(raw, encoding, newline="", errors="replace") as text:
                yield text

    def _watched(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines, with the progress told every now and then."""
        size = 0
        for line in lines:
            size += len(line)
            if size > _CHUNK:
                self._progress(size)
                size = 0
            self._open_end = not line.endswith(("\n", "\r"))
            yield line
        self._progress(size)

    def _encoding_of(self, member: Member) -> str:
        """The encoding of a file, found by reading all of it, once; its bytes go into the download's hash."""
        if member.place not in self._encodings:
            self._hash.update(f"{member.name}\n".encode())
            self._encodings[member.place] = encoding = find_encoding(self._hashed(member))
            if note := guess_note(member.name, encoding):
                self.report.note(note)
        return self._encodings[member.place]

    def _hashed(self, member: Member) -> Iterator[bytes]:
        for chunk in _chunks(member):
            self._hash.update(chunk)
            yield chunk


def _chunks(member: Member) -> Iterator[bytes]:
    with closing(member.open()) as raw:
        while chunk := raw.read(_CHUNK):
            yield chunk


def _equal(one: Member, other: Member) -> bool:
    """Whether two files of one size have the same bytes."""
    with _reading(other):
        return all(itertools.starmap(operator.eq, zip(_chunks(one), _chunks(other), strict=False)))


@contextmanager
def _reading(member: Member) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        cure = "see who may read it" if isinstance(error, PermissionError) else "download it again"
        raise SourceError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", cure, path=member.place
        ) from None


def _heading(rows: Rows, place: Path) -> tuple[int, list[str]]:
    """The line and titles of the first row that is neither empty nor a remark (#)."""
    for line, cells in rows:
        if cells is None or "\0" in "".join(cells):
            cure = "save it as UTF-8, or let its name end in .xlsx or .zip if it is one"
            raise SourceError("cannot be read as text", cure, path=place, line=line)
        if any(map(str.strip, cells)) and (not cells[0].lstrip().startswith(REMARK) or cells[0].strip() == REMARK):
            return line, cells
    raise SourceError("has no heading", "was it downloaded to the end?", path=place, line=1)


_END_OF_DOS: Final = "\x1a"


def _without_empty_end(rows: Rows) -> Rows:
    """Rows but for the empty ones that programs leave behind the last."""
    empty: list[tuple[int, list[str] | None]] = []
    for row in rows:
        if row[1] is not None and (not any(map(str.strip, row[1])) or row[1] == [_END_OF_DOS]):
            empty.append(row)
        else:
            yield from empty
            empty.clear()
            yield row


_ROWS: Final = "rows"
_CUT: Final = "rows that the end of the file cuts off, as it seems"
_SHORT: Final = "rows that leave off cells at their end, which were taken as empty"
_UNREAD: Final = "rows with signs that could not be read; save it as UTF-8"


class _Shape:
    """Which cells of a table's rows are wanted, and how many cells a row must and may have."""

    def __init__(
        self, line: int, head: Sequence[str], columns: Sequence[str], optional: Sequence[str], place: Path
    ) -> None:
        places = {_column(title): at for at, title in reversed(list(enumerate(head)))}
        if missing := [column for column in columns if _column(column) not in places]:
            problem = f"has no column {', '.join(map(repr, missing))}"
            raise SourceError(problem, f"it has {', '.join(head)[:200]}", path=place, line=line)
        self.width = len(head)
        wanted = [places.get(_column(column), self.width) for column in (*columns, *optional)]
        self._needed = 1 + max(wanted[: len(columns)])
        self._get = operator.itemgetter(*wanted, self.width)  # always several, so that it always gives a tuple

    def select(self, cells: list[str] | None, counts: Counter[str]) -> tuple[tuple[str, ...], str]:
        """The wanted cells of a row, or why there are none; what is worth a note is counted."""
        if cells is None:
            return (), BROKEN_QUOTES
        text = "".join(cells)
        if "\0" in text:
            return (), NUL_CELL
        if (size := len(cells)) != self.width:
            if size < self._needed or any(map(str.strip, cells[self.width :])):
                return (), f"{size} cells where the heading has {self.width}"
            if size < self.width:
                counts[_SHORT] += 1
            cells = [*cells[: self.width], *[""] * (self.width - size)]
        if _UNREAD_SIGN in text:
            counts[_UNREAD] += 1
        return tuple(map(str.strip, self._get([*cells, ""])))[:-1], ""


def _column(title: str) -> str:
    return "".join(title.strip("\ufeff").casefold().split())


def _without_quotes(cells: list[str]) -> list[str]:
    """Cells without the quotation marks that a program put around each.

    >>> _without_quotes(['"so-called ""riggers"", and others"', '"A" and "B"'])
    ['so-called "riggers", and others', '"A" and "B"']
    """
    return list(map(_without_outer_quotes, cells)) if '"' in "".join(cells) else cells


def _without_outer_quotes(cell: str) -> str:
    inner = cell[1:-1]
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell
