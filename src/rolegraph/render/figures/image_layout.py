"""Where the nodes, edges and labels of a scene go in an image. Lengths are points; y grows downwards.

Nodes keep the scene's arrangement. Where their labels find no room, everything is spread further apart.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.render.figures.canvas import SIZE
from rolegraph.render.figures.scene import ENDS, Scene, SceneEdge, SceneNode, edges_between, lines_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# The width of a text in em: for letters of size 1.
Measure = Callable[[str], float]
Point = tuple[float, float]

SMALL: Final = 7.0
LEADING: Final = 1.25  # from one line to the next, in em
_UNIT: Final = SIZE * 0.6 / 8  # a unit of a scene in points: a letter of this size takes about 8 units
_STRETCHES: Final = (1.0, 1.2, 1.45, 1.75, 2.1, 2.5)
_LONGEST_SIDE: Final = 5000.0
_GAP: Final = 3.0
_BETWEEN: Final = 4.0  # between the ends of labels, so that two do not read as one
_WIDTHS: Final = (20, 12, 32)  # letters in a line of a label: the best first
_LATER: Final = 0.7  # what a place later in the order of preference costs, in points of edges that a label would hide
_MANY: Final = 250  # edges, which are then straight and may be hidden by labels
_LABELLED: Final = 80  # more edges than these have no labels
_BENDS: Final = (0.0, 0.14, -0.14, 0.28, -0.28)
_AWAY: Final = 30.0  # how far a bend leads away from the straight line at most
_PARTS: Final = 40


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Label(NamedTuple):
    """The lines of a text, and the box that they fill, in which they are centred or aligned to a side."""

    lines: tuple[str, ...]
    box: Box
    align: str = "center"


class Marker(NamedTuple):
    """A node's symbol."""

    node: SceneNode
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


class DrawnEdge(NamedTuple):
    """An edge between two markers: how far it is bent, as a part of its length, and points on it."""

    edge: SceneEdge
    start: Marker
    end: Marker
    bend: float
    points: Array


class Layout(NamedTuple):
    """All that is drawn, and how many of the nodes are without a label for want of room."""

    markers: list[Marker]
    edges: list[DrawnEdge]
    labels: list[Label]
    relations: list[Label]
    without: int

    @property
    def box(self) -> Box:
        """What all of it covers; a point where there is nothing."""
        boxes = [marker.box for marker in self.markers] + [label.box for label in (*self.labels, *self.relations)]
        boxes += [Box(*edge.points.min(axis=0), *edge.points.max(axis=0)) for edge in self.edges]
        if not boxes:
            return Box(0, 0, 0, 0)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


def lay_out(scene: Scene, measure: Measure) -> Layout:
    """The scene at the least stretch at which every label finds room or, failing that, most of them do."""
    extent = max((max(ends) - min(ends) for ends in zip(*((n.x, n.y) for n in scene.nodes), strict=True)), default=0.0)
    best: Layout | None = None
    for stretch in _STRETCHES:
        unit = _UNIT * stretch
        if extent * unit > _LONGEST_SIDE and best:
            break
        layout = _at_unit(scene, min(unit, _LONGEST_SIDE / max(extent, 1.0)), measure)
        best = layout if best is None or layout.without < best.without else best
        if not best.without:
            break
    assert best is not None  # noqa: S101 - the first stretch always gives one
    return best


def wrap(text: str, width: int, lines: int = 5) -> tuple[str, ...]:
    """A text in at most so many lines, each of so many letters; an ellipsis stands for the rest."""
    return tuple(textwrap.wrap(text, max(width, 2), max_lines=lines, placeholder=" …"))


class _Taken:
    """The boxes that no label may meet, and the points of edges that labels should not hide."""

    def __init__(self, markers: Sequence[Marker], edges: Sequence[DrawnEdge]) -> None:
        import numpy as np

        never = (np.inf, np.inf, -np.inf, -np.inf)
        boxes = [marker.box for marker in markers]
        self._boxes = np.array([*boxes, *[never] * (len(markers) + len(edges))], dtype=float).reshape(-1, 4)
        self._count = len(boxes)
        # The head of an arrow should be hidden least.
        parts = [part for edge in edges[:_MANY] for part in (edge.points, *[edge.points[-3:]] * 3)]
        self._points = np.concatenate(parts) if parts else np.empty((0, 2))

    def place(self, labels: Sequence[Label], margin: float = 0.0) -> Label | None:
        """The best of the places for a label that are free, which it then takes; None if none of them is."""
        import numpy as np

        boxes = np.array([label.box for label in labels])
        left, top, right, bottom = (boxes[:, [side]] for side in range(4))
        others = self._boxes[: self._count]
        met = (left < others[:, 2]) & (others[:, 0] < right) & (top < others[:, 3]) & (others[:, 1] < bottom)
        x, y = self._points.T
        hidden = ((left < x) & (x < right) & (top < y) & (y < bottom)).sum(axis=1)
        costs = np.where(met.any(axis=1), np.inf, _LATER * np.arange(len(labels)) + hidden)
        best = int(costs.argmin())
        if costs[best] == np.inf:
            return None
        box = labels[best].box
        self._boxes[self._count] = box._replace(left=box.left - margin, right=box.right + margin)
        self._count += 1
        return labels[best]


def _at_unit(scene: Scene, unit: float, measure: Measure) -> Layout:
    markers = _markers(scene, unit)
    edges = _drawn_edges(edges_between(scene), markers)
    taken = _Taken(markers, edges)
    labels, without = [], 0
    for marker in sorted(markers, key=_urgency):
        if text := " ".join(lines_of(marker.node.label)):
            label = taken.place(list(_places(marker, text, measure)), _BETWEEN)
            if label:
                labels.append(label)
            else:
                without += 1
    return Layout(markers, edges, labels, _relations(edges, taken, measure), without)


def _urgency(marker: Marker) -> tuple[bool, bool, float]:
    """Whose label is placed first: start and goal, steps, then by importance."""
    return marker.node.group not in ENDS, marker.node.step is None, -marker.node.important


def _markers(scene: Scene, unit: float) -> list[Marker]:
    most = max((node.important for node in scene.nodes), default=0.0)
    markers = []
    for node in scene.nodes:
        size = (max(node.important, 0.0) / most) ** 0.5 if most > 0 else 0.5
        least = 7.0 if node.step is not None or node.group in ENDS else 4.5
        markers.append(Marker(node, node.x * unit, node.y * unit, least + 3.5 * size))
    return markers


def _drawn_edges(edges: Sequence[SceneEdge], markers: Sequence[Marker]) -> list[DrawnEdge]:
    """Each edge with the first bend that meets no marker but its own, or else the one that meets fewest."""
    import numpy as np

    index = {marker.node.id: place for place, marker in enumerate(markers)}
    centres, radii = np.array([(one.x, one.y) for one in markers]), np.array([one.radius + 1.5 for one in markers])
    pairs = {(edge.start, edge.end) for edge in edges}
    drawn = []
    for edge in edges:
        ends = [index[edge.start], index[edge.end]]
        start, end = markers[ends[0]], markers[ends[1]]
        length = float(np.hypot(*(centres[ends[1]] - centres[ends[0]])))
        if length <= start.radius + end.radius + 2:  # the markers touch, or are one: there is no room for a line
            continue
        bends = _BENDS[1:] if (edge.end, edge.start) in pairs else _BENDS
        ways = []
        for part in bends if len(edges) <= _MANY else bends[:1]:
            bend = part * min(1.0, 2 * _AWAY / (_BENDS[-2] * length))
            points = _curve(start, end, bend)
            distances = np.abs(points[:, None] - centres).max(axis=2)
            distances[:, ends] = np.inf
            ways.append((int((distances < radii).sum()), bend, points))
            if not ways[-1][0]:
                break
        _, bend, points = min(ways, key=lambda way: way[0])
        drawn.append(DrawnEdge(edge, start, end, bend, points))
    return drawn


def _curve(start: Marker, end: Marker, bend: float) -> Array:
    """Points on the curve that matplotlib calls `arc3`, outside of the two markers."""
    import numpy as np

    across, down = end.x - start.x, end.y - start.y
    length = (across**2 + down**2) ** 0.5
    t = np.linspace(start.radius / length, 1 - end.radius / length, _PARTS)
    bulge = 2 * t * (1 - t) * bend
    return np.column_stack([start.x + t * across - bulge * down, start.y + t * down + bulge * across])


def _places(marker: Marker, text: str, measure: Measure) -> Iterator[Label]:
    """Where a label can be: below its marker, right, above, left or diagonal; the same with shorter or longer lines."""
    x, y = marker.x, marker.y
    off = marker.radius + _GAP
    for number, lines in enumerate(dict.fromkeys(wrap(text, width) for width in _WIDTHS)):
        width, height = SIZE * max(map(measure, lines)), SIZE * LEADING * len(lines)
        yield Label(lines, Box(x - width / 2, y + off, x + width / 2, y + off + height))
        yield Label(lines, Box(x + off, y - height / 2, x + off + width, y + height / 2), "left")
        yield Label(lines, Box(x - width / 2, y - off - height, x + width / 2, y - off))
        yield Label(lines, Box(x - off - width, y - height / 2, x - off, y + height / 2), "right")
        if number == 0:
            near = 0.75 * marker.radius + _GAP
            for top in (y + near, y - near - height):
                yield Label(lines, Box(x + near, top, x + near + width, top + height), "left")
                yield Label(lines, Box(x - near - width, top, x - near, top + height), "right")


def _relations(edges: Sequence[DrawnEdge], taken: _Taken, measure: Measure) -> list[Label]:
    """Labels of edges near their middle, where edges that look alike have different ones: else the legend has it."""
    words: dict[tuple[bool, bool], set[str]] = {}
    for drawn in edges:
        words.setdefault((drawn.edge.strong, drawn.edge.loose), set()).add(drawn.edge.relation)
    labels = []
    for drawn in edges if len(edges) <= _LABELLED else ():
        lines = wrap(" ".join(lines_of(drawn.edge.relation)), _WIDTHS[0], 2)
        if lines and len(words[drawn.edge.strong, drawn.edge.loose]) > 1:
            width, height = SMALL * max(map(measure, lines)) / 2, SMALL * LEADING * len(lines) / 2
            middles = [drawn.points[int(part * (_PARTS - 1))] for part in (0.5, 0.4, 0.6, 0.3, 0.7)]
            label = taken.place([Label(lines, Box(x - width, y - height, x + width, y + height)) for x, y in middles])
            labels += [label] if label else []
    return labels
