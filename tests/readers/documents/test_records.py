"""Records: the first of what is found several times counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.records import distinct


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())))
def test_distinct_keeps_the_first_of_each_key(pairs: list[tuple[int, int]]) -> None:
    found = distinct(pairs, lambda pair: pair[0])
    assert [pair[0] for pair in found] == list(dict.fromkeys(pair[0] for pair in pairs))
    assert all(pair == next(other for other in pairs if other[0] == pair[0]) for pair in found)
