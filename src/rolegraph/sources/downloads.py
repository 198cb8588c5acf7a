"""An official download, as a folder or a zip: finds its tables by name, and reads them row by row.

Nothing is unpacked and no name inside an archive ever becomes a path. Tables may come with or without a byte order
mark, with any line ends, in UTF-8, UTF-16 or Windows-1252, with columns in any order, and with more of them than are
known.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import operator
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final, Literal, NamedTuple, TypedDict, cast

from rolegraph.errors import SourceError
from rolegraph.sources.tally import Tally

LARGEST_CELL: Final = 1_000_000
_LARGEST_DOWNLOAD: Final = 8_000_000_000  # bytes, unpacked: some thirty times all of ESCO
_DENSEST: Final = 200  # bytes unpacked for each byte packed; tables of text have 5 to 30
_DENSEST_FROM: Final = 20_000_000
_CHUNK: Final = 1 << 20
_DEPTH: Final = 2

Progress = Callable[[int], object]


class Member(NamedTuple):
    """A table of a download: how to open it, its size in bytes unpacked, and its name for messages."""

    open: Callable[[], IO[bytes]]
    size: int
    name: str


class Row(NamedTuple):
    """The cells that were asked for, in that order, and the line on which the row begins."""

    line: int
    cells: tuple[str, ...]


class Download:
    """A folder or zip with tables in it.

    Parameters
    ----------
    place
        A folder, whose tables may lie one folder further down; or a zip.
    tally
        Where rows are counted and misfits reported.
    progress
        Called with the number of bytes read since it was last called.

    Raises
    ------
    SourceError
        When it is neither, or an archive that is truncated, unpacks to an absurd size, or has a name that leads out.
    """

    def __init__(self, place: Path, tally: Tally, progress: Progress | None = None) -> None:
        self.place, self.tally = place, tally
        self._progress = progress or (lambda _: None)
        self._stack = ExitStack()
        self._hash = hashlib.sha256()
        self._members = self._find()

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
    ) -> Iterator[Row]:
        """The rows of a table; nothing where there is no such table.

        Parameters
        ----------
        name
            The file's name.
        columns
            Column names that there must be; the cells come in this order, without white space around them.
        optional
            Further columns, whose cells come after those, empty where there is no such column.
        delimiter
            What stands between cells.
        quoted
            Whether cells may be in quotation marks, and then hold line breaks.

        Raises
        ------
        SourceError
            When the table lacks a column, or cannot be read to its end.

        Notes
        -----
        A row with too few or too many cells is reported and left out.
        """
        member = self._members.get(name)
        if member is None:
            return
        encoding = self._look_over(member)
        dialect = _Dialect(delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
        with closing(member.open()) as raw, io.TextIOWrapper(raw, encoding, newline="", errors="replace") as text:
            yield from self._parsed(self._watched(text), member, columns, optional, dialect)

    def _parsed(
        self, lines: Iterator[str], member: Member, columns: Sequence[str], optional: Sequence[str], dialect: _Dialect
    ) -> Iterator[Row]:
        name, read = member.name, 0
        limit = csv.field_size_limit(LARGEST_CELL)
        try:
            rows = _numbered(lines, name, dialect)
            _, head = next(rows, (1, None))
            if head is None:
                raise SourceError("has no heading", "was it downloaded to the end?", path=Path(name), line=1)
            select, width = _selection(head, columns, optional, name), len(head)
            for line, cells in rows:
                read += 1
                if cells is None:
                    self.tally.misfit(name, line, "(row)", "a quotation mark in the middle of a cell")
                elif len(cells) != width:
                    self.tally.misfit(name, line, "(row)", f"{len(cells)} cells where the heading has {width}")
                else:
                    yield Row(line, select(cells))
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise SourceError(f"cannot be read: {error}", "download it again", path=Path(name)) from None
        finally:
            csv.field_size_limit(limit)
            self.tally.read(name, read)

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

    def _look_over(self, member: Member) -> str:
        """The encoding of a file, found by reading all of it; its bytes go into the download's hash."""
        self._hash.update(f"{member.name}\n".encode())
        decoder, encoding, seen = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig", 0
        try:
            with closing(member.open()) as raw:
                while chunk := raw.read(_CHUNK):
                    self._hash.update(chunk)
                    if not seen and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                        encoding = "utf-16"
                    seen += len(chunk)
                    if encoding == "utf-8-sig" and not _decodes(decoder, chunk):
                        encoding = "cp1252"
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise SourceError(f"cannot be read: {error}", "download it again", path=Path(member.name)) from None
        if encoding != "utf-8-sig":
            said = "Windows-1252" if encoding == "cp1252" else "UTF-16"
            self.tally.note(f"{member.name} is not UTF-8: read as {said}")
        return encoding

    def _find(self) -> dict[str, Member]:
        if self.place.is_dir():
            found = list(_files_in(self.place))
        elif self.place.is_file():
            found = list(self._packed())
        else:
            raise SourceError("there is no such folder or file", "check the name", path=self.place)
        members: dict[str, Member] = {}
        for member in found:
            if members.setdefault(member.name, member) is not member:
                cure = "name the folder of one download"
                raise SourceError(f"holds two files named {member.name}", cure, path=self.place)
        return members

    def _packed(self) -> Iterator[Member]:
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(self.place))
        except (OSError, zipfile.BadZipFile) as error:
            problem = f"is no folder, and no zip that can be read: {error}"
            raise SourceError(problem, "download it again", path=self.place) from None
        total = 0
        for info in archive.infolist():
            path, name = PurePosixPath(info.filename), PurePosixPath(info.filename).name
            if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
                problem = f"holds a name that leads out of it: {info.filename!r}"
                raise SourceError(problem, "do not trust it: download it again", path=self.place)
            if info.is_dir() or "__MACOSX" in path.parts:
                continue
            total += info.file_size
            dense = info.file_size > _DENSEST_FROM and info.file_size > _DENSEST * info.compress_size
            if dense or total > _LARGEST_DOWNLOAD:
                problem = f"unpacks to {total:,} bytes, which no download does"
                raise SourceError(problem, "do not trust it: download it again", path=self.place)
            if info.flag_bits & 1:
                raise SourceError(f"{name} is encrypted", "unpack it yourself first", path=self.place)
            yield Member(partial(cast("Callable[..., IO[bytes]]", archive.open), info), info.file_size, name)


class _Dialect(TypedDict):
    delimiter: str
    quoting: Literal[0, 3]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _files_in(folder: Path, depth: int = 1) -> Iterator[Member]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield Member(partial(cast("Callable[..., IO[bytes]]", path.open), "rb"), path.stat().st_size, path.name)
        elif path.is_dir() and depth < _DEPTH and not path.name.startswith("."):
            yield from _files_in(path, depth + 1)


def _numbered(lines: Iterable[str], name: str, dialect: _Dialect) -> Iterator[tuple[int, list[str] | None]]:
    """Rows with the lines they begin on, without empty ones; None for one that breaks the rules of quotation marks."""
    reader = csv.reader(lines, strict=True, **dialect)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                cure = "is a quotation mark left open there, or the file cut off?"
                raise SourceError(f"is no table from here on: {error}", cure, path=Path(name), line=line) from None
            yield line, None
            continue
        if cells:
            yield line, cells


def _selection(
    head: Sequence[str], columns: Sequence[str], optional: Sequence[str], name: str
) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What takes the wanted cells out of a row, in the order in which they are wanted."""
    places = {_column(title): place for place, title in reversed(list(enumerate(head)))}
    if missing := [column for column in columns if _column(column) not in places]:
        problem = f"has no column {', '.join(map(repr, missing))}"
        raise SourceError(problem, f"it has {', '.join(head)[:200]}", path=Path(name), line=1)
    wanted = [places.get(_column(column), len(head)) for column in (*columns, *optional)]
    if len(wanted) == 1:
        (only,) = wanted
        return lambda cells: (cells[only].strip(),)
    get = operator.itemgetter(*wanted)
    if max(wanted) < len(head):
        return lambda cells: tuple(map(str.strip, get(cells)))
    return lambda cells: tuple(map(str.strip, get([*cells, ""])))


def _column(title: str) -> str:
    return "".join(title.casefold().split())
