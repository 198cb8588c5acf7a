"""The files of a download, in a folder or a zip, found by name: nothing is unpacked, and no name becomes a path."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final, NamedTuple, cast

from rolegraph.errors import SourceError

# What reading a file raises, from a disk or from an archive that is broken or packed in a way that Python cannot read.
UNREADABLE: Final = (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_LARGEST_DOWNLOAD: Final = 8_000_000_000  # bytes, unpacked: some thirty times all of ESCO
_DENSEST: Final = 200  # bytes unpacked for each byte packed; tables of text have 5 to 30
_DENSEST_FROM: Final = 5_000_000  # bytes, below which it does no harm
_DEPTH: Final = 2


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a file in an archive says that it unpacks to more than any table does."""
    return info.file_size > _DENSEST_FROM and info.file_size > _DENSEST * info.compress_size


class Member(NamedTuple):
    """A file of a download: how to open it, its size in bytes unpacked, and its name for messages."""

    open: Callable[[], IO[bytes]]
    size: int
    name: str


def find_members(place: Path, stack: ExitStack) -> list[Member]:
    """All files of a download, names that occur twice among them.

    Parameters
    ----------
    place
        A folder, whose files may lie one folder further down; or a zip.
    stack
        Closes the zip.

    Raises
    ------
    SourceError
        When it is neither, or an archive that is truncated, unpacks to an absurd size, or has a name that leads out.
    """
    try:
        if place.is_dir():
            return list(_files_in(place))
        if place.is_file():
            return list(_packed(place, stack))
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", path=place) from None
    raise SourceError("there is no such folder or file", "check the name", path=place)


def _files_in(folder: Path, depth: int = 1) -> Iterator[Member]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield Member(partial(cast("Callable[..., IO[bytes]]", path.open), "rb"), path.stat().st_size, path.name)
        elif path.is_dir() and depth < _DEPTH and not path.name.startswith("."):
            yield from _files_in(path, depth + 1)


def _packed(place: Path, stack: ExitStack) -> Iterator[Member]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(place))
    except (*UNREADABLE, ValueError, struct.error) as error:
        problem = f"is no folder, and no zip that can be read: {error}"
        raise SourceError(problem, "download it again", path=place) from None
    total = 0
    for info in archive.infolist():
        path, name = PurePosixPath(info.filename), PurePosixPath(info.filename).name
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
            raise SourceError(f"{name} is encrypted", "unpack it yourself first", path=place)
        yield Member(partial(cast("Callable[..., IO[bytes]]", archive.open), info), info.file_size, name)
