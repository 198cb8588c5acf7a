"""Adding to a graph: whole or not at all, and nothing where nothing changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from rolegraph import SourceError
from rolegraph.rdf import transactions
from rolegraph.rdf.files import write_atomically
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import GraphChange, put
from rolegraph.rdf.vocabulary import RG, SOURCE


def quad(text: str, source: str = "one") -> Quad:
    return Quad(NamedNode(RG + "a"), NamedNode(RG + "b"), Literal(text), NamedNode(SOURCE + source))


def content(place: Path) -> set[Quad]:
    return set(open_dataset([place]).quads())


@pytest.mark.parametrize(
    "name", ["graph.ttl", "graph.trig", "graph.nq", "graph.jsonld", "graph.nt", "deep/er/graph.trig", "built"]
)
def test_sources_are_added_replaced_and_kept(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    assert put(place, [quad("x"), quad("y")], dry_run=True) == GraphChange(2, 0)
    assert not place.exists()
    assert put(place, [quad("x"), quad("y")]) == GraphChange(2, 0)
    assert put(place, [quad("z", "two")]) == GraphChange(1, 0)
    assert put(place, [quad("x"), quad("w")], dry_run=True) == GraphChange(1, 1)
    assert put(place, [quad("x"), quad("w")]) == GraphChange(1, 1)
    assert content(place) == {quad("x"), quad("w"), quad("z", "two")}
    assert not put(place, [quad("x"), quad("w")])


def test_a_folder_gets_a_file_a_source(tmp_path: Path) -> None:
    put(tmp_path, [quad("x"), quad("y", "two")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.ttl", "two.ttl"]
    put(tmp_path, [quad("z")])
    assert content(tmp_path) == {quad("z"), quad("y", "two")}


@pytest.mark.parametrize("name", ["graph.trig", "."])
def test_no_file_is_gone_through_for_each_statement_or_source(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a bug: all that was put was gone through for each statement held, and all files of a folder for each source put
    quads = [quad(str(number), f"s{number % 4}") for number in range(40)]
    put(tmp_path / name, quads)
    work: Counter[str] = Counter()

    def count(function: str) -> None:
        real = getattr(transactions, function)

        def counted(given: Any) -> Any:
            work[function] += 1
            return real(given)

        monkeypatch.setattr(transactions, function, counted)

    count("read_quads")
    count("_names")
    assert not put(tmp_path / name, quads)
    files = 4 if name == "." else 1
    assert max(work.values()) <= 2 * files  # once to see what is where, once to compare


def test_nothing_changed_is_nothing_written(tmp_path: Path) -> None:
    place = tmp_path / "graph.trig"
    put(place, [quad("x")])
    before = place.stat().st_mtime_ns, place.stat().st_ino
    put(place, [quad("x")])
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == before


def test_a_text_cannot_break_out_of_an_update(tmp_path: Path) -> None:
    nasty = 'x" } } ; DROP ALL ; INSERT DATA { <a:b> <a:c> "\\'
    put(tmp_path / "built", [quad("x")])
    put(tmp_path / "built", [quad(nasty)])
    assert content(tmp_path / "built") == {quad(nasty)}


def test_a_store_in_use_is_not_written_to(tmp_path: Path) -> None:
    put(tmp_path / "built", [quad("x")])
    holder = Store(str(tmp_path / "built"))
    with pytest.raises(SourceError, match="another process"):
        put(tmp_path / "built", [quad("y")])
    del holder


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "graph.trig"
    put(place, [quad("x")])
    before = place.read_bytes()

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(SourceError, match="No space left"):
        put(place, [quad("y")])
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


def test_a_failed_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(SourceError, match="No space left"):
        put(tmp_path / "built", [quad("x")])
    assert list(tmp_path.iterdir()) == []


def test_a_broken_graph_is_not_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "graph.ttl"
    place.write_text("this is no Turtle")
    with pytest.raises(SourceError):
        put(place, [quad("x")])
    assert place.read_text() == "this is no Turtle"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ttl", tmp_path / "link.ttl"
    real.write_text("old")
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_place_with_another_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(SourceError, match="no RDF file"):
        put(tmp_path / "notes.txt", [quad("x")])
