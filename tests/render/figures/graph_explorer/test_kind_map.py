"""Kinds and what joins them: every edge is counted once, and words stand apart."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.render.figures.graph_explorer.contents import read_contents
from rolegraph.render.figures.graph_explorer.kind_map import kind_map, kinds_scene, ties_of

GRAPH = rolegraph.open()
CONTENTS = read_contents(GRAPH.dataset, GRAPH.lexicon)


def test_every_edge_is_counted_once() -> None:
    assert sum(tie.edges for tie in ties_of(CONTENTS)) == CONTENTS.edges
    drawn = kind_map(CONTENTS)
    assert sum(spot.nodes for spot in drawn.kinds) == len(CONTENTS.nodes)
    on_lines = [tie for spot in drawn.ties for tie in spot.ties]
    assert sorted(map(str, [*on_lines, *(tie for spot in drawn.kinds for tie in spot.own)])) == sorted(
        map(str, ties_of(CONTENTS))
    )


def test_words_say_how_many_edges_have_no_line_of_their_own() -> None:
    spot = max(kind_map(CONTENTS).ties, key=lambda spot: len(spot.ties))
    texts = [text for text, _ in spot.lines]
    assert len(spot.ties) > len(texts) == 4
    rest = spot.ties[3:]
    assert texts[-1] == f"and {len(rest)} more: {sum(tie.edges for tie in rest):,}"


def test_words_stand_apart_and_inside() -> None:
    drawn = kind_map(CONTENTS)
    boxes = []
    for spot in drawn.ties:
        width, height = spot.size
        boxes.append((spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2))
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= drawn.width
        assert 0 <= top < bottom <= drawn.height
        for other in boxes[:number]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_a_diagram_has_an_edge_for_each_relation_between_two_kinds() -> None:
    scene = kinds_scene(CONTENTS)
    assert len(scene.edges) == len(ties_of(CONTENTS))
    assert "58 roles" in [node.label for node in scene.nodes]


def test_an_empty_graph_and_a_single_node(tmp_path: Path) -> None:
    empty, alone = tmp_path / "empty.ttl", tmp_path / "alone.ttl"
    empty.write_text("")
    alone.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en .'
    )
    for place, kinds in ((empty, []), (alone, ["1 role"])):
        graph = rolegraph.open(place)
        picture = graph.picture("graph")
        assert [node.label for node in picture.diagram().nodes] == kinds
        assert picture.page().count('class="kind-link"') == len(kinds)
        assert picture.image("svg")
    assert "Nothing is in this graph." in rolegraph.open(empty).picture("graph").page()
