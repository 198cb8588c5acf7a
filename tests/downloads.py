"""Graphs of the downloads beside the repository: each is built once for all tests of a run, in whichever process."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from filelock import FileLock

from tests.commands import run_command


class BuiltDownload(NamedTuple):
    """A graph that is only to be read, and what `import` answered when it was built: its exit code and its JSON."""

    place: Path
    code: int
    answer: Any


def built_download(kind: str, download: Path, folder: Path) -> BuiltDownload:
    """The graph of a download of some kind, in a folder that others may use at the same time."""
    mine = folder / f"built-{download.name}"
    place, printed = mine / "graph", mine / "printed.json"
    with FileLock(f"{mine}.lock"):
        if not printed.exists():
            home = mine / "home"
            home.mkdir(parents=True)
            words = ("import", kind, str(download), "--out", str(place), "--format", "json")
            code, out, errors = run_command(words, home)
            if code not in (0, 1):
                raise AssertionError(f"rolegraph {' '.join(words)}: exit code {code}: {errors}")
            printed.write_text(json.dumps([code, json.loads(out)]), encoding="utf-8")
    return BuiltDownload(place, *json.loads(printed.read_text(encoding="utf-8")))


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run of tests share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
