"""Learning paths, plans and profile files as blocks."""

from __future__ import annotations

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Level
from rolegraph.render.text import Heading, Table, Tasks, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.path_view import path_blocks, plan_blocks


def test_a_path_shows_its_steps_in_order_with_reasons(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    steps = next(block for block in path_blocks(path) if isinstance(block, Table) and block.columns[0] == "#")
    assert [row[1] for row in steps.rows] == [step.node.label for step in path.steps]
    reasons = {row[1]: row[4] for row in steps.rows}
    assert reasons["heat control"] == "needed for sugar work"
    assert "builds on dough, saves ~30 h: both are worked by hand" in reasons["sugar work"]
    assert reasons["sugar work"].startswith("required")


def test_hours_become_weeks(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    weeks = max(1, round(path.weeks(10)))
    lines = [block.text for block in path_blocks(path, 10) if isinstance(block, Text)]
    assert any(line.endswith(f"about {weeks} weeks at 10 hours a week.") for line in lines)


def test_a_plan_has_a_task_for_each_step(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    (tasks,) = (block for block in plan_blocks(path) if isinstance(block, Tasks))
    assert [title for title, _ in tasks.items] == [step.node.label for step in path.steps]


def test_nothing_to_learn_is_said(small: RoleGraph) -> None:
    blocks = list(path_blocks(small.path("baker", "baker")))
    assert Text("Nothing: every essential requirement that can be learned is met.") in blocks
    assert not [block for block in blocks if isinstance(block, Table) and block.columns[0] == "#"]


def test_credentials_and_what_is_nice_to_have_stand_apart(small: RoleGraph) -> None:
    path = small.path(small.profile(have={small.resolve("dough"): Level.EXPERT}), "baker")
    titles = [block.text for block in path_blocks(path) if isinstance(block, Heading)]
    assert titles[0] == "From what you have to Baker"
    text = to_markdown(path_blocks(path))
    assert path.credentials
    for credential in path.credentials:
        assert f"| {credential.requirement.label} | essential |" in text
    assert "Credentials to obtain" in titles
