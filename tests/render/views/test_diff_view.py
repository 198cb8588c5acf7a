"""Differences between graphs as tables."""

from __future__ import annotations

from pathlib import Path

from tests.folders import FIXTURES

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.differences import PlannedStep, StepChange
from rolegraph.model.nodes import Level
from rolegraph.render.text import Heading, Table, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.diff_view import _few, _phrase, diff_blocks, path_diff_blocks

SMALL = FIXTURES / "small.ttl"


def changed(tmp_path: Path, old: str, new: str) -> RoleGraph:
    text = SMALL.read_text()
    assert old in text
    (tmp_path / "small.ttl").write_text(text.replace(old, new, 1))
    return rolegraph.open(tmp_path / "small.ttl")


def test_equal_graphs_have_no_difference(small: RoleGraph) -> None:
    _, text = diff_blocks(small.diff(small))
    assert text == Text("No difference.")


def test_a_renamed_role_is_shown_before_and_now(small: RoleGraph, tmp_path: Path) -> None:
    newer = changed(tmp_path, '"Baker"@en', '"Bread Baker"@en')
    text = to_markdown(diff_blocks(small.diff(newer)))
    assert "1 role renamed." in text
    assert "| role | Baker | Bread Baker |" in text


def test_only_tables_with_rows_are_shown(small: RoleGraph, tmp_path: Path) -> None:
    newer = changed(tmp_path, '"Baker"@en', '"Bread Baker"@en')
    blocks = list(diff_blocks(small.diff(newer)))
    assert all(block.rows for block in blocks if isinstance(block, Table))
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    assert titles[1:] == ["Renamed"]


def test_a_path_that_stays_the_same_is_said_with_its_hours(small: RoleGraph) -> None:
    text = to_markdown(path_diff_blocks(small.path_diff(small, "baker", "pastry-chef")))
    steps = len(small.path("baker", "pastry-chef").steps)
    assert f"The same path: {steps} steps, " in text


def test_hours_that_nobody_estimated_are_left_out_of_a_comparison_of_paths(small: RoleGraph) -> None:
    planned = PlannedStep(1, None, Level.WORKING)
    step = StepChange(small.resolve("sugar-work"), None, planned)
    bare = small.path_diff(small, "baker", "pastry-chef")._replace(hours_before=None, hours_after=None)
    assert "steps." in to_markdown(path_diff_blocks(bare))
    text = to_markdown(path_diff_blocks(bare._replace(steps=(step,))))
    assert f"Now: {bare.unchanged + 1} steps." in text
    assert "1. working" in text
    assert "working, " not in text


def test_counts_and_long_lists_in_words() -> None:
    assert _phrase("role", {"added": 1204, "removed": 1}) == "1,204 roles added, 1 removed"
    assert _phrase("requirement", {"changed": 2, "roles": 1}) == "2 requirements changed in 1 role"
    assert _few(["a", "b"]) == "a; b"
    assert _few(list("abcdefg")) == "a; b; c; d; e; and 2 more"
