"""The web app: pages that work without scripts, and better with them."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rolegraph.server.pages import home, planner, settings
from rolegraph.server.pages.shell import FOLDER

_PARTS = (home, settings, planner)


def routes() -> list[BaseRoute]:
    """The addresses of the web app."""
    return [
        *(route for part in _PARTS for route in part.routes()),
        Route("/static/looks.css", settings.looks),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]
