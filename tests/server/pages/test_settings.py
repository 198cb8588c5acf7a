"""The language of names, and the look of pages."""

from __future__ import annotations

import pytest
from tests.server.pages.clients import shipped_client

from rolegraph.model.nodes import Kind


def test_a_language_is_kept_in_a_cookie_and_forgotten() -> None:
    client = shipped_client()
    chosen = client.post("/language", data={"language": "de", "back": "/search?q=a"}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/search?q=a")
    assert chosen.headers["set-cookie"].startswith("language=de; HttpOnly")
    forgotten = client.post("/language", data={"language": "", "back": "/"}, follow_redirects=False)
    assert 'language="";' in forgotten.headers["set-cookie"]
    client.cookies.clear()


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\r\nb", ""]
)
def test_a_choice_leads_to_no_address_of_others(back: str) -> None:
    answer = shipped_client().post("/language", data={"language": "", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_no_cookie_is_made_of_what_is_no_language() -> None:
    answer = shipped_client().post("/language", data={"language": "d;Domain=x", "back": "/"}, follow_redirects=False)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_every_kind_has_a_colour_and_a_shape() -> None:
    answer = shipped_client().get("/static/looks.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert all(f".mark.{kind}{{background:var(--{kind});clip-path:polygon(" in answer.text for kind in Kind)
