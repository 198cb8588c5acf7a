"""The pictures in the pages, each with the commands that draw it; as a program, drawing them anew."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Final
from unittest import mock

from tests.docs.examples import Examples, terminal
from tests.docs.pages import DOCS, read_page

FOLDER: Final = DOCS / "pictures"
_ROLES: Final = ("rolegraph import table roles.csv --out our-roles.ttl",)
DRAWN: Final[dict[str, tuple[str, ...]]] = {
    "plan.png": ("rolegraph view path data-analyst data-scientist --hours-per-week 8 -o plan.png",),
    "your-plan.svg": (
        'rolegraph profile init me.yaml --role "data analyst" --goal "data scientist" --hours-per-week 6',
        'rolegraph profile add me.yaml "Python (advanced)" "linear algebra – basic" "power bi"',
        "rolegraph view path --profile me.yaml -o your-plan.svg",
    ),
    "compare.svg": ("rolegraph view compare data-analyst data-engineer data-scientist -o compare.svg",),
    "graph.svg": ("rolegraph view graph -o graph.svg",),
    "our-role.svg": (*_ROLES, 'rolegraph view role "Data Steward" --graph our-roles.ttl -o our-role.svg'),
}
"""In a folder that has the files of the page on tables."""


def drawn(name: str) -> bytes:
    """A picture, drawn in a folder and a home of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        homes = {home: str(Path(folder) / ".home") for home in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        with mock.patch.dict(os.environ, homes):
            for block in read_page(DOCS / "tutorial" / "your-table.md").blocks:
                if block.remark == "file":
                    list(Examples().wrong(block, name))
            for command in DRAWN[name]:
                terminal(command)
        return Path(name).read_bytes()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for wanted in sys.argv[1:] or DRAWN:
        (FOLDER / wanted).write_bytes(drawn(wanted))
