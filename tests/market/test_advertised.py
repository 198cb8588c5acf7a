"""What is read of the postings for a role: everything that each says, and nothing of others."""

from __future__ import annotations

import pytest
from tests.market.postings import BAKER, HERE, asks, market, mention, posting

import rolegraph
from rolegraph import SourceError
from rolegraph.market.advertised import advertised
from rolegraph.model.nodes import Level, Seniority
from rolegraph.readers.documents.records import YearsRecord


def test_all_that_a_posting_says_is_read() -> None:
    said = posting(
        1,
        asks("tool/stone-oven", "tool/deck-oven", level=Level.WORKING),
        asks("skill/french", preferred=True),
        place='Leeds, "by the river"',
        remote="on site",
        posted="2026-03-01",
        pay_low=20,
        pay_high=24,
        currency="GBP",
        pay_period="hour",
        seniority=Seniority.MID,
        years=(YearsRecord(2, 4, HERE),),
        confidence=0.75,
    )
    (found,) = advertised(market([said]).dataset, BAKER.iri)
    assert (found.place, found.remote, found.posted) == ('Leeds, "by the river"', "on site", "2026-03-01")
    assert (found.pay_low, found.pay_high, found.currency, found.period) == (20, 24, "GBP", "hour")
    assert (found.seniority, found.minimum_years, found.maximum_years) == (Seniority.MID, 2, 4)
    assert found.confidence == 0.75
    asked = {tuple(sorted(one.any_of)): (one.essential, one.level) for one in found.asked}
    assert asked == {
        (mention("tool/deck-oven").iri, mention("tool/stone-oven").iri): (True, Level.WORKING),
        (mention("skill/french").iri,): (False, None),
    }


def test_only_postings_for_the_role_are_read() -> None:
    chef = mention("role/pastry-chef")
    graph = market(
        [posting(1, asks("skill/dough")), posting(2, asks("skill/french"), role=chef), posting(3, role=None)]
    )
    assert [one.iri[-12:] for one in advertised(graph.dataset, BAKER.iri)] == ["posting-1--1"]
    assert len(advertised(graph.dataset, chef.iri)) == 1
    assert advertised(rolegraph.open().dataset, graph.resolve("baker").iri) == []


def test_a_posting_without_a_word_on_confidence_is_surely_for_its_role() -> None:
    graph = market([posting(1)])
    for quad in list(graph.dataset.match(None, rolegraph.model.nodes.RG + "confidence")):
        graph.dataset.store.remove(quad)
    (found,) = advertised(graph.dataset, BAKER.iri)
    assert found.confidence == 1.0


def test_a_level_that_is_none_is_an_error() -> None:
    graph = market([posting(1, asks("skill/dough", level=Level.EXPERT))])
    (quad,) = (one for one in graph.dataset.match(None, "https://w3id.org/rolegraph/ns#level") if "posting" in str(one))
    graph.dataset.store.remove(quad)
    wrong = type(quad)(
        quad.subject, quad.predicate, type(quad.predicate)("https://w3id.org/rolegraph/ns#guru"), quad.graph_name
    )
    graph.dataset.store.add(wrong)
    with pytest.raises(SourceError, match="unknown level 'guru'"):
        advertised(graph.dataset, BAKER.iri)
