"""The table that a person confirms: what is read back, and what is refused with line and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.errors import SourceError
from rolegraph.model.mappings import GraphMapping, MatchPredicate, NodeMapping, ProposedMapping
from rolegraph.model.nodes import Kind
from rolegraph.readers.mapping_review import read_review
from rolegraph.render.views.mapping_view import write_review

HEAD = "accept,predicate,subject_id,object_id\n"
ROW = "exactMatch,https://example.org/a,https://example.org/b\n"


def _table(folder: Path, *rows: str) -> Path:
    path = folder / "review.csv"
    path.write_text(HEAD + "".join(rows))
    return path


@pytest.mark.parametrize(("answer", "confidence"), [("yes", 0.95), ("X", 0.95), ("0.7", 0.7), ("ja", 0.95)])
def test_confirmed_row_is_a_mapping_by_hand(tmp_path: Path, answer: str, confidence: float) -> None:
    (row,) = read_review(_table(tmp_path, f"{answer},{ROW}")).mapping_set.rows
    assert (row.confidence, row.justification) == (confidence, "ManualMappingCuration")


def test_refused_and_open_rows_are_none(tmp_path: Path) -> None:
    found = read_review(_table(tmp_path, f"yes,{ROW}", f"no,{ROW}", f",{ROW}", f"0,{ROW}"))
    assert (len(found.mapping_set.rows), found.refused, found.undecided) == (1, 2, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"perhaps,{ROW}", "no answer"),
        (f"7,{ROW}", "no answer"),
        (f"nan,{ROW}", "no answer"),
        ("yes,sameMatch,https://example.org/a,https://example.org/b\n", "predicate"),
        ("yes,exactMatch,nothing,https://example.org/b\n", "no IRI"),
        ("yes,exactMatch,https://example.org/a,https://example.org/a\n", "itself"),
    ],
)
def test_bad_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as raised:
        read_review(_table(tmp_path, row))
    assert raised.value.line == 2


def test_contradiction_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="second time"):
        read_review(_table(tmp_path, f"yes,{ROW}", f"yes,{ROW.replace('exact', 'broad')}"))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_written_table_is_read_back(tmp_path: Path, ending: str) -> None:
    if ending == ".xlsx":
        pytest.importorskip("openpyxl")
        pytest.importorskip("python_calamine")
    mapping = NodeMapping(
        "https://example.org/a", "https://example.org/b", MatchPredicate.BROAD, 0.5, "LexicalMatching", "=SUM(1)", "b"
    )
    path = tmp_path / f"review{ending}"
    write_review(path, GraphMapping("a", "b", 0.8, (ProposedMapping(mapping, Kind.SKILL, 1),), {Kind.SKILL: 1}))
    with pytest.raises(SourceError, match="confirms nothing"):
        read_review(path)
    if ending == ".csv":
        path.write_text(path.read_text("utf-8-sig").replace("\n,", "\nyes,"), encoding="utf-8")
        (row,) = read_review(path).mapping_set.rows
        assert (row.predicate, row.subject_label) == (MatchPredicate.BROAD, "=SUM(1)")
