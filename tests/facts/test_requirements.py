"""Which capability meets a requirement, and what several sources require together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from tests.conftest import SMALL
from tests.trades import ASTRONAUT, SORTS, estimated
from tests.trades import role as trade_role
from tests.versions import STATEMENTS, graph_of, one, requirement, said
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph import SourceError
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.requirements import (
    AcademicDegree,
    RequirementTerms,
    accepted_capabilities,
    capability_requirements,
    degree_suffices,
    demand,
    implied_prerequisites,
    learning_candidates,
    meets,
    merge,
    prerequisite_candidates,
    reachable,
    terms_of,
    tool_levels,
    unrecorded,
    used_tools,
    with_estimates,
)
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity
from rolegraph.rdf.vocabulary import RG

BAKER, CHEF = (one(Kind.ROLE, slug).value for slug in ("baker", "pastry-chef"))
ESSENTIAL, PREFERRED = Necessity.ESSENTIAL, Necessity.PREFERRED
NARROWER = {"heat": ["oven"], "oven": ["stone oven", "deck oven"], "deck oven": ["oven"]}


def named(*any_of: str, necessity: Necessity = ESSENTIAL, level: Level | None = None) -> RequirementTerms:
    return RequirementTerms(frozenset(any_of), necessity, level)


def narrower(iri: str) -> list[str]:
    return NARROWER.get(iri, [])


def accepted(
    terms: RequirementTerms,
    degrees: dict[str, AcademicDegree] | None = None,
    related: dict[str, set[str]] | None = None,
) -> set[str]:
    return set(accepted_capabilities(terms, narrower, degrees or {}, lambda field: (related or {}).get(field, set())))


TERMS = st.builds(
    RequirementTerms,
    st.just(frozenset("a")),
    st.sampled_from(Necessity),
    st.none() | st.sampled_from(Level),
    st.frozensets(st.sampled_from("bcd")),
    st.booleans(),
)


def test_two_sources_together_require_what_is_stricter() -> None:
    first = RequirementTerms(frozenset("a"), PREFERRED, Level.EXPERT, frozenset("b"))
    second = RequirementTerms(frozenset("a"), ESSENTIAL, None, frozenset("c"), open_to_related=True)
    assert merge(first, second) == RequirementTerms(
        frozenset("a"), ESSENTIAL, Level.EXPERT, frozenset("bc"), open_to_related=True
    )
    assert merge(first, first) == first


@given(TERMS, TERMS, TERMS)
def test_the_order_of_sources_changes_nothing(
    first: RequirementTerms, second: RequirementTerms, third: RequirementTerms
) -> None:
    assert merge(first, second) == merge(second, first)
    assert merge(merge(first, second), third) == merge(first, merge(second, third))


def test_accepted_are_alternatives_examples_and_everything_narrower() -> None:
    terms = RequirementTerms(frozenset({"oven"}), ESSENTIAL, None, frozenset({"scale"}))
    assert accepted(terms) == {"oven", "stone oven", "deck oven", "scale"}
    assert accepted(named("heat")) == {"heat", "oven", "stone oven", "deck oven"}
    assert accepted(named("stone oven")) == {"stone oven"}


@pytest.mark.parametrize(
    ("held", "required", "related", "enough"),
    [
        ((DegreeLevel.BACHELOR, "math"), (DegreeLevel.BACHELOR, "math"), (), True),
        ((DegreeLevel.MASTER, "math"), (DegreeLevel.BACHELOR, "math"), (), True),
        ((DegreeLevel.BACHELOR, "math"), (DegreeLevel.MASTER, "math"), (), False),
        ((DegreeLevel.MASTER, "art"), (DegreeLevel.BACHELOR, "math"), (), False),
        ((DegreeLevel.MASTER, "art"), (DegreeLevel.BACHELOR, "math"), ("art",), True),
        ((DegreeLevel.ASSOCIATE, "art"), (DegreeLevel.BACHELOR, "math"), ("art",), False),
        ((DegreeLevel.MASTER, "art"), (DegreeLevel.BACHELOR, ""), (), True),
        ((DegreeLevel.MASTER, ""), (DegreeLevel.BACHELOR, "math"), ("art",), False),
    ],
)
def test_a_degree_suffices_by_level_and_field(
    held: tuple[DegreeLevel, str], required: tuple[DegreeLevel, str], related: tuple[str, ...], enough: bool
) -> None:
    assert degree_suffices(AcademicDegree(*held), AcademicDegree(*required), related) is enough


def test_a_related_degree_is_accepted_only_where_the_requirement_is_open_to_it() -> None:
    degrees = {
        "bachelor math": AcademicDegree(DegreeLevel.BACHELOR, "math"),
        "master math": AcademicDegree(DegreeLevel.MASTER, "math"),
        "master physics": AcademicDegree(DegreeLevel.MASTER, "physics"),
    }
    related = {"math": {"physics"}}
    strict = named("bachelor math")
    assert accepted(strict, degrees, related) == {"bachelor math", "master math"}
    assert accepted(strict._replace(open_to_related=True), degrees, related) == set(degrees)
    assert accepted(named("heat"), degrees, related).isdisjoint(degrees)


def test_a_degree_without_a_field_has_no_related_fields() -> None:
    def no_field(field: str) -> set[str]:
        raise AssertionError(field)

    degrees = {"any": AcademicDegree(DegreeLevel.BACHELOR)}
    terms = named("any")._replace(open_to_related=True)
    assert accepted_capabilities(terms, narrower, degrees, no_field) == {"any"}


def test_of_several_capabilities_all_must_be_accepted() -> None:
    terms = named("python", "r")
    assert meets(terms, terms.any_of, ["python", "r"])
    assert not meets(terms, terms.any_of, ["python", "java"])


def test_a_degree_in_a_field_that_is_not_named_meets_only_an_open_requirement() -> None:
    terms = named("bachelor")
    assert not meets(terms, terms.any_of, ["bachelor"], open_to_related=True)
    assert meets(terms._replace(open_to_related=True), terms.any_of, ["bachelor"], open_to_related=True)


def to_learn(terms: RequirementTerms, groups: str = "", **demand: int) -> set[str]:
    def learnable(iri: str) -> bool:
        return iri not in groups

    return set(learning_candidates(terms, learnable, narrower, lambda iri: demand.get(iri.replace(" ", "_"), 0)))


def test_what_is_learned_is_what_the_requirement_names_and_nothing_narrower() -> None:
    assert to_learn(named("oven", "scale"), deck_oven=9) == {"oven", "scale"}
    assert to_learn(named("oven")._replace(examples=frozenset({"scale"}))) == {"oven", "scale"}
    assert to_learn(named("oven"), deck_oven=9) == {"oven"}


def test_of_a_group_the_member_is_learned_that_most_roles_ask_for() -> None:
    assert to_learn(named("oven"), groups="oven", stone_oven=2, deck_oven=3) == {"deck oven"}
    assert to_learn(named("oven"), groups="oven", stone_oven=3, deck_oven=3) == {"stone oven", "deck oven"}
    assert to_learn(named("oven", "scale"), groups="oven", deck_oven=3) == {"scale"}
    assert to_learn(named("whisk"), groups="whisk") == set()


def test_a_prerequisite_is_learned_itself_or_as_the_tool_that_roles_rather_ask_for() -> None:
    def candidates(asked: str = "", **demand: int) -> frozenset[str]:
        return prerequisite_candidates(
            "a", frozenset("abcd"), frozenset(asked), "bc".__contains__, lambda iri: demand.get(iri, 0)
        )

    assert candidates() == {"a"}
    assert candidates(b=1) == {"a", "b"}
    assert candidates(b=1, c=1, d=1) == {"a", "b", "c"}
    assert candidates(a=1, b=1) == {"a"}
    assert candidates(b=1, d=2) == {"a"}  # a skill that is narrower is a part of it
    assert candidates(asked="cx", b=1, x=5) == {"a", "b", "c"}


def test_demand_counts_roles_that_require_or_accept_alike_for_one_and_for_all(small: RoleGraph) -> None:
    facts = GraphFacts(small.dataset)
    for slug, roles in (("dough", 2), ("stone-oven", 2), ("convection-oven", 1), ("heat", 0), ("scale", 0)):
        iri = small.resolve(slug).iri
        assert demand(small.dataset, iri) == demand(small.dataset, iri) == facts.demand(iri) == roles


def test_a_tool_that_is_only_used_is_held_at_familiar_and_one_that_is_required_at_the_highest_level_asked() -> None:
    requirements = [
        RequirementTerms(frozenset({"weighing"}), ESSENTIAL, Level.PROFICIENT, frozenset({"scale"})),
        named("scale", level=Level.FAMILIAR),
        named("scale", necessity=PREFERRED, level=Level.EXPERT),
        named("oven"),
    ]
    assert tool_levels(requirements, ["whisk", "scale", "oven"]) == {
        "oven": Level.WORKING, "scale": Level.PROFICIENT, "whisk": Level.FAMILIAR,
    }  # fmt: skip
    assert tool_levels([named("scale", level=Level.FAMILIAR)], ["scale"]) == {"scale": Level.FAMILIAR}


def test_whatever_can_be_reached_is_found_once() -> None:
    assert reachable(["deck oven"], narrower) == {"deck oven", "oven", "stone oven"}
    assert reachable([], narrower) == set()


def test_prerequisites_of_prerequisites_are_implied_each_with_its_reason() -> None:
    prerequisites = {"pytorch": ["learning"], "learning": ["statistics", "pytorch"]}
    implied = list(implied_prerequisites(["pytorch"], lambda iri: prerequisites.get(iri, [])))
    assert implied == [("learning", "pytorch"), ("statistics", "learning")]
    assert list(implied_prerequisites(["learning", "pytorch"], lambda iri: prerequisites.get(iri, []))) == [
        ("statistics", "learning")
    ]


def test_essential_requirements_come_first_then_higher_levels_then_labels(small: RoleGraph) -> None:
    chef = small.resolve("pastry-chef").iri
    assert [(asked.label.split(" ")[0], asked.level) for asked in capability_requirements(small.dataset, chef)] == [
        ("dough", Level.EXPERT),
        ("sugar", Level.WORKING),
        ("Bachelor's", None),
        ("Convection", None),
        ("French", Level.FAMILIAR),
    ]


def test_requirements_for_the_same_alternatives_are_one_in_any_reading() -> None:
    again = requirement("baker", "again", [one(Kind.SKILL, "dough")], PREFERRED, Level.EXPERT)
    graph = graph_of(STATEMENTS | again)
    baker = graph.resolve("baker").iri
    (dough,) = [asked for asked in capability_requirements(graph.dataset, baker) if asked.label == "dough"]
    assert (dough.necessity, dough.level, [one.section for one in dough.evidence]) == (
        ESSENTIAL,
        Level.EXPERT,
        ["all of it"],
    )
    assert terms_of(dough) in GraphFacts(graph.dataset).requirements[baker]


def test_what_one_source_states_twice_is_read_as_the_stricter() -> None:
    degree = one(Kind.REQUIREMENT, "baker-degree")
    for value, is_open in (("true", True), ("1", True), ("false", False)):
        more = {
            said(degree, RG + "necessity", NamedNode(PREFERRED.iri)),
            said(degree, RG + "openToRelated", Literal(value)),
        }
        graph = graph_of(STATEMENTS | more)
        (found,) = [asked for asked in capability_requirements(graph.dataset, BAKER) if "Bachelor" in asked.label]
        assert (found.necessity, found.open_to_related) == (ESSENTIAL, is_open)


@given(worlds())
def test_all_roles_are_read_as_each_role_is(world: World) -> None:
    dataset = dataset_of(world)
    in_bulk = GraphFacts(dataset).requirements
    assert len(in_bulk) == len(world.roles)
    for role, terms in in_bulk.items():
        by_name = sorted(map(terms_of, capability_requirements(dataset, role)), key=lambda one: sorted(one.any_of))
        assert list(terms) == by_name


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("rg:level rg:working", "rg:level rg:superb", "unknown level 'superb'"),
        ("rg:anyOf skill:french ; ", "", "requirement chef-french names no capability"),
        ("skill:french ; rg:necessity rg:preferred", "skill:french", "requirement chef-french has no necessity"),
        ("rg:necessity rg:preferred", "rg:necessity rg:high", "unknown necessity 'high'"),
    ],
)
def test_what_has_no_meaning_is_refused_with_its_place(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(SMALL.read_text().replace(right, wrong))
    dataset = rolegraph.open(broken).dataset
    for read in (lambda: capability_requirements(dataset, CHEF), lambda: GraphFacts(dataset).requirements):
        with pytest.raises(SourceError, match=message) as caught:
            read()
        assert caught.value.path == broken
        assert caught.value.line is not None


def test_tools_have_the_categories_that_their_sources_list_them_in(small: RoleGraph) -> None:
    blowtorch, scale = used_tools(small.dataset, CHEF)
    assert (blowtorch.tool.label, blowtorch.categories) == ("Blowtorch", ())
    assert [category.label for category in scale.categories] == ["Measuring"]
    assert [evidence.source.slug for evidence in scale.evidence] == ["small"]


KEYS = st.sets(st.sampled_from("abc"), min_size=1).map(frozenset)
BY_KEY = st.lists(st.tuples(KEYS, st.sampled_from(Necessity))).map(
    lambda pairs: {key: RequirementTerms(key, necessity) for key, necessity in pairs}
)


@given(known=BY_KEY, guessed=BY_KEY)
def test_estimates_are_read_only_where_nothing_essential_is_recorded(
    known: dict[frozenset[str], RequirementTerms], guessed: dict[frozenset[str], RequirementTerms]
) -> None:
    together = with_estimates(known, guessed)
    if any(terms.essential for terms in known.values()):
        assert together == known
    else:
        assert together.keys() == known.keys() | guessed.keys()
        assert {key: together[key] for key in known} == known


@pytest.mark.parametrize("estimates", [True, False])
def test_one_role_and_all_roles_are_read_alike_with_estimates(estimates: bool) -> None:
    dataset = replace(estimated()[0], estimates=estimates)
    in_bulk = GraphFacts(dataset).requirements
    for iri, terms in in_bulk.items():
        one_by_one = capability_requirements(dataset, iri)
        assert {terms_of(requirement) for requirement in one_by_one} == set(terms)
        assert all(
            requirement.estimated == (iri == trade_role("new-" + iri.rpartition("-")[2])) for requirement in one_by_one
        )
    assert bool(in_bulk[trade_role("new-baker")]) == estimates


def test_it_is_said_which_roles_an_estimate_is_from() -> None:
    dataset, _ = estimated()
    found = unrecorded(dataset, trade_role("new-baker"))
    assert found is not None
    assert found.role.label == "new baker"
    assert {near.iri for near in found.near} == {trade_role(f"{sort}-baker") for sort in SORTS}
    assert unrecorded(dataset, trade_role("day-baker")) is None


def test_of_a_role_without_an_estimate_only_that_nothing_is_recorded_is_said() -> None:
    dataset, _ = estimated()
    for iri, known in ((trade_role(ASTRONAUT), dataset), (trade_role("new-baker"), replace(dataset, estimates=False))):
        found = unrecorded(known, iri)
        assert found is not None
        assert found.near == ()
        assert capability_requirements(known, iri) == ()


def test_what_texts_say_beside_a_role_is_counted_by_text_without_what_the_role_asks_for_anyway() -> None:
    lead = rolegraph.open().role("lead-ml-engineer")
    also = {one.requirement.label: one for one in lead.also_asked}
    assert "Certification in artificial intelligence or machine learning" in also
    assert "Java or Python" not in also  # Python alone is required
    assert also["C++"].requirement.used
    assert {(one.texts, one.of) for one in lead.also_asked} == {(1, 1)}
    assert all(one.requirement.evidence for one in lead.also_asked)
    assert rolegraph.open().role("data-science-engineer").also_asked == ()
