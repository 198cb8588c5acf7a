"""Pages that say what went wrong: the message, what was perhaps meant, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.exceptions import HTTPException

from rolegraph.errors import AmbiguousNode, RolegraphError, UnknownNames, UnknownNode
from rolegraph.server.pages.shell import graph_of, page
from rolegraph.server.statuses import RETRY_AFTER, status_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node

_MOST: Final = 30  # nodes that a name may mean, which are listed
_WORDS: Final = {
    404: "There is no such page",
    405: "This address cannot be used in that way",
    413: "That is too much",
    500: "Something went wrong here",
}


class Refusal(NamedTuple):
    """One thing that went wrong: in words, with the name that was looked for, and the nodes that were perhaps meant."""

    problem: str
    name: str = ""
    meant: tuple[Node, ...] = ()


def troubles(graph: RoleGraph, error: RolegraphError) -> list[Refusal]:
    """What went wrong, a name at a time, for a page or beside the field of a form."""
    if isinstance(error, UnknownNames):
        return [trouble for part in error.errors for trouble in troubles(graph, part)]
    if isinstance(error, AmbiguousNode):
        problem = f"{error.name!r} {'has been split' if error.is_split else f'names more than one {error.kind}'}"
        return [Refusal(f"{problem}. Which is meant?", error.name, _nodes(graph, error.candidates))]
    if isinstance(error, UnknownNode):
        is_of_others = f": that is a name of another kind ({', '.join(error.others)})" if error.others else ""
        what = "Nothing" if error.kind == "node" else f"No {error.kind}"
        return [Refusal(f"{what} is called {error.name!r} here{is_of_others}.", error.name, _near(graph, error))]
    return [Refusal(str(error))]


def _near(graph: RoleGraph, error: UnknownNode) -> tuple[Node, ...]:
    found = graph.lexicon.find(error.name) if error.others else ()
    return found or _nodes(graph, error.suggestions)


def _nodes(graph: RoleGraph, names: Iterable[str]) -> tuple[Node, ...]:
    found = map(graph.lexicon.matches, names)
    return tuple(dict.fromkeys(node for nodes in found for node in nodes))[:_MOST]


def refused(request: Request, error: Exception) -> Response:
    """The page in place of an answer that there is none of: no such name, bad parameters, or a fault of ours."""
    status = status_of(error)
    found = troubles(graph_of(request), error) if isinstance(error, RolegraphError) else [Refusal(_said(error, status))]
    title = _WORDS.get(status, HTTPStatus(status).phrase) if not isinstance(error, RolegraphError) else "No answer"
    if len(found) == 1 and found[0].name:
        title = found[0].problem
    answer = page(request, "refused.html", status, title=title, troubles=found, several=status == HTTPStatus.CONFLICT)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _said(error: Exception, status: int) -> str:
    if isinstance(error, HTTPException) and error.detail != HTTPStatus(status).phrase:
        return error.detail
    return "Nothing is known here of this address." if status == HTTPStatus.NOT_FOUND else ""
