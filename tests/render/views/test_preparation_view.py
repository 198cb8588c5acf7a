"""Preparation in words: time, what those asked say of education, and what is only implied."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Node, node_iri
from rolegraph.model.roles import EducationShare, Preparation
from rolegraph.render.text import Block, Table, Text
from rolegraph.render.views.preparation_view import compared_preparations, education, has_degree, preparation_blocks

COOK, BAKER = (Node(f"x:{name}", Kind.ROLE, name) for name in ("Cook", "Baker"))


def prepared(zone: int | None, *shares: tuple[int, float]) -> Preparation:
    """A job zone of O*NET's, and shares by category of education."""
    step = None if zone is None else Node(node_iri(Kind.GROUP, f"onet-job-zone-{zone}"), Kind.GROUP, "a zone")
    levels = (Node(node_iri(Kind.GROUP, f"onet-education-{rank}"), Kind.GROUP, f"level {rank}") for rank, _ in shares)
    found = (EducationShare(level, share) for level, (_, share) in zip(levels, shares, strict=True))
    return Preparation(step, zone, tuple(found))


def said(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Text)]


def test_time_and_shares_are_in_our_words() -> None:
    assert said(preparation_blocks(prepared(4, (6, 62.4), (8, 21), (11, 12.6), (5, 4)), has_degree=True)) == [
        "Preparation: usually two to four years (job zone four).",
        "Education: 62 % of those asked say a bachelor's degree, 21 % a master's degree, 13 % a doctorate. "
        "O*NET names no fields of study and no licences.",
    ]


@pytest.mark.parametrize(("zone", "said_so"), [(None, False), (2, False), (3, True), (5, True)])
def test_where_occupations_are_learned_at_a_school_it_is_said_what_is_not_asked_about(
    zone: int | None, said_so: bool
) -> None:
    text = " ".join(said(preparation_blocks(prepared(zone, (6, 95)), has_degree=True)))
    assert ("no fields of study and no licences" in text) is said_so


def test_where_somebody_starts_is_compared_with_where_they_go() -> None:
    goal, start = prepared(5, (11, 95)), prepared(2, (2, 95))
    assert said(preparation_blocks(goal, has_degree=True, start=start))[0] == (
        "Preparation: from job zone two (usually three months to a year) to job zone five (usually over four years)."
    )
    assert said(preparation_blocks(goal, has_degree=True, start=goal))[0] == (
        "Preparation: usually over four years (job zone five)."
    )


@pytest.mark.parametrize(
    ("zone", "implied"), [(3, ""), (4, "a bachelor's degree"), (5, "a graduate or professional degree")]
)
def test_what_a_zone_implies_is_said_as_such_where_answers_are_missing(zone: int, implied: str) -> None:
    words = education(prepared(zone))
    assert words.startswith("not recorded")
    assert words.endswith(f"usually implies {implied}") == bool(implied)
    assert education(prepared(zone, (6, 30.0))).startswith(
        "30 % of those asked say a bachelor's degree; 70 % of the answers are not published"
    )
    assert "implies" not in education(prepared(zone, (6, 90.0)))


def test_where_nothing_is_recorded_that_is_said_and_not_where_a_degree_is_required() -> None:
    assert said(preparation_blocks(None, has_degree=False)) == ["Education: not recorded."]
    assert said(preparation_blocks(None, has_degree=True)) == []


def test_a_degree_that_a_start_is_not_known_to_take_is_not_said_to_be_missing() -> None:
    start, goal = prepared(4, (6, 40)), prepared(4, (6, 95))
    words = said(preparation_blocks(goal, has_degree=True, start=start, starting="Cooks"))
    assert words[-1].startswith("Education of Cooks: 40 % of those asked say a bachelor's degree; 60 % of the answers")
    assert len(said(preparation_blocks(goal, has_degree=False, start=start, starting="Cooks"))) == 2


def test_a_step_on_another_scale_goes_by_its_label() -> None:
    step = Node("x:step", Kind.GROUP, "Apprenticeship of three years")
    assert said(preparation_blocks(Preparation(step, 3), has_degree=True)) == [
        "Preparation: Apprenticeship of three years.",
    ]


def test_roles_are_compared_side_by_side() -> None:
    _, table = compared_preparations((COOK, BAKER), (prepared(2, (2, 95)), None), ())
    assert isinstance(table, Table)
    assert table.columns == ("What", "Cook", "Baker")
    assert table.rows == [
        ("time", "usually three months to a year (job zone two)", "not recorded"),
        ("education", "95 % of those asked say a high school diploma", "not recorded"),
    ]
    assert said(compared_preparations((COOK, BAKER), (), (BAKER,))) == ["Education: not recorded for Baker."]
    assert not list(compared_preparations((COOK, BAKER), (), ()))


def test_a_degree_is_told_from_what_is_learned() -> None:
    assert has_degree([Node("x:d", Kind.DEGREE, "Doctorate")])
    assert not has_degree([Node("x:s", Kind.SKILL, "Dough"), Node("x:c", Kind.CERTIFICATION, "Licence")])


@given(st.none() | st.integers(1, 5), st.dictionaries(st.integers(1, 12), st.floats(0.01, 8), max_size=12))
def test_any_preparation_can_be_put_in_words(zone: int | None, shares: dict[int, float]) -> None:
    words = education(prepared(zone, *sorted(shares.items(), key=lambda one: -one[1])))
    assert words == "not recorded" or " % " in words or "implies" in words
