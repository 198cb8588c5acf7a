"""The processes that answer: a warm one for each state of the graph, its workers, and who waits for one.

A worker that ends before it has answered costs nobody an answer: another one is asked. One that ends of the request
itself is not replaced by another for it. When the places have changed, a new warm process opens them; once it is ready,
its workers take over, and those before them end with the answer that they are giving.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Final, cast

from rolegraph.errors import RolegraphError
from rolegraph.server.crew import Crew, Ended, Reply, Unanswered, Worker

_ATTEMPTS: Final = 10  # workers that are asked, where somebody ends one after the other
_WAIT: Final = 1.5  # times the limit that a request waits for a worker: one that is stopped is replaced meanwhile
_AGAIN: Final = 1.0  # seconds before another warm process follows one that failed, at first
_PATIENCE: Final = 60.0  # seconds, the most


class Workforce:
    """The workers of the newest state of the graph that can be opened.

    Parameters
    ----------
    opening
        What to open, as `warm.opened` takes it.
    size
        How many workers there are.
    limit
        The most seconds that an answer takes.
    most_waiting
        Requests that wait for a worker.
    note
        Told what people should know, in words.
    """

    def __init__(
        self,
        opening: Mapping[str, object],
        size: int,
        limit: float,
        most_waiting: int = 256,
        note: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._opening = {"forks": hasattr(os, "fork") and hasattr(socket, "send_fds"), **opening}
        self._size, self._limit, self._most_waiting, self._note = size, limit, most_waiting, note
        self._crew: Crew | None = None
        self._crews: set[Crew] = set()  # this one, those that are being opened, and those that finish their answers
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[object]] = set()
        self._reloading = self._again = self._closing = False
        self._idly_ended = 0  # workers in succession, none of which has answered
        self.problem = ""  # why the newest state of the places is not what answers are from

    @property
    def fingerprint(self) -> str:
        """Of the graph that answers are from."""
        return self._crew.fingerprint if self._crew else ""

    @property
    def about(self) -> str:
        """The graph that answers are from, for people."""
        return self._crew.about if self._crew else ""

    @property
    def ready(self) -> int:
        """How many workers there are now."""
        return len(self._crew.workers) if self._crew else 0

    async def start(self) -> None:
        """Open the graph; `RolegraphError` where it cannot be opened."""
        crew = await self._opened()
        if crew.problem:
            await self._dismiss(crew)
            raise RolegraphError(crew.problem)
        await self._take_over(crew)

    async def _opened(self, *, thorough: bool = False) -> Crew:
        """A crew that has opened what is there now, or has a `problem`."""
        crew = Crew({**self._opening, "thorough": thorough}, self)
        self._crews.add(crew)
        try:
            await crew.open()
        except OSError as error:  # the system has no process, or no file, for it now
            crew.problem = str(error)
        return crew

    async def _dismiss(self, crew: Crew) -> None:
        await crew.close()
        self._crews.discard(crew)

    async def _take_over(self, crew: Crew) -> None:
        """Let a crew answer from now on."""
        first = await _hired(crew)
        before, self._crew = self._crew, crew
        if before is not None:
            for worker in self._idle:
                worker.end()
            self._idle.clear()
            self._run(self._retire(before))
        if first is not None:
            self.give(first)
        for _ in range(self._size - (first is not None)):
            self._run(self._hire(crew))
        if crew.for_later and self._opening["forks"]:
            self._run(self._prepare_better(crew))

    async def _prepare_better(self, crew: Crew) -> None:
        """While a crew answers, prepare another one of the same state of the graph for what takes long at first."""
        follower = await self._opened(thorough=True)
        if crew is self._crew and follower.fingerprint == crew.fingerprint and not follower.problem:
            await self._take_over(follower)
        else:
            await self._dismiss(follower)

    async def _retire(self, crew: Crew) -> None:
        """End a crew when it has given the answers that it is giving."""
        while crew.workers:
            await asyncio.wait([worker.ended for worker in crew.workers.values()])
        await self._dismiss(crew)

    def _run(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hire(self, crew: Crew) -> None:
        while crew is self._crew and not self._closing:
            await asyncio.sleep(min(1.0, 0.01 * 2 ** min(self._idly_ended, 10) - 0.01))
            if (worker := await _hired(crew)) is not None:
                self.give(worker)
                return
            self._idly_ended += 1

    def give(self, worker: Worker) -> None:
        """A worker is ready for a request."""
        if worker.crew is not self._crew or self._closing:
            worker.end()
            return
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._idle.append(worker)

    async def _take(self) -> Worker:
        """A worker that is ready; `Unanswered` where too many wait for one, or too long."""
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self._most_waiting:
            raise Unanswered("busy")
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(_WAIT * self._limit):
                return await waiting
        except TimeoutError:
            raise Unanswered("busy") from None
        finally:
            if sys.exc_info()[0] is not None:
                if waiting.done() and not waiting.cancelled():
                    self.give(waiting.result())
                elif waiting in self._waiting:
                    self._waiting.remove(waiting)

    @contextlib.asynccontextmanager
    async def asked(self, head: bytes, body: bytes) -> AsyncIterator[Reply]:
        """The answer to a request, complete or as far as it is held; `Unanswered` where there is none."""
        answer = await self._ask(head, body)
        try:
            if answer.complete:
                self._release(answer)  # while its reader reads
            if answer.failed:
                raise Unanswered(answer.failed, answer.error)
            yield answer
        finally:
            if answer.worker is not None:
                self._release(answer)

    async def _ask(self, head: bytes, body: bytes) -> Reply:
        for _ in range(_ATTEMPTS):
            worker = await self._take()
            try:
                async with asyncio.timeout(self._limit):
                    return await worker.ask(head, body)
            except TimeoutError:
                worker.end()
                raise Unanswered("time") from None
            except Ended:
                worker.end()
                if (cause := await worker.cause()) is not None:
                    raise cause from None
            except BaseException:
                worker.end()
                raise
        raise Unanswered("crash", f"{_ATTEMPTS} workers ended, one after the other")

    def _release(self, answer: Reply) -> None:
        worker, answer.worker = cast(Worker, answer.worker), None
        self._idly_ended = 0
        if answer.spent:
            worker.end()
        else:
            self.give(worker)

    def miss(self, worker: Worker) -> None:
        """A worker has ended: another takes its place."""
        if worker in self._idle:
            self._idle.remove(worker)
        if worker.crew is self._crew and not self._closing:
            self._idly_ended += not worker.has_answered
            self._run(self._hire(worker.crew))

    def lost(self, crew: Crew) -> None:
        """A warm process has ended by itself: another takes its place."""
        if crew is self._crew and not self._closing:
            self._crew = None
            self._note(f"{crew.problem}; another is started")
            self._run(self._replace(crew))

    async def _replace(self, crew: Crew) -> None:
        wait = _AGAIN
        self._run(self._dismiss(crew))
        while self._crew is None and not self._closing:
            follower = await self._opened()
            if not follower.problem:
                self.problem = ""
                await self._take_over(follower)
                return
            self._complain(follower.problem)
            await self._dismiss(follower)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _PATIENCE)

    def reload(self, crew: Crew | None = None) -> None:
        """Open the places again, since a crew says that they have changed, or whatever they hold."""
        if crew is not None and crew is not self._crew:
            return
        if self._reloading:
            self._again = True
        elif not self._closing:
            self._reloading = True
            self._run(self._reload(always=crew is None))

    async def _reload(self, *, always: bool) -> None:
        try:
            follower = await self._opened()
            if self._closing or self._crew is None:
                await self._dismiss(follower)
            elif follower.problem:
                self._complain(follower.problem)
                await self._dismiss(follower)
            elif follower.fingerprint == self.fingerprint and not always:
                self.problem = ""
                await self._dismiss(follower)
            else:
                self.problem = ""
                await self._take_over(follower)
                self._note(f"the graph was replaced: {follower.about}")
        finally:
            self._reloading = False
        if self._again:
            self._again = False
            self.reload(self._crew)

    def _complain(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self._note(f"the graph that is there now cannot be opened: {problem}")

    async def close(self) -> None:
        """End all processes."""
        self._closing = True
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for crew in list(self._crews):
            await self._dismiss(crew)


async def _hired(crew: Crew) -> Worker | None:
    """Another worker of a crew; None where the system has none to give now."""
    try:
        return await crew.hire()
    except OSError:
        return None
