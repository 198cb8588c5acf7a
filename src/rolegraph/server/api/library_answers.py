"""Answers to the queries of the library: rows in the W3C's format for results in JSON, graphs in Turtle."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.queries import Question, question
from rolegraph.server.api.answering import answer_headers, unchanged
from rolegraph.server.questions.addresses import ParameterError, no_parameter
from rolegraph.server.served import ServedGraph

RESULTS: Final = "application/sparql-results+json"
TURTLE: Final = "text/turtle"
LANGUAGE: Final = "language"


async def library_answer(request: Request) -> Response:
    """What a query of the library finds."""
    asked = question(request.path_params["name"])
    pairs = request.query_params.multi_items()
    values = _values(asked, pairs)
    if (same := unchanged(request)) is not None:
        return same
    served: ServedGraph = request.app.state.served
    graph = served.asked(request.query_params.get(LANGUAGE, ""))
    found = graph.dataset.stated.answer(graph.sparql(asked.name, values))
    if found.triples is not None:
        return Response(found.serialize("ttl"), headers=answer_headers(request), media_type=TURTLE)
    return Response(found.serialize("json") + b"\n", headers=answer_headers(request), media_type=RESULTS)


def _values(asked: Question, pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of a query's parameters; what is empty is left out."""
    known = [parameter.name for parameter in asked.parameters]
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in (*known, LANGUAGE):
            raise ParameterError(name, no_parameter(name, [*known, LANGUAGE]))
        if value.strip() and name in known:
            values.setdefault(name, []).append(value)
    return values
