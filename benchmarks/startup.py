"""How long commands take from nothing, beside importing the one library that each cannot do without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from timing import alternate, show

ROLEGRAPH = str(Path(sys.executable).with_name("rolegraph"))
ROUNDS = 25


def call(*command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def main() -> None:
    timings = alternate(
        {
            "import typer": call(sys.executable, "-c", "import typer"),
            "import networkx": call(sys.executable, "-c", "import networkx"),
            "rolegraph --help": call(ROLEGRAPH, "--help"),
            "rolegraph search python": call(ROLEGRAPH, "search", "python"),
            "rolegraph path": call(ROLEGRAPH, "path", "data-science-engineer", "lead-ml-engineer"),
        },
        ROUNDS,
    )
    show(
        f"From nothing, median of {ROUNDS} runs (quartiles)",
        timings,
        {
            "help / import typer": ("rolegraph --help", "import typer", "under 2"),
            "search / import typer": ("rolegraph search python", "import typer", "under 2"),
            "path / import networkx": ("rolegraph path", "import networkx", "under 1.6"),
        },
    )


if __name__ == "__main__":
    main()
