"""Pages of nodes by what is stated of them; and hostile names on all pages."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from tests.conftest import SMALL
from tests.scenes_by_hand import HOSTILE
from tests.server.pages.clients import client_of, links_of, shipped_client, shipped_graph, text_of

import rolegraph
from rolegraph.model.nodes import Kind

_NAMES: Final = (*HOSTILE, "a" * 5000, "😀" * 300, "\u202eevil", "{{ 7 * 7 }}", "&lt;b&gt;")
_PAGES: Final = (
    "/role/baker", "/role/pastry-chef", "/skill/dough", "/industry/food", "/search?q=baker", "/list/role", "/"
)  # fmt: skip
_OPTIONAL: Final = ("details", "summary", "p")  # there where a name is long, or has words of its own


class _Elements(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, frozenset[str]]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, frozenset(name for name, _ in attrs)))


@cache
def _expected(address: str) -> set[tuple[str, frozenset[str]]]:
    """What a page is made of where names are plain."""
    answer = client_of(rolegraph.open(SMALL, alone=True)).get(address)
    assert answer.status_code == 200
    return _Elements(answer.text).found


@pytest.mark.parametrize("kind", [kind for kind in Kind if shipped_graph().nodes(kind)])
def test_every_node_that_a_list_has_leads_to_a_page(kind: Kind) -> None:
    if kind in (Kind.REQUIREMENT, Kind.RATING):
        return
    for link in links_of(shipped_client().get(f"/list/{kind}").text)[::20]:
        if link.startswith(f"/{kind}/"):
            assert shipped_client().get(link).status_code == 200


def test_a_node_says_what_it_is_related_to() -> None:
    page = shipped_client().get("/category/programming-languages").text
    assert "/tool/python" in links_of(page)
    assert "Holds" in text_of(page)


def test_any_name_leads_to_the_page_of_its_node() -> None:
    answer = shipped_client().get("/node?name=Python", follow_redirects=False)
    assert answer.headers["location"] == "/tool/python"
    assert shipped_client().get("/node?name=statistics").status_code == 409
    assert shipped_client().get("/node").status_code == 404


@pytest.mark.parametrize("number", range(len(_NAMES)))
def test_no_name_changes_what_a_page_is_made_of(number: int, tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    literal = _NAMES[number].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    literal = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in literal)
    for label in ("Baker", "dough", "food", "scale"):
        text = text.replace(f'"{label}"@en', f'"{literal} {label}"@en')
    file = tmp_path / "hostile.ttl"
    file.write_text(text, encoding="utf-8")
    hostile = client_of(rolegraph.open(file, alone=True))
    for address in _PAGES:
        page = hostile.get(address)
        assert page.status_code == 200
        assert {one for one in _Elements(page.text).found if one[0] not in _OPTIONAL} <= _expected(address)
        assert "\u202e" not in page.text


def test_the_page_that_a_name_leads_to_is_in_the_language_that_was_asked_for() -> None:
    answer = shipped_client().get("/node?name=data+analyst&language=de,en", follow_redirects=False)
    assert answer.headers["location"] == "/role/data-analyst?language=de%2Cen"
