"""The application as a whole."""

from __future__ import annotations

from starlette.testclient import TestClient

import rolegraph
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph


def test_the_first_page_and_its_look_are_there() -> None:
    client = TestClient(application(ServedGraph(rolegraph.open(widening=None))))
    assert client.get("/").status_code == 200
    assert client.get("/static/site.css").headers["content-type"].startswith("text/css")
    assert client.get("/nothing-here").status_code == 404
