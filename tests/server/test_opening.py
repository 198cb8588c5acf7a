"""Opening the graph that is served."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.folders import FIXTURES

from rolegraph.rdf.files import shipped
from rolegraph.readers.onet import carried_facts
from rolegraph.server.opening import Watch, opened, prepare

SMALL = FIXTURES / "small.ttl"


def test_a_place_is_opened_by_its_name_and_without_any_what_is_open_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened({"places": [str(SMALL)], "alone": True}).graph.dataset.places == (SMALL,)
    assert opened({"places": ["shipped"]}).graph.dataset.places == (shipped("data"),)
    monkeypatch.setattr(carried_facts, "make_graph", lambda: SMALL)
    assert opened({"places": [], "onet": True}).graph.dataset.places[-1] == SMALL


def test_what_is_opened_is_never_widened_by_a_question() -> None:
    assert opened({"places": []}).graph.widening is None


def test_what_first_questions_wait_for_is_there_afterwards() -> None:
    served = opened({"places": [str(SMALL)], "alone": True})
    prepare(served)
    assert {"lexicon", "matrix", "similarity"} <= set(served.graph.__dict__)


def test_the_places_are_watched_without_being_read(tmp_path: Path) -> None:
    graph, own = tmp_path / "graph.ttl", tmp_path / "more"
    shutil.copy(SMALL, graph)
    own.mkdir()
    shutil.copy(SMALL, own / "a.ttl")
    watch = Watch({"places": [str(graph), str(own), "https://example.org/sparql"]})
    assert not watch.has_changed()
    os.utime(graph, (1, 1))
    assert watch.has_changed()
    assert not watch.has_changed()
    shutil.copy(SMALL, own / "b.ttl")
    assert watch.has_changed()
    (own / "b.ttl").unlink()
    assert watch.has_changed()
    graph.unlink()
    assert watch.has_changed()


def test_a_graph_of_ones_own_that_appears_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    watch = Watch({"places": []})
    (tmp_path / "rolegraph").mkdir()
    shutil.copy(SMALL, tmp_path / "rolegraph" / "graph.trig")
    assert watch.has_changed()
