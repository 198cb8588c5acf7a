"""Draws the parts of a picture with matplotlib, on axes whose unit is a point and whose y grows downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.render.layouts import SIZE, Line, Spot
from rolegraph.render.legends import Entry
from rolegraph.render.looks import ENDS, KNOWN, LOOKS
from rolegraph.render.placing import Label, Point, line_height
from rolegraph.scenes.model import SceneEdge, SceneNode

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#222222"
QUIET: Final = "#5f5f5f"
_WEAK: Final = "#8c8c8c"
_WEAKEST: Final = "#b5b5b5"
_MANY: Final = 150
_SAMPLE: Final = 14.0


class Pen:
    """Draws on axes in fonts; what is drawn later lies above."""

    def __init__(self, axes: Axes, fonts: Sequence[str]) -> None:
        self._axes, self._fonts = axes, list(fonts)
        self._depth = 0

    def edges(self, lines: Iterable[Line]) -> None:
        """Draw edges: strong ones thick and above the others, loose ones dashed, and many of them thin."""
        drawn = sorted(lines, key=lambda one: one.edge.strong)
        thin = len(drawn) > _MANY
        for line in drawn:
            self._edge(line.edge, line.curve, thin)

    def markers(self, spots: Sequence[Spot]) -> None:
        """Draw nodes by kind and group, and the numbers of steps on them."""
        looks: dict[tuple[str, str], list[Spot]] = {}
        for spot in spots:
            group = spot.node.group if spot.node.group in ENDS | {KNOWN} else ""
            looks.setdefault((spot.node.kind.value, group), []).append(spot)
        for alike in looks.values():
            self._alike(alike)
        for spot in spots:
            if spot.node.step is not None:
                size = 8.0 if spot.node.step < 100 else 5.5
                self._write((spot.x, spot.y), str(spot.node.step), size, LOOKS[spot.node.kind].ink, bold=True)

    def labels(self, labels: Sequence[Label], size: float = SIZE, colour: str = INK) -> None:
        """Draw labels, each over paler lines."""
        from matplotlib.collections import PolyCollection

        corners = [
            [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
            for box in (label.box for label in labels)
        ]
        if corners:
            patches = PolyCollection(corners, facecolors="white", edgecolors="none", alpha=0.7, zorder=self._next())
            self._axes.add_collection(patches, autolim=False)
        for label in labels:
            self.text(label, size, colour)

    def text(self, label: Label, size: float, colour: str = INK, bold: bool = False) -> None:
        """Draw the lines of a label in its box."""
        box = label.box
        x = {"left": box.left, "right": box.right}.get(label.align, (box.left + box.right) / 2)
        for number, line in enumerate(label.lines):
            y = box.top + (number + 0.5) * line_height(size)
            self._write((x, y), line, size, colour, bold=bold, align=label.align)

    def entry(self, entry: Entry, at: Point) -> None:
        """Draw a legend's sample, in the middle of the place for it."""
        x, y = at
        if entry.edge:
            start, end = (x - _SAMPLE, y), (x + _SAMPLE, y)
            self._edge(entry.edge, (start, (x, y), end))
        elif entry.kind:
            self._alike([Spot(SceneNode("", "", entry.kind, group=entry.group), x, y, 5.5)])

    def _next(self) -> float:
        self._depth += 1
        return float(self._depth)

    def _alike(self, spots: Sequence[Spot]) -> None:
        node = spots[0].node
        look = LOOKS[node.kind]
        self._axes.scatter(
            [spot.x for spot in spots],
            [spot.y for spot in spots],
            # Areas, as scatter takes them, of markers that reach to the border of their circle.
            s=[(2 * spot.radius * _REACH.get(look.marker, 1.0)) ** 2 for spot in spots],
            marker=look.marker,
            c=[_paler(look.fill) if node.group == KNOWN else look.fill],
            edgecolors=INK if node.group in ENDS else "#555555",
            linewidths=2.0 if node.group in ENDS else 0.8,
            linestyles=(0, (2, 1.2)) if node.group == KNOWN else "solid",
            zorder=self._next(),
        )

    def _edge(self, edge: SceneEdge, curve: tuple[Point, Point, Point], thin: bool = False) -> None:
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path

        path = Path(list(curve), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        self._axes.add_patch(
            FancyArrowPatch(
                path=path,
                arrowstyle="-|>",
                mutation_scale=9 if edge.strong else 6.5,
                linewidth=2.0 if edge.strong else 0.5 if thin else 0.8,
                linestyle=(0, (4, 2.5)) if edge.loose and not edge.strong else "solid",
                color="#444444" if edge.strong else _WEAKEST if thin else _WEAK,
                zorder=self._next(),
            )
        )

    def _write(
        self, at: Point, text: str, size: float, colour: str, *, bold: bool = False, align: str = "center"
    ) -> None:
        self._axes.text(
            *at,
            text,
            size=size,
            color=colour,
            weight="bold" if bold else "normal",
            family=self._fonts,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
            zorder=self._next(),
        )


# Markers of matplotlib that fill less, or more, of their square than a circle does.
_REACH: Final = {"s": 0.9, "D": 0.78, "d": 1.0, "h": 1.08, "p": 1.1, "*": 1.25, "^": 1.05, "v": 1.05, "8": 1.0}


def _paler(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - 0.4 * (255 - part)):02x}" for part in parts)
