"""Every query of the library, as it is exported, has the same rows on four engines.

The graph is what is shipped, with fewer roles: one of the engines takes seconds for each query of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.queries import library
from rolegraph.rdf.vocabulary import RG
from rolegraph.render.export import export, export_queries
from tests.engines import ENGINES, Answer, Engine, Pyoxigraph, need

pytestmark = pytest.mark.slow

NAMES = [one.name for one in library()]
OTHERS = [engine for engine in ENGINES if engine is not Pyoxigraph]
KEPT = 8  # of so many roles that no query names, one is in the graph
# Besides the defaults: a name with everything that could go wrong in it, and the other direction.
VALUES: dict[str, dict[str, object]] = {
    "asks-for": {"role": "lead-ml-engineer", "capability": "tableau"},
    "compare": {"role": ["lead-ml-engineer", "data-science-engineer"]},
    "find": {"text": "c\"} # '\\\n"},
    "gap": {"start": "lead-ml-engineer", "goal": "data-science-engineer"},
    "gap-of-profile": {
        "goal": "data-science-engineer",
        "have": ["aws:expert", "tableau:familiar", "bachelor-statistics"],
    },
    "statements": {"node": "apache-spark"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph with fewer roles as TriG, and the queries with their defaults and with other values."""
    place = tmp_path_factory.mktemp("engines")
    graph = rolegraph.open()
    export_queries(graph, NAMES, place / "defaults")
    for name, values in VALUES.items():
        export_queries(graph, [name], place / "others", values)
    asked = "".join(path.read_text() for path in place.glob("*/*.rq"))
    export(graph, place / "whole.trig")
    serialize(with_fewer_roles(graph, asked, place / "whole.trig"), place / "graph.trig", RdfFormat.TRIG)
    return place


def with_fewer_roles(graph: RoleGraph, named: str, exported: Path) -> list[Quad]:
    """What an export of a graph states, without most roles that a text does not name, and without what they require."""
    unnamed = [role for role in graph.nodes(Kind.ROLE) if role.slug not in named]
    out: set[object] = {NamedNode(role.iri) for number, role in enumerate(unnamed) if number % KEPT}
    quads = list(parse(path=exported, format=RdfFormat.TRIG))
    out |= {quad.object for quad in quads if quad.subject in out and quad.predicate.value == RG + "hasRequirement"}
    return [quad for quad in quads if quad.subject not in out and quad.object not in out]


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[dict[str, Engine]]:
    """All engines that are installed, with the graph."""
    with ExitStack() as stack:
        there = [engine for engine in ENGINES if not engine.missing()]
        yield {engine.name: stack.enter_context(engine(folder / "graph.trig")) for engine in there}


def ask(running: dict[str, Engine], engine: type[Engine], file: Path) -> Answer:
    need(engine)
    return running[engine.name].ask(file.read_text())


@pytest.mark.parametrize("engine", OTHERS, ids=[engine.name for engine in OTHERS])
@pytest.mark.parametrize("name", [f"defaults/{name}" for name in NAMES] + [f"others/{name}" for name in VALUES])
def test_rows_are_the_same(name: str, engine: type[Engine], running: dict[str, Engine], folder: Path) -> None:
    file = folder / f"{name}.rq"
    wanted = ask(running, Pyoxigraph, file)
    assert ask(running, engine, file) == wanted
    assert wanted is not True or name == "defaults/asks-for"
    assert name in ("others/find", "others/asks-for") or wanted
