"""How good the answers are, measured: `make quality`. Each part prints a Markdown section; nothing here can fail."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

PARTS = (
    "quality_similarity",
    "quality_estimates",
    "quality_moves",
    "quality_routes",
    "quality_paths",
    "quality_linking",
    "quality_texts",
    "quality_mapping",
)


def main() -> None:
    """Print the sections of all parts that are there."""
    for part in PARTS:
        if find_spec(part):
            for line in import_module(part).report():
                print(line, flush=True)
            print(flush=True)


if __name__ == "__main__":
    main()
