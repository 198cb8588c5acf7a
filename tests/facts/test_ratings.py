"""What is measured of a role, and when two measures differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad
from tests.versions import STATEMENTS, graph_of, one, said
from tests.worlds import World, dataset_of, worlds

from rolegraph import Kind, Level, Node, SourceError
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.ratings import measures, meets_within_error, preparation, within_error
from rolegraph.model.roles import Measure, Preparation
from rolegraph.rdf.vocabulary import RG

BAKER = one(Kind.ROLE, "baker")
VALUES, ERRORS = st.floats(0, 7), st.floats(0, 1)


def measure(value: float, error: float | None) -> Measure:
    return Measure(Level.WORKING, value, error)


@given(world=worlds())
def test_what_is_measured_of_one_role_is_what_is_read_of_all(world: World) -> None:
    dataset = dataset_of(world)
    in_bulk = GraphFacts(dataset).measures
    for number in range(len(world.roles)):
        assert in_bulk.get(world.role(number), {}) == measures(dataset, world.role(number))


@given(VALUES, VALUES, ERRORS, ERRORS)
def test_a_difference_counts_beyond_its_error_alone(held: float, asked: float, error: float, other: float) -> None:
    is_enough = meets_within_error(measure(held, error), measure(asked, other))
    assert is_enough == (asked - held <= 1.96 * (error**2 + other**2) ** 0.5)
    assert is_enough or asked > held


@given(VALUES, VALUES, VALUES, ERRORS, ERRORS)
def test_a_higher_value_with_the_same_error_is_never_worse(
    low: float, more: float, asked: float, error: float, other: float
) -> None:
    assert within_error(low + more, error, asked, other) or not within_error(low, error, asked, other)


@pytest.mark.parametrize(("error", "other"), [(0.5, None), (None, 0.5)])
def test_an_error_that_is_not_known_adds_nothing(error: float | None, other: float | None) -> None:
    assert meets_within_error(measure(3.0, error), measure(3.9, other))
    assert not meets_within_error(measure(3.0, error), measure(4.0, other))
    assert not meets_within_error(measure(3.0, None), measure(3.1, None))
    assert not meets_within_error(None, measure(3.0, error))
    assert not meets_within_error(measure(3.0, error), None)


def _prepared(*statements: Quad) -> Preparation | None:
    return preparation(graph_of(STATEMENTS | set(statements)).dataset, BAKER.value)


def test_preparation_has_the_highest_step_and_all_shares_that_somebody_gave() -> None:
    zones = [one(Kind.GROUP, f"zone-{rank}") for rank in (2, 4)]
    said_ = [said(zone, RG + "rank", Literal(rank)) for zone, rank in zip(zones, (2, 4), strict=True)]
    said_ += [said(BAKER, RG + "preparation", zone) for zone in zones]
    for number, share in enumerate(("12.5", "0", "80"), start=1):
        rating, level = one(Kind.RATING, f"share-{number}"), one(Kind.GROUP, f"level-{number}")
        said_.append(said(BAKER, RG + "hasRating", rating))
        said_.append(said(rating, RG + "rates", level))
        said_.append(said(rating, RG + "share", Literal(share)))
    found = _prepared(*said_)
    assert found is not None
    assert (found.step and found.step.slug, found.rank) == ("zone-4", 4)
    assert [(each.level.slug, each.share) for each in found.education] == [("level-3", 80.0), ("level-1", 12.5)]


def test_where_nothing_is_said_of_preparation_it_is_not_known() -> None:
    assert _prepared() is None
    zone = one(Kind.GROUP, "zone")
    assert _prepared(said(BAKER, RG + "preparation", zone)) == Preparation(Node(zone.value, Kind.GROUP, "zone"), None)


def test_a_value_that_is_no_number_is_refused() -> None:
    rating = one(Kind.RATING, "sugar")
    rated = {said(BAKER, RG + "hasRating", rating), said(rating, RG + "sourceLevel", Literal("much"))}
    with pytest.raises(SourceError, match="sourceLevel 'much' is not a number"):
        measures(graph_of(STATEMENTS | rated).dataset, BAKER.value)
