"""Changing a graph on disk: as a whole or not at all, and nothing where nothing changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from rolegraph import SourceError
from rolegraph.rdf import journals, transactions
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import write_quads
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import GraphChange, StagedGraph, building, previewed, put, replacing
from rolegraph.rdf.vocabulary import RG, SOURCE


def quad(text: str, source: str = "one") -> Quad:
    return Quad(NamedNode(RG + "a"), NamedNode(RG + "b"), Literal(text), NamedNode(SOURCE + source))


def content(place: Path) -> set[Quad]:
    return set(open_dataset([place]).quads())


def test_a_place_with_another_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(SourceError, match="is not an RDF file"):
        put(tmp_path / "notes.txt", [quad("x")])


def test_what_several_files_of_a_folder_hold_of_a_source_is_replaced(tmp_path: Path) -> None:
    # a bug: only the first of them was, and the others went on to hold what was no longer said
    put(tmp_path / "a.ttl", [quad("x")])
    put(tmp_path / "b.trig", [quad("y"), quad("other", "two")])
    put(tmp_path / "c.ttl", [quad("z")])
    assert put(tmp_path, [quad("w")]) == GraphChange(1, 3)
    assert content(tmp_path) == {quad("w"), quad("other", "two")}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ttl", "b.trig"]


def test_a_folder_is_as_it_was_when_one_of_two_files_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, [quad("x"), quad("y", "two")])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if Path(target).name == "two.ttl" and "-old" not in path.name:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(SourceError, match="No space left"):
        put(tmp_path, [quad("z"), quad("z", "two")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["graph.nq", "files", "built"])
def test_a_graph_is_replaced_as_a_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    if name == "files":
        place.mkdir()
    put(place, [quad("x"), quad("y", "two")])
    with pytest.raises(ZeroDivisionError), replacing(place, lambda _: None) as graph:
        graph.store.extend([quad("z")])
        _ = 1 // 0
    assert content(place) == {quad("x"), quad("y", "two")}
    with replacing(place, lambda _: None) as graph:
        graph.store.extend([quad("z"), quad("z", "two")])
    assert content(place) == {quad("z"), quad("z", "two")}


@pytest.mark.parametrize("change", ["put", "build"])
def test_a_copy_of_a_store_that_finds_no_room_is_not_a_store_that_cannot_be_read(tmp_path: Path, change: str) -> None:
    # a bug: the cure was to build the graph anew
    resource = pytest.importorskip("resource")
    place = tmp_path / "store"
    put(place, [quad("x")])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, limits[1]))
    try:
        with pytest.raises(SourceError, match=r"store: cannot be written: File too large$"):
            if change == "put":
                put(place, [quad("y")])
            else:
                previewed(open_dataset([place]), {SOURCE + "one": [quad("y")]}, [], Dataset.size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert content(place) == {quad("x")}
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_folder_may_be_named_from_the_current_one_when_a_file_of_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a bug: the file was taken for a link to another folder
    for folder in (tmp_path, tmp_path / "in"):
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        (folder / "named-otherwise.trig").write_bytes(write_quads([quad("x")], ".trig"))
        with replacing(Path(), lambda _: None) as graph:
            graph.store.extend([quad("y")])
        assert [path.name for path in Path().glob("*.*")] == ["one.ttl"]
        assert content(folder) == {quad("y")}


# Built graphs


def test_a_store_that_is_replaced_keeps_its_permissions_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        put(tmp_path / "new", [quad("x")])
        put(tmp_path / "private", [quad("x")])
        (tmp_path / "private").chmod(0o700)
        put(tmp_path / "private", [quad("y")])
        with building(tmp_path / "private") as graph:
            graph.store.extend([quad("z")])
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o775
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700


MINE = SOURCE + "mine"


def build(place: Path, *texts: str) -> None:
    with building(place) as made, made.writer(MINE) as stream:
        for text in texts:
            stream.words("x:a", "x:says", text)


def texts(place: Path) -> list[str]:
    return open_dataset([place]).objects("x:a", "x:says")


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_statements_are_there_in_the_graph_of_their_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_BATCH", 3)
    monkeypatch.setattr(transactions, "_PIECE", 1)
    said = [f"{number}" for number in range(10)]
    build(tmp_path / "new" / "graph", *said)
    assert texts(tmp_path / "new" / "graph") == said
    assert open_dataset([tmp_path / "new" / "graph"]).sources() == [MINE]
    assert entries(tmp_path / "new") == ["graph"]


def test_a_store_is_closed_before_it_takes_its_place(tmp_path: Path) -> None:
    # a bug: the writer kept it open, and the engine later wrote to a folder that was no longer there
    with building(tmp_path / "graph") as made, made.writer(MINE) as stream:
        stream.words("x:a", "x:says", "one")
    assert stream.source == MINE
    del made
    log = (tmp_path / "graph" / "LOG").read_text()
    del stream
    assert (tmp_path / "graph" / "LOG").read_text() == log


def test_what_fits_into_two_batches_stays_packed(tmp_path: Path) -> None:
    # a bug: merging small batches took twice the room, since the engine unpacks what it merges
    build(tmp_path / "graph", *(f"statement {number}, and what else there is to say" for number in range(20_000)))
    stores = [path.read_bytes() for path in (tmp_path / "graph").glob("*.sst") if path.stat().st_size > 10_000]
    assert stores
    assert all(b"LZ4" in data[-4_000:] for data in stores)


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
    with pytest.raises(SourceError, match="already exists, and is not a built graph"):
        build(tmp_path / "graph", "two")
    assert before == (entries(tmp_path), (tmp_path / "graph").is_dir() and entries(tmp_path / "graph"))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, ValueError])
@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a graph before"])
def test_what_stops_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], there: bool
) -> None:
    monkeypatch.setattr(transactions, "_BATCH", 1)
    monkeypatch.setattr(transactions, "_PIECE", 1)
    if there:
        build(tmp_path / "graph", "one")
    with pytest.raises(error), building(tmp_path / "graph") as made, made.writer(MINE) as stream:
        stream.words("x:a", "x:says", "half of it")
        raise error
    assert entries(tmp_path) == (["graph"] if there else [])
    assert not there or texts(tmp_path / "graph") == ["one"]


def _full(*_: object, **__: object) -> NoReturn:
    raise OSError(28, "No space left on device")


class _FullStore:
    """A store on a full disk."""

    bulk_load = optimize = flush = _full

    def __len__(self) -> int:
        return 0


class _Full(LexicalStore):
    def __init__(self) -> None:
        super().__init__(cast(Store, _FullStore()))


@pytest.mark.parametrize("there", [False, True], ids=["nothing before", "a graph before"])
@pytest.mark.parametrize("much", [1, 100_000])
def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path, there: bool, much: int) -> None:
    if there:
        build(tmp_path / "graph", "one")
    with (
        pytest.raises(SourceError, match="graph: cannot be written: No space left on device"),
        building(tmp_path / "graph") as made,
    ):
        made.store = _Full()
        with made.writer(MINE) as stream:
            for _ in range(much):
                stream.words("x:a", "x:says", "too much")
    assert entries(tmp_path) == (["graph"] if there else [])
    assert not there or texts(tmp_path / "graph") == ["one"]


def test_the_old_graph_comes_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "graph", "one")
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        return _full() if path.name.endswith("-store") else replace(path, target)

    monkeypatch.setattr(journals, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "replace", refuse)
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
    kept: list[StagedGraph] = []
    with building(tmp_path / "graph") as made:
        kept.append(made)
    assert len(kept[0].store) == 0
    build(tmp_path / "graph", "again")


# Previews


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

    def refuse(place: Path, _wait: float) -> NoReturn:
        raise SourceError("cannot be written: Permission denied", path=place)

    monkeypatch.setattr(transactions, "locked", refuse)
    assert previewed(dataset, {}, [], said) == said(dataset)
