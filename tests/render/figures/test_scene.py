"""Scenes, and texts as they are drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import (
    Scene,
    SceneEdge,
    SceneNode,
    drawable,
    edges_between,
    kinds_of,
    lines_of,
    numbered,
)


def test_edges_to_what_is_not_shown_are_left_out() -> None:
    nodes = (SceneNode("a", "A", Kind.ROLE), SceneNode("b", "B", Kind.TOOL))
    edges = (SceneEdge("a", "b", "uses"), SceneEdge("a", "c", "uses"))
    scene = Scene("cut", "Cut", (), nodes, edges, 1234)
    assert edges_between(scene) == [edges[0]]
    assert scene.cut == "showing 2 of 1,234"
    assert kinds_of(scene) == [Kind.ROLE, Kind.TOOL]


def test_only_steps_have_a_number() -> None:
    node = SceneNode("a", "A", Kind.SKILL)
    assert (numbered(node), numbered(node._replace(step=3))) == ("A", "3\u2002A")


@given(st.text())
def test_what_is_drawn_has_no_control_characters_and_no_empty_lines(text: str) -> None:
    shown = drawable(text)
    assert len(shown) == len(text)
    assert shown.encode("utf-8").decode() == shown
    assert all(line.strip() and "\x00" not in line for line in lines_of(text))


def test_lines_are_without_control_characters_and_white_space_is_single() -> None:
    assert drawable("a\x00b") == "a\ufffdb"
    assert lines_of(" R  &\tD \r\n\n or so") == ["R & D", "or so"]


def test_what_is_drawn_keeps_its_direction_and_its_joiners() -> None:
    assert drawable("a\u202e\u2066b\u200dc\u200c") == "a\ufffd\ufffdb\u200dc\u200c"
