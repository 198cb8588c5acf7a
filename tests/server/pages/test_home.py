"""The first page."""

from __future__ import annotations

from tests.server.pages.clients import links_of, shipped_client, text_of


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


def test_the_example_of_a_role_is_one_that_people_know() -> None:
    assert "such as Data Scientist" in text_of(shipped_client().get("/").text)
