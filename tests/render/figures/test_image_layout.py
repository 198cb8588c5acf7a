"""Where labels and edges go in an image: labels hide neither each other nor markers."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenes_by_hand import comparison_scene, empty_scene, hostile_scene, large_scene, path_scene

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.image_layout import Box, Layout, lay_out, wrap
from rolegraph.render.figures.scene import Scene, SceneEdge, SceneNode

SCENES = (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 9214), large_scene())


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _laid_out(scene: Scene) -> Layout:
    return lay_out(scene, lambda text: 0.6 * len(text))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.name}-{len(scene.nodes)}")
def test_labels_meet_neither_each_other_nor_markers(scene: Scene) -> None:
    layout = _laid_out(scene)
    assert layout.without == 0
    labels = [label.box for label in (*layout.labels, *layout.relations)]
    assert not [(one, other) for one, other in combinations(labels, 2) if _meet(one, other)]
    assert not [(box, marker) for box in labels for marker in layout.markers if _meet(box, marker.box)]


def test_what_finds_no_room_is_left_out_and_counted() -> None:
    nodes = tuple(SceneNode(f"x/{n}", f"Name {n}", Kind.SKILL) for n in range(40))
    scene = Scene("heap", "A heap", (), nodes, (), 40)
    layout = _laid_out(scene)
    assert len(layout.labels) + layout.without == 40
    assert layout.without > 0


def test_an_edge_goes_around_the_nodes_that_are_in_its_way() -> None:
    nodes = tuple(SceneNode(f"x/{n}", f"Name {n}", Kind.SKILL, x=200.0 * n) for n in range(3))
    scene = Scene("row", "A row", (), nodes, (SceneEdge("x/0", "x/2", "skips"), SceneEdge("x/0", "x/1", "next")), 3)
    layout = _laid_out(scene)
    around, straight = layout.edges
    assert (around.bend != 0, straight.bend) == (True, 0)
    assert not [1 for x, y in around.points if _meet(layout.markers[1].box, Box(x, y, x + 0.1, y + 0.1))]


def test_edges_in_both_directions_are_two_lines() -> None:
    nodes = tuple(SceneNode(f"x/{n}", f"Name {n}", Kind.SKILL, x=200.0 * n) for n in range(2))
    scene = Scene("two", "Two", (), nodes, (SceneEdge("x/0", "x/1", "there"), SceneEdge("x/1", "x/0", "back")), 2)
    there, back = (edge.points[len(edge.points) // 2] for edge in _laid_out(scene).edges)
    assert abs(there[1] - back[1]) > 5


def test_long_labels_are_wrapped_and_end_in_an_ellipsis() -> None:
    assert wrap("word " * 100, 20) == (*("word word word word",) * 4, "word word word …")


@given(st.text(max_size=60), st.integers(2, 20))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(" ".join(text.split()), width, lines=100)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width for line in lines)
