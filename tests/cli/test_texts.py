"""`extract` and the texts of `ingest` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import run_command

TEXT = "Data Engineer\nRequirements\n- Python\n- SQL is a plus\n"


@pytest.fixture
def advertisement(tmp_path: Path) -> Path:
    path = tmp_path / "ad.txt"
    path.write_text(TEXT)
    return path


def test_extract_gives_json_csv_and_a_table(advertisement: Path, tmp_path: Path) -> None:
    code, out, _ = run_command(["extract", str(advertisement), "--as", "posting", "--json"], tmp_path)
    assert code == 0
    assert [thing["label"] for thing in json.loads(out)[0]["named"]] == ["Python", "SQL"]
    code, out, _ = run_command(["extract", str(advertisement), "--as", "posting", "--format", "csv"], tmp_path)
    assert out.splitlines()[0].startswith("name,text_kind,start,end,line,text,label,kind,iri,confidence")
    assert len(out.splitlines()) == 3
    assert run_command(["extract", str(advertisement), "--as", "posting", "--csv"], tmp_path)[1] == out
    code, _, errors = run_command(["extract", str(advertisement), "--csv", "--json"], tmp_path)
    assert (code, "--json contradicts --csv" in errors) == (2, True)
    code, out, _ = run_command(["extract", str(advertisement), "--as", "posting"], tmp_path)
    assert max(map(len, out.splitlines()[1:])) <= 80
    assert "preferred" in out


def test_ingest_says_what_a_text_is_and_which_words_may_be_skills(advertisement: Path, tmp_path: Path) -> None:
    advertisement.write_text(TEXT + "- You explain pipelines of data to anybody who asks, patiently\n")
    words = ["ingest", str(advertisement), "--as", "posting", "--graph", str(tmp_path / "g.ttl")]
    code, out, _ = run_command(words, tmp_path)
    assert code == 0
    assert "Possible skills, kept as notes: " in out
    code, out, _ = run_command([*words, "--json"], tmp_path)
    assert json.loads(out)["readings"][0]["kinds"] == ["posting"]


def test_an_unknown_kind_is_named_with_those_there_are(advertisement: Path, tmp_path: Path) -> None:
    code, _, errors = run_command(["extract", str(advertisement), "--as", "poem"], tmp_path)
    assert code == 2
    assert "comparison" in errors
    assert "Traceback" not in errors
