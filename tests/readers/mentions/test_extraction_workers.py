"""Processes that read units: each unit once, whatever ends them; what goes wrong in them is said here."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest

from rolegraph.errors import RolegraphError
from rolegraph.readers.mentions.extraction_workers import CRASHED, units_read
from rolegraph.readers.mentions.text_units import TextFile, TextUnit

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="functions of tests need copied processes")


def unit(number: int) -> TextUnit:
    files = tuple(TextFile(f"{number}-{text}", b"", "", 0, "", 1) for text in range(3))
    return TextUnit(number, files)


def read(given: TextUnit, lost: dict[str, str], begin: Callable[[str], object]) -> tuple[list[str], dict[str, str]]:
    """The names of the texts, but for what is lost; the process ends at one of unit 1."""
    found = [file.name for file in given.files if file.name not in lost]
    for name in found:
        begin(name)
        if name == "1-1":
            os.kill(os.getpid(), signal.SIGKILL)
    return found, lost


@pytest.mark.parametrize("workers", [1, 3])
def test_each_unit_is_read_once_and_a_text_that_ends_its_process_is_named(workers: int) -> None:
    moved: list[int] = []
    found = {one.unit.number: one.result for one in units_read(read, map(unit, range(6)), workers, moved.append)}
    assert found == {
        number: ([f"{number}-{text}" for text in range(3) if (number, text) != (1, 1)], lost)
        for number in range(6)
        for lost in [{"1-1": CRASHED} if number == 1 else {}]
    }
    assert max(moved) <= 3 * workers


def test_without_units_no_process_is_started() -> None:
    assert list(units_read(read, iter(()), 2)) == []


def test_what_a_process_cannot_go_on_with_is_raised_here() -> None:
    def full(_unit: TextUnit, _lost: dict[str, str], _begin: Callable[[str], object]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        list(units_read(full, map(unit, range(2)), 2))


def test_processes_that_end_before_they_begin_are_not_replaced_for_ever() -> None:
    def end(_unit: TextUnit, _lost: dict[str, str], _begin: Callable[[str], object]) -> None:
        os._exit(1)

    with pytest.raises(RolegraphError, match="end at once"):
        list(units_read(end, map(unit, range(2)), 2))
