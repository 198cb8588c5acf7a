"""What is written about jobs as a knowledge graph: what you have, what is missing, in what order to learn it.

>>> import rolegraph
>>> graph = rolegraph.open()
>>> [step.node.label for step in graph.path("data-science-engineer", "data-science-engineer").steps]
[]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.model.display import show_with as _show_with

if TYPE_CHECKING:
    from rolegraph.errors import (
        AmbiguousNode,
        EndpointError,
        NoPath,
        QueryError,
        QueryTimeout,
        RolegraphError,
        SourceError,
        UnknownNode,
    )
    from rolegraph.graph import RoleGraph
    from rolegraph.graph import open_graph as open  # noqa: A004 - rolegraph.open() reads as what it does
    from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority
    from rolegraph.readers.build import merge as build

_HOMES = {
    "errors": (
        "AmbiguousNode",
        "EndpointError",
        "NoPath",
        "QueryError",
        "QueryTimeout",
        "RolegraphError",
        "SourceError",
        "UnknownNode",
    ),
    "graph": ("RoleGraph", "open"),
    "readers.build": ("build",),
    "model.nodes": ("DegreeLevel", "Kind", "Level", "Necessity", "Node", "Seniority"),
}
# Names that read well after `rolegraph.`, and what they are called at home.
_CALLED = {"build": "merge", "open": "open_graph"}

__all__ = [
    "AmbiguousNode",
    "DegreeLevel",
    "EndpointError",
    "Kind",
    "Level",
    "Necessity",
    "NoPath",
    "Node",
    "QueryError",
    "QueryTimeout",
    "RoleGraph",
    "RolegraphError",
    "Seniority",
    "SourceError",
    "UnknownNode",
    "build",
    "open",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the command line starts without those it does not use."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"rolegraph.{module}"), _CALLED.get(name, name))
    raise AttributeError(f"module 'rolegraph' has no attribute {name!r}")


def _bundle(result: object) -> dict[str, str]:
    from rolegraph.render.export import bundle

    return bundle(result)


_show_with(_bundle)
