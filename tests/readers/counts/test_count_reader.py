"""Options of tables of counts."""

from __future__ import annotations

import pytest

from rolegraph.errors import RolegraphError
from rolegraph.readers.counts.count_reader import CountOptions


def test_a_period_has_years() -> None:
    assert CountOptions(period="2011-2019").statistic.period == "2011 to 2019"
    with pytest.raises(RolegraphError, match="no year in the period"):
        _ = CountOptions(period="lately").statistic
