"""Scenes as NetworkX graphs, and what files of them give back."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenes_by_hand import HOSTILE, comparison_scene, empty_scene, hostile_scene, large_scene, path_scene

from rolegraph.render.export import _NOT_XML, network_bytes
from rolegraph.render.figures.diagrams import to_network
from rolegraph.render.figures.scene import Scene

SCENES = (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 60))
# XML reads a carriage return as a line feed.
LABELS = st.lists(st.text(max_size=30).map(lambda label: label.replace("\r", "")), max_size=4).map(tuple)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_network_has_the_scenes_nodes_and_edges(scene: Scene) -> None:
    network = to_network(scene)
    assert list(network) == [node.id for node in scene.nodes]
    assert set(network.edges) == {(edge.start, edge.end) for edge in scene.edges}
    for node in scene.nodes:
        data = network.nodes[node.id]
        assert (data["label"], data["kind"], data["group"]) == (node.label, node.kind.value, node.group)
        assert (data["step"], data["x"], data["y"], data["important"]) == (
            node.step or 0,
            node.x,
            node.y,
            node.important,
        )


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_same_scene_gives_the_same_file(scene: Scene, suffix: str) -> None:
    assert network_bytes(to_network(scene), suffix) == network_bytes(to_network(scene), suffix)


@given(LABELS)
def test_any_label_comes_back_from_graphml(labels: tuple[str, ...]) -> None:
    _comes_back(hostile_scene(labels))


def test_hostile_labels_come_back_from_graphml() -> None:
    _comes_back(hostile_scene(tuple(label.replace("\r", "") for label in HOSTILE)))


def _in_xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _comes_back(scene: Scene) -> None:
    read = nx.read_graphml(io.BytesIO(network_bytes(to_network(scene), ".graphml")))
    assert [data["label"] for _, data in read.nodes(data=True)] == [_in_xml(node.label) for node in scene.nodes]
    assert [data["relation"] for *_, data in read.edges(data=True)] == [_in_xml(one.relation) for one in scene.edges]
    assert [(data["step"], data["x"]) for _, data in read.nodes(data=True)] == [
        (node.step or 0, node.x) for node in scene.nodes
    ]
