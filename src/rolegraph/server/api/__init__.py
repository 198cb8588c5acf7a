"""The JSON API: every answer under `/api/`, its description in OpenAPI, and problems as RFC 9457 has them."""

from __future__ import annotations

from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The addresses of the API."""
    return []
