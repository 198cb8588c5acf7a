"""What tests of commands share: running one on the small graph."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL

from rolegraph.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the small graph, unless the words name another."""

    # Wide enough for every line of these answers; how narrow ones are laid out is tested apart.
    monkeypatch.setenv("COLUMNS", os.environ.get("COLUMNS", "200"))

    def run_(*words: str | Path, graph: Path | None = SMALL) -> Result:
        more = ["--graph", str(graph)] if graph is not None else []
        monkeypatch.setattr(sys, "argv", ["rolegraph", *map(str, words), *more])
        with pytest.raises(SystemExit) as caught:
            main()
            raise SystemExit(0)
        out, err = capsys.readouterr()
        code = caught.value.code
        return Result(code if isinstance(code, int) else 0, out, err)

    return run_
