"""What one would put before a graph instead of `rolegraph serve`: endpoints that answer SPARQL, as small as can be.

`python benchmarks/serving_others.py pyoxigraph|rdflib STORE PORT` serves the built store at an address on this machine.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.applications import Starlette

PLACE = "SERVED_STORE"  # the environment variable that tells the processes of uvicorn which store it is


def bare_pyoxigraph() -> Starlette:
    """The engine itself: a query in, JSON out, without a limit on anything."""
    from pyoxigraph import QueryResultsFormat, Store
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    store = Store.read_only(os.environ[PLACE])

    async def sparql(request: Request) -> Response:
        found: Any = store.query(request.query_params["query"], use_default_graph_as_union=True)
        body = found.serialize(format=QueryResultsFormat.JSON)
        return Response(body, media_type="application/sparql-results+json")

    return Starlette(routes=[Route("/sparql", sparql)])


def rdflib_endpoint() -> Any:
    """rdflib-endpoint on a graph in memory, which is how its documentation begins."""
    import rdflib
    from pyoxigraph import BlankNode, NamedNode, Store
    from rdflib_endpoint import SparqlEndpoint

    @cache
    def named(iri: str) -> rdflib.URIRef:
        return rdflib.URIRef(iri)

    def term(found: Any) -> rdflib.term.Node:
        if isinstance(found, NamedNode):
            return named(found.value)
        if isinstance(found, BlankNode):
            return rdflib.BNode(found.value)
        kind = None if found.language else found.datatype.value
        return rdflib.Literal(found.value, lang=found.language, datatype=kind)

    graph = rdflib.Graph()
    quads = Store.read_only(os.environ[PLACE])
    graph.addN((term(one.subject), term(one.predicate), term(one.object), graph) for one in quads)
    return SparqlEndpoint(path="/sparql", graph=graph)


def main() -> None:
    import uvicorn

    which, place, port = sys.argv[1:]
    os.environ[PLACE] = place
    name = {"pyoxigraph": "bare_pyoxigraph", "rdflib": "rdflib_endpoint"}[which]
    uvicorn.run(
        f"serving_others:{name}",
        factory=True,
        port=int(port),
        workers=2,
        log_level="warning",
        access_log=False,
        timeout_worker_healthcheck=600,  # a graph takes time to read, and a query as well
    )


if __name__ == "__main__":
    main()
