"""The application that answers requests over one graph: pages, JSON API and SPARQL, a request at a time."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from rolegraph.errors import RolegraphError
from rolegraph.server import api, mcp, pages, sparql
from rolegraph.server.pages.refusals import refused
from rolegraph.server.served import ServedGraph


def application(served: ServedGraph) -> Starlette:
    """An ASGI application over a graph.

    It answers in the process it runs in; `front` is what faces the network, with processes that can be replaced.
    """
    made = Starlette(
        routes=[*pages.routes(), *api.routes(), *sparql.routes(), *mcp.routes()],
        exception_handlers={RolegraphError: refused, HTTPException: refused, Exception: refused},
    )
    made.state.served = served
    return made
