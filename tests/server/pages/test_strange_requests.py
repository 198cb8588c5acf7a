"""Whatever is asked, of whatever graph, the answer is a page or JSON that is valid, and never a fault of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.pages.clients import shipped_client
from tests.server.pages.strange_requests import ADDRESS, HOSTILE, PATHS, faults, hostile_client, page_faults

_TYPES = ("text/plain", "application/pdf", "text/html", "application/octet-stream", "x" * 300)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "to", "have", "x"]), inner),
    max_leaves=6,
)


@given(ADDRESS)
def test_any_address_has_a_valid_answer(address: str) -> None:
    assert faults(shipped_client(), address) == []


@given(ADDRESS)
def test_any_address_has_a_valid_answer_where_names_are_hostile(address: str) -> None:
    assert faults(hostile_client(), address) == []


@pytest.mark.parametrize("path", PATHS)
def test_each_page_is_valid_where_names_are_hostile(path: str) -> None:
    assert faults(hostile_client(), path) == []


@given(st.binary(max_size=200) | st.sampled_from(HOSTILE).map(str.encode), st.sampled_from(_TYPES), st.text(max_size=9))
def test_any_file_that_is_dropped_has_a_valid_answer(data: bytes, media_type: str, name: str) -> None:
    sent = {"cv": (name, data, media_type)}
    assert faults(shipped_client(), "/plan", method="POST", files=sent, data={"to": "data-analyst"}) == []


@given(st.sampled_from(["/language", "/plan", "/api/path", "/api/extract", "/sparql", "/mcp"]), _JSON, st.booleans())
def test_anything_that_is_sent_has_a_valid_answer(path: str, value: object, as_form: bool) -> None:
    body = json.dumps(value).encode()
    media_type = "application/x-www-form-urlencoded" if as_form else "application/json"
    assert faults(shipped_client(), path, method="POST", content=body, headers={"content-type": media_type}) == []


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>a</title><p><b>unclosed</p>",
        "<!doctype html><title>a</title><img src='x' onerror='alert(1)'>",
        "<!doctype html><title>a</title><script>alert(1)</script>",
        "<!doctype html><title>a</title><p style='color: red'>a</p>",
        "<!doctype html><title>a</title><a href=' JavaScript:alert(1)'>a</a>",
    ],
)
def test_a_page_that_is_broken_or_broken_into_is_found(page: str) -> None:
    assert page_faults("<!doctype html><title>a</title><p>a</p>") == []
    assert page_faults(page)
