"""`map`: from two graphs to mappings that a person has confirmed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.cli.running import Run
from tests.linking.test_matching import OURS, THEIRS

from rolegraph.readers.mapping_files import read_mappings


@pytest.fixture
def places(run: Run, tmp_path: Path) -> list[Path]:
    found = []
    for name, table in (("ours", OURS), ("theirs", THEIRS)):
        (tmp_path / f"{name}.csv").write_text(table)
        assert run("import", "table", tmp_path / f"{name}.csv", "--out", tmp_path / f"{name}.ttl", graph=None).code == 0
        found.append(tmp_path / f"{name}.ttl")
    return found


def test_what_is_confirmed_in_a_table_becomes_mappings(run: Run, places: list[Path], tmp_path: Path) -> None:
    out, review, final = (tmp_path / name for name in ("all.sssom.tsv", "review.csv", "final.sssom.tsv"))
    proposed = run("map", *places, "-o", out, "--review", review, "--confidence", "0.5", graph=None)
    assert (proposed.code, out.exists()) == (0, True)
    assert "Beekeeper" in proposed.out
    rows = list(csv.DictReader(review.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        row["accept"] = "yes" if row["subject_label"] == "Beekeeper" else "no"
    with review.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    assert run("map", "--reviewed", review, "-o", final, graph=None).code == 0
    confirmed = read_mappings(final).rows
    assert confirmed
    assert {row.subject_label for row in confirmed} == {"Beekeeper"}
    assert {row.justification for row in confirmed} == {"ManualMappingCuration"}


@pytest.mark.parametrize("words", [["map"], ["map", "one.ttl"], ["map", "--reviewed", "x.csv"]])
def test_what_is_missing_is_said(words: list[str], run: Run) -> None:
    result = run(*words, graph=None)
    assert result.code == 2
    assert "map takes two graphs, or --reviewed FILE and --out FILE" in result.err
