"""Queries of strangers: each is answered or refused, and none ends this process."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from rolegraph.errors import QueryError
from rolegraph.rdf.answers import Answer, ChosenGraphs
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.query_text import runs_here, tokens
from rolegraph.rdf.strangers_queries import MOST_LETTERS, answered


def dataset() -> Dataset:
    store = Store()
    for name in ("one", "two"):
        store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(name), NamedNode(f"x:{name}")))
    return Dataset(store)


def values(query: str, graphs: ChosenGraphs | None = None) -> list[str]:
    def read(answer: Answer) -> list[str]:
        _, rows = answer.table()
        return sorted(cell.text for row in rows for cell in row if cell is not None)

    return answered(dataset(), query, read, graphs)


def test_all_sources_together_are_asked_unless_others_are_chosen() -> None:
    query = "SELECT ?o { ?s ?p ?o }"
    assert values(query) == ["one", "two"]
    assert values(query, ChosenGraphs(("x:one",))) == ["one"]
    assert values(query, ChosenGraphs(named=("x:one",))) == []
    assert values("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", ChosenGraphs(named=("x:one",))) == ["one"]
    assert values("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", ChosenGraphs(("x:one",))) == []
    assert values(query, ChosenGraphs(("x:nothing", "file:///etc/passwd"))) == []
    everything = ChosenGraphs(("x:one", "x:two"), ("x:two", "x:one"))
    assert values("SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", everything) == [
        *["one"] * 2,
        *["two"] * 2,
    ]


def test_what_the_request_chooses_takes_the_place_of_what_the_query_names() -> None:
    assert values("SELECT ?o FROM <x:one> { ?s ?p ?o }", ChosenGraphs(("x:two",))) == ["two"]
    assert values("SELECT ?o FROM NAMED <x:one> { GRAPH ?g { ?s ?p ?o } }", ChosenGraphs(("x:two",))) == []


def test_a_graph_needs_an_iri() -> None:
    with pytest.raises(QueryError, match="no IRI: 'nope'"):
        values("SELECT * { ?s ?p ?o }", ChosenGraphs(("nope",)))


def test_a_long_query_is_answered_with_a_larger_stack_and_nothing_of_it_is_kept() -> None:
    before = threading.stack_size()
    query = "SELECT ?o { ?s ?p ?o FILTER (" + " || ".join(['?o = "one"'] * 900) + ") }" + " " * 20_000
    assert not runs_here(query)
    assert values(query) == ["one"]
    assert threading.stack_size() == before
    assert tokens.cache_info().currsize == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }" + " " * MOST_LETTERS,
        "SELECT * {" + "?s ?p ?o . " * 30_000 + "}",
        "SELECT * { ?s " + "^" * 50_000 + "<x:p> ?o }",
        "SELECT * {" + "<<" * 30_000 + "?s ?p ?o" + ">>" * 30_000 + "}",
        "SELECT * { ?s ?p ?o FILTER (" + "!" * 100_000 + "?s) }",
        "a." * 400_000,
        "<" * 400_000,
    ],
    ids=["spaces", "patterns", "carets", "triple terms", "not", "names", "brackets"],
)
def test_what_is_too_long_is_refused_at_once(query: str) -> None:
    with pytest.raises(QueryError, match=r"too long, or too deep|longer than a query may be"):
        values(query)


def test_a_long_list_of_values_is_no_long_query() -> None:
    rows = " ".join(f"<x:{number}>" for number in range(50_000))
    assert values(f"SELECT ?o {{ VALUES ?s {{ {rows} <x:s> }} ?s ?p ?o }}") == ["one", "two"]


@pytest.mark.parametrize("pair", ["()", "{}", "[]"])
def test_brackets_nest_to_a_depth_only(pair: str) -> None:
    with pytest.raises(QueryError, match="nests brackets deeper than 100"):
        values("SELECT * { ?s ?p ?o " + pair[0] * 40_000 + pair[1] * 40_000 + "}")


@pytest.mark.parametrize(
    "query", ['SELECT * { ?s ?p "' + '\\"' * 400_000, "SELECT * { ?s ?p '''a\n}", "ASK {\n ?s ?p '}"]
)
def test_a_text_without_an_end_is_refused_at_once_with_its_line(query: str) -> None:
    with pytest.raises(QueryError, match=r"line [12]: has a text without an end"):
        values(query)


def test_quotes_that_are_escaped_by_number_end_no_text() -> None:
    assert values(r'SELECT ?x { BIND ("5\u0022" AS ?x) }') == ['5"']


def test_what_an_expression_throws_is_raised_from_the_other_thread() -> None:
    query = "SELECT ?o { ?s ?p ?o FILTER (" + " || ".join(["?o = ?s"] * 900) + ") } nonsense"
    with pytest.raises(QueryError, match="not valid SPARQL"):
        values(query)


def test_no_depth_that_is_allowed_ends_the_process() -> None:
    program = """
from pyoxigraph import Literal, NamedNode, Quad, Store
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.strangers_queries import answered
store = Store()
store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("a"), NamedNode("x:g")))
for inner in ("!" * 19_900 + "?s", "1+" * 4_000 + "1", "||".join(["?s = ?o"] * 1_000)):
    answered(Dataset(store), "SELECT * { ?s ?p ?o FILTER (" + inner + ") }", lambda answer: answer.serialize("json"))
answered(Dataset(store), "SELECT * {" + "UNION".join(["{ ?s ?p ?o }"] * 2_000) + "}", lambda answer: answer.table())
print("alive")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout == "alive\n", done.stderr


def test_an_answer_that_fails_leaves_nothing_of_the_engine_to_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)

    def fail(answer: Answer) -> None:
        assert answer.solutions is not None
        next(iter(answer.solutions))
        raise ValueError("it failed")

    long = "SELECT * { ?s ?p ?o FILTER(true" + "||true" * 500 + ") }"
    assert not runs_here(long)
    for query in ("SELECT * { ?s ?p ?o }", long):
        with ThreadPoolExecutor(1) as pool:
            assert str(pool.submit(answered, dataset(), query, fail).exception()) == "it failed"
        gc.collect()
        assert not lost
