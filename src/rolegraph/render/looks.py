"""How each kind of node looks in every picture: a colour, and a shape for whoever cannot tell the colours apart."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.scenes.model import Scene, SceneEdge
from rolegraph.vocabulary import Kind

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
