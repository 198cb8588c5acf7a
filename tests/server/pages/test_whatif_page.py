"""The page of what learning opens."""

from __future__ import annotations

from tests.server.pages.answers import page_of, problems_of, title_of
from tests.server.pages.clients import links_of, shipped_graph, text_of

from rolegraph.model.nodes import Level


def test_without_anything_to_learn_it_says_what_opens_most() -> None:
    page = page_of("/whatif", role="data-analyst")
    first = shipped_graph().what_if("data-analyst").levers[0]
    assert f"1 {first.capability.label}" in text_of(page)
    assert f"/whatif?role=data-analyst&learn={first.capability.slug}" in links_of(page)
    assert f"brings {first.nearer} roles nearer" in text_of(page)


def test_what_comes_into_reach_stands_before_what_only_comes_nearer() -> None:
    page = page_of("/whatif", role="data-analyst", learn="spark,airflow")
    wanted = {"apache-spark": Level.WORKING, "apache-airflow": Level.WORKING}
    found = shipped_graph().what_if("data-analyst", wanted)
    opened = [one.role.label for one in found.roles if one.in_reach_after and not one.in_reach_before]
    text = text_of(page)[text_of(page).index("Comes into reach") :]
    assert text.index(opened[0]) < text.index("Comes nearer")
    assert "/plan?from=data-analyst&to=data-engineer" in links_of(page)


def test_what_is_held_already_changes_nothing() -> None:
    page = page_of("/whatif", role="data-analyst", learn="sql")
    assert title_of(page) == "If you learn SQL"
    assert "Nothing changes" in text_of(page)


def test_learning_without_a_start_asks_where_somebody_starts() -> None:
    (problem,) = problems_of(page_of("/whatif", learn="python", status=400))
    assert problem.startswith("Say where you start")


def test_a_degree_is_not_learned() -> None:
    page = page_of("/whatif", role="data-analyst", learn="Bachelor's degree in Data Science", status=404)
    assert "another kind (degree)" in text_of(page)
