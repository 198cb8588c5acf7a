"""Texts of two graphs over the same terms."""

from __future__ import annotations

import numpy as np
import pytest

from rolegraph.linking.text_pairs import letters, text_pair

FIRST = ["bakes bread", "drives trams", ""]
SECOND = ["baking of bread", "a tram driver", "keeps bees"]


def test_equal_texts_are_as_alike_as_can_be_and_unrelated_ones_not_at_all() -> None:
    cosines = text_pair(FIRST, FIRST).cosines(slice(None))
    assert np.diag(cosines)[:2] == pytest.approx([1.0, 1.0])
    assert cosines[0, 1] == 0.0
    assert cosines[2].tolist() == [0.0, 0.0, 0.0]  # of an empty text


def test_pairs_are_those_of_all_against_all() -> None:
    pair = text_pair(FIRST, SECOND)
    everything = pair.cosines(slice(None))
    rows, columns = np.array([0, 1, 2]), np.array([0, 1, 2])
    assert pair.cosines_of(rows, columns) == pytest.approx(everything[rows, columns])
    assert everything[0].argmax() == 0


def test_letters_find_what_is_spelled_a_little_differently() -> None:
    likeness = text_pair(["electrician"], ["electricians", "nurse"], letters).cosines(slice(None))[0]
    assert likeness[0] > 0.6 > likeness[1]
