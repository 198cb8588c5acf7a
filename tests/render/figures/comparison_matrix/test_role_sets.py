"""Roles as circles: every name is counted in one part, and what is written lies inside it."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.render.figures.comparison_matrix.role_sets import (
    SIZE,
    RoleSets,
    TextLine,
    estimated_width,
    role_sets,
    wrapped,
)

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
LABELS = st.lists(NAMES, min_size=1, max_size=7).map(" ".join)


@st.composite
def sets(draw: st.DrawFn) -> tuple[list[str], list[tuple[bool, ...]], list[str]]:
    count = draw(st.integers(2, 3))
    roles = draw(st.lists(LABELS, min_size=count, max_size=count))
    names = draw(st.lists(LABELS, max_size=60))
    patterns = [tuple(bool(number >> place & 1) for place in range(count)) for number in range(1, 2**count)]
    return roles, [draw(st.sampled_from(patterns)) for _ in names], names


def inside(figure: RoleSets, having: tuple[bool, ...], line: TextLine, size: float = SIZE) -> bool:
    """Whether a text lies in those circles, from its left to its right end, and in no other."""
    half, tall = estimated_width(line.text, size) / 2, size * 0.4
    for circle, there in zip(figure.circles, having, strict=True):
        places = [(x, y) for x in (line.x - half, line.x + half) for y in (line.y - tall, line.y + tall)]
        ends = [math.dist(place, (circle.x, circle.y)) for place in places]
        if (max(ends) > circle.radius + 1) if there else (min(ends) < circle.radius - 1):
            return False
    return True


@settings(deadline=None)
@given(sets())
def test_every_name_is_counted_once_and_written_inside_its_part(
    given_sets: tuple[list[str], list[tuple[bool, ...]], list[str]],
) -> None:
    roles, having, names = given_sets
    figure = role_sets(roles, having, names)
    assert len(figure.parts) == 2 ** len(roles) - 1
    assert sum(part.size for part in figure.parts) == len(names)
    for part in figure.parts:
        assert part.size == having.count(part.having)
        assert part.number.text == part.middle.text == f"{part.size:,}"
        for line in (part.number, part.middle, *part.names):
            assert inside(figure, part.having, line), line
        assert bool(part.names) == bool(part.size)
        heights = [line.y for line in part.names]
        assert heights == sorted(heights)
        assert all(after - before > SIZE for before, after in pairwise(heights))
    for circle in figure.circles:
        assert circle.x - circle.radius >= 0
        assert circle.x + circle.radius <= figure.width
        assert all(0 < line.y < figure.height for line in circle.title)


def test_names_are_written_as_far_as_they_fit_and_the_rest_is_counted() -> None:
    names = [f"name {number}" for number in range(40)]
    figure = role_sets(["A", "B"], [(True, True)] * 40, names)
    (both, one, other) = figure.parts
    assert (both.share, one.share, other.share) == ("all", "only", "only")
    assert [line.text for line in both.names[:2]] == ["name 0", "name 1"]
    written = len(both.names) - 1
    assert both.names[-1].text == f"and {40 - written} more"
    assert one.names == ()
    few = role_sets(["A", "B", "C"], [(True, False, False)] * 2, names[:2])
    part = next(part for part in few.parts if part.size)
    assert [line.text for line in part.names] == ["name 0", "name 1"]
    assert abs(part.number.y - figure.circles[0].y) < 80


@given(st.text(max_size=60), st.floats(20, 200), st.integers(1, 3))
def test_lines_fit_or_say_that_they_are_cut(text: str, width: float, most: int) -> None:
    lines = wrapped(text, width, most=most)
    assert len(lines) <= most
    assert all(estimated_width(line) <= width or len(line.removesuffix("…")) <= 1 for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert " ".join(lines).split() == text.split()


@pytest.mark.parametrize("text", ["Business Intelligence Developer", "mmmmWWWW", "データ サイエンティスト", "il.,"])
def test_an_estimated_width_is_near_the_one_that_is_drawn(text: str) -> None:
    pytest.importorskip("matplotlib")
    from rolegraph.render.figures.canvas import text_width

    if text.isascii():
        assert text_width(text) * SIZE <= estimated_width(text) * 1.12
    else:
        assert estimated_width(text) == pytest.approx(SIZE * (len(text) - 1 + 0.36))
