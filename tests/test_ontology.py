"""The ontology is complete, its scales are those of the code, and its shapes find what they are for."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection

import rolegraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import RG
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.validation import validate

FOLDER = shipped("ontology")
FILES = ("rolegraph.ttl", "shapes.ttl", "alignments.ttl")
ONTOLOGY = Graph().parse(FOLDER / "rolegraph.ttl")
SHAPES = Graph().parse(FOLDER / "shapes.ttl")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NS = rdflib.Namespace(RG)


def typed(*types: URIRef) -> list[URIRef]:
    found = {str(one) for type_ in types for one in ONTOLOGY.subjects(RDF.type, type_) if isinstance(one, URIRef)}
    return [URIRef(one) for one in sorted(found)]


PROPERTIES = typed(OWL.ObjectProperty, OWL.DatatypeProperty)
CLASSES = typed(OWL.Class)


@pytest.mark.parametrize("name", FILES)
def test_it_loads_in_both_engines_without_a_warning(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(Graph().parse(FOLDER / name)) > 10
    assert len(list(pyoxigraph.parse(path=FOLDER / name))) > 10


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES], ids=str)
def test_every_term_has_a_label_and_a_definition(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        (text,) = ONTOLOGY.objects(term, predicate)
        assert isinstance(text, rdflib.Literal)
        assert text.language == "en"
    assert str(ONTOLOGY.value(term, SKOS.definition)).endswith(".")
    assert ONTOLOGY.value(term, RDFS.isDefinedBy)


@pytest.mark.parametrize("term", PROPERTIES, ids=str)
def test_every_property_has_a_domain_and_a_range(term: URIRef) -> None:
    assert len(list(ONTOLOGY.objects(term, RDFS.domain))) == 1
    assert len(list(ONTOLOGY.objects(term, RDFS.range))) == 1


def test_every_kind_has_a_class() -> None:
    assert {URIRef(kind.class_iri) for kind in Kind} <= set(CLASSES)


@pytest.mark.parametrize(
    ("scheme", "members"),
    [
        ("Levels", list(Level)),
        ("Seniorities", list(Seniority)),
        ("DegreeLevels", list(DegreeLevel)),
        ("Necessities", [Necessity.PREFERRED, Necessity.ESSENTIAL]),
    ],
)
def test_scales_are_ordered_as_in_the_code(scheme: str, members: list[Level]) -> None:
    expected = [URIRef(member.iri) for member in members]
    by_rank = sorted(
        ONTOLOGY.subjects(SKOS.inScheme, NS[scheme]), key=lambda one: int(str(ONTOLOGY.value(one, NS.rank)))
    )
    order = ONTOLOGY.value(NS[scheme + "Order"], SKOS.memberList)
    assert order is not None
    assert by_rank == list(Collection(ONTOLOGY, order)) == expected
    assert [rank(one) for one in by_rank] == list(range(1, len(members) + 1))


def rank(concept: rdflib.term.Node) -> int:
    return int(str(ONTOLOGY.value(concept, NS.rank)))


def test_every_term_that_is_used_is_declared() -> None:
    declared = {str(one) for one in ONTOLOGY.subjects() if str(one).startswith(RG)}
    used = set()
    for path in [FOLDER / "shapes.ttl", FOLDER / "alignments.ttl", *shipped("data").glob("*.ttl")]:
        used |= set(re.findall(r"\brg:(\w+)", re.sub(r'"[^"]*"@en', "", path.read_text())))
    shapes = {str(one).removeprefix(RG) for one in SHAPES.subjects(RDF.type, SH.NodeShape)}
    assert {RG + name for name in used - shapes} <= declared


def test_the_shapes_themselves_are_valid_shacl(small_path: Path) -> None:
    conforms, _, text = pyshacl.validate(
        Graph().parse(small_path), shacl_graph=SHAPES, ont_graph=ONTOLOGY, meta_shacl=True
    )
    assert conforms, text


def test_every_constraint_says_what_to_fix() -> None:
    constraints = {*SHAPES.objects(None, SH.property), *SHAPES.objects(None, SH.sparql)}
    assert len(constraints) > 50
    for constraint in constraints:
        assert len(str(SHAPES.value(constraint, SH.message))) > 15


HEADER = """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix : <https://w3id.org/rolegraph/id/skill/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
:s a rg:Source ; skos:prefLabel "S"@en .
:e a rg:Evidence ; prov:wasDerivedFrom :s .
:x a rg:Skill ; skos:prefLabel "x"@en .
:y a rg:Skill ; skos:prefLabel "y"@en .
:role a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement :r .
"""
GOOD = ":r a rg:Requirement ; rg:anyOf :x ; rg:necessity rg:essential ; rg:evidence :e .\n"
BAD = {
    ":r a rg:Requirement ; rg:necessity rg:essential ; rg:evidence :e .": "names at least one capability: add rg:anyOf",
    ":r a rg:Requirement ; rg:anyOf :e ; rg:necessity rg:essential ; rg:evidence :e .": "rg:anyOf is not a capability",
    ":r a rg:Requirement ; rg:anyOf :x ; rg:evidence :e .": "a requirement has one necessity",
    ":r a rg:Requirement ; rg:anyOf :x ; rg:necessity rg:nice ; rg:evidence :e .": "unknown necessity: use",
    ":r a rg:Requirement ; rg:anyOf :x ; rg:necessity rg:essential .": "a requirement needs a source: add rg:evidence",
    GOOD + ":r rg:level rg:guru .": "unknown level: use rg:familiar",
    GOOD + ":r rg:level rg:working , rg:expert .": "one level at most",
    GOOD + ":r rg:openToRelated 'yes' .": "true or false",
    GOOD + ":q a rg:Requirement ; rg:anyOf :x ; rg:necessity rg:essential ; rg:evidence :e .": "exactly one role",
    GOOD + ":role rg:requires :y .": "has no requirement behind it: add an essential one",
    GOOD + ":role rg:prefers :x .": "has no requirement behind it: add a preferred one",
    GOOD + ":r rg:anyOf :y . :role rg:requires :x .": "one of several alternatives: use rg:accepts",
    GOOD + ":role rg:accepts :y .": "rg:accepts y has no requirement behind it: add an essential one",
    GOOD + ":role rg:accepts :x .": "the only one that its requirement accepts: use rg:requires",
    GOOD + ":role rg:seniority rg:boss .": "unknown seniority",
    GOOD + ":role rg:usesTool :x .": "rg:usesTool is not a tool: type it as rg:Tool",
    GOOD + ":role skos:prefLabel 'Q'@en .": "a role has two names in one language",
    GOOD + ":z a rg:Tool .": "a tool needs a name",
    GOOD + ":x rg:effort 0 .": "number of hours above 0",
    GOOD + ":x rg:effort 'long' .": "number of hours above 0",
    GOOD + ":x rg:prerequisite :y . :y rg:prerequisite :x .": "prerequisites form a cycle through",
    GOOD + ":x skos:broader :y . :y skos:broader :x .": "broader capabilities form a cycle",
    GOOD + ":x rg:closeTo :x .": "close to itself",
    GOOD + ":d a rg:Degree ; skos:prefLabel 'd'@en .": "a degree has one level",
    GOOD + ":d a rg:Degree ; skos:prefLabel 'd'@en ; rg:degreeLevel rg:kindergarten .": "a degree has one level",
    GOOD + ":o a rg:Outlook ; rg:evidence :e .": "one growth, in percent",
    GOOD + ":o a rg:Outlook ; rg:evidence :e ; rg:growth 3 ; rg:periodStart '2030'^^xsd:gYear ;"
    " rg:periodEnd '2020'^^xsd:gYear .": "ends before it starts",
    GOOD + ":p a rg:Posting ; rg:evidence :e .": "a posting has one title",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:payLow 2 ; rg:payHigh 1 .": "lowest pay is above",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:currency '$' .": "ISO 4217",
    GOOD + ":q a rg:Requirement ; rg:anyOf :x ; rg:necessity rg:essential ; rg:evidence :e . :role rg:alsoAsks :q ."
    " :other a rg:Role ; skos:prefLabel 'o'@en ; rg:hasRequirement :r ; rg:alsoAsks :q .": "at it with rg:alsoAsks",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:asksFor :x .": "rg:asksFor is not a requirement",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:forRole :x .": "rg:forRole is not a role",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:posted '5 May' .": "write it as xsd:date",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:remote 'beach' .": "remote, hybrid or on site",
    GOOD + ":p a rg:Posting ; rg:evidence :e ; rg:title 't' ; rg:minimumYears 5 ;"
    " rg:maximumYears 2 .": "fewest years are above",
    GOOD + ":role rg:asksFor :r .": "only a posting asks for something",
    GOOD + ":role rg:alsoUses :x .": "rg:alsoUses is not a tool",
    GOOD + ":role rg:hasPay :x .": "rg:hasPay is no pay",
    GOOD + ":o a rg:Outlook ; rg:evidence :e ; rg:openings 'many' .": "openings are one whole number",
    GOOD + ":w a rg:Pay ; rg:evidence :e ; rg:payLow 2 ; rg:payPeriod 'moon' .": "hour, day, week, month or year",
    GOOD + ":t a rg:Tip ; skos:prefLabel 't'@en ; rg:evidence :e .": "a tip has a text",
    GOOD + ":e rg:line 0 .": "a line is one whole number, counted from 1",
    GOOD + ":z a rg:Group ; skos:prefLabel 'z' ; rg:rank 999999999999 .": "a rank is one whole number, from 1 to 100",
    GOOD + ":x rg:effort 1e400 .": "an effort is a number of hours above 0, at most 100,000",
    GOOD + ":x rg:effort 'NaN'^^xsd:double .": "an effort is a number of hours above 0, at most 100,000",
    GOOD + ":x rg:usesTool :x .": "only a role has requirements, tools or the like",
    GOOD + ":n skos:broader :x .": "what is narrower than a",
    GOOD + ":f a rg:Evidence .": "evidence is a passage of one source",
    GOOD + ":s rg:contentHash 'abc' .": "SHA-256",
    GOOD + ":st a rdf:Statement ; rdf:subject :x ; rdf:predicate rg:closeTo ; rdf:object :y .": "is not in the graph",
    GOOD + ":x skos:exactMatch 'x' .": "points at a node of another graph",
    GOOD + ":x skos:broadMatch [] .": "write its IRI as skos:broadMatch",
    GOOD + ":x skos:exactMatch :y . :st a rdf:Statement ; rdf:subject :x ; rdf:predicate skos:exactMatch ;"
    " rdf:object :y ; rg:confidence 1.5 .": "a confidence is one decimal number from 0 to 1",
    GOOD + ":x rg:closeTo :y . :st a rdf:Statement ; rdf:subject :x ; rdf:predicate rg:closeTo ; rdf:object :y ;"
    " rg:strength 2.0 .": "above 0, at most 1",
}  # fmt: skip


@pytest.mark.parametrize("turtle", BAD)
def test_a_broken_graph_gets_the_message_that_mends_it(turtle: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(HEADER + turtle)
    report = validate(rolegraph.open(path).dataset)
    assert not report.valid
    assert BAD[turtle] in " | ".join(one.message for one in report.violations)
    assert all(one.line for one in report.violations)


def test_a_sound_graph_has_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "sound.ttl"
    path.write_text(HEADER + GOOD)
    assert validate(rolegraph.open(path).dataset).violations == ()


def test_a_role_without_requirements_is_only_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "bare.ttl"
    path.write_text(HEADER.replace(" ; rg:hasRequirement :r", ""))
    report = validate(rolegraph.open(path).dataset)
    assert report.valid
    assert [one.severity for one in report.violations] == [Severity.WARNING]
