"""A rehearsal shows what would be there, and leaves a built store and the folder around it as they are."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import previewed, put

BEFORE = '<x:a> <x:p> "1" <x:one> .\n<x:a> <x:p> "2" <x:two> .\n'
NEW = {"x:two": '<x:a> <x:p> "3" <x:two> .', "x:three": '<x:b> <x:p> "4" <x:three> .'}


def graph(folder: Path, name: str) -> Path:
    place = folder / name
    put(place, parse(BEFORE, format=RdfFormat.N_QUADS))
    return place


def said(dataset: Dataset) -> set[str]:
    return {f"{quad.object} {quad.graph_name}" for quad in dataset.quads()}


@pytest.mark.parametrize("name", ["graph.nq", "built"])
def test_a_source_is_there_instead_of_what_there_was_of_it(name: str, tmp_path: Path) -> None:
    place = graph(tmp_path, name)
    sources = {source: list(parse(text, format=RdfFormat.N_QUADS)) for source, text in NEW.items()}
    seen = previewed(open_dataset([place]), sources, [Path("new.nq")], lambda changed: (said(changed), changed.files))
    assert seen == ({'"1" <x:one>', '"3" <x:two>', '"4" <x:three>'}, (Path("new.nq"),))
    assert said(open_dataset([place])) == {'"1" <x:one>', '"2" <x:two>'}
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_nothing_is_left_behind_when_it_goes_wrong(tmp_path: Path) -> None:
    place = graph(tmp_path, "built")
    with pytest.raises(ZeroDivisionError):
        previewed(open_dataset([place]), {}, [], lambda changed: changed.size() // 0)
    assert [one.name for one in tmp_path.iterdir()] == ["built"]


def test_it_works_elsewhere_where_nothing_may_be_made_beside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = graph(tmp_path, "built")
    dataset = open_dataset([place])
    real, made = tempfile.TemporaryDirectory, []

    def refused(**options: Any) -> tempfile.TemporaryDirectory[str]:
        if options.get("dir") is not None:
            raise PermissionError
        made.append(real(**options))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refused)
    assert previewed(dataset, {}, [], said) == said(dataset)
    assert made
