"""Each supported component finds what pySHACL finds; everything else is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, parse
from tests.shacl.oracle import by_pyshacl, by_rolegraph

from rolegraph.errors import SourceError
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import merged
from rolegraph.shacl.shapes import Component, Severity, read_shapes
from rolegraph.shacl.validation import validate

PREFIXES = """@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
FIRST = PREFIXES.count("\n") + 1  # the line of the shapes
SHAPE = ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:message 'wrong' ; {} ] ."
# For each component, what nodes :a, :b and so on say, and which of them it finds wrong.
COMPONENTS = {
    "sh:minCount 1": (":a :p 1 . :b :q 1 .", "b"),
    "sh:minCount 0": (":a :p 1 . :b :q 1 .", ""),
    "sh:minCount 2": (":a :p 1 . :b :p 1 , 2 . :c :p 1 , 2 , 3 . :d :q 1 .", "ad"),
    "sh:maxCount 0": (":a :p 1 . :b :q 1 .", "a"),
    "sh:maxCount 1": (":a :p 1 . :b :p 1 , 2 . :c :p 1 , '1' .", "bc"),
    "sh:maxCount 2": (":a :p 1 , 2 . :b :p 1 , 2 , 3 .", "b"),
    "sh:uniqueLang true": (":a :p 'x'@en , 'y'@EN . :b :p 'x'@en , 'x'@en-GB . :c :p 'x' , 'y' . :d :p :x , :y .", "a"),
    "sh:uniqueLang false": (":a :p 'x'@en , 'y'@en .", ""),
    "sh:nodeKind sh:IRI": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "bc"),
    "sh:nodeKind sh:Literal": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "ac"),
    "sh:nodeKind sh:BlankNode": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "ab"),
    "sh:nodeKind sh:BlankNodeOrIRI": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "b"),
    "sh:nodeKind sh:BlankNodeOrLiteral": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "a"),
    "sh:nodeKind sh:IRIOrLiteral": (":a :p :x . :b :p 'x' . :c :p [ :q 1 ] .", "c"),
    "sh:in ( :x 1 'y'@en )": (":a :p :x , 1 , 'y'@en . :b :p :y . :c :p 'y' . :d :p 1.5 . :e :p [ :q 1 ] .", "bcde"),
    "sh:in ( )": (":a :p :x .", "a"),
    "sh:class :D": (":a :p :x . :x a :D . :b :p :x , :y . :c :p 'x' . :d :p [ a :D ] . :e :p [ a :E ] .", "bce"),
    "sh:class :D , :E": (":a :p :x . :b :p :y . :c :p :z . :x a :D , :E . :y a :D .", "bc"),
    "sh:datatype xsd:integer": (":a :p 1 . :b :p 1.5 . :c :p 'x'^^xsd:integer . :d :p :x . :e :p 'x'@en .", "bcde"),
    "sh:datatype xsd:decimal": (":a :p 1.5 . :b :p 1 . :c :p 'x'^^xsd:decimal .", "bc"),
    "sh:datatype xsd:double": (":a :p 1e0 . :b :p 'INF'^^xsd:double . :c :p 'x'^^xsd:double .", "c"),
    "sh:datatype xsd:boolean": (
        ":a :p true . :b :p '0'^^xsd:boolean . :c :p 'yes'^^xsd:boolean . :d :p 'true' .",
        "cd",
    ),
    "sh:datatype xsd:gYear": (":a :p '2020'^^xsd:gYear . :b :p '2020' . :c :p 2020 .", "bc"),
    "sh:datatype xsd:date": (":a :p '2020-02-29'^^xsd:date . :b :p '2021-02-29'^^xsd:date .", "b"),
    "sh:datatype xsd:dateTime": (
        ":a :p '2020-02-29T12:00:00'^^xsd:dateTime . :b :p 'noon'^^xsd:dateTime . :c :p 1 .",
        "bc",
    ),
    "sh:datatype xsd:string": (":a :p 'x' . :b :p 'x'@en . :c :p '' . :d :p 1 .", "bd"),
    "sh:datatype :own": (":a :p 'x'^^:own . :b :p 'x' .", "b"),
    "sh:minInclusive 1": (":a :p 1 . :b :p 0.9 . :c :p 1.0 . :d :p '5' . :e :p :x . :f :p 'x'@en .", "bdef"),
    "sh:minExclusive 1": (":a :p 1 . :b :p 1.5 . :c :p 0 . :d :p [ :q 1 ] .", "acd"),
    "sh:maxInclusive 1": (":a :p 1 . :b :p 1.5 . :c :p -1e0 .", "b"),
    "sh:maxExclusive 1": (":a :p 1 . :b :p 1.5 . :c :p 0 .", "ab"),
    "sh:minInclusive '2020-01-01'^^xsd:date": (
        ":a :p '2019-12-31'^^xsd:date . :b :p '2020-01-01'^^xsd:date .",
        "a",
    ),
    "sh:pattern '^[A-Z]{3}$'": (":a :p 'EUR' . :b :p 'euro' . :c :p 'USD'@en . :d :p [ :q 1 ] . :e :p 1 .", "bde"),
    r"""sh:pattern "\\d\"'" """: (":a :p '''1\"'x''' . :b :p '1' . :c :p 'x' .", "bc"),
    "sh:pattern 'org/x$'": (":a :p :x . :b :p :y .", "b"),
    "sh:lessThanOrEquals :q": (":a :p 1 ; :q 1 , 2 . :b :p 3 ; :q 2 , 4 . :c :p 1 . :d :p 'x' ; :q 1 .", "bd"),
    "sh:or ( [ sh:class :D ] [ sh:class :E ] )": (":a :p :x . :b :p :y . :c :p :z , :x . :x a :D . :y a :E .", "c"),
    "sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )": (
        ":a :p 1 . :b :p 1.5 . :c :p 15e-1 . :d :p :x . :e :p 'x'^^xsd:integer .",
        "cde",
    ),
    "sh:or ( [ sh:class :D ] [ sh:nodeKind sh:Literal ] [ sh:in ( :y ) ] )": (
        ":a :p :x . :b :p 'x' . :c :p :y . :d :p :z . :x a :D .",
        "d",
    ),
    "sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI": (":a :p :x . :b :p :x , 'y' . :c :p 1 . :d :q 1 .", "bcd"),
    "sh:minCount 1 ; sh:severity sh:Warning": (":a :q 1 .", "a"),
    "sh:minCount 1 ; sh:severity sh:Info ; sh:name 'p' ; sh:order 2": (":a :q 1 .", "a"),
}


def statements(turtle: str) -> list[Quad]:
    return list(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def written(folder: Path, turtle: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(PREFIXES + turtle)
    return path


def assert_alike(folder: Path, shapes: str, data: str) -> set[str]:
    """That both validators say the same, each value apart; gives the nodes that they find wrong."""
    path, quads = written(folder, shapes), statements(data)
    ours = by_rolegraph(quads, path)
    assert ours == by_pyshacl(quads, rdflib.Graph().parse(path))
    return {one.node.rpartition("/")[2] for one in ours}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_finds_what_is_wrong(component: str, tmp_path: Path) -> None:
    data, wrong = COMPONENTS[component]
    silent = "".join(f":{name} a :C . " for name in "abcdef" if f":{name} " in data)
    assert assert_alike(tmp_path, SHAPE.format(component), silent + data) == set(wrong)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_says_nothing_of_nodes_that_are_no_target(component: str, tmp_path: Path) -> None:
    data, _ = COMPONENTS[component]
    assert assert_alike(tmp_path, SHAPE.format(component), ":z a :C ; :p :zz ." + data) <= {"z"}


# What a node shape says of the nodes themselves.
ABOUT_NODES = {
    "sh:nodeKind sh:IRI": (":a a :C . [ ] a :C .", {""}),
    "sh:class :D": (":a a :C , :D . :b a :C . :c a :E . [ ] a :C .", {"", "b"}),
    "sh:or ( [ sh:class :D ] [ sh:class :E ] )": (":a a :C , :D . :b a :C , :E . :c a :C .", {"c"}),
    "sh:in ( :a :b )": (":a a :C . :b a :C . :c a :C .", {"c"}),
    "sh:pattern 'org/a$'": (":a a :C . :b a :C .", {"b"}),
    "sh:class :D ; sh:targetObjectsOf :p": (":x :p 1 , :a , :b . :a a :D . :y a :C .", {"1", "b", "y"}),
}


@pytest.mark.parametrize("component", ABOUT_NODES)
def test_a_node_shape_may_say_something_of_its_nodes(component: str, tmp_path: Path) -> None:
    data, wrong = ABOUT_NODES[component]
    shape = f":Shape a sh:NodeShape ; sh:targetClass :C ; {component} ; sh:message 'wrong' ."
    assert assert_alike(tmp_path, shape, data) == wrong


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("sh:targetClass :C", {"a"}),
        ("sh:targetClass :C , :D", {"a", "b"}),
        ("sh:targetSubjectsOf :q", {"b", "c"}),
        ("sh:targetObjectsOf :q", {"d", "words"}),
        ("sh:targetObjectsOf :q ; sh:targetClass :C", {"a", "d", "words"}),
    ],
)
def test_a_target_is_the_nodes_that_a_shape_is_about(target: str, wrong: set[str], tmp_path: Path) -> None:
    shape = f":Shape a sh:NodeShape ; {target} ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:message 'none' ] ."
    data = ":a a :C . :b a :D ; :q :d . :c :q 'words' . :e a :C ; :p 1 . :f :r 1 ."
    assert assert_alike(tmp_path, shape, data) == wrong


@pytest.mark.parametrize(
    ("component", "wrong"),
    [("sh:minCount 1", {"c"}), ("sh:maxCount 1", {"b"}), ("sh:class :D", {"b"}), ("sh:in ( :x )", {"b"})],
)
def test_a_path_may_lead_against_a_property(component: str, wrong: set[str], tmp_path: Path) -> None:
    shape = SHAPE.format(component).replace(":p ;", "[ sh:inversePath :p ] ;")
    data = ":a a :C . :b a :C . :c a :C . :x :p :a , :b , 'x' . :y :p :b , 'x' . :x a :D ."
    assert assert_alike(tmp_path, shape, data) == wrong


def test_shapes_that_ask_for_the_same_are_told_apart_by_their_messages(tmp_path: Path) -> None:
    shapes = "".join(
        f":{name}Shape a sh:NodeShape ; sh:targetClass :{name} ;"
        f" sh:property [ sh:path :p ; sh:minCount 1 ; sh:message 'a {name} has none' ] ."
        for name in "CDE"
    )
    assert assert_alike(tmp_path, shapes, ":a a :C , :D . :b a :C ; :p 1 . :c a :E ; :p 1 . :d a :D .") == {"a", "d"}


def test_a_query_is_asked_of_the_nodes_that_its_shape_is_about(tmp_path: Path) -> None:
    shapes = """<> sh:declare [ sh:prefix "my" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
        :Shape a sh:NodeShape ; sh:targetClass :C ; sh:severity sh:Warning ; sh:sparql [
            sh:message "{$this} leads by {?path} to {?value}, {?far} off" ; sh:prefixes <> ; sh:select '''
                SELECT $this ?path ?value ?far WHERE {
                    $this my:p ?value . ?value my:q ?far .
                    BIND ( my:p AS ?path )
                }''' ] ."""
    path = written(tmp_path, shapes)
    data = statements(":a a :C ; :p :x . :b :p :x . :x :q :y .")
    (found,) = validate(merged(None, data), path).violations
    assert found.message == "a leads by p to x, y off"
    assert (found.node, found.property, found.value) == tuple(f"https://example.org/{name}" for name in "apx")
    assert found.severity is Severity.WARNING


QUERY = ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:message 'wrong' ; sh:select \"{}\" ] ."
REFUSED = {
    SHAPE.format("sh:minLength 1"): "sh:minLength is not supported",
    SHAPE.format("sh:pattern 'x' ; sh:flags 'i'"): "sh:flags is not supported",
    SHAPE.format("sh:node :Other"): "sh:node is not supported",
    SHAPE.format("sh:minCount 1 ; sh:deactivated true"): "sh:deactivated is not supported",
    SHAPE.format("sh:minCount 'one'"): "one is not a value of sh:minCount",
    SHAPE.format("sh:nodeKind sh:Text"): "is not a kind of node",
    SHAPE.format("sh:class [ ]"): "a blank node cannot be asked for",
    SHAPE.format("sh:in ( [ ] )"): "a blank node cannot be asked for",
    SHAPE.format("sh:in :x"): "a list is broken",
    SHAPE.format("sh:minCount 1 ; sh:severity :Fatal"): "Fatal is not a severity",
    SHAPE.format("sh:minCount 1 ; sh:message 'twice'"): "more than one sh:message",
    SHAPE.format("sh:or ( [ sh:minCount 1 ] )"): "sh:minCount is not supported",
    SHAPE.format("sh:or ( [ sh:class :D ; sh:in ( :x ) ] )"): "is not exactly one component",
    SHAPE.format("sh:or ( [ sh:class :D , :E ] )"): "is not exactly one component",
    SHAPE.format("sh:or ( :Other )"): "is described nowhere",
    SHAPE.format("sh:in _:b") + " _:b rdf:first :x ; rdf:rest _:b .": "a list is broken",
    SHAPE.format("sh:class 'C'"): "the value of sh:class is not an IRI",
    SHAPE.format("sh:datatype 'xsd:integer'"): "the value of sh:datatype is not an IRI",
    SHAPE.format("sh:lessThanOrEquals 3"): "the value of sh:lessThanOrEquals is not an IRI",
    SHAPE.format("sh:minCount '\u0663'"): "is not a value of sh:minCount",
    SHAPE.format("sh:pattern '['"): "[ is not a regular expression",
    SHAPE.replace("sh:message 'wrong'", "sh:message :wrong").format("sh:minCount 1"): "sh:message is no text",
    SHAPE.replace("targetClass :C", "targetClass 'C'").format("sh:minCount 1"): "sh:targetClass is not an IRI",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:property :nothing .": "<https://example.org/nothing> is described",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:property [ ] .": "is described nowhere",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:property 'p' .": "is described nowhere",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:sparql :nothing .": "is described nowhere",
    QUERY.replace("{}", "ASK { }"): "select takes a SELECT query",
    QUERY.replace("{}", "SELECT $this WHERE {"): "is not valid SPARQL",
    QUERY.replace("{}", "SELECT $this WHERE { $this unheard:of 1 }"): "the prefix unheard: is not declared",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:nodeKind sh:IRI .": "no sh:message",
    SHAPE.replace(" :p", " ( :p :q )").format("sh:minCount 1"): "neither a property nor the inverse of one",
    SHAPE.replace(" :p", " [ sh:zeroOrMorePath :p ]").format("sh:minCount 1"): "sh:zeroOrMorePath is not supported",
    SHAPE.replace("sh:message 'wrong' ;", "").format("sh:minCount 1"): "no sh:message",
    SHAPE.replace("sh:path :p ;", "").format("sh:minCount 1"): "no sh:path",
    SHAPE.replace("sh:targetClass", "sh:targetNode").format("sh:minCount 1"): "sh:targetNode is not supported",
    SHAPE.replace("sh:targetClass :C ;", "").format("sh:minCount 1"): "has no target",
    SHAPE.replace("a sh:NodeShape", "a sh:NodeShape , rdfs:Class").format("sh:minCount 1"): "is typed as",
    ":Shape a sh:NodeShape ; sh:targetClass :C ; sh:closed true .": "sh:closed is not supported",
    ":Shape a sh:PropertyShape ; sh:path :p ; sh:minCount 1 .": "sh:path belongs to no shape",
    ":Shape sh:rule [ ] .": "sh:rule belongs to no shape",
}


@pytest.mark.parametrize("shapes", REFUSED)
def test_what_is_not_understood_is_refused_by_its_line(shapes: str, tmp_path: Path) -> None:
    path = written(tmp_path, shapes)
    with pytest.raises(SourceError) as caught:
        read_shapes(path)
    assert REFUSED[shapes] in str(caught.value)
    assert (caught.value.path, caught.value.line) == (path, FIRST)


def test_a_file_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no SHACL shape"):
        read_shapes(written(tmp_path, ":a :p :b ."))
    with pytest.raises(SourceError, match="is not an RDF file"):
        read_shapes(tmp_path / "shapes.txt")


def test_shapes_that_are_no_turtle_are_refused_by_their_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_shapes(written(tmp_path, ":Shape a sh:NodeShape ; ; nonsense ."))
    assert caught.value.line == FIRST


def test_a_constraint_has_its_component_and_its_message() -> None:
    first = read_shapes(shipped("ontology") / "shapes.ttl")[0]
    assert first.component == Component("minCount", ("1",))
    assert first.message == "a role needs a name: add one skos:prefLabel"
