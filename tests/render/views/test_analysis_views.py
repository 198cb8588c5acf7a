"""Comparisons and statistics as tables."""

from __future__ import annotations

import rolegraph
from rolegraph.analysis.comparison import ComparedRequirement, Comparison, ComparisonRow
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level, Necessity, Node
from rolegraph.render.text import Table, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.analysis_views import comparison_blocks, comparison_rows, stats_blocks, stats_rows


def test_a_comparison_has_each_item_once(small: RoleGraph) -> None:
    comparison = small.compare(["baker", "pastry-chef"])
    blocks = list(comparison_blocks(comparison))
    names = [row[1] for block in blocks if isinstance(block, Table) for row in block.rows]
    assert len(names) == len(set(names)) == len(comparison.rows)
    shared = next(block for block in blocks if isinstance(block, Table))
    assert shared.columns == ("Kind", "Name", "Baker", "Pastry Chef")
    assert ("skill", "dough", "proficient, essential", "expert, essential") in shared.rows
    assert Text("6 of 12 items are shared by both roles.") in blocks


def test_a_long_section_begins_with_what_matters_most() -> None:
    roles = (Node("x:a/cook", Kind.ROLE, "Cook"), Node("x:a/baker", Kind.ROLE, "Baker"))
    used = [ComparisonRow(Node(f"x:{n}", Kind.TOOL, f"A{n}"), (ComparedRequirement(used=True),) * 2) for n in range(30)]
    asked = ComparedRequirement(Necessity.ESSENTIAL, Level.EXPERT)
    comparison = Comparison(roles, (*used, ComparisonRow(Node("x:z", Kind.TOOL, "Zester"), (asked, asked))))
    short, long = (
        next(block for block in comparison_blocks(comparison, everything) if isinstance(block, Table))
        for everything in (False, True)
    )
    assert (short.rows[0][1], len(short.rows), len(long.rows)) == ("Zester", 10, 31)
    text = to_markdown(comparison_blocks(comparison))
    assert "Shared by all (31)" in text
    assert "21 more; --all shows all" in text


def test_a_level_that_is_lower_only_within_error_says_so() -> None:
    roles = (Node("x:a/cook", Kind.ROLE, "Cook"), Node("x:a/baker", Kind.ROLE, "Baker"))
    asks = (
        ComparedRequirement(Necessity.ESSENTIAL, Level.EXPERT),
        ComparedRequirement(Necessity.ESSENTIAL, Level.PROFICIENT, within_error=True),
    )
    text = to_markdown(comparison_blocks(Comparison(roles, (ComparisonRow(Node("x:d", Kind.SKILL, "dough"), asks),))))
    assert "| expert, essential | proficient (within error), essential |" in text
    assert "Within error: lower than the highest by no more than the error of the ratings." in text


def test_only_what_three_roles_share_is_shared_by_all() -> None:
    graph = rolegraph.open()
    comparison = graph.compare(["data-science-engineer", "lead-ml-engineer", "data-analyst"])
    tables = [block for block in comparison_blocks(comparison) if isinstance(block, Table)]
    assert all("-" not in row[2:] for row in tables[0].rows)
    assert all(row[2:].count("-") == 1 for row in tables[1].rows)
    assert all(len(table.columns) == 3 for table in tables[2:])


def test_roles_of_which_nothing_is_recorded_are_not_compared_in_numbers() -> None:
    roles = (Node("x:a/cook", Kind.ROLE, "Cook"), Node("x:a/baker", Kind.ROLE, "Baker"))
    text = to_markdown(comparison_blocks(Comparison(roles, ())))
    assert "0 of 0" not in text
    assert "Nothing is recorded of what these roles ask for or use, so there is nothing to compare." in text


def test_rows_of_a_comparison_say_what_its_blocks_say(small: RoleGraph) -> None:
    comparison = small.compare(["baker", "pastry-chef"])
    rows, columns = comparison_rows(comparison)
    assert columns == ("node", "node_iri", "kind", "baker", "pastry-chef", "related", "related_iri")
    (first,) = [row for row in rows if isinstance(row, dict) and row["node"].slug == "dough"]
    assert (first["baker"], first["pastry-chef"]) == ("proficient, essential", "expert, essential")


def test_roles_of_one_slug_have_columns_of_their_own() -> None:
    roles = (Node("x:a/cook", Kind.ROLE, "Cook"), Node("x:b/cook", Kind.ROLE, "Cook"))
    row = ComparisonRow(Node("x:/knife", Kind.TOOL, "Knife"), (ComparedRequirement(used=True), None))
    (cells,), _ = comparison_rows(Comparison(roles, (row,)))
    assert isinstance(cells, dict)
    assert (cells["x:a/cook"], cells["x:b/cook"]) == ("used", "")


def test_numbers_of_statistics_have_names(small: RoleGraph) -> None:
    stats = small.stats(3)
    numbers = stats_rows(stats)["numbers"]
    assert isinstance(numbers, tuple)
    assert {"measure": "most capabilities of a role", "value": stats.per_role[2]} in list(numbers[0])


def test_roles_that_have_as_many_capabilities_have_no_range(small: RoleGraph) -> None:
    stats = small.stats(3)
    assert f"A role has {stats.per_role[0]} to {stats.per_role[2]} capab" in to_markdown(stats_blocks(stats))
    text = to_markdown(stats_blocks(stats._replace(per_role=(3, 3.0, 3))))
    assert "Each role has 3 capabilities." in text
    assert "3 to 3" not in text
    assert "Each role" not in to_markdown(stats_blocks(stats._replace(per_role=(0, 0.0, 0))))


def test_statistics_name_what_is_most_required_and_what_is_missing(small: RoleGraph) -> None:
    stats = small.stats(3)
    text = to_markdown(stats_blocks(stats))
    first = stats.most_required[0]
    assert "| Capability | Kind | Required by | Nice to have for | Used by | Distinctive |" in text
    assert f"| {first.capability.label} | {first.capability.kind} | {first.required} | {first.preferred} |" in text
    assert f"{stats.unused:,} " in text[text.index("## What is missing") :]
