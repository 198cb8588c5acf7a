"""An Accept header chooses the format that is wanted most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.server.sparql.media_types import preferred

OFFERED = [("application/json", "application/x-json"), ("text/csv",), ("text/html",)]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", 0),
        ("*/*", 0),
        ("*", 0),
        ("text/*", 1),
        ("text/html", 2),
        ("TEXT/HTML ; charset=utf-8", 2),
        ("application/x-json", 0),
        ("text/*;q=0.5, text/html;q=0.9, */*;q=0.1", 2),
        ("text/*;q=0.9, text/csv;q=0", 2),
        ("*/*, application/json;q=0", 1),
        ("text/csv;q=0.333, text/html;q=0.334", 2),
        ("text/csv;q=2", 1),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=abc", None),
        ("nonsense", None),
        (",,;;q=1,/", None),
    ],
)
def test_the_format_that_is_wanted_most_is_chosen(accept: str, chosen: int | None) -> None:
    assert preferred(accept, OFFERED) == chosen


@given(st.text(st.sampled_from("text/csvhml*;q=01.,- "), max_size=60))
def test_no_header_is_a_fault(accept: str) -> None:
    assert preferred(accept, OFFERED) in (None, 0, 1, 2)


@given(st.permutations(["application/json;q=0.2", "text/csv;q=0.7", "text/html;q=0.5", "image/png"]))
def test_the_order_of_a_header_is_no_matter(parts: list[str]) -> None:
    assert preferred(", ".join(parts), OFFERED) == 1
