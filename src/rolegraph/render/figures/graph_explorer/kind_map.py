"""A graph by its kinds: how many nodes there are of each, and how many edges of each relation join two kinds.

Kinds stand in columns, from what is around roles to what capabilities belong to. Lengths are points; y grows downwards.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.graph_explorer.contents import Contents, Words
from rolegraph.render.figures.scene import Scene, SceneEdge, SceneNode

_COLUMNS: Final[tuple[tuple[Kind, ...], ...]] = (
    (Kind.INDUSTRY, Kind.RESPONSIBILITY, Kind.POSTING, Kind.TIP, Kind.OUTLOOK),
    (Kind.ROLE,),
    (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION),
    (Kind.GROUP, Kind.CATEGORY, Kind.FIELD, Kind.COLLECTION),
)
_ACROSS: Final = 260.0  # from one column to the next
_DOWN: Final = 140.0  # from one kind to the next below it
_ROWS: Final = 3  # steps down in a column, which more than four kinds share
_MARGIN: Final = 90.0
_NARROWEST: Final = 760.0  # so that few kinds are not drawn large
_ABOVE: Final = 60.0  # room for what leads over a column
_RADIUS: Final = (9.0, 26.0)
LINE: Final = 14.0  # of the words on an edge
_LETTER: Final = 6.3  # the width of a letter of these words
_MOST_LINES: Final = 4  # of words on one edge
OWN_LINES: Final = 3  # of words on what relates nodes of one kind


class Tie(NamedTuple):
    """How many edges of a relation, given by its number, lead from one kind to another."""

    start: Kind
    end: Kind
    relation: int
    words: Words
    edges: int

    @property
    def address(self) -> str:
        """What a page's address calls it."""
        return f"tie={self.relation}.{self.start}.{self.end}"


class KindSpot(NamedTuple):
    """A kind in its place, with what relates its nodes to each other."""

    kind: Kind
    nodes: int
    x: float
    y: float
    radius: float
    own: tuple[Tie, ...]

    @property
    def text(self) -> str:
        """How many there are."""
        return f"{self.nodes:,} {self.kind.value if self.nodes == 1 else self.kind.plural}"


class TieSpot(NamedTuple):
    """All that leads from one kind to another: a line, bent by a part of its length, with words around a point."""

    ties: tuple[Tie, ...]
    start: KindSpot
    end: KindSpot
    bend: float
    x: float
    y: float

    @property
    def lines(self) -> tuple[tuple[str, Tie | None], ...]:
        """The words on the line, each with what it says; of many relations, those with most edges."""
        return lines_of_ties(self.ties, _MOST_LINES)

    @property
    def size(self) -> tuple[float, float]:
        """The width and height of the words."""
        return _LETTER * max(len(text) for text, _ in self.lines) + 6, LINE * len(self.lines)


class KindMap(NamedTuple):
    """Kinds and what joins them, in places."""

    kinds: tuple[KindSpot, ...]
    ties: tuple[TieSpot, ...]
    width: float
    height: float


def lines_of_ties(ties: tuple[Tie, ...], most: int) -> tuple[tuple[str, Tie | None], ...]:
    """Relations with their counts in at most so many lines, the last of which says how many more there are."""
    shown = ties if len(ties) <= most else ties[: most - 1]
    lines: list[tuple[str, Tie | None]] = [(f"{tie.words.forward} {tie.edges:,}", tie) for tie in shown]
    if len(ties) > most:
        rest = ties[most - 1 :]
        lines.append((f"and {len(rest)} more: {sum(tie.edges for tie in rest):,}", None))
    return tuple(lines)


def ties_of(contents: Contents) -> tuple[Tie, ...]:
    """What joins kinds, by kinds and then the most first; every edge is counted once."""
    counts: Counter[tuple[Kind, Kind, int]] = Counter()
    for number, relation in enumerate(contents.relations):
        for start, end, _ in relation.edges:
            counts[contents.nodes[start].kind, contents.nodes[end].kind, number] += 1
    order = {kind: place for place, kind in enumerate(Kind)}
    ties = [Tie(*key, contents.relations[key[2]].words, count) for key, count in counts.items()]
    return tuple(sorted(ties, key=lambda tie: (order[tie.start], order[tie.end], -tie.edges, tie.relation)))


def kind_map(contents: Contents) -> KindMap:
    """The kinds of a graph in their places."""
    counts, ties = contents.by_kind, ties_of(contents)
    columns: list[list[Kind]] = [
        column for column in ([kind for kind in column if kind in counts] for column in _COLUMNS) if column
    ]
    placed = {kind for column in columns for kind in column}
    if others := [kind for kind in counts if kind not in placed]:
        columns.append(others)
    tallest = max(map(len, columns), default=1)
    top = _ABOVE if _leads_over(columns, ties) else 10.0
    spots: dict[Kind, KindSpot] = {}
    most = max(counts.values(), default=1)
    reach = min(tallest - 1, _ROWS) * _DOWN  # from the first kind of the tallest column to its last
    width = max(2 * _MARGIN + (len(columns) - 1) * _ACROSS, _NARROWEST)
    left = (width - (len(columns) - 1) * _ACROSS) / 2
    for across, column in enumerate(columns):
        apart = min(_DOWN, reach / max(len(column) - 1, 1))
        for down, kind in enumerate(column):
            y = top + 40 + reach / 2 + (down - (len(column) - 1) / 2) * apart
            radius = _RADIUS[0] + (_RADIUS[1] - _RADIUS[0]) * math.log1p(counts[kind]) / math.log1p(most)
            own = tuple(tie for tie in ties if tie.start is kind and tie.end is kind)
            spots[kind] = KindSpot(kind, counts[kind], left + across * _ACROSS, y, radius, own)
    height = top + 40 + reach + 90
    return KindMap(tuple(spots.values()), _tie_spots(spots, ties), width, height)


def _leads_over(columns: list[list[Kind]], ties: tuple[Tie, ...]) -> bool:
    column = {kind: number for number, kinds in enumerate(columns) for kind in kinds}
    return any(abs(column[tie.start] - column[tie.end]) > 1 for tie in ties)


def _tie_spots(spots: dict[Kind, KindSpot], ties: tuple[Tie, ...]) -> tuple[TieSpot, ...]:
    """A line for each two kinds and direction, its words where no others are."""
    groups: dict[tuple[Kind, Kind], list[Tie]] = {}
    for tie in ties:
        if tie.start is not tie.end:
            groups.setdefault((tie.start, tie.end), []).append(tie)
    taken = [_box(spot) for spot in spots.values()]
    found = []
    for (one, other), group in groups.items():
        start, end = spots[one], spots[other]
        between = [
            spot.y - spot.radius for spot in spots.values() if start.x < spot.x < end.x or end.x < spot.x < start.x
        ]
        bend = _bend(start, end, (other, one) in groups, min(between, default=0.0))
        spot = TieSpot(tuple(group), start, end, bend, 0, 0)
        width, height = spot.size
        places = [
            _on_curve(spot, part) for part in (0.5 if start.x == end.x else 0.55, 0.62, 0.48, 0.69, 0.41, 0.75, 0.34)
        ]
        if start.x == end.x:  # beside the line, away from what is between the two
            places = [(x + width / 2 - 8, y) for x, y in places]
        places += [(x, y + off) for off in (14, -14, 28, -28, 42, -42) for x, y in places]
        boxes = [(x - width / 2, y - height / 2, x + width / 2, y + height / 2) for x, y in places]
        free = (number for number, box in enumerate(boxes) if not any(_meet(box, other) for other in taken))
        chosen = next(free, 0)
        taken.append(boxes[chosen])
        found.append(spot._replace(x=round(places[chosen][0], 1), y=round(places[chosen][1], 1)))
    return tuple(found)


def _box(spot: KindSpot) -> tuple[float, float, float, float]:
    """What a kind's sign and words cover."""
    own = lines_of_ties(spot.own, OWN_LINES)
    half = max(spot.radius, 4.2 * len(spot.text), *(_LETTER * (len(text) + 2) / 2 for text, _ in own))
    below = spot.radius + 20 + LINE * len(own)
    return spot.x - half, spot.y - spot.radius - 2, spot.x + half, spot.y + below


def _bend(start: KindSpot, end: KindSpot, both: bool, top: float) -> float:
    """How far a line is bent: over the `top` of what is between, aside in a column, apart from one that leads back."""
    columns = round(abs(end.x - start.x) / _ACROSS)
    right = 1 if end.x >= start.x else -1
    if columns == 0:
        return (-1.15 if end.y > start.y else 1.15) * (1.7 if both and end.y > start.y else 1)
    if columns > 1:
        over = (start.y + end.y) / 2 - top + 24
        return -right * max(0.3, 2 * over / abs(end.x - start.x))
    return 0.08 if both else 0.0


def beside(spot: KindSpot, x: float, y: float) -> tuple[float, float]:
    """Where a line towards a point leaves a kind's sign."""
    across, down = x - spot.x, y - spot.y
    part_of = (spot.radius * 1.25 + 3) / max((across**2 + down**2) ** 0.5, 1)
    return spot.x + across * part_of, spot.y + down * part_of


def control(spot: TieSpot) -> tuple[float, float]:
    """The point that bends a line, as quadratic curves have one."""
    across, down = spot.end.x - spot.start.x, spot.end.y - spot.start.y
    return (spot.start.x + spot.end.x) / 2 - spot.bend * down, (spot.start.y + spot.end.y) / 2 + spot.bend * across


def _on_curve(spot: TieSpot, part: float) -> tuple[float, float]:
    x, y = control(spot)
    rest = 1 - part
    return (
        rest * rest * spot.start.x + 2 * rest * part * x + part * part * spot.end.x,
        rest * rest * spot.start.y + 2 * rest * part * y + part * part * spot.end.y,
    )


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def kinds_scene(contents: Contents) -> Scene:
    """The kinds as nodes, and an edge for each relation between two, with counts; for diagrams in other tools."""
    drawn = kind_map(contents)
    nodes = tuple(
        SceneNode(spot.kind.value, spot.text, spot.kind, x=spot.x, y=spot.y, important=float(spot.nodes))
        for spot in drawn.kinds
    )
    edges = tuple(
        SceneEdge(tie.start.value, tie.end.value, f"{tie.words.forward} {tie.edges:,}") for tie in ties_of(contents)
    )
    return Scene("graph", "What is in the graph", contents.summary, nodes, edges, len(nodes), contents.language)
