"""Graphs merged into one: the last place wins, what comes out is valid, and appears as a whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.conftest import SMALL

import rolegraph
from rolegraph import RolegraphError, SourceError
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.places import is_built, open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE
from rolegraph.readers.build import Merge

KINDS = ["built", "graph.trig", "graph.nq", "graph.ttl", "graph.nt", "graph.jsonld"]


def skill(name: str, source: str, label: str = "") -> set[Quad]:
    """A skill, as a source states it."""
    node, graph = NamedNode(node_iri(Kind.SKILL, name)), NamedNode(SOURCE + source)
    return {
        Quad(node, NamedNode(RDF + "type"), NamedNode(Kind.SKILL.class_iri), graph),
        Quad(node, NamedNode(SKOS + "prefLabel"), Literal(label or name, language="en"), graph),
        Quad(graph, NamedNode(RDF + "type"), NamedNode(RG + "Source"), graph),
        Quad(graph, NamedNode(SKOS + "prefLabel"), Literal(source, language="en"), graph),
    }


def content(place: Path) -> set[Quad]:
    return set(open_dataset([place]).quads())


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("out", ["merged", "merged.trig", "merged.ttl"])
def test_places_of_any_kind_become_one(first: str, out: str, tmp_path: Path) -> None:
    put(tmp_path / first, skill("a", "one"))
    put(tmp_path / "second", skill("b", "two"))
    merged = rolegraph.build([tmp_path / first, tmp_path / "second"], tmp_path / out)
    assert merged.written
    assert content(tmp_path / out) == skill("a", "one") | skill("b", "two")
    assert is_built(tmp_path / out) == (out == "merged")
    assert [(one.source.slug, one.statements, one.place.name, one.replaced) for one in merged.sources] == [
        ("one", 4, first, ()),
        ("two", 4, "second", ()),
    ]


def test_a_later_source_replaces_an_earlier_one_and_it_is_told_whether_it_is_another(tmp_path: Path) -> None:
    put(tmp_path / "old", skill("a", "one") | skill("b", "two"))
    put(tmp_path / "new.trig", skill("c", "one") | skill("b", "two"))
    merged = rolegraph.build([tmp_path / "old", tmp_path / "new.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("c", "one") | skill("b", "two")
    assert {one.source.slug: [other.same for other in one.replaced] for one in merged.sources} == {
        "one": [False],
        "two": [True],
    }
    assert {one.place.name for one in merged.sources} == {"new.trig"}


def test_more_or_less_is_not_the_same(tmp_path: Path) -> None:
    put(tmp_path / "less", skill("a", "one"))
    put(tmp_path / "more", skill("a", "one") | skill("b", "one"))
    for pair in (("less", "more"), ("more", "less")):
        merged = rolegraph.build([tmp_path / name for name in pair], tmp_path / "out")
        assert [other.same for one in merged.sources for other in one.replaced] == [False]
        assert content(tmp_path / "out") == content(tmp_path / pair[1])


@settings(max_examples=25)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sampled_from("abc"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_merging_is_as_opening_the_same_places(
    tmp_path_factory: pytest.TempPathFactory, layers: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("layers")
    places = []
    for number, layer in enumerate(layers):
        places.append(folder / f"layer-{number}.trig")
        put(places[-1], {quad for source, name in layer.items() for quad in skill(name, source)})
    rolegraph.build(places, folder / "out")
    assert content(folder / "out") == set(open_dataset(places).quads())
    rolegraph.build([folder / "out"], folder / "again")
    assert content(folder / "again") == content(folder / "out")


def test_the_files_of_a_folder_add_to_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "a.trig", skill("a", "one"))
    put(folder / "b.trig", skill("b", "one"))
    rolegraph.build([folder], tmp_path / "out")
    assert content(tmp_path / "out") == skill("a", "one") | skill("b", "one")


def test_a_built_graph_is_replaced_as_a_whole_also_by_itself(tmp_path: Path) -> None:
    put(tmp_path / "out", skill("a", "one"))
    put(tmp_path / "more.trig", skill("b", "two"))
    rolegraph.build([tmp_path / "out", tmp_path / "more.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("a", "one") | skill("b", "two")
    rolegraph.build([tmp_path / "more.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("b", "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more.trig", "out"]


def test_what_comes_out_is_asked_as_any_other_graph(tmp_path: Path) -> None:
    rolegraph.build([SMALL], tmp_path / "out")
    here, built = rolegraph.open(SMALL), rolegraph.open(tmp_path / "out")
    assert built.path("baker", "pastry-chef") == here.path("baker", "pastry-chef")
    assert here.diff(built).identical


# Nothing is written unless everything is


def invalid(tmp_path: Path) -> Path:
    place = tmp_path / "invalid.ttl"
    place.write_text(SMALL.read_text().replace("rg:effort 60", "rg:effort -60"))
    return place


@pytest.mark.parametrize("out", ["built", "graph.trig", "folder"])
def test_an_invalid_graph_is_not_written(out: str, tmp_path: Path) -> None:
    place = tmp_path / out
    put(place / "one.trig" if out == "folder" else place, skill("a", "one"))
    before = listing(tmp_path)
    source = invalid(tmp_path)
    merged = rolegraph.build([place, source], place)
    assert not merged.written
    assert not merged.report.valid
    worst = merged.report.violations[0]
    assert (worst.path, worst.line) == (source, 62)
    source.unlink()
    assert listing(tmp_path) == before


def test_a_violation_is_found_in_the_file_that_was_taken(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    good = tmp_path / "small" / "small.ttl"
    good.write_text("# one line more\n" + SMALL.read_text())
    source = tmp_path / "bad" / "small.ttl"
    source.parent.mkdir()
    source.write_text(SMALL.read_text().replace("rg:effort 60", "rg:effort -60"))
    merged = rolegraph.build([good, source], tmp_path / "out")
    assert merged.report.violations[0].path == source


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device"), MemoryError()])
@pytest.mark.parametrize(
    "when", ["rolegraph.readers.build.lay", "rolegraph.readers.build.validate", "rolegraph.facts.cache.write_names"]
)
@pytest.mark.parametrize("out", ["built", "new"])
def test_whatever_goes_wrong_the_graph_stays(
    out: str, when: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "built", skill("a", "one"))
    before = listing(tmp_path)

    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(when, fail)
    with pytest.raises(SourceError if isinstance(error, OSError) else type(error)):
        rolegraph.build([SMALL], tmp_path / out)
    assert listing(tmp_path) == before


def test_a_folder_that_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.txt").write_text("notes")
    with pytest.raises(SourceError, match="no built graph"):
        rolegraph.build([SMALL], notes)
    with pytest.raises(SourceError, match="no RDF file"):
        rolegraph.build([SMALL], notes / "a.txt")
    assert listing(tmp_path) == {"notes/a.txt": b"notes"}


# Folders of files


def test_a_folder_of_files_gets_a_file_a_source_and_keeps_what_is_no_rdf(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    (folder / "README").write_text("kept")
    put(tmp_path / "new.trig", skill("c", "two"))
    rolegraph.build([folder, tmp_path / "new.trig"], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["README", "one.ttl", "two.ttl"]
    assert content(folder) == skill("a", "one") | skill("c", "two")


def test_a_folder_loses_no_source_that_is_not_merged(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    before = listing(folder)
    put(tmp_path / "new.trig", skill("c", "two"))
    with pytest.raises(SourceError, match="also holds one"):
        rolegraph.build([tmp_path / "new.trig"], folder)
    assert listing(folder) == before


def test_a_folder_is_as_it_was_when_writing_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    before = listing(tmp_path)
    real, calls = Path.replace, []

    def fail_at_the_second(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        rolegraph.build([folder], folder)
    monkeypatch.undo()
    assert len(calls) == 2
    assert listing(tmp_path) == before


def test_sources_with_one_slug_do_not_share_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    here = skill("a", "one")
    there = {
        Quad(quad.subject, quad.predicate, quad.object, NamedNode("https://example.org/one"))
        for quad in skill("b", "one")
    }
    put(folder / "all.trig", here | there)
    rolegraph.build([folder], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["one-2.ttl", "one.ttl"]
    assert {quad.triple for quad in content(folder)} == {quad.triple for quad in here | there}


# What is refused


def test_what_is_no_graph_or_nobodys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        rolegraph.build([tmp_path / "absent.ttl"], tmp_path / "out")
    with pytest.raises(RolegraphError, match="nothing to merge"):
        rolegraph.build([], tmp_path / "out")
    for places, out in ((["https://example.org/sparql"], tmp_path / "out"), ([SMALL], "http://example.org/")):
        with pytest.raises(RolegraphError, match="is an endpoint"):
            rolegraph.build(places, out)
    store = Store(str(tmp_path / "nobodys"))
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c")))
    store.flush()
    del store
    with pytest.raises(SourceError, match="statements of no source"):
        rolegraph.build([tmp_path / "nobodys"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_result_is_plain(tmp_path: Path) -> None:
    merged = rolegraph.build([SMALL], tmp_path / "out")
    assert isinstance(merged, Merge)
    assert merged.statements == len(content(SMALL))
