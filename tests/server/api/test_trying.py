"""The page that lets one try the API."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode

import pytest
from tests.server.api.clients import client

from rolegraph.server.api.openapi import fields_of
from rolegraph.server.problem_details import TYPES
from rolegraph.server.questions import QUESTIONS


def _page(name: str) -> str:
    answer = client().get("/api", params={"ask": name})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_form_of_a_question_has_a_field_for_each_parameter(name: str) -> None:
    page = _page(name)
    named = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)) - {"q"}
    assert named >= set(fields_of(QUESTIONS[name])) - {"profile"}
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert set(described) <= set(ids)


@pytest.mark.parametrize("name", [name for name, question in QUESTIONS.items() if question.sent != "text"])
def test_the_form_as_it_is_filled_in_is_answered_without_scripts(name: str) -> None:
    page = _page(name)
    form = re.search(r'<form class="box ask".*?</form>', page, flags=re.DOTALL)
    assert form is not None
    pairs = re.findall(r'<input id[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form[0])
    pairs += re.findall(r'<select[^>]* name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected', form[0], re.DOTALL)
    address = f"/api/{name}?{urlencode([(key, html.unescape(value)) for key, value in pairs])}"
    assert client().get(address).status_code == 200, address


def test_the_line_for_a_terminal_asks_the_same() -> None:
    found = re.search(r'<pre class="curl"[^>]*><code>(.*?)</code>', _page("path"), flags=re.DOTALL)
    assert found is not None
    line = html.unescape(found[1])
    assert line.startswith("curl 'http://testserver/api/path?from=")
    assert dict(parse_qsl(line.rstrip("'").partition("?")[2])).keys() == {"from", "to"}


def test_what_there_is_not_shows_the_first_question() -> None:
    assert "/api/path" in _page("<script>alert(1)</script>")
    assert "<script>alert" not in _page("<script>alert(1)</script>")


def test_every_type_of_problem_is_explained_where_its_address_leads() -> None:
    page = client().get("/problems").text
    for name in TYPES:
        assert f'id="{name}"' in page
