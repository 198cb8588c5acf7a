"""Search over all names, suggestions while a name is written, and lists of all nodes of a kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from rolegraph.facts.labels import node as node_of
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, fold, without_accents
from rolegraph.server.name_index import FoundNode
from rolegraph.server.pages.node_lookup import titled
from rolegraph.server.pages.shell import address, address_of, graph_of, language_of, page, served

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph

_SUGGESTED: Final = 10
_OF_A_KIND: Final = 6  # shown of each kind where all are
_PAGE: Final = 50
_MOST_PAGES: Final = 100_000
_LONGEST: Final = 200  # letters of a search
_NAMELESS: Final = (Kind.REQUIREMENT, Kind.RATING)  # which no list is made of


class FoundRow(NamedTuple):
    """A node that was found, and the other name of it that has what was searched for."""

    node: Node
    also: str = ""


def search(request: Request) -> Response:
    """Nodes with a name that has a text: of each kind the likeliest, or all of one kind on pages."""
    text = request.query_params.get("q", "").strip()[:_LONGEST]
    kind = _kind(request.query_params.get("kind", ""))
    title = f"Search: {text}" if text else "Search"
    context: dict[str, Any] = {"q": text, "kind": kind, "title": title, "canonical": "/search"}
    if not text:
        return page(request, "search.html", groups=[], near=(), **context)
    graph, index = graph_of(request), served(request).names
    if kind:
        found, total = index.search(text, (kind,))
        number, last = _page_of(request, total)
        rows = [_row(graph, one, text) for one in found[(number - 1) * _PAGE : number * _PAGE]]
        groups = [(kind, rows, total)]
        return page(request, "search.html", groups=groups if rows else [], near=(), number=number, last=last, **context)
    found, _ = index.search(text)
    known = {one.iri for one in found}
    exact = [FoundNode(node.iri, node.kind, "") for node in graph.lexicon.matches(text) if node.iri not in known]
    by_kind: dict[Kind, list[FoundNode]] = {}
    for one in (*exact, *found):
        by_kind.setdefault(one.kind, []).append(one)
    groups = [
        (kind, [_row(graph, one, text) for one in all_[:_OF_A_KIND]], len(all_)) for kind, all_ in by_kind.items()
    ]
    return page(request, "search.html", groups=groups, near=() if groups else _near(graph, text), **context)


def _near(graph: RoleGraph, text: str) -> tuple[Node, ...]:
    """What a name may mean that nothing has."""
    names = [node for name in graph.lexicon.suggest(text) for node in graph.lexicon.matches(name)]
    return tuple(dict.fromkeys(names))


def _row(graph: RoleGraph, found: FoundNode, text: str) -> FoundRow:
    """A node, with the name that was found unless one sees in its label what was searched for."""
    node = node_of(graph.dataset, found.iri)
    label = without_accents(fold(node.label))
    is_seen = without_accents(found.name) == label or all(word in label for word in without_accents(fold(text)).split())
    return FoundRow(node, "" if is_seen else found.name)


def suggest(request: Request) -> Response:
    """At most ten nodes for what is written so far: each by the name that means it alone, and its page."""
    graph = graph_of(request)
    text = request.query_params.get("q", "")[:_LONGEST]
    found, _ = served(request).names.search(text, _kinds_of(request.query_params.get("kind", "")), _SUGGESTED)
    rows = [_row(graph, one, text) for one in found]
    return JSONResponse(
        [
            {
                "name": graph.lexicon.said(row.node),
                "label": row.node.label,
                "kind": row.node.kind.value,
                "also": row.also,
                "href": address_of(graph, row.node),
            }
            for row in rows
        ],
        headers={"Cache-Control": "no-cache", "Vary": "Cookie"},
    )


def list_of_kind(request: Request) -> Response:
    """All nodes of a kind, by label, on pages."""
    kind = _kind(request.path_params["kind"])
    if kind is None or kind in _NAMELESS:
        raise HTTPException(404, "There is no list of these.")
    graph = graph_of(request)
    nodes = _nodes_of(graph, kind, in_own_language=not language_of(request))
    number, last = _page_of(request, len(nodes))
    shown = [node_of(graph.dataset, node.iri) for node in nodes[(number - 1) * _PAGE : number * _PAGE]]
    title = f"All {kind.plural}"
    context: dict[str, Any] = {"kind": kind, "nodes": shown, "total": len(nodes), "number": number, "last": last}
    context["titled"] = partial(titled, graph)
    return page(request, "list.html", title=title, canonical=address(f"/list/{kind}", page=number), **context)


def _nodes_of(graph: RoleGraph, kind: Kind, *, in_own_language: bool) -> Sequence[Node]:
    """All nodes of a kind by label; those in the graph's own language are in their order where names are kept."""
    below = graph.dataset.only_below
    known = [node for node in graph.lexicon if node.kind is kind and node.iri not in below] if in_own_language else []
    return known or graph.nodes(kind)


def _kind(word: str) -> Kind | None:
    return Kind(word) if word in list(Kind) else None


def _kinds_of(word: str) -> Collection[Kind]:
    if word == "capability":
        return CAPABILITY_KINDS
    return tuple(filter(None, [_kind(word)]))


def _page_of(request: Request, total: int) -> tuple[int, int]:
    """The number of the page that is asked for, and of the last one."""
    last = max(1, -(-total // _PAGE))
    asked = request.query_params.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(_MOST_PAGES)) else 1
    return min(max(number, 1), last), last


def routes() -> list[BaseRoute]:
    """The addresses of search and lists."""
    return [Route("/search", search), Route("/suggest", suggest), Route("/list/{kind}", list_of_kind)]
