"""The query library as pages: each saved query with its question, a form for its parameters, its text and answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.routing import BaseRoute, Route

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.queries import body_of, library, question
from rolegraph.server.pages.refusals import Refusal, troubles
from rolegraph.server.pages.shell import graph_of, page
from rolegraph.server.served import notes_on
from rolegraph.server.sparql.query_editor import answer_context
from rolegraph.server.statuses import status_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rolegraph.model.nodes import Node
    from rolegraph.queries import Parameter, Question

_LONGEST = 300  # letters of a value
_MOST_VALUES = 50


def queries(request: Request) -> Response:
    """All saved queries, each with what it asks."""
    title, said = "Saved queries", "Questions in SPARQL that can be asked of this graph without writing any."
    return page(request, "queries.html", title=title, description=said, canonical="/queries", questions=library())


def saved_query(request: Request) -> Response:
    """A saved query: a form for its parameters, and where it is filled in the answer."""
    asked = question(request.path_params["name"])
    values = {parameter.name: _values(request, parameter) for parameter in asked.parameters}
    context: dict[str, Any] = {"asked": asked, "values": values, "kinds": list(Kind), "beside": {}, "others": []}
    context["fixes"] = {name: partial(_fixed, request, name) for name in values}
    status = 200
    if request.query_params.get("run"):
        status = _answer(request, asked, values, context)
    return page(
        request,
        "queries_one.html",
        status,
        title=asked.title,
        description=asked.question,
        canonical=f"/queries/{asked.name}",
        body=body_of(asked.text),
        **context,
    )


def _answer(request: Request, asked: Question, values: dict[str, list[str]], context: dict[str, Any]) -> int:
    """Put the answer, or what is wrong with the values, into what the template is told; gives the status."""
    graph = graph_of(request)
    try:
        with notes_on(graph) as notes:
            text = graph.sparql(asked.name, {name: some for name, some in values.items() if some})
    except RolegraphError as error:
        for trouble in troubles(graph, error):
            field = next((name for name, some in values.items() if trouble.name and trouble.name in some), None)
            _beside(context, field).append(trouble)
        return status_of(error)
    status, shown = answer_context(request, text, request.query_params.get("page", ""))
    context |= {"notes": notes, **shown}
    return status


def _fixed(request: Request, field: str, trouble: Refusal, meant: Node) -> str:
    """The address of this page with a name in a field put right."""
    name = graph_of(request).lexicon.name_of(meant)
    pairs = [
        (key, value.replace(trouble.name, name) if key == field else value)
        for key, value in request.query_params.multi_items()
    ]
    return f"{request.url.path}?{urlencode(pairs, errors='replace')}"


def _beside(context: dict[str, Any], field: str | None) -> list[Refusal]:
    found: list[Refusal] = context["others"] if field is None else context["beside"].setdefault(field, [])
    return found


def _values(request: Request, parameter: Parameter) -> list[str]:
    """What is in the form for a parameter: the values of the address, one a line, or else its default."""
    given = request.query_params.getlist(parameter.name)
    if not given and not request.query_params.get("run"):
        return list(parameter.default)
    lines = [line.strip() for value in given for line in (value.splitlines() if parameter.repeated else [value])]
    return [line[:_LONGEST] for line in lines if line][:_MOST_VALUES]


def routes() -> list[BaseRoute]:
    """The library, and each of its queries."""
    return [Route("/queries", queries), Route("/queries/{name}", saved_query)]
