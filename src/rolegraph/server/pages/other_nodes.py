"""Pages of nodes by what is stated of them: those that are neither roles nor capabilities, and those without a slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from rolegraph.facts.labels import definitions, other_names
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.server.pages.neighbourhood import NeighbourGroup, neighbourhood
from rolegraph.server.pages.node_lookup import (
    kind_and_slug,
    node_at,
    node_with_iri,
    related,
    said_by,
    texts_about,
    titled,
)
from rolegraph.server.pages.shell import LANGUAGE, address, address_of, graph_of, page

if TYPE_CHECKING:
    from rolegraph.model.nodes import Node

_FIRST: Final = 24  # nodes of a relation that are listed, unless all are asked for
_OF_THEIR_OWN: Final = (Kind.ROLE, *CAPABILITY_KINDS, Kind.SOURCE)


def other(request: Request) -> Response:
    """The node of an address, by what is stated of it."""
    return _by_statements(request, node_at(graph_of(request), *kind_and_slug(request)))


def named(request: Request) -> Response:
    """The page of a node by its IRI, or by any name that means it."""
    graph = graph_of(request)
    node = node_with_iri(graph, request.query_params.get("name", ""))
    target = address_of(graph, node)
    if target.startswith("/node?"):
        return _by_statements(request, node)
    return RedirectResponse(address(target, **{LANGUAGE: request.query_params.get(LANGUAGE, "")}))


def _by_statements(request: Request, node: Node) -> Response:
    graph = graph_of(request)
    groups = related(graph, node)
    everything = request.query_params.get("all") == "1"
    target = address_of(graph, node)
    pictured = [NeighbourGroup(one.words, one.nodes, more=f"#related-{n}") for n, one in enumerate(groups, 1)]
    return page(
        request,
        "node.html",
        title=titled(graph, node),
        description=f"What is stated of {titled(graph, node)}, and what it is related to.",
        canonical=target,
        node=node,
        definitions=definitions(graph.dataset, node.iri),
        other_names=other_names(graph.dataset, node.iri),
        groups=groups,
        texts=texts_about(graph, node),
        sources=said_by(graph, node),
        most=10**6 if everything else _FIRST,
        everything=address("/node", name=node.iri, all=1) if target.startswith("/node?") else address(target, all=1),
        around=neighbourhood(node, pictured),
    )


def routes() -> list[BaseRoute]:
    """The pages of all other nodes."""
    others = [Route(f"/{kind}/{{slug}}", other) for kind in Kind if kind not in _OF_THEIR_OWN]
    return [Route("/node", named), *others]
