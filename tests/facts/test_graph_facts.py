"""A whole graph is read by the rules by which one node is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode
from tests.versions import STATEMENTS, Version, graph_of, one, said, versions
from tests.worlds import World, dataset_of, worlds

from rolegraph import SourceError
from rolegraph.facts.entities import closeness, degree, effort, with_narrower
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.labels import node, seniority_of
from rolegraph.facts.requirements import reachable, used_tools
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import ID, RDF, RG, SOURCE


@given(worlds())
def test_each_capability_is_read_as_by_itself(world: World) -> None:
    dataset = dataset_of(world)
    facts = GraphFacts(dataset)
    assert facts.hours == {iri: effort(dataset, node(dataset, iri)).hours for iri in facts.hours}
    assert len(facts.hours) == len(world.hours)
    for number in range(world.capabilities):
        iri = world.capability(number)
        assert facts.degrees.get(iri) == degree(dataset, iri)
        assert facts.prerequisites.get(iri, set()) == set(dataset.objects(iri, RG + "prerequisite"))
        narrower = reachable([iri], lambda iri: facts.narrower.get(iri, ()))
        assert narrower == with_narrower(dataset, [iri])


@given(versions())
def test_closeness_is_read_as_for_one_node(version: Version) -> None:
    dataset = graph_of(version.quads).dataset
    facts = GraphFacts(dataset)
    for iri in {end for pair in facts.strengths for end in pair} | {ID + "skill/dough"}:
        assert facts.close.get(iri, {}) == {close.node.iri: close.strength for close in closeness(dataset, iri)}


@given(worlds())
def test_each_role_is_read_as_by_itself(world: World) -> None:
    dataset = dataset_of(world)
    facts = GraphFacts(dataset)
    assert facts.roles == {world.role(number) for number in range(len(world.roles))}
    for role in facts.roles:
        assert facts.ranks.get(role) == seniority_of(dataset, role)
        assert facts.tools.get(role, set()) == {used.tool.iri for used in used_tools(dataset, role)}


def test_a_close_pair_is_there_once_with_what_is_stated(small: RoleGraph) -> None:
    assert GraphFacts(small.dataset).strengths == {
        (ID + "field/biology", ID + "field/chemistry"): None,
        (ID + "skill/dough", ID + "skill/sugar-work"): 0.5,
    }


def test_estimates_are_what_somebody_estimated(small: RoleGraph) -> None:
    facts = GraphFacts(small.dataset)
    assert facts.hours.keys() - facts.estimates.keys() == {ID + "skill/french"}
    assert facts.estimates[ID + "skill/dough"] == 40


def test_of_several_estimates_and_strengths_the_greatest_counts() -> None:
    dough, sugar = one(Kind.SKILL, "dough"), one(Kind.SKILL, "sugar-work")
    remark = NamedNode(SOURCE + "small#close")
    for numbers in (("30", "0.1"), ("0.7", "20")):
        hours, strengths = {float(number) * 10 for number in numbers}, {float(number) / 100 for number in numbers}
        more = {said(dough, RG + "effort", Literal(number)) for number in hours}
        more |= {said(remark, RG + "strength", Literal(number)) for number in strengths}
        few = {quad for quad in STATEMENTS if quad.predicate.value not in (RG + "effort", RG + "strength")}
        facts = GraphFacts(graph_of(few | more).dataset)
        assert facts.estimates == {dough.value: max(hours)}
        assert facts.strengths[dough.value, sugar.value] == max(strengths)


def test_a_strength_belongs_to_a_closeness_and_to_no_other_statement() -> None:
    remark, dough, sugar = NamedNode(SOURCE + "small#other"), one(Kind.SKILL, "dough"), one(Kind.SKILL, "sugar-work")
    more = {
        said(remark, RDF + "subject", sugar),
        said(remark, RDF + "predicate", NamedNode(RG + "prerequisite")),
        said(remark, RDF + "object", dough),
        said(remark, RG + "strength", Literal("0.9")),
    }
    facts = GraphFacts(graph_of(STATEMENTS | more).dataset)
    assert facts.close[dough.value] == {sugar.value: 0.5}


def test_nodes_are_roles_and_capabilities_with_a_label() -> None:
    nameless = NamedNode(ID + "skill/nameless")
    graph = graph_of(STATEMENTS | {said(nameless, RDF + "type", NamedNode(Kind.SKILL.class_iri))})
    nodes = GraphFacts(graph.dataset).nodes
    assert nodes[ID + "role/baker"] == node(graph.dataset, ID + "role/baker")
    assert nameless.value not in nodes
    assert {known.kind for known in nodes.values()} == {Kind.ROLE, Kind.SKILL, Kind.TOOL, Kind.DEGREE}


def test_the_seniority_of_a_posting_ranks_no_role() -> None:
    posting, zone, baker = NamedNode(ID + "posting/a"), NamedNode("https://example.org/zone"), one(Kind.ROLE, "baker")
    quads = {quad for quad in STATEMENTS if quad.predicate.value != RG + "seniority"}
    quads |= {
        said(posting, RDF + "type", NamedNode(Kind.POSTING.class_iri)),
        said(posting, RG + "seniority", NamedNode(RG + "lead")),
        said(zone, RG + "rank", Literal(3)),
        said(baker, RG + "preparation", zone),
    }
    facts = GraphFacts(graph_of(quads).dataset)
    assert (facts.by_seniority, facts.ranks) == (False, {baker.value: 3})


def test_groups_hold_roles_and_only_these() -> None:
    group = NamedNode("https://example.org/food-workers")
    broader = "http://www.w3.org/2004/02/skos/core#broader"
    facts = GraphFacts(graph_of(STATEMENTS | {said(one(Kind.ROLE, "baker"), broader, group)}).dataset)
    assert facts.groups == {group.value: {ID + "role/baker"}}


@pytest.mark.parametrize(
    ("subject", "term", "value", "read"),
    [
        (ID + "skill/dough", "effort", "0", lambda facts: facts.hours),
        (SOURCE + "small#close", "strength", "2", lambda facts: facts.close),
        (ID + "role/baker", "seniority", "boss", lambda facts: facts.ranks),
        (ID + "degree/none", "degreeLevel", "boss", lambda facts: facts.degrees),
    ],
)
def test_what_has_no_meaning_is_refused(subject: str, term: str, value: str, read: object) -> None:
    graph = graph_of(STATEMENTS | {said(NamedNode(subject), RG + term, Literal(value))})
    assert callable(read)
    with pytest.raises(SourceError):
        read(GraphFacts(graph.dataset))
