"""Pages on where answers come from."""

from __future__ import annotations

import pytest
from tests.server.pages.clients import links_of, shipped_client, shipped_graph, text_of

import rolegraph
from rolegraph.server.pages.source_view import licence_name


def test_every_source_has_its_licence_and_a_page() -> None:
    page = shipped_client().get("/sources").text
    words = text_of(page)
    sources = shipped_graph().dataset.sources()
    assert len([link for link in links_of(page) if link.startswith("/source/")]) == len(sources)
    assert "CC BY 4.0" in words
    assert "It names no licence." in words
    assert all(shipped_client().get(link).status_code == 200 for link in links_of(page) if link.startswith("/source/"))


def test_a_source_that_is_none_is_not_found() -> None:
    assert shipped_client().get("/source/nothing").status_code == 404


def test_these_pages_say_what_they_serve_and_what_an_answer_is_not() -> None:
    words = text_of(shipped_client().get("/about").text)
    assert rolegraph.__version__ in words
    assert shipped_graph().dataset.fingerprint in words
    assert "no verdict on a person" in words


@pytest.mark.parametrize(
    ("licence", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://example.org/licence", "https://example.org/licence"),
        ("", ""),
    ],
)
def test_a_licence_goes_by_its_short_name(licence: str, name: str) -> None:
    assert licence_name(licence) == name
