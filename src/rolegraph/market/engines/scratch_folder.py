"""A folder for what does not fit into memory: removed at the end, or by who comes next where its process was killed."""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

_PREFIX: Final = "rolegraph-"
_LOCK: Final = ".lock"
_YOUNG: Final = 60.0  # seconds in which a folder may not be locked yet


class ScratchFolder:
    """A folder of this process, which holds a lock on it while it lives."""

    def __init__(self) -> None:
        from filelock import FileLock

        remove_abandoned()
        self._folder = TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self._lock = FileLock(Path(self._folder.name) / _LOCK)
        self._lock.acquire(timeout=0)
        self.path = Path(self._folder.name) / "rows"
        self.path.mkdir()

    def remove(self) -> None:
        """Remove it with all that is in it."""
        self._lock.release()
        self._folder.cleanup()


def remove_abandoned() -> None:
    """Remove the folders of processes that were killed."""
    from filelock import FileLock, Timeout

    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            if _is_own(folder) and time.time() - (folder / _LOCK).stat().st_mtime > _YOUNG:
                with FileLock(folder / _LOCK, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Whether it is a folder of this user, into which nobody else puts anything."""
    known = folder.lstat()
    return stat.S_ISDIR(known.st_mode) and (not hasattr(os, "getuid") or known.st_uid == os.getuid())
