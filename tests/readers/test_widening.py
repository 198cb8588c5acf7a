"""What the default graph does not know is looked up in the facts of O*NET: here in those of a small release."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SMALL

import rolegraph
from rolegraph.errors import UnknownNode
from rolegraph.graph import RoleGraph, default_places
from rolegraph.model.nodes import Kind, Level
from rolegraph.rdf.files import cache, is_built
from rolegraph.readers.onet import carried_facts
from rolegraph.readers.widening import Widening

pytestmark = pytest.mark.usefixtures("small_facts")
OURS, THEIRS, TOOL = "data-analyst", "Number Readers", "Grid-O-Matic"

QUESTIONS: dict[str, Callable[[RoleGraph], Any]] = {
    "role": lambda graph: graph.role("reader of tables"),
    "capability": lambda graph: graph.capability(TOOL),
    "statements": lambda graph: graph.statements(THEIRS),
    "search": lambda graph: graph.search("umber read"),
    "profile": lambda graph: graph.profile(THEIRS),
    "profile with": lambda graph: graph.profile(OURS, {TOOL: Level.WORKING}),
    "gap from": lambda graph: graph.gap(THEIRS, OURS),
    "gap to": lambda graph: graph.gap(OURS, THEIRS),
    "path from": lambda graph: graph.path(THEIRS, OURS),
    "path to": lambda graph: graph.path(OURS, THEIRS),
    "demand": lambda graph: graph.demand(THEIRS),
    "compare": lambda graph: graph.compare([OURS, THEIRS]),
    "nearest": lambda graph: graph.nearest(THEIRS),
    "nearest to": lambda graph: graph.nearest(THEIRS, reverse=True),
    "route from": lambda graph: graph.route(THEIRS, OURS),
    "route to": lambda graph: graph.route(OURS, THEIRS),
    "route by": lambda graph: graph.route(OURS, "data-scientist", avoid=[THEIRS]),
    "what if": lambda graph: graph.what_if(THEIRS),
    "what if learned": lambda graph: graph.what_if(OURS, {TOOL: Level.WORKING}),
    "query": lambda graph: list(graph.query("requirements", role=THEIRS)),  # type: ignore[arg-type]
    "sparql": lambda graph: graph.sparql("requirements", {"role": THEIRS}),
}


def test_a_name_that_only_onet_knows_is_answered_as_by_both_graphs() -> None:
    both = rolegraph.open(*default_places(), carried_facts.make_graph())
    for question, asked in QUESTIONS.items():
        assert asked(rolegraph.open()) == asked(both), question


def test_what_is_shipped_keeps_its_names() -> None:
    before, graph = rolegraph.open(), rolegraph.open()
    graph.resolve(THEIRS)
    for role in before.nodes(Kind.ROLE):
        assert graph.resolve(role.slug, (Kind.ROLE,)).iri == role.iri
        assert graph.resolve(role.label, (Kind.ROLE,)).iri == role.iri


def test_options_stay() -> None:
    graph = rolegraph.open(language="de", estimates=False, assume_hours=True)
    graph.resolve(THEIRS)
    assert (graph.dataset.language, graph.dataset.estimates, graph.dataset.assumes_hours) == ("de", False, True)


def test_a_name_that_means_nothing_makes_no_graph() -> None:
    graph = rolegraph.open()
    for name in ("lead-ml-enginer", "Numbers", "http://example.org/x", ""):
        with pytest.raises(UnknownNode):
            graph.resolve(name)
    assert graph.search("nothing is called so") == []
    with pytest.raises(UnknownNode, match="that is a name of a tool"):
        graph.resolve("python", (Kind.ROLE,))
    assert not is_built(carried_facts.graph())


@pytest.mark.parametrize(
    "opened",
    [
        lambda: rolegraph.open(alone=True),
        lambda: rolegraph.open(widening=None),
        lambda: rolegraph.open("shipped"),
        lambda: rolegraph.open(SMALL),
        lambda: rolegraph.open().from_sources("editorial"),
    ],
)
def test_only_the_default_graph_is_widened(opened: Callable[[], RoleGraph]) -> None:
    with pytest.raises(UnknownNode):
        opened().resolve(THEIRS)
    assert not is_built(carried_facts.graph())


def test_people_are_told() -> None:
    said: list[str] = []
    rolegraph.open(widening=Widening(note=said.append)).resolve("CNR")
    graph = rolegraph.open(widening=Widening(note=said.append))
    graph.path("Program Builders", THEIRS)
    making, *asking = dict.fromkeys(said)  # a question that is asked anew says so anew
    assert making.startswith("'CNR' is in O*NET 29.3 only: making a graph of its facts, once, in ")
    assert sorted(asking) == [
        "'CNR' is Number Readers, in O*NET 29.3, which is asked together with the graph that rolegraph ships.",
        "'Number Readers' is in O*NET 29.3, which is asked together with the graph that rolegraph ships.",
        "'Program Builders' is in O*NET 29.3, which is asked together with the graph that rolegraph ships.",
    ]


def test_a_misspelled_title_gets_those_that_are_spelled_much_like_it() -> None:
    with pytest.raises(UnknownNode, match="did you mean 'number readers'") as caught:
        rolegraph.open().role("Nubmer Readers")
    assert caught.value.suggestions == ("number readers",)
    assert not is_built(carried_facts.graph())


def test_a_name_without_letters_is_like_no_title() -> None:
    for name in ("", " "):
        assert Widening().similar(name, (Kind.ROLE,)) == ()


def test_where_no_graph_can_be_made_the_answer_is_that_without_it() -> None:
    said: list[str] = []
    cache().mkdir(parents=True, exist_ok=True)
    (cache() / "onet").write_text("in the way")
    graph = rolegraph.open(widening=Widening(note=said.append))
    with pytest.raises(UnknownNode, match="no role 'Number Readers'"):
        graph.path(THEIRS, OURS)
    assert "no graph can be made of its facts" in said[-1]
    assert "cannot be written" in said[-1]
    assert graph.role(OURS).requirements


def test_a_word_names_the_graph_of_the_facts_unless_a_file_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rolegraph.open("onet").resolve(THEIRS).label == THEIRS
    monkeypatch.chdir(tmp_path)
    (tmp_path / "onet").mkdir()
    (tmp_path / "onet" / "small.ttl").write_bytes(SMALL.read_bytes())
    with pytest.raises(UnknownNode):
        rolegraph.open("onet").resolve(THEIRS)


def test_nothing_of_it_is_loaded_before_a_name_asks() -> None:
    code = (
        "import sys, rolegraph; rolegraph.open().path('data-science-engineer', 'lead-ml-engineer');"
        "assert 'rolegraph.readers.onet' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
