"""The page of a skill, tool, degree or certification: who asks for it, what it needs first, and what it opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from rolegraph.facts.requirements import levels_asked
from rolegraph.model.nodes import CAPABILITY_KINDS, Level, Node
from rolegraph.render.text import about, counted
from rolegraph.render.views.node_views import mapping_blocks
from rolegraph.server.pages.neighbourhood import NeighbourGroup, neighbourhood
from rolegraph.server.pages.node_lookup import kind_and_slug, node_at, said_by
from rolegraph.server.pages.shell import address, address_of, graph_of, page

if TYPE_CHECKING:
    from rolegraph.model.roles import Capability

_FIRST: Final = 24  # roles of a group that are listed, unless all are asked for


class AskingRoles(NamedTuple):
    """Roles that ask for a capability in one way, by label."""

    words: str
    level: Level | None
    roles: tuple[Node, ...]


def capability(request: Request) -> Response:
    """A capability with what the graph says of it."""
    graph = graph_of(request)
    node = node_at(graph, *kind_and_slug(request))
    found = graph.capability(node)
    definition = next((one.text for one in found.definitions), "")
    asking = list(_asking(found, levels_asked(graph.dataset, node.iri)))
    everything = request.query_params.get("all") == "1"
    return page(
        request,
        "capability.html",
        title=node.label,
        description=definition or f"Which roles ask for {node.label}, what it needs first, and what it opens.",
        canonical=address_of(graph, node),
        found=found,
        takes=_takes(found),
        asking=asking,
        asked=asked_in_words(asking),
        most=10**6 if everything else _FIRST,
        everything=address(address_of(graph, node), all=1),
        relations=_relations(found),
        mappings=list(mapping_blocks(found.mappings, everything=True)),
        sources=said_by(graph, node),
        around=neighbourhood(node, _groups(found, asking)),
    )


def _takes(found: Capability) -> str:
    """What it takes to learn it, in words."""
    if found.effort is None:
        return ""
    if not found.effort.estimated:
        return "nobody has estimated hours"
    reason = f": {found.effort.reason}" if found.effort.reason else ""
    return f"{about(found.effort.hours)} hours (estimate: {found.effort.basis}{reason})"


def _asking(found: Capability, levels: dict[str, Level | None]) -> Iterable[AskingRoles]:
    """Who asks for it, the highest level first; then who prefers it, names it as an example, or uses it."""
    for words, roles in (("Required", found.required_by), ("Nice to have", found.preferred_by)):
        for level in (*reversed(Level), None):
            if members := tuple(role for role in roles if levels.get(role.iri) is level):
                yield AskingRoles(words, level, members)
    asked = {*found.required_by, *found.preferred_by}
    for words, roles in (("An example of what is asked for", found.example_for), ("In use", found.used_by)):
        if members := tuple(role for role in roles if role not in asked):
            yield AskingRoles(words, None, members)


def _relations(found: Capability) -> Sequence[tuple[str, str, tuple[Node, ...]]]:
    """How it is related to others: a title, a remark, and nodes."""
    fields = (found.field,) if found.field else ()
    every = (
        ("Needs first", "what comes before it", found.prerequisites),
        ("Opens", "what it comes before", found.opens),
        ("Is a kind of", "", found.broader),
        ("Includes", "", found.narrower),
        ("Field", "", fields),
        ("Filed under", "", found.categories),
    )
    return [one for one in every if one[-1]]


def _groups(found: Capability, asking: Sequence[AskingRoles]) -> list[NeighbourGroup]:
    """What stands around it in its picture."""
    required = tuple(role for one in asking if one.words == "Required" for role in one.roles)
    others = tuple(role for one in asking if one.words != "Required" for role in one.roles)
    return [
        NeighbourGroup("needs first", found.prerequisites, more="#related"),
        NeighbourGroup("opens", found.opens, more="#related"),
        NeighbourGroup("required by", required, more="#roles"),
        NeighbourGroup("nice to have for, or used by", others, more="#roles", loose=True),
        NeighbourGroup("close to", tuple(one.node for one in found.close_to), more="#close", loose=True),
        NeighbourGroup("is a kind of", found.broader, more="#related", loose=True),
        NeighbourGroup("includes", found.narrower, more="#related", loose=True),
        NeighbourGroup("filed under", found.categories, more="#related", loose=True),
    ]


def asked_in_words(asking: Sequence[AskingRoles]) -> str:
    """How many roles ask for it, in a sentence."""
    counts: dict[str, int] = {}
    for one in asking:
        counts[one.words] = counts.get(one.words, 0) + len(one.roles)
    words = {"Required": "require it", "Nice to have": "would like it", "In use": "use it"}
    said = [f"{counted(number, 'role')} {words.get(name, 'name it as an example')}" for name, number in counts.items()]
    return ", ".join(said)


def routes() -> list[BaseRoute]:
    """The pages of capabilities."""
    return [Route(f"/{kind}/{{slug}}", capability) for kind in CAPABILITY_KINDS]
