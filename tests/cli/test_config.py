"""`config` as a person types it, and what the defaults do to other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "config.toml"
    monkeypatch.setenv("ROLEGRAPH_CONFIG", str(place))
    return place


def test_set_get_unset_and_show(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("config", "path", graph=None) == Result(0, f"{file}\n", "")
    assert run("config", "get", "format", graph=None) == Result(1, "", "")
    assert run("config", "set", "format", "json", graph=None) == Result(0, "", f"format is now json ({file})\n")
    assert run("config", "get", "format", graph=None).out == "json\n"
    found = json.loads(run("config", "show", graph=None).out)
    assert found["file"] == str(file)
    assert [row["origin"] for row in found["settings"]] == ["default", "default", "file"]
    monkeypatch.setenv("ROLEGRAPH_FORMAT", "table")
    assert "format          table  environment (ROLEGRAPH_FORMAT)" in run("config", "show", graph=None).out
    monkeypatch.delenv("ROLEGRAPH_FORMAT")
    run("config", "unset", "format", graph=None)
    assert file.read_text() == ""
    assert run("config", "unset", "format", graph=None).err == "format was not set\n"


@pytest.mark.usefixtures("file")
def test_defaults_are_used_unless_an_option_says_otherwise(run: Run, tmp_path: Path) -> None:
    assert run("config", "set", "graph", SMALL, graph=None).code == 0
    assert run("config", "set", "hours_per_week", "7", graph=None).code == 0
    words = ("path", "baker", "pastry-chef")
    assert "about 20 weeks at 7 hours a week" in run(*words, graph=None).out
    assert "at 10 hours a week" in run(*words, "--hours-per-week", "10", graph=None).out
    profile = tmp_path / "me.yaml"
    profile.write_text("hours_per_week: 14\nhave: [dough]\n")
    assert "at 14 hours a week" in run("path", "pastry-chef", "--profile", profile, graph=None).out
    assert run("config", "set", "format", "json", graph=None).code == 0
    assert json.loads(run("list", "roles", graph=None).out)[0]["slug"] == "baker"
    assert run("list", "roles", "-f", "csv", graph=None).out.startswith("iri,slug,kind,label\n")
    place = tmp_path / "roles.md"
    assert run("list", "roles", "-o", place, graph=None).code == 0
    assert place.read_text().startswith("| Slug | Label |")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("set", "colour", "red"), "unknown key 'colour': the keys are graph, hours_per_week, format"),
        (("get", "colour"), "unknown key 'colour'"),
        (("unset", "colour"), "unknown key 'colour'"),
        (("set", "hours_per_week", "many"), "hours_per_week cannot be 'many': it is hours a week"),
        (("set", "format", "xlsx"), "format cannot be 'xlsx': it is the format of answers: table, json"),
    ],
)
def test_what_cannot_be_set_is_one_message(run: Run, file: Path, words: tuple[str, ...], message: str) -> None:
    result = run("config", *words, graph=None)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert message in result.err
    assert not file.exists()


def test_a_broken_file_stops_commands_but_not_help(run: Run, file: Path) -> None:
    file.write_text("format = json\n")
    result = run("list", "roles")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"rolegraph: {file}, line 1: is not valid TOML")
    assert run("list", "--help", graph=None).code == 0
    assert run("config", "path", graph=None).out == f"{file}\n"
