"""The SPARQL 1.1 endpoint at `/sparql`, which only reads, and the pages to ask it with."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from rolegraph.server.sparql import query_editor, query_library, sparql_endpoint


def routes() -> list[BaseRoute]:
    """The addresses of the endpoint, its editor and the query library."""
    every = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"]  # refused by the endpoint itself
    endpoint = Route("/sparql", sparql_endpoint.sparql, methods=every)
    return [endpoint, *query_editor.routes(), *query_library.routes()]
