"""Pages on where answers come from: the sources with their licences, and what these pages and their words are."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph import __version__
from rolegraph.errors import UnknownNode
from rolegraph.model.nodes import Kind
from rolegraph.model.roles import SourceInfo
from rolegraph.server.pages.node_lookup import node_at, texts_about
from rolegraph.server.pages.shell import address_of, graph_of, page, served


def sources(request: Request) -> Response:
    """All sources, with their licences and how much each says."""
    return page(
        request,
        "sources.html",
        title="Sources and licences",
        description="Where the statements of this graph come from, and under which licences.",
        canonical="/sources",
        info=served(request).info,
        plurals=_plurals(),
        licence_name=licence_name,
    )


def source(request: Request) -> Response:
    """One source, with all that it says of itself."""
    graph = graph_of(request)
    node = node_at(graph, Kind.SOURCE, request.path_params["slug"])
    return page(
        request,
        "source.html",
        title=node.label,
        description=f"What {node.label} is, its licence, and how much it says.",
        canonical=address_of(graph, node),
        source=_info_of(request, node.iri),
        texts=texts_about(graph, node),
        plurals=_plurals(),
        licence_name=licence_name,
    )


def _info_of(request: Request, iri: str) -> SourceInfo:
    for one in served(request).info.sources:
        if one.node.iri == iri:
            return one
    raise UnknownNode("source", iri)


def licence_name(licence: str) -> str:
    """What people call a licence: those of Creative Commons by their short names, others as they are given.

    >>> licence_name("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC BY-SA 4.0'
    """
    found = re.match(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]{1,20})/([0-9.]{1,5})", licence)
    if not found:
        return licence
    return f"CC {found[2].upper()} {found[3]}" if found[1] == "licenses" else f"CC0 {found[3]}"


def _plurals() -> dict[str, str]:
    return {kind.value: kind.plural for kind in Kind} | {"mapping": "mappings"}


def about(request: Request) -> Response:
    """What these pages are, of which graph, and what their words mean."""
    return page(
        request,
        "about.html",
        title="About these pages",
        description="What these pages answer, of which graph, and what their words mean.",
        canonical="/about",
        version=__version__,
        fingerprint=served(request).fingerprint,
        info=served(request).info,
    )


def routes() -> list[BaseRoute]:
    """The pages on sources, and on these pages."""
    return [Route("/sources", sources), Route("/source/{slug}", source), Route("/about", about)]
