"""Pages of a graph of O*NET's size, from nothing, beside pyvis with as many nodes and edges."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import synthetic
from timing import alternate, show

ROLEGRAPH = str(Path(sys.executable).with_name("rolegraph"))
ROUNDS: Final = 5
# What one writes with pyvis alone: no cards, no search, no legend, and places found by the browser.
PYVIS: Final = """
import random
from pyvis.network import Network
network, chance = Network(directed=True, cdn_resources="in_line"), random.Random(29)
for number in range(500):
    network.add_node(number, label=f"node {number}")
for number in range(1500):
    network.add_edge(chance.randrange(500), chance.randrange(500))
open("pyvis.html", "w").write(network.generate_html())
"""


def call(folder: str, *command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, cwd=folder, capture_output=True, check=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "built")
        synthetic.build(Path(place))
        views = (
            ("graph",),
            ("roles",),
            ("role", "role-7"),
            ("compare", "role-7", "role-8"),
            ("path", "role-7", "role-8"),
        )
        tasks = {
            f"view {' '.join(words)}": call(folder, ROLEGRAPH, "view", *words, "--graph", place) for words in views
        }
        timings = alternate({**tasks, "pyvis": call(folder, sys.executable, "-c", PYVIS)}, ROUNDS)
    show(
        f"Pages from a graph of {synthetic.ROLES:,} roles, from nothing, median of {ROUNDS} runs (quartiles)",
        timings,
        {f"{name} / pyvis": (name, "pyvis", "under 3 s") for name in tasks},
    )


if __name__ == "__main__":
    main()
