"""A graph behind an endpoint answers as the same graph here, and no more of it is fetched than is looked at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.engines import OxigraphServer, need

import rolegraph
from rolegraph.errors import EndpointError, UnknownNode
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.answers import Answer
from rolegraph.rdf.endpoint import Endpoint
from rolegraph.rdf.remote import RemoteDataset
from rolegraph.render.export import export

ROLES = ("data-science-engineer", "lead-ml-engineer")


@contextlib.contextmanager
def served(graph: RoleGraph, path: Path, *, union: bool = False) -> Iterator[str]:
    """The address of an Oxigraph server with a graph, in the format that a file's name ends in."""
    need(OxigraphServer)
    export(graph, path)
    with OxigraphServer(path, union=union) as server:
        yield f"http://127.0.0.1:{server.port}/query"


@pytest.fixture(scope="module", params=["named graphs", "union", "default graph"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shipped graph, as servers may hold it: in named graphs, joined or not, or all in the default graph."""
    ending = ".ttl" if request.param == "default graph" else ".trig"
    path = tmp_path_factory.mktemp("served") / f"graph{ending}"
    with served(rolegraph.open(), path, union=request.param == "union") as url:
        yield url


def test_answers_are_those_of_the_same_graph_here(address: str) -> None:
    here, there = rolegraph.open(), rolegraph.open(address)
    for start, goal in (ROLES, ROLES[::-1]):
        assert there.path(start, goal) == here.path(start, goal)
    assert there.compare(ROLES) == here.compare(ROLES)
    assert there.nearest(ROLES[0]) == here.nearest(ROLES[0])
    assert there.nearest("data-scientist") == here.nearest("data-scientist")  # which texts describe, too
    assert there.route(*ROLES) == here.route(*ROLES)
    assert there.stats() == here.stats()
    assert there.role(ROLES[0]) == here.role(ROLES[0])
    for name in ("python", "machine learning", "bachelor-computer-science"):
        node = here.resolve(name, (Kind.TOOL, Kind.SKILL, Kind.DEGREE))
        assert there.capability(node) == here.capability(node)
        assert there.statements(node) == here.statements(node)
    assert there.nodes(Kind.SKILL) == here.nodes(Kind.SKILL)
    assert there.postings() == here.postings()
    assert there.search("learn") == here.search("learn")
    assert there.info()[:-1] == here.info()[:-1]
    assert there.info().places == (address,)


def test_nothing_differs_between_a_graph_and_the_endpoint_that_serves_it(address: str) -> None:
    here, there = rolegraph.open(), rolegraph.open(address)
    assert here.diff(there).identical
    assert here.path_diff(there, *ROLES).same


def test_questions_of_the_library_have_the_same_rows(address: str) -> None:
    here, there = rolegraph.open(), rolegraph.open(address)
    for name in ("gap", "compare", "distinctive-tools", "who-could-move-here"):
        assert list(there.query(name)) == list(here.query(name))  # type: ignore[arg-type]
    assert there.query("asks-for") is True
    # A default graph is left to say by itself who states what.
    found = {triple for triple in there.query("neighbourhood") if not triple[1].endswith("statedIn")}  # type: ignore[union-attr]
    assert found == set(here.query("neighbourhood"))  # type: ignore[arg-type]


def test_everything_can_be_had(address: str, tmp_path: Path) -> None:
    here, there = rolegraph.open(), rolegraph.open(address)
    for graph, name in ((here, "here.trig"), (there, "there.trig")):
        export(graph, tmp_path / name)
    assert (tmp_path / "here.trig").read_bytes() == (tmp_path / "there.trig").read_bytes()
    assert there.validate().valid
    assert there.info()[:-1] == here.info()[:-1]


def test_what_is_not_there_is_unknown(address: str) -> None:
    with pytest.raises(UnknownNode, match="did you mean 'Lead Machine Learning Engineer'"):
        rolegraph.open(address).path("lead-ml-enginer", "data-science-engineer")


def test_a_path_takes_few_requests_and_a_part_of_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Endpoint.ask

    def counted(self: Endpoint, query: str, timeout: float | None = None) -> Answer:
        asked.append(query)
        return ask(self, query, timeout)

    monkeypatch.setattr(Endpoint, "ask", counted)
    with served(rolegraph.open(), tmp_path / "graph.trig") as url:
        graph = rolegraph.open(url)
        steps = graph.path(*ROLES).steps
        first = len(asked)
        assert first < 3 * len(steps)
        assert len(graph.dataset.store) < graph.dataset.size()
        again = len(asked)
        graph.path(*ROLES)
        assert len(asked) == again


def test_a_part_of_the_statements_is_not_taken_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(rolegraph.open(SMALL), tmp_path / "graph.trig") as url:
        graph = rolegraph.open(url)
        monkeypatch.setattr(RemoteDataset, "size", lambda _: 1_000_000)
        with pytest.raises(EndpointError, match=r"of 1,000,000 statements"):
            export(graph, tmp_path / "all.trig")
        assert not (tmp_path / "all.trig").exists()


def test_a_node_without_an_iri_cannot_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "blank.trig"
    path.write_text(
        """PREFIX rg: <https://w3id.org/rolegraph/ns#> PREFIX role: <https://w3id.org/rolegraph/id/role/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX tool: <https://w3id.org/rolegraph/id/tool/>
        PREFIX source: <https://w3id.org/rolegraph/source/>
        GRAPH source:x { source:x a rg:Source . role:a a rg:Role ; skos:prefLabel "A" ; rg:hasRequirement [
            rg:anyOf tool:t ; rg:necessity rg:essential ] . tool:t a rg:Tool ; skos:prefLabel "T" }"""
    )
    here = rolegraph.open(path)
    assert [asked.label for asked in here.role("A").requirements] == ["T"]
    with served(here, tmp_path / "served.trig") as url, pytest.raises(EndpointError, match="without an IRI"):
        rolegraph.open(url).role("A")
