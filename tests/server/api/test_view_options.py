"""Pages of lists, and how much of an answer is given."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.api.clients import client, refused

from rolegraph.errors import RolegraphError
from rolegraph.server.api.view_options import ViewOptions, names_for, paged
from rolegraph.server.questions import QUESTIONS


def _options(**given: Any) -> ViewOptions:
    return ViewOptions.model_validate(given)


@given(st.integers(0, 500), st.integers(1, 60))
def test_pages_together_are_the_list(count: int, size: int) -> None:
    items, seen, number = list(range(count)), list[object](), 1
    while True:
        page = paged(items, _options(page=number, size=size), "/api/list", [("kind", "roles"), ("page", str(number))])
        seen += page.items
        assert page.headers["Rolegraph-Total"] == str(count)
        following = re.search(r'<([^>]*)>; rel="next"', page.headers.get("Link", ""))
        if following is None:
            break
        number += 1
        assert following[1] == f"/api/list?kind=roles&page={number}"
    assert seen == items


def test_beyond_the_last_page_is_nothing_with_a_way_back() -> None:
    page = paged(list(range(30)), _options(page=9, size=10), "/x", [])
    assert list(page.items) == []
    assert '</x?page=3>; rel="prev"' in page.headers["Link"]
    assert 'rel="next"' not in page.headers["Link"]


def test_all_of_a_list_has_no_pages() -> None:
    assert list(paged([1, 2], _options(all=True), "/x", []).items) == [1, 2]
    with pytest.raises(RolegraphError, match="leave out page and size"):
        paged([1, 2], _options(all=True, page=1), "/x", [])


def test_only_lists_have_pages() -> None:
    assert {name for name, kind in QUESTIONS.items() if "page" in names_for(kind)} == {"search", "list"}
    assert refused(client().get("/api/nearest?role=data-analyst&page=2"), 400)["parameter"] == "page"


def test_a_list_is_followed_from_page_to_page_without_a_gap() -> None:
    address, found = "/api/search?text=data&size=40", list[str]()
    while address:
        answer = client().get(address)
        found += [each["node"]["iri"] for each in answer.json()]
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers.get("Link", ""))
        address = following[1] if following else ""
    whole = client().get("/api/search?text=data&all=1").json()
    assert found == [each["node"]["iri"] for each in whole]
    assert len(found) > 80
