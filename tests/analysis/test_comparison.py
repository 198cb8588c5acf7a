"""Roles side by side: what they share and how each asks for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode
from tests.versions import STATEMENTS, graph_of, one, requirement, said
from tests.worlds import World, dataset_of, worlds

from rolegraph.analysis.comparison import ComparedRequirement, Comparison, ComparisonRow, compare
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.rdf.vocabulary import ID, RG, SOURCE

BAKER, CHEF = ID + "role/baker", ID + "role/pastry-chef"
ESSENTIAL, PREFERRED = Necessity.ESSENTIAL, Necessity.PREFERRED


def row(comparison: Comparison, label: str) -> ComparisonRow:
    ((found),) = [row for row in comparison.rows if row.node.label == label]
    return found


def test_each_role_asks_in_its_own_way(small: RoleGraph) -> None:
    found = compare(small.dataset, [BAKER, CHEF])
    assert row(found, "dough").asks == (
        ComparedRequirement(ESSENTIAL, Level.PROFICIENT),
        ComparedRequirement(ESSENTIAL, Level.EXPERT),
    )
    assert row(found, "Deck oven").asks == (
        ComparedRequirement(ESSENTIAL, one_of=2),
        ComparedRequirement(ESSENTIAL, one_of=3),
    )
    assert row(found, "French").asks == (None, ComparedRequirement(PREFERRED, Level.FAMILIAR))
    assert row(found, "Blowtorch").asks == (
        None,
        ComparedRequirement(ESSENTIAL, Level.WORKING, example=True, used=True),
    )
    assert row(found, "Scale").asks == (ComparedRequirement(used=True), ComparedRequirement(used=True))


def test_related_industries_are_named_but_not_shared(small: RoleGraph) -> None:
    hotels = row(compare(small.dataset, [BAKER, CHEF]), "Food and hotels")
    assert (hotels.count, hotels.asks, [industry.label for industry in hotels.related]) == (
        1,
        (None, ComparedRequirement()),
        ["Food"],
    )


def test_of_several_ways_to_ask_for_a_thing_the_strictest_counts() -> None:
    dough, heat = one(Kind.SKILL, "dough"), one(Kind.SKILL, "heat")
    more = requirement("baker", "either", [dough, heat], PREFERRED, Level.EXPERT)
    found = compare(graph_of(STATEMENTS | more).dataset, [BAKER, CHEF])
    assert row(found, "dough").asks[0] == ComparedRequirement(ESSENTIAL, Level.PROFICIENT)
    assert row(found, "heat control").asks[0] == ComparedRequirement(PREFERRED, Level.EXPERT, one_of=2)


def test_what_is_named_as_an_alternative_is_no_mere_example() -> None:
    more = requirement("pastry-chef", "torch", [one(Kind.TOOL, "blowtorch")], PREFERRED, None)
    found = compare(graph_of(STATEMENTS | more).dataset, [BAKER, CHEF])
    assert row(found, "Blowtorch").asks[1] == ComparedRequirement(PREFERRED, used=True)


@pytest.mark.parametrize(("value", "error", "alike"), [("4.0", "0.8", True), ("4.0", "0.1", False)])
def test_a_level_that_is_lower_only_within_error_is_marked(value: str, error: str, alike: bool) -> None:
    heat = one(Kind.SKILL, "heat")
    more = requirement("baker", "high", [heat], ESSENTIAL, Level.EXPERT)
    more |= requirement("pastry-chef", "low", [heat], ESSENTIAL, Level.PROFICIENT)
    for slug, number in (("high", "5.3"), ("low", value)):
        rated = one(Kind.REQUIREMENT, slug)
        more |= {said(rated, RG + "sourceLevel", Literal(number)), said(rated, RG + "standardError", Literal(error))}
    asks = row(compare(graph_of(STATEMENTS | more).dataset, [BAKER, CHEF]), "heat control").asks
    assert [ask is not None and ask.within_error for ask in asks] == [False, alike]


def test_rows_are_selected_by_kind_and_by_who_has_them(small: RoleGraph) -> None:
    found = compare(small.dataset, [BAKER, CHEF])
    assert [row.node.label for row in found.shared(Kind.SKILL)] == ["dough"]
    assert [row.node.label for row in found.only(1, Kind.SKILL)] == ["French", "sugar work"]
    assert found.only(0) == found.partly_shared() == ()


def test_a_comparison_takes_two_different_roles(small: RoleGraph) -> None:
    for roles in ([BAKER], [BAKER, BAKER], [BAKER, CHEF, BAKER]):
        with pytest.raises(ValueError, match="two or more different roles"):
            compare(small.dataset, roles)


@given(worlds().filter(lambda world: len(world.roles) > 1))
def test_every_row_is_shared_by_all_by_some_or_by_one(world: World) -> None:
    roles = [world.role(number) for number in range(len(world.roles))]
    found = compare(dataset_of(world), roles)
    parts = [
        *found.shared(),
        *found.partly_shared(),
        *(row for place in range(len(roles)) for row in found.only(place)),
    ]
    assert sorted(row.node for row in parts) == sorted(row.node for row in found.rows)
    turned = compare(dataset_of(world), roles[::-1])
    assert {row.node: row.asks for row in turned.rows} == {row.node: row.asks[::-1] for row in found.rows}


def test_what_is_of_no_kind_that_is_compared_comes_last() -> None:
    # a bug: a graph that is not valid, in which a role requires evidence, ended compare in a traceback
    odd = NamedNode(SOURCE + "small#all")
    asked = one(Kind.REQUIREMENT, "baker-dough")
    found = compare(graph_of(STATEMENTS | {said(asked, RG + "anyOf", odd)}).dataset, [BAKER, CHEF])
    assert found.rows[-1].node.iri == odd.value
