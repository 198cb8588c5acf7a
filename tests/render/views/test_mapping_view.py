"""How proposed mappings are shown, and written as a table to confirm."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.linking.test_matching import opened_in

import rolegraph
from rolegraph.errors import RolegraphError
from rolegraph.model.mappings import GraphMapping
from rolegraph.render.views.mapping_view import check_review_name, mapping_blocks, write_review


@pytest.fixture
def found(tmp_path: Path) -> GraphMapping:
    return rolegraph.map_graphs(*opened_in(tmp_path), least=0.5)


def test_every_kind_is_counted(found: GraphMapping) -> None:
    texts = repr(list(mapping_blocks(found)))
    assert "Beekeeper" in texts
    assert f"{len(found.proposed)} mapping" in texts


def test_a_table_to_confirm_has_a_row_for_each_candidate(found: GraphMapping, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    write_review(path, found)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert "accept" in lines[0]
    assert len(lines) == len(found.candidates) + 1


def test_a_table_of_another_name_is_refused() -> None:
    with pytest.raises(RolegraphError, match=r"\.csv or \.xlsx"):
        check_review_name(Path("review.txt"))
