"""Mappings as plain values."""

from __future__ import annotations

import pytest

from rolegraph.model.mappings import MatchPredicate, NodeMapping


@pytest.mark.parametrize("predicate", MatchPredicate)
def test_the_inverse_of_the_inverse_is_the_predicate(predicate: MatchPredicate) -> None:
    assert predicate.inverse.inverse is predicate


def test_a_broad_match_is_a_narrow_one_the_other_way_round() -> None:
    assert MatchPredicate.BROAD.inverse is MatchPredicate.NARROW
    assert MatchPredicate.EXACT.inverse is MatchPredicate.EXACT
    assert MatchPredicate.EXACT.iri == "http://www.w3.org/2004/02/skos/core#exactMatch"


@pytest.mark.parametrize(("confidence", "doubtful"), [(None, False), (0.79, True), (0.8, False)])
def test_a_mapping_of_little_confidence_is_doubtful(confidence: float | None, doubtful: bool) -> None:
    assert NodeMapping("a", "b", MatchPredicate.EXACT, confidence).doubtful is doubtful


def test_a_mapping_that_is_turned_says_the_same_of_its_object() -> None:
    row = NodeMapping(
        "a", "b", MatchPredicate.BROAD, 0.9, subject_label="A", object_version="2", others=(("object_source", "s"),)
    )
    turned = row.turned
    assert (turned.subject, turned.object, turned.predicate) == ("b", "a", MatchPredicate.NARROW)
    assert (turned.object_label, turned.subject_version, turned.others) == ("A", "2", (("subject_source", "s"),))
    assert turned.turned == row
