"""The first page: what can be asked here, and of what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph.server.pages.shell import page


def home(request: Request) -> Response:
    """What can be asked, with the box to search in and the form of the planner."""
    return page(request, "home.html", title="rolegraph", canonical="/")


def routes() -> list[BaseRoute]:
    """The first page."""
    return [Route("/", home)]
