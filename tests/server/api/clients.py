"""Clients of the API over the shipped graph."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from starlette.testclient import TestClient

import rolegraph
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph

PROBLEM = "application/problem+json"
JOURNEY = {"from": "data-analyst", "to": "data-scientist"}


@cache
def client() -> TestClient:
    """A client of the application over the graph that rolegraph ships; a fault of ours is an answer."""
    return TestClient(application(ServedGraph(rolegraph.open("shipped"))), raise_server_exceptions=False)


def refused(answer: Any, status: int) -> dict[str, Any]:
    """What a problem says."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == status
    assert {"type", "title"} <= found.keys()
    return found
