"""What the change of a graph does to a learning path."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from tests.analysis.test_succession import moved
from tests.conftest import SMALL
from tests.versions import STATEMENTS, Version, graph_of, one, requirement, said, versions

import rolegraph
from rolegraph import SourceError, UnknownNode
from rolegraph.analysis.path_diff import longest_increasing
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Necessity
from rolegraph.model.plans import Standing
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, XSD

CHEF, HEAT = one(Kind.ROLE, "pastry-chef"), one(Kind.SKILL, "heat")


def test_the_path_is_the_same_where_nothing_changed(small: RoleGraph) -> None:
    found = small.path_diff(rolegraph.open(SMALL), "baker", "pastry-chef")
    assert found.same
    assert (found.unchanged, found.hours_before, found.hours_after) == (3, 140, 140)


def test_steps_come_and_go_with_what_they_need() -> None:
    spoon = one(Kind.TOOL, "spoon")
    new = graph_of(
        {quad for quad in STATEMENTS if quad.subject != HEAT or quad.predicate.value != RG + "effort"}
        - {quad for quad in STATEMENTS if quad.predicate.value == RG + "prerequisite"}
        | {
            said(spoon, RDF + "type", NamedNode(Kind.TOOL.class_iri)),
            said(spoon, SKOS + "prefLabel", Literal("Spoon", language="en")),
            said(spoon, RG + "effort", _decimal("5")),
            said(one(Kind.SKILL, "sugar-work"), RG + "effort", _decimal("70")),
        }
        | requirement("pastry-chef", "spoon", [spoon], Necessity.ESSENTIAL, None)
    )
    found = graph_of(STATEMENTS).path_diff(new, "baker", "pastry-chef")
    steps = {change.node.label: change for change in found.steps}
    assert set(steps) == {"Spoon", "heat control", "sugar work"}
    assert steps["Spoon"].before is None
    assert steps["heat control"].after is None
    assert steps["sugar work"].before is not None
    assert steps["sugar work"].after is not None
    assert (steps["sugar work"].before.hours, steps["sugar work"].after.hours) == (30, 35)
    assert found.unchanged == 1
    assert [(change.before, change.after and change.after.standing) for change in found.requirements] == [
        (None, Standing.MISSING)
    ]


def test_what_is_met_now_and_was_not() -> None:
    new = graph_of(
        STATEMENTS | requirement("baker", "sugar", [one(Kind.SKILL, "sugar-work")], Necessity.ESSENTIAL, None)
    )
    there = graph_of(STATEMENTS).path_diff(new, "baker", "pastry-chef")
    ((met),) = there.requirements
    assert met.before is not None
    assert met.after is not None
    assert (met.before.standing, met.after.standing) == (Standing.MISSING, Standing.MET)
    assert (met.before.asked.label, met.after.asked.label) == ("sugar work", "sugar work")
    assert there.hours_before is not None
    assert there.hours_after is not None
    assert there.hours_after < there.hours_before


def test_a_role_that_is_only_in_one_graph_is_an_obstacle() -> None:
    without = graph_of({quad for quad in STATEMENTS if quad.subject != CHEF})
    found = graph_of(STATEMENTS).path_diff(without, "baker", "pastry-chef")
    assert found.obstacles == ("Pastry Chef (pastry-chef) is not in the new graph",)
    assert (found.hours_before, found.hours_after) == (140, None)
    assert not found.same
    back = without.path_diff(graph_of(STATEMENTS), "baker", "pastry-chef")
    assert back.obstacles == ("Pastry Chef (pastry-chef) is not in the old graph",)
    with pytest.raises(UnknownNode, match="Baker"):
        without.path_diff(without, "bakr", "pastry-chef")


def test_a_role_is_found_under_the_name_it_had() -> None:
    quads = {quad for quad in STATEMENTS if str(quad.object) != '"Pastry Chef"@en'}
    renamed = graph_of(quads | {said(CHEF, SKOS + "prefLabel", Literal("Confectioner", language="en"))})
    found = graph_of(STATEMENTS).path_diff(renamed, "baker", "Confectioner")
    assert found.same
    assert found.goal == "Confectioner"


@settings(max_examples=30)
@given(versions())
def test_paths_backwards(version: Version) -> None:
    old, new = graph_of(STATEMENTS), graph_of(version.quads)
    try:
        there, back = (a.path_diff(b, "baker", "pastry-chef") for a, b in ((old, new), (new, old)))
    except SourceError:
        return  # prerequisites in a circle
    assert (there.hours_before, there.hours_after) == (back.hours_after, back.hours_before)
    assert there.unchanged == back.unchanged or any(step.moved for step in (*there.steps, *back.steps))
    assert {(step.node.iri, step.before) for step in there.steps if not step.after} == {
        (step.node.iri, step.after) for step in back.steps if not step.before
    }
    assert len(there.requirements) == len(back.requirements)


@given(st.lists(st.integers(0, 8), unique=True, max_size=7))
def test_the_longest_run_in_order_is_as_long_as_the_longest_by_trying_all(places: list[int]) -> None:
    found = longest_increasing(places)
    in_order = [
        some for size in range(len(places) + 1) for some in combinations(places, size) if list(some) == sorted(some)
    ]
    assert len(found) == max(map(len, in_order))
    assert tuple(place for place in places if place in found) in in_order


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


def test_a_step_that_goes_by_another_iri_is_the_same_step() -> None:
    """Also where it takes longer now; what was merged into another is no step of its own any more."""
    now, sugar, old = one(Kind.SKILL, "s-2"), one(Kind.SKILL, "sugar-work"), graph_of(STATEMENTS)
    new = moved({HEAT: now})
    assert old.path_diff(graph_of(new), "baker", "pastry-chef").same
    longer = {quad for quad in new if quad.subject != now or quad.predicate.value != RG + "effort"}
    found = old.path_diff(graph_of(longer | {said(now, RG + "effort", _decimal("15"))}), "baker", "pastry-chef")
    assert [(change.node.iri, change.before and change.before.hours) for change in found.steps] == [(now.value, 10)]
    merged = {quad for quad in STATEMENTS if HEAT not in (quad.subject, quad.object)}
    merged.add(said(sugar, SKOS + "altLabel", Literal("heat control", language="en")))
    found = old.path_diff(graph_of(merged), "baker", "pastry-chef")
    assert [change.node.label for change in found.steps if change.after is None] == ["heat control"]
