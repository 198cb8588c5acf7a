"""Where graphs are: what rolegraph ships, what is the user's own, and what is elsewhere.

Files as bytes: read with a limit on what is taken for text, replaced as a whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError


def shipped(name: str) -> Path:
    """The folder `data` or `ontology`: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def own_graph() -> Path:
    """The file of the user's own graph, in the platform's folder for data; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("rolegraph", appauthor=False) / "graph.trig"


def cache() -> Path:
    """The platform's folder for what can be computed again; it need not exist."""
    from platformdirs import user_cache_path

    return user_cache_path("rolegraph", appauthor=False)


def queries() -> Path:
    """The folder of the query library, inside the package."""
    return Path(__file__).parents[1] / "queries"


def is_address(place: str) -> bool:
    """Whether a place is the address of an endpoint rather than a path.

    >>> is_address("https://example.org/sparql"), is_address("graph.ttl")
    (True, False)
    """
    return place.lower().startswith(("https://", "http://"))


# Longer than any line that a person or a serializer writes; a parser fed with more would only exhaust memory.
LONGEST_LINE: Final = 1_000_000


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises
    ------
    SourceError
        When there is no such file, it is a folder, or may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", "check the name", path=path) from None
    except IsADirectoryError:
        raise SourceError("is a folder, not a file", "name a file in it", path=path) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", path=path) from None


def check_text(data: bytes, path: Path, cure: str = "name a Turtle or TriG file") -> None:
    """Refuse what is no text: empty, binary, not UTF-8, or with a line that no text has; `cure` is for the binary.

    Raises
    ------
    SourceError
        With the line at which the trouble is, counted from 1.
    """
    if not data.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
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


def _line_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content as a whole: a reader sees the old bytes or the new ones, whatever happens meanwhile.

    Raises
    ------
    SourceError
        When the place cannot be written to; the file is then as it was.
    """
    scratch: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link is followed, so that what it points to is replaced rather than the link.
        target = path.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask()
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            scratch = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(mode)
        scratch.replace(target)
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", path=path) from None
    finally:
        if scratch is not None:
            with contextlib.suppress(OSError):
                scratch.unlink()


def umask() -> int:
    """What this process takes away from the permissions of new files."""
    current = os.umask(0)
    os.umask(current)
    return current
