"""A match as a plain value."""

from __future__ import annotations

from rolegraph.model.nodes import ID, Kind, Node
from rolegraph.model.person_matches import PersonMatch

BAKER = Node(f"{ID}role/baker", Kind.ROLE, "Baker")


def test_coverage_is_a_share_and_not_known_where_nothing_essential_is_recorded() -> None:
    assert PersonMatch("ann", 1, BAKER, 0.5, essential=4, met=1).coverage == 0.25
    assert PersonMatch("ann", 1, BAKER, 0.5, essential=4, met=0).coverage == 0
    assert PersonMatch("ann", 1, BAKER, 0.5, essential=0, met=0).coverage is None
