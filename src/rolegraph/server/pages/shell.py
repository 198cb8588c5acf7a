"""What all pages share: the template engine, the graph and language of a request, addresses of nodes and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from hashlib import sha256
from http import HTTPStatus
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolegraph.errors import RolegraphError, joined
from rolegraph.facts.labels import languages_of_node
from rolegraph.graph import RoleGraph
from rolegraph.model.languages import ENGLISH, listed, primary
from rolegraph.model.nodes import Kind, Level, Node, node_iri
from rolegraph.model.observations import percent
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.text import about, counted, without_controls
from rolegraph.server.pages.language_names import name_of_language
from rolegraph.server.served import ServedGraph

FOLDER: Final = Path(__file__).parent
LANGUAGE: Final = "language"  # the cookie, and the parameter of an address, that say in which languages labels are
NAVIGATION: Final = (
    ("/search", "Search"),
    ("/plan", "Plan"),
    ("/compare", "Compare"),
    ("/nearest", "Nearest"),
    ("/route", "Route"),
    ("/whatif", "What if"),
    ("/demand", "Demand"),
    ("/query", "Query"),
    ("/api", "API"),
    ("/sources", "Sources"),
)


def served(request: Request) -> ServedGraph:
    """The graph that this process serves."""
    found: ServedGraph = request.app.state.served
    return found


def language_of(request: Request) -> str:
    """The languages of labels that a request asks for, in its address or in a cookie; empty for those of the graph."""
    for asked in (request.query_params.get(LANGUAGE), request.cookies.get(LANGUAGE)):
        if asked and _is_list(asked):
            return asked
    return ""


def _is_list(languages: str) -> bool:
    try:
        return bool(listed(languages))
    except RolegraphError:
        return False


def graph_of(request: Request, *, assume_hours: bool = False) -> RoleGraph:
    """The graph, with labels in the language of a request."""
    return served(request).asked(language_of(request), assume_hours=assume_hours)


def address(path: str, **parameters: object) -> str:
    """An address with parameters; those that are None, empty or False are left out, a list is repeated."""
    given = {name.rstrip("_"): value for name, value in parameters.items() if value not in (None, "", False, [], ())}
    return f"{path}?{urlencode(given, doseq=True, errors='replace')}" if given else path


def address_of(graph: RoleGraph, node: Node) -> str:
    """The address of the page about a node."""
    name = node.path if node.iri == node_iri(node.kind, node.slug) else graph.lexicon.name_of(node, (node.kind,))
    if "://" in name or not node.slug:
        return address("/node", name=node.iri)
    return f"/{node.kind}/{quote(node.slug, safe='', errors='replace')}"


def language_of_label(graph: RoleGraph, node: Node) -> str:
    """The language of a node's label, where it is another than that of the page."""
    found = languages_of_node(graph.dataset, node).get("language")
    return "" if not found or primary(str(found)) == ENGLISH else str(found)


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page made from a template, whatever of which is shown is escaped; nothing where the browser has it already.

    A template is told `title`, and what else it shows: `description` for search engines, `canonical` the address.
    """
    text = rendered(request, template, context)
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie"}
    if status == HTTPStatus.OK:
        headers["ETag"] = f'"{sha256(text.encode()).hexdigest()[:32]}"'
        known = request.headers.get("If-None-Match", "")
        if headers["ETag"] in [tag.strip().removeprefix("W/") for tag in known.split(",")]:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return HTMLResponse(text, status, headers)


def rendered(request: Request, template: str, context: Mapping[str, Any]) -> str:
    """The HTML of a template, or of a part of a page."""
    graph = graph_of(request)
    return (
        _environment()
        .get_template(template)
        .render(
            {
                "request": request,
                "graph": graph,
                "language": language_of(request),
                "languages": served(request).languages,
                "named": graph.lexicon.said,
                "address_of": partial(address_of, graph),
                "language_of_label": partial(language_of_label, graph),
                "here": _without_language(request),
                "description": "",
                "canonical": "",
                **context,
            }
        )
    )


def _without_language(request: Request) -> str:
    """The address of a request without the language that it may ask for."""
    parameters = [pair for pair in request.query_params.multi_items() if pair[0] != LANGUAGE]
    path = quote(request.url.path, errors="replace")
    return f"{path}?{urlencode(parameters, errors='replace')}" if parameters else path


def _in_groups(items: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Items that have one value of an attribute, as they follow each other."""
    return [(value, list(members)) for value, members in groupby(items, attrgetter(name))]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: without_controls(value) if type(value) is str else value,
    )
    made.filters["groupby_in_order"] = _in_groups
    made.globals.update(
        levels=tuple(Level),
        address=address,
        about=about,
        counted=counted,
        joined=joined,
        look_path=lambda kind: LOOKS[kind].path,
        percent=percent,
        Kind=Kind,
        NAVIGATION=NAVIGATION,
        name_of_language=name_of_language,
    )
    return made
