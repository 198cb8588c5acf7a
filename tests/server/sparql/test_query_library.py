"""Saved queries are forms: names are looked up, what is wrong stands beside its field, and the text can be taken on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.server.pages.clients import links_of, shipped_client, shipped_graph, text_of

from rolegraph.queries import library
from rolegraph.queries import question as question_called


def test_every_saved_query_is_listed_with_its_question() -> None:
    page = shipped_client().get("/queries")
    for one in library():
        assert f"/queries/{one.name}" in links_of(page.text)
        assert one.question in text_of(page.text)


@pytest.mark.parametrize("name", [each.name for each in library()])
def test_a_saved_query_has_a_form_that_is_filled_in_and_an_answer(name: str) -> None:
    question = question_called(name)
    blank = shipped_client().get(f"/queries/{question.name}").text
    for parameter in question.parameters:
        assert f'name="{parameter.name}"' in blank
        assert f'for="{parameter.name}"' in blank
        for value in parameter.default:
            assert value in blank
    values = {parameter.name: list(parameter.default) for parameter in question.parameters if parameter.default}
    answer = shipped_client().get(f"/queries/{question.name}", params={"run": "1", **values})
    assert answer.status_code == 200
    assert "rows" in text_of(answer.text) or "row" in text_of(answer.text) or "Yes." in text_of(answer.text)


def test_a_name_is_looked_up_and_it_is_told_what_it_was_taken_for() -> None:
    given = {"run": "1", "start": "data scientists", "goal": "lead-ml-engineer"}
    page = shipped_client().get("/queries/gap", params=given).text
    assert "'data scientists' is taken for 'Data Scientist'" in text_of(page)
    _, rows = shipped_graph().answer("gap", {"start": "data-scientist", "goal": "lead-ml-engineer"}).table()
    assert f"{len(rows)} rows" in text_of(page)


def test_what_is_wrong_stands_beside_its_field_with_what_was_perhaps_meant() -> None:
    given = {"run": "1", "start": "enginer", "goal": "data scientist"}
    answer = shipped_client().get("/queries/gap", params=given)
    assert answer.status_code == 404
    assert "No role is called 'enginer' here" in text_of(answer.text)
    fixes = [link for link in links_of(answer.text) if link.startswith("/queries/gap?")]
    assert fixes
    for fix in fixes:
        assert parse_qs(urlsplit(fix).query)["goal"] == ["data scientist"]
        assert shipped_client().get(fix).status_code == 200


def test_values_of_other_types_are_checked() -> None:
    (text,) = [parameter for parameter in library() if parameter.name == "find"]
    assert text.parameters[0].type == "text"
    page = shipped_client().get("/queries/find", params={"run": "1", "text": "} DROP ALL # \"'"})
    assert page.status_code == 200
    assert "Nothing in this graph fits" in text_of(page.text)
    wrong = shipped_client().get("/queries/gap-of-profile", params={"run": "1", "have": "python=nonsense"})
    assert wrong.status_code in (400, 404)
    assert "nonsense" in text_of(wrong.text)


def test_the_text_with_its_values_opens_in_the_editor() -> None:
    page = shipped_client().get("/queries/requirements", params={"run": "1", "role": "Data Scientist"}).text
    (editor,) = [link for link in links_of(page) if link.startswith("/query?query=")]
    (text,) = parse_qs(urlsplit(editor).query)["query"]
    assert text == shipped_graph().sparql("requirements", {"role": "data-scientist"})
    assert shipped_client().get(editor).status_code == 200


def test_no_query_has_an_unknown_name() -> None:
    answer = shipped_client().get("/queries/gapp")
    assert answer.status_code == 404
    assert "gapp" in text_of(answer.text)
    assert shipped_client().get("/queries/..%2Fgap").status_code == 404
