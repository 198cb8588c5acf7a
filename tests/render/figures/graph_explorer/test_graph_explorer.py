"""A graph as a picture: what each of its forms shows."""

from __future__ import annotations

import rolegraph
from rolegraph.render.figures.graph_explorer import GraphExplorer

GRAPH = rolegraph.open()


def test_names_and_titles_say_what_is_shown() -> None:
    whole, around = GRAPH.picture("graph"), GRAPH.picture(GRAPH.capability("python"))
    assert isinstance(whole, GraphExplorer)
    assert isinstance(around, GraphExplorer)
    assert (whole.name, whole.title) == ("graph", "What is in the graph")
    assert (around.name, around.title) == ("around-python", "Around Python")
    assert whole.contents == around.contents


def test_diagrams_show_kinds_and_other_tools_get_everything() -> None:
    picture = GRAPH.picture("graph")
    assert picture.data("mermaid").decode().count("-->") == len(picture.diagram().edges) < 60
    assert len(picture.scene().nodes) == 756
    assert picture.data("dot").decode().count(" -> ") == len(picture.diagram().edges)


def test_depth_says_how_far_other_tools_get(small: rolegraph.RoleGraph) -> None:
    sizes = [len(small.picture(small.resolve("dough"), depth=depth).scene().nodes) for depth in (1, 2, 3)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] <= len(small.picture("graph").scene().nodes)
