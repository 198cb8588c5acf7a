"""A store with a source in half the room: whatever is asked, it looks as if there were named graphs only."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from rolegraph.errors import SourceError
from rolegraph.rdf.answers import ChosenGraphs, evaluate
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.places import fingerprint, open_dataset
from rolegraph.rdf.query_pool import answer
from rolegraph.rdf.sole_source import SOLE_SOURCE
from rolegraph.rdf.transactions import building, previewed, put
from rolegraph.rdf.vocabulary import SOURCE

MINE, OTHER = SOURCE + "mine", SOURCE + "other"
TEXTS = ("one", "two", "three")


def of(graph: NamedNode | DefaultGraph, text: str = "one") -> Quad:
    return Quad(NamedNode(f"x:{text}"), NamedNode("x:says"), Literal(text), graph)


QUADS = {of(NamedNode(MINE), text) for text in TEXTS}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A built graph of one source, as an import makes it."""
    with building(tmp_path / "graph") as made, made.writer(MINE, "") as writer:
        for text in TEXTS:
            writer.words(f"x:{text}", "x:says", text)
    return tmp_path / "graph"


OTHERS = {of(NamedNode(OTHER), text) for text in ("one", "four")}


@pytest.fixture
def with_another(tmp_path: Path) -> Path:
    """A built graph of a large source and a small one, as an import with estimates makes it."""
    with building(tmp_path / "graph") as made:
        for source, texts in ((MINE, TEXTS), (OTHER, ("one", "four"))):
            with made.writer(source, "") as writer:
                for text in texts:
                    writer.words(f"x:{text}", "x:says", text)
    return tmp_path / "graph"


QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { graph $g { ?s ?p 'two' } ?s ?p ?o }",
    f"SELECT * {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}",
    f"PREFIX m: <{SOURCE}> SELECT * {{ GRAPH m:mine {{ ?s ?p ?o }} GRAPH m:other {{ ?s ?p ?o }} }}",
    f"SELECT * {{ GRAPH <{OTHER}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?g {{ <{OTHER}> }} GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?g {{ <{MINE}> <{OTHER}> }} GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p 'one' } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p 'one' } } }",
    f"SELECT * {{ ?s ?p ?o BIND(<{OTHER}> AS ?g) FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
    "SELECT * { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p 'one' } } }",
    "SELECT * { { GRAPH ?g { ?s ?p 'one' } } UNION { GRAPH ?g { ?s ?p 'two' } } }",
    "SELECT * { ?s ?p ?o FILTER(?o != ' GRAPH ?g { ') } # GRAPH ?g { ?a ?b ?c }",
    "SELECT * " + f"FROM <{MINE}> {{ ?s ?p ?o }}",
    "SELECT * " + f"FROM <{OTHER}> {{ ?s ?p ?o }}",
    "SELECT * " + f"FROM NAMED <{MINE}> {{ ?s ?p ?o }}",
    "SELECT * " + f"FROM NAMED <{MINE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    *(
        query.replace("MINE", MINE).replace("OTHER", OTHER)
        for query in (
            "SELECT * FROM <MINE> FROM <OTHER> { ?s ?p ?o }",
            "SELECT * FROM <OTHER> FROM NAMED <MINE> { ?s ?p ?o }",
            "SELECT * FROM <MINE> FROM NAMED <OTHER> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
            "PREFIX mine: <MINE> SELECT * FROM mine: { ?s ?p ?o }",
            "BASE <MINE> SELECT * FROM <> { ?s ?p ?o }",
            "SELECT * FROM <x:nothing> { ?s ?p ?o FILTER(?o != ' FROM <x:a> ') }",
        )
    ),
    "SELECT * { " + " ".join(f"GRAPH ?g{number} {{ ?s ?p ?o }}" for number in range(12)) + " }",
    "SELECT * { GRAPH ?g { ?s ?p ?o . ?t ?p ?o } }",
    "SELECT * { GRAPH ?g { ?s ?p ?g } }",
    "SELECT * { GRAPH ?g { _:a ?p ?o } }",
    "SELECT * { GRAPH ?g { } }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER EXISTS { ?s ?p 'two' } }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(EXISTS { ?s ?p 'two' }) }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } MINUS { GRAPH ?h { ?s ?p 'two' } } }",
    "SELECT (COUNT(*) AS ?n) ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g HAVING (EXISTS { ?s ?p 'one' }) ORDER BY ?g",
    "SELECT ?g (EXISTS { ?s ?p ?o } AS ?e) { GRAPH ?g { ?s ?p ?o } }",
    f"SELECT * {{ GRAPH <{MINE}> {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }} }}",
    "SELECT * { { SELECT ?s { ?s ?p 'two' } } GRAPH ?g { ?s ?p ?o } }",
    f"SELECT * {{ VALUES (?g ?o) {{ (<{MINE}> 'one') (<{OTHER}> 'two') }} GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }} VALUES ?g {{ <{OTHER}> }}",
    "SELECT * { GRAPH ?g { ?s ?p ?o } OPTIONAL { GRAPH ?h { ?s ?p ?o } FILTER(?g = ?h) } }",
    "SELECT * { GRAPH ?g { ?s (<x:says>|^<x:says>)+ ?o } }",
)


def rows(store: Store, query: str) -> list[list[str]]:
    solutions = evaluate(store, query)
    assert isinstance(solutions, QuerySolutions)
    names = sorted(variable.value for variable in solutions.variables)
    return sorted([f"{name} {solution[name]}" for name in names] for solution in solutions)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_answered_as_if_the_source_were_a_named_graph(place: Path, query: str) -> None:
    named = Store()
    named.extend(QUADS)
    opened = open_dataset([place])
    assert opened.lexical_store.sole_source == NamedNode(MINE)
    assert rows(opened.store, query) == rows(named, query)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_over_a_large_and_a_small_source_is_answered_as_if_both_were_named_graphs(
    with_another: Path, query: str
) -> None:
    named = Store()
    named.extend(QUADS | OTHERS)
    opened = open_dataset([with_another])
    assert opened.lexical_store.sole_source == NamedNode(MINE)
    assert rows(opened.store, query) == rows(named, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o }",
        "SELECT * " + f"FROM <{MINE}> {{ ?s ?p ?o }}",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_a_query_over_all_graphs_or_each_or_some_needs_no_copy(with_another: Path, query: str) -> None:
    opened = open_dataset([with_another])
    rows(opened.store, query)
    assert "_copy" not in vars(opened.store)


@pytest.mark.parametrize("default", [(), (MINE,), (OTHER,), (MINE, OTHER), ("x:nothing",)])
@pytest.mark.parametrize("named", [(), (MINE,), (OTHER,)])
@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"])
def test_a_request_may_choose_the_graphs(
    with_another: Path, query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    plain = Store()
    plain.extend(QUADS | OTHERS)
    chosen = ChosenGraphs(default, named)
    found, expected = (evaluate(store, query, chosen) for store in (open_dataset([with_another]).store, plain))
    assert isinstance(found, QuerySolutions)
    assert isinstance(expected, QuerySolutions)
    assert sorted(map(str, found)) == sorted(map(str, expected))


def test_whoever_reads_sees_two_named_graphs(with_another: Path) -> None:
    opened = open_dataset([with_another])
    assert set(opened.quads()) == set(opened.lexical_store) == QUADS | OTHERS
    assert (set(opened.quads_of(MINE)), set(opened.quads_of(OTHER))) == (QUADS, OTHERS)
    assert (opened.sources(), opened.size(), opened.size_of(MINE), opened.size_of(OTHER)) == ([MINE, OTHER], 5, 3, 2)
    assert all(quad in opened.lexical_store for quad in QUADS | OTHERS)
    assert not any(of(name, "four") in opened.lexical_store for name in (NamedNode(MINE), DefaultGraph()))
    assert {said.source for said in opened.statements("x:one", "x:says")} == {MINE, OTHER}
    assert not list(opened.store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert all(opened.store.contains_named_graph(NamedNode(name)) for name in (MINE, OTHER))
    assert set(opened.from_sources([OTHER]).quads()) == OTHERS


@pytest.mark.parametrize("source", [MINE, OTHER, SOURCE + "third"])
def test_a_change_of_either_source_leaves_the_other(with_another: Path, source: str) -> None:
    new = {of(NamedNode(source), "more")}
    put(with_another, new)
    changed = open_dataset([with_another])
    assert set(changed.quads()) == new | {quad for quad in QUADS | OTHERS if quad.graph_name != NamedNode(source)}
    assert (changed.lexical_store.sole_source is None) is (source == MINE)  # a few of others fit beside it


def test_whoever_reads_sees_a_named_graph(place: Path) -> None:
    opened = open_dataset([place])
    assert set(opened.quads()) == set(opened.quads_of(MINE)) == set(opened.lexical_store) == QUADS
    assert not list(opened.quads_of(OTHER))
    assert (opened.sources(), opened.size(), opened.size_of(MINE), opened.size_of(OTHER)) == ([MINE], 3, 3, 0)
    assert all(quad in opened.lexical_store for quad in QUADS)
    assert of(DefaultGraph()) not in opened.lexical_store
    assert [said.source for said in opened.statements("x:one", "x:says")] == [MINE]
    assert opened.store.contains_named_graph(NamedNode(MINE))
    assert not opened.store.contains_named_graph(NamedNode(OTHER))


def test_the_engine_keeps_half_the_orders(place: Path) -> None:
    del place
    engine = Store()
    store = LexicalStore(engine)
    store.devote_to(NamedNode(MINE))
    store.engine.bulk_load(b"<x:a> <x:b> <x:c> .", RdfFormat.N_TRIPLES, to_graph=NamedNode(MINE), lenient=True)
    store.devote_to(NamedNode(OTHER))
    store.engine.bulk_load(b"<x:a> <x:b> <x:d> .", RdfFormat.N_TRIPLES, to_graph=NamedNode(OTHER), lenient=True)
    assert {quad.graph_name for quad in engine} == {DefaultGraph(), NamedNode(OTHER)}


def test_rdflib_sees_the_named_graph(place: Path) -> None:
    import rdflib

    seen = open_dataset([place]).to_rdflib()
    assert {str(graph.identifier) for graph in seen.graphs()} >= {MINE}
    assert len(seen.graph(rdflib.URIRef(MINE))) == 3
    assert [str(row[0]) for row in seen.query("SELECT ?s { ?s ?p 'one' }")] == ["x:one"]  # type: ignore[index]


def test_a_query_with_a_time_limit_gets_the_same(place: Path) -> None:
    found = answer(open_dataset([place]), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", 60)
    assert [str(row.g) for row in found.value()] == [MINE]  # type: ignore[union-attr]


@pytest.mark.parametrize("source", [MINE, OTHER])
def test_a_change_of_another_source_takes_no_room_of_the_first(place: Path, source: str) -> None:
    new = {of(NamedNode(source), "more")}
    before = open_dataset([place])
    put(place, new)
    changed = open_dataset([place])
    assert set(changed.quads()) == (new if source == MINE else QUADS | new)
    assert (changed.lexical_store.sole_source is None) is (source == MINE)  # a few of others fit beside it
    assert (place / SOLE_SOURCE).exists() is (source == OTHER)
    assert set(before.quads()) == QUADS  # as it was opened


def test_several_writers_may_follow_each_other(tmp_path: Path) -> None:
    with building(tmp_path / "graph") as made:
        for source, text in ((MINE, "one"), (OTHER, "two"), (MINE, "three")):
            with made.writer(source, "") as writer:
                writer.words("x:a", "x:says", text)
    opened = open_dataset([tmp_path / "graph"])
    assert [(said.value, said.source) for said in opened.statements("x:a", "x:says")] == [
        ("one", MINE),
        ("three", MINE),
        ("two", OTHER),
    ]


def test_a_preview_leaves_the_graph_as_it_is(place: Path) -> None:
    before = fingerprint([place])
    assert previewed(open_dataset([place]), {OTHER: [of(NamedNode(OTHER), "more")]}, [], Dataset.size) == 4
    assert fingerprint([place]) == before
    assert open_dataset([place]).sources() == [MINE]


@pytest.mark.parametrize("data", [b"", b"x:nobody\n", f"{OTHER}\nabc\n".encode(), b"\xff\n"])
def test_a_damaged_name_of_the_source_is_said(place: Path, data: bytes) -> None:
    before = fingerprint([place])
    (place / SOLE_SOURCE).write_bytes(data)
    with pytest.raises(SourceError, match=r"source is damaged.*build it anew"):
        open_dataset([place])
    assert fingerprint([place]) != before
