"""Demand: shares that count postings, beside what the role requires, and plans for what most ask for."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.market.postings import BAKER, HERE, asks, market, mention, posting

from rolegraph import RolegraphError
from rolegraph.facts.posting_index import NONE
from rolegraph.market.demand import demanded_requirements, middle_level, share_of, spread
from rolegraph.model.demands import ProfileStanding, Spread
from rolegraph.model.nodes import Level, Necessity, Seniority
from rolegraph.queries import question
from rolegraph.readers.documents.records import RequirementRecord, YearsRecord

DOUGH, OVENS = asks("skill/dough"), asks("tool/stone-oven", "tool/deck-oven")
PLACES = ("skill/dough", "skill/french", "tool/scale", "tool/stone-oven", "tool/deck-oven", "degree/master-biology")


def test_a_capability_counts_once_a_posting_however_it_is_asked_for() -> None:
    twice = posting(1, DOUGH, asks("skill/dough", level=Level.EXPERT), OVENS)
    graph = market([twice, posting(2, OVENS), posting(3, asks("tool/deck-oven", preferred=True)), posting(4)])
    found = graph.demand("baker")
    assert (found.postings, found.asking) == (4, 3)
    counts = {one.node.slug: (one.asked_by.postings, one.essential, one.alone) for one in found.capabilities}
    assert counts == {"deck-oven": (3, 2, 1), "stone-oven": (2, 2, 0), "dough": (1, 1, 1)}
    assert found.capabilities[0].node.slug == "deck-oven"
    dough = found.capabilities[-1]
    assert (dough.level, dough.levels) == (Level.EXPERT, {"expert": 1})


def test_each_stands_beside_what_the_role_requires() -> None:
    chemistry = asks("degree/bachelor-chemistry")
    graph = market([posting(1, DOUGH, asks("skill/heat"), asks("tool/scale"), asks("skill/french"), chemistry)])
    found = graph.demand("baker")
    standing = {one.node.slug: one.standing for one in found.capabilities}
    assert standing["dough"] is ProfileStanding.REQUIRED
    assert standing["heat"] is ProfileStanding.REQUIRED  # a stone oven, which is required, is narrower
    assert standing["scale"] is ProfileStanding.USED
    assert standing["french"] is ProfileStanding.ABSENT
    assert standing["bachelor-chemistry"] is ProfileStanding.ABSENT
    assert [one.label for one in found.not_asked] == ["Bachelor's degree in Food Science"]
    assert {one.node.slug for one in found.missing(0.5)} == {"french", "bachelor-chemistry"}
    assert found.curated


def test_a_preferred_requirement_is_no_required_one() -> None:
    graph = market([posting(1, asks("skill/french"), role=mention("role/pastry-chef"))])
    (french,) = graph.demand("pastry-chef").capabilities
    assert french.standing is ProfileStanding.PREFERRED


def test_postings_that_are_not_surely_for_the_role_are_left_out_and_counted() -> None:
    sure, unsure = posting(1, DOUGH), posting(2, asks("skill/french"), confidence=0.4)
    graph = market([sure, unsure])
    found = graph.demand("baker")
    assert (found.postings, found.left_out.unsure) == (1, 1)
    assert [one.node.slug for one in found.capabilities] == ["dough"]
    assert graph.demand("baker", confidence=0.3).postings == 2


def test_time_and_place_choose_among_postings() -> None:
    graph = market(
        [
            posting(1, DOUGH, posted="2026-01-05", place="Leeds, UK", remote="hybrid"),
            posting(2, DOUGH, posted="2026-03-05", place="York"),
            posting(3, DOUGH, place="Leeds"),
        ]
    )
    whole = graph.demand("baker")
    assert (whole.first, whole.last, whole.dated) == ("2026-01-05", "2026-03-05", 2)
    assert [(one.place, one.postings) for one in whole.places] == [("Leeds", 1), ("Leeds, UK", 1), ("York", 1)]
    assert whole.remote == {"hybrid": 1}
    later = graph.demand("baker", since="2026-03-05")
    assert (later.postings, later.left_out.other_time) == (1, 2)
    here = graph.demand("baker", place="LEEDS")
    assert (here.postings, here.left_out.other_place) == (2, 1)
    assert graph.demand("baker", place="hybrid").postings == 1


def test_pay_is_compared_only_with_pay_of_one_kind() -> None:
    hourly = {"currency": "GBP", "pay_period": "hour", "seniority": Seniority.MID}
    graph = market(
        [
            posting(1, pay_low=20, pay_high=24, **hourly),
            posting(2, pay_low=30, **hourly),
            posting(3, pay_high=40000, currency="EUR"),
            posting(4, currency="EUR"),
        ]
    )
    bands = graph.demand("baker").pay
    assert [(band.seniority, band.currency, band.period) for band in bands] == [
        (None, "EUR", "year"),
        (Seniority.MID, "GBP", "hour"),
    ]
    assert bands[0].pay == Spread(1, 40000.0, 40000, 40000)
    assert bands[1].pay == Spread(2, 26.0, 20, 30)


def test_years_are_those_that_are_stated() -> None:
    years = [(YearsRecord(number, None, HERE),) for number in (2, 5)]
    graph = market([*(posting(n, years=one) for n, one in enumerate(years)), posting(9)])
    assert graph.demand("baker").years == Spread(2, 3.5, 2, 5)
    asked = RequirementRecord((mention("skill/dough"),), Necessity.ESSENTIAL, HERE, years=YearsRecord(3, None, HERE))
    (dough,) = market([posting(1, asked), posting(2, DOUGH)]).demand("baker").capabilities
    assert dough.years == Spread(1, 3, 3, 3)


def test_of_a_role_without_postings_nothing_is_said() -> None:
    found = market([]).demand("baker")
    assert (found.postings, found.capabilities, found.not_asked) == (0, (), ())


def test_of_a_role_of_which_nothing_is_recorded_nothing_is_compared() -> None:
    graph = market([posting(1, DOUGH)], curated=())
    found = graph.demand("baker")
    assert not found.curated
    assert [one.standing for one in found.capabilities] == [None]
    assert found.missing(0.0) == ()


@given(st.integers(1, 400), st.data())
def test_an_interval_holds_its_share_and_narrows_with_more_postings(of: int, draw: st.DataObject) -> None:
    postings = draw.draw(st.integers(0, of))
    found, more = share_of(postings, of), share_of(10 * postings, 10 * of)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert more.high - more.low < found.high - found.low
    turned = share_of(of - postings, of)
    assert turned.low == pytest.approx(1 - found.high)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9])
def test_the_interval_misses_the_truth_about_once_in_twenty(share: float) -> None:
    of = 40
    hits = sum(
        comb(of, k) * share**k * (1 - share) ** (of - k)
        for k in range(of + 1)
        if share_of(k, of).low <= share <= share_of(k, of).high
    )
    assert 0.92 <= hits <= 0.99


def test_middles() -> None:
    assert middle_level(np.array([7, 0, 1, 0, 1])) is Level.WORKING
    assert middle_level(np.array([7, 0, 0, 0, 0])) is None
    assert spread(np.array([NONE])) is None


_ASKED = st.builds(
    lambda paths, preferred: asks(*sorted(paths), preferred=preferred),
    st.sets(st.sampled_from(PLACES), min_size=1, max_size=2),
    st.booleans(),
)
_MARKETS = st.lists(st.lists(_ASKED, min_size=1, max_size=3), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(_MARKETS, st.sampled_from([0.2, 0.5, 0.8]))
def test_a_plan_by_demand_asks_for_what_enough_postings_do(
    market_: list[list[RequirementRecord]], share: float
) -> None:
    graph = market([posting(number, *asked) for number, asked in enumerate(market_)])
    asked_in = [[{one.iri for one in asked.any_of} for asked in some] for some in market_]

    def support(any_of: set[str]) -> int:
        return sum(any(one <= any_of for one in some) for some in asked_in)

    least = share * len(market_)
    asked_for = {frozenset(one) for some in asked_in for one in some}
    try:
        found, basis = demanded_requirements(graph.dataset, graph.resolve("baker").iri, share)
    except RolegraphError:
        assert all(support(set(one)) < least for one in asked_for)
        return
    assert (basis.share, basis.postings) == (share, len(market_))
    planned = [{node.iri for node in one.any_of} for one in found]
    assert all(support(one) >= least for one in planned)
    # Whatever is asked for often enough is met by whoever meets what is planned for.
    assert all(any(one <= other for one in planned) for other in map(set, asked_for) if support(other) >= least)
    assert [one.essential for one in found] == sorted((one.essential for one in found), reverse=True)


def test_a_plan_is_for_what_is_demanded_and_says_so() -> None:
    graph = market([posting(1, asks("skill/french")), posting(2, asks("skill/french"), DOUGH)])
    path = graph.path("baker", "baker", demand_share=0.9)
    assert [step.node.slug for step in path.steps] == ["french"] * len(path.steps)
    assert path.steps
    assert path.demand == (0.9, 2, None)
    assert graph.path("baker", "baker").steps == ()
    assert graph.path("baker", "baker").demand is None


def test_a_degree_in_a_related_field_will_do_where_most_postings_say_so() -> None:
    degree = asks("degree/bachelor-chemistry")
    asked = [posting(1, replace(degree, open_to_related=True)), posting(2, replace(degree, open_to_related=True))]
    for more, is_open in ((asked, True), ([*asked, posting(3, degree), posting(4, degree), posting(5, degree)], False)):
        (found,), _ = demanded_requirements(market(more).dataset, BAKER.iri, 0.5)
        assert found.open_to_related is is_open


def test_without_postings_or_with_too_high_a_share_there_is_no_plan() -> None:
    with pytest.raises(RolegraphError, match="no posting for Baker says what it asks for"):
        market([posting(1)]).path("pastry-chef", "baker", demand_share=0.5)
    graph = market([posting(1, DOUGH), posting(2, asks("skill/french"))])
    with pytest.raises(RolegraphError, match="the most is by 50%"):
        graph.path("pastry-chef", "baker", demand_share=0.6)


def test_postings_change_no_plan_and_no_neighbour() -> None:
    before, after = market([]), market([posting(1, asks("skill/french", level=Level.EXPERT), OVENS)])
    assert after.path("pastry-chef", "baker") == before.path("pastry-chef", "baker")
    assert after.nearest("baker").neighbours == before.nearest("baker").neighbours
    assert after.capability("skill/french").required_by == before.capability("skill/french").required_by
    assert list(after.matrix.pairs(15)) == list(before.matrix.pairs(15))


def test_what_only_postings_ask_for_is_still_required_by_no_role() -> None:
    asked = [posting(1, asks("degree/master-biology"))]
    graphs = market([]), market(asked)
    without, with_postings = (graph.dataset.select(question("unrequired-capabilities").text) for graph in graphs)
    assert with_postings == without
    assert any("master-biology" in str(row) for row in with_postings)
