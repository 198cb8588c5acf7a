"""Validation finds what pySHACL finds, whatever is wrong with a graph and however its statements lie in sources."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import SH
from tests.folders import FIXTURES
from tests.shacl.oracle import Said, by_pyshacl, by_rolegraph

from rolegraph.model.nodes import Kind
from rolegraph.rdf.files import shipped
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.places import merged, open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE, XSD
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.validation import Violation, validate

SHAPES = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl")
CORE = rdflib.Graph()
for triple in SHAPES:
    if triple[1] != SH.sparql:
        CORE.add(triple)
CORE_MESSAGES = {
    str(text) for shape, text in CORE.subject_objects(SH.message) if (None, SH.sparql, shape) not in SHAPES
}

# What the small graph has not: one of everything else that there are shapes for.
MORE = """
@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix : <https://w3id.org/rolegraph/id/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix skill: <https://w3id.org/rolegraph/id/skill/> .
<https://w3id.org/rolegraph/source/more> a rg:Source ; skos:prefLabel "More"@en , "Mehr"@de ;
    rg:contentHash "0000000000000000000000000000000000000000000000000000000000000000" .
:said a rg:Evidence ; prov:wasDerivedFrom <https://w3id.org/rolegraph/source/more> ; rg:line 3 .
:baker rg:hasOutlook :outlook ; rg:hasTip :tip ; rg:hasResponsibility :duty .
:outlook a rg:Outlook ; rg:growth 2.5 ; rg:periodStart "2020"^^xsd:gYear ; rg:periodEnd "2030"^^xsd:gYear ;
    rg:authority "a bureau" ; rg:evidence :said .
:tip a rg:Tip ; skos:prefLabel "Taste"@en ; dcterms:description "Taste the dough."@en ; rg:evidence :said .
:duty a rg:Responsibility ; skos:prefLabel "Bake"@en ; rg:evidence :said .
:posting a rg:Posting ; rg:title "Baker" ; rg:employer "A bakery" ; rg:place "Anywhere" ; rg:seniority rg:mid ;
    rg:payLow 10 ; rg:payHigh 20 ; rg:currency "EUR" ; rg:evidence :said .
:paper a rg:Certification ; skos:prefLabel "A paper"@en ; rg:field <https://w3id.org/rolegraph/id/field/biology> .
:remark a rdf:Statement ; rdf:subject skill:sugar-work ; rdf:predicate rg:closeTo ; rdf:object skill:dough ;
    rg:strength 0.5 ; rg:evidence :said .
skill:heat skos:broader skill:french .
"""


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


HERE = NamedNode(SOURCE + "more")
WHOLE = [
    *read_quads(FIXTURES / "small.ttl"),
    *(Quad(one.subject, one.predicate, one.object, HERE) for one in parse(MORE, format=RdfFormat.TURTLE)),
]
NODES = sorted({quad.subject for quad in WHOLE if isinstance(quad.subject, NamedNode)}, key=str)
CLASSES = [*(kind.class_iri for kind in Kind), RG + "Evidence", RDF + "Statement"]
LITERALS = [
    Literal(""),
    Literal("EUR"),
    Literal("euro"),
    *(Literal(text, language=language) for text in ("name", "other name") for language in ("en", "en-GB", "de")),
    *(typed(text, "integer") for text in ("-1", "0", "1", "7", "many")),
    *(typed(text, "decimal") for text in ("-0.5", "0.0", "0.5", "1.5", "some")),
    *(typed(text, "double") for text in ("1.0e1", "-1.0e1", "INF")),
    *(typed(text, "boolean") for text in ("true", "false", "yes")),
    *(typed(text, "gYear") for text in ("1999", "2031", "MMXX")),
    typed("2020-02-02", "date"),
]
Value = NamedNode | BlankNode | Literal | Triple
VALUES: list[Value] = [
    *NODES,
    *(NamedNode(RG + name) for name in ("mid", "guru", "essential", "master")),
    *LITERALS,
    BlankNode("b"),
]
# pySHACL compares what SPARQL cannot, by an order of its own: numbers only.
COMPARED = {RG + "payLow", RG + "payHigh"}
NUMBERS: list[Value] = [typed(text, "integer") for text in ("-1", "9", "10", "20", "21")]
# What constraints that are queries look at.
JOINED = {
    *(RG + name for name in "requires accepts prefers hasRequirement anyOf necessity prerequisite closeTo".split()),
    *(RG + name for name in ("periodStart", "periodEnd")),
    *(RDF + name for name in ("subject", "predicate", "object")),
    SKOS + "broader",
}


class Edit(NamedTuple):
    """A thing to do to the statement of that number: which other it takes its node, its value or its class from."""

    kind: str
    number: int
    other: int


EDITS = st.builds(
    Edit,
    st.sampled_from(("drop", "change", "add", "move", "retype", "repeat")),
    *2 * [st.integers(0, 10_000)],
)
SOME_EDITS = st.lists(EDITS, min_size=1, max_size=6)


def edited(edits: list[Edit], predicates: set[str] | None = None) -> list[Quad]:
    """The whole graph with some things wrong, where it speaks with some predicates; some are said by a third source."""
    quads = list(WHOLE)
    for edit in edits:
        chosen = [one for one in quads if predicates is None or one.predicate.value in predicates]
        quad = chosen[edit.number % len(chosen)]
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if edit.kind in ("drop", "change", "move"):
            quads.remove(quad)
        if edit.kind in ("change", "add"):
            alike: list[Value] = [one.object for one in WHOLE if one.predicate == predicate]
            values = alike if predicates else NUMBERS if predicate.value in COMPARED else VALUES
            value = values[edit.other % len(values)]
        if edit.kind == "move":
            subject = NODES[edit.other % len(NODES)]
        if edit.kind == "retype":
            predicate, value = NamedNode(RDF + "type"), NamedNode(CLASSES[edit.other % len(CLASSES)])
        if edit.kind != "drop":
            quads.append(Quad(subject, predicate, value, NamedNode(SOURCE + "third")))
    return quads


def same(found: set[Said]) -> set[Said]:
    """What is compared: values are spelled differently by rdflib, and those of a query's path are its own."""
    return {one._replace(value="") for one in found}


def test_the_whole_graph_is_sound() -> None:
    assert by_rolegraph(WHOLE) == by_pyshacl(WHOLE, SHAPES) == set()


@settings(max_examples=40)
@given(SOME_EDITS)
def test_core_constraints_are_broken_where_pyshacl_finds_them_broken(edits: list[Edit]) -> None:
    quads = edited(edits)
    ours = {one for one in by_rolegraph(quads) if one.message in CORE_MESSAGES}
    assert same(ours) == same(by_pyshacl(quads, CORE))


@settings(max_examples=10)
@given(SOME_EDITS)
def test_constraints_that_are_queries_too(edits: list[Edit]) -> None:
    quads = edited(edits, JOINED)
    assert same(by_rolegraph(quads)) == same(by_pyshacl(quads, SHAPES))


@settings(max_examples=20)
@given(SOME_EDITS, st.randoms())
def test_neither_the_order_of_statements_nor_their_sources_matter(edits: list[Edit], chance: Random) -> None:
    quads = edited(edits)
    report = validate(merged(None, quads))
    shuffled = [
        Quad(one.subject, one.predicate, one.object, NamedNode(SOURCE + chance.choice(("one", "other"))))
        for one in quads
    ]
    chance.shuffle(shuffled)
    assert validate(merged(None, shuffled)).violations == report.violations


def test_a_built_store_gives_the_report_of_the_same_graph_in_memory(tmp_path: Path) -> None:
    quads = [one for one in WHOLE if one.predicate.value not in (RG + "anyOf", SKOS + "prefLabel")]
    put(tmp_path / "built", quads)
    report = validate(open_dataset([tmp_path / "built"]))
    assert len(report.violations) > 20
    assert report == validate(merged(None, quads))


def test_a_statement_that_two_sources_make_counts_for_each() -> None:
    again = [Quad(one.subject, one.predicate, one.object, NamedNode(SOURCE + "third")) for one in WHOLE[:5]]
    assert validate(merged(None, WHOLE + again)).statements == len(WHOLE) + 5


def test_a_member_of_a_class_that_the_graph_puts_below_another_is_one_of_that() -> None:
    # as SHACL and pySHACL have it, over any number of steps, in a circle too
    text = """PREFIX rg: <https://w3id.org/rolegraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX : <https://example.org/>
        :Oven rdfs:subClassOf :Machine . :Machine rdfs:subClassOf rg:Tool , :Machine . rg:Tool rdfs:subClassOf :Oven .
        [ ] rdfs:subClassOf rg:Tool .
        :oven a :Oven . :role a rg:Role ; rg:usesTool :oven , :other ."""
    quads = list(parse(text, format=RdfFormat.TURTLE))
    ours = by_rolegraph(quads)
    assert same(ours) == same(by_pyshacl(quads, CORE))
    assert ("https://example.org/oven", "a tool needs a name: add one skos:prefLabel") in {
        (one.node, one.message) for one in ours
    }
    assert {one.value for one in ours if one.path == RG + "usesTool"} == {"https://example.org/other"}


def test_a_node_without_an_iri_has_no_name_in_a_report() -> None:
    text = "[ ] a <https://w3id.org/rolegraph/ns#Skill> ; <https://w3id.org/rolegraph/ns#effort> 0 ."
    found = validate(merged(None, parse(text, format=RdfFormat.TURTLE))).violations
    assert {one.node for one in found} == {""}
    assert [one.message.partition(":")[0] for one in found] == [
        "a skill needs a name",
        "an effort is a number of hours above 0, at most 100,000",
        "a skill without an IRI cannot be asked for",
    ]


PREFIXES = """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> . @prefix skill: <https://w3id.org/rolegraph/id/skill/> .
"""


def report_on(folder: Path, *texts: str) -> tuple[Violation, ...]:
    """The violations in files a.ttl, b.ttl and so on, whose first two lines are prefixes."""
    for name, text in zip("abcd", texts, strict=False):
        (folder / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return validate(open_dataset([folder])).violations


def test_values_that_are_too_many_are_all_named_each_with_its_place(tmp_path: Path) -> None:
    first = "skill:a a rg:Skill ;\n skos:prefLabel 'one'@en ;\n skos:prefLabel 'eins'@de ."
    (found,) = report_on(tmp_path, first, "skill:a a rg:Skill ; skos:prefLabel 'two'@en .")
    assert (found.value, found.property) == ("", SKOS + "prefLabel")
    places = {(one.value, one.path, one.line) for one in found.values}
    assert places == {("one", tmp_path / "a.ttl", 4), ("two", tmp_path / "b.ttl", 3)}


def test_values_of_a_property_that_has_one_at_most_are_all_named(tmp_path: Path) -> None:
    text = ":s a rg:Source ;\n skos:prefLabel 's' ;\n rg:version '1' ;\n rg:version '2' ;\n rg:version '3' ."
    (found,) = report_on(tmp_path, text)
    assert [(one.value, one.line) for one in found.values] == [("1", 5), ("2", 6), ("3", 7)]


def test_a_value_is_found_on_its_own_line(tmp_path: Path) -> None:
    text = "skill:a a rg:Skill ; skos:prefLabel 'a' ;\n rg:effort 1 ;\n rg:effort -2 ;\n skos:broader [] ."
    found = {one.message.partition(" ")[0]: one.line for one in report_on(tmp_path, text)}
    assert found == {"an": 5, "the": 6}


def test_a_node_without_an_iri_is_found_by_what_points_at_it(tmp_path: Path) -> None:
    text = """:s a rg:Source ; skos:prefLabel 's' .
:e a rg:Evidence ; <http://www.w3.org/ns/prov#wasDerivedFrom> :s .
skill:a a rg:Skill ; skos:prefLabel 'a' .
:r a rg:Role ; skos:prefLabel 'r' ;
  rg:hasRequirement [ a rg:Requirement ; rg:anyOf skill:a ; rg:evidence :e ] ."""
    (found,) = report_on(tmp_path, text)
    assert (found.node, found.line) == ("", 7)
    assert found.message.startswith("a requirement has one necessity")


def test_a_file_without_lines_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@id": "https://example.org/a", "@type": "https://w3id.org/rolegraph/ns#Skill"}')
    (found,) = validate(open_dataset([path])).violations
    assert (found.path, found.line) == (path, None)


def test_the_worst_comes_first() -> None:
    quads = [one for one in WHOLE if one.predicate.value != RG + "hasRequirement"]
    severities = [one.severity for one in validate(merged(None, quads)).violations]
    assert {Severity.VIOLATION, Severity.WARNING} == set(severities)
    assert severities == sorted(severities, key=list(Severity).index)
