"""Files: where rolegraph's own are, reading one as bytes or text, and replacing files as a whole or not at all.

Whatever rolegraph writes goes through a `Transaction`: staged in a scratch folder beside its target, then swapped in.
Only what is written to a device or a pipe is appended there, as a shell would.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Whether a place is the address of an endpoint rather than a path."""
    return place.lower().startswith(("https://", "http://"))


# Longer than any line that a person or a serializer writes; a parser fed with more would only exhaust memory.
LONGEST_LINE: Final = 1_000_000


def read_bytes(path: Path) -> bytes:
    """The content of a file; `SourceError` when it is missing, a folder, or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", "check the name", path=path) from None
    except IsADirectoryError:
        raise _is_folder(path) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", path=path) from None


def _is_folder(path: Path) -> SourceError:
    return SourceError("is a folder, not a file", "name a file in it", path=path)


def check_text(data: bytes, path: Path, cure: str = "name a Turtle or TriG file") -> None:
    """Raise `SourceError`, with the line, for what is empty, binary, not UTF-8, or has a line that no text has.

    `cure` is the advice for a binary file.
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


class Transaction:
    """Files and folders that wait in scratch folders beside their targets, and take their places together."""

    def __init__(self) -> None:
        self._scratch: dict[Path, Path] = {}
        self._swaps: list[tuple[Path | None, Path]] = []
        self._streams: list[tuple[Path, bytes]] = []

    def scratch(self, target: Path) -> Path:
        """A folder on the disk of a target; it is gone when the transaction ends."""
        folder = target.parent
        if folder not in self._scratch:
            folder.mkdir(parents=True, exist_ok=True)
            self._scratch[folder] = Path(tempfile.mkdtemp(dir=folder, prefix=f".{target.name}."))
        return self._scratch[folder]

    def stage(self, target: Path, new: Path | None) -> None:
        """Have a file or folder in a scratch folder replace a target; None removes the target.

        A folder is only ever replaced by a folder: whoever stages one answers for what is in the other.
        """
        self._swaps.append((new, target))

    def stage_file(self, target: Path, data: bytes) -> None:
        """Have a file replaced by one with this content and the same permissions. A link stays one.

        Devices and pipes get the content appended. Raises `SourceError` for a folder and any other special file.
        """
        if _is_stream(target):
            self._streams.append((target, data))
            return
        target = Path(os.path.realpath(target))
        new = self.scratch(target) / f"new-{len(self._swaps)}"
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask())
        self.stage(target, new)

    def commit(self) -> None:
        """Swap in everything that is staged; if one swap fails, those before it are undone."""
        for new, target in self._swaps:
            if target.is_dir() and (new is None or not new.is_dir()):
                raise _is_folder(target)
        done: list[tuple[Path | None, Path, Path]] = []
        try:
            for number, (new, target) in enumerate(self._swaps):
                old = self.scratch(target) / f"old-{number}"
                done.append((new, target, old))
                _swap(new, target, old)
            for target, data in self._streams:
                with open(os.open(target, os.O_WRONLY | os.O_APPEND), "wb") as stream:  # noqa: PTH123 - neither made nor cut
                    stream.write(data)
        except BaseException:
            for new, target, old in reversed(done):
                try:
                    _undo(new, target, old)
                except OSError:  # what was there stays in the scratch folder rather than be lost
                    self._scratch.pop(target.parent, None)
            raise

    def clean(self) -> None:
        """Remove the scratch folders."""
        for folder in self._scratch.values():
            shutil.rmtree(folder, ignore_errors=True)


# What leads to an open file of a process, which another process goes on to write to: it must not be replaced.
_OPEN_FILES: Final = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")


def _is_stream(target: Path) -> bool:
    """Whether bytes are appended to a target rather than replace it; `SourceError` where neither can be done."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise _is_folder(target)
    if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
        return True
    if not stat.S_ISREG(mode):
        raise SourceError("is neither a file nor a pipe", "write to another place", path=target)
    return os.path.abspath(target).startswith(_OPEN_FILES)  # noqa: PTH100 - links stay


def _swap(new: Path | None, target: Path, old: Path) -> None:
    """Put a file or folder in the place of a target that stays available as `old`."""
    if new is None or target.is_dir():
        target.rename(old)
    elif target.exists():
        try:
            os.link(target, old)  # so that there is a file at any moment
        except OSError:  # not on this file system
            shutil.copy2(target, old)
    if new is not None:
        new.replace(target)


def _undo(new: Path | None, target: Path, old: Path) -> None:
    if new is not None and target.exists() and not new.exists():
        target.rename(new)
    if old.exists():
        old.replace(target)


@contextmanager
def transaction(place: Path) -> Iterator[Transaction]:
    """Stage changes in the block; they are committed if it ends well, and otherwise nothing has changed.

    Raises `SourceError`, which names `place`, when something cannot be written.
    """
    changes = Transaction()
    try:
        yield changes
        changes.commit()
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror or error}", path=place) from None
    finally:
        changes.clean()


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content as a whole: a reader sees either the old bytes or the new ones.

    Raises `SourceError` when the place is a folder or cannot be written to; what is there is then as it was.
    """
    with transaction(path) as changes:
        changes.stage_file(path, data)


def umask() -> int:
    """What this process takes away from the permissions of new files."""
    current = os.umask(0)
    os.umask(current)
    return current
