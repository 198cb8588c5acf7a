"""One writer of a place at a time, who first finishes or undoes what a killed one left; readers do that as well."""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.files import check_name
from rolegraph.rdf.journals import CHANGE, LOCK, hidden, is_half_changed, recover

if TYPE_CHECKING:
    from filelock import BaseFileLock

LONGEST_WAIT: Final = 600.0
"""Seconds for which a writer waits for another one; the environment variable `ROLEGRAPH_WAIT` may say otherwise."""

_PATIENCE: Final = 1.0  # seconds of waiting of which nobody need be told
_MOST_LOST: Final = 100  # folders that were made for a lock, and removed by others

_held = threading.local()  # `paths`: the lock files that this thread of the process `pid` holds


class Busy(SourceError):
    """Another process writes to a place, and did not end in time."""


class Unwritable(SourceError):
    """The system does not let a place be written to."""


@contextmanager
def locked(place: Path, wait: float | None = None, *, beside: bool = False) -> Iterator[None]:
    """Be the only one who writes to a place, in the block; it may be locked again in there.

    Parameters
    ----------
    place
        A file or folder, which need not exist. Devices and pipes need no lock.
    wait
        Seconds to wait for another writer; None for `LONGEST_WAIT`. After the first a message is logged.
    beside
        Whether the place is to be replaced as a whole, whatever is in it.

    Raises
    ------
    Busy
        When another process still writes to it after that time.
    SourceError
        When nothing can be written there.

    Notes
    -----
    The lock is one of the operating system on a hidden file beside the place (`.NAME.lock`, or `.rolegraph.lock` inside
    a folder of files), which is removed with it. It ends with its process, however that ends. On file systems without
    locks, such as some network drives, it is a marker file that a killed process leaves behind.
    """
    made: list[Path] = []
    try:
        with writing(place):
            lock = _acquired(place, _longest_wait() if wait is None else wait, made, beside)
        if lock is None:
            yield
            return
        path = Path(lock.lock_file)
        _held_paths().add(path)
        try:
            with writing(place):
                recover(place)
            yield
        finally:
            _held_paths().discard(path)
            with suppress(OSError):  # whoever waits for this file sees that it is gone, and makes another
                path.unlink()
            lock.release()
    finally:
        with suppress(OSError):  # something is in there now
            for folder in reversed(made):
                folder.rmdir()


def _longest_wait() -> float:
    given = os.environ.get("ROLEGRAPH_WAIT", "").strip()
    with suppress(ValueError):
        if (seconds := float(given or LONGEST_WAIT)) >= 0:
            return seconds
    raise RolegraphError(f"ROLEGRAPH_WAIT is {given!r}: give the seconds to wait for another writer, such as 60")


def _held_paths() -> set[Path]:
    if getattr(_held, "pid", None) != os.getpid():  # a process that was forked from the holder holds nothing
        _held.pid, _held.paths = os.getpid(), set()
    paths: set[Path] = _held.paths
    return paths


def _acquired(place: Path, wait: float, made: list[Path], beside: bool) -> BaseFileLock | None:
    """The lock of a place, and the folders made for it; None where this thread holds it already, or none is needed."""
    end, told, lost = time.monotonic() + wait, False, 0
    while not is_appended_to(place) and (path := hidden(place, LOCK, beside=beside)) not in _held_paths():
        from filelock import Timeout

        rest = max(0.0, end - time.monotonic())
        try:
            lock = _lock_of(path, made)
            lock.acquire(timeout=rest if told else min(rest, _PATIENCE))
        except FileNotFoundError:  # another process made the folder, and removed it again
            lost += 1
            if lost > _MOST_LOST:
                raise
            continue
        except Timeout:
            if told or rest <= _PATIENCE:
                problem = "is being written to by another process"
                raise Busy(problem, "try again when that has ended", path=place) from None
            import logging

            logging.getLogger("rolegraph").warning("rolegraph: waiting for another process that writes to %s", place)
            told = True
            continue
        # The place may have become another kind of thing, with another lock, while this process waited.
        if hidden(place, LOCK, beside=beside) == path:
            return lock
        path.unlink(missing_ok=True)
        lock.release()
    return None


def _lock_of(path: Path, made: list[Path]) -> BaseFileLock:
    """A lock that whoever may write to its folder can wait for. A folder that is not there is made."""
    from filelock import FileLock

    if path.is_relative_to("/proc"):  # such as an open file that there is not: its lock would be waited for
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    missing = [folder for folder in path.parents if not folder.exists()]
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        made += reversed(missing)
    mode = path.parent.stat().st_mode  # asked once: another process may remove the folder at any moment
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return FileLock(path, mode=0o600 | (mode & 0o066))


# What replaces a file or a store is made beside it.
_CURES: Final = {
    errno.EACCES: "the folder that it is in must be writable, too",
    errno.EBUSY: "where a file or folder is mounted, nothing takes its place: mount the folder that it is in",
    errno.EXDEV: "put the file itself here, instead of a link to another disk",
}


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Raise what goes wrong with the files in the block as an `Unwritable` about a place."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error).rpartition(": ")[2]  # that of the engine comes last
        raise Unwritable(f"cannot be written: {reason}", _CURES.get(error.errno or 0, ""), path=place) from None


def settle(place: Path) -> None:
    """Finish or undo what a killed writer left at a place, and wait for one who is just putting a change in place.

    Raises `SourceError` where a change must be finished, and cannot.
    """
    left = [hidden(place, LOCK), *(hidden(place, CHANGE, beside=beside) for beside in (False, True))]
    if not any(map(os.path.lexists, left)):
        return
    is_begun = is_half_changed(place)
    try:
        with locked(place, None if is_begun else 0.0):
            pass  # who comes first under a lock does it
    except Unwritable:
        if is_begun:
            problem = "was left half changed by a process that was killed, and cannot be written to now"
            raise SourceError(problem, "open it once as someone who may write there", path=place) from None
    except SourceError:
        if is_begun:
            raise


# What leads to an open file of a process, which another process goes on to write to: it must not be replaced.
_OPEN_FILES: Final = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")


def is_appended_to(target: Path) -> bool:
    """Whether what is written to a target, such as a device or a pipe, is appended to what is there."""
    check_name(target)
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    is_open = os.path.abspath(target).startswith(_OPEN_FILES)  # noqa: PTH100 - links stay
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or (is_open and not stat.S_ISDIR(mode))
