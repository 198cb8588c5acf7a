"""Imports, builds and ingested articles as tables."""

from __future__ import annotations

from pathlib import Path

from tests.folders import FIXTURES

from rolegraph.readers.import_output import FileReport, Left
from rolegraph.readers.ingest import ingest, merge
from rolegraph.render.text import Heading, Table
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.source_views import build_blocks, ingest_blocks, row_blocks


def test_rows_are_counted_by_file_and_by_rule() -> None:
    blocks = list(
        row_blocks([FileReport("Skills.txt", 1200, 1100, 90, 10)], [Left("Skills.txt", "no longer used", 90)])
    )
    counts, title, rules = blocks
    assert counts == Table(
        ("File", "Rows", "Kept", "Left out", "Invalid"),
        [("Skills.txt", "1,200", "1,100", "90", "10")],
        frozenset({"Rows", "Kept", "Left out", "Invalid"}),
    )
    assert title == Heading("Left out by rule")
    assert isinstance(rules, Table)
    assert list(rules.rows) == [("Skills.txt", "90", "no longer used")]
    assert len(list(row_blocks([FileReport("Skills.txt", 1, 1, 0, 0)], []))) == 1


def test_a_build_says_what_it_wrote_and_a_second_one_what_it_replaces(tmp_path: Path) -> None:
    small = FIXTURES / "small.ttl"
    once = to_markdown(build_blocks(merge([small], tmp_path / "built")))
    assert "| Source | Statements | From |" in once
    assert "Valid and written." in once
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "small.ttl").write_bytes(small.read_bytes())
    twice = to_markdown(build_blocks(merge([small, tmp_path / "other" / "small.ttl"], tmp_path / "again")))
    assert "| Source | Statements | From | Replaces |" in twice
    assert "(the same)" in twice


def test_a_dry_run_says_what_it_would_write(tmp_path: Path) -> None:
    article = FIXTURES / "articles" / "seed-form.txt"
    result = ingest([article], tmp_path / "graph.trig", dry_run=True)
    text = to_markdown(ingest_blocks(result, dry_run=True))
    assert "Dry run: it would be " in text
    assert not (tmp_path / "graph.trig").exists()
