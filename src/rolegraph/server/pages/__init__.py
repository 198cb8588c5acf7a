"""The web app: pages that work without scripts, and better with them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rolegraph.server.pages.shell import FOLDER, page


def home(request: Request) -> Response:
    """The first page: what can be asked."""
    return page(request, "home.html", title="rolegraph")


def routes() -> list[BaseRoute]:
    """The addresses of the web app."""
    return [
        Route("/", home),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]
