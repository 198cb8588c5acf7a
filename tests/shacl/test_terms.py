"""Terms that are in no vocabulary and literals that are not of their datatype are named, with their lines and cures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import SKOS as SKOS_BY_RDFLIB

import rolegraph
from rolegraph.rdf.places import merged
from rolegraph.rdf.vocabulary import RG, SKOS, SOURCE, XSD
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.terms import declared, term_findings
from rolegraph.shacl.validation import Violation, validate

PREFIXES = """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <https://example.org/> .
skill:a a rg:Skill ; skos:prefLabel 'a' .
"""
FIRST = PREFIXES.count("\n") + 1
# What is added to a sound graph, and what is said of it.
UNKNOWN = {
    "skill:a rg:efort 1 .": "rg:efort is no property of rolegraph: did you mean rg:effort?",
    "skill:a rg:Effort 1 .": "rg:Effort is no property of rolegraph: did you mean rg:effort?",
    "skill:a rg:Skill 1 .": "rg:Skill is no property of rolegraph: did you mean rg:skillType?",
    "skill:a rg:qqqq 1 .": "rg:qqqq is no property of rolegraph: correct or remove it",
    "skill:a a rg:Skil .": "rg:Skil is no class of rolegraph: did you mean rg:Skill?",
    "skill:a a rg:effort .": "rg:effort is no class of rolegraph: correct or remove it",
    "skill:a skos:related rg:exprt .": "rg:exprt is no term of rolegraph: did you mean rg:expert?",
    "skill:a skos:brader skill:b .": "skos:brader is no property of SKOS: did you mean skos:broader?",
    "skill:a a skos:Concpt .": "skos:Concpt is no class of SKOS: did you mean skos:Concept?",
    "skill:a rdfs:subPropertyOf skos:relatd .": "skos:relatd is no term of SKOS: did you mean skos:related?",
    "skill:a <http://w3id.org/rolegraph/ns#effort> 1 .": "write rg:effort, where rg: is <https://w3id.org/rolegraph/ns#>",
    "skill:a a <https://w3id.org/rolegraph/ns/Skill> .": "write rg:Skill, where rg: is <https://w3id.org/rolegraph/ns#>",
    "skill:a <https://www.w3.org/2004/02/skos/core#altLabel> 'b' .": "write skos:altLabel, where skos: is <http:",
}
WARNED = {
    "skill:a dcterms:licence 'x' .": "dcterms:licence is no property of its vocabulary: did you mean dcterms:license?",
    "skill:a rdfs:lable 'x' .": "rdfs:lable is no property of its vocabulary: did you mean rdfs:label?",
    "skill:a a prov:Entitty .": "prov:Entitty is no class of its vocabulary: did you mean prov:Entity?",
    "skill:a :own 'x'^^xsd:strin .": "xsd:strin is no datatype of XML Schema: did you mean xsd:string?",
}
ILL_TYPED = {
    "skill:a :own 'banana'^^xsd:gYear .": '"banana" is no xsd:gYear: correct it, or leave the datatype out',
    "skill:a dcterms:modified '2021-02-29'^^xsd:date .": '"2021-02-29" is no xsd:date',
    "skill:a rg:effort 'much'^^xsd:decimal .": '"much" is no xsd:decimal',
    "skill:a skos:notation ''^^xsd:integer .": '"" is no xsd:integer',
    "skill:a rg:skillType 'x y'^^xsd:anyURI .": '"x y" is no xsd:anyURI',
    "skill:a :own '300'^^xsd:byte .": '"300" is no xsd:byte',
    "skill:a :own '2020-01-01T00:00:00'^^xsd:dateTimeStamp .": '"2020-01-01T00:00:00" is no xsd:dateTimeStamp',
}
SOUND = (
    "skill:a :own '12'^^xsd:byte , 1.0 , '1E0'^^xsd:double , '0'^^xsd:boolean ; rg:effort 010.50 .",
    "skill:a dcterms:modified '2020-02-29'^^xsd:date ; rdfs:label 'a' ; skos:notation 'x'^^:own ; :own :b , 'x'^^:c .",
    "skill:a a skos:Concept , prov:Entity , :Own ; skos:related skill:a ; skos:altLabel 'b'@en .",
)


def found_in(folder: Path, turtle: str) -> tuple[Violation, ...]:
    path = folder / "mine.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return validate(rolegraph.open(path).dataset).violations


@pytest.mark.parametrize("turtle", UNKNOWN | ILL_TYPED)
def test_what_is_lost_is_a_violation_on_its_line(turtle: str, tmp_path: Path) -> None:
    found = [one for one in found_in(tmp_path, turtle) if (UNKNOWN | ILL_TYPED)[turtle] in one.message]
    assert [(one.severity, one.node.rpartition("/")[2], one.line) for one in found] == [
        (Severity.VIOLATION, "a", FIRST)
    ]


@pytest.mark.parametrize("turtle", WARNED)
def test_a_term_that_another_vocabulary_lacks_is_warned_of(turtle: str, tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, turtle)
    assert (found.severity, found.message, found.line) == (Severity.WARNING, WARNED[turtle], FIRST)


@pytest.mark.parametrize("turtle", SOUND)
def test_known_terms_and_those_of_others_are_left_alone(turtle: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, turtle) == ()


def test_a_term_that_several_nodes_have_is_named_once_with_their_number(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, "\n\nskill:a rg:efort 1 .\nskill:b rg:efort 2 .")
    assert found.message.endswith("did you mean rg:effort? (2 nodes)")
    assert found.line == FIRST + 2


def test_the_terms_of_rolegraph_are_those_of_its_ontology() -> None:
    known = declared()
    assert {RG + "effort", RG + "anyOf"} <= known.properties
    assert RG + "Skill" in known.classes
    assert {RG + "expert", RG + "Levels"} <= known.individuals
    assert RG + "anyOf" in known.links
    assert RG + "effort" not in known.links


def test_the_terms_of_skos_are_those_that_rdflib_knows() -> None:
    terms = [term for term in map(str, dir(SKOS_BY_RDFLIB)) if term.startswith(SKOS)]
    classes = [term for term in terms if term.removeprefix(SKOS)[0].isupper()]
    properties = sorted(set(terms) - set(classes))
    type_, node, graph = (
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode("x:n"),
        NamedNode("x:g"),
    )
    quads = [Quad(node, type_, NamedNode(term), graph) for term in classes]
    quads += [Quad(node, NamedNode(term), Literal("x"), graph) for term in properties]
    assert len(terms) == 32
    assert list(term_findings(merged(None, quads), [type_.value, *properties])) == []


@given(st.text("abcdefgLT", min_size=1, max_size=8), st.sampled_from([RG, SKOS]))
def test_any_term_is_known_or_named(name: str, space: str) -> None:
    quad = Quad(NamedNode("x:n"), NamedNode(space + name), Literal("x"), NamedNode(SOURCE + "a"))
    found = list(term_findings(merged(None, [quad]), [space + name]))
    known = (
        space + name in declared().properties if space == RG else NamedNode(space + name).value in dir(SKOS_BY_RDFLIB)
    )
    assert len(found) == (0 if known else 1)


@given(st.sampled_from(["integer", "gYear", "date", "string", "anyURI"]), st.text(max_size=6))
def test_any_text_of_a_literal_can_be_told(datatype: str, text: str) -> None:
    literal = Literal(text, datatype=NamedNode(XSD + datatype))
    quad = Quad(NamedNode("x:n"), NamedNode("x:p"), literal, NamedNode(SOURCE + "a"))
    for found in term_findings(merged(None, [quad]), ["x:p"]):
        assert (found.subject, found.predicate, found.value) == ("x:n", "x:p", text)
