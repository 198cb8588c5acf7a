"""The page of a role: what it is and asks for, who says so, what is near it, and where people go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph.facts.labels import nodes as nodes_of
from rolegraph.model.mappings import taxonomy_of
from rolegraph.model.roles import Evidence
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.render.figures.role_page.role_facts import (
    RoleFacts,
    ShownRequirement,
    measured,
    outlook_words,
    role_facts,
)
from rolegraph.render.text import Citations
from rolegraph.render.views.node_views import counted_blocks, mapping_blocks
from rolegraph.server.pages.neighbourhood import NeighbourGroup, neighbourhood
from rolegraph.server.pages.node_lookup import kind_and_slug, node_at
from rolegraph.server.pages.shell import address_of, graph_of, page

if TYPE_CHECKING:
    from rolegraph.model.nodes import Node

_SHARE: Final = 0.1  # of postings that ask for something: below, it is not listed
_DEMANDED: Final = 15
_WEB: Final = ("https://", "http://")


def role(request: Request) -> Response:
    """A role with what the graph says of it."""
    graph = graph_of(request)
    node = node_at(graph, *kind_and_slug(request))
    facts = role_facts(graph, graph.role(node), brief=True)
    citations = Citations()
    citations.places(map(Evidence, facts.cited))
    definition = next((one.text for one in facts.role.definitions), "")
    return page(
        request,
        "role.html",
        title=node.label,
        description=definition or f"What {node.label} asks for, what is near it, and where people go.",
        canonical=address_of(graph, node),
        facts=facts,
        role=facts.role,
        taxonomy=taxonomy_of(node.iri) if facts.address.startswith(_WEB) else "",
        filed_under=nodes_of(graph.dataset, graph.dataset.objects(node.iri, SKOS + "broader")),
        places=citations.places,
        said_together=partial(_said_together, citations),
        measured=measured,
        outlook_words=outlook_words,
        demanded=list(facts.demand.asked_for(_SHARE))[:_DEMANDED] if facts.demand else [],
        counts=list(counted_blocks(facts.role, everything=True)),
        mappings=list(mapping_blocks(facts.role.mappings, everything=True)),
        around=neighbourhood(node, list(_groups(facts))),
    )


def _said_together(citations: Citations, asked: Iterable[ShownRequirement]) -> str:
    """Who says all of some requirements, where that is the same passage for each of them."""
    found = {citations.places(one.stated.evidence) for one in asked if one.stated is not None}
    return found.pop() if len(found) == 1 else ""


def _groups(facts: RoleFacts) -> Iterator[NeighbourGroup]:
    """What stands around a role in its picture."""
    stated = [one.stated for theme in facts.themes for one in theme.asked if one.stated is not None]
    essential = _named(one.any_of[0] for one in stated if one.essential)
    preferred = _named(one.any_of[0] for one in stated if not one.essential)
    yield NeighbourGroup("requires", essential, more="#asks")
    yield NeighbourGroup("nice to have", preferred, more="#asks", loose=True)
    asked = _named(one.stated.any_of[0] for one in facts.credentials if one.stated is not None)
    yield NeighbourGroup("degrees and certificates", asked, more="#credentials")
    tools = (tool for category in facts.tools for tool in category.tools)
    used = sorted(tools, key=lambda tool: (not tool.note, -tool.roles))
    yield NeighbourGroup("uses", _named(tool.node for tool in used), more="#tools", loose=True)
    near = _named(one.node for group in facts.groups for one in group.roles)
    yield NeighbourGroup("near", near, more="#near", loose=True)
    yield NeighbourGroup("found in", _named(one.node for one in facts.role.industries), more="#industries", loose=True)


def _named(nodes: Iterator[Node | None]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(node for node in nodes if node is not None))


def routes() -> list[BaseRoute]:
    """The pages of roles."""
    return [Route("/role/{slug}", role)]
