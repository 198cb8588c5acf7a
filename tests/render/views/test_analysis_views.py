"""Comparisons and statistics as tables."""

from __future__ import annotations

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.text import Table, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.analysis_views import comparison_blocks, stats_blocks


def test_a_comparison_has_each_item_once(small: RoleGraph) -> None:
    comparison = small.compare(["baker", "pastry-chef"])
    blocks = list(comparison_blocks(comparison))
    names = [row[1] for block in blocks if isinstance(block, Table) for row in block.rows]
    assert len(names) == len(set(names)) == len(comparison.rows)
    shared = next(block for block in blocks if isinstance(block, Table))
    assert shared.columns == ("Kind", "Name", "Baker", "Pastry Chef")
    assert ("skill", "dough", "proficient, essential", "expert, essential") in shared.rows
    assert Text("6 of 12 items are shared by both roles.") in blocks


def test_only_what_three_roles_share_is_shared_by_all() -> None:
    graph = rolegraph.open()
    comparison = graph.compare(["data-science-engineer", "lead-ml-engineer", "data-analyst"])
    tables = [block for block in comparison_blocks(comparison) if isinstance(block, Table)]
    assert all("-" not in row[2:] for row in tables[0].rows)
    assert all(row[2:].count("-") == 1 for row in tables[1].rows)
    assert all(len(table.columns) == 3 for table in tables[2:])


def test_statistics_name_what_is_most_required_and_what_is_missing(small: RoleGraph) -> None:
    stats = small.stats(3)
    text = to_markdown(stats_blocks(stats))
    first = stats.most_required[0]
    assert "| Capability | Kind | Required by | Nice to have for | Used by | Distinctive |" in text
    assert f"| {first.capability.label} | {first.capability.kind} | {first.required} | {first.preferred} |" in text
    assert f"{stats.unused:,} " in text[text.index("## What is missing") :]
