"""Places become datasets: of each source the last place counts, and a fingerprint changes with the content."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from rolegraph.errors import SourceError
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_built
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.locks import Unwritable
from rolegraph.rdf.places import (
    fingerprint,
    lay,
    merged,
    open_dataset,
    read_contents,
    read_snapshot,
    write_snapshot,
)
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import XSD

NODES = [NamedNode(f"https://example.org/{name}") for name in "abc"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.text('"\\\n\r\t\x0b\x85\u2028', max_size=4)
OBJECTS = (
    st.sampled_from(NODES)
    | st.builds(Literal, TEXTS)
    | st.builds(lambda text: Literal(text, language="de-CH"), TEXTS)
    | st.sampled_from(["1.0", "+01", "x"]).map(lambda text: Literal(text, datatype=NamedNode(XSD + "decimal")))
)
QUADS = st.lists(
    st.builds(Quad, st.sampled_from(NODES), st.sampled_from(NODES), OBJECTS, st.sampled_from(NODES)), max_size=8
)


def dataset_of(quads: list[Quad]) -> Dataset:
    store = Store()
    store.extend(quads)
    return Dataset(store)


@pytest.fixture
def places(small_path: Path, tmp_path: Path) -> list[Path]:
    """A folder of two files, and a file."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.ttl", "a.ttl"):
        (folder / name).write_bytes(small_path.read_bytes())
    (folder / "notes.txt").write_text("no RDF")
    (tmp_path / "c.ttl").write_bytes(small_path.read_bytes())
    return [folder, tmp_path / "c.ttl"]


def test_files_are_read_in_the_order_of_places_and_names(places: list[Path]) -> None:
    assert [path.name for path in open_dataset(places).files] == ["a.ttl", "b.ttl", "c.ttl"]


def test_a_fingerprint_changes_with_names_and_content_alone(places: list[Path], tmp_path: Path) -> None:
    folder, file = places
    before = fingerprint(places)
    (folder / "notes.txt").write_text("other notes")
    assert fingerprint(places) == before == open_dataset(places).fingerprint
    seen = {before, fingerprint([folder]), fingerprint([file]), fingerprint([file, folder])}
    file.write_bytes(file.read_bytes() + b"\n")
    seen.add(fingerprint(places))
    (folder / "a.ttl").rename(folder / "c.ttl")
    seen.add(fingerprint(places))
    (folder / "c.ttl").rename(tmp_path / "d.ttl")
    seen.add(fingerprint([folder, tmp_path / "d.ttl", file]))
    assert len(seen) == 7


def test_a_fingerprint_of_a_built_store_changes_with_its_statements(places: list[Path], tmp_path: Path) -> None:
    built = tmp_path / "built"
    put(built, open_dataset(places).quads())
    before = fingerprint([built])
    assert is_built(built)
    assert len(open_dataset([built]).store) > 0
    assert fingerprint([built]) == before == open_dataset([built]).fingerprint
    put(built, [Quad(NODES[0], NODES[1], NODES[2], NamedNode("https://w3id.org/rolegraph/source/new"))])
    assert fingerprint([built]) != before


def test_what_is_missing_has_no_fingerprint(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        fingerprint([tmp_path / "absent.ttl"])


@given(QUADS)
def test_a_snapshot_holds_the_same_statements_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, quads: list[Quad]
) -> None:
    path = tmp_path_factory.mktemp("snapshot") / "statements.nq"
    dataset = dataset_of(quads)
    write_snapshot(dataset, path)
    assert list(read_snapshot(path).store) == list(dataset.store)
    query = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"
    rows = [[str(row) for row in one.answer(query).solutions or ()] for one in (dataset, read_snapshot(path))]
    assert rows[0] == rows[1]


def test_nodes_without_an_iri_have_no_snapshot(tmp_path: Path) -> None:
    dataset = dataset_of([Quad(BlankNode("b"), NODES[0], NODES[1], NODES[2])])
    with pytest.raises(ValueError, match="does not hold"):
        write_snapshot(dataset, tmp_path / "statements.nq")


@given(QUADS, QUADS)
def test_of_each_source_the_later_layer_counts(below: list[Quad], above: list[Quad]) -> None:
    replaced = {quad.graph_name for quad in above}
    expected = dataset_of([*(quad for quad in below if quad.graph_name not in replaced), *above])
    assert set(merged(dataset_of(below), above).store) == set(expected.store)
    assert set(merged(None, above).store) == set(dataset_of(above).store)


def test_layers_say_what_was_taken_and_what_was_replaced(small_path: Path, tmp_path: Path) -> None:
    same, other = tmp_path / "same.ttl", tmp_path / "other.ttl"
    same.write_bytes(small_path.read_bytes())
    other.write_bytes(small_path.read_bytes() + b"<x:a> <x:b> <x:c> .\n")
    store = LexicalStore()
    layers = lay([small_path, other, same], store)
    (source,) = layers[2].taken
    assert layers[2].taken[source] == len(store) == len(open_dataset([same]).store)
    assert [layer.taken for layer in layers[:2]] == [{}, {}]
    assert [layer.replaced for layer in layers] == [{source: True}, {source: False}, {}]


@pytest.mark.parametrize("changes", [20, 10_000])
def test_who_may_not_lock_a_folder_that_changes_all_the_time_reads_it_between_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    # a bug: it "cannot be written"
    def refuse(*_: object) -> None:
        raise Unwritable("cannot be written: Permission denied", path=tmp_path)

    (tmp_path / "graph.nt").write_text("<x:a> <x:b> <x:c> .")
    states = itertools.chain(range(changes), itertools.repeat(0))
    monkeypatch.setattr("rolegraph.rdf.places.locked", refuse)
    monkeypatch.setattr("rolegraph.rdf.places.state_of", lambda _: next(states))
    if changes == 20:
        assert len(read_contents([tmp_path])) == 1
    else:
        with pytest.raises(SourceError, match=r"changes all the time \(try again when nobody writes to it\)"):
            read_contents([tmp_path])
