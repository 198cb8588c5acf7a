"""`import table` as a person types it: a template, filled in, imported and asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Run


@pytest.mark.parametrize("ending", ["csv", "xlsx", "yaml"])
def test_a_template_can_be_imported_and_asked(ending: str, run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / f"museum.{ending}", tmp_path / "museum.ttl"
    result = run("import", "table", "--template", file, graph=None)
    assert (result.code, result.out) == (0, "")
    assert f"rolegraph import table {file} --out GRAPH" in result.err
    result = run("import", "table", file, "--out", out, graph=None)
    assert (result.code, result.err) == (0, "")
    assert "2 roles, 6 skills, 3 tools" in result.out
    path = run("path", "visitor-assistant", "registrar", graph=out)
    assert "handling of objects" in path.out
    shown = run("show", "registrar", graph=out).out
    assert "Knows where each object is" in shown
    assert "[1] roles, line" in shown
    assert "Museums" in run("compare", "visitor-assistant", "registrar", graph=out).out
    assert run("validate", graph=out).code == 0
    assert "Nothing to change" in run("import", "table", file, "--out", out, graph=None).out


def test_rows_that_do_not_fit_are_shown_with_their_lines(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "t.csv", tmp_path / "t.ttl"
    file.write_text("role,capability,level\nCook,soups,guru\nCook,sauces,expert\n")
    result = run("import", "table", file, "--out", out, graph=None)
    assert result.code == 0
    assert "Invalid rows, which were skipped" in result.out
    assert "guru" in result.out
    found = json.loads(run("import", "table", file, "--out", out, "--format", "json", graph=None).out)
    assert found["troubles"][0]["first"][0]["line"] == 2
    strict = run("import", "table", file, "--out", tmp_path / "no.ttl", "--strict", graph=None)
    assert strict.code == 2
    assert strict.err.startswith(f"rolegraph: {file}, line 2: level: is not one of familiar")
    assert not (tmp_path / "no.ttl").exists()


def test_a_template_replaces_no_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("mine")
    result = run("import", "table", "--template", file, graph=None)
    assert result.code == 2
    assert "already exists" in result.err
    assert file.read_text() == "mine"


@pytest.mark.parametrize("words", [(), ("t.csv",), ("--out", "t.ttl"), ("t.csv", "--template", "u.csv")])
def test_what_is_missing_is_said(words: tuple[str, ...], run: Run) -> None:
    result = run("import", "table", *words, graph=None)
    assert result.code == 2
    assert "FILE and --out GRAPH, or --template FILE" in result.err
    assert run("import", "table", "--template", "t.doc", graph=None).code == 2
    assert run("import", "table", "t.csv", "--out", "https://example.org/sparql", graph=None).code == 2
