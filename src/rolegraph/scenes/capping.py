"""How many nodes a picture bears: the most important ones, and the edges between them."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.names import fold
from rolegraph.scenes.model import SceneEdge, SceneNode


def capped(
    nodes: Iterable[SceneNode], edges: Iterable[SceneEdge], most: int
) -> tuple[list[SceneNode], list[SceneEdge], int]:
    """At most so many nodes, the most important first and then by label; the edges between them; and the full count."""
    ordered = sorted(nodes, key=lambda one: (-one.important, fold(one.label), one.id))
    kept = ordered[:most]
    there = {one.id for one in kept}
    between = dict.fromkeys(edge for edge in edges if edge.start in there and edge.end in there)
    return kept, list(between), len(ordered)
