"""`match` on the command line: a few people first, all of them in a file, one line for what is wrong."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.commands import run_command


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows = [
        {"person": f"p{number}", "capability": name, "level": 2} for number in range(5) for name in ("Python", "SQL")
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "people.parquet")
    return tmp_path / "people.parquet"


def test_few_are_shown_and_all_are_written(people: Path, tmp_path: Path) -> None:
    code, out, errors = run_command(["match", str(people), "-o", str(tmp_path / "m.parquet")], tmp_path)
    assert (code, "wrote" in errors) == (0, True)
    assert "5 people and 58 roles: 50 rows of matches" in out
    assert "p2" in out
    assert "p3" not in out
    assert len(pq.read_table(tmp_path / "m.parquet")) == 50


def test_csv_has_everybody_and_json_the_same_as_the_screen(people: Path, tmp_path: Path) -> None:
    code, out, _ = run_command(["match", str(people), "--csv", "--top", "2"], tmp_path)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["person"] for row in rows] == [f"p{number // 2}" for number in range(10)]
    found = json.loads(run_command(["match", str(people), "--json", "--top", "2"], tmp_path)[1])
    assert (found["people"], found["shown"], len(found["matches"])) == (5, ["p0", "p1", "p2"], 6)
    assert found["matches"][0].keys() >= {"person", "rank", "role", "score", "coverage", "missing", "credentials"}


def test_a_role_has_the_people_who_are_nearest_to_it(people: Path, tmp_path: Path) -> None:
    code, out, _ = run_command(["match", str(people), "--reverse", "--role", "data analyst", "--top", "2"], tmp_path)
    assert code == 0
    assert "Data Analyst" in out
    assert [line.split()[1] for line in out.splitlines() if line.startswith(("1 ", "2 "))] == ["p0", "p1"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--person", "eve"], "says nothing of 'eve'"),
        (["--role", "warlock"], "no role 'warlock'"),
        (["--spark-master", "local"], "--spark-master is for --engine spark"),
        (["-o", "{people}"], "name the same file"),
        (["--sparql"], "--sparql"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(words: list[str], problem: str, people: Path, tmp_path: Path) -> None:
    code, out, errors = run_command(["match", str(people), *(word.format(people=people) for word in words)], tmp_path)
    assert (code, out) == (2, "")
    assert problem in errors
    assert "Traceback" not in errors
