"""A scene: everything that a picture of an answer shows, whichever format it is drawn in.

Labels and texts are those of the graph, character for character; each format escapes them as it must.
"""

from __future__ import annotations

from typing import NamedTuple

from rolegraph.vocabulary import Kind


class Fact(NamedTuple):
    """A line of a node's card: what is said, such as "Definition" or "Asked for by", and the texts."""

    term: str
    texts: tuple[str, ...]


class SourceLink(NamedTuple):
    """Who says so: a source's title, where in it, and its address on the web if it has one."""

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
    """An edge from one node's id to another's: `relation` in a word or two, a `note` for whoever asks.

    Edges of the answer itself (a path's order) are `strong`; what is only possible or helpful (an example, a foothold)
    is `loose`.
    """

    start: str
    end: str
    relation: str
    note: str = ""
    strong: bool = False
    loose: bool = False


class Scene(NamedTuple):
    """A picture's content: `name` is what its file is called by default, `total` how many nodes there are in all."""

    name: str
    title: str
    summary: tuple[str, ...]
    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    total: int

    @property
    def cut(self) -> str:
        """What is said where not everything is shown: "showing 500 of 9,214"; empty where it is."""
        return f"showing {len(self.nodes):,} of {self.total:,}" if len(self.nodes) < self.total else ""
