"""Queries with a time limit run in a process of their own, which is ended when it is reached."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import rdflib

import rolegraph
from rolegraph.errors import QueryError, QueryTimeout
from rolegraph.graph import RoleGraph
from rolegraph.rdf.answers import Rows
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import merged
from rolegraph.rdf.query_worker import answer_within
from rolegraph.rdf.transactions import put

ROLES = "SELECT DISTINCT ?role ?label { ?role a rg:Role ; skos:prefLabel ?label } ORDER BY ?label"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(20)) + " }"


def as_rows(value: object) -> Rows:
    assert isinstance(value, Rows)
    return value


def as_graph(value: object) -> rdflib.Graph:
    assert isinstance(value, rdflib.Graph)
    return value


def test_an_endless_query_is_stopped_and_the_process_lives_on(small: RoleGraph) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeout) as caught:
        small.query(ENDLESS, timeout=0.5)
    assert caught.value.seconds == 0.5
    assert time.monotonic() - begin < 20
    assert len(as_rows(small.query(ROLES, timeout=20))) == 2


def test_the_answer_is_the_same_with_a_limit_as_without(small: RoleGraph) -> None:
    for name, values in (("gap", {"start": "baker", "goal": "pastry-chef"}), ("statements", {"node": "dough"})):
        limited, unlimited = (small.answer(name, values, limit).value() for limit in (30, None))
        assert list(as_rows(limited)) == list(as_rows(unlimited))
    assert small.query("ASK { ?x a rg:Role }", timeout=30) is True
    graphs = [as_graph(small.query("neighbourhood", role="baker", timeout=limit)) for limit in (None, 30)]
    assert set(graphs[0]) == set(graphs[1])


def test_a_graph_in_memory_and_a_built_one_are_asked_in_a_process_too(small: RoleGraph, tmp_path: Path) -> None:
    in_memory = RoleGraph(merged(small.dataset, []))
    put(tmp_path / "built", small.dataset.quads())
    for graph in (in_memory, rolegraph.open(tmp_path / "built")):
        assert [str(row.label) for row in as_rows(graph.query(ROLES, timeout=30))] == ["Baker", "Pastry Chef"]


def test_what_lies_in_the_current_folder_is_not_run(
    small: RoleGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    (tmp_path / "rolegraph").mkdir()
    (tmp_path / "rolegraph" / "__init__.py").write_text("raise SystemExit('run')")
    places = tuple(place.resolve() for place in small.dataset.places)
    monkeypatch.chdir(tmp_path)
    dataset = Dataset(small.dataset.store, places=places)
    assert answer_within(30, dataset, "ASK {}").truth is True


def test_a_graph_that_went_away_is_said_in_one_line(small: RoleGraph, tmp_path: Path) -> None:
    gone = Dataset(small.dataset.store, places=(tmp_path / "gone.ttl",))
    with pytest.raises(QueryError, match="there is no such file"):
        answer_within(30, gone, "ASK {}")
