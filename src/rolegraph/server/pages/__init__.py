"""The web app: pages that work without scripts, and better with them."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rolegraph.server.pages import (
    compare_page,
    demand_page,
    home,
    nearest_page,
    planner,
    route_page,
    settings,
    whatif_page,
)
from rolegraph.server.pages.shell import FOLDER

_PARTS = (home, settings, planner, compare_page, nearest_page, route_page, whatif_page, demand_page)


def routes() -> list[BaseRoute]:
    """The addresses of the web app."""
    return [
        *(route for part in _PARTS for route in part.routes()),
        Route("/static/looks.css", settings.looks),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]
