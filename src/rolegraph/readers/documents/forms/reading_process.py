"""Files read in a process of their own, which is ended when it takes too long or too much; see `reading_worker`."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, cast

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.query_worker import read_frame, write_frame

EXTRA: Final = "pip install 'rolegraph[documents]'"
LONGEST: Final = 60.0  # seconds from one piece of an answer to the next
_AS_TEXT: Final = "save it as plain text, or the part of it that is about the job"
_MOST_IDLE: Final = 2
# -P keeps Python from importing modules from the current folder.
_COMMAND: Final = (sys.executable, "-P", "-m", "rolegraph.readers.documents.forms.reading_worker")
_NAMES: Final = {"html": "web page", "pdf": "PDF", "docx": "DOCX file", "parquet": "Parquet file"}


def read_apart(form: str, data: bytes, name: str, **options: object) -> Iterator[Any]:
    """What a worker reads in a file of a form, value by value; `name` is what messages call the file.

    Raises `SourceError` when the file is damaged, or takes more time or memory than any text does, and
    `RolegraphError` when a library that reads the form is not installed.
    """
    worker = _taken() or _Worker()
    expired = threading.Event()
    is_ready = False
    try:
        worker.send(json.dumps({"form": form, **options}).encode(), data)
        while piece := worker.receive(expired):
            yield json.loads(piece)
        status = worker.receive(expired) if piece is not None else None
        if status is None:
            raise _ended(expired.is_set(), form, name)
        failure = json.loads(status)
        is_ready = failure.get("kind") != "memory" and len(_idle) < _MOST_IDLE
        if failure:
            raise _error(failure, form, name)
    finally:
        if is_ready:
            _idle.append(worker)
        else:
            worker.end()


def _ended(is_expired: bool, form: str, name: str) -> RolegraphError:
    if is_expired:
        return SourceError(f"could not be read within {LONGEST:g} s", _AS_TEXT, path=name)
    return _error({"kind": "memory"}, form, name)


def _error(failure: Mapping[str, str], form: str, name: str) -> RolegraphError:
    kind, problem = failure["kind"], failure.get("problem", "")
    if kind == "source":
        return SourceError(problem, failure["cure"], path=name)
    if kind == "missing":
        return RolegraphError(f"{name}: reading a {_NAMES[form]} needs packages that are not installed ({EXTRA})")
    if kind == "memory":
        return SourceError("takes more memory than any text does", f"do not trust it; {_AS_TEXT}", path=name)
    return SourceError(f"is not a {_NAMES[form]} that can be read: {problem}", _AS_TEXT, path=name)


class _Worker:
    """A process that reads one file after another."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module; the file is data on its standard input
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"},
        )

    def send(self, *frames: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):  # that it has ended shows when it gives nothing
            for frame in frames:
                write_frame(cast(BinaryIO, self.process.stdin), frame)

    def receive(self, expired: threading.Event) -> bytes | None:
        """The next frame; None when the process has ended, or was, after too long."""

        def stop() -> None:
            expired.set()
            self.process.kill()

        timer = threading.Timer(LONGEST, stop)
        timer.daemon = True
        timer.start()
        try:
            return read_frame(cast(BinaryIO, self.process.stdout))
        finally:
            timer.cancel()
            timer.join()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for file in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # what could not be sent is not
                cast(BinaryIO, file).close()


_idle: list[_Worker] = []


def _taken() -> _Worker | None:
    """A worker that waits for a file; None where there is none."""
    while _idle:
        if (worker := _idle.pop()).process.poll() is None:
            return worker
        worker.end()
    return None


def _end_idle() -> None:
    while _idle:
        _idle.pop().end()


def _forget_idle() -> None:
    """Leave all to the process that this one is a copy of."""
    for worker in _idle:
        worker.process.returncode = 0  # not ours to wait for
    _idle.clear()


atexit.register(_end_idle)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_idle)
