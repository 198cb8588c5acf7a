"""The order of steps: foundations first, breadth before depth, theme by theme, what is general last."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph import Level
from rolegraph.graph import RoleGraph
from rolegraph.model.plans import LearningPath
from rolegraph.planning.sequence import Stage, Traits, in_sequence

SHIPPED = rolegraph.open()
PLANS = [
    SHIPPED.path("data-science-engineer", "lead-ml-engineer"),
    SHIPPED.path(SHIPPED.profile(), "data-scientist"),
    SHIPPED.path(SHIPPED.profile(), "head-of-data"),
    SHIPPED.path(SHIPPED.profile(), "mlops-engineer"),
]


@st.composite
def orders(draw: st.DrawFn) -> tuple[nx.DiGraph[Stage], Traits]:
    """Capabilities that go to some levels and wait for each other, with any traits that a plan can have."""
    count = draw(st.integers(1, 7))
    names = [f"https://example.org/{number}" for number in range(count)]
    most = {name: draw(st.sampled_from(Level)) for name in names}
    order: nx.DiGraph[Stage] = nx.DiGraph()
    for name in names:
        nx.add_path(order, [Stage(name, level) for level in Level if level in (most[name], *range(2, most[name]))])
    for one in range(count):
        for other in range(one):
            if draw(st.booleans()) and draw(st.booleans()):
                first = {name: next(stage for stage in order if stage.iri == name) for name in names}
                order.add_edge(first[names[other]], first[names[one]])
    general = {name for name in names if draw(st.integers(0, 3)) == 0}
    general -= {before.iri for stage in order if stage.iri not in general for before in nx.ancestors(order, stage)}
    practises = {}
    if count > 1 and draw(st.booleans()):
        skill, field = draw(st.permutations(names))[:2]
        practises = {skill: field} if (skill in general) == (field in general) else {}
    themes = {name: draw(st.sampled_from(["a", "b", "other"])) for name in names}
    themes |= {skill: themes[field] for skill, field in practises.items()}
    return order, Traits(themes, frozenset(general), practises, frozenset(names[:2]))


@given(orders())
def test_every_order_keeps_to_what_comes_before_what(given_order: tuple[nx.DiGraph[Stage], Traits]) -> None:
    order, traits = given_order
    names = {stage.iri for stage in order}
    found = in_sequence(dataset_of(EMPTY), order, traits, dict.fromkeys(names, ()), dict.fromkeys(names, 1.0))
    assert sorted(found) == sorted(order)
    place = {stage: number for number, stage in enumerate(found)}
    assert all(place[one] < place[other] for one, other in order.edges)
    phases = [(stage.iri in traits.general, max(stage.level, Level.WORKING)) for stage in found]
    assert phases == sorted(phases)


EMPTY = World((), (), frozenset(), frozenset(), frozenset(), (), frozenset(), ())


@given(worlds())
def test_breadth_comes_before_depth_and_nothing_before_what_it_needs(world: World) -> None:
    graph = RoleGraph(dataset_of(world))
    path = graph.path(graph.profile(), graph.nodes(rolegraph.Kind.ROLE)[0])
    depths = [(step.general, max(step.to_level, Level.WORKING)) for step in path.steps]
    assert depths == sorted(depths)
    first = {step.node: number for number, step in reversed(list(enumerate(path.steps)))}
    assert all(first[step.node] < first[later] for step in path.steps for later in step.needed_by)
    assert all(step.theme for step in path.steps)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.gap.role.slug)
def test_a_theme_is_not_left_before_it_is_done(path: LearningPath) -> None:
    for _, phase in groupby(path.steps, key=lambda step: (step.general, max(step.to_level, Level.WORKING))):
        themes = [theme for theme, _ in groupby(phase, key=lambda step: step.theme)]
        assert len(themes) == len(set(themes))


def test_foundations_of_much_come_first_and_what_has_no_theme_last() -> None:
    themes = list(dict.fromkeys(step.theme for step in PLANS[1].steps))
    assert themes[:2] == ["Mathematics and statistics", "Programming Languages"]
    assert themes[-1] == "other"


def graph_with(tmp_path: Path, turtle: str) -> RoleGraph:
    place = tmp_path / "g.ttl"
    place.write_text(
        """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix s: <https://w3id.org/rolegraph/id/skill/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix g: <https://w3id.org/rolegraph/id/group/> .
        @prefix r: <https://w3id.org/rolegraph/id/requirement/> . @prefix t: <https://w3id.org/rolegraph/id/tool/> .
        @prefix role: <https://w3id.org/rolegraph/id/role/> .
        role:cook a rg:Role ; skos:prefLabel "Cook"@en .
        """
        + turtle
    )
    return rolegraph.open(place)


def requires(slug: str, more: str = "") -> str:
    return f"role:cook rg:hasRequirement r:{slug} . r:{slug} rg:anyOf s:{slug} ; rg:necessity rg:essential {more} .\n"


def learned(graph: RoleGraph) -> list[str]:
    return [step.node.slug for step in graph.path(graph.profile(), "cook").steps]


def test_what_is_rated_as_more_important_comes_first(tmp_path: Path) -> None:
    skills = "".join(f"s:{slug} a rg:Skill .\n" for slug in "abc")
    rated = (
        requires("a", "; rg:importance 3.1") + requires("b", "; rg:importance 4.9") + requires("c", "; rg:importance 4")
    )
    assert learned(graph_with(tmp_path, skills + rated)) == ["b", "c", "a"]


def test_what_is_general_comes_last_and_deep_unless_something_waits_for_it(tmp_path: Path) -> None:
    skills = """s:plan a rg:Skill ; rg:reuseLevel "transversal" . s:fry a rg:Skill . """
    asked = requires("plan", "; rg:level rg:expert") + requires("fry", "; rg:level rg:proficient")
    graph = graph_with(tmp_path, skills + asked)
    assert learned(graph) == ["fry", "fry", "plan", "plan", "plan"]
    path = graph.path(graph.profile(), "cook")
    assert [(step.general, step.theme) for step in path.by_capability] == [(False, "skills"), (True, "also expected")]
    waiting = graph_with(tmp_path, skills + asked + "s:fry rg:prerequisite s:plan .")
    assert learned(waiting)[0] == "plan"
    assert not any(step.general for step in waiting.path(waiting.profile(), "cook").steps)


@pytest.mark.parametrize(("rating", "apart"), [("4.9", False), ("3.2", True)])
def test_what_a_role_rates_among_its_most_important_does_not_stand_apart(
    rating: str, apart: bool, tmp_path: Path
) -> None:
    """Unless most roles ask for it: persuasion is much of what selling is, and reading is expected everywhere."""
    skills = """s:persuade a rg:Skill ; skos:notation "2.B.1.c" . """
    skills += "".join(f"role:r{number} a rg:Role ; rg:requires s:persuade . " for number in range(5))
    rated = {"persuade": rating, "stock": "3.5", "count": "3.4", "sweep": "3.3"}
    skills += "".join(f"s:{slug} a rg:Skill . " for slug in ("stock", "count", "sweep"))
    asked = "".join(requires(slug, f"; rg:importance {rate}") for slug, rate in rated.items())
    graph = graph_with(tmp_path, skills + asked)
    general = {step.node.slug for step in graph.path(graph.profile(), "cook").steps if step.general}
    assert general == ({"persuade"} if apart else set())


def test_nothing_stands_apart_where_all_is_general(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, """s:plan a rg:Skill ; rg:reuseLevel "transversal" . """ + requires("plan"))
    assert not any(step.general for step in graph.path(graph.profile(), "cook").steps)


def test_a_field_comes_right_before_the_skill_that_practises_it(tmp_path: Path) -> None:
    skills = """s:mining a rg:Skill ; skos:prefLabel "cheese making" ; rg:skillType "knowledge" .
        s:doing a rg:Skill ; skos:prefLabel "perform cheese making" ; rg:skillType "skill/competence" .
        s:above a rg:Skill ; skos:prefLabel "above all" ; rg:skillType "knowledge" ."""
    asked = (
        requires("above")
        + requires("mining", "; rg:level rg:proficient")
        + requires("doing", "; rg:level rg:proficient")
    )
    graph = graph_with(tmp_path, skills + asked)
    path = graph.path(graph.profile(), "cook")
    steps = [(step.node.slug, step.practises and step.practises.slug) for step in path.steps]
    assert steps == [("mining", None), ("doing", "mining"), ("above", None), ("mining", None), ("doing", "mining")]


def test_a_step_opens_what_is_not_in_the_plan(tmp_path: Path) -> None:
    skills = """s:heat a rg:Skill . s:fry a rg:Skill ; rg:prerequisite s:heat .
        s:roast a rg:Skill ; rg:prerequisite s:heat . s:flambe a rg:Skill ; rg:prerequisite s:fry ."""
    graph = graph_with(tmp_path, skills + requires("fry", "; rg:level rg:proficient"))
    path = graph.path(graph.profile(), "cook")
    opened = [
        (step.node.slug, [one.slug for one in step.needed_by], [one.slug for one in step.opens]) for step in path.steps
    ]
    assert opened == [("heat", ["fry"], []), ("fry", [], ["flambe"]), ("fry", [], [])]


def test_towards_a_role_in_a_group_a_step_opens_only_what_is_asked_for_there(tmp_path: Path) -> None:
    skills = """s:heat a rg:Skill . s:fry a rg:Skill ; rg:prerequisite s:heat .
        s:weld a rg:Skill ; rg:prerequisite s:heat . g:food a rg:Group . role:cook skos:broader g:food .
        role:chef a rg:Role ; skos:broader g:food ; rg:prefers s:fry . role:smith a rg:Role ; rg:requires s:weld . """
    graph = graph_with(tmp_path, skills + requires("heat"))
    (step,) = graph.path(graph.profile(), "cook").steps
    assert [one.slug for one in step.opens] == ["fry"]


def test_what_is_left_over_stands_with_what_it_belongs_to(tmp_path: Path) -> None:
    skills = "".join(f"s:{slug} a rg:Skill ; skos:broader g:cooking . " for slug in "abch") + "g:cooking a rg:Group . "
    skills += "".join(f"s:{slug} a rg:Skill . " for slug in "defg")
    skills += "s:a rg:prerequisite s:d . s:e rg:prerequisite s:b . s:f rg:closeTo s:c . "
    graph = graph_with(tmp_path, skills + "".join(map(requires, "abcdefgh")))
    path = graph.path(graph.profile(), "cook")
    assert {step.node.slug: step.theme for step in path.steps} == dict.fromkeys("abcdefh", "cooking") | {"g": "other"}


def test_options_begin_with_what_is_near_to_what_the_role_asks_for(tmp_path: Path) -> None:
    skills = "g:cooking a rg:Group . s:fry a rg:Skill ; skos:broader g:cooking . "
    skills += """s:plan a rg:Skill ; rg:reuseLevel "transversal" . s:dance a rg:Skill . """
    skills += "s:steam a rg:Skill ; skos:broader g:cooking . s:wine a rg:Skill . "
    preferred = ""
    for slug, level in (("plan", ""), ("dance", ""), ("steam", ""), ("wine", "; rg:level rg:expert")):
        preferred += (
            f"role:cook rg:hasRequirement r:{slug} . r:{slug} rg:anyOf s:{slug} ; rg:necessity rg:preferred {level} .\n"
        )
    tools = "role:cook rg:usesTool t:pan , t:pot . t:pan a rg:Tool . t:pot a rg:Tool . "
    tools += "role:baker a rg:Role ; rg:usesTool t:pot ."
    graph = graph_with(tmp_path, skills + preferred + requires("fry") + tools)
    options = graph.path(graph.profile(), "cook").options
    assert [option.requirement.any_of[0].slug for option in options] == ["wine", "steam", "dance", "plan", "pot", "pan"]
