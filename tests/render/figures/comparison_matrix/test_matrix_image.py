"""A comparison as an image: the rows that matter most, and in words how many are not drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from tests.scenes_by_hand import HOSTILE

pytest.importorskip("matplotlib")

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.canvas import text_width
from rolegraph.render.figures.comparison_matrix import ComparisonMatrix, comparison_matrix
from rolegraph.render.figures.comparison_matrix.matrix_image import _heading


def texts(svg: bytes) -> list[str]:
    found = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - matplotlib wrote it
    return ["".join(text.itertext()) for text in found]


def drawn_sizes(svg: bytes) -> list[float]:
    """The sizes of all texts, in the units of the picture's width."""
    return [float(size) for size in re.findall(rb'<text style="[^"]*?([0-9.]+)px', svg)]


@pytest.fixture(scope="module")
def shipped() -> RoleGraph:
    return rolegraph.open()


def test_a_name_of_thousands_of_letters_is_divided_into_the_lines_of_a_heading_and_cut() -> None:
    text_width.cache_clear()
    lines = _heading("L" * 3_000, 60)
    assert len(lines) == 4
    assert all(line.endswith("-") for line in lines[:3])
    assert lines[-1].endswith("…")
    assert text_width.cache_info().misses < 150


def test_everything_of_a_small_comparison_is_drawn(small: RoleGraph) -> None:
    matrix = small.picture(small.compare(["baker", "pastry-chef"]))
    shown = texts(matrix.image("svg"))
    joined = " ".join(shown)
    for label in ("Baker", "Pastry Chef", "dough", "Scale", "Shared by both: 6", "Sources: A small graph", "required"):
        assert label in joined
    assert {row.node.label for row in matrix.rows} - set(shown) <= {
        "Bachelor's degree in Food Science",
        "Bachelor's degree in Chemistry",
    }
    assert "Not drawn" not in joined


@pytest.mark.parametrize("count", [3, 12, 40])
def test_what_has_no_room_is_said_in_words(count: int, shipped: RoleGraph) -> None:
    matrix = comparison_matrix(shipped.dataset, shipped.compare(shipped.nodes(Kind.ROLE)[:count]))
    svg = matrix.image("svg")
    shown = texts(svg)
    (left_out,) = [text for text in shown if text.startswith("Not drawn here: ")]
    names = {row.node.label for row in matrix.rows if row.rank < 8}
    assert len(names & set(shown)) >= 6
    rows = int(re.findall(r"([\d,]+) rows", left_out)[0])
    titles = [text for text in shown if re.match(r"(Shared by|Only) .*: \d", text)]
    drawn = sum(int(re.findall(r": (\d+)", title)[0]) for title in titles)
    assert drawn + rows == len(matrix.rows)
    assert ("roles" in left_out) == (count > 16)
    (box,) = re.findall(rb'<svg [^>]*viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
    width, height = map(float, box)
    assert 1.6 < width / height < 1.9
    if count <= 12:  # as large as 7 points at 144 dots an inch, on a slide of 1600 dots
        assert min(drawn_sizes(svg)) * 800 / width >= 7


def test_roles_and_rows_of_any_letters_are_drawn(small: RoleGraph) -> None:
    found = small.compare(["baker", "pastry-chef"])
    plain = comparison_matrix(small.dataset, found)
    labels = [*HOSTILE, "محلل البيانات", "データサイエンティスト", "A" * 300, ""] * 2
    rows = tuple(
        row._replace(node=row.node._replace(label=label)) for row, label in zip(plain.rows, labels, strict=False)
    )
    roles = tuple(
        role._replace(label=label) for role, label in zip(plain.roles, ["$x_1$ & <b>", "B" * 200], strict=True)
    )
    hostile = ComparisonMatrix("x", "$x_1$ & <b>", "en", roles, rows, ("a",), (), plain.cards)
    assert "$x_1$ & <b>" in texts(hostile.image("svg"))
    assert hostile.image("png").startswith(b"\x89PNG")
