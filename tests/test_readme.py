"""The README says what is so: its output is what commands print, its Python runs, its commands are those there are."""

from __future__ import annotations

import doctest
import re
import shlex
import sys

import pytest

from rolegraph.cli import main
from tests.folders import ROOT

README = ROOT / "README.md"
TEXT = README.read_text()
CONSOLE = re.findall(r"```console\n\$ (rolegraph [^\n]*)\n(.*?)\n```", TEXT, flags=re.DOTALL)


@pytest.mark.parametrize(("command", "output"), CONSOLE)
def test_output_is_what_the_command_prints(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.rstrip() == output


def test_python_in_it_runs() -> None:
    results = doctest.testfile(str(README), module_relative=False)
    assert results.attempted >= 5
    assert results.failed == 0


def test_it_opens_with_the_path_and_names_every_command() -> None:
    assert CONSOLE[0][0].startswith("rolegraph path data-science-engineer lead-ml-engineer")
    for command in (
        "path",
        "compare",
        "show",
        "search",
        "list",
        "info",
        "ingest",
        "validate",
        "lint",
        "export",
        "build",
        "diff",
        "profile init",
        "query list",
        "view path",
    ):
        assert f"`rolegraph {command}" in TEXT
