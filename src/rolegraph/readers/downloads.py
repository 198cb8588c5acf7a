"""Delimited text, and official downloads of it: a folder or a zip, its tables found by name and read row by row.

Nothing is unpacked, and no name inside an archive ever becomes a path. Text may come with or without a byte order mark,
with any line ends, in UTF-8, UTF-16 or Windows-1252, with columns in any order, and with more of them than are known.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import lzma
import operator
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final, Literal, NamedTuple, cast

from rolegraph.errors import SourceError
from rolegraph.readers.import_output import ImportReport

LARGEST_CELL: Final = 1_000_000  # characters
DELIMITERS: Final = ",;\t"
REMARK: Final = "#"
NUL_CELL: Final = "a NUL character, which no text has"
BROKEN_QUOTES: Final = "a quotation mark in the middle of a cell"
_ANNOUNCED: Final = "sep="  # a first line by which one program tells another what stands between cells


def find_encoding(chunks: Iterable[bytes]) -> str:
    """The encoding of a file as Python names it: UTF-16 by its byte order mark, UTF-8, or else Windows-1252.

    All chunks are read, whatever the first ones tell.
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
    """What to say of a file whose encoding is a guess; empty where it is not."""
    return f"{file} is not UTF-8: read as Windows-1252" if encoding == "cp1252" else ""


def find_delimiter(text: str, is_title: Callable[[str], bool]) -> str:
    """The delimiter with which the heading has the most known titles; before it may be remarks, or a line like `sep=;`.

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


# What reading a file raises, from a disk or from an archive that is broken or packed in a way that Python cannot read.
UNREADABLE: Final = (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_LARGEST_DOWNLOAD: Final = 8_000_000_000  # bytes, unpacked: some thirty times all of ESCO
_DENSEST: Final = 200  # bytes unpacked for each byte packed; tables of text have 5 to 30
_DENSEST_FROM: Final = 5_000_000  # bytes, below which it does no harm
_CHUNK: Final = 1 << 20  # bytes
ProgressHook = Callable[[int], object]


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a file in an archive says that it unpacks to more than any table does."""
    return info.file_size > _DENSEST_FROM and info.file_size > _DENSEST * info.compress_size


class Member(NamedTuple):
    """A file of a download: how to open it, its size in bytes unpacked, and its name for messages."""

    open: Callable[[], IO[bytes]]
    size: int
    name: str


def _find_members(place: Path, stack: ExitStack) -> list[Member]:
    """All files of a download, names that occur twice among them; the stack closes what is opened."""
    try:
        if place.is_dir():
            return [_file_member(path) for path in _files_in(place)]
        if place.is_file():
            return list(_packed(place, stack))
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", path=place) from None
    raise SourceError("there is no such folder or file", "check the name", path=place)


def _file_member(path: Path) -> Member:
    return Member(partial(cast("Callable[..., IO[bytes]]", path.open), "rb"), path.stat().st_size, path.name)


def _files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it that are not hidden."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            yield from (inner for inner in sorted(path.iterdir()) if inner.is_file())
        elif path.is_file():
            yield path


def _packed(place: Path, stack: ExitStack) -> Iterator[Member]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(place))
    except (*UNREADABLE, ValueError, struct.error) as error:
        problem = f"is neither a folder nor a zip file that can be read: {error}"
        raise SourceError(problem, "download it again", path=place) from None
    total = 0
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
            problem = f"holds a name that leads out of it: {info.filename!r}"
            raise SourceError(problem, "do not trust it: download it again", path=place)
        if info.is_dir() or "__MACOSX" in path.parts:
            continue
        total += info.file_size
        if is_bomb(info) or total > _LARGEST_DOWNLOAD:
            problem = f"unpacks to {total:,} bytes, which no download does"
            raise SourceError(problem, "do not trust it: download it again", path=place)
        if info.flag_bits & 1:
            raise SourceError(f"{path.name} is encrypted", "unpack it yourself first", path=place)
        yield Member(partial(cast("Callable[..., IO[bytes]]", archive.open), info), info.file_size, path.name)


class DownloadRow(NamedTuple):
    """The cells that were asked for, in that order, and the line on which the row begins."""

    line: int
    cells: tuple[str, ...]


class Download:
    """A folder or zip with tables in it, which may lie one folder further down.

    The report counts rows; `progress` is called with the number of bytes read since it was last called. Raises
    `SourceError` when the place is neither, or an archive that is truncated, far too large, or has a name
    that leads out.
    """

    def __init__(self, place: Path, report: ImportReport, progress: ProgressHook = lambda _: None) -> None:
        self.place, self.report = place, report
        self._progress = progress
        self._hash = hashlib.sha256()
        self._encodings: dict[str, str] = {}
        self._members: dict[str, Member] = {}
        self._twice: set[str] = set()  # no trouble unless one of them is read
        with ExitStack() as stack:
            for member in _find_members(place, stack):
                if self._members.setdefault(member.name, member) is not member:
                    self._twice.add(member.name)
            self._stack = stack.pop_all()

    def close(self) -> None:
        self._stack.close()

    @property
    def names(self) -> frozenset[str]:
        """The names of all files, without folders."""
        return frozenset(self._members)

    @property
    def hash(self) -> str:
        """The SHA-256 of everything read so far, in hexadecimal, file by file as they were read."""
        return self._hash.hexdigest()

    def size(self, names: Sequence[str]) -> int:
        """How many bytes these files have together, of those that are there."""
        return sum(self._members[name].size for name in names if name in self._members)

    def rows(
        self,
        name: str,
        columns: Sequence[str],
        *,
        optional: Sequence[str] = (),
        delimiter: str = ",",
        quoted: bool = True,
    ) -> Iterator[DownloadRow]:
        """The rows of a table; nothing where there is no such table.

        Cells come in the order of the columns wanted, without white space around them, those of optional columns last,
        empty where there is no such column. A row with too few or too many cells is reported and left out. Raises
        `SourceError` when the table lacks a column that is not optional, or cannot be read to its end.
        """
        if name not in self._members:
            return
        read = 0
        try:
            with self._opened(name) as text:
                rows = numbered_rows(self._watched(text), Path(name), delimiter=delimiter, quoted=quoted)
                head = _head(name, rows)
                select, width = _selection(head, columns, optional, name), len(head)
                for line, cells in rows:
                    read += 1
                    if cells is None:
                        self.report.misfit(name, line, "(row)", BROKEN_QUOTES)
                    elif len(cells) != width:
                        self.report.misfit(name, line, "(row)", f"{len(cells)} cells where the heading has {width}")
                    elif "\0" in "".join(cells):
                        self.report.misfit(name, line, "(row)", NUL_CELL)
                    else:
                        yield DownloadRow(line, select(cells))
        finally:
            self.report.read(name, read)

    def heading(self, name: str) -> tuple[str, ...]:
        """The titles of a table of comma-separated values; none where there is no such table."""
        if name not in self._members:
            return ()
        with self._opened(name) as text:
            return tuple(map(str.strip, _head(name, numbered_rows(text, Path(name)))))

    def beginning(self, name: str, size: int = 4_000) -> str:
        """The first characters of a file that is not a table; nothing where there is no such file."""
        if name not in self._members:
            return ""
        with self._opened(name) as text:
            return text.read(size)

    def note_missing(self, costs: Mapping[str, str]) -> None:
        """Say of each file that is not there what goes without it."""
        for name, cost in costs.items():
            if name not in self._members:
                self.report.note(f"{name} is not there: {cost}")

    @contextmanager
    def _opened(self, name: str) -> Iterator[io.TextIOWrapper]:
        """A file as text, with what goes wrong with it said in one way."""
        if name in self._twice:
            cure = "name the folder of one download"
            raise SourceError(f"holds two files named {name}", cure, path=self.place)
        member = self._members[name]
        try:
            encoding = self._encoding_of(member)
            with closing(member.open()) as raw, io.TextIOWrapper(raw, encoding, newline="", errors="replace") as text:
                yield text
        except UNREADABLE as error:
            raise SourceError(f"cannot be read: {error}", "download it again", path=Path(name)) from None

    def _watched(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines, with the progress told every now and then."""
        size = 0
        for line in lines:
            size += len(line)
            if size > _CHUNK:
                self._progress(size)
                size = 0
            yield line
        self._progress(size)

    def _encoding_of(self, member: Member) -> str:
        """The encoding of a file, found by reading all of it, once; its bytes go into the download's hash."""
        if member.name not in self._encodings:
            self._hash.update(f"{member.name}\n".encode())
            self._encodings[member.name] = encoding = find_encoding(self._hashed(member))
            if note := guess_note(member.name, encoding):
                self.report.note(note)
        return self._encodings[member.name]

    def _hashed(self, member: Member) -> Iterator[bytes]:
        with closing(member.open()) as raw:
            while chunk := raw.read(_CHUNK):
                self._hash.update(chunk)
                yield chunk


def _head(name: str, rows: Iterator[tuple[int, list[str] | None]]) -> list[str]:
    line, head = next(rows, (1, None))
    if head is None:
        raise SourceError("has no heading", "was it downloaded to the end?", path=Path(name), line=line)
    if "\0" in "".join(head):
        raise SourceError("cannot be read as text", "save it as UTF-8", path=Path(name), line=line)
    return head


def _selection(
    head: Sequence[str], columns: Sequence[str], optional: Sequence[str], name: str
) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What takes the wanted cells out of a row, in the order in which they are wanted."""
    places = {_column(title): place for place, title in reversed(list(enumerate(head)))}
    if missing := [column for column in columns if _column(column) not in places]:
        problem = f"has no column {', '.join(map(repr, missing))}"
        raise SourceError(problem, f"it has {', '.join(head)[:200]}", path=Path(name), line=1)
    wanted = [places.get(_column(column), len(head)) for column in (*columns, *optional)]
    get = operator.itemgetter(*wanted, len(head))  # always several, so that it always gives a tuple
    return lambda cells: tuple(map(str.strip, get([*cells, ""])))[:-1]


def _column(title: str) -> str:
    return "".join(title.casefold().split())
