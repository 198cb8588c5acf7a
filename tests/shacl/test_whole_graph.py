"""What makes a graph unusable as a whole is found, with the line and the cure; what is usable is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.readers.ingest import ingest, merge
from rolegraph.shacl.validation import Violation, validate

PREFIXES = """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/n/> .
"""
FIRST = PREFIXES.count("\n") + 1
SKILL = "skill:a a rg:Skill ; skos:prefLabel 'a' ."
# A graph, and the beginning of what is found in it; "" for nothing.
GRAPHS = {
    SKILL: "",
    f":g {{ {SKILL} }}": "the named graph <https://example.org/n/g> is no source: add <",
    f":g {{ {SKILL} }} :g a rg:Source ; skos:prefLabel 'g' .": "",
    f"<https://w3id.org/rolegraph/source/g> {{ {SKILL} }}": "",
    f"_:g {{ {SKILL} }}": "statements lie in a named graph without an IRI: name it by the IRI of an rg:Source",
    ":a a rg:Skill , rg:Tool ; skos:prefLabel 'a' .": "it is typed as rg:Skill and rg:Tool: keep the one that it is",
    ":a a rg:Skill , rg:Capability , skos:Concept ; skos:prefLabel 'a' .": "",
    ":a a rg:Capability ; skos:prefLabel 'a' .": "rg:Capability alone does not say what it is: type it as rg:Skill",
    "[ ] a rg:Skill ; skos:prefLabel 'a' .": "a skill without an IRI cannot be asked for: give it one",
    "[ ] a rg:Source ; skos:prefLabel 'a' .": "a source without an IRI cannot be asked for",
    ":Oven rdfs:subClassOf rg:Tool . :a a :Oven ; skos:prefLabel 'a' .": "it is typed as Oven alone, which answers do",
    ":Oven rdfs:subClassOf rg:Tool . :a a :Oven , rg:Tool ; skos:prefLabel 'a' .": "",
    f"rg:Skill rdfs:subClassOf rg:Tool . {SKILL}": "rg:Skill is put below rg:Tool: remove that rdfs:subClassOf",
    f"rg:Skill rdfs:subClassOf rg:Capability . {SKILL}": "",
    ":a a skos:Concept ; skos:prefLabel 'a' .": "the graph holds nothing of rolegraph: type its nodes as rg:Role",
    "rg:Skill skos:closeMatch :b .": "",
}


def usable(message: str) -> bool:
    """Whether commands can use a graph in spite of what is said of it."""
    return "a skill without an IRI" in message or "is no source" in message


def written(folder: Path, graph: str) -> Path:
    path = folder / "mine.trig"
    path.write_text(PREFIXES + graph, encoding="utf-8")
    return path


def found_in(path: Path) -> tuple[Violation, ...]:
    return rolegraph.open(path).validate().violations


@pytest.mark.parametrize("graph", GRAPHS)
def test_what_cannot_be_used_is_found(graph: str, tmp_path: Path) -> None:
    path = written(tmp_path, graph)
    found = found_in(path)
    assert [one.message[: len(GRAPHS[graph])] for one in found] == [GRAPHS[graph]] * len(found)
    assert bool(found) == bool(GRAPHS[graph])
    for one in found:
        assert (one.path, one.line) == (path, None if "nothing of rolegraph" in one.message else FIRST)


def test_a_source_that_is_not_declared_is_warned_of_and_can_be_used(tmp_path: Path) -> None:
    # a bug: every command said that the named graph has no kind, and to make it a skill
    path = written(tmp_path, f":g {{ {SKILL} }}")
    graph, out = rolegraph.open(path), tmp_path / "out.trig"
    assert graph.validate().valid
    assert [source.node.kind for source in graph.info().sources] == [Kind.SOURCE]
    assert merge([path], out).written


@pytest.mark.parametrize("graph", [graph for graph, message in GRAPHS.items() if message and not usable(message)])
def test_what_cannot_be_used_is_neither_ingested_nor_built(graph: str, tmp_path: Path) -> None:
    path, out = written(tmp_path, graph), tmp_path / "out.trig"
    with pytest.raises(SourceError, match=r"mine\.trig"):
        ingest([path], out)
    try:
        assert not merge([path], out).written
    except SourceError as error:
        assert "mine.trig" in str(error)
    assert not out.exists()


def test_a_graph_without_statements_is_not_foreign() -> None:
    from rolegraph.rdf.places import merged
    from rolegraph.shacl.validation import validate

    assert validate(merged(None, [])).violations == ()


def test_relative_iris_that_are_alike_in_two_files_are_said_to_be_two_nodes(tmp_path: Path) -> None:
    # a bug: they were one node, with the labels of both
    for name, label in (("a", "Developer"), ("b", "Nurse")):
        text = f'@prefix rg: <{RG}> . @prefix skos: <{SKOS}> .\n<#x> a rg:Skill ;\n  skos:prefLabel "{label}"@en .\n'
        (tmp_path / f"{name}.ttl").write_text(text)
    report = validate(open_dataset([tmp_path]))
    (found,) = [violation for violation in report.violations if "is relative" in violation.message]
    assert report.valid
    assert [(each.value, each.path and each.path.name, each.line) for each in found.values] == [
        ("Developer", "a.ttl", 2),
        ("Nurse", "b.ttl", 2),
    ]
    alone = validate(open_dataset([tmp_path / "a.ttl"]))
    assert not any("is relative" in violation.message for violation in alone.violations)


@pytest.mark.parametrize(
    ("label", "visible"),
    [
        ("", False),
        (" \\t", False),
        ("\u200b\u00ad", False),
        ("\u0007", False),
        ("\u202e", False),
        ("C", True),
        ("的", True),
    ],
)
def test_a_name_has_a_sign_that_can_be_seen(label: str, visible: bool, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(f'{PREFIXES}:a a rg:Skill ; skos:prefLabel "{label}"@en .\n', encoding="utf-8")
    messages = [violation.message for violation in validate(open_dataset([tmp_path / "g.ttl"])).violations]
    assert any(message.startswith("a name needs a sign that can be seen") for message in messages) is not visible
