"""The page of a comparison: a table of everything that can be read without scripts, and safe whatever it says."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenes_by_hand import HOSTILE

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.comparison_matrix import ComparisonMatrix
from rolegraph.render.figures.comparison_matrix.compared_rows import Mark, MatrixCell
from rolegraph.render.figures.comparison_matrix.matrix_page import cell_html, mark_html
from rolegraph.render.figures.page import as_html

SMALL_ROLES = ["baker", "pastry-chef"]


def matrix_of(graph: RoleGraph, count: int) -> ComparisonMatrix:
    picture = graph.picture(graph.compare(graph.nodes(Kind.ROLE)[:count]))
    assert isinstance(picture, ComparisonMatrix)
    return picture


def body_of(page: str) -> str:
    """What is read without scripts."""
    return re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)


@pytest.fixture(scope="module")
def twelve() -> ComparisonMatrix:
    return matrix_of(rolegraph.open(), 12)


def test_every_row_and_every_role_is_in_the_table_without_scripts(twelve: ComparisonMatrix) -> None:
    body = body_of(twelve.page())
    assert sorted(map(int, re.findall(r'<tr id="r(\d+)"', body))) == list(range(len(twelve.rows)))
    for row in twelve.rows:
        found = re.search(rf'<tr id="r{row.rank}" class="{row.share}">(.*?)</tr>', body, re.DOTALL)
        assert found
        assert as_html(row.node.label) in found[1]
        assert found[1].count("<td") == len(twelve.roles) + 1
        for cell in row.cells:
            assert cell.mark is Mark.NONE or as_html(cell.words) in found[1]
    for role in twelve.roles:
        assert f">{as_html(role.label)}</button>" in body
    assert "12 roles compared</h1>" in body
    for group in twelve.groups:
        assert f'data-group="{group.key}" data-more="{group.more}"' in body


def test_what_each_pair_shares_is_a_triangle(twelve: ComparisonMatrix) -> None:
    body = body_of(twelve.page())
    triangle = body[body.index('<details class="pairs">') : body.index("</details>")]
    numbers = [int(number) for number in re.findall(r'<td class="heat-\d">(\d+)</td>', triangle)]
    assert sorted(numbers) == sorted(pair.shared for pair in twelve.overlaps)
    most = max(twelve.overlaps, key=lambda pair: pair.shared)
    assert f"most by {twelve.labels[most.first]} and {twelve.labels[most.second]} ({most.shared})" in triangle


def test_two_roles_are_sets_and_have_no_pairs(small: RoleGraph) -> None:
    page = body_of(small.picture(small.compare(SMALL_ROLES)).page())
    assert page.count("<circle") == 2
    assert 'aria-label="6 items Baker and Pastry Chef; 0 items only Baker; ' in page
    assert '<details class="pairs">' not in page
    assert "<circle" not in body_of(matrix_of(rolegraph.open(), 4).page())


def test_the_data_holds_what_the_script_sorts_and_opens(small: RoleGraph) -> None:
    matrix = small.picture(small.compare(SMALL_ROLES))
    found = re.search(r'id="data">(.*?)</script>', matrix.page(), re.DOTALL)
    assert found
    data = json.loads(found[1])
    rows = {row["label"]: row for row in data["rows"]}
    assert [row["label"] for row in data["rows"]] == [row.node.label for row in matrix.rows]
    assert rows["dough"]["names"] == ["dough making"]
    assert rows["Deck oven"]["cells"]["0"] == [[0], ["Stone oven"]]
    assert data["sources"][0]["title"] == "A small graph"
    assert [data["rows"][place]["label"] for place in rows["sugar work"]["similar"]] == ["dough"]
    assert rows["dough"]["strengths"][1] > rows["dough"]["strengths"][0] > rows["French"]["strengths"][0]


PLAIN = matrix_of(rolegraph.open(), 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), min_size=3, max_size=3))
def test_no_label_is_read_as_markup(labels: list[str]) -> None:
    plain = PLAIN
    roles = tuple(role._replace(label=label) for role, label in zip(plain.roles, labels, strict=False))
    first = plain.rows[0]
    named = first._replace(node=first.node._replace(label=labels[2]), names=(labels[0],))
    rows = (named, *plain.rows[1:9])
    hostile = ComparisonMatrix("x", labels[1], "en", roles, rows, tuple(labels), (), plain.cards)
    page = hostile.page()
    allowed = body_of(plain.page())
    body = body_of(page)
    assert set(re.findall(r"<[a-z0-9]+", body)) <= set(re.findall(r"<[a-z0-9]+", allowed))
    assert not re.search(r"<[^>]*\sstyle=", body)
    assert as_html(labels[2]) in body


def test_marks_tell_what_is_asked_estimated_unknown_and_absent_apart() -> None:
    samples = [
        MatrixCell(Mark.REQUIRED, 2),
        MatrixCell(Mark.REQUIRED),
        MatrixCell(Mark.PREFERRED, 2),
        MatrixCell(Mark.EXAMPLE),
        MatrixCell(Mark.USED),
        MatrixCell(Mark.PRESENT),
        MatrixCell(Mark.UNKNOWN),
        MatrixCell(Mark.NONE),
        MatrixCell(Mark.REQUIRED, 2, estimated=True),
        MatrixCell(Mark.REQUIRED, 2, within_error=True),
        MatrixCell(Mark.REQUIRED, 2, alternatives=("x",)),
    ]
    assert len({mark_html(cell) for cell in samples}) == len(samples)
    assert mark_html(MatrixCell(Mark.REQUIRED, 3)).count("class=full") == 3
    assert cell_html(MatrixCell(Mark.NONE, words="not asked for")) == "<td></td>"  # the style shows a dash, and says so
    assert "not recorded" in cell_html(MatrixCell(Mark.UNKNOWN, words="not recorded"))
