"""The SPARQL 1.1 endpoint at `/sparql`, which only reads, and the pages to ask it with."""

from __future__ import annotations

from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The addresses of the endpoint, its editor and the query library."""
    return []
