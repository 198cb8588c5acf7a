"""What a role asks for, by sort and theme."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.facts.requirements import capability_requirements
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.role_page.role_themes import themed

_PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def asks(number: int, skill: str, importance: str, sort: str = "", necessity: str = "essential") -> str:
    """A requirement of the role `x` for one skill."""
    return f"""
    role:x rg:hasRequirement <https://w3id.org/rolegraph/id/requirement/r{number}> .
    <https://w3id.org/rolegraph/id/requirement/r{number}> a rg:Requirement ; rg:anyOf skill:{skill} ;
        rg:necessity rg:{necessity} ; rg:importance {importance} .
    skill:{skill} a rg:Skill ; skos:prefLabel "{skill}"@en . {f'skill:{skill} rg:skillType "{sort}" .' if sort else ""}
    """


def themes_of_x(tmp_path: Path, turtle: str) -> list[tuple[str, list[str]]]:
    """The sorts and labels of the role `x`."""
    (tmp_path / "graph.ttl").write_text(_PREFIXES + turtle, encoding="utf-8")
    dataset = rolegraph.open(tmp_path / "graph.ttl", alone=True).dataset
    found = themed(dataset, capability_requirements(dataset, "https://w3id.org/rolegraph/id/role/x"))
    return [(sort, [one.label for one in members]) for sort, _, members in found]


@settings(max_examples=25, deadline=None)
@given(world=worlds())
def test_each_requirement_is_in_one_theme_the_essential_first(world: World) -> None:
    dataset = dataset_of(world)
    for number in range(len(world.roles)):
        requirements = capability_requirements(dataset, world.role(number))
        themes = [members for _, _, members in themed(dataset, requirements)] if requirements else []
        assert sorted(one.iri for members in themes for one in members) == sorted(one.iri for one in requirements)
        for members in themes:
            assert [one.essential for one in members] == sorted((one.essential for one in members), reverse=True)


def test_a_theme_of_one_alone_is_left_over_with_others() -> None:
    graph = rolegraph.open()
    requirements = [one for one in graph.role("data-analyst").requirements if one.any_of[0].kind is not Kind.DEGREE]
    found = list(themed(graph.dataset, requirements))
    assert found[-1][1] == "Other"
    assert all(len(members) > 1 for _, title, members in found if title != "Other")


def test_knowledge_and_skills_are_kept_apart_where_a_source_does(tmp_path: Path) -> None:
    text = 'role:x a rg:Role ; skos:prefLabel "X"@en .'
    text += asks(1, "biology", "3.5", "knowledge") + asks(2, "chemistry", "4.5", "knowledge")
    text += asks(3, "listening", "2", "skill") + asks(4, "speaking", "4", "skill", "preferred")
    text += asks(5, "weaving", "1")
    assert themes_of_x(tmp_path, text) == [
        ("Knowledge", ["chemistry", "biology"]),  # the more important first
        ("Skills", ["listening", "speaking"]),  # the essential first
        ("Other skills", ["weaving"]),
    ]


def test_sorts_are_left_out_where_only_some_skills_have_one(tmp_path: Path) -> None:
    text = 'role:x a rg:Role ; skos:prefLabel "X"@en .'
    text += asks(1, "biology", "3.5", "knowledge") + asks(2, "weaving", "2") + asks(3, "spinning", "1")
    assert {sort for sort, _ in themes_of_x(tmp_path, text)} == {""}
