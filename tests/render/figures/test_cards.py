"""The cards of nodes: facts from the graph, with their sources."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.cards import requirement_node, scene_node
from rolegraph.render.figures.scene import Fact


def facts(small: RoleGraph, name: str, kind: Kind) -> dict[str, tuple[str, ...]]:
    node = scene_node(small.dataset, small.resolve(name, (kind,)))
    assert [source.title for source in node.sources] == ["A small graph"]
    return {fact.term: fact.texts for fact in node.facts}


def test_a_skill_shows_its_effort_and_who_requires_it(small: RoleGraph) -> None:
    card = facts(small, "sugar-work", Kind.SKILL)
    capability = small.capability("sugar-work")
    assert capability.effort is not None
    assert f"{capability.effort.hours:g}" in card["Effort"][0].replace("~", "")
    assert card["Needs first"] == tuple(node.label for node in capability.prerequisites)
    assert card["Required by"] == ("Pastry Chef",)


def test_hours_that_nobody_estimated_are_on_no_card(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(
        """@prefix rg: <https://w3id.org/rolegraph/ns#> .
        <https://w3id.org/rolegraph/id/skill/juggle> a rg:Skill .""",
        encoding="utf-8",
    )
    graph = rolegraph.open(tmp_path / "g.ttl")
    card = {fact.term: fact.texts for fact in scene_node(graph.dataset, graph.resolve("juggle")).facts}
    assert card["Effort"] == ("nobody has estimated hours",)


def test_a_role_shows_what_it_requires_and_what_is_nice_to_have(small: RoleGraph) -> None:
    card = facts(small, "pastry-chef", Kind.ROLE)
    role = small.role("pastry-chef")
    single = {need.any_of[0].label for need in role.requirements if need.essential and len(need.any_of) == 1}
    assert single <= set(card["Requires"])
    assert "French" in card["Nice to have"]


def test_given_facts_come_first_and_empty_ones_are_left_out(small: RoleGraph) -> None:
    node = scene_node(small.dataset, small.resolve("dough"), Fact("You have", ("it",)), group="known", important=2.0)
    assert node.facts[0] == Fact("You have", ("it",))
    assert all(fact.texts for fact in node.facts)
    assert (node.group, node.important) == ("known", 2.0)


def test_a_requirement_shows_its_alternatives_and_where_it_is_from(small: RoleGraph) -> None:
    need = next(need for need in small.role("pastry-chef").requirements if len(need.any_of) == 3)
    node = requirement_node(small.dataset, need)
    assert node.kind is Kind.REQUIREMENT
    assert node.facts[0] == Fact("Any one of", tuple(one.label for one in need.any_of))
    assert [(source.title, source.where) for source in node.sources] == [("A small graph", need.evidence[0].section)]
