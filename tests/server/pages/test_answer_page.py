"""What all pages of answers have: a title, the same answer elsewhere, and nothing of a label that runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.pages.answers import (
    HOSTILE,
    line_of,
    page_of,
    small_client,
    title_for_programs,
    title_in_terminal,
    title_of,
)
from tests.server.pages.clients import links_of, shipped_graph, text_of

ASKED = (
    "/nearest?role=data-analyst&have=spark:expert&top=3&seniority=mid&industry=finance",
    "/nearest?role=data-engineer&reverse=1",
    "/route?from=prompt-engineer&to=senior-data-engineer&avoid=data-analyst&max_moves=3",
    "/whatif?role=data-analyst&learn=python,spark",
    "/demand?role=data-analyst&since=2020-01-31&place=New+York&share=0.25",
)


@pytest.mark.parametrize("path", ASKED)
def test_programs_and_terminals_get_the_same_answer(path: str, tmp_path: Path) -> None:
    page = page_of(path)
    assert title_for_programs(page, shipped_graph()) == title_of(page)
    if path.startswith(("/nearest", "/demand")):  # each takes a while to open the graph
        assert title_in_terminal(page, tmp_path) == title_of(page)


def test_a_comparison_is_the_same_elsewhere() -> None:
    page = page_of("/compare", role=["data-analyst", "data-scientist"], all=1)
    assert "/api/compare?role=data-analyst&role=data-scientist&all=1" in links_of(page)
    assert title_for_programs(page, shipped_graph()) == "Data Analyst and Data Scientist"
    assert line_of(page) == "rolegraph compare data-analyst data-scientist --all"


def test_a_line_for_a_terminal_has_all_that_was_asked() -> None:
    page = page_of(
        "/route", from_="data-analyst", to="data-engineer", avoid=["data-scientist", "ai-engineer"], have="r"
    )
    options = "--have r --avoid data-scientist --avoid ai-engineer"
    assert line_of(page) == f"rolegraph route data-analyst data-engineer {options}"


@pytest.mark.parametrize("path", ["/nearest", "/compare", "/route", "/whatif", "/demand"])
def test_a_page_of_which_nothing_was_asked_says_what_it_is_for(path: str) -> None:
    page = page_of(path)
    assert "<form" in page
    assert title_of(page)
    assert "For programs" not in text_of(page)


@pytest.mark.parametrize(
    "path",
    [
        "/nearest?role=baker",
        "/nearest?role=pastry-chef&reverse=1",
        "/compare?role=baker&role=pastry-chef",
        "/route?from=baker&to=pastry-chef",
        "/whatif?role=baker",
        "/whatif?role=baker&learn=sugar-work",
        "/demand?role=baker",
    ],
)
def test_a_hostile_label_is_only_text(path: str) -> None:
    page = page_of(path, small_client(HOSTILE))
    assert "<script>alert" not in page
    assert " style=" not in page
    assert " onerror" not in page
    assert len(page) < 200_000
