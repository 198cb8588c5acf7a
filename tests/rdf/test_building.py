"""Built stores: there as a whole or not at all, and in the place of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, cast

import pytest
from pyoxigraph import Store

from rolegraph.errors import SourceError
from rolegraph.rdf import transactions as module
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import Building, building

SOURCE = "https://w3id.org/rolegraph/source/mine"


def build(place: Path, *texts: str) -> None:
    with building(place) as made, made.writer(SOURCE) as stream:
        for text in texts:
            stream.words("x:a", "x:says", text)


def texts(place: Path) -> list[str]:
    return open_dataset([place]).objects("x:a", "x:says")


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_statements_are_there_in_the_graph_of_their_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    said = [f"{number}" for number in range(10)]
    build(tmp_path / "new" / "graph", *said)
    assert texts(tmp_path / "new" / "graph") == said
    assert open_dataset([tmp_path / "new" / "graph"]).sources() == [SOURCE]
    assert entries(tmp_path / "new") == ["graph"]


def test_nothing_stated_is_a_graph_without_statements(tmp_path: Path) -> None:
    build(tmp_path / "graph")
    assert texts(tmp_path / "graph") == []


def test_a_built_graph_or_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    for text in ("one", "two"):
        build(tmp_path / "graph", text)
        assert texts(tmp_path / "graph") == [text]
    assert entries(tmp_path) == ["graph"]


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    build(tmp_path / "far" / "graph", "one")
    (tmp_path / "near").symlink_to(tmp_path / "far" / "graph")
    build(tmp_path / "near", "two")
    assert (tmp_path / "near").is_symlink()
    assert texts(tmp_path / "far" / "graph") == ["two"]


def _folder(place: Path) -> None:
    place.mkdir()
    (place / "letters.txt").touch()


def _store_with_more(place: Path) -> None:
    build(place, "one")
    (place / "letters.txt").touch()


def _something_current(place: Path) -> None:
    place.mkdir()
    (place / "CURRENT").touch()
    (place / "PAST").touch()


@pytest.mark.parametrize(
    "make",
    [_folder, _store_with_more, _something_current, Path.touch, lambda place: place.symlink_to("nowhere")],
    ids=["folder", "store with more in it", "folder with a file called as one of a store's", "file", "broken link"],
)
def test_anything_else_is_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "graph")
    before = entries(tmp_path), (tmp_path / "graph").is_dir() and entries(tmp_path / "graph")
    with pytest.raises(SourceError, match="is there already, and is no built graph"):
        build(tmp_path / "graph", "two")
    assert before == (entries(tmp_path), (tmp_path / "graph").is_dir() and entries(tmp_path / "graph"))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, ValueError])
@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a graph before"])
def test_what_stops_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], there: bool
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    if there:
        build(tmp_path / "graph", "one")
    with pytest.raises(error), building(tmp_path / "graph") as made, made.writer(SOURCE) as stream:
        stream.words("x:a", "x:says", "half of it")
        raise error
    assert entries(tmp_path) == (["graph"] if there else [])
    assert not there or texts(tmp_path / "graph") == ["one"]


def _full(*_: object, **__: object) -> NoReturn:
    raise OSError(28, "No space left on device")


class _FullStore:
    """A store on a full disk."""

    bulk_load = optimize = flush = _full


@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a graph before"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path, there: bool) -> None:
    if there:
        build(tmp_path / "graph", "one")
    with (
        pytest.raises(SourceError, match="graph: cannot be written: No space left on device"),
        building(tmp_path / "graph") as made,
    ):
        made.store = cast(Store, _FullStore())
        with made.writer(SOURCE) as stream:
            stream.words("x:a", "x:says", "too much")
    assert entries(tmp_path) == (["graph"] if there else [])
    assert not there or texts(tmp_path / "graph") == ["one"]


def test_the_old_graph_comes_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "graph", "one")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        return _full() if path.name == "store" else rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SourceError, match="cannot be written"):
        build(tmp_path / "graph", "two")
    assert texts(tmp_path / "graph") == ["one"]
    assert entries(tmp_path) == ["graph"]


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="cannot be written"):
        build(tmp_path / "file" / "graph", "one")


def test_a_graph_that_is_open_is_not_disturbed(tmp_path: Path) -> None:
    build(tmp_path / "graph", "one")
    before = open_dataset([tmp_path / "graph"])
    build(tmp_path / "graph", "two")
    assert before.objects("x:a", "x:says") == ["one"]
    assert texts(tmp_path / "graph") == ["two"]


def test_what_was_built_is_closed(tmp_path: Path) -> None:
    kept: list[Building] = []
    with building(tmp_path / "graph") as made:
        kept.append(made)
    assert len(kept[0].store) == 0
    build(tmp_path / "graph", "again")
