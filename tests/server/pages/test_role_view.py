"""The page of a role."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.market.stated import DOUGH, GROWS, bakers, counted
from tests.server.pages.clients import client_of, links_of, shipped_client, shipped_graph, text_of

import rolegraph
from rolegraph.model.nodes import Kind


def test_it_says_what_the_role_is_asks_for_and_where_it_leads() -> None:
    page = shipped_client().get("/role/data-scientist").text
    words = text_of(page)
    assert page.count("<h1") == 1
    for heading in ("What it asks for", "Roles near this one", "Tools in use", "Who says so"):
        assert heading in words
    doors = {"/plan?to=Data+Scientist", "/compare?role=Data+Scientist", "/nearest?role=Data+Scientist&reverse=1"}
    assert {*doors, "/tool/python", "/skill/statistics", "/source/editorial"} <= set(links_of(page))


def test_every_requirement_is_a_link_with_its_level() -> None:
    page = client_of(rolegraph.open(SMALL)).get("/role/pastry-chef").text
    words = text_of(page)
    assert {"/skill/dough", "/skill/sugar-work", "/tool/blowtorch", "/degree/bachelor-chemistry"} <= set(links_of(page))
    assert "expert" in words
    assert "or a related field" in words
    assert "nice to have" in words


def test_another_name_leads_to_the_page_and_none_to_what_is_near() -> None:
    client = shipped_client()
    assert client.get("/role/Lead%20ML%20Engineer").status_code == 200
    answer = client.get("/role/data-scientits")
    assert answer.status_code == 404
    assert "/role/data-scientist" in links_of(answer.text)


@pytest.mark.parametrize("node", shipped_graph().nodes(Kind.ROLE)[::6], ids=lambda node: node.slug)
def test_every_link_within_leads_somewhere(node: rolegraph.Node) -> None:
    page = shipped_client().get(f"/role/{node.slug}")
    assert page.status_code == 200
    assert len(page.content) < 200_000
    ids = {link.removeprefix("#") for link in links_of(page.text) if link.startswith("#")}
    assert all(f'id="{one}"' in page.text for one in ids)


def test_it_says_how_many_postings_were_counted_and_what_they_ask_for(tmp_path: Path) -> None:
    client = client_of(counted(tmp_path, bakers(DOUGH, growth=GROWS)))
    words = text_of(client.get("/role/baker").text)
    assert "400 postings, their share of all against the year before: +31 % (+20 to +43 %)" in words
    assert "300 postings, counted in Ads of 2025 (Jobs Ltd, 2025-01-01 to 2025-12-31)" in words
    assert "counted" not in text_of(client.get("/role/pastry-chef").text)
