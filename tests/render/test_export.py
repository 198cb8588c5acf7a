"""Files of graphs, queries and pictures, and how answers show themselves in a notebook."""

from __future__ import annotations

import io
import re
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.folders import FIXTURES
from tests.scenes_by_hand import HOSTILE, comparison_scene, empty_scene, hostile_scene, large_scene, path_scene

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.graph import RoleGraph
from rolegraph.rdf.answer_formats import xml_text
from rolegraph.render.export import (
    bundle,
    export,
    export_queries,
    picture_of,
    save_report,
)
from rolegraph.render.figures.diagrams import network_bytes, to_network
from rolegraph.render.figures.scene import Scene

SCENES = (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 60))
# XML reads a carriage return as a line feed.
LABELS = st.lists(st.text(max_size=30).map(lambda label: label.replace("\r", "")), max_size=4).map(tuple)


@pytest.mark.parametrize("ending", "ttl trig nt nq jsonld".split())
def test_rdf_that_is_exported_says_the_same(small: RoleGraph, tmp_path: Path, ending: str) -> None:
    export(small, tmp_path / f"graph.{ending}")
    again = rolegraph.open(tmp_path / f"graph.{ending}")
    assert again.path("baker", "pastry-chef").hours == small.path("baker", "pastry-chef").hours
    assert again.info().counts == small.info().counts


WITH_BLANK_NODES = """@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<x:source> a rg:Source .
<x:dev> a rg:Role ; skos:prefLabel "Dev"@en ; rg:requires <x:py> ; rg:prefers <x:sql> ; rg:hasRequirement
  [ a rg:Requirement ; rg:anyOf <x:py> ; rg:necessity rg:essential ; rg:level rg:working ] ,
  [ a rg:Requirement ; rg:anyOf <x:sql> ; rg:necessity rg:preferred ; rg:level rg:expert ] .
<x:py> a rg:Tool ; skos:prefLabel "Py"@en . <x:sql> a rg:Tool ; skos:prefLabel "SQL"@en .
"""


@pytest.mark.parametrize("ending", "ttl trig nt nq jsonld graphml gexf json".split())
def test_a_graph_with_blank_nodes_has_the_same_bytes_in_every_run(ending: str, tmp_path: Path) -> None:
    # a bug: the engine invents other labels for them whenever it reads a file
    (tmp_path / "a.ttl").write_text(WITH_BLANK_NODES)
    for name in "12":
        export(rolegraph.open(tmp_path / "a.ttl"), tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()
    if ending not in ("graphml", "gexf", "json"):
        export(rolegraph.open(tmp_path / f"1.{ending}"), tmp_path / f"3.{ending}")
        assert (tmp_path / f"3.{ending}").read_bytes() == (tmp_path / f"1.{ending}").read_bytes()


def test_a_file_is_named_by_text_or_path(small: RoleGraph, tmp_path: Path) -> None:
    for place in (tmp_path / "a.ttl", str(tmp_path / "b.ttl")):
        export(small, place)
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()


def test_an_unknown_ending_is_an_error_that_names_the_known_ones(small: RoleGraph, tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match=r"no format for 'graph.doc'.*\.ttl.*\.graphml"):
        export(small, tmp_path / "graph.doc")
    assert list(tmp_path.iterdir()) == []


def test_queries_are_exported_with_an_index_or_not_at_all(small: RoleGraph, tmp_path: Path) -> None:
    written = export_queries(small, ["requirements", "sources"], tmp_path, {"role": "baker"})
    assert [path.name for path in written] == ["requirements.rq", "sources.rq", "index.md"]
    assert "id/role/baker" in (tmp_path / "requirements.rq").read_text()
    assert "[sources.rq](sources.rq)" in (tmp_path / "index.md").read_text()
    export_queries(small, ["asks-for"], tmp_path, {"role": "baker", "capability": "dough"})
    assert not re.search(r"[.?!]\.", (tmp_path / "index.md").read_text().replace("…", ""))
    with pytest.raises(RolegraphError, match="none of these queries has a parameter 'colour': they have"):
        export_queries(small, ["sources", "requirements"], tmp_path / "other", {"colour": "red"})
    assert not (tmp_path / "other").exists()


def test_a_report_is_the_page_of_a_plan(small: RoleGraph, tmp_path: Path) -> None:
    path = small.path("baker", "pastry-chef")
    save_report(small, path, tmp_path / "plan.html", "baker", 8)
    assert (tmp_path / "plan.html").read_text() == small.picture(path, start="baker", hours_per_week=8).page()
    with pytest.raises(RolegraphError, match=r"should end in \.html"):
        save_report(small, path, tmp_path / "plan.pdf")


def test_every_view_and_answer_is_a_pyvis_network(small: RoleGraph) -> None:
    path, comparison = small.path("baker", "pastry-chef"), small.compare(["baker", "pastry-chef"])
    drawn = {
        "path": small.to_pyvis(path, start="baker"),
        "comparison": small.to_pyvis(comparison),
        "role": small.to_pyvis(small.role("baker")),
        "roles": small.to_pyvis("roles"),
        "graph": small.to_pyvis("graph"),
        "around": small.to_pyvis(small.resolve("dough")),
    }
    labels = {name: [node["label"] for node in network.nodes] for name, network in drawn.items()}
    assert {f"{number}\u2002{step.node.label}" for number, step in enumerate(path.steps, 1)} <= set(labels["path"])
    assert {row.node.label for row in comparison.rows} <= set(labels["comparison"])
    assert {"Baker", "dough"} <= set(labels["role"])
    assert set(labels["roles"]) == {role.label for role in small.nodes(rolegraph.Kind.ROLE)}
    assert {"2 roles", "1 category"} <= set(labels["graph"])
    assert {"dough", "Baker"} <= set(labels["around"])
    with pytest.raises(TypeError, match="'baker' cannot be drawn"):
        picture_of(small, "baker")


@pytest.mark.parametrize("name", "path compare nearest info stats diff role capability".split())
def test_answers_show_themselves_as_tables(small: RoleGraph, name: str) -> None:
    answers: dict[str, object] = {
        "path": small.path("baker", "pastry-chef"),
        "compare": small.compare(["baker", "pastry-chef"]),
        "nearest": small.nearest("baker"),
        "info": small.info(),
        "stats": small.stats(),
        "diff": rolegraph.open(FIXTURES / "small.ttl").diff(small),
        "role": small.role("baker"),
        "capability": small.capability("dough"),
    }
    shown = bundle(answers[name])
    assert list(shown) == ["text/html", "text/markdown", "text/plain"]
    assert '<div class="rolegraph">' in shown["text/html"]
    assert shown["text/markdown"].startswith("#")


def test_what_has_no_table_is_an_error() -> None:
    with pytest.raises(TypeError, match="there is no table for a int"):
        bundle(1)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_same_scene_gives_the_same_file(scene: Scene, suffix: str) -> None:
    assert network_bytes(to_network(scene), suffix) == network_bytes(to_network(scene), suffix)


@given(LABELS)
def test_any_label_comes_back_from_graphml(labels: tuple[str, ...]) -> None:
    _comes_back(hostile_scene(labels))


def test_hostile_labels_come_back_from_graphml() -> None:
    _comes_back(hostile_scene(HOSTILE))


def _comes_back(scene: Scene) -> None:
    read = nx.read_graphml(io.BytesIO(network_bytes(to_network(scene), ".graphml")))
    assert [data["label"] for _, data in read.nodes(data=True)] == [xml_text(node.label) for node in scene.nodes]
    assert [data["relation"] for *_, data in read.edges(data=True)] == [xml_text(one.relation) for one in scene.edges]
    assert [(data["step"], data["x"]) for _, data in read.nodes(data=True)] == [
        (node.step or 0, node.x) for node in scene.nodes
    ]


def test_queries_are_exported_all_or_none(small: RoleGraph, tmp_path: Path) -> None:
    (tmp_path / "index.md").mkdir()
    with pytest.raises(SourceError, match=r"index\.md: is a folder"):
        export_queries(small, ["nodes"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.md"]
    (tmp_path / "index.md").rmdir()
    (tmp_path / "folder.rq").mkdir()
    assert [path.name for path in export_queries(small, ["nodes"], tmp_path)] == ["nodes.rq", "index.md"]
