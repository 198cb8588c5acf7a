"""The files of a download, wherever they lie: in folders, in zips, and in zips within those.

Nothing is unpacked to a path, and no name inside an archive ever becomes one.
"""

from __future__ import annotations

import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PureWindowsPath
from tempfile import SpooledTemporaryFile
from typing import IO, Final, NamedTuple, cast

from rolegraph.errors import SourceError
from rolegraph.readers.import_output import version_in

# What reading a file raises, from a disk or from an archive that is broken or packed in a way that Python cannot read.
UNREADABLE: Final = (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
TABLE_ENDINGS: Final = (".csv", ".txt", ".tsv", ".xlsx")  # of equal tables the first is read
_LARGEST_DOWNLOAD: Final = 8_000_000_000  # bytes, unpacked: some thirty times all of ESCO
_DENSEST: Final = 200  # bytes unpacked for each byte packed; tables of text have 5 to 30
_DENSEST_FROM: Final = 5_000_000  # bytes, below which it does no harm
_IN_MEMORY: Final = 50_000_000  # bytes of a zip within a zip; larger ones lie on the disk while they are read
_DEEPEST: Final = 4  # folders in folders, zips in zips
_MOST_FILES: Final = 20_000
_HIDDEN: Final = (".", "~$", "__MACOSX")  # of systems and open programs: copies of names, which are no tables


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a file in an archive says that it unpacks to more than any table does."""
    return info.file_size > _DENSEST_FROM and info.file_size > _DENSEST * info.compress_size


class Member(NamedTuple):
    """A file of a download: how to open it, its size in bytes unpacked, its name, and where it lies, for messages.

    The version is that of the nearest folder or zip around it that is named after one.
    """

    open: Callable[[], IO[bytes]]
    size: int
    name: str
    place: Path
    version: str = ""


class MemberSearch:
    """Finds the files of places, each folder once; the stack closes what is opened.

    A file that is named itself is taken for a zip unless it has one of the `endings`.
    """

    def __init__(self, stack: ExitStack, endings: tuple[str, ...] = TABLE_ENDINGS) -> None:
        self._stack, self._endings = stack, endings
        self._seen: set[Path] = set()
        self._unpacked = self._found = 0

    def members(self, place: Path) -> Iterator[Member]:
        """All files of a folder or zip, or the one file that is named, names that occur twice among them.

        Raises `SourceError` when it is none of these, cannot be read, holds more than any download does, or has a name
        that leads out of it.
        """
        try:
            version = version_in(place.absolute().name)
            if place.is_dir():
                yield from self._in_folder(place, version, 0)
            elif not place.is_file():
                cure = "download it first" if place.parts[:1] in (("http:",), ("https:",)) else "check the name"
                raise SourceError("there is no such folder or file", cure, path=place)
            elif place.suffix.casefold() in self._endings:
                yield self._file(place, version)
            else:
                yield from self._in_zip(place, place, version, 0)
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror or error}", path=error.filename or place) from None

    def _in_folder(self, folder: Path, version: str, depth: int) -> Iterator[Member]:
        if (identity := folder.resolve()) in self._seen:
            return
        self._seen.add(identity)
        for path in sorted(folder.iterdir()):
            around = version_in(path.name) or version
            if path.name.startswith(_HIDDEN):
                continue
            if path.is_dir():
                if depth < _DEEPEST:
                    yield from self._in_folder(path, around, depth + 1)
            elif path.suffix.casefold() == ".zip":
                yield from self._in_zip(path, path, around, 0)
            elif path.is_file() or (path.is_symlink() and not path.exists()):  # a broken link matters once it is read
                yield self._file(path, version)
                self._count(folder)

    def _file(self, path: Path, version: str) -> Member:
        size = path.stat().st_size if path.exists() else 0
        opened = partial(cast("Callable[..., IO[bytes]]", path.open), "rb")
        return Member(opened, size, path.name, path, version)

    def _in_zip(self, place: Path, source: Path | IO[bytes], version: str, depth: int) -> Iterator[Member]:
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(source))
        except (*UNREADABLE, ValueError, struct.error) as error:
            problem = f"is neither a folder nor a zip file that can be read: {error}"
            cure = "download it again, or take it out of the folder"
            if place.suffix.casefold() != ".zip":
                others = "tables" if self._endings is TABLE_ENDINGS else f"files that end in {', '.join(self._endings)}"
                cure = f"name a folder, a zip, or {others}; unpack any other archive first"
            raise SourceError(problem, cure, path=place) from None
        for info in archive.infolist():
            inner = PureWindowsPath(info.filename)  # which takes both slashes for what divides folders
            if inner.anchor or ".." in inner.parts:
                problem = f"holds a name that leads out of it: {info.filename!r}"
                raise SourceError(problem, "do not trust it: download it again", path=place)
            if info.is_dir() or any(part.startswith(_HIDDEN) for part in inner.parts):
                continue
            self._check(place, info)
            around = next(filter(None, map(version_in, reversed(inner.parts[:-1]))), version)
            opened, path = partial(cast("Callable[..., IO[bytes]]", archive.open), info), place.joinpath(*inner.parts)
            if inner.suffix.casefold() == ".zip":
                yield from self._in_zip(
                    path, self._held(opened, path, depth), version_in(inner.name) or around, depth + 1
                )
            else:
                yield Member(opened, info.file_size, inner.name, path, around)
                self._count(place)

    def _check(self, place: Path, info: zipfile.ZipInfo) -> None:
        """Refuse what cannot be read, or would unpack to far too much, before anything is unpacked."""
        self._unpacked += info.file_size
        if is_bomb(info) or self._unpacked > _LARGEST_DOWNLOAD:
            problem = f"unpacks to {self._unpacked:,} bytes, which no download does"
            raise SourceError(problem, "do not trust it: download it again", path=place)
        if info.flag_bits & 1:
            raise SourceError(f"{info.filename} is encrypted", "unpack it yourself first", path=place)

    def _held(self, opened: Callable[[], IO[bytes]], place: Path, depth: int) -> IO[bytes]:
        """A copy of a zip that lies in another one."""
        if depth >= _DEEPEST:
            raise SourceError("is a zip in a zip, and so on", "unpack it yourself first", path=place)
        held = self._stack.enter_context(SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the stack closes it
        try:
            with opened() as packed:
                shutil.copyfileobj(packed, held)
        except UNREADABLE as error:
            raise SourceError(f"cannot be read: {error}", "download it again", path=place) from None
        return cast("IO[bytes]", held)

    def _count(self, place: Path) -> None:
        self._found += 1
        if self._found > _MOST_FILES:
            problem = f"holds more than {_MOST_FILES:,} files"
            raise SourceError(problem, "name the folder of the download alone", path=place)
