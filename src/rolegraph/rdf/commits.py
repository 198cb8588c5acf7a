"""Writing so that nothing is lost: one moment at which a change is made, by the one who holds the lock of its place.

A change is staged in a hidden folder beside its place, or inside a place that is a folder of files. One file or folder
takes its place by a single system call. Several files do by a journal, which appears by a single rename: from then on,
whoever opens the place next carries it out if its writer was killed. Without a journal nothing has changed, and what is
staged is removed. What is written to a device or a pipe is appended there, as a shell would.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from rolegraph.errors import SourceError
from rolegraph.rdf.files import is_folder
from rolegraph.rdf.journals import CHANGE, JOURNAL, hidden, put, put_at_once, put_back, sweep, sync, token
from rolegraph.rdf.locks import is_appended_to, locked, writing


class Transaction:
    """Files and folders that wait beside a place, and take their places together; for the holder of its lock.

    `beside` is for a folder that is replaced as a whole, whatever is in it.
    """

    def __init__(self, place: Path, *, beside: bool = False) -> None:
        self._folder = hidden(place, CHANGE, beside=beside)
        self._token = token()
        self._begun = False
        self._swaps: list[tuple[Path | None, Path]] = []
        self._streams: list[tuple[Path, bytes]] = []

    def scratch(self, name: str) -> Path:
        """A path for a file or folder on the disk of the place; it is gone when the transaction ends."""
        if self._folder.is_symlink() or (self._folder.exists() and not self._folder.is_dir()):
            raise SourceError("is in the way of a change of what is beside it", "remove it", path=self._folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{self._token}-{name}"

    def stage(self, target: Path, new: Path | None) -> None:
        """Have a file or folder at a scratch path replace a target; None removes the target.

        A folder is only ever replaced by a folder: whoever stages one answers for what is in the other.
        """
        self._swaps.append((new, Path(os.path.realpath(target.parent), target.name)))

    def stage_file(self, target: Path, data: bytes) -> None:
        """Have a file replaced by one with this content, and the same owner and permissions. A link stays one.

        Devices and pipes get the content appended. Raises `SourceError` for a folder, any other special file, and one
        that nobody may write to.
        """
        if is_stream(target):
            self._streams.append((target, data))
            return
        new = self.scratch(str(len(self._swaps)))
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self.stage_written(target, new)

    def stage_written(self, target: Path, new: Path) -> None:
        """Have a file replaced by one at a scratch path, as `stage_file` does; devices and pipes are refused, too."""
        refuse_unwritable(target)
        target = Path(os.path.realpath(target))
        keep_access(target, new)
        self.stage(target, new)

    def commit(self) -> None:
        """Put everything that is staged in place; if part of it fails, all is as it was before.

        What goes to devices and pipes cannot be undone, and comes last.
        """
        for new, target in self._swaps:
            if target.is_dir() and (new is None or not new.is_dir()):
                raise is_folder(target)
        self._begun = True
        if len(self._swaps) > 1 or not all(put_at_once(new, target) for new, target in self._swaps):
            self._commit_journal()
        for folder in {target.parent for _, target in self._swaps}:
            sync(folder)
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
        draft = self.scratch(JOURNAL)
        draft.write_text(json.dumps(names), encoding="utf-8")
        sync(draft)
        journal = draft.replace(self._folder / JOURNAL)
        done: list[tuple[Path | None, Path, Path]] = []
        try:
            sync(self._folder)
            for number, (new, target) in enumerate(self._swaps):
                old = self.scratch(f"old{number}")
                done.append((new, target, old))
                put(new, target, old)
        except BaseException:
            for new, target, old in reversed(done):
                put_back(new, target, old)
            journal.unlink()
            raise
        sync(self._folder.parent)
        journal.unlink()

    def clean(self) -> None:
        """Remove what was staged, unless whoever opens the place next has to finish a change with it."""
        import shutil

        if not (self._folder / JOURNAL).exists():
            for path in self._folder.glob(f"{self._token}-*") if not self._begun else ():
                if path.is_dir():  # what was never in its place is read by this process alone
                    shutil.rmtree(path, ignore_errors=True)
            sweep(self._folder, self._token)


def refuse_unwritable(target: Path) -> None:
    """SourceError where no file is to take a place: that of a folder, a device, a pipe, or a file that is read-only."""
    if is_stream(target):
        raise SourceError("is a device or a pipe, where this cannot be written", "name a file", path=target)
    if target.exists() and not target.stat().st_mode & 0o222:
        raise SourceError("is read-only", "make it writable first", path=target)


def keep_access(target: Path, new: Path) -> None:
    """Give what replaces a target its permissions and, where that is allowed, its owner."""
    if target.exists():
        held = target.stat()
        with suppress(AttributeError, OSError):
            os.chown(new, held.st_uid, held.st_gid)
        new.chmod(stat.S_IMODE(held.st_mode))


def is_stream(target: Path) -> bool:
    """Whether bytes are appended to a target rather than replace it; `SourceError` where neither can be done."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise is_folder(target)
    if is_appended_to(target):
        return True
    if not stat.S_ISREG(mode):
        raise SourceError("is neither a file nor a pipe", "write to another place", path=target)
    return False


@contextmanager
def transaction(place: Path, *, beside: bool = False) -> Iterator[Transaction]:
    """Stage changes in the block; they are committed if it ends well, and otherwise nothing has changed.

    Other writers wait until then. `beside` is for a folder that is replaced as a whole: an empty one is locked inside,
    as a folder of files is, and beside, as what it becomes. Raises `SourceError`, which names `place`, when something
    cannot be written.
    """
    with locked(place), locked(place, beside=True) if beside else nullcontext(), writing(place):
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
