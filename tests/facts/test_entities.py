"""Roles, postings and sources as typed objects."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode
from tests.versions import STATEMENTS, graph_of, one, said

from rolegraph import SourceError
from rolegraph.facts.entities import info, posting, role
from rolegraph.facts.requirements import capability_requirements, used_tools
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Seniority
from rolegraph.rdf.vocabulary import DCTERMS, ID, RDF, RG, SKOS, SOURCE, XSD

BAKER = one(Kind.ROLE, "baker")
POSTING = NamedNode(ID + "posting/a")


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
    with pytest.raises(SourceError, match="rg:payHigh 'a lot' is no number"):
        posting(graph.dataset, POSTING.value)


def test_a_dataset_tells_its_sources_and_counts(small: RoleGraph) -> None:
    found = info(small.dataset)
    assert found.statements == len(STATEMENTS)
    assert found.counts["role"] == 2
    ((source),) = found.sources
    assert (source.node.label, source.kind, source.version) == ("A small graph", "editorial", "")
    assert source.counts == found.counts
    assert source.statements == found.statements


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "decimal"))
