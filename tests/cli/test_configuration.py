"""The configuration file: what it may say, what comes before it, and that changing it leaves the rest as it was."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph.cli.configuration import KEYS, change_config, checked, config_file, configured, read_config
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
    assert [configured(key) for key in KEYS] == ["theirs.ttl", 7.5, "csv"]
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
