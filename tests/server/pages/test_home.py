"""The first page."""

from __future__ import annotations

from tests.server.pages.clients import links_of, shipped_client


def test_the_first_page_leads_to_every_question() -> None:
    answer = shipped_client().get("/")
    assert {
        "/search",
        "/plan",
        "/compare",
        "/nearest",
        "/route",
        "/whatif",
        "/demand",
        "/query",
        "/api",
        "/sources",
    } <= set(links_of(answer.text))
    assert answer.text.count("<h1") == 1
