"""What rolegraph writes is RDF like any other: other engines read it, and answer as its own does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import rolegraph
from rolegraph.render.export import export
from tests.engines import ENGINES, PROLOGUE, Engine, Jena, OxigraphServer, Pyoxigraph, need

pytestmark = pytest.mark.slow

OTHERS = [engine for engine in ENGINES if engine is not Pyoxigraph]
QUERIES = {
    "property paths": "SELECT DISTINCT ?narrow ?broad { ?narrow a rg:Skill . ?narrow skos:broader* ?broad }",
    "longer paths": "SELECT DISTINCT ?one ?other { ?one (rg:closeTo|^rg:closeTo)/rg:prerequisite+ ?other }",
    "OPTIONAL": "SELECT DISTINCT ?one ?broad { ?one a rg:Tool OPTIONAL { ?one skos:broader ?broad } }",
    "FILTER NOT EXISTS": "SELECT DISTINCT ?one { ?one a rg:Tool FILTER NOT EXISTS { ?role rg:usesTool ?one } }",
    "MINUS": "SELECT DISTINCT ?one { ?one a rg:Tool MINUS { ?role rg:usesTool ?one } }",
    "VALUES": "SELECT DISTINCT ?one ?hours { VALUES ?one { tool:python tool:sql tool:none } ?one rg:effort ?hours }",
    "GROUP BY and HAVING": """
        SELECT ?role (COUNT(DISTINCT ?need) AS ?needs) { ?role rg:hasRequirement ?need }
        GROUP BY ?role HAVING (COUNT(DISTINCT ?need) > 1)""",
    "AVG, MIN and MAX": """
        SELECT ?kind (AVG(?hours) AS ?mean) (MIN(?hours) AS ?least) (MAX(?hours) AS ?most) {
            SELECT DISTINCT ?kind ?one ?hours { ?one a ?kind ; rg:effort ?hours }
        } GROUP BY ?kind""",
    "BIND, IF and COALESCE": """
        SELECT DISTINCT ?one ?length {
            ?one a rg:Tool OPTIONAL { ?one rg:effort ?hours }
            BIND(IF(COALESCE(?hours, 0) > 50, "long", "short") AS ?length)
        }""",
    "GROUP_CONCAT and SAMPLE of what is one": """
        SELECT ?role (GROUP_CONCAT(DISTINCT STR(?label); SEPARATOR=", ") AS ?labels) (SAMPLE(?label) AS ?name) {
            ?role a rg:Role ; skos:prefLabel ?label
        } GROUP BY ?role""",
    "GRAPH": "SELECT DISTINCT ?source ?one ?hours { GRAPH ?source { ?one rg:effort ?hours } }",
    "GRAPH beside the union": """
        SELECT DISTINCT ?source ?one { ?role rg:usesTool ?one GRAPH ?source { ?one rg:effort ?hours } }""",
    "subselect": """
        SELECT DISTINCT ?role ?label ?needs {
            { SELECT ?role (COUNT(DISTINCT ?need) AS ?needs) { ?role rg:hasRequirement ?need } GROUP BY ?role }
            ?role skos:prefLabel ?label
        }""",
    "UNION": "SELECT DISTINCT ?one { { ?one a rg:Degree } UNION { ?one a rg:Certification } }",
    "strings": """
        SELECT DISTINCT ?one ?short {
            ?one skos:prefLabel ?label FILTER(LANG(?label) = "en" && REGEX(STR(?label), "^data", "i"))
            BIND(LCASE(REPLACE(STR(?label), " ", "-")) AS ?short)
        }""",
    "years": "SELECT DISTINCT ?one ?start ?growth { ?one rg:periodStart ?start ; rg:growth ?growth }",
    "CONSTRUCT": """
        CONSTRUCT { ?one skos:related ?other ; rdfs:label ?label }
        WHERE { ?one rg:closeTo ?other ; skos:prefLabel ?label }""",
    "ASK": "ASK { tool:python rg:effort ?hours FILTER(?hours > 100) }",
}

TERMS = r"""
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:source> {
    <urn:decimal> <urn:is> 1.50 .
    <urn:double> <urn:is> 0.2E1 .
    <urn:integer> <urn:is> "02"^^xsd:integer .
    <urn:short> <urn:is> "-7"^^xsd:short .
    <urn:endless> <urn:is> "-INF"^^xsd:double .
    <urn:boolean> <urn:is> "1"^^xsd:boolean .
    <urn:year> <urn:is> "2029"^^xsd:gYear .
    <urn:date> <urn:is> "2029-02-28"^^xsd:date .
    <urn:moment> <urn:is> "2029-02-28T12:30:00+00:00"^^xsd:dateTime .
    <urn:string> <urn:is> "a"^^xsd:string .
    <urn:signs> <urn:is> "\"\\ \n\t é😀" .
    <urn:language> <urn:is> "a"@EN-gb .
    <urn:other> <urn:is> "a"^^<urn:datatype> .
    <urn:iri> <urn:is> <urn:é> .
    <urn:blank> <urn:is> [] .
}
"""
SPELLED = {
    "decimal": "1.5",
    "double": "2",
    "integer": "2",
    "short": "-7",
    "endless": "-Infinity",
    "boolean": '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    "year": '"2029"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    "date": '"2029-02-28"^^<http://www.w3.org/2001/XMLSchema#date>',
    "moment": '"2029-02-28T12:30:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
    "string": '"a"',
    "signs": r'"\"\\ \n\t é😀"',
    "language": '"a"@en-gb',
    "other": '"a"^^<urn:datatype>',
    "iri": "<urn:é>",
    "blank": "_:",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        export(rolegraph.open(), folder / "graph.trig")
    return folder / "graph.trig"


@pytest.fixture(scope="module")
def own(data: Path) -> Iterator[Engine]:
    with Pyoxigraph(data) as engine:
        yield engine


@pytest.fixture(scope="module", params=OTHERS, ids=lambda engine: engine.name)
def other(request: pytest.FixtureRequest, data: Path) -> Iterator[Engine]:
    need(request.param)
    with request.param(data) as engine:
        yield engine


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_engine_answers_as_ours_does(own: Engine, other: Engine, query: str) -> None:
    answer = other.ask(PROLOGUE + query)
    assert answer == own.ask(PROLOGUE + query)
    assert answer


def test_a_server_without_the_union_finds_everything_in_graphs(own: Engine, data: Path) -> None:
    need(OxigraphServer)
    everything = "SELECT DISTINCT ?source ?one ?said ?of { GRAPH ?source { ?one ?said ?of } }"
    with OxigraphServer(data, union=False) as server:
        assert not server.ask("ASK { ?one ?said ?of }")
        assert server.ask(everything) == own.ask(everything)


def test_terms_are_spelled_alike(tmp_path: Path) -> None:
    (tmp_path / "terms.trig").write_text(TERMS, encoding="utf-8")
    answers = {}
    for kind in ENGINES:
        if not kind.missing():
            with kind(tmp_path / "terms.trig") as engine:
                answers[kind.name] = engine.ask("SELECT ?one ?term { ?one <urn:is> ?term }")
    assert answers == dict.fromkeys(answers, answers["pyoxigraph"])
    assert answers["pyoxigraph"] == frozenset((f"<urn:{one}>", term) for one, term in SPELLED.items())


def test_what_is_no_query_is_refused(other: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)expected|encountered"):
        other.ask("SELECT ?one WHERE")


@pytest.mark.parametrize("kind", [OxigraphServer, Jena])
def test_a_server_ends_with_its_block(kind: type[Engine], data: Path) -> None:
    need(kind)
    server = kind(data)
    with pytest.raises(KeyError), server:
        assert server.ask("ASK {}")
        raise KeyError
    with pytest.raises(ConnectionRefusedError):
        server.ask("ASK {}")


@pytest.mark.parametrize("kind", [OxigraphServer, Jena])
def test_a_server_says_why_it_does_not_start(kind: type[Engine], tmp_path: Path) -> None:
    need(kind)
    (tmp_path / "graph.trig").write_text("no TriG")
    with pytest.raises(RuntimeError, match=r"line:? 1"), kind(tmp_path / "graph.trig"):
        pass
