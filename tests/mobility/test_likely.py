"""Likely moves as arrays."""

from __future__ import annotations

import numpy as np

from rolegraph.mobility.likely import heights_of, pull_of, shares_of


def test_more_similar_and_larger_is_likelier_and_nobody_stays() -> None:
    heights = heights_of(np.array([[0.5, 0.9, 0.5]]), np.array([100.0, 100.0, 900.0]))
    shares = shares_of(heights, np.array([[False, False, False]]))[0]
    assert min(shares[1], shares[2]) > shares[0]
    assert shares_of(heights, np.array([[True, False, False]]))[0, 0] == 0
    assert list(pull_of(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))) == [2.0, 0.5]
