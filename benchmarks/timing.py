"""How benchmarks take time: in turn, so that a busy moment of the machine falls on all alike; medians and spread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Timing(NamedTuple):
    """Milliseconds of a number of runs."""

    median: float
    low: float
    high: float


def alternate(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Run each task once a round, and give the median and the quartiles of each."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name].append((time.perf_counter() - start) * 1000)
    result = {}
    for name, taken in times.items():
        low, median, high = statistics.quantiles(taken, n=4)
        result[name] = Timing(median, low, high)
    return result


def show(title: str, timings: Mapping[str, Timing], ratios: Mapping[str, tuple[str, str, str]]) -> None:
    """Print timings, then ratios given as name: (numerator, denominator, goal)."""
    print(f"\n{title}")
    for name, timing in timings.items():
        print(f"  {timing.median:9.1f} ms  ({timing.low:.1f} to {timing.high:.1f})  {name}")
    for name, (above, below, goal) in ratios.items():
        print(f"  {timings[above].median / timings[below].median:9.2f} x   {name} (goal: {goal})")
