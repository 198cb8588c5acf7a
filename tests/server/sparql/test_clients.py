"""Clients that others wrote, and our own, ask the endpoint over a socket and get the answers that there are here."""

from __future__ import annotations

import csv
import io
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import rdflib
import uvicorn
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from tests.commands import run_command
from tests.conftest import SMALL
from tests.engines import Jena, need
from tests.needs import missing
from tests.server.pages.clients import shipped_graph

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.rdf.answers import to_rdflib_graph
from rolegraph.rdf.vocabulary import RG
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph

ROLE: Final = rdflib.URIRef(RG + "Role")
SELECT: Final = f"SELECT ?role {{ ?role a <{RG}Role> }} ORDER BY ?role"
CONSTRUCT: Final = f"CONSTRUCT {{ ?role a ?type }} {{ ?role a <{RG}Role> , ?type }}"


@contextmanager
def serving(graph: RoleGraph) -> Iterator[str]:
    """The address of an endpoint over a graph, in a thread."""
    config = uvicorn.Config(application(ServedGraph(graph)), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/sparql"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(shipped_graph()) as found:
        yield found


def roles_here() -> list[str]:
    _, rows = shipped_graph().answer(SELECT).table()
    return [cell.iri for row in rows for cell in row if cell is not None]


def types_here() -> set[object]:
    return set(to_rdflib_graph(shipped_graph().answer(CONSTRUCT).triples or ()))


@pytest.mark.parametrize("format_", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib_asks_every_form_of_query(address: str, method: str, format_: str) -> None:
    graph = rdflib.Graph(store=SPARQLStore(address, method=method, returnFormat=format_))
    assert [str(row[0]) for row in graph.query(SELECT) if isinstance(row, ResultRow)] == roles_here()
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    assert graph.query("ASK { ?s ?p 'nothing' }").askAnswer is False
    assert set(graph.query(CONSTRUCT).graph or ()) == types_here()
    assert len(graph.query("DESCRIBE <https://w3id.org/rolegraph/id/role/data-scientist>").graph or ()) > 100


def test_the_store_of_rdflib_is_a_graph_and_names_those_that_it_asks(address: str) -> None:
    graph = rdflib.Graph(store=SPARQLStore(address))
    roles = set(graph.subjects(rdflib.RDF.type, ROLE))
    assert {str(role) for role in roles} == set(roles_here())
    source = rdflib.URIRef("https://w3id.org/rolegraph/source/editorial")
    one = rdflib.Graph(store=SPARQLStore(address, context_aware=True), identifier=source)
    assert 0 < len(one) < len(graph)


def test_jena_asks_from_the_command_line(address: str, tmp_path: Path) -> None:
    need(Jena)
    asked = rsparql(address, tmp_path, "--results", "CSV", SELECT)
    assert [row[0] for row in csv.reader(io.StringIO(asked))][1:] == roles_here()
    assert "yes" in rsparql(address, tmp_path, "ASK { ?s ?p ?o }").lower()
    built = rdflib.Graph().parse(data=rsparql(address, tmp_path, "--results", "NT", CONSTRUCT), format="nt")
    assert set(built) == types_here()


def rsparql(address: str, folder: Path, *words: str) -> str:
    """What Jena's command for endpoints writes."""
    more = "jena-cmds jena-tdb jena-rdfconnection jena-dboe-base jena-dboe-storage jena-dboe-trans-data".split()
    if absent := [path.name for path in Jena.jars(*more) if not path.exists()]:
        missing(f"Jena's commands are not installed: no {', '.join(absent)}")
    command = Jena.run_in(folder, "arq.rsparql", "--service", address, *words, more=more)
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


COMMANDS: Final = (
    ("path", "baker", "pastry-chef"),
    ("compare", "baker", "pastry-chef"),
    ("nearest", "baker"),
    ("route", "baker", "pastry-chef"),
    ("whatif", "baker", "--learn", "sugar-work"),
    ("show", "pastry-chef"),
    ("search", "oven"),
    ("list", "skills"),
    ("info",),
    ("query", "run", "gap", "--start", "baker", "--goal", "pastry-chef"),
    ("query", "run", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("query", "run", "-e", "DESCRIBE role:baker"),
)


@pytest.fixture(scope="module")
def small_address() -> Iterator[str]:
    with serving(rolegraph.open(SMALL, widening=None)) as found:
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_has_the_same_answer_over_the_endpoint(
    small_address: str, words: tuple[str, ...], home: Path
) -> None:
    form = () if "DESCRIBE" in words[-1] else ("--json",)
    there, here = (run_command([*words, *form, "--graph", place], home) for place in (small_address, str(SMALL)))
    assert here[0] == 0, here[2]
    places = [f'"{place}"' for place in (small_address, str(SMALL), SMALL.name)]
    assert [line for line in there[1].splitlines() if not any(place in line for place in places)] == [
        line for line in here[1].splitlines() if not any(place in line for place in places)
    ], there[2]


def test_what_is_wrong_with_a_query_is_told_by_our_client_in_one_line(small_address: str, home: Path) -> None:
    query = "SELECT ?s { ?s ?p ?o } GROUP BY ?p"
    code, _, said = run_command(["query", "run", "-e", query, "--graph", small_address], home)
    assert (code, said.count("\n")) == (2, 1)
    assert "not valid SPARQL" in said
