"""Pictures as nodes and edges, as tests look at them."""

from __future__ import annotations

from typing import Any

from rolegraph.graph import RoleGraph
from rolegraph.render.export import picture_of
from rolegraph.render.figures.scene import Scene


def scene_of(graph: RoleGraph, shown: object, *start: Any, **options: Any) -> Scene:
    """All that a picture shows."""
    return picture_of(graph, shown, *start, **options).scene()
