"""The page of the nearest roles."""

from __future__ import annotations

import re
from pathlib import Path

from tests.market.stated import DOUGH, GROWS, bakers, counted
from tests.server.pages.answers import page_of, problems_of, small_client, title_of
from tests.server.pages.clients import client_of, links_of, shipped_graph, text_of

from rolegraph.model.moves import RankedBy


def test_each_role_has_a_score_whose_parts_add_up_and_the_addresses_to_go_on() -> None:
    page = page_of("/nearest", role="data-analyst")
    found = shipped_graph().nearest("data-analyst").neighbours
    assert re.findall(r'id="near-(\d+)"', page) == [str(number) for number in range(1, len(found) + 1)]
    scores = [float(score) for score in re.findall(r"<summary>Score ([\d.]+)", page)]
    tables = re.findall(r"<tbody>\n(.*?)</tbody>", page, re.DOTALL)
    for score, table in zip(scores, tables, strict=True):
        *parts, together = map(float, re.findall(r'class="number">([\d.]+)<', table))
        assert abs(sum(parts) - together) < 0.01
        assert abs(together - score) < 0.006
    links = links_of(page)
    for one in found:
        assert f"/plan?from=data-analyst&to={one.role.slug}" in links
        assert f"/compare?role=data-analyst&role={one.role.slug}" in links


def test_thresholds_and_limits_are_said() -> None:
    text = text_of(page_of("/nearest", role="data-analyst"))
    assert "Close: a score of" in text
    assert "How this was set" in text


def test_what_is_in_reach_is_said_first() -> None:
    near = [one.role.label for one in shipped_graph().nearest("data-analyst").neighbours if one.in_reach]
    assert f"In reach in one move: {near[0]}" in text_of(page_of("/nearest", role="data-analyst"))


def test_more_are_shown_when_they_are_asked_for() -> None:
    page = page_of("/nearest", role="data-analyst", top=2)
    assert len(re.findall(r'id="near-', page)) == 2
    (more,) = [link for link in links_of(page) if link == "/nearest?role=data-analyst&top=40"]
    assert len(re.findall(r'id="near-', page_of(more))) == 40


def test_who_could_move_here_plans_towards_the_role() -> None:
    page = page_of("/nearest", role="data-engineer", reverse=1)
    assert title_of(page).startswith("Who could move to")
    assert any(link.endswith("&to=data-engineer") for link in links_of(page) if link.startswith("/plan?"))


def test_what_cannot_be_asked_together_is_said_beside_the_field() -> None:
    (problem,) = problems_of(page_of("/nearest", have="python", reverse=1, status=400))
    assert problem.startswith("Who could move to a role is asked of the role alone")
    (problem,) = problems_of(page_of("/nearest", have="python", by="likely", status=400))
    assert problem == "Where people go is asked of the role that they leave: name one."


def test_what_nobody_counted_is_said() -> None:
    for by in (RankedBy.MOVES, RankedBy.LIKELY):
        page = page_of("/nearest", small_client(), role="baker", by=by)
        assert "rolegraph import" in text_of(page)
        assert "<figure" not in page


def test_a_person_without_a_role_gets_roles_that_ask_for_what_they_have() -> None:
    page = page_of("/nearest", small_client(), have="dough")
    assert "/plan?to=baker&have=dough" in links_of(page)
    assert "/compare" not in [link.partition("?")[0] for link in links_of(page) if "role=" in link]


def test_a_role_has_the_postings_that_were_counted_for_it(tmp_path: Path) -> None:
    page = page_of("/nearest", client_of(counted(tmp_path, bakers(DOUGH, growth=GROWS))), role="pastry-chef")
    assert "; 400 postings, their share of all against the year before: +31 % (+20 to +43 %)." in text_of(page)
