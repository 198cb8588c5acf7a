"""The web app: pages that work without scripts, and better with them."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rolegraph.server.pages import (
    capability_view,
    compare_page,
    demand_page,
    home,
    nearest_page,
    other_nodes,
    planner,
    role_view,
    route_page,
    searching,
    settings,
    source_view,
    whatif_page,
)
from rolegraph.server.pages.shell import FOLDER

_PARTS = (
    *(home, searching, role_view, capability_view, source_view, planner),
    *(compare_page, nearest_page, route_page, whatif_page, demand_page, other_nodes, settings),
)


def routes() -> list[BaseRoute]:
    """The addresses of the web app."""
    return [
        *(route for part in _PARTS for route in part.routes()),
        Route("/static/looks.css", settings.looks),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]
