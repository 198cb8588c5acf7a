"""How everything looks, in every format: the colours of kinds on light and dark ground, their shapes, and marks.

Pages take the colours as variables of CSS and the shapes as paths of SVG; images, Mermaid and DOT those for light
ground. The colours are Okabe and Ito's and neighbours of theirs, dark enough on white and light enough on black to
stand out by 3:1; shapes tell kinds apart where colours do not.

Okabe, M., Ito, K. (2008), Color universal design: how to make figures and presentations that are friendly to colorblind
people.
"""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind

Outline = tuple[tuple[float, float], ...]
"""The corners of a shape around (0, 0), about 2 wide and high; y grows downwards."""


def _star(corners: int, turn: float = 0.0, radius: float = 1.0, inner: float | None = None) -> Outline:
    """A regular polygon, its first corner at the top; every other corner is an `inner` one where that is given."""
    reach = (radius, radius if inner is None else inner)
    angles = (2 * math.pi * (number / corners + turn) - math.pi / 2 for number in range(corners))
    return tuple(
        (round(reach[number % 2] * math.cos(angle), 3), round(reach[number % 2] * math.sin(angle), 3))
        for number, angle in enumerate(angles)
    )


def _turned(*numbers: float) -> Outline:
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


_DROP: Final = (
    (0.0, -1.25),
    *((round(0.95 * math.cos(angle), 3), round(0.3 + 0.95 * math.sin(angle), 3)) for angle in
      (math.pi * (number / 12 - 0.08) for number in range(14))),
)  # fmt: skip


class Look(NamedTuple):
    """A kind's colours on light and on dark ground, its shape, Mermaid's brackets, and Graphviz's name of a shape."""

    fill: str
    dark: str
    outline: Outline
    brackets: tuple[str, str]
    shape: str

    @property
    def ink(self) -> str:
        """Black or white, whichever is easier to read on the fill."""
        return ink_on(self.fill)

    @property
    def pale(self) -> str:
        """The fill, mixed with white."""
        return mixed(self.fill, 0.4)

    @property
    def path(self) -> str:
        """The shape as a path of SVG."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.outline) + "Z"


# Mermaid has fewer brackets than there are kinds: what stands for a heading or a number shares those of what it is most
# like.
LOOKS: Final[dict[Kind, Look]] = {
    Kind.ROLE: Look("#0072b2", "#4ba6e8", _star(36), ("{{", "}}"), "hexagon"),
    Kind.SKILL: Look("#009068", "#2cc497", _star(4, 1 / 8, 1.22), ("([", "])"), "ellipse"),
    Kind.TOOL: Look("#d55e00", "#f58a3c", _star(6, 1 / 12, 1.08), ("[", "]"), "box"),
    Kind.DEGREE: Look("#b65591", "#e596c6", _turned(0, -1.05, 1.15, 0.9, -1.15, 0.9), ("[/", "\\]"), "house"),
    Kind.CERTIFICATION: Look("#a87400", "#e69f00", _star(10, 0, 1.25, 0.55), ("[[", "]]"), "octagon"),
    Kind.FIELD: Look("#2f87bd", "#84d0ff", _star(4, 0, 1.22), ("[(", ")]"), "cylinder"),
    Kind.CATEGORY: Look("#5b4ca8", "#a79cf2", _star(5, 0, 1.12), ("(", ")"), "tab"),
    Kind.INDUSTRY: Look(
        "#75691a", "#e5d94a",
        _turned(-1.1, 0.95, -1.1, -0.1, -0.4, -0.6, -0.4, -0.1, 0.3, -0.6, 0.3, -0.1, 1.1, -0.7, 1.1, 0.95),
        ("[\\", "/]"), "invtrapezium",
    ),
    Kind.GROUP: Look(
        "#5b5bb5", "#a9a9f0", _turned(-1.1, -0.8, -0.1, -0.8, 0.15, -0.5, 1.1, -0.5, 1.1, 0.9, -1.1, 0.9),
        ("(", ")"), "box3d",
    ),
    Kind.COLLECTION: Look(
        "#7d6547", "#cdb08c",
        _turned(-1.1, -0.95, -0.15, -0.95, -0.15, -0.15, 1.1, -0.15, 1.1, 0.95, -0.15, 0.95, -0.15, 0.15, -1.1, 0.15),
        ("[(", ")]"), "Msquare",
    ),
    Kind.REQUIREMENT: Look("#8f1d4f", "#e4719f", _turned(0, 1.05, 1.15, -0.9, -1.15, -0.9), ("[/", "/]"),
                           "parallelogram"),
    Kind.RATING: Look(
        "#8a6d00", "#e0c04a",
        _turned(-1.1, 0.95, -1.1, 0.2, -0.5, 0.2, -0.5, -0.4, 0.1, -0.4, 0.1, -1, 1.1, -1, 1.1, 0.95),
        ("[/", "/]"), "trapezium",
    ),
    Kind.RESPONSIBILITY: Look(
        "#1d7d74", "#5ed2c3",
        _turned(-0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4, 0.4, 1.1, -0.4, 1.1, -0.4, 0.4,
                -1.1, 0.4, -1.1, -0.4, -0.4, -0.4),
        ("[\\", "\\]"), "invhouse",
    ),
    Kind.OUTLOOK: Look("#6a6f76", "#a3abb5", _turned(-1.1, -0.75, 0.2, -0.75, 1.2, 0, 0.2, 0.75, -1.1, 0.75, -0.5, 0),
                       (">", "]"), "cds"),
    Kind.TIP: Look("#8d5524", "#d6a270", _DROP, ("((", "))"), "note"),
    Kind.POSTING: Look("#24292f", "#f0f2f4", _turned(-0.75, -1.05, 0.3, -1.05, 0.75, -0.6, 0.75, 1.05, -0.75, 1.05),
                       ("{", "}"), "folder"),
    Kind.SOURCE: Look(
        "#4f6f1f", "#a6cc5c",
        _turned(-1.15, -0.7, -0.6, -0.85, 0, -0.6, 0.6, -0.85, 1.15, -0.7, 1.15, 0.8, 0.6, 0.65, 0, 0.9, -0.6, 0.65,
                -1.15, 0.8),
        ("(((", ")))"), "component",
    ),
}  # fmt: skip


# For things of a number without an order, such as clusters: colours that are far apart, taken from those of kinds.
SERIES: Final = (
    Kind.ROLE,
    Kind.TOOL,
    Kind.SKILL,
    Kind.DEGREE,
    Kind.CERTIFICATION,
    Kind.CATEGORY,
    Kind.FIELD,
    Kind.REQUIREMENT,
    Kind.INDUSTRY,
)


class Tone(NamedTuple):
    """A colour on light and on dark ground."""

    light: str
    dark: str


# What is not a kind: grounds, letters and lines, and what something is to an answer.
TONES: Final[dict[str, Tone]] = {
    "paper": Tone("#ffffff", "#14171b"),
    "panel": Tone("#f5f6f8", "#1c2026"),
    "ink": Tone("#1b1f24", "#eceff2"),
    "muted": Tone("#57606a", "#a7b0ba"),
    "rule": Tone("#d0d7de", "#363d46"),
    "control": Tone("#767f89", "#7d8793"),
    "edge": Tone("#98a2ae", "#626c78"),
    "strong": Tone("#39424e", "#c3ccd6"),
    "faint": Tone("#e9ecef", "#252a31"),
    "hover": Tone("#e6e9ee", "#2a3038"),
    "accent": Tone("#a3195b", "#ff8fc0"),
    "known": Tone("#2d6a4f", "#74c69d"),  # held already, or done
    "learn": Tone("#0b5fa5", "#6cb6ff"),  # to be learned to working level
    "deepen": Tone("#6f42c1", "#c0a3f5"),  # known, and to be learned further
    "credential": Tone("#8a5a00", "#e3b341"),  # degrees, certificates, licences
    "optional": Tone("#57606a", "#a7b0ba"),  # nice to have, used but not required
    "shared": Tone("#0f6e6e", "#56d4d4"),  # common to all that is compared
    "only": Tone("#a3195b", "#ff8fc0"),  # of a single one of them
}


def css_variables() -> str:
    """All colours as variables of CSS, such as `--role` and `--paper`: light, dark where it is preferred, and light on
    paper."""
    light = "".join(f"--{name}:{colour};" for name, colour in _colours(dark=False).items())
    dark = "".join(f"--{name}:{colour};" for name, colour in _colours(dark=True).items())
    return (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    )


@cache
def js_shapes() -> str:
    """The shapes of all kinds as a constant of JavaScript."""
    return f"const SHAPES = {json.dumps({kind.value: look.path for kind, look in LOOKS.items()})};\n"


def _colours(*, dark: bool) -> dict[str, str]:
    kinds = {kind.value: look.dark if dark else look.fill for kind, look in LOOKS.items()}
    return {name: tone.dark if dark else tone.light for name, tone in TONES.items()} | kinds


def ink_on(fill: str) -> str:
    """Black or white, whichever has the better contrast with a colour, as the W3C defines it."""
    parts = [int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def mixed(fill: str, share: float) -> str:
    """A share of a colour, mixed with white."""
    parts = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)
