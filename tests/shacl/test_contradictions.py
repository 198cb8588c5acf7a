"""Mappings that cannot all be true, and those to what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.shacl.contradictions import contradictions, obsolete_mappings

PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix tool: <https://w3id.org/rolegraph/id/tool/> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix source: <https://w3id.org/rolegraph/source/> .
@prefix esco: <http://data.europa.eu/esco/skill/> .
@prefix job: <http://data.europa.eu/esco/occupation/> .
@prefix a: <https://a.example/> .
@prefix b: <https://b.example/> .
"""
NAMED = "{0} a rg:{1} ; skos:prefLabel '{0}' ."


def opened(folder: Path, **files: str) -> rolegraph.RoleGraph:
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text)
    return rolegraph.open(folder, alone=True)


def skills(*names: str) -> str:
    return "\n".join(NAMED.format(name, "Skill") for name in names)


def found(graph: rolegraph.RoleGraph) -> list[tuple[str, str]]:
    return [(iri.rpartition("/")[2], problem) for iri, problem in contradictions(graph.dataset)]


@pytest.mark.parametrize(
    ("mappings", "node", "words"),
    [
        ("skill:x skos:exactMatch a:1 , a:2 .", "x", "are one by exact matches, and are two in their taxonomy"),
        ("skill:x skos:exactMatch a:1 . skill:y skos:exactMatch a:1 .", "1", "skill:x (x) and skill:y (y) are one"),
        ("skill:x skos:exactMatch b:1 . b:1 skos:exactMatch a:1 . a:2 skos:exactMatch skill:x .", "x", "are one"),
        ("skill:x skos:exactMatch esco:1 , esco:2 .", "x", "1 (ESCO) and 2 (ESCO) are one"),
        ("skill:x skos:exactMatch a:1 ; skos:broadMatch a:1 .", "1", "at once as exact match (by mappings) and narrow"),
        (
            "skill:x skos:narrowMatch a:1 . a:1 skos:narrowMatch skill:x .",
            "1",
            "has skill:x (x) at once as broad match",
        ),
        ("skill:x skos:exactMatch job:1 .", "x", "has 1 (ESCO), which is of another kind, as exact match"),
        ("role:r skos:closeMatch skill:x .", "r", "has skill:x (x), which is of another kind, as close match"),
        ("skill:x skos:exactMatch <https://w3id.org/rolegraph/id/degree/bachelor> .", "x", "of another kind"),
        (
            "skill:x skos:broadMatch b:1 . b:1 skos:broadMatch skill:y . a:1 skos:exactMatch skill:y , skill:x .",
            "1",
            "are by mappings each the broader",
        ),
        ("skill:x skos:exactMatch a:1 . skill:y skos:exactMatch a:2 .", "1", "are by mappings each the broader"),
    ],
)
def test_what_cannot_be_true_together_is_found(tmp_path: Path, mappings: str, node: str, words: str) -> None:
    ours = skills("skill:x", "skill:y") + "skill:x skos:broader skill:y . " + NAMED.format("role:r", "Role")
    theirs = skills("a:1", "a:2", "b:1") + "a:2 skos:broader a:1 ."
    problems = found(opened(tmp_path, ours=ours, theirs=theirs, mappings=mappings))
    assert [(place, words in problem) for place, problem in problems if words in problem] == [(node, True)], problems


@pytest.mark.parametrize(
    "mappings",
    [
        "skill:x skos:exactMatch a:1 . skill:y skos:exactMatch a:2 .",
        "skill:x skos:exactMatch tool:t . skill:x skos:closeMatch a:2 .",
        "skill:x skos:broadMatch a:1 , a:2 . skill:y skos:exactMatch a:2 .",
        "skill:x skos:exactMatch a:1 . a:1 skos:exactMatch skill:x ; skos:closeMatch skill:x .",
        "role:r skos:relatedMatch skill:x ; skos:exactMatch job:1 .",
    ],
)
def test_what_can_be_true_together_is_not(tmp_path: Path, mappings: str) -> None:
    ours = skills("skill:x", "skill:y") + "skill:x skos:broader skill:y . " + NAMED.format("role:r", "Role")
    theirs = skills("a:1", "a:2") + "a:1 skos:broader a:2 ."
    assert found(opened(tmp_path, ours=ours, theirs=theirs, mappings=mappings)) == []


def test_an_exact_match_of_what_its_own_graph_calls_broader(tmp_path: Path) -> None:
    graph = opened(
        tmp_path, ours=skills("skill:x", "skill:y"), more="skill:x skos:broader skill:y ; skos:exactMatch skill:y ."
    )
    problems = [problem for _, problem in found(graph)]
    assert any("is one by exact matches with what is broader" in problem for problem in problems)


def test_a_circle_without_mappings_is_the_business_of_another_rule(tmp_path: Path) -> None:
    ours = skills("skill:x", "skill:y") + "skill:x skos:broader skill:y . skill:y skos:broader skill:x ."
    assert found(opened(tmp_path, ours=ours, mappings="skill:x skos:closeMatch a:1 .")) == []


def test_mappings_whose_nodes_are_nowhere_are_found_in_their_source(tmp_path: Path) -> None:
    graph = opened(tmp_path, mappings="a:1 skos:exactMatch b:1 , b:2 .")
    assert [place for place, _ in found(graph)] == ["mappings"]
    assert graph.lint(["contradicting-mapping"]).count == 1


def test_mappings_to_what_is_gone_are_found_where_the_taxonomy_is_there(tmp_path: Path) -> None:
    mappings = "skill:x skos:exactMatch a:1 . skill:y skos:closeMatch a:2 , a:3 , b:1 ."
    graph = opened(tmp_path, ours=skills("skill:x", "skill:y"), theirs=skills("a:1", "a:2"), mappings=mappings)
    assert [(iri[-1], problem) for iri, problem in obsolete_mappings(graph.dataset)] == [
        ("y", "is mapped to https://a.example/3, which is no longer in its taxonomy (by mappings)")
    ]


def test_a_node_that_its_taxonomy_no_longer_uses_is_obsolete(tmp_path: Path) -> None:
    theirs = "a:1 owl:deprecated true ; skos:prefLabel 'Old' ."
    graph = opened(tmp_path, ours=skills("skill:x"), theirs=theirs, mappings="skill:x skos:exactMatch a:1 .")
    ((_, problem),) = obsolete_mappings(graph.dataset)
    assert problem == "is mapped to Old (https://a.example/1), which is no longer used by its taxonomy (by mappings)"


def test_the_shipped_mappings_do_not_contradict_each_other() -> None:
    graph = rolegraph.open()
    assert list(contradictions(graph.dataset)) == []
    assert list(obsolete_mappings(graph.dataset)) == []
