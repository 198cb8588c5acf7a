"""What all pages share."""

from __future__ import annotations

from tests.server.pages.clients import shipped_client

import rolegraph
from rolegraph.server.pages.shell import address, address_of


def test_an_address_has_the_parameters_that_say_something() -> None:
    assert address("/plan", from_="data-scientist", to="", have=["python", "sql:expert"], all=False) == (
        "/plan?from=data-scientist&have=python&have=sql%3Aexpert"
    )


def test_a_node_has_a_page_under_its_kind() -> None:
    graph = rolegraph.open(widening=None)
    assert address_of(graph, graph.resolve("python")) == "/tool/python"


def test_a_browser_that_has_a_page_is_not_sent_it_again() -> None:
    client = shipped_client()
    tag = client.get("/").headers["etag"]
    assert client.get("/", headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_cookie_that_is_no_language_is_ignored() -> None:
    assert shipped_client().get("/", headers={"Cookie": "language=<script>"}).status_code == 200
    assert shipped_client().get("/?language=,,").status_code == 200
