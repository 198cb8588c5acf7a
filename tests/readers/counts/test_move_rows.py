"""Shares of those who left, from rows."""

from __future__ import annotations

import pytest

from rolegraph.readers.counts.move_rows import _whole


@pytest.mark.parametrize(
    ("sums", "is_counted", "whole"),
    [
        ([1.0, 0.4], False, 1.0),
        ([100.0, 30.0], False, 100.0),
        ([7.0], True, 0.0),
        ([99.5, 100.2], None, 100.0),
        ([7.0, 60.0], None, 0.0),
    ],
)
def test_the_unit_of_shares_is_seen_from_their_sums(sums: list[float], is_counted: bool | None, whole: float) -> None:
    assert _whole(sums, is_counted) == whole
