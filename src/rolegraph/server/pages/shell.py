"""What all pages share: the template engine, the graph and language of a request, addresses of nodes and answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Node
from rolegraph.render.text import without_controls
from rolegraph.server.served import ServedGraph

FOLDER: Final = Path(__file__).parent
LANGUAGE: Final = "language"  # the cookie, and the parameter of an address, that say in which languages labels are


def served(request: Request) -> ServedGraph:
    """The graph that this process serves."""
    found: ServedGraph = request.app.state.served
    return found


def language_of(request: Request) -> str:
    """The languages of labels that a request asks for: in its address, in a cookie, or as the browser says."""
    asked = request.query_params.get(LANGUAGE) or request.cookies.get(LANGUAGE)
    return asked or ""


def graph_of(request: Request, *, assume_hours: bool = False) -> RoleGraph:
    """The graph, with labels in the language of a request."""
    return served(request).asked(language_of(request), assume_hours=assume_hours)


def address(path: str, **parameters: object) -> str:
    """An address with parameters; those that are None, empty or False are left out, a list is repeated."""
    given = {name.rstrip("_"): value for name, value in parameters.items() if value not in (None, "", False, [], ())}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def address_of(graph: RoleGraph, node: Node) -> str:
    """The address of the page about a node."""
    name = graph.lexicon.name_of(node)
    if "://" in name:
        return address("/node", name=name)
    return f"/{node.kind}/{quote(node.slug, safe='')}"


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page made from a template; whatever a template shows is escaped."""
    return HTMLResponse(rendered(request, template, context), status)


def rendered(request: Request, template: str, context: Mapping[str, Any]) -> str:
    """The HTML of a template, or of a part of a page."""
    graph = graph_of(request)
    return (
        _environment()
        .get_template(template)
        .render(
            request=request,
            graph=graph,
            language=language_of(request),
            address_of=lambda node: address_of(graph, node),
            **context,
        )
    )


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
    made.globals.update(address=address)
    return made
