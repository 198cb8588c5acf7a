"""How long commands take to start, as ratios to importing the one library that each of them needs.

Everything is run once before it is timed: bytecode is then compiled, as an installed package has it, and the shipped
graph is in a cache that only this benchmark uses.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import alternate, show

ROLEGRAPH = str(Path(sys.executable).with_name("rolegraph"))
ROUNDS = 25


def call(cache: str, *command: str) -> Callable[[], object]:
    places = {"XDG_CACHE_HOME": cache, "XDG_DATA_HOME": cache, "PYTHONPYCACHEPREFIX": cache}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | places
    return lambda: subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        tasks = {
            "import typer": call(cache, sys.executable, "-c", "import typer"),
            "import networkx": call(cache, sys.executable, "-c", "import networkx"),
            "rolegraph --help": call(cache, ROLEGRAPH, "--help"),
            "rolegraph search python": call(cache, ROLEGRAPH, "search", "python"),
            "rolegraph path": call(cache, ROLEGRAPH, "path", "data-science-engineer", "lead-ml-engineer"),
        }
        for task in tasks.values():
            task()
        timings = alternate(tasks, ROUNDS)
    show(
        f"Starting, median of {ROUNDS} runs (quartiles)",
        timings,
        {
            "help / import typer": ("rolegraph --help", "import typer", "under 2"),
            "search / import typer": ("rolegraph search python", "import typer", "under 2"),
            "path / import networkx": ("rolegraph path", "import networkx", "under 1.6"),
        },
    )


if __name__ == "__main__":
    main()
