"""A command as a user gives it, in this process, in a home where nothing is."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

from rolegraph.cli import main


def run_command(words: Sequence[str], home: Path, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `rolegraph` with some words."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    errors = io.StringIO()
    homes = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("ROLEGRAPH_") and name != "COLUMNS"
    }
    code: object = 0
    with (
        mock.patch.dict(os.environ, kept | homes | environment, clear=True),
        mock.patch.object(sys, "argv", ["rolegraph", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
        usual_garbage(),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        out.flush()
    text = out.buffer.getvalue().decode("utf-8")
    return (code if isinstance(code, int) else 0), text, errors.getvalue()


@contextlib.contextmanager
def usual_garbage() -> Iterator[None]:
    before = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*before)
