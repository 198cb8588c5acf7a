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


def test_what_is_not_recognised_in_a_folder_is_told_how_to_say_it(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT + "Apply now! We offer a pension. Full-time.\n")
    (folder / "b.txt").write_text("Seven ways to water roses\nWith a can.\n")
    code, out, _ = run_command(["ingest", str(folder), "--graph", str(tmp_path / "g.ttl")], tmp_path)
    assert code == 0
    assert "--as posting" in out.partition("Left out")[2]


def test_the_next_commands_after_a_cv_name_its_graph(tmp_path: Path) -> None:
    cv = tmp_path / "cv.txt"
    cv.write_text("Curriculum vitae\nSkills\nPython, SQL\nWork experience\n2019 - 2023 Data Analyst\n")
    graph = tmp_path / "g.ttl"
    ad = tmp_path / "ad.txt"
    ad.write_text(TEXT)
    run_command(["ingest", str(ad), "--as", "posting", "--graph", str(graph)], tmp_path)
    words = ["profile", "from", str(cv), "--out", str(tmp_path / "me.yaml"), "--graph", str(graph)]
    code, out, errors = run_command(words, tmp_path)
    assert code == 0, errors
    assert "--graph" in " ".join(out.split()).partition("rolegraph nearest")[2]


def test_a_table_of_mentions_is_written_and_what_came_of_it_is_printed(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT + "Apply now! We offer a pension. Full-time.\n")
    (folder / "b.txt").write_text("Seven ways to water roses\nWith a can.\n")
    out = tmp_path / "mentions.parquet"
    words = ["extract", str(folder), "-o", str(out), "--workers", "1"]
    code, shown, errors = run_command(words, tmp_path)
    assert (code, errors) == (0, "")
    assert "mentions.parquet: 2 mentions in 1 posting" in shown
    assert max(map(len, shown.splitlines()[1:])) <= 80 + len(str(tmp_path))
    code, shown, _ = run_command([*words, "--json"], tmp_path)
    assert [json.loads(shown)[name] for name in ("texts", "postings", "mentions")] == [2, 1, 2]
    assert out.read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--workers", "2"], "add -o FILE.parquet"),
        (["-o", "mentions.parquet", "--embeddings"], "drop it"),
        (["-o", "mentions.parquet", "--as", "cv"], "a table of mentions is of postings"),
        (["-o", "ad.parquet"], "name the same file"),
    ],
)
def test_what_a_table_cannot_have_is_said(words: list[str], problem: str, tmp_path: Path) -> None:
    (tmp_path / "ad.parquet").write_text(TEXT)
    code, _, errors = run_command(["extract", "ad.parquet", *words], tmp_path)
    assert (code, problem in errors, "Traceback" in errors) == (2, True, False)
