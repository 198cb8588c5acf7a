"""Learning paths: the cheapest steps, in an order that works, each with its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.drawing import less_and_more

import rolegraph
from rolegraph import Level, NoPath
from rolegraph.graph import RoleGraph
from rolegraph.model.plans import LearningPath


def steps(path: LearningPath) -> list[tuple[str, Level | None, Level, float]]:
    return [(step.node.label, step.from_level, step.to_level, step.hours) for step in path.steps]


def test_the_path_from_baker_to_pastry_chef(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    assert steps(path) == [
        ("heat control", None, Level.WORKING, 10),
        ("sugar work", None, Level.WORKING, 30),
        ("dough", Level.PROFICIENT, Level.EXPERT, 100),
    ]
    assert path.hours == 140
    assert path.optimal
    sugar = path.steps[1]
    assert sugar.builds_on is not None
    assert (sugar.builds_on.node.label, sugar.builds_on.hours_saved) == ("dough", 30)
    assert sugar.builds_on.reason == "both are worked by hand"
    assert [one.label for one in sugar.for_requirements] == ["sugar work"]
    assert [one.label for one in path.steps[0].needed_by] == ["sugar work"]
    assert [(one.requirement.label, one.hours) for one in path.options] == [("French", 20)]
    assert path.credentials == ()


def test_nothing_to_learn_from_a_role_to_itself(small: RoleGraph) -> None:
    path = small.path("pastry-chef", "pastry-chef")
    assert not path.steps
    assert not path.credentials
    assert path.hours == 0


def test_from_scratch_takes_the_cheapest_alternative_and_shows_the_gate(small: RoleGraph) -> None:
    path = small.path(small.profile(), "pastry-chef")
    assert [step.node.label for step in path.steps] == ["heat control", "sugar work", "Convection oven", "dough"]
    assert [credential.requirement.open_to_related for credential in path.credentials] == [True]
    assert ("Scale", 2.0) in [(one.requirement.label, one.hours) for one in path.options]


def test_an_alternative_that_serves_as_a_prerequisite_too_is_worth_more(small: RoleGraph) -> None:
    # A stone oven (30 h) is evidence of heat control (10 h): with both needed it is still dearer than 10 + 5.
    path = small.path(small.profile(have={small.resolve("stone-oven"): Level.WORKING}), "pastry-chef")
    assert [step.node.label for step in path.steps] == ["sugar work", "dough"]


def test_what_is_known_shortens_the_path(small: RoleGraph) -> None:
    have = {small.resolve("heat"): Level.WORKING}
    assert small.path(small.profile("baker", have), "pastry-chef").hours == 130


def test_an_effort_without_an_estimate_is_called_a_default(small: RoleGraph) -> None:
    french = small.capability("French")
    assert french.effort is not None
    assert (french.effort.hours, french.effort.basis) == (80, "default for a skill without an estimate")


def test_a_prerequisite_that_can_be_had_by_itself_is_the_way_in(tmp_path: Path) -> None:
    turtle = tmp_path / "g.ttl"
    turtle.write_text(
        """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix s: <https://w3id.org/rolegraph/id/skill/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:req .
        s:req rg:anyOf s:a ; rg:necessity rg:essential .
        s:a a rg:Skill ; rg:prerequisite s:b . s:b a rg:Skill ; rg:prerequisite s:c .
        s:c a rg:Skill . s:a skos:broader s:c ."""
    )
    # a needs b, b needs c, and c can be had by itself: there is a way
    graph = rolegraph.open(turtle)
    assert [step.node.slug for step in graph.path(graph.profile(), "r").steps] == ["c", "b", "a"]


def test_a_path_that_cannot_be_begun_is_refused(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.planning.path.cheapest_plan", lambda *_: None)
    with pytest.raises(NoPath, match="Pastry Chef"):
        small.path("baker", "pastry-chef")


@settings(max_examples=60)
@given(st.data())
def test_laws_of_paths(data: st.DataObject) -> None:
    graph = rolegraph.open(SMALL)
    less, more = less_and_more(data, graph)
    before = graph.path(graph.profile(have=less), "pastry-chef")
    after = graph.path(graph.profile(have=more), "pastry-chef")
    assert after.hours <= before.hours + 1e-6
    for path in (before, after):
        assert path.hours >= max((step.hours for step in path.steps), default=0)
        assert all(step.for_requirements or step.needed_by for step in path.steps)
        done: set[str] = set()
        for step in path.steps:
            assert not {one.iri for one in step.needed_by} & done
            done.add(step.node.iri)
