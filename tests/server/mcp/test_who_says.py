"""Who says that a role asks for something."""

from __future__ import annotations

from rolegraph.graph import RoleGraph
from rolegraph.render.text.layout import to_markdown
from rolegraph.server.mcp.who_says import WhoSaysInquiry


def told(graph: RoleGraph, **given: str) -> str:
    return to_markdown(WhoSaysInquiry(**given).ask(graph).blocks(False))


def test_each_requirement_is_told_with_its_source_and_place(small: RoleGraph) -> None:
    text = told(small, role="baker")
    assert text.count("A small graph") >= 3
    assert "all of it" in text


def test_a_capability_is_found_among_alternatives(small: RoleGraph) -> None:
    rows = [line for line in told(small, role="baker", capability="stone oven").splitlines() if "A small graph" in line]
    assert len(rows) == 1
    assert "or" in rows[0]


def test_what_nobody_states_is_unknown_and_no_verdict(small: RoleGraph) -> None:
    assert "No source states it" in told(small, role="baker", capability="french")
