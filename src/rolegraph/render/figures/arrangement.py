"""Layouts of nodes: columns, spirals and springs with a seed, the same every time.

Positions are whole numbers, so that the last digit of a platform's arithmetic does not change a file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rolegraph.render.figures.scene import SceneNode

SEED: Final = 7
COLUMN: Final = 260.0
ROW: Final = 92.0
_ASPECT: Final = 1.5  # width over height of a screen
_MANY: Final = 120  # nodes, of which only some labels show at a time, so that they may be closer
_SPACING: Final = 62.0  # between neighbours in a cluster, where labels show only when one comes near
_MOST_STRETCH: Final = 2.2
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))  # between neighbours on a sunflower


Point = tuple[float, float]


def placed(nodes: Iterable[SceneNode], places: Mapping[str, Point]) -> tuple[SceneNode, ...]:
    """The nodes at their positions, stretched in height where the picture would be much wider than a screen."""
    if not places:
        return ()
    xs, ys = zip(*places.values(), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    stretch = min(_MOST_STRETCH, max(1.0, width / _ASPECT / height)) if height else 1.0
    rounded = {id_: (float(round(x)), float(round(y * stretch))) for id_, (x, y) in places.items()}
    return tuple(node._replace(x=rounded[node.id][0], y=rounded[node.id][1]) for node in nodes)


def columns(groups: Sequence[Sequence[str]], tallest: int = 8) -> dict[str, Point]:
    """Ids in columns from left to right, each centred; a group of more than the tallest takes several columns."""
    parts = [group[start : start + tallest] for group in groups for start in range(0, len(group), tallest)]
    places: dict[str, Point] = {}
    for column, part in enumerate(parts):
        # Neighbouring columns stand a third of a row apart, so that long labels do not meet.
        shift = ROW / 3 if column % 2 else 0.0
        for number, id_ in enumerate(part):
            places[id_] = (column * COLUMN, (number - (len(part) - 1) / 2) * ROW + shift)
    return places


def sunflower(ids: Sequence[str], centre: Point, spacing: float = _SPACING) -> dict[str, Point]:
    """Ids on a spiral that fills a disc evenly, the first in the middle; wider than high, as labels are.

    Vogel, H. (1979), A better way to construct the sunflower head, Mathematical Biosciences 44.
    """
    places = {}
    for number, id_ in enumerate(ids):
        root, angle = math.sqrt(number), number * _GOLDEN
        x, y = 1.3 * spacing * root * math.cos(angle), 0.8 * spacing * root * math.sin(angle)
        places[id_] = (centre[0] + x, centre[1] + y)
    return places


def springs(ids: Sequence[str], edges: Iterable[tuple[str, str, float]], size: float) -> dict[str, Point]:
    """Ids so that those joined by heavy edges are near, in a picture about as high as `size` says.

    Jacomy, M., Venturini, T., Heymann, S., Bastian, M. (2014), ForceAtlas2, PLoS ONE 9 (6).
    """
    import networkx as nx
    import numpy as np

    if len(ids) < 2:
        return dict.fromkeys(ids, (0.0, 0.0))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(edges)
    start = {id_: np.array(place) / 1000 for id_, place in sunflower(ids, (0, 0)).items()}
    found = nx.forceatlas2_layout(graph, pos=start, max_iter=60, seed=SEED, weight="weight")
    reach = max(max(abs(float(x)), abs(float(y))) for x, y in found.values()) or 1.0
    scaled = {id_: (float(x) / reach * size * 1.6, float(y) / reach * size) for id_, (x, y) in found.items()}
    return apart(scaled) if len(ids) < _MANY else apart(scaled, width=90.0, height=40.0)


def apart(places: Mapping[str, Point], width: float = 150.0, height: float = 64.0) -> dict[str, Point]:
    """Places pushed apart, a little at a time, until boxes of labels hardly overlap."""
    import numpy as np

    points, order = np.array(list(places.values()), dtype=float), np.arange(len(places))
    order = np.sign(order[:, None] - order[None, :])
    for _ in range(40):
        dx = points[:, None, 0] - points[None, :, 0]
        dy = points[:, None, 1] - points[None, :, 1]
        over_x, over_y = width - np.abs(dx), height - np.abs(dy)
        hit = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            break
        # Along the shorter way out; nodes at one position are separated in their order.
        across = hit & (over_x / width < over_y / height)
        along = hit & ~across
        points[:, 0] += (np.where(across, over_x * np.where(dx, np.sign(dx), order), 0) / 3).sum(axis=1).clip(-60, 60)
        points[:, 1] += (np.where(along, over_y * np.where(dy, np.sign(dy), order), 0) / 3).sum(axis=1).clip(-40, 40)
    return {id_: (float(x), float(y)) for id_, (x, y) in zip(places, points, strict=True)}
