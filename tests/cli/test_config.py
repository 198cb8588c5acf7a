"""The configuration file: what it may say, what comes before it, that changes leave the rest; `config` as typed."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.running import Result, Run
from tests.conftest import SMALL

from rolegraph.cli.config import KEYS, change_config, checked, config_file, configured, read_config
from rolegraph.errors import RolegraphError, SourceError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "settings" / "config.toml"
    place.parent.mkdir()
    monkeypatch.setenv("ROLEGRAPH_CONFIG", str(place))
    for key in KEYS:
        monkeypatch.delenv(f"ROLEGRAPH_{key.upper()}", raising=False)
    return place


def test_nothing_is_configured_where_there_is_no_file(file: Path) -> None:
    assert config_file() == file
    assert read_config() == {}
    assert [configured(key) for key in KEYS] == [None] * len(KEYS)


def test_it_lies_in_the_platforms_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ROLEGRAPH_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_file().name == "config.toml"
    assert config_file().parent.name == "rolegraph"


def test_the_environment_comes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('graph = "ours.ttl"\nhours_per_week = 6\nformat = "json"\n')
    assert configured("graph") == str(file.parent / "ours.ttl")
    assert configured("hours_per_week") == 6
    file.write_text('hours_per_week = "6.5"\n')
    assert configured("hours_per_week") == 6.5
    monkeypatch.setenv("ROLEGRAPH_GRAPH", "theirs.ttl")
    monkeypatch.setenv("ROLEGRAPH_HOURS_PER_WEEK", "7.5")
    monkeypatch.setenv("ROLEGRAPH_FORMAT", "csv")
    monkeypatch.setenv("ROLEGRAPH_LANGUAGE", "pt-BR")
    for key in ("no_estimates", "no_onet", "alone"):
        monkeypatch.setenv(f"ROLEGRAPH_{key.upper()}", "yes")
    assert [configured(key) for key in KEYS] == ["theirs.ttl", 7.5, "csv", "pt-BR", True, True, True]
    monkeypatch.setenv("ROLEGRAPH_FORMAT", "xml")
    with pytest.raises(RolegraphError, match=r"^ROLEGRAPH_FORMAT: format cannot be 'xml'"):
        configured("format")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("# mine\ngraph = \n", 2, "is not valid TOML: Invalid value"),
        ('format = "json"\nformat = "csv"\n', 2, "is not valid TOML: Cannot overwrite a value"),
        ('graph = "x', 1, "is not valid TOML"),
        ('format = "json"\n\ncolour = true\n', 3, "unknown key 'colour': the keys are graph, hours_per_week, format"),
        ("[paths]\ngraph = 1\n", 1, "unknown key 'paths'"),
        ("hours_per_week = 200\n", 1, "hours_per_week cannot be 200: it is hours a week for learning, from 0.1 to 168"),
        ("hours_per_week = true\n", 1, "hours_per_week cannot be True"),
        ('\nformat = "xlsx"\n', 2, "format cannot be 'xlsx'"),
        ("graph = 1\n", 1, "graph cannot be 1"),
        ('language = "../x"\n', 1, "language cannot be '../x': it is the languages of labels"),
        ('language = "de,,en,fr,it,es,sv,da"\n', 1, "language cannot be 'de,,en,fr,it,es,sv,da'"),
    ],
)
def test_a_broken_file_is_named_with_its_line(file: Path, text: str, line: int, problem: str) -> None:
    file.write_text(text)
    with pytest.raises(SourceError) as caught:
        read_config()
    assert str(caught.value).startswith(f"{file}, line {line}: {problem}")
    assert caught.value.cure
    with pytest.raises(SourceError):
        change_config("format", "csv")
    assert file.read_text() == text


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(
        ['# mine\ngraph = "x" # there\nformat = "json"', "hours_per_week = 3\n\n", "graph = 'a#b'\n# end", ""]
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_set_is_read_and_the_rest_stays(file: Path, value: str, before: str) -> None:
    file.write_text(before, encoding="utf-8")
    others = {key: known for key, known in tomllib.loads(before).items() if key != "graph"}
    try:
        change_config("graph", value)
    except SourceError:  # a control character that TOML has no place for
        assert any(not sign.isprintable() for sign in value)
        assert file.read_text(encoding="utf-8") == before
        return
    assert read_config() == {"graph": value, **others}
    comments = [line.partition(" #")[2] for line in before.splitlines()]
    assert all(comment in file.read_text(encoding="utf-8") for comment in comments)
    change_config("graph", None)
    assert read_config() == others


@pytest.mark.parametrize("word", ["-1", "0", "169", "nan", "inf", "1e2", "many", ""])
def test_hours_are_a_number_of_a_week(word: str) -> None:
    with pytest.raises(RolegraphError, match="hours_per_week cannot be"):
        checked("hours_per_week", word)


def test_set_get_unset_and_show(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("config", "path", graph=None) == Result(0, f"{file}\n", "")
    assert run("config", "get", "format", graph=None) == Result(1, "", "")
    assert run("config", "set", "format", "json", graph=None) == Result(0, "", f"format is now json ({file})\n")
    assert run("config", "get", "format", graph=None).out == "json\n"
    found = json.loads(run("config", "show", graph=None).out)
    assert found["file"] == str(file)
    assert [row["origin"] for row in found["settings"]] == [*["default"] * 2, "file", *["default"] * 4]
    monkeypatch.setenv("ROLEGRAPH_FORMAT", "table")
    assert re.search(r"format +table +environment \(ROLEGRAPH_FORMAT\)", run("config", "show", graph=None).out)
    monkeypatch.delenv("ROLEGRAPH_FORMAT")
    run("config", "unset", "format", graph=None)
    assert file.read_text() == ""
    assert run("config", "unset", "format", graph=None).err == "format was not set\n"


def test_defaults_that_nothing_sets_are_shown(run: Run, file: Path) -> None:
    out = run("config", "show", graph=None).out
    assert re.search(r"graph +the graph that rolegraph ships, and your own +default", out)
    assert re.search(r"format +table +default", out)
    assert [row["value"] for row in json.loads(run("config", "show", "--json", graph=None).out)["settings"]] == [
        None
    ] * len(KEYS)
    assert not file.exists()


def test_a_password_is_neither_kept_nor_shown(run: Run, file: Path) -> None:
    result = run("config", "set", "graph", "https://ada:secret@example.org/sparql", graph=None)
    assert result.code == 2
    assert "ROLEGRAPH_USER and ROLEGRAPH_PASSWORD" in result.err
    assert not file.exists()
    file.write_text('graph = "https://ada:secret@example.org/sparql"\n')
    for words in (("config", "show"), ("config", "show", "--json"), ("-v", "info")):
        shown = run(*words, graph=None)
        assert "secret" not in shown.out + shown.err
        assert "example.org" in shown.out + shown.err


def test_a_graph_that_is_missing_is_noted_and_traced_to_the_file(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "absent.ttl"
    result = run("config", "set", "graph", place, graph=None)
    assert result.code == 0
    assert "there is no graph at this place yet" in result.err
    missing = run("info", graph=None)
    assert missing.code == 2
    assert f"{place}: there is no such file" in missing.err
    assert f"the name is from {file}" in missing.err
    assert str(file) not in run("info", "-g", place, graph=None).err
    monkeypatch.setenv("ROLEGRAPH_GRAPH", str(place))
    assert "the name is from the environment (ROLEGRAPH_GRAPH)" in run("info", graph=None).err


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
        (("set", "graph", "x" * 300 + ".ttl"), "File name too long"),
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
