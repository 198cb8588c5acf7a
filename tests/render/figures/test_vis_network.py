"""Scenes as pyvis networks: complete, offline, and every text is text."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from tests.scenes_by_hand import comparison_scene, empty_scene, hostile_scene, large_scene, path_scene

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import Fact, Scene, SceneNode, numbered
from rolegraph.render.figures.vis_network import to_pyvis
from rolegraph.render.text import without_controls

SCENES = (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 60))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_network_has_the_scenes_nodes_and_edges_at_their_positions(scene: Scene) -> None:
    network = to_pyvis(scene)
    assert [(node["id"], node["label"], node["x"], node["y"]) for node in network.nodes] == [
        (node.id, without_controls(numbered(node)), node.x, node.y) for node in scene.nodes
    ]
    assert [(edge["from"], edge["to"], edge["dashes"]) for edge in network.edges] == [
        (edge.start, edge.end, edge.loose) for edge in scene.edges
    ]
    assert [edge["title"] for edge in network.edges] == [
        without_controls(": ".join(filter(None, (edge.relation, edge.note)))) for edge in scene.edges
    ]
    assert network.options.physics.enabled is False


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_its_page_refers_to_nothing_outside(scene: Scene) -> None:
    page = to_pyvis(scene).generate_html()
    assert "default-src 'none'" in page
    head = re.sub("<!--.*?-->", "", page[: page.index("nodes = new vis.DataSet")], flags=re.DOTALL)
    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=", head)


def test_a_text_is_never_markup() -> None:
    name = "</script><img src=x onerror=alert(1)><a href=x>"
    node = SceneNode("x:a", name, Kind.ROLE, facts=(Fact("Definition", (name,)),))
    page = to_pyvis(Scene("hostile", name, (), (node,), (), 1)).generate_html()
    assert "<img" not in page.replace("vis-network", "")
    assert "popup.innerHTML" not in page


def test_it_is_written_in_utf_8_and_shown_in_a_frame(tmp_path: Path) -> None:
    network = to_pyvis(hostile_scene())
    place = tmp_path / "network.html"
    network.write_html(str(place))
    assert place.read_text(encoding="utf-8") == network.generate_html()
    frame = network._repr_html_()
    (inside,) = re.findall(r'<iframe srcdoc="([^"]*)"', frame)
    assert html.unescape(inside) == network.generate_html()
