"""The page of a comparison."""

from __future__ import annotations

import re

from tests.server.pages.answers import page_of, problems_of, small_client, title_of
from tests.server.pages.clients import links_of, shipped_graph, text_of

from rolegraph.model.nodes import Necessity
from rolegraph.model.plans import Standing


def test_four_counts_say_how_somebody_of_one_role_stands_to_the_other() -> None:
    page = page_of("/compare", role=["data-analyst", "data-scientist"])
    gap = shipped_graph().gap("data-analyst", "data-scientist")
    counts = [len(list(gap.select(one, Necessity.ESSENTIAL))) for one in (Standing.MET, Standing.TOO_LOW)]
    assert list(map(int, re.findall(r"<dd>(\d+)</dd>", page)))[:2] == counts
    assert "/plan?from=data-analyst&to=data-scientist" in links_of(page)


def test_what_both_have_comes_first_and_levels_stand_side_by_side() -> None:
    text = text_of(page_of("/compare", small_client(), role=["baker", "pastry-chef"]))
    assert text.index("Shared by both:") < text.index("dough [1]") < text.index("Only Pastry Chef:")
    assert "dough [1] proficient expert" in text
    assert "A small graph" in text


def test_filters_leave_what_they_say() -> None:
    page = page_of("/compare", small_client(), role=["baker", "pastry-chef"], kind="tool")
    matrix = page[page.index("<table") :]
    assert "Stone oven" in matrix
    assert "dough" not in matrix
    required = page_of("/compare", small_client(), role=["baker", "pastry-chef"], essential=1)
    assert "French" not in required[required.index("<table") :]


def test_a_role_is_taken_out_and_added_by_links_and_fields() -> None:
    page = page_of("/compare", role=["data-analyst", "data-scientist", "data-engineer"])
    assert "/compare?role=data-analyst&role=data-engineer" in links_of(page)
    assert page.count('<input type="hidden" name="role"') == 3
    alone = page_of("/compare", role="data-analyst")
    assert any(re.fullmatch(r"/compare\?role=data-analyst&role=[\w-]+", link) for link in links_of(alone))


def test_six_roles_are_a_matrix_and_a_seventh_is_left_out_and_said() -> None:
    slugs = ["data-analyst", "data-scientist", "data-engineer", "ml-engineer", "data-architect", "risk-analyst"]
    page = page_of("/compare", role=slugs)
    assert title_of(page) == "6 roles compared"
    assert "How much each two share" in text_of(page)
    assert 'name="role" type="text"' not in page
    more = page_of("/compare", role=[*slugs, "ai-engineer"], status=400)
    assert problems_of(more) == ["These are 7, and a page takes 6: the others are left out."]
    assert title_of(more) == "6 roles compared"


def test_a_long_part_is_cut_and_shown_when_it_is_asked_for() -> None:
    page = page_of("/compare", role=["data-analyst", "data-scientist"])
    assert "Only Data Scientist: 10 of" in text_of(page)
    whole = page_of("/compare", role=["data-analyst", "data-scientist"], all=1)
    assert "10 of" not in text_of(whole)
    assert whole.count('scope="row"') > page.count('scope="row"')


def test_a_wrong_name_keeps_the_right_ones_and_has_a_field_of_its_own() -> None:
    page = page_of("/compare", role=["data-analyst", "data scientst"], status=404)
    assert problems_of(page) == ["No role is called 'data scientst' here."]
    assert "/compare?role=data-analyst&role=data-scientist" in links_of(page)


def test_a_filter_that_is_none_is_said_before_there_is_a_comparison() -> None:
    (problem,) = problems_of(page_of("/compare", role="data-analyst", kind="x", status=400))
    assert problem.startswith("'x' is none of skill, tool")


def test_one_role_twice_is_one() -> None:
    assert title_of(page_of("/compare", role=["data-analyst", "Data Analyst"])) == "Compare roles"
