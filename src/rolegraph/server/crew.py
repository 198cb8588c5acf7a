"""A warm process and the workers that it becomes, as the front sees them: to start, to ask, to hear of, to end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, cast

from rolegraph.server.warm import FORK, KILL

HELD: Final = 16 << 20  # bytes of an answer that are held until it is complete; of a larger one, what comes is sent
MOST: Final = 1 << 30  # bytes of an answer
_FAREWELL: Final = 3.0  # seconds that a warm process has to end its workers and itself
_CRASHES: Final = tuple(
    -getattr(signal, name) for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE") if hasattr(signal, name)
)
# -P keeps Python from importing modules from the current folder.
_PYTHON: Final = (sys.executable, "-P", "-m")


class Unanswered(Exception):
    """There is no answer: `cause` is `busy`, `time`, `memory`, `crash`, `size` or `error`; `detail` is for the log."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(cause)
        self.cause, self.detail = cause, detail


class Ended(Exception):
    """The worker has ended before its answer was complete."""


class Worker:
    """A process that answers one request at a time."""

    def __init__(
        self, crew: Crew, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kill: Callable[[], object]
    ) -> None:
        self.crew, self._reader, self._writer, self._kill = crew, reader, writer, kill
        self.has_answered = False
        self.ended: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    async def ask(self, head: bytes, body: bytes) -> Reply:
        """The answer, as far as it is held; `Ended` where the process has ended."""
        try:
            self._writer.write(framed(head) + framed(body))
            await self._writer.drain()
            first = await self.frame()
            status = {} if first else await self._status()
            answer = Reply(self, json.loads(first) if first else {}, status)
            await answer.hold()
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Ended from error
        self.has_answered = True
        return answer

    async def frame(self) -> bytes:
        """The next frame; `IncompleteReadError` where the process has ended."""
        length = int.from_bytes(await self._reader.readexactly(8), "big")
        return await self._reader.readexactly(length) if length else b""

    async def _status(self) -> Mapping[str, Any]:
        return cast(Mapping[str, Any], json.loads(await self.frame()))

    def end(self) -> None:
        """End the process, whatever it does."""
        self.leave()
        self._kill()

    def leave(self) -> None:
        """Hear no more of the process, which ends by that, unless it is at work."""
        self._writer.close()

    async def cause(self) -> Unanswered | None:
        """Why there is no answer, if the request is to blame for the end of the process."""
        try:
            code, said = await asyncio.wait_for(asyncio.shield(self.ended), 2.0)
        except TimeoutError:
            return None
        if "memory allocation" in said or "MemoryError" in said:
            return Unanswered("memory")
        if code in _CRASHES or code > 0:
            last = (said.strip().splitlines() or [""])[-1]
            return Unanswered("crash", f"a worker ended with {code}" + (f": {last}" if last else ""))
        return None


class Reply:
    """An answer of a worker: a status, headers, and its body in pieces, which may still be coming."""

    def __init__(self, worker: Worker, head: Mapping[str, Any], status: Mapping[str, Any]) -> None:
        self.worker: Worker | None = worker
        self._end = dict(status)
        self.status: int = head.get("status", 500)
        self.headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head.get("headers", ())]
        self.held: list[bytes] = []
        self.complete = not head

    @property
    def failed(self) -> str:
        return str(self._end.get("failed", ""))

    @property
    def error(self) -> str:
        """What went wrong inside of rolegraph, for the log."""
        return str(self._end.get("error", ""))

    @property
    def spent(self) -> bool:
        return not self.complete or bool(self._end.get("spent"))

    async def hold(self) -> None:
        """Wait until the answer is complete, or more of it is there than is held."""
        size = 0
        while not self.complete and size <= HELD:
            piece = await self._next()
            size += len(piece)
            self.held.append(piece)

    async def _next(self) -> bytes:
        piece = await cast(Worker, self.worker).frame()
        if not piece:
            self._end |= json.loads(await cast(Worker, self.worker).frame())
            self.complete = True
        return piece

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of the body; `Unanswered` where the rest does not come."""
        sent = 0
        for piece in self.held:
            sent += len(piece)
            yield piece
        try:
            while not self.complete and (piece := await self._next()):
                sent += len(piece)
                if sent > MOST:
                    raise Unanswered("size")
                yield piece
        except (OSError, asyncio.IncompleteReadError):
            raise Unanswered("crash", "a worker ended while its answer was sent") from None
        if self.failed:
            raise Unanswered(self.failed, self.error)


class Employer(Protocol):
    """Who hears of a crew."""

    def miss(self, worker: Worker) -> None:
        """A worker has ended."""

    def lost(self, crew: Crew) -> None:
        """Its warm process has ended."""

    def reload(self, crew: Crew) -> None:
        """What is at the places of its graph has changed."""


class _Hiring(NamedTuple):
    """A worker that has been ordered: our end of its channel, and who waits for it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    worker: asyncio.Future[Worker | None]


class Crew:
    """A warm process and its workers, all of one state of the graph."""

    def __init__(self, opening: Mapping[str, object], employer: Employer) -> None:
        self._opening, self._employer = opening, employer
        self.fingerprint = self.about = self.problem = ""
        self.for_later = False  # whether another could be prepared better, which takes long
        self.workers: dict[int, Worker] = {}
        self._ready = asyncio.Event()
        self._hirings: deque[_Hiring] = deque()
        self._control: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._endings: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the warm process, and wait until it is ready, or `problem` says why it is not."""
        ours, theirs = socket.socketpair() if self._opening["forks"] else (None, None)
        self._process = process = await _started("warm", theirs)
        if ours is not None and theirs is not None:
            theirs.close()
            ours.sendall(framed(json.dumps(self._opening).encode()))
            self._control = ours
        else:
            cast(asyncio.StreamWriter, process.stdin).write(framed(json.dumps(self._opening).encode()))
        self._listening = asyncio.create_task(self._listen(process))
        await self._ready.wait()

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Hear what the warm process reports, until it ends."""
        output = cast(asyncio.StreamReader, process.stdout)
        while line := await output.readline():
            report = json.loads(line)
            if "ready" in report:
                self.fingerprint, self.about, self.for_later = report["ready"], report["about"], report["for_later"]
                self._ready.set()
            elif "failed" in report:
                self.problem = report["failed"]
            elif "forked" in report:
                self._hired(report["forked"])
            elif "ended" in report:
                self._bury(report["ended"], report["code"], report["said"])
            elif "changed" in report:
                self._employer.reload(self)
        code = await process.wait()
        self.problem = self.problem or f"the process that has the graph open ended with {code}"
        while self._hirings:
            self._hired(0)
        for number in list(self.workers):
            self._bury(number, 0, "")
        self._ready.set()
        self._employer.lost(self)

    def _bury(self, process: int, code: int, said: str) -> None:
        """A worker has ended, or will, as it has lost its parent."""
        if (worker := self.workers.pop(process, None)) is not None:
            worker.ended.set_result((code, said))
            worker.leave()
            self._employer.miss(worker)

    async def hire(self) -> Worker | None:
        """Another worker; None where there can be none now."""
        return await (self._fork(self._control) if self._control is not None else self._spawn())

    async def _fork(self, control: socket.socket) -> Worker | None:
        ours, theirs = socket.socketpair()
        with theirs:
            hiring = _Hiring(*await asyncio.open_connection(sock=ours), asyncio.get_running_loop().create_future())
            self._hirings.append(hiring)
            try:
                socket.send_fds(control, [FORK + bytes(8)], [theirs.fileno()])
            except OSError:  # the warm process has ended
                hiring.writer.close()
                return None
        return await hiring.worker

    def _hired(self, process: int) -> None:
        hiring = self._hirings.popleft()
        if process and not hiring.worker.done():
            worker = Worker(self, hiring.reader, hiring.writer, partial(self._order, KILL, process))
            self.workers[process] = worker
            hiring.worker.set_result(worker)
            return
        hiring.writer.close()
        if not hiring.worker.done():
            hiring.worker.set_result(None)

    def _order(self, what: bytes, process: int) -> None:
        with contextlib.suppress(OSError):
            cast(socket.socket, self._control).sendall(what + process.to_bytes(8, "big"))

    async def _spawn(self) -> Worker | None:
        process = await _started("worker", None)
        reader, writer = cast(asyncio.StreamReader, process.stdout), cast(asyncio.StreamWriter, process.stdin)
        self.workers[process.pid] = worker = Worker(self, reader, writer, partial(_kill, process))
        ending = asyncio.create_task(self._await_end(process))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
        writer.write(framed(json.dumps(self._opening).encode()))
        fingerprint = b""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            fingerprint = await worker.frame()
        if fingerprint.decode() == self.fingerprint:
            return worker
        worker.end()  # the places have changed meanwhile: others will follow
        return None

    async def _await_end(self, process: asyncio.subprocess.Process) -> None:
        self._bury(process.pid, await process.wait(), "")

    async def close(self) -> None:
        """End all of it."""
        for worker in list(self.workers.values()):
            worker.end()
        await asyncio.gather(*self._endings)
        if self._process is None:
            return
        for orders in (self._control, self._process.stdin):
            if orders is not None:
                orders.close()
        if not self._ready.is_set():  # it would not notice
            _kill(self._process)
        try:
            await asyncio.wait_for(self._process.wait(), _FAREWELL)
        except TimeoutError:
            _kill(self._process)
        if self._listening is not None:
            await self._listening


async def _started(module: str, control: socket.socket | None) -> asyncio.subprocess.Process:
    """A process of ours, which computes with one thread, and which an interrupt from the keyboard does not reach."""
    return await asyncio.create_subprocess_exec(
        *(*_PYTHON, f"rolegraph.server.{module}"),
        stdin=asyncio.subprocess.PIPE if control is None else control.fileno(),
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "RUST_BACKTRACE": "0",
        },
        start_new_session=True,
    )


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                # Its own way would first ask whether the process has ended, and so keep that from whoever waits for it.
                os.kill(process.pid, signal.SIGKILL)
            else:
                process.kill()


def framed(data: bytes) -> bytes:
    """Bytes after their length, as processes send them to each other."""
    return len(data).to_bytes(8, "big") + data
