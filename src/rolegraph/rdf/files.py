"""Files: where rolegraph's own are, and reading one as bytes or text."""

from __future__ import annotations

import codecs
import errno
import os
from pathlib import Path
from typing import Final, Literal

from rolegraph.errors import SourceError


def shipped(name: str) -> Path:
    """The folder `data` or `ontology`: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def own_graph() -> Path:
    """The file of the user's own graph, in the platform's folder for data; it need not exist.

    Raises `SourceError` where there is no home folder.
    """
    if (folder := platform_folder("data")) is None:
        raise SourceError("there is no home folder for your own graph", "set HOME, or name another graph with --graph")
    return folder / "graph.trig"


def cache() -> Path:
    """The platform's folder for what can be computed again; it need not exist, and without a home folder cannot."""
    return platform_folder("cache") or Path(os.devnull, "cache")


def platform_folder(kind: Literal["cache", "config", "data"]) -> Path | None:
    """Where the platform keeps what rolegraph has of a kind; None without a home folder, as in some containers."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, f"user_{kind}_path")("rolegraph", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def queries() -> Path:
    """The folder of the query library, inside the package."""
    return Path(__file__).parents[1] / "queries"


def is_address(place: str) -> bool:
    """Whether a place is the address of an endpoint rather than a path."""
    return place.lower().startswith(("https://", "http://"))


def is_built(place: Path) -> bool:
    """Whether a folder holds a built store rather than files that people read."""
    return os.path.isfile(place / "CURRENT")  # noqa: PTH113 - whatever may not be looked at is none


# Longer than any line that a person or a serializer writes; a parser fed with more would only exhaust memory.
LONGEST_LINE: Final = 1_000_000


def check_name(path: Path) -> None:
    """Raise `SourceError` for what no file can be called: a name that is too long, or with signs that no name has."""
    problem = ""
    try:
        path.lstat()
    except ValueError as error:
        problem = str(error)
    except OSError as error:
        problem = (error.strerror or "") if error.errno == errno.ENAMETOOLONG else ""
    if problem:
        raise SourceError(f"cannot be the name of a file: {problem}", "check the name", path=path)


def read_bytes(path: Path) -> bytes:
    """The content of a file; `SourceError` when it is missing, a folder, or may not be read."""
    check_name(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", "check the name", path=path) from None
    except IsADirectoryError:
        raise is_folder(path) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", path=path) from None


def is_folder(path: Path) -> SourceError:
    """The error about a folder where there should be a file."""
    return SourceError("is a folder, not a file", "name a file in it", path=path)


def check_text(data: bytes, path: Path, cure: str = "name a Turtle or TriG file") -> None:
    """Raise `SourceError`, with the line, for what is empty, binary, not UTF-8, or has a line that no text has.

    `cure` is the advice for a binary file.
    """
    if not data.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    check_encoding(data, path)
    if (place := data.find(b"\0")) >= 0:
        raise SourceError("is binary, not text", cure, path=path, line=_line_at(data, place))
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte, line = data[error.start], _line_at(data, error.start)
        raise SourceError(f"byte 0x{byte:02X} is not UTF-8", "save it as UTF-8", path=path, line=line) from None
    for number, line_bytes in enumerate(data.split(b"\n"), start=1):
        if len(line_bytes) > LONGEST_LINE:
            size = f"{len(line_bytes):,} bytes long"
            raise SourceError(f"a line is {size}", "break it into several", path=path, line=number)


def check_encoding(data: bytes, path: Path | str) -> None:
    """Raise `SourceError` for a text in UTF-16 or UTF-32, judging by its byte order mark or by its many zeros."""
    start = data[:200]
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        found = "UTF-32"
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = "UTF-16"
    elif len(start) > 7 and not any(start[::2]) and all(start[1::2]):
        found = "UTF-16BE"
    elif len(start) > 7 and not any(start[1::2]) and all(start[::2]):
        found = "UTF-16LE"
    else:
        return
    cure = f"convert it: iconv -f {found} -t UTF-8 FILE > NEW"
    raise SourceError(f"is {found}, not UTF-8", cure, path=path, line=1)


def _line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
