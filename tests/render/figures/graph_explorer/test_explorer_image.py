"""Images of a graph: everything that is counted is said, and what is not drawn, too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.graph_explorer.kind_map import kind_map

GRAPH = rolegraph.open()


def texts_of(svg: bytes) -> list[str]:
    """The texts of an image; a text of one line is one."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_kinds_have_their_counts() -> None:
    picture = GRAPH.picture("graph")
    texts = texts_of(picture.image("svg"))
    drawn = kind_map(picture.contents)
    assert {spot.text for spot in drawn.kinds} <= set(texts)
    assert {text for spot in drawn.ties for text, _ in spot.lines} <= set(texts)
    assert any(text.startswith("Sources: ") for text in texts)


def test_a_neighbourhood_says_what_it_leaves_out() -> None:
    texts = texts_of(GRAPH.picture(GRAPH.resolve("python"), depth=2).image("svg"))
    said = next(text for text in texts if text.startswith("showing "))
    assert re.fullmatch(r"showing \d+ of 756 nodes; \d+ more neighbours are not drawn", said)
    assert "required by 15" in texts
    assert "level: familiar, working, proficient, expert" in texts


def test_the_same_graph_gives_the_same_image(small: RoleGraph) -> None:
    picture = small.picture(small.resolve("dough"))
    assert picture.image("png") == picture.image("png")
