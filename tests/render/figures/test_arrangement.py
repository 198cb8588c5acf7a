"""Layouts: nodes apart from each other, and the same every time."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.arrangement import apart, columns, placed, springs, sunflower
from rolegraph.render.figures.scene import SceneNode

counts = st.lists(st.integers(0, 30), max_size=6)


def groups_of(sizes: list[int]) -> list[list[str]]:
    return [[f"{group}.{number}" for number in range(size)] for group, size in enumerate(sizes)]


@given(counts)
def test_columns_keep_their_order_and_stand_apart(sizes: list[int]) -> None:
    groups = groups_of(sizes)
    places = columns(groups)
    assert set(places) == {one for group in groups for one in group}
    assert len(set(places.values())) == len(places)
    for before, after in pairwise(groups):
        assert all(places[a][0] < places[b][0] for a in before for b in after)


@given(st.integers(0, 25), st.randoms(use_true_random=False))
def test_springs_give_the_same_places_again(count: int, chance: Random) -> None:
    ids = [str(number) for number in range(count)]
    edges = [(one, chance.choice(ids), 0.5) for one in ids]
    assert springs(ids, edges, 500) == springs(ids, edges, 500)


def test_what_stands_on_one_spot_is_pushed_apart() -> None:
    ids = [str(number) for number in range(12)]
    places = apart(dict.fromkeys(ids, (0.0, 0.0)))
    points = list(places.values())
    assert all(abs(a[0] - b[0]) > 60 or abs(a[1] - b[1]) > 30 for n, a in enumerate(points) for b in points[:n])
    assert len(sunflower(ids, (3, 4))) == 12


def test_a_wide_picture_is_stretched_in_height_and_positions_are_whole_numbers() -> None:
    nodes = [SceneNode(one, one, Kind.SKILL) for one in "abc"]
    drawn = placed(nodes, {"a": (0, 0), "b": (300.4, 0), "c": (600, 100)})
    assert [(node.x, node.y) for node in drawn] == [(0, 0), (300, 0), (600, 220)]
    assert placed([], {}) == ()
