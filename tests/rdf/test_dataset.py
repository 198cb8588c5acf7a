"""Opening graphs of every kind, and what is said where they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import rolegraph
from rolegraph import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RG, SKOS, SOURCE


def test_a_file_a_folder_and_a_built_store_answer_the_same(small_path: Path, tmp_path: Path) -> None:
    folder, built = tmp_path / "folder", tmp_path / "built"
    folder.mkdir()
    (folder / "small.ttl").write_bytes(small_path.read_bytes())
    put(built, read_quads(small_path))
    expected = rolegraph.open(small_path).path("baker", "pastry-chef")
    assert rolegraph.open(folder).path("baker", "pastry-chef") == expected
    assert rolegraph.open(built).path("baker", "pastry-chef") == expected


def test_a_later_place_hides_a_source_of_the_same_name(small_path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        f'<{SOURCE}small> a <{RG}Source> ; <{SKOS}prefLabel> "Mine"@en .'
        f'<https://w3id.org/rolegraph/id/role/cook> a <{RG}Role> ; <{SKOS}prefLabel> "Cook"@en .'
    )
    assert [node.label for node in rolegraph.open(small_path, mine).nodes(rolegraph.Kind.ROLE)] == ["Cook"]


_COOK = f"""@prefix rg: <{RG}> .
@prefix skos: <{SKOS}> .
@prefix source: <{SOURCE}> .

<https://w3id.org/rolegraph/id/role/cook>
    a rg:Role ;
    skos:prefLabel "Cook"@en .

source:small
    a rg:Source .
"""


@pytest.mark.parametrize("cook", [_COOK, _COOK.replace("rg:", "o:")], ids=["canonical", "otherwise"])
def test_the_files_of_one_source_in_a_folder_add_up(cook: str, small_path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(cook, encoding="utf-8")
    (tmp_path / "small.ttl").write_bytes(small_path.read_bytes())
    (tmp_path / "z.ttl").write_text(_COOK.replace("cook", "waiter").replace("Cook", "Waiter"), encoding="utf-8")
    both = rolegraph.open(tmp_path)
    labels = {node.label for node in both.nodes(rolegraph.Kind.ROLE)}
    assert labels == {"Cook", "Waiter", *(node.label for node in rolegraph.open(small_path).nodes(rolegraph.Kind.ROLE))}
    assert {str(quad.graph_name) for quad in both.dataset.quads()} == {f"<{SOURCE}small>"}


def test_what_is_broken_in_one_of_many_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(_COOK, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(_COOK.replace('"Cook"@en .', '"Cook"@en'), encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        open_dataset([tmp_path])
    assert (raised.value.path, raised.value.line) == (tmp_path / "b.ttl", 9)


def test_a_source_is_not_taken_from_what_only_looks_like_it(tmp_path: Path) -> None:
    text = _COOK.replace('"Cook"@en', '"""Cook\nsource:other\n    a rg:Source ."""@en')
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    assert {str(quad.graph_name) for quad in open_dataset([tmp_path]).quads()} == {f"<{SOURCE}small>"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "is empty"),
        (b"  \n\n ", None, "is empty"),
        (b"@prefix a: <x:> .\n\na:b a:c ; .\n", 3, "not a valid RDF object"),
        (b"@prefix a: <x:> .\na:b a:c 'caf\xe9' .\n", 2, "byte 0xE9 is not UTF-8"),
        (b"@prefix a: <x:> .\n\x00\x01\x02", 2, "is binary"),
        (b"# first\n# " + b"x" * 2_000_000, 2, "2,000,002 bytes long"),
        (b"# a remark, and nothing else\n", None, "holds no statement"),
        (b"<a> <b> <c>", 1, ""),
    ],
)
def test_a_broken_file_is_named_with_its_line(content: bytes, line: int | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        open_dataset([path])
    assert caught.value.path == path
    assert caught.value.line == line
    assert words in str(caught.value)


def test_places_that_are_no_graph(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "CURRENT").write_text("nonsense")
    for name in ("absent.ttl", "absent", "empty", "notes.txt", "built"):
        with pytest.raises(SourceError) as caught:
            open_dataset([tmp_path / name])
        assert caught.value.path == tmp_path / name


REQUIREMENT = """@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix r: <https://w3id.org/rolegraph/id/requirement/> .
@prefix s: <https://w3id.org/rolegraph/id/skill/> .
<https://w3id.org/rolegraph/id/role/a> a rg:Role ;
    rg:hasRequirement r:one .
s:x a rg:Skill .
"""


@pytest.mark.parametrize(
    ("turtle", "line", "message"),
    [
        ("r:one a rg:Requirement ;\n rg:necessity rg:essential .", 7, "names no capability"),
        ("r:one rg:anyOf s:x ; rg:necessity rg:essential ;\n rg:level rg:guru .", 8, "unknown level 'guru'"),
        ("r:one rg:anyOf s:x ;\n rg:necessity rg:nice .", 8, "unknown necessity 'nice'"),
        ("r:one rg:anyOf s:x .", 7, "has no necessity"),
        (
            "r:one rg:anyOf s:x ; rg:necessity rg:essential .\n s:x rg:prerequisite s:y .\ns:y rg:prerequisite s:x .",
            8,
            "in a circle: x before y before x",
        ),
        ("r:one rg:anyOf s:x ; rg:necessity rg:essential .\ns:x\n rg:effort 'long' .", 9, "'long' is no number"),
        ("r:one rg:anyOf s:x ; rg:necessity rg:essential .\ns:x rg:effort 0 .", 8, "effort of 0 hours"),
        ("r:one rg:anyOf <x:y> ; rg:necessity rg:essential .\n<x:y> rg:effort 5 .", 8, "has no kind"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_line(turtle: str, line: int, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.ttl"
    path.write_text(REQUIREMENT + turtle)
    graph = rolegraph.open(path)
    with pytest.raises(SourceError) as caught:
        graph.path(graph.profile(), "a")
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_rdflib_sees_the_same_store(small_path: Path) -> None:
    graph = rolegraph.open(small_path)
    seen = graph.to_rdflib()
    rows = seen.query("SELECT ?r WHERE { ?r a <https://w3id.org/rolegraph/ns#Role> }")
    assert len(list(rows)) == 2


def test_what_is_asked_often_is_answered_as_before(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    small.dataset.store.add(Quad(NamedNode("x:one"), NamedNode(RG + "requires"), Literal("x:two")))
    monkeypatch.setattr("rolegraph.rdf.dataset._OFTEN", 10**9)
    searched = _all_answers(Dataset(small.dataset.store))
    monkeypatch.setattr("rolegraph.rdf.dataset._OFTEN", 1)
    assert _all_answers(Dataset(small.dataset.store)) == searched
    assert Dataset(small.dataset.store).subjects(RG + "requires", "x:two") == []  # a text, whatever it says


def _all_answers(dataset: Dataset) -> list[object]:
    quads = list(dataset.quads())
    predicates = sorted({quad.predicate.value for quad in quads})
    nodes = sorted({str(getattr(end, "value", end)) for quad in quads for end in (quad.subject, quad.object)})
    nodes = [one for one in nodes if ":" in one and " " not in one]
    return [
        answer
        for predicate in predicates
        for node in nodes
        for answer in (
            dataset.statements(node, predicate),
            dataset.value(node, predicate),
            dataset.subjects(predicate, node),
        )
    ]
