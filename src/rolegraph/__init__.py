"""What is written about jobs as a knowledge graph: what you have, what is missing, in what order to learn it.

>>> import rolegraph
>>> graph = rolegraph.open()
>>> [step.node.label for step in graph.path("data-science-engineer", "data-science-engineer").steps]
[]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from rolegraph.merging import merge as build
    from rolegraph.names import Node
    from rolegraph.scales import DegreeLevel, Level, Necessity, Seniority
    from rolegraph.vocabulary import Kind

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
    "merging": ("build",),
    "names": ("Node",),
    "scales": ("DegreeLevel", "Level", "Necessity", "Seniority"),
    "vocabulary": ("Kind",),
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
