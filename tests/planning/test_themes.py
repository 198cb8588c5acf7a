"""Themes of a plan, what is general, and knowledge put into practice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from rolegraph.model.nodes import Kind, Level, Necessity, node_iri, slug_of
from rolegraph.model.roles import Requirement
from rolegraph.planning.themes import (
    OTHERS,
    close_to,
    filed_under,
    importance,
    is_general,
    is_usual,
    practised,
    themes_of,
)
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE

_GRAPH = NamedNode(SOURCE + "small")


def skill(slug: str) -> str:
    return node_iri(Kind.SKILL, slug)


def group(slug: str) -> str:
    return node_iri(Kind.GROUP, slug)


def graph_of(*statements: tuple[str, str, str]) -> Dataset:
    """A graph of statements whose objects are IRIs where they look so; what is not said to be anything is a skill."""
    store = Store()
    for subject, predicate, end in statements:
        value = NamedNode(end) if end.startswith("http") else Literal(end)
        store.add(Quad(NamedNode(subject), NamedNode(predicate), value, _GRAPH))
    return Dataset(store)


def asking(capability: str, roles: int, first: int = 0) -> list[tuple[str, str, str]]:
    """So many roles that require a capability."""
    found = []
    for number in range(first, first + roles):
        role = node_iri(Kind.ROLE, f"role-{number}")
        found += [(role, RDF + "type", Kind.ROLE.class_iri), (role, RG + "requires", capability)]
    return found


def filed(places: dict[str, str]) -> list[tuple[str, str, str]]:
    """Skills and groups, each under a group."""
    return [(one, SKOS + "broader", above) for one, above in places.items()]


def test_a_theme_is_the_group_that_tells_best() -> None:
    cooking = {skill(name): group("cooking") for name in ("roasting", "frying", "steaming")}
    selling = {skill(name): group("selling") for name in ("pricing", "haggling")}
    above = {group("cooking"): group("crafts"), group("selling"): group("crafts"), group("crafts"): group("skills")}
    dataset = graph_of(*filed({**cooking, **selling, **above}))
    found = themes_of(dataset, [*cooking, *selling])
    assert found == dict.fromkeys(cooking, "cooking") | dict.fromkeys(selling, "selling")


def test_a_small_plan_may_be_for_the_most_part_about_one_thing() -> None:
    places = {skill(name): group("statistics") for name in "abcde"} | {group("statistics"): group("skills")}
    found = themes_of(graph_of(*filed(places)), [*map(skill, "abcde"), skill("writing"), skill("R")])
    assert Counter(found.values()) == {"statistics": 5, OTHERS[1]: 2}


def test_the_top_of_a_hierarchy_is_no_theme_and_what_is_left_is_said_to_be_other() -> None:
    places = {skill(name): group("skills") for name in ("a", "b")} | {group("inside"): group("skills")}
    places |= {skill(name): group("inside") for name in ("c", "d", "e")}
    dataset = graph_of(*filed(places), (skill("b"), RG + "skillType", "knowledge"))
    found = themes_of(dataset, [skill(name) for name in "abcde"])
    assert Counter(found.values()) == {"inside": 3, OTHERS[0]: 1, OTHERS[1]: 1}
    assert found[skill("b")] == OTHERS[0]


def test_a_theme_is_told_apart_only_from_another_theme() -> None:
    places = {skill(name): group("law") for name in ("contracts", "torts")}
    names = [(one, SKOS + "prefLabel", "law") for one in (group("law"), skill("law"), group("laws"))]
    kinds = [(group(one), RDF + "type", Kind.GROUP.class_iri) for one in ("law", "laws")]
    kinds += [(skill("law"), RDF + "type", Kind.SKILL.class_iri)]
    dataset = graph_of(*filed(places), *names, *kinds)
    assert set(themes_of(dataset, sorted(places)).values()) == {"law"}
    more = {skill(name): group("laws") for name in ("gravity", "motion")}
    dataset = graph_of(*filed(places | more), *names, *kinds)
    assert len(set(themes_of(dataset, sorted(places | more)).values())) == 2


@pytest.mark.parametrize(("about", "theme"), [("metal", "bending metal"), ("accounts", "skills")])
def test_a_large_group_with_a_name_that_tells_of_next_to_nothing_in_it_is_no_theme(about: str, theme: str) -> None:
    places = {skill(f"do-{number}-{about}"): group("bending-metal") for number in range(120)}
    names = [(one, SKOS + "prefLabel", slug_of(one).replace("-", " ")) for one in (*places, group("bending-metal"))]
    above = filed({group("bending-metal"): group("crafts"), group("crafts"): group("all")})
    learned = [*sorted(places)[:3], skill("x")]
    dataset = graph_of(*filed(places), *above, *names, (skill("x"), SKOS + "broader", group("crafts")))
    found = themes_of(dataset, learned)
    assert {found[iri] for iri in learned[:3]} == {theme}


def test_a_category_is_a_theme_too() -> None:
    tools = [node_iri(Kind.TOOL, name) for name in ("pan", "pot")]
    category = node_iri(Kind.CATEGORY, "vessels")
    dataset = graph_of(*((tool, RG + "category", category) for tool in tools))
    assert filed_under(dataset, tools[0]) == [category]
    assert themes_of(dataset, tools) == dict.fromkeys(tools, "vessels")


def test_a_theme_that_is_learned_itself_is_among_its_steps() -> None:
    places = {skill("fry"): skill("cook"), skill("roast"): skill("cook"), skill("cook"): group("crafts")}
    found = themes_of(graph_of(*filed(places)), sorted(skill(name) for name in ("cook", "fry", "roast")))
    assert set(found.values()) == {"cook"}


def test_where_nothing_is_filed_themes_are_sorts() -> None:
    dataset = graph_of((skill("a"), RG + "skillType", "knowledge"))
    tool = node_iri(Kind.TOOL, "c")
    found = themes_of(dataset, [skill("a"), skill("b"), tool])
    assert found == {skill("a"): "knowledge", skill("b"): "skills", tool: "tools"}


@given(
    st.dictionaries(st.integers(0, 15), st.integers(0, 5), min_size=1),
    st.dictionaries(st.integers(0, 5), st.integers(0, 5)),
)
def test_everything_has_one_theme_and_none_is_too_large(skills: dict[int, int], groups: dict[int, int]) -> None:
    """Also where groups are above each other in a circle."""
    places = {skill(f"s{one}"): group(f"g{above}") for one, above in skills.items()}
    dataset = graph_of(*filed(places | {group(f"g{one}"): group(f"g{above}") for one, above in groups.items()}))
    iris = sorted(places)
    found = themes_of(dataset, iris)
    assert sorted(found) == iris
    sizes = Counter(found.values())
    named = {theme: size for theme, size in sizes.items() if theme not in (*OTHERS, "skills")}
    assert all(2 <= size <= max(4, min(6, len(iris) - 1), len(iris) / 4 + 1) for size in named.values())
    assert found == themes_of(dataset, iris[::-1])


def test_what_a_source_calls_transversal_is_general() -> None:
    dataset = graph_of(
        (skill("plan"), RG + "reuseLevel", "transversal"), (skill("weld"), RG + "reuseLevel", "cross-sector")
    )
    assert is_general(dataset, skill("plan"))
    assert not is_general(dataset, skill("weld"))
    assert not is_general(dataset, node_iri(Kind.TOOL, "plan"))


@pytest.mark.parametrize(("roles", "general"), [(5, True), (2, False)])
@pytest.mark.parametrize("code", ["S1.15.1", "2.A.1.b"])
def test_what_many_ask_for_in_a_branch_of_general_skills_is_general(code: str, roles: int, general: bool) -> None:
    dataset = graph_of(*asking(skill("speak"), roles), (skill("speak"), SKOS + "notation", code))
    assert is_general(dataset, skill("speak")) is general


def test_a_group_files_its_skills_in_a_branch_but_not_what_belongs_to_a_sector() -> None:
    above = [(skill("speak"), SKOS + "broader", group("talk")), (group("talk"), SKOS + "notation", "S1.15.1")]
    said = [*asking(skill("speak"), 5), *above]
    assert is_general(graph_of(*said), skill("speak"))
    assert not is_general(graph_of(*said, (skill("speak"), RG + "reuseLevel", "sector-specific")), skill("speak"))
    other = graph_of(*asking(skill("speak"), 5), above[0], (group("talk"), SKOS + "notation", "S1.150"))
    assert not is_general(other, skill("speak"))


def test_what_most_roles_ask_for_is_general_in_a_graph_of_many() -> None:
    few = graph_of(*asking(skill("read"), 40))
    assert not is_general(few, skill("read"))  # of so few roles
    many = graph_of(*asking(skill("read"), 60), *asking(skill("weld"), 50, first=60))
    assert is_general(many, skill("read"))
    assert not is_general(many, skill("weld"))
    assert is_usual(many, 55)
    assert not is_usual(many, 54)


def typed(**types: str) -> list[tuple[str, str, str]]:
    """Skills by their slugs, labelled by it with spaces for hyphens, each of a type."""
    found = []
    for slug, sort in types.items():
        found += [(skill(slug), RG + "skillType", sort), (skill(slug), SKOS + "prefLabel", slug.replace("_", " "))]
        found.append((skill(slug), RDF + "type", Kind.SKILL.class_iri))
    return found


def test_a_skill_that_differs_from_a_field_by_a_verb_practises_it() -> None:
    said = typed(
        data_mining="knowledge", perform_data_mining="skill", Projekt_Plan_erstellen="skill", Projekt_plan="knowledge"
    )
    dataset = graph_of(*said)
    iris = [skill(name) for name in ("data_mining", "perform_data_mining", "Projekt_Plan_erstellen", "Projekt_plan")]
    found = practised(dataset, iris)
    assert found == {iris[1]: iris[0], iris[2]: iris[3]}
    assert practised(dataset, iris[1:]) == {iris[2]: iris[3]}


def test_a_field_in_one_word_is_practised_only_by_what_is_close_to_it() -> None:
    said = typed(Design="knowledge", Technology_Design="skill")
    pair = [skill("Design"), skill("Technology_Design")]
    assert practised(graph_of(*said), pair) == {}
    close = graph_of(*said, (pair[0], RG + "closeTo", pair[1]))
    assert practised(close, pair) == {pair[1]: pair[0]}
    assert close_to(close, pair[1]) == {pair[0]}


def test_two_skills_and_two_fields_are_no_pair() -> None:
    assert (
        practised(
            graph_of(*typed(data_work="skill", do_data_work="skill")), [skill("data_work"), skill("do_data_work")]
        )
        == {}
    )
    both = graph_of(*typed(data_work="knowledge", big_data_work="knowledge"))
    assert practised(both, [skill("data_work"), skill("big_data_work")]) == {}


def test_importance_is_the_highest_that_is_rated() -> None:
    one, two = node_iri(Kind.REQUIREMENT, "one"), node_iri(Kind.REQUIREMENT, "two")
    dataset = graph_of((one, RG + "importance", "3.5"), (two, RG + "importance", "4.25"))
    asked = [Requirement(iri, (), Necessity.ESSENTIAL, Level.WORKING) for iri in (one, two)]
    assert importance(dataset, asked) == 4.25
    assert importance(dataset, []) == 0
