"""What a change leaves beside its place until it is done, and how whoever comes next finishes or removes it.

A hidden folder holds what is staged, and of a change of several files a journal that says what takes which place. What
is in such a folder may have come from elsewhere together with the graph: nothing that it says or links to leads out of
the place. A folder that is replaced while somebody reads it stays there until it is closed, by a `Pin`.
"""

from __future__ import annotations

import hashlib
import os
import re
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.rdf.files import check_name, is_built

HIDDEN: Final = ".rolegraph."
"""How the names begin of what is put into a folder of files while it is written to."""

LOCK, CHANGE, JOURNAL = "lock", "change", "journal"
_LONGEST_NAME: Final = 200  # bytes of a name that another one can be made of
_STAGED: Final = re.compile(r"[0-9a-f]{8}-\w+")
_EXCHANGE: Final = (2, -100)  # RENAME_EXCHANGE and AT_FDCWD, see renameat2(2)
_DESCRIPTORS: Final = Path("/proc/self/fd")


def hidden(place: Path, ending: str, *, beside: bool = False) -> Path:
    """A hidden entry of a folder of files, and a hidden neighbour of any other place."""
    check_name(place)
    real = Path(os.path.realpath(place))
    if not beside and os.path.isdir(real) and not is_built(real):  # noqa: PTH112 - whatever may not be looked at is none
        return real / f"{HIDDEN}{ending}"
    name = real.name
    if len(os.fsencode(name)) > _LONGEST_NAME or f".{name}." == HIDDEN:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return real.parent / f".{name}.{ending}"


def change_folders(place: Path) -> set[Path]:
    """Where a change of a place may have left something; never a link to elsewhere."""
    folders = {hidden(place, CHANGE), hidden(place, CHANGE, beside=True)}
    return {folder for folder in folders if os.path.isdir(folder) and not os.path.islink(folder)}  # noqa: PTH112, PTH114


def is_half_changed(place: Path) -> bool:
    """Whether a change of several files is being put in place, or was when its writer was killed."""
    return any(os.path.lexists(folder / JOURNAL) for folder in change_folders(place))


def recover(place: Path) -> None:
    """Carry out the journal that a killed writer left, and remove what else it left; for who holds the lock.

    Raises `SourceError` for what is no journal of this place, and `OSError`.
    """
    for folder in change_folders(place):
        if os.path.lexists(folder / JOURNAL):
            for new, target in _steps(folder, Path(os.path.realpath(place))):
                put(new, target, folder / f"{token()}-old")
            sync(folder.parent)
            (folder / JOURNAL).unlink()
        sweep(folder)


def token() -> str:
    """What the names of the things of one change begin with."""
    return os.urandom(4).hex()


def _steps(folder: Path, place: Path) -> list[tuple[Path | None, Path]]:
    """What a journal says: each staged file or folder, or None for nothing, and its place."""
    import json

    journal = folder / JOURNAL
    steps: list[tuple[Path | None, Path]] = []
    with suppress(ValueError, TypeError, RecursionError):
        steps = [
            (None if new is None else folder / str(new), folder.parent / str(target))
            for new, target in json.loads(journal.read_text(encoding="utf-8"))
        ]
    if not (steps and all(_is_step(new, target, folder, place) for new, target in steps)) or journal.is_symlink():
        cure = "look whether the graph beside it is right, then remove it"
        raise SourceError("is no journal of a change of this place", cure, path=journal)
    return steps


def _is_step(new: Path | None, target: Path, folder: Path, place: Path) -> bool:
    """Whether what is staged in a folder takes the place, or that of something in it, and nothing leads elsewhere."""
    is_staged = new is None or (new.parent == folder and _STAGED.fullmatch(new.name) and not new.is_symlink())
    is_here = target.parent == folder.parent and place in (target, folder.parent) and target.name != ".."
    return bool(is_staged and is_here) and not target.name.startswith(HIDDEN)


def sweep(folder: Path, own: str = "") -> None:
    """Remove a folder of staged things, or those of one change, but not the stores in it that somebody still reads."""
    import shutil

    for path in folder.glob(f"{own}*") if folder.is_dir() else ():
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                with _unread(path):
                    shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    with suppress(OSError):
        folder.rmdir()


def put_at_once(new: Path | None, target: Path) -> bool:
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


def put(new: Path | None, target: Path, old: Path) -> None:
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


def put_back(new: Path | None, target: Path, old: Path) -> None:
    """Undo what `put` did, however far it came."""
    if new is not None and new.exists() and target.exists():
        return  # it did nothing yet, and `old` may be half of a copy
    if new is not None and not new.exists():
        target.rename(new)
    if old.exists():
        old.replace(target)


def sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before anything else is done."""
    with suppress(OSError):  # not every system can do that for folders
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


class Pin:
    """A folder as it was opened, under a path that stays right when another folder takes its place.

    As long as there is the pin, what replaces the folder does not remove it. Where the system has no such paths, it is
    the folder's own path.
    """

    def __init__(self, folder: Path) -> None:
        self.path, self.opened = folder, tuple[int, ...]()  # for a process that is to have the same path
        while _DESCRIPTORS.is_dir():
            opened = os.open(folder, os.O_RDONLY)
            close = weakref.finalize(self, os.close, opened)  # not `__del__`, which may come when `os` has gone
            if _is_shared(opened) and os.path.samestat(os.fstat(opened), folder.stat()):
                self.path, self.opened = _DESCRIPTORS / str(opened), (opened,)
                break
            close()  # it was replaced at that moment


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
