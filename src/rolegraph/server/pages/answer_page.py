"""What the pages of answers share: the address of the same answer for programs, the line for a terminal, what is said.

Each page is a form, filled in with what was asked; the answer, a picture, a table; and how it was measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rolegraph.facts.arrays import REQUIRES
from rolegraph.facts.labels import node
from rolegraph.model.nodes import Node
from rolegraph.render.text import Block, Text
from rolegraph.server.examples import familiar_roles
from rolegraph.server.pages.shell import address, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rolegraph.server.pages.asking import AskedFields


def answer_page(request: Request, template: str, asked: AskedFields, **context: Any) -> Response:
    """The page of an answer, or of a form that nothing was asked in yet."""
    heard = " ".join(context["notes"])
    others = [(text, node) for text, node in asked.other_names if repr(text) not in heard and text != node.iri]
    shown: dict[str, Any] = {
        "other_names": others,
        "found": None,
        "chart": None,
        "told": (),
        "remarks": (),
        "json": "",
        "command": "",
    }
    return page(request, template, asked.status, **{**shown, "asked": asked, **context})


def said(blocks: Iterable[Block]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of a view: those that matter, and the remarks on how it was found out."""
    texts = [block for block in blocks if isinstance(block, Text)]
    loud, quiet = (
        tuple(text.text.replace("`path`", "a plan") for text in texts if text.quiet is is_quiet)
        for is_quiet in (False, True)
    )
    return loud, quiet


def between(asked: AskedFields, path: str, start: Node | None, end: Node, **more: object) -> str:
    """The address of a page about two roles: `/plan` and `/route` from the one to the other, `/compare` with both."""
    names = [asked.name_of(node) for node in (start, end) if node is not None]
    if path == "/compare":
        return address(path, role=names, **more)
    return address(path, from_=names[0] if start is not None else "", to=names[-1], **more)


def roles_to_begin_with(asked: AskedFields) -> list[Node]:
    """A few roles for whoever does not know what to ask: well-known ones, or those of which most is required."""
    if familiar := familiar_roles(asked.graph):
        return familiar
    matrix = asked.graph.matrix
    sizes: list[int] = matrix.having(REQUIRES).sum(axis=1).tolist()
    largest = sorted(range(len(sizes)), key=lambda place: (-sizes[place], matrix.roles[place]))
    return [node(asked.graph.dataset, matrix.roles[place]) for place in largest[:3]]
