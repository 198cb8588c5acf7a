"""A scene: everything that a picture of an answer shows, whichever format it is drawn in.

Labels and texts are those of the graph, character for character; each format escapes them as it must.

How many nodes a picture bears: the most important ones, and the edges between them.

How each kind of node looks in every picture: a colour, and a shape for whoever cannot tell the colours apart.

What a picture's legend says: each look that occurs in it, and in words what the look means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind, fold


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


def capped(
    nodes: Iterable[SceneNode], edges: Iterable[SceneEdge], most: int
) -> tuple[list[SceneNode], list[SceneEdge], int]:
    """At most so many nodes, the most important first and then by label; the edges between them; and the full count."""
    ordered = sorted(nodes, key=lambda one: (-one.important, fold(one.label), one.id))
    kept = ordered[:most]
    there = {one.id for one in kept}
    between = dict.fromkeys(edge for edge in edges if edge.start in there and edge.end in there)
    return kept, list(between), len(ordered)


# Control characters, halves of pairs, and code points that are no characters: XML has none of the former, HTML reads
# others in the place of some, and nobody sees any.
_NOT_DRAWN: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    f"|[{''.join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))}]"
)


class Look(NamedTuple):
    """A kind's colour and shapes: matplotlib's marker, the brackets of Mermaid, and Graphviz's name of a shape."""

    fill: str
    marker: str
    brackets: tuple[str, str]
    shape: str

    @property
    def ink(self) -> str:
        """Black or white, whichever is read more easily on the fill.

        >>> LOOKS[Kind.ROLE].ink, LOOKS[Kind.SKILL].ink
        ('#ffffff', '#000000')
        """
        red, green, blue = (_linear(int(self.fill[place : place + 2], 16) / 255) for place in (1, 3, 5))
        # Where the contrast with black and with white is the same, by the W3C's definition of contrast.
        return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


# The colours of Okabe and Ito, and lighter ones of them for the kinds that are seldom in one picture. Mermaid has fewer
# brackets than there are kinds: what stands for a heading or a number shares those of what it is most like.
LOOKS: Final[dict[Kind, Look]] = {
    Kind.ROLE: Look("#0072b2", "h", ("{{", "}}"), "hexagon"),
    Kind.SKILL: Look("#009e73", "o", ("([", "])"), "ellipse"),
    Kind.TOOL: Look("#56b4e9", "s", ("[", "]"), "box"),
    Kind.DEGREE: Look("#e69f00", "^", ("[/", "\\]"), "house"),
    Kind.CERTIFICATION: Look("#f0e442", "D", ("[[", "]]"), "octagon"),
    Kind.FIELD: Look("#cc79a7", "p", ("[(", ")]"), "cylinder"),
    Kind.CATEGORY: Look("#bbbbbb", "8", ("(", ")"), "tab"),
    Kind.INDUSTRY: Look("#d55e00", "v", ("[\\", "/]"), "invtrapezium"),
    Kind.GROUP: Look("#9c9ede", "H", ("(", ")"), "box3d"),
    Kind.COLLECTION: Look("#c7b299", "$\\otimes$", ("[(", ")]"), "Msquare"),
    Kind.REQUIREMENT: Look("#ffd27f", "P", ("[/", "/]"), "parallelogram"),
    Kind.RATING: Look("#ffe5b8", "$\\oplus$", ("[/", "/]"), "trapezium"),
    Kind.RESPONSIBILITY: Look("#8fd9c0", "X", ("[\\", "\\]"), "invhouse"),
    Kind.OUTLOOK: Look("#b3dcf5", ">", (">", "]"), "cds"),
    Kind.TIP: Look("#fbf7b5", "*", ("((", "))"), "note"),
    Kind.POSTING: Look("#e8c3d6", "d", ("{", "}"), "folder"),
    Kind.SOURCE: Look("#eeeeee", "<", ("(((", ")))"), "component"),
}


# Where an answer begins and ends, and what needs no learning: nodes that every picture marks.
ENDS: Final = frozenset({"start", "goal"})
KNOWN: Final = "known"


def drawable(text: str) -> str:
    """A text without the characters that pictures cannot hold: each becomes U+FFFD.

    >>> drawable("a\\x00b")
    'a\\ufffdb'
    """
    return _NOT_DRAWN.sub("\ufffd", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as pictures show them: without empty ones, and white space as single spaces.

    >>> lines_of(" R  &\\tD \\r\\n\\n or so")
    ['R & D', 'or so']
    """
    lines = (" ".join(line.split()) for line in drawable(text).splitlines())
    return [line for line in lines if line]


def edges_between(scene: Scene) -> list[SceneEdge]:
    """The edges of which both ends are shown, which those of a cut scene need not be."""
    shown = {node.id for node in scene.nodes}
    return [edge for edge in scene.edges if edge.start in shown and edge.end in shown]


def kinds_of(scene: Scene) -> list[Kind]:
    """The kinds that are shown, in the order of the vocabulary."""
    shown = {node.kind for node in scene.nodes}
    return [kind for kind in Kind if kind in shown]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


_RELATIONS: Final = 4


class LegendEntry(NamedTuple):
    """A sample and its meaning: of a kind, of a group as one of its nodes looks, or of an edge."""

    text: str
    kind: Kind | None = None
    group: str = ""
    edge: SceneEdge | None = None


def entries_of(scene: Scene) -> list[LegendEntry]:
    """The legend of a scene: kinds, then what outlines mean, then edges with what they are called.

    >>> from rolegraph.render.figures.scene import SceneNode
    >>> nodes = (SceneNode("x:a", "A", Kind.ROLE, group="goal"), SceneNode("x:b", "B", Kind.TOOL))
    >>> edges = (SceneEdge("x:b", "x:a", "helps", loose=True), SceneEdge("x:a", "x:b", "asks for"))
    >>> [entry.text for entry in entries_of(Scene("one", "One", (), nodes, edges, 2))]
    ['role', 'tool', 'goal', 'asks for', 'helps']
    """
    entries = [LegendEntry(kind.value, kind) for kind in kinds_of(scene)]
    groups = {node.group for node in scene.nodes}
    if said := [group for group in ("start", "goal") if group in groups & ENDS]:
        entries.append(LegendEntry(" or ".join(said), _kind_in(scene, said[0]), said[0]))
    if KNOWN in groups:
        entries.append(LegendEntry("known already", _kind_in(scene, KNOWN), KNOWN))
    edges = edges_between(scene)
    for strong, loose in ((True, False), (False, False), (False, True)):
        alike = [edge for edge in edges if edge.strong is strong and (edge.loose and not edge.strong) is loose]
        if alike:
            entries.append(LegendEntry(_relations(alike), edge=alike[0]))
    return entries


def _kind_in(scene: Scene, group: str) -> Kind:
    return next(node.kind for node in scene.nodes if node.group == group)


def _relations(edges: Iterable[SceneEdge]) -> str:
    said = list(dict.fromkeys(" ".join(lines_of(edge.relation)) for edge in edges if edge.relation.strip()))
    return ", ".join(said[:_RELATIONS]) + (", …" if len(said) > _RELATIONS else "")
