"""Writing so that nothing is lost: one writer of a place at a time, and one moment at which its change is made.

A change is staged in a hidden folder beside its place, or inside a place that is a folder of files. One file or folder
takes its place by a single system call. Several files do by a journal, which appears by a single rename: from then on,
whoever opens the place next carries it out if its writer was killed. Without a journal nothing has changed, and what is
staged is removed. What is written to a device or a pipe is appended there, as a shell would.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError
from rolegraph.rdf.files import is_built, is_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

LONGEST_WAIT: Final = 600.0
"""Seconds for which a writer waits for another one; the environment variable `ROLEGRAPH_WAIT` may say otherwise."""

_PATIENCE: Final = 1.0  # seconds of waiting of which nobody need be told
HIDDEN: Final = ".rolegraph."
"""How the names begin of what is put into a folder of files while it is written to."""

_LOCK, _CHANGE, _JOURNAL = "lock", "change", "journal"
_LONGEST_NAME: Final = 200  # bytes of a name that another one can be made of
_EXCHANGE: Final = (2, -100)  # RENAME_EXCHANGE and AT_FDCWD, see renameat2(2)

_held = threading.local()  # `paths`: the lock files that this thread holds


class Busy(SourceError):
    """Another process writes to a place, and did not end in time."""


@contextmanager
def locked(place: Path, wait: float | None = None) -> Iterator[None]:
    """Be the only one who writes to a place, in the block; it may be locked again in there.

    Parameters
    ----------
    place
        A file or folder, which need not exist. Devices and pipes need no lock.
    wait
        Seconds to wait for another writer; None for `LONGEST_WAIT`. After the first a message is logged.

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
    with _writing(place):
        lock = _acquired(place, _longest_wait() if wait is None else wait, made)
    if lock is None:
        yield
        return
    path = Path(lock.lock_file)
    _held.paths.add(path)
    try:
        with _writing(place):
            _recover(place)
        yield
    finally:
        _held.paths.discard(path)
        with suppress(OSError):  # whoever waits for this file sees that it is gone, and makes another
            path.unlink()
        lock.release()
        with suppress(OSError):  # something is in there now
            for folder in reversed(made):
                folder.rmdir()


def _longest_wait() -> float:
    given = os.environ.get("ROLEGRAPH_WAIT", "")
    try:
        return max(0.0, float(given)) if given else LONGEST_WAIT
    except ValueError:
        return LONGEST_WAIT


_MOST_GONE: Final = 20  # times that the folder of a lock may be gone when the lock is made


def _acquired(place: Path, wait: float, made: list[Path]) -> BaseFileLock | None:
    """The lock of a place, and the folders made for it; None where this thread holds it already, or none is needed."""
    _held.paths = getattr(_held, "paths", set())
    end, told, gone = time.monotonic() + wait, False, 0
    while not _is_appended_to(place) and (path := _hidden(place, _LOCK)) not in _held.paths:
        from filelock import FileLock, Timeout

        missing = [folder for folder in path.parents if not folder.exists()]
        if missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            made += reversed(missing)
        elif not path.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        lock = FileLock(path)
        rest = max(0.0, end - time.monotonic())
        try:
            lock.acquire(timeout=rest if told else min(rest, _PATIENCE))
        except FileNotFoundError:  # another process made the folder, and removed it again
            gone = _counted(gone + 1)
            continue
        except Timeout:
            if not path.exists():  # nobody holds it, or no file can be made there
                gone = _counted(gone + _MOST_GONE // 2)
                continue
            if told or rest <= _PATIENCE:
                problem = "is being written to by another process"
                raise Busy(problem, "try again when that has ended", path=place) from None
            import logging

            logging.getLogger("rolegraph").warning("rolegraph: waiting for another process that writes to %s", place)
            told = True
            continue
        # The place may have become another kind of thing, with another lock, while this process waited.
        if _hidden(place, _LOCK) == path:
            return lock
        path.unlink(missing_ok=True)
        lock.release()
    return None


def _counted(gone: int) -> int:
    """How often a lock's file was gone, as long as that may be the work of others; then FileNotFoundError.

    In /proc no file can be made, and in a current folder that was removed.
    """
    if gone >= _MOST_GONE:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    return gone


def _hidden(place: Path, ending: str, *, beside: bool = False) -> Path:
    """A hidden entry of a folder of files, and a hidden neighbour of any other place."""
    real = Path(os.path.realpath(place))
    if real.is_dir() and not is_built(real) and not beside:
        return real / f"{HIDDEN}{ending}"
    name = real.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return real.with_name(f".{name}.{ending}")


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """Raise what goes wrong with the files in the block as a `SourceError` about a place."""
    try:
        yield
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror or error}", path=place) from None


def is_half_changed(place: Path) -> bool:
    """Whether a change of several files is being put in place, or was when its writer was killed."""
    return (_hidden(place, _CHANGE) / _JOURNAL).exists()


def settle(place: Path) -> None:
    """Finish or undo what a killed writer left at a place, and wait for one who is just putting a change in place.

    Raises `SourceError` where a change must be finished, and cannot.
    """
    if not any(_hidden(place, ending).exists() for ending in (_CHANGE, _LOCK)):
        return
    is_begun = is_half_changed(place)
    try:
        with locked(place, None if is_begun else 0.0):
            pass  # who comes first under a lock does it
    except SourceError:
        if is_begun:
            problem = "was left half changed by a process that was killed, and cannot be written to now"
            raise SourceError(problem, "open it once as someone who may write there", path=place) from None


def _recover(place: Path) -> None:
    """Carry out the journal that a killed writer left, and remove what else it left."""
    for folder in {_hidden(place, _CHANGE), _hidden(place, _CHANGE, beside=True)}:
        if (folder / _JOURNAL).exists():
            for new, target in _steps(folder, Path(os.path.realpath(place))):
                _put(new, target, folder / f"{_token()}-old")
            _sync(folder.parent)
            (folder / _JOURNAL).unlink()
        _sweep(folder)


def _token() -> str:
    return os.urandom(4).hex()


def _steps(folder: Path, place: Path) -> list[tuple[Path | None, Path]]:
    """What a journal says: each staged file or folder, or None for nothing, and its place."""
    import json

    steps = []
    for new, target in json.loads((folder / _JOURNAL).read_text(encoding="utf-8")):
        path = folder.parent / target
        # It may have come with files from elsewhere: it must not lead to others.
        if Path(target).name != target or place not in (path, path.parent):
            raise SourceError("is no journal of this place", "remove it", path=folder / _JOURNAL)
        steps.append((None if new is None else folder / Path(new).name, path))
    return steps


def _sweep(folder: Path) -> None:
    """Remove a folder of staged things, but not the stores in it that somebody still reads."""
    import shutil

    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError), _unread(path):
                shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    with suppress(OSError):
        folder.rmdir()


class Transaction:
    """Files and folders that wait beside a place, and take their places together; for the holder of its lock.

    `beside` is for a folder that is replaced as a whole, whatever is in it.
    """

    def __init__(self, place: Path, *, beside: bool = False) -> None:
        self._folder = _hidden(place, _CHANGE, beside=beside)
        self._token = _token()
        self._committed = False
        self._swaps: list[tuple[Path | None, Path]] = []
        self._streams: list[tuple[Path, bytes]] = []

    def scratch(self, name: str) -> Path:
        """A path for a file or folder on the disk of the place; it is gone when the transaction ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{self._token}-{name}"

    def stage(self, target: Path, new: Path | None) -> None:
        """Have a file or folder at a scratch path replace a target; None removes the target.

        A folder is only ever replaced by a folder: whoever stages one answers for what is in the other.
        """
        self._swaps.append((new, target))

    def stage_file(self, target: Path, data: bytes) -> None:
        """Have a file replaced by one with this content and the same permissions. A link stays one.

        Devices and pipes get the content appended. Raises `SourceError` for a folder and any other special file.
        """
        if is_stream(target):
            self._streams.append((target, data))
            return
        target = Path(os.path.realpath(target))
        new = self.scratch(str(len(self._swaps)))
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask())
        self.stage(target, new)

    def commit(self) -> None:
        """Put everything that is staged in place; if part of it fails, all is as it was before.

        What goes to devices and pipes cannot be undone, and comes last.
        """
        for new, target in self._swaps:
            if target.is_dir() and (new is None or not new.is_dir()):
                raise is_folder(target)
        if len(self._swaps) > 1 or not all(_put_at_once(new, target) for new, target in self._swaps):
            self._commit_journal()
        self._committed = True
        for folder in {target.parent for _, target in self._swaps}:
            _sync(folder)
        for target, data in self._streams:
            with open(os.open(target, os.O_WRONLY | os.O_APPEND), "wb") as stream:  # noqa: PTH123 - neither made nor cut
                stream.write(data)

    def _commit_journal(self) -> None:
        import json

        for _, target in self._swaps:
            if target.parent != self._folder.parent:
                problem = "is a link to another folder, whose files are not changed together with those of this one"
                raise SourceError(problem, "put the file itself here", path=target)
        names = [(new and new.name, target.name) for new, target in self._swaps]
        draft = self.scratch(_JOURNAL)
        draft.write_text(json.dumps(names), encoding="utf-8")
        _sync(draft)
        journal = draft.replace(self._folder / _JOURNAL)
        _sync(self._folder)
        done: list[tuple[Path | None, Path, Path]] = []
        try:
            for number, (new, target) in enumerate(self._swaps):
                old = self.scratch(f"old-{number}")
                done.append((new, target, old))
                _put(new, target, old)
        except BaseException:
            for new, target, old in reversed(done):
                _put_back(new, target, old)
            journal.unlink()
            raise
        _sync(self._folder.parent)
        journal.unlink()

    def clean(self) -> None:
        """Remove what was staged, unless whoever opens the place next has to finish a change with it."""
        import shutil

        if not (self._folder / _JOURNAL).exists():
            for path in self._folder.glob(f"{self._token}-*") if not self._committed else ():
                if path.is_dir():  # what was never in its place is read by this process alone
                    shutil.rmtree(path, ignore_errors=True)
            _sweep(self._folder)


def _put_at_once(new: Path | None, target: Path) -> bool:
    """Put a file or folder in its place by one system call, where the system has one for that."""
    if new is None:
        target.unlink()
    elif not new.is_dir() or not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)
    else:
        return _exchange(new, target)
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places, at once; false where the system cannot."""
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    flag, here = _EXCHANGE
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), flag) == 0)


def _put(new: Path | None, target: Path, old: Path) -> None:
    """Put a file or folder in its place, as far as that is not done; a target that was there stays available as `old`.

    Where a file is to be in its place, there is one at any moment.
    """
    if new is not None and not new.exists():
        return
    if target.is_dir() or (new is None and target.exists()):
        target.rename(old)
    elif target.exists():
        try:
            os.link(target, old)
        except OSError:  # not on this file system
            import shutil

            shutil.copy2(target, old)
    if new is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)


def _put_back(new: Path | None, target: Path, old: Path) -> None:
    if new is not None and target.exists() and not new.exists():
        target.rename(new)
    if old.exists():
        old.replace(target)


def _sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before anything else is done."""
    with suppress(OSError):  # not every system can do that for folders
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


# What leads to an open file of a process, which another process goes on to write to: it must not be replaced.
_OPEN_FILES: Final = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")


def is_stream(target: Path) -> bool:
    """Whether bytes are appended to a target rather than replace it; `SourceError` where neither can be done."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise is_folder(target)
    if _is_appended_to(target):
        return True
    if not stat.S_ISREG(mode):
        raise SourceError("is neither a file nor a pipe", "write to another place", path=target)
    return False


def _is_appended_to(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    is_open = os.path.abspath(target).startswith(_OPEN_FILES)  # noqa: PTH100 - links stay
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or (is_open and not stat.S_ISDIR(mode))


@contextmanager
def transaction(place: Path, *, beside: bool = False) -> Iterator[Transaction]:
    """Stage changes in the block; they are committed if it ends well, and otherwise nothing has changed.

    Other writers wait until then. `beside` is for a folder that is replaced as a whole. Raises `SourceError`, which
    names `place`, when something cannot be written.
    """
    with locked(place), _writing(place):
        changes = Transaction(place, beside=beside)
        try:
            yield changes
            changes.commit()
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


class Pin:
    """A folder as it was opened, under a path that stays right when another folder takes its place.

    As long as there is the pin, what replaces the folder does not remove it. Where the system has no such paths, it is
    the folder's own path.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        while _DESCRIPTORS.is_dir():
            opened = os.open(folder, os.O_RDONLY)
            if _is_shared(opened) and os.path.samestat(os.fstat(opened), folder.stat()):
                self.path = _DESCRIPTORS / str(opened)
                weakref.finalize(self, os.close, opened)  # not `__del__`, which may come when `os` has gone
                break
            os.close(opened)  # it was replaced at that moment


_DESCRIPTORS: Final = Path("/proc/self/fd")


def _is_shared(opened: int) -> bool:
    """Whether an open folder is kept now, which it is not where it is just being removed."""
    import fcntl

    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


@contextmanager
def _unread(folder: Path) -> Iterator[None]:
    """Keep a folder from being pinned, in the block; an `OSError` where it is."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)
