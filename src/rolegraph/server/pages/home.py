"""The first page: what can be asked here, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph.facts.labels import node as node_of
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.render.text import counted
from rolegraph.server.examples import familiar_roles
from rolegraph.server.pages.shell import graph_of, page, served

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph

_COUNTED: Final = (Kind.ROLE, *CAPABILITY_KINDS, Kind.POSTING)


def home(request: Request) -> Response:
    """What can be asked, with the box to search in and the form of the planner."""
    graph, counts = graph_of(request), served(request).info.counts
    held = [counted(counts[kind.value], kind.value) for kind in _COUNTED if counts.get(kind.value)]
    return page(
        request,
        "home.html",
        title="rolegraph",
        description="What roles require, what is missing for them, and in what order to learn it.",
        canonical="/",
        held=held or ["nothing yet"],
        sources=graph.dataset.sources(),
        example=_example(graph),
    )


def _example(graph: RoleGraph) -> str:
    """A role to write into the form: one that everybody knows, or else the one of which most is known."""
    if familiar := familiar_roles(graph):
        return familiar[-1].label
    roles = graph.matrix.roles
    ties = graph.matrix.ties
    if not roles:
        return ""
    sizes = ties.indptr[1:] - ties.indptr[:-1]
    return node_of(graph.dataset, roles[int(sizes.argmax())]).label


def routes() -> list[BaseRoute]:
    """The first page."""
    return [Route("/", home)]
