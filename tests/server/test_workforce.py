"""The processes that answer: whatever ends one, nobody loses an answer by it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Self

import pytest
from tests.folders import FIXTURES

from rolegraph.errors import RolegraphError
from rolegraph.server import crew
from rolegraph.server.crew import Unanswered
from rolegraph.server.workforce import Workforce

SMALL = FIXTURES / "small.ttl"
STRANGE = Path(__file__).with_name("strange.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied")


class _Running:
    """A workforce in a loop of its own thread, which tests ask one after the other."""

    def __init__(self, graph: Path, size: int = 2, **settings: object) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.graph = graph
        self.notes: list[str] = []
        opening = {"places": [str(graph)], "alone": True, **settings}
        self._size, self._force = size, Workforce(opening, size, 20.0, 8, self.notes.append)

    def does(self, work: Callable[[Workforce], Coroutine[None, None, None]]) -> None:
        """Do something with the workforce, and wait until it has all its workers again."""
        self._wait_for(work(self._force))
        self._wait_for(_until(lambda: self._force.ready == self._size))

    def _wait_for(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(40)

    def __enter__(self) -> Self:
        try:
            self._wait_for(self._force.start())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._wait_for(self._force.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module", autouse=True)
def _strange() -> Iterator[None]:
    """Workers of an application that does strange things."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "_PYTHON", (sys.executable, str(STRANGE)))
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield


@pytest.fixture(scope="module")
def running(_strange: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Running]:
    graph = tmp_path_factory.mktemp("graphs") / "graph.ttl"
    shutil.copy(SMALL, graph)
    with _Running(graph) as found:
        yield found


async def _get(force: Workforce, path: str, query: str = "") -> bytes:
    head = {"method": "GET", "path": path, "raw_path": path, "query_string": query, "scheme": "http"}
    given = json.dumps({**head, "http_version": "1.1", "server": None, "headers": []}).encode()
    async with force.asked(given, b"") as reply:
        return b"".join([piece async for piece in reply.pieces()])


async def _who(force: Workforce, seconds: float = 0) -> tuple[int, str]:
    process, fingerprint = (await _get(force, "/who", f"seconds={seconds}")).decode().split()
    return int(process), fingerprint


async def _until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.02)


def test_a_worker_that_is_ended_in_the_middle_of_an_answer_costs_nobody_an_answer(running: _Running) -> None:
    async def work(force: Workforce) -> None:
        for _ in range(3):
            process, _ = await _who(force)
            answers = [asyncio.ensure_future(_who(force, 0.3)) for _ in range(4)]
            await asyncio.sleep(0.1)
            os.kill(process, signal.SIGKILL)
            found = await asyncio.gather(*answers)
            assert len(found) == 4
            assert process not in {other for other, _ in found}

    running.does(work)


def test_a_request_that_ends_its_process_is_not_asked_again(running: _Running) -> None:
    async def work(force: Workforce) -> None:
        for number in (signal.SIGSEGV, signal.SIGABRT):
            with pytest.raises(Unanswered, match="crash") as told:
                await _get(force, "/crash", f"signal={int(number)}")
            assert str(-number) in told.value.detail
        with pytest.raises(Unanswered, match="memory"):
            await _get(force, "/memory")
        with pytest.raises(Unanswered, match="error") as told:
            await _get(force, "/error")
        assert "secret" not in told.value.detail
        assert (await _who(force))[1] == force.fingerprint

    running.does(work)


def test_what_takes_too_long_is_stopped_and_what_waits_too_long_is_told_so(
    running: _Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(force: Workforce) -> None:
        monkeypatch.setattr(force, "_limit", 1.0)
        slow = [asyncio.ensure_future(_who(force, 30)) for _ in range(2)]
        await asyncio.sleep(0.1)
        waiting = [asyncio.ensure_future(_who(force)) for _ in range(8)]
        await asyncio.sleep(0.1)
        with pytest.raises(Unanswered, match="busy"):  # more wait than may
            await _who(force)
        for one in slow:
            with pytest.raises(Unanswered, match="time"):
                await one
        assert len(await asyncio.gather(*waiting)) == 8

    running.does(work)


def test_who_goes_away_stops_the_answer(running: _Running) -> None:
    async def work(force: Workforce) -> None:
        leaving = asyncio.ensure_future(_who(force, 40))
        await asyncio.sleep(0.1)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        await _who(force)

    running.does(work)


def test_a_large_answer_is_sent_while_it_is_made_and_says_where_it_breaks_off(running: _Running) -> None:
    async def work(force: Workforce) -> None:
        assert len(await _get(force, "/large", "mb=3")) == 3_000_000
        assert len(await _get(force, "/large", "mb=40")) == 40_000_000
        with pytest.raises(Unanswered, match="crash"):
            await _get(force, "/large", "mb=40&ends=30")
        await _who(force)

    running.does(work)


async def _replaced(force: Workforce, graph: Path) -> None:
    """Replace the graph, and ask until the other one answers."""
    before = force.fingerprint
    with graph.open("a", encoding="utf-8") as file:
        file.write("\n# another state\n")
    while force.fingerprint == before:
        assert (await _who(force))[1] in (before, force.fingerprint)
        await asyncio.sleep(0.05)
    assert (await _who(force))[1] == force.fingerprint


def test_a_graph_that_is_replaced_is_served_from_then_on_and_no_answer_is_lost(running: _Running) -> None:
    running.notes.clear()

    async def work(force: Workforce) -> None:
        before = force.fingerprint
        answering = asyncio.ensure_future(_who(force, 2))
        await asyncio.sleep(0.1)
        await _replaced(force, running.graph)
        assert (await answering)[1] == before

    running.does(work)
    assert [note.partition(":")[0] for note in running.notes] == ["the graph was replaced"]


def test_a_graph_that_is_broken_now_is_said_once_and_the_one_before_it_stays(running: _Running) -> None:
    running.notes.clear()
    text = running.graph.read_text(encoding="utf-8")

    async def work(force: Workforce) -> None:
        before = force.fingerprint
        running.graph.write_text("this is no Turtle", encoding="utf-8")
        await _until(lambda: bool(force.problem))
        assert "graph.ttl, line 1" in force.problem
        assert (await _who(force))[1] == before
        running.graph.write_text(text, encoding="utf-8")
        await _until(lambda: not force.problem)
        assert force.fingerprint == before

    running.does(work)
    assert [note.partition(":")[0] for note in running.notes] == ["the graph that is there now cannot be opened"]


def test_a_warm_process_that_is_ended_is_replaced(running: _Running) -> None:
    running.notes.clear()

    async def work(force: Workforce) -> None:
        assert force._crew is not None
        assert force._crew._process is not None
        answering = asyncio.ensure_future(_who(force, 0.5))
        await asyncio.sleep(0.1)
        os.kill(force._crew._process.pid, signal.SIGKILL)
        assert (await answering)[1] == (await _who(force))[1]

    running.does(work)
    (note,) = running.notes
    assert "ended with -9" in note


def test_where_the_system_has_no_process_to_give_another_is_asked_for_later(
    running: _Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    hire = crew.Crew.hire

    async def hire_later(self: crew.Crew) -> crew.Worker | None:
        if len(refused) < 2:
            refused.append("once more")
            raise OSError("too many open files")
        return await hire(self)

    async def work(force: Workforce) -> None:
        process, _ = await _who(force)
        monkeypatch.setattr(crew.Crew, "hire", hire_later)
        os.kill(process, signal.SIGKILL)
        await _until(lambda: len(refused) == 2)

    running.does(work)


def test_what_cannot_be_opened_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match=r"missing\.ttl"), _Running(tmp_path / "missing.ttl"):
        pass


def test_where_processes_cannot_be_copied_each_opens_the_graph(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    shutil.copy(SMALL, graph)

    async def work(force: Workforce) -> None:
        process, fingerprint = await _who(force)
        assert fingerprint == force.fingerprint
        os.kill(process, signal.SIGKILL)
        assert (await _who(force))[0] != process
        await _replaced(force, graph)

    with _Running(graph, size=1, forks=False) as running:
        running.does(work)


def test_what_takes_long_at_first_is_prepared_by_others_while_some_answer_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LARGE", "1")

    async def work(force: Workforce) -> None:
        before = force._crew
        assert before is not None
        assert before.for_later
        await _who(force)
        await _until(lambda: force._crew is not before)
        assert force._crew is not None
        assert not force._crew.for_later
        assert (await _who(force))[1] == before.fingerprint

    with _Running(SMALL) as running:
        running.does(work)
    assert running.notes == []
