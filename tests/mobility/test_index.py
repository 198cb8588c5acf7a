"""What is true of all roles is computed when a graph is built from a download or merged, before anybody asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.mobility import index
from rolegraph.mobility.index import has_index, moves_of, similarity_of
from rolegraph.rdf.places import open_dataset
from rolegraph.readers.importing import import_onet
from rolegraph.readers.ingest import merge

OCCUPATIONS = "O*NET-SOC Code\tTitle\tDescription\n51-3011.00\tBakers\tBake bread.\n51-6052.00\tTailors\tSew clothes.\n"


@pytest.fixture
def download(tmp_path: Path) -> Path:
    folder = tmp_path / "download"
    folder.mkdir()
    (folder / "Occupation Data.txt").write_text(OCCUPATIONS)
    return folder


def test_an_import_computes_all_that_is_kept(download: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_onet(download, tmp_path / "graph", version="29.3")
    monkeypatch.setattr(index, "similarity", None)  # to call it fails
    dataset = open_dataset([tmp_path / "graph"])
    assert has_index(dataset)
    assert similarity_of(dataset).roles == moves_of(dataset).efforts.roles
    assert len(similarity_of(dataset).roles) == 2


def test_a_merge_computes_it_with_a_bar(small_path: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    merge([small_path], tmp_path / "graph", indexing=lambda *parts: told.append(parts))
    assert has_index(open_dataset([tmp_path / "graph"]))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_is_not_built_has_no_bar(small_path: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    merge([small_path], tmp_path / "graph.ttl", indexing=lambda *parts: told.append(parts))
    assert (tmp_path / "graph.ttl").exists()
    assert not told
