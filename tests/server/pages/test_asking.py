"""What forms ask, and what is said where they ask for what there is not."""

from __future__ import annotations

import shlex

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.pages.answers import page_of, problems_of, small_client
from tests.server.pages.clients import links_of, shipped_client, text_of

from rolegraph.server.pages.asking import command_line


def test_all_names_that_mean_nothing_are_said_beside_their_fields_with_links_that_put_them_right() -> None:
    page = page_of("/whatif", role="data analist", learn="pyton, sql", status=404)
    assert problems_of(page) == ["No role is called 'data analist' here.", "Nothing is called 'pyton' here."]
    assert 'value="data analist"' in page
    fixed = [link for link in links_of(page) if link.startswith("/whatif?")]
    assert "/whatif?role=data-analyst&learn=pyton%2C+sql" in fixed
    (other,) = [link for link in fixed if "learn=python" in link]
    assert other == "/whatif?role=data+analist&learn=python%2C+sql"
    again = shipped_client().get("/whatif?role=data-analyst&learn=python%2C+sql")
    assert again.status_code == 200


def test_a_name_of_several_nodes_is_asked_back() -> None:
    page = page_of("/nearest", small_client("dough"), have="heat control, dough", status=409)
    assert problems_of(page) == ["'dough' names more than one node. Which is meant?"]
    fixed = [link for link in links_of(page) if link.startswith("/nearest?have=")]
    assert fixed == [f"/nearest?have=heat+control%2C+{name}" for name in ("skill%2Fdough", "sugar-work")]


def test_one_a_line_and_one_a_parameter_are_as_with_commas() -> None:
    for have in ("python\nsql:expert", ["python", "sql:expert"], " python , sql:expert"):
        assert "/api/nearest?have=python%2Csql%3Aexpert" in links_of(page_of("/nearest", have=have))


def test_a_role_is_no_skill_and_is_said_to_be_a_role() -> None:
    (problem,) = problems_of(page_of("/whatif", role="python", status=404))
    assert problem == "No role is called 'python' here: that is a name of another kind (tool)."


def test_what_is_too_long_is_refused_before_it_is_looked_for() -> None:
    (problem,) = problems_of(page_of("/nearest", role="x" * 5000, status=400))
    assert problem == "That is longer than 300 letters: ask for less at once."
    (problem,) = problems_of(page_of("/nearest", have="x," * 5000, status=400))
    assert problem == "That is longer than 5,000 letters: ask for less at once."


def test_numbers_and_words_are_those_that_a_field_takes() -> None:
    for top in ("0", "-3", "1e3", "101", "\N{SUPERSCRIPT TWO}", "9" * 40):
        (problem,) = problems_of(page_of("/nearest", role="data-analyst", top=top, status=400))
        assert problem.endswith("is no whole number from 1 to 100.")
    (problem,) = problems_of(page_of("/nearest", role="data-analyst", seniority="<b>", status=400))
    assert problem == "'<b>' is none of entry, mid, senior, lead, head."


def test_what_a_name_was_taken_for_is_said() -> None:
    assert "&#39;data analysts&#39; is taken for &#39;Data Analyst&#39;" in page_of("/nearest", role="data analysts")


def test_another_name_of_a_role_is_said_with_a_way_to_others_that_have_it() -> None:
    page = page_of("/nearest", small_client(), role="bread maker")
    assert "bread maker is another name of Baker" in text_of(page)
    assert "/search?q=bread+maker" in links_of(page)
    assert "another name" not in text_of(page_of("/nearest", small_client(), role="BAKER"))


def test_what_nothing_is_near_to_can_be_searched_for() -> None:
    assert "/search?q=qqqqq" in links_of(page_of("/nearest", role="qqqqq", status=404))


def test_a_page_of_another_language_stays_in_it() -> None:
    page = page_of("/nearest", small_client(), role="baker", language="en")
    assert '<input type="hidden" name="language" value="en">' in page


@settings(max_examples=50)
@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3))
def test_a_line_for_a_shell_has_its_words_back(name: str, values: list[str]) -> None:
    words = shlex.split(command_line("route", name, via=values, have=name, top=3, reverse=False))
    assert words[:3] == ["rolegraph", "route", name]
    given_ = " ".join(name.split())
    assert (f"--have={given_}" in words or "--have" in words) == bool(given_)
    assert words[-2:] == ["--top", "3"]
