"""Roles, capabilities, postings and sources as typed objects; hours, closeness, degrees, what is narrower."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.versions import GRAPH, STATEMENTS, graph_of, one, requirement, said

from rolegraph import SourceError
from rolegraph.facts.entities import (
    DEFAULT_STRENGTH,
    capability,
    closeness,
    degree,
    effort,
    info,
    posting,
    role,
    with_narrower,
)
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import AcademicDegree, capability_requirements, used_tools
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority
from rolegraph.rdf.vocabulary import DCTERMS, ID, RDF, RG, SKOS, SOURCE, XSD

BAKER = one(Kind.ROLE, "baker")
POSTING = NamedNode(ID + "posting/a")
DOUGH, HEAT, FRENCH, SUGAR = (one(Kind.SKILL, slug) for slug in ("dough", "heat", "french", "sugar-work"))
CLOSE = NamedNode(SOURCE + "small#close")


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


def test_a_role_with_everything_that_is_said_of_it(small: RoleGraph) -> None:
    baker = role(small.dataset, BAKER.value)
    assert (baker.node.label, baker.other_names, baker.seniority) == ("Baker", ("Bread Maker",), Seniority.MID)
    assert baker.requirements == capability_requirements(small.dataset, BAKER.value)
    assert baker.tools == used_tools(small.dataset, BAKER.value)
    assert [industry.node.label for industry in baker.industries] == ["Food"]
    assert [industry.evidence[0].source.slug for industry in baker.industries] == ["small"]
    assert not (baker.responsibilities or baker.outlooks or baker.tips)


def test_responsibilities_have_a_note_and_come_in_the_order_of_their_lines() -> None:
    more = set()
    for line, text in ((9, "Sell bread"), (4, "Bake bread")):
        duty = NamedNode(f"{ID}responsibility/{line}")
        passage = NamedNode(f"{SOURCE}small#{line}")
        more |= {
            said(BAKER, RG + "hasResponsibility", duty),
            said(duty, RDF + "type", NamedNode(Kind.RESPONSIBILITY.class_iri)),
            said(duty, SKOS + "prefLabel", Literal(text, language="en")),
            said(duty, DCTERMS + "description", Literal(f"{text} every day", language="en")),
            said(duty, RG + "evidence", passage),
            said(passage, RG + "line", Literal(line)),
        }
    found = role(graph_of(STATEMENTS | more).dataset, BAKER.value).responsibilities
    assert [(duty.node.label, duty.note, duty.evidence[0].line) for duty in found] == [
        ("Bake bread", "Bake bread every day", 4),
        ("Sell bread", "Sell bread every day", 9),
    ]


def test_an_outlook_in_numbers() -> None:
    outlook = NamedNode(ID + "outlook/bakers")
    more = {said(BAKER, RG + "hasOutlook", outlook), said(outlook, RG + "authority", Literal("The office"))}
    numbers = {"growth": "-3.5", "periodStart": "2024", "periodEnd": "2034"}
    more |= {said(outlook, RG + term, _decimal(text)) for term, text in numbers.items()}
    ((found),) = role(graph_of(STATEMENTS | more).dataset, BAKER.value).outlooks
    assert (found.growth, found.start, found.end, found.authority) == (-3.5, 2024, 2034, "The office")


def test_a_posting_says_what_it_says_and_nothing_else() -> None:
    more = {
        said(POSTING, RDF + "type", NamedNode(Kind.POSTING.class_iri)),
        said(POSTING, RG + "title", Literal("Baker wanted")),
        said(POSTING, RG + "payLow", _decimal("30000")),
    }
    found = posting(graph_of(STATEMENTS | more).dataset, POSTING.value)
    assert (found.title, found.pay_low, found.pay_high, found.currency) == ("Baker wanted", 30_000, None, "")
    assert (found.seniority, found.employment_types, found.evidence) == (None, (), ())


def test_pay_that_is_no_number_is_refused() -> None:
    graph = graph_of(STATEMENTS | {said(POSTING, RG + "payHigh", Literal("a lot"))})
    with pytest.raises(SourceError, match="rg:payHigh 'a lot' is not a number"):
        posting(graph.dataset, POSTING.value)


def test_a_dataset_tells_its_sources_and_counts(small: RoleGraph) -> None:
    found = info(small.dataset)
    assert found.statements == len(STATEMENTS)
    assert found.counts["role"] == 2
    ((source),) = found.sources
    assert (source.node.label, source.kind, source.version) == ("A small graph", "editorial", "")
    assert source.counts == found.counts
    assert source.statements == found.statements


def test_of_several_estimates_the_highest_counts_and_says_whose_it_is(small: RoleGraph) -> None:
    other = NamedNode(SOURCE + "other")
    more = {
        Quad(DOUGH, NamedNode(RG + "effort"), _decimal("55"), other),
        Quad(other, NamedNode(SKOS + "prefLabel"), Literal("Other editors", language="en"), GRAPH),
    }
    graph = graph_of(STATEMENTS | more)
    found = effort(graph.dataset, graph.resolve("dough"))
    assert (found.hours, found.basis) == (55, "Other editors")
    assert effort(small.dataset, small.resolve("dough"))[:2] == (40, "A small graph")


def test_without_an_estimate_skills_and_tools_have_default_hours(small: RoleGraph) -> None:
    french = effort(small.dataset, small.resolve("french"))
    assert (french.hours, french.basis) == (80, "default for a skill without an estimate")
    no_hours = graph_of(quad for quad in STATEMENTS if quad.predicate.value != RG + "effort")
    assert effort(no_hours.dataset, no_hours.resolve("scale")).hours == 40
    assert not french.estimated
    assert effort(small.dataset, small.resolve("dough")).estimated
    assert effort(replace(small.dataset, assumes_hours=True), small.resolve("french")).estimated


@pytest.mark.parametrize("text", ["0", "-3"])
def test_an_effort_that_is_not_above_0_is_refused(text: str) -> None:
    graph = graph_of(STATEMENTS | {said(FRENCH, RG + "effort", _decimal(text))})
    with pytest.raises(SourceError, match=f"an effort of {text} hours"):
        effort(graph.dataset, graph.resolve("french"))


def test_closeness_has_no_direction_and_says_why(small: RoleGraph) -> None:
    for here, there in ((DOUGH, "sugar work"), (SUGAR, "dough")):
        ((close),) = closeness(small.dataset, here.value)
        assert (close.node.label, close.strength, close.reason) == (there, 0.5, "both are worked by hand")


def test_a_closeness_without_a_strength_is_weak(small: RoleGraph) -> None:
    ((close),) = closeness(small.dataset, ID + "field/chemistry")
    assert (close.node.label, close.strength, close.reason) == ("Biology", DEFAULT_STRENGTH, "")


def test_of_several_strengths_the_greatest_counts_and_a_stated_one_more_than_none() -> None:
    back = said(DOUGH, RG + "closeTo", SUGAR)  # without a strength
    weak = {quad for quad in STATEMENTS if quad.predicate.value != RG + "strength"}
    for strengths, expected in ((["0.1"], 0.1), (["0.1", "0.2"], 0.2), ([], DEFAULT_STRENGTH)):
        more = {said(CLOSE, RG + "strength", _decimal(strength)) for strength in strengths}
        ((close),) = closeness(graph_of(weak | more | {back}).dataset, DOUGH.value)
        assert close.strength == expected


@pytest.mark.parametrize("text", ["0", "1.5"])
def test_a_strength_that_is_no_share_is_refused(text: str) -> None:
    graph = graph_of(STATEMENTS | {said(CLOSE, RG + "strength", _decimal(text))})
    with pytest.raises(SourceError, match=f"a strength of {text}"):
        closeness(graph.dataset, DOUGH.value)


def test_a_strength_of_1_is_as_close_as_can_be() -> None:
    graph = graph_of(STATEMENTS | {said(CLOSE, RG + "strength", _decimal("1"))})
    assert closeness(graph.dataset, DOUGH.value)[0].strength == 1


def test_the_closest_comes_first() -> None:
    more = {said(DOUGH, RG + "closeTo", FRENCH), said(HEAT, RG + "closeTo", DOUGH)}
    found = closeness(graph_of(STATEMENTS | more).dataset, DOUGH.value)
    assert [close.node.label for close in found] == ["sugar work", "French", "heat control"]


def test_degrees_have_a_level_and_perhaps_a_field(small: RoleGraph) -> None:
    iri = ID + "degree/master-biology"
    assert degree(small.dataset, iri) == AcademicDegree(DegreeLevel.MASTER, ID + "field/biology")
    assert degree(small.dataset, DOUGH.value) is None
    no_field = graph_of(quad for quad in STATEMENTS if quad.predicate.value != RG + "field")
    assert degree(no_field.dataset, iri) == AcademicDegree(DegreeLevel.MASTER)


def test_everything_narrower_counts_however_many_steps_down() -> None:
    clay = one(Kind.TOOL, "clay-oven")
    more = {said(clay, SKOS + "broader", one(Kind.TOOL, "stone-oven")), said(HEAT, SKOS + "broader", clay)}
    found = with_narrower(graph_of(STATEMENTS | more).dataset, [HEAT.value])
    assert {iri.removeprefix(ID) for iri in found} == {"skill/heat", "tool/stone-oven", "tool/clay-oven"}


def test_a_capability_knows_who_requires_prefers_and_uses_it() -> None:
    more = requirement("baker", "french", [FRENCH], Necessity.PREFERRED, Level.WORKING)
    more |= requirement("pastry-chef", "french-too", [FRENCH], Necessity.ESSENTIAL, None)
    graph = graph_of(STATEMENTS | more)
    french = capability(graph.dataset, FRENCH.value)
    assert [[role.label for role in roles] for roles in (french.required_by, french.preferred_by)] == [
        ["Pastry Chef"],
        ["Baker"],
    ]
    blowtorch = capability(graph.dataset, ID + "tool/blowtorch")
    assert [role.label for role in blowtorch.example_for] == ["Pastry Chef"]
    assert [role.label for role in blowtorch.used_by] == ["Pastry Chef"]
    assert blowtorch.required_by == blowtorch.preferred_by == ()
    required = requirement("pastry-chef", "torch", [one(Kind.TOOL, "blowtorch")], Necessity.ESSENTIAL, None)
    assert capability(graph_of(STATEMENTS | required).dataset, ID + "tool/blowtorch").example_for == ()


def test_a_capability_with_its_neighbours(small: RoleGraph) -> None:
    heat = capability(small.dataset, HEAT.value)
    assert [node.label for node in heat.narrower] == ["Stone oven"]
    assert [node.label for node in heat.opens] == ["sugar work"]
    assert heat.effort is not None
    assert heat.effort.hours == 10
    biology = capability(small.dataset, ID + "degree/master-biology")
    assert biology.effort is None
    assert biology.degree_level is DegreeLevel.MASTER
    assert biology.field is not None
    assert biology.field.label == "Biology"


def test_a_passage_without_a_line_comes_before_those_with_one() -> None:
    # a bug: show ended in a traceback where some evidence had a line and some had none
    duties = [one(Kind.RESPONSIBILITY, slug) for slug in ("first", "second")]
    more = {said(BAKER, RG + "hasResponsibility", duty) for duty in duties}
    for duty, line in zip(duties, (Literal(3), None), strict=True):
        passage = NamedNode(duty.value + "-passage")
        more |= {
            said(duty, RDF + "type", NamedNode(Kind.RESPONSIBILITY.class_iri)),
            said(duty, RG + "evidence", passage),
        }
        more |= {said(passage, RG + "line", line)} if line else set()
    found = role(graph_of(STATEMENTS | more).dataset, BAKER.value).responsibilities
    assert [duty.node.slug for duty in found] == ["second", "first"]


def test_an_effort_is_found_of_a_node_of_any_kind() -> None:
    # a bug: a path ended in a KeyError where a graph that is not valid required a role
    dataset = graph_of(STATEMENTS).dataset
    assert effort(dataset, node(dataset, BAKER.value)).hours > 0
