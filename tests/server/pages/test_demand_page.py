"""The page of what postings ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.market.stated import DOUGH, FRENCH, GROWS, bakers, counted
from tests.server.pages.answers import page_of, postings_client, problems_of, small_client
from tests.server.pages.clients import client_of, links_of, text_of


def test_shares_stand_with_their_intervals_beside_what_the_role_requires() -> None:
    page = page_of("/demand", postings_client(), role="data-engineer")
    text = text_of(page)
    assert "SQL 100% (44 to 100%)" in text
    assert "3 postings, 2026-02-01 to 2026-03-05" in text
    assert "These are few" in text
    assert "the role requires it" in text
    assert "GBP a year 70,000" in text
    assert "Leeds 2" in text


def test_a_share_a_day_and_a_place_choose() -> None:
    few = text_of(page_of("/demand", postings_client(), role="data-engineer", share="0.9"))
    assert "Asked for by 90% or more of 3" in few
    later = text_of(page_of("/demand", postings_client(), role="data-engineer", since="2026-03-01"))
    assert "1 posting, 2026-03-05" in later
    there = text_of(page_of("/demand", postings_client(), role="data-engineer", place="leeds"))
    assert "2 postings" in there


def test_a_day_is_asked_for_elsewhere_as_it_is_written_there() -> None:
    page = page_of("/demand", postings_client(), role="data-engineer", since="20260301")
    assert "/api/demand?role=data-engineer&since=2026-03-01" in links_of(page)


def test_what_is_cut_is_shown_when_it_is_asked_for() -> None:
    page = page_of("/demand", postings_client(), role="data-engineer")
    assert "/demand?role=data-engineer&all=1" in links_of(page)
    whole = page_of("/demand", postings_client(), role="data-engineer", all=1)
    assert "--all" not in text_of(page)
    assert "/demand?role=data-engineer&all=1" not in links_of(whole)
    assert "Docker 33%" in text_of(whole)


def test_roles_that_postings_are_for_are_named() -> None:
    assert "/demand?role=data-engineer" in links_of(page_of("/demand", postings_client()))


@pytest.mark.parametrize("parameters", [{}, {"role": "baker"}])
def test_without_postings_it_is_said_how_to_add_some(parameters: dict[str, Any]) -> None:
    assert "rolegraph ingest" in text_of(page_of("/demand", small_client(), **parameters))


@pytest.mark.parametrize("since", ["31.1.2026", "2026-02-30", "x"])
def test_a_day_that_is_none_is_refused(since: str) -> None:
    (problem,) = problems_of(page_of("/demand", role="data-engineer", since=since, status=400))
    assert "is no date: write year, month and day, as in 2026-01-31." in problem


@pytest.mark.parametrize("share", ["0", "2", "nan", "1e-3", "-1", "50"])
def test_a_share_is_one_of_zero_to_one(share: str) -> None:
    page_of("/demand", role="data-engineer", share=share, status=400)


def test_what_was_counted_is_shown_with_its_source_and_offered_to_begin_with(tmp_path: Path) -> None:
    client = client_of(counted(tmp_path, bakers(DOUGH, FRENCH, growth=GROWS)))
    assert "/demand?role=baker" in links_of(page_of("/demand", client))
    text = text_of(page_of("/demand", client, role="baker"))
    assert "Counted in Ads of 2025 (Jobs Ltd, 2025-01-01 to 2025-12-31)" in text
    assert "dough 80% (75 to 84%)" in text
    assert "+31 % (+20 to +43 %)" in text
    narrowed = text_of(page_of("/demand", client, role="baker", place="Leeds"))
    assert "they cannot be narrowed to a time or a place" in narrowed
    assert "ingest" not in narrowed
