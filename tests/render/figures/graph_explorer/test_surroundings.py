"""What is around a node: all of its neighbours are drawn or counted, and no node is drawn twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.graph_explorer.contents import read_contents
from rolegraph.render.figures.graph_explorer.surroundings import (
    Surroundings,
    branches_of,
    drawn_scene,
    left_out,
    whole_scene,
)

GRAPH = rolegraph.open()
CONTENTS = read_contents(GRAPH.dataset, GRAPH.lexicon)
AROUND = Surroundings(CONTENTS)
NODES = st.integers(0, len(CONTENTS.nodes) - 1)


@settings(max_examples=60)
@given(NODES, st.integers(1, 4), st.sampled_from([1, 10, 150]))
def test_every_neighbour_is_drawn_or_counted(number: int, depth: int, most: int) -> None:
    root = AROUND.around(number, depth, most)
    drawn = [branch.number for branch in branches_of(root)]
    assert len(drawn) == len(set(drawn)) <= most
    assert set(drawn) <= set(AROUND.within(number, depth))
    for branch in branches_of(root):
        assert branch.level in range(5)
        if branch.bunches or branch.closed:
            groups = [*(bunch.group for bunch in branch.bunches), *branch.closed]
            assert sorted(map(str, groups)) == sorted(map(str, AROUND.groups(branch.number)))
        for bunch in branch.bunches:
            assert bunch.more >= 0
            assert len(bunch.branches) + bunch.elsewhere + bunch.more == len(bunch.group.members)
    if depth == 1:
        assert left_out(root) == len(set(AROUND.within(number, 1)) - set(drawn))


@settings(max_examples=30)
@given(NODES)
def test_groups_hold_each_edge_at_both_ends(number: int) -> None:
    for group in AROUND.groups(number):
        for other, level in group.members:
            back = [
                one for one in AROUND.groups(other) if one.relation == group.relation and (number, level) in one.members
            ]
            assert back


def test_what_is_asked_of_most_is_first(small: RoleGraph) -> None:
    contents = read_contents(small.dataset, small.lexicon)
    number = next(place for place, node in enumerate(contents.nodes) if node.label == "Baker")
    for group in Surroundings(contents).groups(number):
        levels = [level for _, level in group.members]
        assert levels == sorted(levels, reverse=True)


def test_other_tools_get_all_that_is_near_and_diagrams_say_what_they_leave_out() -> None:
    number = next(place for place, node in enumerate(CONTENTS.nodes) if node.label == "Python")
    near = AROUND.within(number, 1)
    scene = whole_scene(CONTENTS, near, "around-python", "Around Python")
    assert len(scene.nodes) == len(near)
    root = AROUND.around(number, 1)
    diagram = drawn_scene(CONTENTS, root)
    more = [node for node in diagram.nodes if node.label.endswith(" more")]
    assert len(more) == sum(1 for bunch in root.bunches if bunch.more)
    assert len(diagram.nodes) - len(more) == sum(1 for _ in branches_of(root))
    assert len({(node.x, node.y) for node in diagram.nodes}) == len(diagram.nodes)
    turned = [edge for edge in diagram.edges if edge.relation == "requires"]
    assert turned
    assert {edge.end for edge in turned} == {CONTENTS.nodes[number].iri}
