"""What laws about profiles are drawn from."""

from __future__ import annotations

from hypothesis import strategies as st

from rolegraph import Level, Node
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS

Have = dict[Node, Level]


def holdings_of(graph: RoleGraph, min_size: int = 0) -> st.SearchStrategy[Have]:
    """What a person may have, of all that there is in a graph."""
    nodes = [node for kind in CAPABILITY_KINDS for node in graph.nodes(kind)]
    return st.dictionaries(st.sampled_from(nodes), st.sampled_from(list(Level)), min_size=min_size, max_size=5)


def less_and_more(data: st.DataObject, graph: RoleGraph) -> tuple[Have, Have]:
    """What two people have, of whom the second has all that the first has, at least as well."""
    holdings = holdings_of(graph)
    less, extra = data.draw(holdings), data.draw(holdings)
    return less, {**less, **{one: max(level, less.get(one, level)) for one, level in extra.items()}}
