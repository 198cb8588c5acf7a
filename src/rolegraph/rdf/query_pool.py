"""Queries with limits on time, memory and size, in processes that are kept ready for the next query of their graph.

A process answers one query at a time. One that is stopped, crashes or takes too much memory is gone, and the next query
gets another. Any number of threads may ask; there are at most `MOST_WORKERS` processes, which end with this one.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, serialize

from rolegraph.errors import QueryError, QueryTimeout
from rolegraph.rdf.answers import Answer, checked_query, reading
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.limits import MOST_ANSWER_BYTES, NestingError
from rolegraph.rdf.query_text import form_of, runs_here
from rolegraph.rdf.query_worker import ALLOWANCE, read_frame, write_frame

MOST_WORKERS: Final = min(4, max(2, os.cpu_count() or 1))
# -P keeps Python from importing modules from the current folder.
_COMMAND: Final = (sys.executable, "-P", "-m", "rolegraph.rdf.query_worker")
_LONGEST: Final = 366 * 24 * 3600.0  # seconds; a system's clocks cannot wait for ever
_KILLED: Final = -9  # what a system without memory does
_FIRST_CRASH: Final = 1 << 30  # exit codes of Windows from here on are crashes


def answer(dataset: Dataset, query: str, timeout: float | None) -> Answer:
    """The answer of a dataset to a query that only reads, within `timeout` seconds; None means no limit.

    Without a limit, only what is too long or too deep for this process leaves it. Raises `QueryError` when it is not a
    query or would do more than read, `QueryTimeout` when it was stopped, and `ValueError` for a `timeout` that is none.
    """
    if timeout is not None:
        if not timeout > 0:
            raise ValueError(f"a timeout is a number of seconds above 0, not {timeout!r}")
        timeout = min(timeout, _LONGEST)
    if dataset.is_remote or (timeout is None and runs_here(query)):
        return dataset.answer(query, timeout)
    return answer_within(timeout, dataset, checked_query(query))


def answer_within(seconds: float | None, dataset: Dataset, query: str) -> Answer:
    """The engine's answer to a checked query; `QueryTimeout` after so many seconds, when its process has been ended.

    A graph is asked as it was opened. Raises `QueryError` when the engine refuses the query or crashes over it, or it
    takes more memory than `ALLOWANCE`, or gives more than `MOST_ANSWER_BYTES`.
    """
    clock = _Clock(seconds)
    with _pool.turn(clock):
        key = dataset.fingerprint
        data, status = (_pool.take(key) or _Worker(dataset, key)).ask(query, clock)
        if status.get("kind") == "changed":  # the files are no longer those that were opened
            data, status = _Worker(dataset, "").ask(query, clock)
    if status.get("kind") == "memory":
        raise _too_much_memory()
    if status.get("kind") == "damaged":
        with reading(dataset.stored):
            raise RuntimeError(status["problem"])
    if status.get("kind"):
        raise QueryError(status["problem"], status.get("cure", ""), line=status.get("line"))
    try:
        if form_of(query).gives_graph:
            return Answer.of_graph(data, RdfFormat.N_TRIPLES)
        return Answer.of_results(data, QueryResultsFormat.JSON)
    except NestingError as error:
        raise QueryError(f"has an answer that {error.problem}", "ask for its parts") from None


class _Clock:
    """The time that a query has, from now on; None for any."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """Seconds."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def run_out(self) -> QueryTimeout:
        return QueryTimeout(self.seconds or 0)


class _Worker:
    """A process that answers queries over the graph with the fingerprint `key`; without one, it answers one query."""

    def __init__(self, dataset: Dataset, key: str) -> None:
        self.key = key
        places = list(map(str, [dataset.folder] if dataset.folder else dataset.places))
        pin = dataset.lexical_store.pin if dataset.folder else None
        if places and (key or not dataset.fingerprint):
            self._opening = [json.dumps({"places": places, **({"fingerprint": key} if key else {})}).encode()]
        else:
            self._opening = [b"{}", serialize(dataset.quads(), format=RdfFormat.N_QUADS) or b""]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(  # noqa: S603 - our own module; the query is data on its standard input
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            pass_fds=pin.opened if pin else (),
        )

    def ask(self, query: str, clock: _Clock) -> tuple[bytes, dict[str, Any]]:
        """The bytes of an answer, and what went wrong. Afterwards the process is ready for another, or has ended."""
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            self.process.kill()

        timer = threading.Timer(clock.left or 0, stop)
        timer.daemon = True
        done = None
        try:
            if clock.left is not None:
                timer.start()
            done = self._exchange(query)
        finally:
            timer.cancel()
            if timer.ident is not None:
                timer.join()  # it must not end a process that answers another query
            crash = None
            if done is None or done[1]["spent"] or expired.is_set() or not self.key:
                crash = self.end()
            else:
                _pool.give(self)
        if expired.is_set():
            raise clock.run_out()
        if done is None:
            raise cast(QueryError, crash)
        return done

    def _exchange(self, query: str) -> tuple[bytes, dict[str, Any]] | None:
        """Question and answer; None when the process ends before it has answered."""
        sender, receiver = cast(BinaryIO, self.process.stdin), cast(BinaryIO, self.process.stdout)
        answer = io.BytesIO()
        with contextlib.suppress(BrokenPipeError):
            for frame in [*self._opening, query.encode()]:
                write_frame(sender, frame)
            self._opening = []
            while piece := read_frame(receiver):
                if answer.tell() + len(piece) > MOST_ANSWER_BYTES:
                    problem = f"gives more than {MOST_ANSWER_BYTES >> 20:,} MB"
                    raise QueryError(problem, "ask for less, for example with LIMIT")
                answer.write(piece)
            if piece is not None and (status := read_frame(receiver)) is not None:
                return answer.getvalue(), json.loads(status)
        return None

    def end(self) -> QueryError:
        """End the process; gives the error that its end is while it answers a query."""
        self.process.kill()
        code = self.process.wait()
        for file in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # what could not be sent is not
                cast(BinaryIO, file).close()
        with self._errors:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip()
        if "memory allocation" in said or "MemoryError" in said or code == _KILLED:
            return _too_much_memory()
        if 0 < code < _FIRST_CRASH and said:
            return QueryError(f"could not be run: {said.splitlines()[-1]}")
        return QueryError("is too long, or too deep, for the engine", "take it apart, or give long lists with VALUES")


def _too_much_memory() -> QueryError:
    return QueryError(f"takes more than {ALLOWANCE >> 20:,} MB of memory", "ask for less")


class _Pool:
    """The processes that are ready, the one that answered last at the end, and how many others are at work."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(MOST_WORKERS)
        self._ready: list[_Worker] = []
        self._busy = 0

    @contextlib.contextmanager
    def turn(self, clock: _Clock) -> Iterator[None]:
        """A time in which the block may have one process at work."""
        if not self._turns.acquire(timeout=clock.left):
            raise clock.run_out()
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
            self._turns.release()

    def take(self, key: str) -> _Worker | None:
        """A process that is ready for a graph; None, with room for a new one, when there is none."""
        with self._lock:
            ended = [worker for worker in self._ready if worker.process.poll() is not None]
            self._ready = [worker for worker in self._ready if worker not in ended]
            found = next((worker for worker in reversed(self._ready) if worker.key == key), None)
            if found is not None:
                self._ready.remove(found)
            elif self._ready and len(self._ready) + self._busy > MOST_WORKERS:
                ended.append(self._ready.pop(0))
        for worker in ended:
            worker.end()
        return found

    def give(self, worker: _Worker) -> None:
        """Keep a process ready."""
        with self._lock:
            self._ready.append(worker)

    def end(self) -> None:
        """End all that are ready."""
        with self._lock:
            ended, self._ready = self._ready, []
        for worker in ended:
            worker.end()

    def forget(self) -> None:
        """Leave all to the process that this one is a copy of."""
        for worker in self._ready:
            worker.process.returncode = 0  # not ours to wait for
        self._begin()  # locks, too, may be held by threads that are not here


_pool = _Pool()
atexit.register(_pool.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.forget)
