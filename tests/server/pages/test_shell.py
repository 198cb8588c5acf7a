"""What all pages share."""

from __future__ import annotations

import rolegraph
from rolegraph.server.pages.shell import address, address_of


def test_an_address_has_the_parameters_that_say_something() -> None:
    assert address("/plan", from_="data-scientist", to="", have=["python", "sql:expert"], all=False) == (
        "/plan?from=data-scientist&have=python&have=sql%3Aexpert"
    )


def test_a_node_has_a_page_under_its_kind() -> None:
    graph = rolegraph.open(widening=None)
    assert address_of(graph, graph.resolve("python")) == "/tool/python"
