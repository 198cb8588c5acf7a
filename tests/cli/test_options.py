"""Options that commands share: which graph is asked, and completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from tests.cli.running import Run
from tests.conftest import SMALL

from rolegraph.cli.options import complete


def test_the_environment_names_a_graph(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_GRAPH", str(SMALL))
    assert "Pastry Chef" in run("list", "roles", graph=None).out


def test_names_are_completed_from_the_graph_that_is_named() -> None:
    def completed(graph: str, word: str) -> list[tuple[str, str]]:
        return complete("role")(mock.Mock(params={"graph": graph}), word)

    assert completed(str(SMALL), "pas") == [("pastry-chef", "Pastry Chef")]
    assert completed(f"{SMALL}.absent.ttl", "") == []
    assert completed("https://example.org/sparql", "") == []


def test_role_names_are_completed() -> None:
    environment = {
        **os.environ,
        "_ROLEGRAPH_COMPLETE": "complete_bash",
        "COMP_WORDS": "rolegraph path pas",
        "COMP_CWORD": "2",
        "ROLEGRAPH_GRAPH": str(SMALL),
    }
    program = "import sys; sys.argv = ['rolegraph']; from rolegraph.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["pastry-chef"]


def test_nothing_is_completed_where_the_configuration_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("graph =")
    monkeypatch.setenv("ROLEGRAPH_CONFIG", str(tmp_path / "config.toml"))
    assert complete("role")(mock.Mock(params={"graph": None}), "") == []
    assert complete("role")(mock.Mock(params={"graph": str(SMALL)}), "b") == [("baker", "Baker")]
