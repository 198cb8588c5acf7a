"""Processes that read units of texts side by side; one that a text ends, or that takes too long over it, is replaced.

They are copies of the process that has built the names to read by, which they share the memory of, where the system
makes copies; elsewhere each gets the names. They end with the process that started them, however that ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.readers.mentions.text_units import TextUnit

# A copy of a process that has used Apple's libraries does not work.
START: Final = "fork" if hasattr(os, "fork") and sys.platform != "darwin" else "spawn"
LONGEST: Final = 120.0  # seconds for one text
_LOOK: Final = 0.5  # seconds from one look at the clock to the next
_MOST_STILLBORN: Final = 3  # workers that end before they read anything

_BEGUN, _DONE, _FAILED = range(3)  # what a worker says: of a text, of a unit, and of what it cannot go on with
CRASHED: Final = "ended the process that read it"
HUNG: Final = "could not be read within {:g} s"


UnitWork = Callable[[TextUnit, dict[str, str], Callable[[str], object]], object]
"""What a worker does with a unit, but for texts of some names, which are given with what became of them.

It is to call its last argument with the name of each text before anything is done with it.
"""


class FinishedUnit(NamedTuple):
    """What came of a unit."""

    unit: TextUnit
    result: Any


def units_read(
    work: UnitWork, units: Iterable[TextUnit], workers: int, moved: Callable[[int], object] = lambda _texts: None
) -> Iterator[FinishedUnit]:
    """What a function makes of each unit, as it is done, by so many processes.

    Parameters
    ----------
    work
        What is done with a unit, in a copy of this process, or in a new one, to which it must then be picklable.
    moved
        Called again and again with how many texts have been read of the units that are being read.

    Raises
    ------
    RolegraphError
        When processes end again and again without having begun to read; and whatever else `work` raises.
    """
    crew = _Crew(work, workers)
    try:
        yield from crew.run(iter(units), moved)
    finally:
        crew.end()


class _Crew:
    def __init__(self, work: UnitWork, workers: int) -> None:
        self._work = work
        self._size = workers
        self._context: Any = multiprocessing.get_context(START)
        self._members: list[_Member] = []
        self._again: deque[tuple[TextUnit, dict[str, str]]] = deque()
        self._stillborn = 0
        # Nothing is ever sent: that it is closed tells the workers that this process has ended.
        self._life, self._alive = multiprocessing.Pipe(duplex=False)
        gc.freeze()  # what is not looked at for garbage stays shared

    def run(self, units: Iterator[TextUnit], moved: Callable[[int], object]) -> Iterator[FinishedUnit]:
        while True:
            self._hand_out(units)
            busy = [member for member in self._members if member.unit is not None]
            if not busy:
                return
            moved(sum(min(member.texts, member.unit.texts) for member in busy if member.unit))
            ready = wait([member.channel for member in busy], timeout=_LOOK)
            for member in busy:
                if member.channel in ready:
                    yield from self._heard(member)
                elif time.monotonic() - member.since > LONGEST:
                    self._lose(member, HUNG.format(LONGEST))

    def _hand_out(self, units: Iterator[TextUnit]) -> None:
        """Give units to those that have none; there are no more of these than there is work for."""
        free = deque(member for member in self._members if member.unit is None)
        while free or len(self._members) < self._size:
            unit, lost = self._again.popleft() if self._again else (next(units, None), {})
            if unit is None:
                return
            if not free:
                free.append(self._hire())
            free.popleft().give(unit, lost)

    def _hire(self) -> _Member:
        ours, theirs = self._context.Pipe()
        inherited = [self._alive, ours, *(member.channel for member in self._members)]
        arguments = (self._work, theirs, self._life, inherited if START == "fork" else [])
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        member = _Member(process, ours)
        self._members.append(member)
        return member

    def _heard(self, member: _Member) -> Iterator[FinishedUnit]:
        try:
            what, said = member.channel.recv()
        except (EOFError, OSError):
            self._lose(member, CRASHED)
            return
        member.since = time.monotonic()
        if what == _BEGUN:
            member.reads(said)
        elif what == _FAILED:
            raise said
        elif member.unit is not None:
            self._stillborn = 0
            unit, member.unit = member.unit, None
            yield FinishedUnit(unit, said)

    def _lose(self, member: _Member, reason: str) -> None:
        """Replace a worker; its unit is read again, but for the text that it had begun."""
        member.end()
        self._members.remove(member)
        if member.text:
            member.lost[member.text] = reason
        else:
            self._stillborn += 1
        if self._stillborn > _MOST_STILLBORN:
            raise RolegraphError("the processes that read texts end at once: is there enough memory? Try --workers 1")
        if member.unit is not None:
            self._again.append((member.unit, member.lost))

    def end(self) -> None:
        gc.unfreeze()
        for member in self._members:
            member.end()
        self._alive.close()
        self._life.close()


class _Member:
    """A worker, the unit that it reads, and which text of that."""

    def __init__(self, process: Any, channel: Connection) -> None:
        self._process = process
        self.channel = channel
        self.unit: TextUnit | None = None
        self.lost: dict[str, str] = {}
        self.text, self.texts, self.since = "", 0, time.monotonic()

    def give(self, unit: TextUnit, lost: dict[str, str]) -> None:
        self.unit, self.lost = unit, lost
        self.text, self.texts, self.since = "", 0, time.monotonic()
        with suppress(OSError):  # that it has ended shows when it is heard
            self.channel.send((unit, lost))

    def reads(self, text: str) -> None:
        self.text = text
        self.texts += 1

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.channel.close()


def _serve(work: UnitWork, channel: Connection, life: Connection, inherited: Collection[Connection]) -> None:
    """What a worker does: it reads units until it is ended."""
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            unit, lost = channel.recv()
            try:
                done = _DONE, work(unit, lost, lambda name: channel.send((_BEGUN, name)))
            except Exception as error:  # noqa: BLE001 - whoever started it says what is wrong
                done = _FAILED, error
            channel.send(done)


def _end_with(life: Connection) -> None:
    """End this process when the one that started it has ended."""
    with suppress(EOFError, OSError):
        life.recv()
    os._exit(1)
