"""Circles: what must go so that none is left."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.esco.concepts import closing_edges

EDGES = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=30)


@given(EDGES)
def test_no_circle_is_left_and_each_edge_that_goes_closed_one(edges: list[tuple[str, str]]) -> None:
    gone = closing_edges(edges)
    left: nx.DiGraph[str] = nx.DiGraph()
    left.add_nodes_from("abcdefg")
    left.add_edges_from(set(edges) - gone)
    assert nx.is_directed_acyclic_graph(left)
    assert all(nx.has_path(left, end, start) for start, end in gone)


@given(EDGES)
def test_the_order_of_the_edges_changes_nothing(edges: list[tuple[str, str]]) -> None:
    assert closing_edges(edges) == closing_edges(edges[::-1]) == closing_edges(edges * 2)


def test_a_long_way_round_is_no_trouble() -> None:
    count = 50_000  # deeper than Python calls functions
    edges = [(f"{place:06}", f"{(place + 1) % count:06}") for place in range(count)]
    assert closing_edges(edges) == {(f"{count - 1:06}", "000000")}
