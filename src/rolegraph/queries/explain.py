"""The SPARQL behind an answer: the queries of the library that a path, a comparison, a node or a list is made from.

Each is a standalone query that runs on any engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Name, Node
from rolegraph.model.plans import Profile

Standalone = Callable[[str, Mapping[str, object]], str]
"""What gives a question of the library with its values written in, as `RoleGraph.sparql` does."""


def explain_path(standalone: Standalone, role: Name | None, given: Profile | None, goal: Name) -> list[str]:
    """What a learning path is made from: the gap, what closing it may involve, and what is close to that.

    The choice and order of steps is a search, which SPARQL cannot express. A role and a profile have a query each; a
    requirement is met where either says so.
    """
    queries = []
    if role is not None:
        queries.append(standalone("gap", {"start": role, "goal": goal}))
    if given is not None and given.holdings:
        held = [holding for holding in given.holdings if len(holding.one_of) == 1]
        have = [f"{holding.one_of[0].path}:{holding.level}" for holding in held]
        queries.append(standalone("gap-of-profile", {"have": have, "goal": goal}))
    if not queries:
        queries.append(standalone("requirements", {"role": goal}))
    return [*queries, *(standalone(name, {"goal": goal}) for name in ("learning", "builds-on"))]


def explain_comparison(standalone: Standalone, roles: Sequence[Node]) -> list[str]:
    """What a comparison is made from."""
    return [standalone("compare", {"role": list(roles)})]


def explain_node(standalone: Standalone, node: Node) -> list[str]:
    """What a node's page is made from: requirements of a role, or roles that ask for a capability, and statements."""
    queries = []
    if node.kind is Kind.ROLE:
        queries = [standalone(name, {"role": node}) for name in ("requirements", "evidence", "neighbourhood")]
    elif node.kind in CAPABILITY_KINDS:
        names = ("roles-asking", "prerequisites", "close-capabilities")
        queries = [standalone(name, {"capability": node}) for name in names]
    return [*queries, standalone("statements", {"node": node})]


def explain_list(standalone: Standalone, kind: Kind) -> list[str]:
    """What a list is made from."""
    return [standalone("postings", {}) if kind is Kind.POSTING else standalone("nodes", {"kind": kind.value})]
