"""What a query gives: rows of rdflib terms, graphs, truths, the W3C's formats; and the end of what takes too long."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.rdf.values import as_graph

import rolegraph
from rolegraph.errors import QueryError, RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.rdf.answers import Answer, Rows, checked_query, to_rdflib
from rolegraph.rdf.places import merged

ROLES = "SELECT DISTINCT ?role ?label { ?role a rg:Role ; skos:prefLabel ?label } ORDER BY ?label"


def test_rows_are_named_tuples_of_rdflib_terms(small: RoleGraph) -> None:
    rows = small.query(ROLES)
    assert isinstance(rows, Rows)
    assert rows.variables == ("role", "label")
    assert [str(row.label) for row in rows] == ["Baker", "Pastry Chef"]
    first = rows[0]
    assert first.role == rdflib.URIRef("https://w3id.org/rolegraph/id/role/baker")
    assert first.label == rdflib.Literal("Baker", lang="en")
    role, label = first
    assert (role, label) == tuple(first) == (first[0], first[1])
    assert [row.label for row in rows[1:]] == [rows[-1].label]
    assert first in rows
    with pytest.raises(IndexError):
        rows[2]


def test_a_text_is_equal_to_the_same_text(small: RoleGraph) -> None:
    rows = small.query("SELECT ?x { BIND (CONCAT('a', 'b') AS ?x) }")
    assert isinstance(rows, Rows)
    assert rows[0].x == rdflib.Literal("ab")


def test_an_unbound_variable_is_none_and_an_odd_name_goes_by_its_place(small: RoleGraph) -> None:
    rows = small.query("SELECT ?class ?x ?1 { BIND (1 AS ?1) BIND (2.5 AS ?class) }")
    assert isinstance(rows, Rows)
    assert rows.variables == ("class", "x", "1")
    (row,) = rows
    assert tuple(row) == (rdflib.Literal("2.5", datatype=rdflib.XSD.decimal), None, rdflib.Literal(1))
    assert row._0 == row[0]


def test_a_graph_and_a_truth_are_what_python_has_for_them(small: RoleGraph) -> None:
    graph = small.query("neighbourhood", role="baker")
    assert isinstance(graph, rdflib.Graph)
    assert "role:baker a rg:Role" in graph.serialize()
    assert (rdflib.URIRef("https://w3id.org/rolegraph/id/role/baker"), None, None) in graph
    assert small.query("ASK { ?role a rg:Role }") is True
    assert isinstance(small.query("DESCRIBE role:baker"), rdflib.Graph)


def test_rows_become_a_data_frame(small: RoleGraph) -> None:
    rows = small.query("SELECT ?tool ?hours ?none { ?tool a rg:Tool ; rg:effort ?hours } ORDER BY DESC(?hours)")
    assert isinstance(rows, Rows)
    assert rows.to_pandas(short=True)["tool"][0] == "tool:blowtorch"
    frame = rows.to_pandas()
    assert list(frame.columns) == ["tool", "hours", "none"]
    assert list(frame["hours"].head(2)) == [80, 30]
    assert type(frame["tool"][0]) is str
    assert frame["none"].isna().all()


def test_without_pandas_the_cure_is_named(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    rows = small.query(ROLES)
    assert isinstance(rows, Rows)
    with pytest.raises(RolegraphError, match=r"pip install pandas"):
        rows.to_pandas()


hostile = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.text("\"',\n\t<>&\\ ;é", max_size=12)


@given(hostile, st.sampled_from(["", "en", "de-ch"]))
def test_the_formats_lose_nothing(text: str, language: str) -> None:
    subject = NamedNode("https://example.org/x")
    literal = Literal(text, language=language) if language else Literal(text)
    dataset = merged(None, [Quad(subject, subject, literal, subject)])
    query = "SELECT ?s ?text ?none { ?s ?p ?text }"
    (line,) = list(csv.reader(io.StringIO(dataset.answer(query).serialize("csv").decode(), newline="")))[1:]
    assert line == [subject.value, text, ""]
    (bound,) = json.loads(dataset.answer(query).serialize("json"))["results"]["bindings"]
    assert bound["text"]["value"] == text
    assert bound["text"].get("xml:lang", "") == language
    assert "none" not in bound
    found = ET.fromstring(dataset.answer(query).serialize("xml")).findall(".//{*}literal")  # noqa: S314 - our own
    assert "".join(found[0].itertext()).replace("\r\n", "\n") == text.replace("\r\n", "\n")
    tab = dataset.answer(query).serialize("tsv").decode()
    assert tab.startswith("?s\t?text\t?none\n<https://example.org/x>\t")
    assert tab.count("\n") == 2


def test_csv_and_tsv_are_those_of_the_w3c(small: RoleGraph) -> None:
    assert small.answer(ROLES).serialize("csv").split(b"\r\n")[:2] == [
        b"role,label",
        b"https://w3id.org/rolegraph/id/role/baker,Baker",
    ]
    assert small.answer(ROLES).serialize("tsv").split(b"\n")[:2] == [
        b"?role\t?label",
        b'<https://w3id.org/rolegraph/id/role/baker>\t"Baker"@en',
    ]


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_xml_is_well_formed_and_holds_all_that_it_can(text: str) -> None:
    notes: list[str] = []
    subject = NamedNode("https://example.org/x")
    dataset = merged(None, [Quad(subject, subject, Literal(text), subject)])
    answer = dataset.answer("SELECT ?o { ?s ?p ?o }")
    (found,) = ET.fromstring(answer.serialize("xml", notes.append)).findall(".//{*}literal")  # noqa: S314 - our own
    lost = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    assert (found.text or "") == lost.sub("\ufffd", text)
    assert len(notes) == bool(lost.search(text))
    if notes:
        assert notes[0].endswith(f"became U+FFFD: {len(lost.findall(text))}")


def test_a_truth_has_json_and_xml_and_a_graph_has_turtle(small: RoleGraph) -> None:
    assert json.loads(small.answer("ASK {}").serialize("json")) == {"head": {}, "boolean": True}
    assert b"<boolean>false</boolean>" in small.answer("ASK { FILTER (false) }").serialize("xml")
    turtle = small.answer("neighbourhood", {"role": "baker"}).serialize("ttl").decode()
    assert turtle.startswith("@prefix")
    assert len(rdflib.Graph().parse(data=turtle)) == len(as_graph(small.query("neighbourhood", role="baker")))
    for query, format_ in (("ASK {}", "csv"), (ROLES, "ttl"), ("DESCRIBE role:baker", "json")):
        with pytest.raises(RolegraphError, match="has no format"):
            small.answer(query).serialize(format_)


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n ?s ?p ?o \n nonsense }", 3),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", None),
        ("ASK { <no iri> ?p ?o }", 1),
    ],
)
def test_what_is_no_sparql_is_refused_with_its_line(query: str, line: int | None, small: RoleGraph) -> None:
    with pytest.raises(QueryError, match="SPARQL") as caught:
        small.query(query)
    assert line is None or caught.value.line == line


def test_from_chooses_among_the_sources() -> None:
    graph = rolegraph.open()
    query = "SELECT (COUNT(*) AS ?n) {} WHERE { ?s ?p ?o }"
    sizes = []
    for clause in ("", "FROM source:editorial", "FROM NAMED source:editorial"):
        rows = graph.query(query.replace("{}", clause))
        assert isinstance(rows, Rows)
        sizes.append(int(rows[0].n))
    assert sizes == [graph.dataset.size(), graph.dataset.size_of("https://w3id.org/rolegraph/source/editorial"), 0]


def test_an_answer_that_is_no_table_has_none() -> None:
    with pytest.raises(TypeError):
        Answer(truth=True).table()


def test_the_language_of_a_text_is_kept() -> None:
    assert to_rdflib(Literal("données", language="fr")) == rdflib.Literal("données", lang="fr")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $ { ?s ?p ?o }", "the query, line 1: is not valid SPARQL: expected DISTINCT (at column 16)"),
        ("SELECT ?x { ?x ?y }", "the query, line 1: is not valid SPARQL (at column 20)"),
        ("ASK {\n", "the query, line 2: is not valid SPARQL (at column 1)"),
        ("ASK { ?x <a b> ?y }", "the query, line 1: is not valid SPARQL: IRI parsing failed (at column 15)"),
    ],
)
def test_a_malformed_query_lists_few_signs_or_none(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        checked_query(query)
    assert str(caught.value) == message


def test_a_graph_with_blank_nodes_has_the_same_bytes_in_every_run(small: RoleGraph) -> None:
    pattern = "?s a rg:Role ; skos:prefLabel ?label"
    query = f"CONSTRUCT {{ [] rdfs:label ?label ; rdfs:seeAlso [ rdfs:label ?label ] }} {{ {pattern} }}"
    first, second = (small.dataset.answer(query).serialize("ttl") for _ in range(2))
    assert first == second
    assert first.count(b"rdfs:seeAlso") == 2
