"""Where labels go, so that they hide neither each other nor what is drawn. Lengths are points; y grows downwards.

A scene's place on paper: markers, lines and labels, before anything is drawn. Lengths are points; y grows downwards.

Nothing moves from where the scene has it; where labels find no room, all of it is stretched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from rolegraph.render.figures.scene import ENDS, Scene, SceneEdge, SceneNode, edges_between, lines_of

Measure = Callable[[str], float]
Point = tuple[float, float]


_CELL: Final = 24.0
_FINE: Final = 6.0
_GAP: Final = 3.0
# Widths that a label is folded to, in em: what looks best first.
_WIDTHS: Final = (11.0, 7.0, 18.0)
_LINES: Final = 5
# What a place later in the order of preference costs, in points of lines that a label would hide.
_LATER: Final = 0.7


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def wider(self, by: float) -> Box:
        """The box with so much more at its left and its right."""
        return self._replace(left=self.left - by, right=self.right + by)

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than a border.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Label(NamedTuple):
    """A text in its place: its lines, and the box that they fill, in which they are centred or stand at one side."""

    lines: tuple[str, ...]
    box: Box
    align: str = "center"


class Paper:
    """What is taken already: boxes, which nothing may meet, and points of lines, better not hidden."""

    def __init__(self) -> None:
        self._boxes: defaultdict[Point, list[Box]] = defaultdict(list)
        self._points: Counter[Point] = Counter()

    def take(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box, _CELL):
            self._boxes[cell].append(box)

    def pass_through(self, points: Iterable[Point]) -> None:
        """Note the points of a line."""
        self._points.update((x // _FINE, y // _FINE) for x, y in points)

    def is_free(self, box: Box) -> bool:
        """Whether a box meets none that is taken."""
        return not any(box.meets(other) for cell in _cells(box, _CELL) for other in self._boxes.get(cell, ()))

    def hidden(self, box: Box) -> int:
        """How many points of lines lie under a box, about."""
        return sum(self._points.get(cell, 0) for cell in _cells(box, _FINE))


def fold(text: str, width: float, measure: Measure, most: int = _LINES) -> tuple[str, ...]:
    """A text as lines of at most this width, at most so many of them; what is left out leaves an ellipsis.

    >>> fold("to be or notwithstanding", 6, len)
    ('to be', 'or', 'notwit', 'hstand', 'ing')
    >>> fold("to be or not to be", 5, len, most=2)
    ('to be', 'or …')
    """
    lines: list[str] = []
    for word in (part for whole in text.split() for part in _broken(whole, width, measure)):
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif len(lines) == most:
            last = lines[-1]
            while last and measure(f"{last} …") > width:
                last = last[:-1].rstrip()
            lines[-1] = f"{last} …".strip()
            break
        else:
            lines.append(word)
    return tuple(lines)


def place_beside(spot: Point, radius: float, text: str, paper: Paper, measure: Measure, size: float) -> Label | None:
    """The best free place for a label around a marker: below it, right of it, above it, left of it, or askew.

    None where all places are taken.
    """
    best: Label | None = None
    least = float("inf")
    for rank, label in enumerate(_places(spot, radius, text, measure, size)):
        cost = rank * _LATER
        if cost >= least:
            break
        if paper.is_free(label.box):
            cost += paper.hidden(label.box)
            if cost < least:
                best, least = label, cost
    return best


def place_along(line: list[Point], text: str, paper: Paper, measure: Measure, size: float) -> Label | None:
    """A free place for a label on a line, near its middle; None where there is none."""
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        label = boxed(fold(text, _WIDTHS[0] * size, measure, 2), line[int(part * (len(line) - 1))], measure, size)
        if paper.is_free(label.box):
            return label
    return None


def boxed(lines: tuple[str, ...], middle: Point, measure: Measure, size: float) -> Label:
    """Lines around a point."""
    width, height = max(map(measure, lines), default=0.0), line_height(size) * len(lines)
    x, y = middle
    return Label(lines, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2))


def line_height(size: float) -> float:
    """From one line to the next, for letters of a size."""
    return 1.25 * size


def _places(spot: Point, radius: float, text: str, measure: Measure, size: float) -> Iterator[Label]:
    x, y = spot
    folded = dict.fromkeys(fold(text, width * size, measure) for width in _WIDTHS)
    for number, lines in enumerate(folded):
        width, height = max(map(measure, lines)), line_height(size) * len(lines)
        off = radius + _GAP
        above, below = y - off - height, y + off
        left, right = x - off - width, x + off
        yield Label(lines, Box(x - width / 2, below, x + width / 2, below + height))
        yield Label(lines, Box(right, y - height / 2, right + width, y + height / 2), "left")
        yield Label(lines, Box(x - width / 2, above, x + width / 2, above + height))
        yield Label(lines, Box(left, y - height / 2, left + width, y + height / 2), "right")
        if number == 0:
            askew = 0.75 * radius + _GAP
            for top in (y + askew, y - askew - height):
                yield Label(lines, Box(x + askew, top, x + askew + width, top + height), "left")
                yield Label(lines, Box(x - askew - width, top, x - askew, top + height), "right")


def _broken(word: str, width: float, measure: Measure) -> Iterator[str]:
    """A word in parts that fit."""
    part = ""
    for sign in word if measure(word) > width else ():
        if part and measure(part + sign) > width:
            yield part
            part = ""
        part += sign
    yield part or word


def _cells(box: Box, size: float) -> Iterator[Point]:
    left, right = int(box.left // size), int(box.right // size)
    for row in range(int(box.top // size), int(box.bottom // size) + 1):
        for column in range(left, right + 1):
            yield column, row


SIZE: Final = 9.0
SMALL: Final = 7.0
# A unit of a scene in points: a letter of this size takes about 8 units.
_UNIT: Final = SIZE * 0.6 / 8
_STRETCHES: Final = (1.0, 1.2, 1.45, 1.75, 2.1, 2.5)
# Sides of a graph in points, beyond which nobody looks at a picture as a whole.
_SIDE: Final = 5000.0
# Of more edges, each in a word, one sees only the words.
_EDGES_IN_WORDS: Final = 80
_BENDS: Final = (0.0, 0.14, -0.14, 0.28, -0.28)
# What is left free between the ends of labels, so that two do not read as one.
_BETWEEN: Final = 4.0
# How far a bend leads away from the straight line, at most: long lines would leave the picture.
_AWAY: Final = 30.0
_PARTS: Final = 24


class Spot(NamedTuple):
    """A node's marker."""

    node: SceneNode
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


class DrawnLine(NamedTuple):
    """An edge from border to border of its markers: a curve with one control point, and points along it."""

    edge: SceneEdge
    curve: tuple[Point, Point, Point]
    points: list[Point]


class Layout(NamedTuple):
    """All that is drawn of a scene's nodes and edges, and how many of the nodes found no room for their label."""

    spots: list[Spot]
    lines: list[DrawnLine]
    labels: list[Label]
    words: list[Label]
    without: int

    @property
    def box(self) -> Box:
        """What all of it covers; a point where there is nothing."""
        boxes = [spot.box for spot in self.spots] + [label.box for label in (*self.labels, *self.words)]
        boxes += [Box(x, y, x, y) for line in self.lines for x, y in line.points]
        if not boxes:
            return Box(0, 0, 0, 0)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


def lay_out(scene: Scene, measure: Measure, measure_small: Measure) -> Layout:
    """The scene at the least stretch at which all labels find room, or, where they never do, most of them.

    `measure` gives the width of a text in the size of labels, `measure_small` in that of words at edges.
    """
    extent = max(_extent([node.x for node in scene.nodes]), _extent([node.y for node in scene.nodes]))
    best: Layout | None = None
    for stretch in _STRETCHES:
        unit = _UNIT * stretch
        if extent * unit > _SIDE and best:
            break
        found = _laid_out(scene, min(unit, _SIDE / max(extent, 1.0)), measure, measure_small)
        if best is None or found.without < best.without:
            best = found
        if not best.without:
            break
    assert best is not None  # noqa: S101 - the first stretch always gives one
    return best


def _extent(places: list[float]) -> float:
    return max(places, default=0.0) - min(places, default=0.0)


def _laid_out(scene: Scene, unit: float, measure: Measure, measure_small: Measure) -> Layout:
    spots = _spots(scene, unit)
    paper = Paper()
    for spot in spots:
        paper.take(spot.box)
    lines = _lines(scene, spots, paper)
    for line in lines:
        # An arrow's head is the part that a label should hide least.
        paper.pass_through(line.points + 3 * line.points[-3:])
    labels = []
    without = 0
    for spot in sorted(spots, key=_first):
        if text := " ".join(lines_of(spot.node.label)):
            label = place_beside((spot.x, spot.y), spot.radius, text, paper, measure, SIZE)
            if label:
                paper.take(label.box.wider(_BETWEEN))
                labels.append(label)
            else:
                without += 1
    return Layout(spots, lines, labels, _words(lines, paper, measure_small), without)


def _first(spot: Spot) -> tuple[bool, bool, float]:
    """Whose label has the choice of places: an answer's ends, its steps, then by importance."""
    return spot.node.group not in ENDS, spot.node.step is None, -spot.node.important


def _spots(scene: Scene, unit: float) -> list[Spot]:
    most = max((node.important for node in scene.nodes), default=0.0)
    spots = []
    for node in scene.nodes:
        size = (max(node.important, 0.0) / most) ** 0.5 if most > 0 else 0.5
        least = 7.0 if node.step is not None or node.group in ENDS else 4.5
        spots.append(Spot(node, node.x * unit, node.y * unit, least + 3.5 * size))
    return spots


def _lines(scene: Scene, spots: list[Spot], paper: Paper) -> list[DrawnLine]:
    by_id = {spot.node.id: spot for spot in spots}
    edges = edges_between(scene)
    pairs = {(edge.start, edge.end) for edge in edges}
    lines = []
    for edge in edges:
        one, other = by_id[edge.start], by_id[edge.end]
        apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        # Markers that touch, and one that an edge leads back to, leave no room for a line.
        if apart > one.radius + other.radius + 2:
            bends = _BENDS[1:] if (edge.end, edge.start) in pairs else _BENDS
            lines.append(_least_met([(edge, one, other, bend) for bend in bends], paper))
    return lines


def _least_met(ways: list[tuple[SceneEdge, Spot, Spot, float]], paper: Paper) -> DrawnLine:
    """The first way that meets no marker, or else one that meets few."""
    best, least = _line(*ways[0]), float("inf")
    for way in ways:
        line = _line(*way)
        if (met := _met(line, paper)) < least:
            best, least = line, met
        if not met:
            break
    return best


def _line(edge: SceneEdge, one: Spot, other: Spot, bend: float) -> DrawnLine:
    across, down = other.x - one.x, other.y - one.y
    most = 2 * _AWAY / max((across**2 + down**2) ** 0.5, 1.0)
    bend = max(-most * abs(bend) / _BENDS[-2], min(most * abs(bend) / _BENDS[-2], bend))
    control = ((one.x + other.x) / 2 - bend * down, (one.y + other.y) / 2 + bend * across)
    start, end = _towards(one, control, one.radius + 1), _towards(other, control, other.radius + 2)
    points = []
    # The closer the points, the surer is what a line meets; longer lines have more of them.
    parts = max(_PARTS, int((abs(across) + abs(down)) / 6))
    for part in range(parts + 1):
        t = part / parts
        near, middle, far = (1 - t) ** 2, 2 * t * (1 - t), t * t
        x = near * start[0] + middle * control[0] + far * end[0]
        points.append((x, near * start[1] + middle * control[1] + far * end[1]))
    return DrawnLine(edge, (start, control, end), points)


def _met(line: DrawnLine, paper: Paper) -> int:
    """How often a line meets a marker that is not its own; its ends are left out."""
    return sum(not paper.is_free(Box(x - 1.5, y - 1.5, x + 1.5, y + 1.5)) for x, y in line.points[2:-2])


def _towards(spot: Spot, target: Point, length: float) -> Point:
    across, down = target[0] - spot.x, target[1] - spot.y
    far = (across**2 + down**2) ** 0.5 or 1.0
    return spot.x + across / far * length, spot.y + down / far * length


def _words(lines: list[DrawnLine], paper: Paper, measure: Measure) -> list[Label]:
    words: list[Label] = []
    said: dict[tuple[bool, bool], set[str]] = {}
    for line in lines:
        said.setdefault(line.edge[4:], set()).add(line.edge.relation)
    for line in lines if len(lines) <= _EDGES_IN_WORDS else ():
        text = " ".join(lines_of(line.edge.relation))
        # What all edges of a look are called stands in the legend.
        if text and len(said[line.edge[4:]]) > 1:
            label = place_along(line.points, text, paper, measure, SMALL)
            if label:
                paper.take(label.box)
                words.append(label)
    return words
