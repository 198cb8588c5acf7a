"""A client over the shipped graph, as a browser without scripts sees it."""

from __future__ import annotations

import html
import re
from functools import cache

from starlette.testclient import TestClient

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph


@cache
def shipped_graph() -> RoleGraph:
    """The graph that rolegraph ships."""
    return rolegraph.open("shipped", widening=None)


@cache
def shipped_client() -> TestClient:
    """A client of the application over the shipped graph."""
    return client_of(shipped_graph())


def client_of(graph: RoleGraph) -> TestClient:
    """A client of the application over a graph; faults of ours are answers, as they are for browsers."""
    return TestClient(application(ServedGraph(graph)), raise_server_exceptions=False)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def links_of(page: str) -> list[str]:
    """The addresses that a page links to."""
    return [html.unescape(found) for found in re.findall(r'<a\b[^>]*? href="([^"]*)"', page)]
