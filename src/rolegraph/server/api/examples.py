"""What to ask of a graph as an example: roles that share much, and what most of all ask for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rolegraph.facts import labels
from rolegraph.facts.arrays import REQUIRES

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector
    from rolegraph.graph import RoleGraph

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
        "search": {"text": start.split()[0].lower()},
        "list": {"kind": "roles"},
        "extract": {"text": f"What we ask for\n\n- {capability}\n- good communication skills\n"},
        "profile-from": {"text": f"CV\n\nSkills\n\n{capability} (expert), {learned} (basic)\n"},
    }


def _names(graph: RoleGraph) -> tuple[str, str, str, str] | None:
    """Two roles that share much, what is asked for most, and what of the second the first lacks; None without roles.

    The second role asks for most of what many ask for.
    """
    import numpy as np

    matrix = graph.matrix
    required = matrix.having(REQUIRES)
    asked: Vector = np.asarray(required.sum(axis=0)).ravel()
    if len(matrix.roles) < _FEWEST or not asked.any():
        return None
    goal = int(np.argmax(required @ asked))
    of_goal = required[[goal]].toarray().ravel()
    counts: Vector = np.asarray(required.sum(axis=1)).ravel()
    alike: Vector = np.asarray(required @ of_goal) / np.maximum(counts, 1) ** 0.5
    alike[goal] = -1
    start = int(np.argmax(alike))
    most = int(np.argmax(asked))
    missing = asked * of_goal * (required[[start]].toarray().ravel() == 0)
    missing[most] = 0
    learned = int(np.argmax(missing)) if missing.any() else most

    def name(iri: str) -> str:
        """The label, where it means the node alone."""
        node = labels.node(graph.dataset, iri)
        alone = graph.lexicon.matches(node.label, (node.kind,)) == (node,) and "," not in node.label
        return node.label if alone else graph.lexicon.name_of(node)

    roles, capabilities = matrix.roles, matrix.capabilities
    return name(roles[start]), name(roles[goal]), name(capabilities[most]), name(capabilities[learned])
