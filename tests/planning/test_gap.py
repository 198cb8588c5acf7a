"""What separates a profile from a role."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.conftest import SMALL
from tests.drawing import less_and_more
from tests.versions import graph_of, one, requirement, said

import rolegraph
from rolegraph import Kind, Level, Node
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Necessity
from rolegraph.model.plans import Gap, Holding, Profile, Standing
from rolegraph.model.roles import Measure, Requirement
from rolegraph.planning.gap import (
    HoldingsIndex,
    assess,
    find_gap,
    given_profile,
    is_credential,
    role_profile,
    with_implied,
)
from rolegraph.rdf.vocabulary import RDF, RG


def standing(graph: RoleGraph, start: str, role: str) -> dict[str, Standing]:
    return {one.requirement.label: one.standing for one in graph.gap(start, role).assessments}


def test_the_gap_of_one_role_to_another(small: RoleGraph) -> None:
    assert standing(small, "baker", "pastry-chef") == {
        "dough": Standing.TOO_LOW,
        "sugar work": Standing.MISSING,
        "Bachelor's degree in Chemistry or Food Science or a related field": Standing.MET,
        "Convection oven, Deck oven or Stone oven": Standing.MET,
        "French": Standing.MISSING,
        "Scale": Standing.MET,
    }


@pytest.mark.parametrize("role", ["baker", "pastry-chef"])
def test_a_role_has_no_essential_gap_to_itself(small: RoleGraph, role: str) -> None:
    gap = small.gap(role, role)
    assert all(one.standing is Standing.MET for one in gap.assessments if one.requirement.essential)


def test_what_a_role_only_prefers_is_not_taken_as_held(small: RoleGraph) -> None:
    assert "French" not in {holding.label for holding in small.profile("pastry-chef").holdings}


def test_a_tool_that_a_requirement_names_is_held_at_its_level(small: RoleGraph) -> None:
    held = {holding.label: holding.level for holding in small.profile("pastry-chef").holdings}
    assert held["Scale"] is Level.FAMILIAR  # it is only used
    assert held["Blowtorch"] is Level.WORKING
    assert held["dough"] is Level.EXPERT


def chef(graph: RoleGraph, *names: str, level: Level = Level.EXPERT) -> Gap:
    have = {graph.resolve(name): level for name in names}
    return graph.gap(graph.profile(have=have), "pastry-chef")


def met(gap: Gap) -> set[str]:
    return {one.requirement.label.split(" ")[0] for one in gap.select(Standing.MET)}


def test_an_example_counts_as_evidence(small: RoleGraph) -> None:
    assert "sugar" in met(chef(small, "blowtorch"))


def test_a_narrower_capability_counts_as_evidence(small: RoleGraph) -> None:
    heat = Requirement("x:r", (small.resolve("heat"),), Necessity.ESSENTIAL)
    held = Holding((small.resolve("stone-oven"),), Level.WORKING, "given")
    assert assess(small.dataset, heat, HoldingsIndex([held])).standing is Standing.MET


def test_what_was_learned_on_the_way_meets_what_names_it_and_implies_nothing(small: RoleGraph) -> None:
    oven, sugar = small.resolve("stone-oven"), small.resolve("sugar work")
    held = [Holding((one,), Level.EXPERT, "for another role", on_the_way=True) for one in (oven, sugar)]
    for node, found in ((oven, Standing.MET), (sugar, Standing.MET), (small.resolve("heat"), Standing.MISSING)):
        asked = Requirement("x:r", (node,), Necessity.ESSENTIAL)
        assert assess(small.dataset, asked, HoldingsIndex(held)).standing is found
    assert with_implied(small.dataset, held) == held


def test_without_a_level_any_is_enough_but_what_was_learned_for_another_role_goes_as_far_as_for_this_one(
    small: RoleGraph,
) -> None:
    dough = small.resolve("dough")
    required = Requirement("x:r", (dough,), Necessity.ESSENTIAL)
    used = required._replace(necessity=Necessity.PREFERRED, used=True)
    given = Holding((dough,), Level.FAMILIAR, "given")
    learned = given._replace(on_the_way=True)

    def found(requirement: Requirement, *held: Holding) -> Standing:
        return assess(small.dataset, requirement, HoldingsIndex(held)).standing

    assert found(required, given) is found(required, learned, given) is found(required, given, learned) is Standing.MET
    assert found(required, learned) is Standing.TOO_LOW
    assert found(required, learned._replace(level=Level.WORKING)) is found(used, learned) is Standing.MET


def test_what_is_held_implies_its_prerequisites_at_working_level(small: RoleGraph) -> None:
    heat = Requirement("x:r", (small.resolve("heat"),), Necessity.ESSENTIAL)
    held = with_implied(small.dataset, [Holding((small.resolve("sugar work"),), Level.EXPERT, "given")])
    assert assess(small.dataset, heat, HoldingsIndex(held)).standing is Standing.MET
    assert (
        assess(small.dataset, heat._replace(level=Level.PROFICIENT), HoldingsIndex(held)).standing is Standing.TOO_LOW
    )
    little = with_implied(small.dataset, [Holding((small.resolve("sugar work"),), Level.FAMILIAR, "given")])
    assert assess(small.dataset, heat, HoldingsIndex(little)).standing is Standing.MISSING
    path = small.path(small.profile(have={small.resolve("sugar work"): Level.WORKING}), "pastry-chef")
    assert "heat control" not in [step.node.label for step in path.steps]


def test_only_what_is_certainly_held_at_working_level_implies_prerequisites(small: RoleGraph) -> None:
    sugar, french = small.resolve("sugar work"), small.resolve("french")

    def implied(*alternatives: Node, level: Level) -> list[Holding]:
        return with_implied(small.dataset, [Holding(alternatives, level, "given")])[1:]

    assert implied(sugar, level=Level.WORKING) == [
        Holding((small.resolve("heat"),), Level.WORKING, "needed for sugar work", implied=True)
    ]
    assert implied(sugar, french, level=Level.WORKING) == []
    assert implied(sugar, level=Level.FAMILIAR) == []


def test_the_best_of_several_holdings_counts(small: RoleGraph) -> None:
    dough = Requirement("x:r", (small.resolve("dough"),), Necessity.ESSENTIAL, Level.PROFICIENT)
    levels = (Level.FAMILIAR, Level.EXPERT, Level.WORKING)
    held = [Holding((small.resolve("dough"),), level, str(level)) for level in levels]
    assessment = assess(small.dataset, dough, HoldingsIndex(held))
    assert (assessment.standing, assessment.by) == (Standing.MET, held[1])
    enough = assess(small.dataset, dough, HoldingsIndex([held[0]._replace(level=Level.PROFICIENT)]))
    assert enough.standing is Standing.MET


def test_a_role_may_have_been_entered_with_a_degree_in_a_related_field(small: RoleGraph) -> None:
    (degree,) = [held for held in small.profile("pastry-chef").holdings if "Bachelor" in held.label]
    assert degree.open_to_related
    assert standing(small, "pastry-chef", "baker")["Bachelor's degree in Food Science"] is Standing.MISSING


def test_tools_that_a_role_only_uses_come_last_and_are_marked(small: RoleGraph) -> None:
    used = [one.requirement.label for one in small.gap("baker", "pastry-chef").assessments if one.requirement.used]
    assert used == ["Scale"]


def test_what_can_be_learned_in_part_is_no_credential(small: RoleGraph) -> None:
    either = (small.resolve("dough"), small.resolve("master-biology"))
    assert not is_credential(Requirement("x:r", either, Necessity.ESSENTIAL))
    assert is_credential(Requirement("x:r", either[1:], Necessity.ESSENTIAL))


def test_one_of_several_only_counts_where_all_of_them_would(small: RoleGraph) -> None:
    ovens = (small.resolve("deck-oven"), small.resolve("stone-oven"))
    deck = Requirement("x:r", ovens[:1], Necessity.ESSENTIAL)
    assert assess(small.dataset, deck, HoldingsIndex([Holding(ovens, Level.EXPERT, "")])).standing is Standing.MISSING
    assert assess(small.dataset, deck, HoldingsIndex([Holding(ovens[:1], Level.EXPERT, "")])).standing is Standing.MET


def test_a_higher_degree_in_a_close_field_meets_an_open_requirement(small: RoleGraph) -> None:
    assert "Bachelor's" in met(chef(small, "master-biology"))
    strict = small.gap(small.profile(have={small.resolve("master-biology"): Level.WORKING}), "baker")
    assert "Bachelor's" not in met(strict)


def test_a_degree_in_an_unnamed_field_does_not_meet_a_strict_requirement(small: RoleGraph) -> None:
    open_degree = Holding((small.resolve("bachelor-food-science"),), Level.WORKING, "", open_to_related=True)
    profile = Profile("someone", (open_degree,))
    assert "Bachelor's" in met(small.gap(profile, "pastry-chef"))
    assert "Bachelor's" not in met(small.gap(profile, "baker"))


ORDER = [Standing.MISSING, Standing.TOO_LOW, Standing.MET]


@settings(max_examples=60)
@given(st.data())
def test_more_capabilities_never_make_a_gap_larger(data: st.DataObject) -> None:
    graph = rolegraph.open(SMALL)
    less, more = less_and_more(data, graph)
    role = graph.resolve("pastry-chef").iri
    before = find_gap(graph.dataset, given_profile(less), role)
    after = find_gap(graph.dataset, given_profile(more), role)
    for first, second in zip(before.assessments, after.assessments, strict=True):
        assert first.requirement == second.requirement
        assert ORDER.index(second.standing) >= ORDER.index(first.standing)


def test_a_profile_of_a_role_is_the_same_by_any_name(small: RoleGraph) -> None:
    assert small.profile("Bread Maker") == role_profile(small.dataset, small.resolve("baker", (Kind.ROLE,)).iri)


def measured(*rated: tuple[str, str, str, str | None, str | None, bool]) -> RoleGraph:
    """Roles by what is measured of them: role, skill, level, value, error, and whether that is required."""
    quads: set[Quad] = set()
    for number, (role, skill, level, value, error, is_required) in enumerate(rated):
        me, capability = one(Kind.ROLE, role), one(Kind.SKILL, skill)
        quads |= {said(me, RDF + "type", NamedNode(Kind.ROLE.class_iri))}
        quads |= {said(capability, RDF + "type", NamedNode(Kind.SKILL.class_iri))}
        if is_required:
            quads |= requirement(role, f"r{number}", [capability], Necessity.ESSENTIAL, Level[level])
            rating = one(Kind.REQUIREMENT, f"r{number}")
        else:
            rating = one(Kind.RATING, f"r{number}")
            quads |= {said(me, RG + "hasRating", rating), said(rating, RG + "rates", capability)}
            quads |= {said(rating, RG + "level", NamedNode(Level[level].iri))}
        for term, text in (("sourceLevel", value), ("standardError", error)):
            quads |= {said(rating, RG + term, Literal(text))} if text else set()
    return graph_of(quads)


@pytest.mark.parametrize(
    ("held", "error", "found"),
    [
        ("2.9", "0.5", Standing.MET),
        ("2.9", "0.1", Standing.TOO_LOW),
        ("2.9", None, Standing.TOO_LOW),
        ("3.3", None, Standing.MET),
    ],
)
def test_a_lower_level_is_a_gap_beyond_its_error_alone(held: str, error: str | None, found: Standing) -> None:
    graph = measured(
        ("cook", "tasting", "WORKING", held, error, True), ("chef", "tasting", "PROFICIENT", "3.6", "0.2", True)
    )
    (assessment,) = graph.gap("cook", "chef").assessments
    assert assessment.standing is found
    assert bool(graph.path("cook", "chef").steps) == (found is not Standing.MET)


def test_what_is_measured_is_held_however_unimportant() -> None:
    # a bug: a cashier was taken to know no mathematics, which is rated, but not important enough to be required
    graph = measured(
        ("cashier", "sums", "WORKING", "2.5", "0.3", False), ("teller", "sums", "WORKING", "3", "0.1", True)
    )
    (assessment,) = graph.gap("cashier", "teller").assessments
    assert assessment.standing is Standing.MET
    assert assessment.by is not None
    assert assessment.by.measure == Measure(Level.WORKING, 2.5, 0.3)


def test_a_level_that_a_person_gives_is_not_taken_for_a_measurement() -> None:
    graph = measured(("chef", "tasting", "PROFICIENT", "3.6", "3", True))
    profile = graph.profile(have={graph.resolve("tasting"): Level.WORKING})
    (assessment,) = graph.gap(profile, "chef").assessments
    assert assessment.standing is Standing.TOO_LOW


def test_what_another_source_asks_for_beyond_the_measured_level_is_a_gap() -> None:
    graph = measured(
        ("cook", "tasting", "WORKING", "2.9", "0.5", True),
        ("chef", "tasting", "PROFICIENT", "3.6", "0.5", True),
        ("chef", "tasting", "EXPERT", None, None, True),
    )
    (assessment,) = graph.gap("cook", "chef").assessments
    assert (assessment.requirement.level, assessment.requirement.measure) == (Level.EXPERT, None)
    assert assessment.standing is Standing.TOO_LOW
