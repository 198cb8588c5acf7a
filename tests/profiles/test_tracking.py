"""What is recorded in a profile file by each command, and what progress that is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import SMALL

import rolegraph
from rolegraph import AmbiguousNode, Level
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.model.plans import Standing
from rolegraph.planning.gap import role_profile
from rolegraph.profiles.tracking import ProfileChange, add, begin, done, learning, read, remove, show, skip

DAY = date(2026, 1, 31)
LATER = date(2026, 2, 1)


def changed(changes: tuple[ProfileChange, ...]) -> list[tuple[str, Level | None, bool]]:
    return [(one.node.label, one.level, one.changed) for one in changes]


def test_what_is_done_is_held_and_remembered_with_its_day(small: RoleGraph, me: Path) -> None:
    begin(small, me, have="dough:working")
    learning(small, me, ["dough", "French"])
    assert changed(done(small, me, ["dough:expert", "heat control"], today=DAY)) == [
        ("dough", Level.EXPERT, True),
        ("heat control", Level.WORKING, True),
    ]
    file = read(small, me)
    assert [(one.one_of[0].slug, one.level, one.on) for one in file.done] == [
        ("dough", Level.EXPERT, "2026-01-31"),
        ("heat", Level.WORKING, "2026-01-31"),
    ]
    assert [one.one_of[0].slug for one in file.learning] == ["french"]
    assert [one.level for one in file.have] == [Level.WORKING]


def test_done_twice_is_once_and_never_lowers(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    done(small, me, ["dough:expert"], today=DAY)
    before = me.read_bytes()
    for word in ("dough:expert", "dough", "dough:familiar"):
        assert changed(done(small, me, [word], today=LATER)) == [("dough", Level.EXPERT, False)]
        assert me.read_bytes() == before


def test_without_a_level_it_is_the_one_that_the_goal_asks_for(small: RoleGraph, me: Path) -> None:
    begin(small, me, goal="pastry-chef")
    assert changed(done(small, me, ["dough", "French"], today=DAY)) == [
        ("dough", Level.EXPERT, True),
        ("French", Level.WORKING, True),
    ]


def test_a_degree_has_no_level(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    assert changed(done(small, me, ["bachelor-chemistry"], today=DAY)) == [
        ("Bachelor's degree in Chemistry", None, True)
    ]
    assert "  bachelor-chemistry: {on: 2026-01-31}\n" in me.read_text()


def test_add_says_what_was_had_and_corrects_its_level(small: RoleGraph, me: Path) -> None:
    me.write_text("have:\n  dough: expert   # since school\n")
    assert changed(add(small, me, ["dough:working", "French"])) == [
        ("dough", Level.WORKING, True),
        ("French", Level.WORKING, True),
    ]
    assert me.read_text() == "have:\n  dough: working   # since school\n  french: working\n"
    assert changed(add(small, me, ["dough", "French"])) == [
        ("dough", Level.WORKING, False),
        ("French", Level.WORKING, False),
    ]


def test_a_level_behind_a_name_gives_way_to_that_of_a_change(small: RoleGraph, me: Path) -> None:
    me.write_text("have:\n  dough (basic):  # since school\n  French B2:\n")
    assert changed(add(small, me, ["dough (advanced)", "french"])) == [
        ("dough", Level.PROFICIENT, True),
        ("French", Level.WORKING, False),
    ]
    assert me.read_text() == "have:\n  dough: proficient  # since school\n  French B2:\n"


def test_learning_and_skip_exclude_each_other(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    learning(small, me, ["French", "French"])
    skip(small, me, ["french"])
    assert [one.label for one in read(small, me).profile.skipped] == ["French"]
    assert not read(small, me).learning
    learning(small, me, ["French"])
    assert not read(small, me).skip


def test_what_is_removed_is_in_no_section_and_the_rest_stays(small: RoleGraph, me: Path) -> None:
    me.write_text(
        "# mine\nhave:\n  dough: expert  # at home\n  french:\nlearning: [sugar-work, french]\n", encoding="utf-8"
    )
    changes = remove(small, me, ["French", "heat control", "french"])
    assert [(one.node.label, one.section, one.changed) for one in changes] == [
        ("French", "have", True),
        ("French", "learning", True),
        ("heat control", "", False),
    ]
    assert me.read_text(encoding="utf-8") == "# mine\nhave:\n  dough: expert  # at home\nlearning: [sugar-work]\n"
    me.write_text("have:\n  stone oven | deck oven:\n", encoding="utf-8")
    assert [one.changed for one in remove(small, me, ["stone oven"])] == [False]
    assert "stone oven" in me.read_text(encoding="utf-8")


def test_an_unknown_name_changes_nothing(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    before = me.read_bytes()
    with pytest.raises(rolegraph.UnknownNode, match="did you mean dough"):
        done(small, me, ["French", "duogh"])
    assert me.read_bytes() == before


@pytest.mark.parametrize("role", ["baker", "pastry-chef"])
def test_a_profile_from_a_role_is_worth_what_the_role_is(small: RoleGraph, me: Path, role: str) -> None:
    written = begin(small, me, role=role)
    for goal in small.nodes(Kind.ROLE):
        assert small.path(written, goal).hours == small.path(role, goal).hours
        for one, other in zip(small.gap(written, goal).assessments, small.gap(role, goal).assessments, strict=True):
            assert one.standing == other.standing


def test_the_same_for_every_role_that_ships(me: Path) -> None:
    graph = rolegraph.open()
    for role in graph.nodes(Kind.ROLE):
        written = begin(graph, me, role=role, force=True)
        expected = graph.gap(graph.profile(role), role)
        assert all(one.standing is Standing.MET for one in expected.assessments if one.requirement.essential)
        standings = [one.standing for one in graph.gap(written, role).assessments]
        assert standings == [one.standing for one in expected.assessments]
        assert {node for one in written.holdings for node in one.one_of} == {
            node for one in role_profile(graph.dataset, role.iri).holdings for node in one.one_of
        }


def test_a_file_without_a_goal_has_no_progress(small: RoleGraph, me: Path) -> None:
    begin(small, me, have="dough:expert")
    shown = show(small, me)
    assert shown.progress is None
    assert shown.profile == read(small, me).profile


def test_progress_counts_what_was_learned_since(small: RoleGraph, me: Path) -> None:
    begin(small, me, role="baker", goal="pastry-chef")
    assert show(small, me).progress is None
    done(small, me, ["dough"], today=DAY)
    progress = show(small, me).progress
    assert progress is not None
    assert (progress.met_at_start, progress.met) == (2, 3)


_CERTIFIED = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/rolegraph/id/certification/heat> a rg:Certification ; skos:prefLabel "Heat certificate"@en .
<https://w3id.org/rolegraph/id/certification/sugar-work> a rg:Certification ; skos:prefLabel "Sugar certificate"@en .
<https://w3id.org/rolegraph/id/tool/sugar-work> a rg:Tool ; skos:prefLabel "Sugar Work"@en .
"""


def test_of_several_with_a_name_the_one_that_is_planned_or_learned_is_meant(tmp_path: Path, me: Path) -> None:
    (tmp_path / "more.ttl").write_text(_CERTIFIED, encoding="utf-8")
    graph = rolegraph.open(SMALL, tmp_path / "more.ttl")
    begin(graph, me, goal="pastry-chef")
    assert [one.node.path for one in done(graph, me, ["sugar-work:working"], today=DAY)] == ["skill/sugar-work"]
    with pytest.raises(AmbiguousNode):
        add(graph, me, ["heat"])
    with pytest.raises(AmbiguousNode):  # a tool, or a skill
        skip(graph, me, ["sugar-work"])
    begin(graph, me, force=True)
    with pytest.raises(AmbiguousNode):
        done(graph, me, ["heat"], today=DAY)
    assert [one.node.path for one in learning(graph, me, ["heat"])] == ["skill/heat"]
    assert [one.node.path for one in done(graph, me, ["heat"], today=DAY)] == ["skill/heat"]
    (again,) = done(graph, me, ["heat"], today=DAY)  # a bug: what is done was not known any more by its name
    assert (again.node.path, again.changed) == ("skill/heat", False)
