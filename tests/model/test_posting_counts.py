"""What was counted, in words: nothing is said to grow of which that is not sure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Node
from rolegraph.model.posting_counts import CountedSource, Growth, PostingCount

ADS = Node("https://w3id.org/rolegraph/source/ads", Kind.SOURCE, "Ads")


@given(st.floats(-0.9, 5), st.floats(0, 3), st.floats(0, 3))
def test_growth_is_only_said_where_its_interval_leaves_out_none(change: float, below: float, above: float) -> None:
    growth = Growth(change, change - below, change + above)
    assert growth.is_sure == ("no sure change" not in growth.words) == (not growth.low <= 0 <= growth.high)
    assert growth.between in growth.words


def test_a_source_says_what_it_knows_and_no_day_twice() -> None:
    assert CountedSource(ADS).words == "Ads"
    assert CountedSource(ADS, place="UK", first="2025-03-01", last="2025-03-01").words == "Ads (UK, 2025-03-01)"


def test_one_posting_is_one() -> None:
    assert PostingCount(1, CountedSource(ADS)).words == "1 posting"
