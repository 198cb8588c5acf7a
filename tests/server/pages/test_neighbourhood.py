"""A node and what is around it as a picture."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Node
from rolegraph.server.pages.neighbourhood import Drawing, NeighbourGroup, neighbourhood

MIDDLE = Node("x:middle", Kind.ROLE, "Baker")
NODES = [Node(f"x:{number}", Kind.SKILL, f"skill {number}") for number in range(60)]
GROUPS = st.lists(st.tuples(st.sampled_from(["requires", "uses", "near"]), st.sets(st.integers(0, 59))), max_size=6)


def made(groups: list[tuple[str, set[int]]]) -> list[NeighbourGroup]:
    """Groups of nodes by their numbers."""
    return [NeighbourGroup(words, tuple(NODES[number] for number in sorted(numbers))) for words, numbers in groups]


@given(GROUPS)
def test_each_neighbour_is_drawn_once_and_no_two_in_one_place(groups: list[tuple[str, set[int]]]) -> None:
    around = neighbourhood(MIDDLE, made(groups))
    wanted = {number for _, numbers in groups for number in numbers}
    if around is None:
        assert not wanted
        return
    assert around.total == len(wanted)
    for drawing, most in ((around.wide, 30), (around.narrow, 16)):
        drawn = [one.node for one in drawing.nodes]
        assert len(drawn) == len(set(drawn)) == min(most, len(wanted))
        check_places(drawing)


def check_places(drawing: Drawing) -> None:
    """Rows of one column are apart, and all is within the picture."""
    rows = [(one.x, one.y) for one in drawing.nodes] + [(text.x // 20, text.y) for text in drawing.texts]
    assert len(rows) == len(set(rows))
    for column in {one.x for one in drawing.nodes}:
        ys = sorted(one.y for one in drawing.nodes if one.x == column)
        assert all(below - above >= 20 for above, below in pairwise(ys))
    assert all(0 < one.y < drawing.height and 0 < one.x < drawing.width for one in drawing.nodes)


def test_a_cut_group_says_how_many_there_are() -> None:
    around = neighbourhood(MIDDLE, [NeighbourGroup("requires", tuple(NODES[:40]), more="#all")])
    assert around is not None
    title, _ = around.wide.texts
    assert (title.text, title.href) == ("requires (30 of 40)", "#all")
    assert [text.text for text in around.narrow.texts] == ["requires (16 of 40)"]


def test_a_long_group_that_is_alone_stands_on_both_sides() -> None:
    for number, sides in ((12, 1), (13, 2)):
        around = neighbourhood(MIDDLE, [NeighbourGroup("requires", tuple(NODES[:number]))])
        assert around is not None
        assert len({one.x for one in around.wide.nodes}) == sides


def test_a_long_label_is_cut_to_its_room_and_a_wide_one_sooner() -> None:
    long, wide = (Node(f"x:{sign}", Kind.ROLE, sign * 5000) for sign in ("a", "測"))
    around = neighbourhood(long, [NeighbourGroup("near", (long._replace(iri="x:b"), wide))])
    assert around is not None
    first, second = (one.label for one in around.wide.nodes)
    assert first.endswith("…") and second.endswith("…")
    assert len(second) < len(first) < 60
    assert max(map(len, around.wide.middle)) <= 20


def test_a_label_without_letters_is_drawn() -> None:
    around = neighbourhood(MIDDLE._replace(label=" "), [NeighbourGroup("near", (Node("x:e", Kind.TOOL, ""),))])
    assert around is not None
    assert around.wide.middle == ("",)
