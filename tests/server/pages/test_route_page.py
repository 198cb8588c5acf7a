"""The page of routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.server.pages.answers import page_of, problems_of, small_client, title_of
from tests.server.pages.clients import links_of, shipped_graph, text_of

ENDS: Mapping[str, Any] = {"from_": "prompt-engineer", "to": "senior-data-engineer"}


def test_each_move_has_a_plan_and_the_direct_move_stands_beside() -> None:
    page = page_of("/route", **ENDS)
    found = shipped_graph().route("prompt-engineer", "senior-data-engineer")
    (route,) = found.routes
    assert len(route.moves) > 1
    for move in route.moves:
        assert move.start is not None
        assert f"/plan?from={move.start.slug}&to={move.end.slug}" in links_of(page)
    assert "/plan?from=prompt-engineer&to=senior-data-engineer" in links_of(page)
    assert "The direct move, for comparison" in text_of(page)
    assert text_of(page).count("the hardest move takes") == 1


def test_where_limits_leave_no_route_it_is_said_and_what_would_let_one_through() -> None:
    page = page_of("/route", from_="data-analyst", to="data-engineer", max_hours=100)
    assert "There is no route" in text_of(page)
    (raised,) = [link for link in links_of(page) if "max_hours=" in link and "/api" not in link and "moves" not in link]
    assert "There is no route" not in text_of(page_of(raised))


def test_a_limit_in_the_wrong_unit_is_said_beside_its_field() -> None:
    (problem,) = problems_of(page_of("/route", **ENDS, max_steps=3, status=400))
    assert problem == "There are hours in this graph: limit a move by these."


def test_too_many_roles_on_the_way_are_refused() -> None:
    roles = ["data-analyst", "data-scientist", "data-engineer", "ml-engineer", "risk-analyst"]
    (problem,) = problems_of(page_of("/route", **ENDS, via=roles, status=400))
    assert problem == "These are 5, and a page takes 4: the others are left out."


def test_a_goal_alone_asks_where_somebody_starts() -> None:
    (problem,) = problems_of(page_of("/route", to="data-engineer", status=400))
    assert problem == "Say where you start: the role you have now, or what you know."


def test_a_role_to_avoid_is_not_on_the_way() -> None:
    (route,) = shipped_graph().route("prompt-engineer", "senior-data-engineer").routes
    avoided = route.moves[0].end
    page = page_of("/route", **ENDS, avoid=avoided.slug)
    assert f"/plan?from=prompt-engineer&to={avoided.slug}" not in links_of(page)
    assert f'name="avoid" type="text" value="{avoided.label}"' in page


def test_what_is_known_besides_starts_without_a_role() -> None:
    page = page_of("/route", small_client(), to="pastry-chef", have="dough:expert")
    assert title_of(page).endswith("to Pastry Chef, in small steps")
    assert "/plan?to=pastry-chef&have=dough%3Aexpert" in links_of(page)


def test_where_a_role_that_is_given_leaves_no_route_it_can_be_left_out() -> None:
    page = page_of("/route", from_="data-analyst", to="data-engineer", via="chief-data-officer", max_hours=100)
    assert "There is no route" in text_of(page)
    assert "/route?from=data-analyst&to=data-engineer&max_hours=100" in links_of(page)
