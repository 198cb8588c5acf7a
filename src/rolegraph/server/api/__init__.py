"""The JSON API: every question at `/api/NAME`, its description in OpenAPI, and a page to try it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph.server.api.answering import ApiAddress, answers
from rolegraph.server.api.library_answers import library_answer
from rolegraph.server.api.openapi import description
from rolegraph.server.api.trying import problem_types, trying
from rolegraph.server.questions import QUESTIONS


async def _nothing(request: Request) -> Response:
    raise HTTPException(404, f"nothing is at {request.url.path}: /api/openapi.json says what there is")


def routes() -> list[BaseRoute]:
    """The addresses of the API."""
    return [
        Route("/api", trying),
        Route("/problems", problem_types),
        Route("/api/openapi.json", ApiAddress(description, "GET")),
        *(Route(f"/api/{name}", answers(question)) for name, question in QUESTIONS.items()),
        Route("/api/query/{name}", ApiAddress(library_answer, "GET")),
        Route("/api/{rest:path}", ApiAddress(_nothing, "GET", "POST")),
    ]
