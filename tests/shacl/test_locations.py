"""Statements are found again in the files that they were read from, each at its own line."""

from __future__ import annotations

from pathlib import Path

from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.shacl.locations import Pattern, Place, patterns, places_of

TEXT = """@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/a> a rg:Skill ;
    skos:prefLabel "first"@en ,
        "second"@en .
<https://example.org/b> a rg:Role ;
    rg:hasRequirement [ a rg:Requirement ;
        rg:anyOf <https://example.org/a> ] .
"""
A = "https://example.org/a"


def test_the_most_exact_line_is_found(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(TEXT)
    dataset = open_dataset([file])
    label = SKOS + "prefLabel"
    exact, of_predicate, of_subject = patterns(dataset, A, label, "second")
    assert places_of(dataset, [exact, of_predicate, of_subject]) == {
        exact: Place(file, 5),
        of_predicate: Place(file, 4),
        of_subject: Place(file, 3),
    }


def test_a_node_without_an_iri_is_found_by_what_points_at_it_or_by_its_class(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(TEXT)
    dataset = open_dataset([file])
    (blank,) = dataset.objects("https://example.org/b", RG + "hasRequirement")
    found = places_of(dataset, patterns(dataset, blank, RG + "anyOf"))
    assert found[Pattern("https://example.org/b", RG + "hasRequirement", "_:")].path == file
    assert found[Pattern("_:", RDF + "type", RG + "Requirement")] == Place(file, 7)


def test_what_is_in_no_file_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(TEXT)
    dataset = open_dataset([tmp_path / "graph.ttl"])
    assert places_of(dataset, [Pattern("https://example.org/absent")]) == {}
    assert places_of(dataset, []) == {}
