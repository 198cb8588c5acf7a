"""The SPARQL behind the answers: for a path, a comparison, a node or a list, the questions of the library that it rests
on, as standalone queries that run on any engine."""

from __future__ import annotations

from collections.abc import Sequence

from rolegraph.graph import RoleGraph
from rolegraph.moving import Name
from rolegraph.names import Node
from rolegraph.plans import Profile
from rolegraph.vocabulary import CAPABILITY_KINDS, Kind


def behind_path(graph: RoleGraph, role: Name | None, given: Profile | None, goal: Name) -> list[str]:
    """What a learning path is made from: the gap, what closing it may involve, and what is close to that.

    The choice and the order of the steps are not among it: finding the cheapest is a search, which SPARQL has no word
    for. Where a role and more is given there is one query for each; a requirement is met where either says so.
    """
    goal = graph.resolve(goal, (Kind.ROLE,))
    queries = []
    if role is not None:
        queries.append(graph.sparql("gap", {"start": role, "goal": goal}))
    if given is not None and given.holdings:
        have = [f"{one.one_of[0].path}:{one.level}" for one in given.holdings if len(one.one_of) == 1]
        queries.append(graph.sparql("gap-of-profile", {"have": have, "goal": goal}))
    if not queries:
        queries.append(graph.sparql("requirements", {"role": goal}))
    return [*queries, *(graph.sparql(name, {"goal": goal}) for name in ("learning", "footholds"))]


def behind_comparison(graph: RoleGraph, roles: Sequence[Node]) -> list[str]:
    """What a comparison is made from."""
    return [graph.sparql("compare", {"role": list(roles)})]


def behind_node(graph: RoleGraph, node: Node) -> list[str]:
    """What is shown of a node: for a role what it asks for, for a capability who asks for it, and all statements."""
    queries = []
    if node.kind is Kind.ROLE:
        queries = [graph.sparql(name, {"role": node}) for name in ("requirements", "evidence", "neighbourhood")]
    elif node.kind in CAPABILITY_KINDS:
        names = ("roles-asking", "prerequisites", "close-capabilities")
        queries = [graph.sparql(name, {"capability": node}) for name in names]
    return [*queries, graph.sparql("statements", {"node": node})]


def behind_list(graph: RoleGraph, kind: Kind) -> list[str]:
    """What a list is made from."""
    return [graph.sparql("postings") if kind is Kind.POSTING else graph.sparql("nodes", {"kind": kind.value})]
