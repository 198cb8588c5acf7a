"""What to ask of a graph as an example: roles that share much, and what most of all ask for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rolegraph.facts import labels
from rolegraph.facts.arrays import REQUIRES
from rolegraph.model.nodes import Kind

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node

# In the graph that rolegraph ships, in O*NET, and in ESCO.
_FAMILIAR: Final = (
    ("data-analyst", "data-scientist"),
    ("Registered Nurses", "Nurse Practitioners"),
    ("cook", "chef"),
)
_FEWEST: Final = 2  # roles of which there are examples
Examples = Mapping[str, Mapping[str, str | tuple[str, ...]]]


@lru_cache(maxsize=8)
def examples_of(graph: RoleGraph) -> Examples:
    """The parameters of an example of each question, by the question; without names where the graph has no roles."""
    names = _names(graph)
    if names is None:
        return {"search": {"text": "data"}, "list": {"kind": "sources"}}
    start, goal, capability, learned = names
    return {
        "path": {"from": start, "to": goal},
        "compare": {"role": (start, goal)},
        "nearest": {"role": start},
        "route": {"from": start, "to": goal},
        "whatif": {"role": start, "learn": learned},
        "demand": {"role": goal},
        "show": {"name": capability},
        "search": {"text": (start.split() or [start])[0].lower()},
        "list": {"kind": "roles"},
        "extract": {"text": f"What we ask for\n\n- {capability}\n- good communication skills\n"},
        "profile-from": {"text": f"CV\n\nSkills\n\n{capability} (expert), {learned} (basic)\n"},
    }


def _names(graph: RoleGraph) -> tuple[str, str, str, str] | None:
    """Two roles that are near, what is asked for most, and what of the second the first lacks; None without roles."""
    import numpy as np

    matrix = graph.matrix
    required = matrix.having(REQUIRES)
    asked: Vector = np.asarray(required.sum(axis=0)).ravel()
    if len(matrix.roles) < _FEWEST or not asked.any():
        return None
    start, goal = _familiar(graph) or _alike(required, asked)
    most = int(np.argmax(asked))
    missing = asked * required[[goal]].toarray().ravel() * (required[[start]].toarray().ravel() == 0)
    missing[most] = 0
    learned = int(np.argmax(missing)) if missing.any() else most

    def name(iri: str) -> str:
        """The label, where it means the node alone."""
        node = labels.node(graph.dataset, iri)
        alone = graph.lexicon.matches(node.label, (node.kind,)) == (node,) and "," not in node.label
        return node.label if alone else graph.lexicon.name_of(node)

    roles, capabilities = matrix.roles, matrix.capabilities
    return name(roles[start]), name(roles[goal]), name(capabilities[most]), name(capabilities[learned])


def familiar_roles(graph: RoleGraph) -> list[Node]:
    """Two roles that everybody knows, from the one of which people move to the other; none where the graph has none."""
    found = _familiar(graph)
    return [labels.node(graph.dataset, graph.matrix.roles[place]) for place in found] if found else []


def _familiar(graph: RoleGraph) -> tuple[int, int] | None:
    """The places of two roles that everybody knows, where the graph has them."""
    places = {iri: place for place, iri in enumerate(graph.matrix.roles)}
    for names in _FAMILIAR:
        found = [graph.lexicon.matches(name, (Kind.ROLE,)) for name in names]
        start, goal = (places.get(nodes[0].iri) if len(nodes) == 1 else None for nodes in found)
        if start is not None and goal is not None:
            return start, goal
    return None


def _alike(required: Sparse, asked: Vector) -> tuple[int, int]:
    """The places of the role that asks for most of what many ask for, and of the one that shares most with it."""
    import numpy as np

    goal = int(np.argmax(required @ asked))
    counts: Vector = np.asarray(required.sum(axis=1)).ravel()
    alike: Vector = np.asarray(required @ required[[goal]].toarray().ravel()) / np.maximum(counts, 1) ** 0.5
    alike[goal] = -1
    return int(np.argmax(alike)), goal
