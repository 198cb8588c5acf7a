"""What a command takes: seconds, CPU seconds and memory of its process and of all that it starts.

CPU seconds are what the system counted of every process that has ended, a JVM and its Python workers included: whoever
runs the command adopts what it leaves behind. Memory is the largest sum of proportional set sizes, which count what
processes share once, seen ten times a second; or the peak of the largest single process, should that be more.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_ADOPT_ORPHANS: Final = 36  # PR_SET_CHILD_SUBREAPER of Linux
_EVERY: Final = 0.1  # seconds between looks at memory


class Footprint(NamedTuple):
    """Seconds, CPU seconds and megabytes of a command, its exit code, and what it wrote to both streams."""

    seconds: float
    cpu: float
    memory: float
    code: int
    said: str

    def __str__(self) -> str:
        return f"{self.seconds:8.1f} s {self.cpu:8.1f} s CPU {self.memory:8,.0f} MB"


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(one) for one in task.read_text().split()]
    return found


def family(process: int) -> list[int]:
    """A process and all that it has started."""
    return [process, *(one for child in children(process) for one in family(child))]


def memory(processes: Sequence[int]) -> float:
    """Megabytes that processes take together; what they share counts once, and one that has ended takes nothing."""
    total = 0
    for one in processes:
        with suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += sum(map(int, re.findall(r"^Pss: +(\d+)", text, flags=re.MULTILINE)))
    return total / 1024


def footprint(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, kill_after: float = float("inf")
) -> Footprint:
    """Run a command and say what it took; after some seconds it and all that it has started are killed, unasked."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        wrapped = [sys.executable, __file__, str(report), str(kill_after), *command]
        done = subprocess.run(wrapped, check=False, env=environment, capture_output=True, text=True)
        seconds, cpu, most, code = json.loads(report.read_text())
        return Footprint(seconds, cpu, most, code, done.stdout + done.stderr)


def _measure(report: Path, kill_after: float, command: Sequence[str]) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    began, here = time.perf_counter(), os.getpid()
    process = subprocess.Popen(command)
    ended, most = threading.Event(), [0.0]

    def look() -> None:
        while not ended.wait(_EVERY):
            most[0] = max(most[0], memory(family(here)[1:]))
            if time.perf_counter() - began > kill_after:
                for one in reversed(family(here)[1:]):
                    with suppress(OSError):
                        os.kill(one, signal.SIGKILL)

    looking = threading.Thread(target=look)
    looking.start()
    code = process.wait()
    seconds = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:  # what it has left behind counts too
            os.wait()
    ended.set()
    looking.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest = used.ru_maxrss / 1024
    report.write_text(json.dumps((seconds, used.ru_utime + used.ru_stime, max(most[0], largest), code)))


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
