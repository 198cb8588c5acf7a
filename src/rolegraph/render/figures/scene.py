"""A scene: what a picture of an answer shows, in whichever format it is drawn, with its looks and its legend.

Labels and texts are those of the graph, character for character; each format escapes them as it must.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind


class Fact(NamedTuple):
    """An entry of a node's card: a term, such as "Definition" or "Required by", and its texts."""

    term: str
    texts: tuple[str, ...]


class SourceLink(NamedTuple):
    """A source: its title, where in it, and its address on the web if it has one."""

    title: str
    where: str = ""
    url: str = ""


class SceneNode(NamedTuple):
    """A node as it is drawn.

    `x` and `y` are its place, in units of which a label's letter takes about 8; y grows downwards. `step` numbers it on
    a path, from 1. `group` says what it is to the answer, in a word: `known`, `learn`, `start`, `goal`, `shared`, `own`
    or nothing. The more `important`, the larger, and the sooner it is drawn where not everything can be.
    """

    id: str
    label: str
    kind: Kind
    names: tuple[str, ...] = ()
    x: float = 0.0
    y: float = 0.0
    step: int | None = None
    group: str = ""
    important: float = 0.0
    facts: tuple[Fact, ...] = ()
    sources: tuple[SourceLink, ...] = ()


class SceneEdge(NamedTuple):
    """An edge from one node's id to another's: `relation` in a word or two, a `note` with details.

    Edges that make up the answer (a path's order) are `strong`; what is optional or only helps (an example, something
    that a step builds on) is `loose`.
    """

    start: str
    end: str
    relation: str
    note: str = ""
    strong: bool = False
    loose: bool = False


class Scene(NamedTuple):
    """A picture's content.

    `name` is what its file is called by default, `total` how many nodes there are in all, `language` that of most
    labels.
    """

    name: str
    title: str
    summary: tuple[str, ...]
    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    total: int
    language: str = ""

    @property
    def cut(self) -> str:
        """How much of it is shown, such as "showing 500 of 9,214"; empty if all is."""
        return f"showing {len(self.nodes):,} of {self.total:,}" if len(self.nodes) < self.total else ""


# Control characters, lone surrogates and noncharacters: XML forbids most of them, HTML replaces some, and nobody sees
# any.
_NOT_DRAWN: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    "|[\u202a-\u202e\u2066-\u2069]"
    f"|[{''.join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))}]"
)


# Groups that every picture marks: where an answer starts and ends, and what is known already.
ENDS: Final = frozenset({"start", "goal"})
KNOWN: Final = "known"


def numbered(node: SceneNode) -> str:
    """A node's label, after the number of its step."""
    return node.label if node.step is None else f"{node.step}\u2002{node.label}"


def drawable(text: str) -> str:
    """A text without the characters that pictures cannot hold: each becomes U+FFFD."""
    return _NOT_DRAWN.sub("\ufffd", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as pictures show them: without empty ones, and white space as single spaces."""
    return list(filter(None, (" ".join(line.split()) for line in drawable(text).splitlines())))


def edges_between(scene: Scene) -> list[SceneEdge]:
    """The edges of which both ends are shown, which those of a cut scene need not be."""
    shown = {node.id for node in scene.nodes}
    return [edge for edge in scene.edges if edge.start in shown and edge.end in shown]


def kinds_of(scene: Scene) -> list[Kind]:
    """The kinds that are shown, in the order of the vocabulary."""
    shown = {node.kind for node in scene.nodes}
    return [kind for kind in Kind if kind in shown]
