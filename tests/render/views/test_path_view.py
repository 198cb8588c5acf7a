"""Learning paths, plans and profile files as blocks."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level, Necessity, Node
from rolegraph.model.plans import Assessment, Gap, LearningPath, LearningStep, Option, Profile, Progress, Standing
from rolegraph.model.roles import Effort, Requirement
from rolegraph.render.text import Block, Heading, Table, Tasks, Text
from rolegraph.render.text.layout import to_markdown, to_text
from rolegraph.render.views.path_view import path_blocks, plan_blocks

ROLE = Node("x:/role", Kind.ROLE, "Cook")
LEAD = "data-science-engineer", "lead-ml-engineer"


def node(label: str) -> Node:
    return Node(f"x:/{label}", Kind.SKILL, label)


def requirement(label: str, level: Level | None = None) -> Requirement:
    return Requirement(f"x:/needs-{label}", (node(label),), Necessity.ESSENTIAL, level)


def step(label: str, level: Level = Level.WORKING, hours: float | None = None, **more: Any) -> LearningStep:
    reasons = (requirement(label),)
    effort = Effort(80, "somebody", estimated=hours is not None)
    return LearningStep(node(label), level, hours, effort, for_requirements=reasons, theme="t")._replace(**more)


def path_of(*steps: LearningStep, options: tuple[Option, ...] = ()) -> LearningPath:
    """A plan of these steps to a role that requires what they are about."""
    needs = dict.fromkeys(one.node.label for one in steps)
    gap = Gap(Profile("scratch"), ROLE, tuple(Assessment(requirement(label), Standing.MISSING) for label in needs))
    return LearningPath(gap, steps, (), options, sum(one.weight for one in steps))


@cache
def shipped(*roles: str) -> LearningPath:
    graph = rolegraph.open()
    return graph.path(graph.profile() if len(roles) == 1 else roles[0], roles[-1])


def tables(blocks: list[Block]) -> list[Table]:
    """The tables of steps."""
    return [block for block in blocks if isinstance(block, Table) and block.columns[0] == "#"]


def titles(path: LearningPath, everything: bool = False) -> list[str]:
    return [block.text for block in path_blocks(path, everything=everything) if isinstance(block, Heading)]


def texts(path: LearningPath, hours_per_week: float | None = None) -> list[str]:
    return [block.text for block in path_blocks(path, hours_per_week) if isinstance(block, Text)]


def test_a_path_shows_its_steps_in_order_with_reasons(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    found = tables(list(path_blocks(path)))
    assert [row[1] for table in found for row in table.rows] == [one.node.label for one in path.steps]
    reasons = {row[1]: row[-1] for row in found[0].rows}
    assert reasons["heat control"].startswith("needed for sugar work")
    assert re.search(r"builds on dough, saves ~\d+ h: both are worked by hand", reasons["sugar work"])
    assert reasons["sugar work"].startswith("required")


def test_what_is_missing_is_said_first() -> None:
    lines = to_text(path_blocks(shipped(*LEAD), 10)).splitlines()
    assert lines[1] == "You already meet 2 of 19 essential requirements."
    assert re.fullmatch(r"To learn: \d+ capabilities, \d+ levels, ~[\d,]+ hours: about \d+ weeks .*\.", lines[2])
    assert re.match(r"Mathematics and statistics \(\d+\); ", lines[3])
    assert any(line.startswith("Hours are estimates, not measurements (Editorial") for line in lines[4:6])
    assert any(line.startswith("To working level: ") for line in lines[6:8])


@pytest.mark.parametrize("role", ["data-scientist", "head-of-data"])
def test_each_level_is_a_part_with_its_hours(role: str) -> None:
    path = shipped(role)
    parts = [title for title in titles(path) if " level: " in title]
    assert [title.partition(" level")[0] for title in parts] == [
        "To working",
        "Deeper: to proficient",
        "Deeper: to expert",
    ][: len(parts)]
    shown = [int(re.findall(r"~([\d,]+) hours", title)[0].replace(",", "")) for title in parts]
    assert sum(shown) == pytest.approx(path.hours, abs=5 * len(shown))
    for title, table in zip(parts, tables(list(path_blocks(path))), strict=True):
        assert title.split(": ")[-1].startswith(f"{len(table.rows)} capabilit")


def test_themes_stand_over_their_steps_where_a_plan_is_long() -> None:
    path = shipped("data-scientist")
    first, deeper = tables(list(path_blocks(path)))
    assert list(first.titles.values()) == [
        theme[0].upper() + theme[1:] for theme in dict.fromkeys(one.theme for one in path.steps)
    ]
    assert next(iter(first.titles)) == 0
    assert deeper.titles == {}  # too many for so few steps
    few = path_of(step("a"), step("b", theme="u"))
    assert tables(list(path_blocks(few)))[0].titles == {}
    assert not any("(1)" in text for text in texts(few))


def test_no_reason_is_said_twice() -> None:
    text = to_text(path_blocks(shipped(*LEAD)))
    assert text.count("machine learning frameworks") == 1
    assert "meets machine learning frameworks at" in text
    assert "as would PyTorch or" in text
    assert text.count("towards expert") == 3


def test_what_is_in_progress_is_said_once() -> None:
    progress = Progress((), (node("b"),), 0, 0, 2, None, None)
    path = path_of(step("a"), step("b"), step("b", Level.PROFICIENT, from_level=Level.WORKING))
    text = to_text(path_blocks(path._replace(progress=progress)))
    assert text.count("in progress") == 1
    assert "in progress; required" in text


def test_hours_become_weeks(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    weeks = max(1, round(path.weeks(10) or 0))
    assert any(line.endswith(f"about {weeks} weeks at 10 hours a week.") for line in texts(path, 10))


def test_without_estimates_there_is_no_column_for_hours_and_no_total() -> None:
    path = path_of(step("a"), step("b"), step("b", Level.PROFICIENT, from_level=Level.WORKING))
    assert "To learn: 2 capabilities, 3 levels; nobody has estimated hours." in texts(path)
    assert [table.columns for table in tables(list(path_blocks(path)))] == [("#", "Learn")] * 2
    assert "weeks at" not in to_text(path_blocks(path, 10))
    assert "so weeks cannot be counted (--assume-hours makes a guess)." in " ".join(texts(path, 10))
    assert titles(path)[1:] == ["To working level: 2 capabilities", "Deeper: to proficient level: 1 capability"]


def test_hours_of_some_steps_are_said_to_be_of_some() -> None:
    path = path_of(step("a", hours=30, weight=30), step("b", weight=80))
    assert "To learn: 2 capabilities, 2 levels, ~30 hours for 1 step, no estimate for 1." in texts(path)
    assert titles(path)[1] == "To working level: 2 capabilities, ~30 hours for 1 of them"
    (table,) = tables(list(path_blocks(path)))
    assert [row[2] for row in table.rows] == ["~30", "-"]


def test_a_level_is_said_where_it_is_not_that_of_the_part() -> None:
    (table,) = tables(
        list(path_blocks(path_of(step("a", from_level=Level.FAMILIAR), step("b", Level.FAMILIAR), step("c"))))
    )
    assert table.columns == ("#", "Learn", "Level")
    assert [row[2] for row in table.rows] == ["familiar to working", "familiar", ""]
    assert titles(path_of(step("b", Level.FAMILIAR)))[1] == "To familiar level: 1 capability"


def test_a_field_and_the_skill_that_practises_it_stand_on_one_line() -> None:
    path = path_of(
        step("above"), step("data mining", hours=4), step("do data mining", hours=3, practises=node("data mining"))
    )
    (table,) = tables(list(path_blocks(path)))
    assert [row[:3] for row in table.rows] == [("1", "above", "-"), ("2-3", "data mining and do data mining", "~7")]
    assert titles(path)[1].startswith("To working level: 3 capabilities")
    (tasks,) = (block for block in plan_blocks(path) if isinstance(block, Tasks))
    assert [number for number, _, _ in tasks.items] == ["1", "2-3"]


def test_hours_of_one_of_two_on_a_line_are_not_lost() -> None:
    path = path_of(step("data mining", hours=4), step("do data mining", practises=node("data mining")), step("other"))
    (table,) = tables(list(path_blocks(path)))
    assert [row[2] for row in table.rows] == ["~4", "-"]


def test_what_is_general_is_named_last_and_shown_step_by_step_on_request() -> None:
    general: dict[str, Any] = {"general": True, "theme": "also expected"}
    deep = step("listening", Level.PROFICIENT, from_level=Level.WORKING, **general)
    path = path_of(step("frying"), step("listening", **general), step("reading", **general), deep)
    title = "Also expected, in this role as in most: 2 capabilities"
    assert titles(path)[-1] == title
    assert "To proficient level: listening. To working level: reading." in texts(path)
    assert len(tables(list(path_blocks(path)))) == 1
    (_, table) = tables(list(path_blocks(path, everything=True)))
    assert [row[:3] for row in table.rows] == [
        ("2", "listening", "working"),
        ("3", "reading", "working"),
        ("4", "listening", "working to proficient"),
    ]
    tasks = [item for block in plan_blocks(path) if isinstance(block, Tasks) for item in block.items]
    assert [number for number, _, _ in tasks] == ["1", "2", "3", "4"]


def test_a_step_says_what_it_opens_if_nothing_in_the_plan_waits_for_it() -> None:
    many = tuple(map(node, "vwxyz"))
    path = path_of(step("a", opens=many), step("b", needed_by=many), step("c", opens=many[:3]))
    (table,) = tables(list(path_blocks(path)))
    assert [row[-1] for row in table.rows] == [
        "required; opens v, w and 3 more",
        "required; needed for v, w, x and 2 more",
        "required; opens v, w, x",
    ]


def test_long_lists_are_cut_and_counted_unless_all_is_asked_for() -> None:
    used = tuple(Option(requirement(f"tool {number}")._replace(used=True), None) for number in range(30))
    path = path_of(step("a"), options=used)
    assert titles(path)[-1] == "Used in the role, but not required (30)"
    assert texts(path)[-2:] == ["; ".join(f"tool {number}" for number in range(8)) + ".", "22 more; --all shows all"]
    everything = [block.text for block in path_blocks(path, everything=True) if isinstance(block, Text)]
    assert everything[-1] == "; ".join(f"tool {number}" for number in range(30)) + "."


def test_it_is_said_that_hours_of_what_is_optional_include_what_comes_before() -> None:
    remark = "Hours of these come on top of the plan, each with what it needs first."
    tool = requirement("tool")._replace(used=True)
    assert texts(path_of(step("a"), options=(Option(tool, 630),)))[-1] == remark
    assert remark not in texts(path_of(step("a"), options=(Option(tool, None),)))


@given(st.integers(0, 30), st.booleans())
def test_no_list_is_cut_by_one(count: int, everything: bool) -> None:
    used = tuple(Option(requirement(f"tool {number}")._replace(used=True), 5) for number in range(count))
    shown = list(path_blocks(path_of(step("a"), options=used), everything=everything))
    listed = sum(len(block.rows) for block in shown if isinstance(block, Table) and block.columns[0] == "Name")
    assert listed in ({count} if everything or count <= 9 else {8})


@pytest.mark.parametrize("roles", [LEAD, ("data-scientist",), ("head-of-data",)])
def test_a_plan_has_a_task_for_each_step(roles: tuple[str, ...]) -> None:
    path = shipped(*roles)
    items = [item for block in plan_blocks(path) if isinstance(block, Tasks) for item in block.items]
    assert [(number, title) for number, title, _ in items] == [
        (str(number), one.node.label) for number, one in enumerate(path.steps, start=1)
    ]
    assert all(re.search(r"~\d+ hours", remark) for _, _, remark in items)


def test_nothing_to_learn_is_said(small: RoleGraph) -> None:
    blocks = list(path_blocks(small.path("baker", "baker")))
    assert Text("Nothing: every essential requirement that can be learned is met.") in blocks
    assert not tables(blocks)


def test_credentials_and_what_is_nice_to_have_stand_apart(small: RoleGraph) -> None:
    path = small.path(small.profile(have={small.resolve("dough"): Level.EXPERT}), "baker")
    found = titles(path)
    assert found[0] == "From what you have to Baker"
    text = to_markdown(path_blocks(path))
    assert path.credentials
    for credential in path.credentials:
        assert f"| {credential.requirement.label} | essential |" in text
    assert "Credentials to obtain" in found
