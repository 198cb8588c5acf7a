"""The planner: from a role, what somebody knows or a CV to a role, as a board, with files of it to take away."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from rolegraph.server.pages.planner import dropped_file, plan_files, plan_page
from rolegraph.server.pages.planner.plan_form import PATH


def routes() -> list[BaseRoute]:
    """The addresses of the planner."""
    return [
        Route(PATH, plan_page.plan),
        Route(PATH, dropped_file.drop, methods=["POST"]),
        Route(f"{PATH}.{{ending}}", plan_files.plan_file),
        Route("/static/board.css", plan_page.style),
        Route("/static/board-sheet.css", plan_page.style),
        Route("/static/board.js", plan_page.script),
    ]
