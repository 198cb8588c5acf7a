"""A CV that is given to the planner: what it shows is there to be corrected, and nothing of it stays anywhere."""

from __future__ import annotations

import html
import io
import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.server.pages.clients import client_of, shipped_client, shipped_graph, text_of
from tests.server.pages.planner.kitchens import kitchens

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Level
from rolegraph.server.pages.planner.dropped_file import LARGEST, read_dropped
from rolegraph.server.pages.planner.plan_form import PlanForm

CV = """# Curriculum vitae

## Experience

**Data Analyst**, Fenland Stores, 2019 - present
- Built dashboards in Tableau

**Office Assistant**, Fenland Stores, 2016 - 2019

## Skills

Python (intermediate), SQL (expert), Quuxlang
Currently learning Docker

## Interests

R
"""
PROFILE = """name: me
hours_per_week: 4
goal: data-scientist
have: {python: expert, sql: , quux: , tableau | power-bi: working}
done: {git: {level: proficient, on: 2026-01-31}}
learning: [docker]
skip: [r]
"""


def given(data: bytes | str, name: str = "cv.md", **fields: str) -> Any:
    """What the page says of a file."""
    data = data.encode() if isinstance(data, str) else data
    return shipped_client().post("/plan", files={"cv": (name, io.BytesIO(data))}, data=fields)


def controls(page: str) -> Iterator[tuple[str, str, bool]]:
    """The boxes to tick: field, value, and whether they are ticked."""
    for name, value, checked in re.findall(r'<input type="checkbox" name="([^"]*)" value="([^"]*)"( checked)?>', page):
        yield name, html.unescape(value), bool(checked)


def sent(page: str) -> list[tuple[str, str]]:
    """What the form sends as it is."""
    found = [(name, value) for name, value, checked in controls(page) if checked]
    found += re.findall(r'<input id="[^"]*" name="([^"]*)" type="(?:text|date)"[^>]*? value="([^"]*)"', page)
    found += re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found += [(html.unescape(name), value) for value in re.findall(r'<option selected value="([^"]*)"', options)]
    return found


def test_what_a_cv_shows_is_shown_with_its_lines_before_anything_is_planned() -> None:
    answer = given(CV, to="data-scientist")
    assert answer.status_code == 200
    ticked = {value: checked for _, value, checked in controls(answer.text)}
    assert ticked["python"] and ticked["sql"] and ticked["tableau"]
    assert ticked["docker"] is False
    page = text_of(answer.text)
    assert "line 6: “Built dashboards in Tableau”" in page
    assert "Not in this graph Quuxlang" in page
    assert "no role of this graph" in page
    assert 'value="Data Analyst"' in answer.text
    assert 'value="data-scientist"' in answer.text


def test_what_is_ticked_becomes_an_address_with_its_levels() -> None:
    page = given(CV, to="data-scientist").text
    fields = [pair for pair in sent(page) if pair != ("have", "tableau")]
    fields = [
        ("level-have-python", "expert") if name == "level-have-python" else (name, value) for name, value in fields
    ]
    fields.append(("hours", "5"))
    answer = shipped_client().post(
        "/plan", content="&".join(f"{name}={value}" for name, value in fields), follow_redirects=False,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert where.path == "/plan"
    said = parse_qsl(where.query)
    assert [value for name, value in said if name == "have"] == [
        "dashboards:working",
        "sql:expert",
        "python:expert",
    ] or ({value for name, value in said if name == "have"} == {"dashboards:working", "sql:expert", "python:expert"})
    assert {("from", "Data Analyst"), ("to", "data-scientist"), ("hours", "5")} <= set(said)
    assert shipped_client().get(answer.headers["location"]).status_code == 200


def test_what_is_typed_counts_more_than_what_the_file_says() -> None:
    page = given(CV, **{"from": "data engineer"}).text
    assert 'value="data engineer"' in page


def test_a_profile_is_read_back() -> None:
    page = given(PROFILE, "me.yaml").text
    boxes = list(controls(page))
    assert ("have", "python", True) in boxes
    assert ("done", "git", True) in boxes
    assert {("have", "tableau", False), ("have", "power-bi", False)} <= set(boxes)
    assert "Not in this graph quux" in text_of(page)
    assert "which of these?" in text_of(page)
    assert {("to", "Data Scientist"), ("hours", "4"), ("learning", "docker"), ("skip", "r")} <= set(sent(page))
    assert ("level-have-python", "expert") in sent(page)


@pytest.mark.parametrize(
    "asked", ["to=data-scientist&from=data-analyst&have=sql:expert&done=python:working&skip=r&hours=7"]
)
def test_the_profile_of_a_plan_gives_it_again_when_it_is_dropped(asked: str) -> None:
    def numbered(page: str) -> list[str]:
        return re.findall(r'<li class="card[^"]*" id="step-\d+">.*?<span class="name" dir="auto">([^<]*)', page)

    profile = shipped_client().get(f"/plan.yaml?{asked}")
    page = given(profile.content, "plan.yaml").text
    fields = [*sent(page)]
    either = {name: value for name, value, checked in controls(page) if not checked}
    assert either.keys() <= {"have"}
    answer = shipped_client().post(
        "/plan", content="&".join(f"{name}={value}" for name, value in fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert numbered(answer.text) == numbered(shipped_client().get(f"/plan?{asked}").text)


def test_text_can_be_pasted() -> None:
    answer = shipped_client().post("/plan", files={"cv": ("", b"")}, data={"text": CV, "to": "data-scientist"})
    assert ("have", "python", True) in list(controls(answer.text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_may_be_in_the_encoding_of_its_editor(encoding: str) -> None:
    found = read_dropped(shipped_graph(), PlanForm(), "cv.txt", f"{CV}\n\n## Skills\n\nMüllerei".encode(encoding))
    assert "python" in {each.one_of[0].slug for each in found.found}
    assert "Müllerei" in found.unplaced


@pytest.mark.parametrize("text", [PROFILE, "# mine\n\nhave:\n  python: expert\n  # more\n  git:\n"])
def test_a_profile_is_known_by_what_it_says(text: str) -> None:
    found = read_dropped(shipped_graph(), PlanForm(), "pasted.md", text.encode())
    assert ("python", Level.EXPERT) in [(each.one_of[0].slug, each.level) for each in found.found]


@pytest.mark.parametrize("name", ["../../etc/passwd.md", "C:\\x\\cv.md", "", "a\x00b.md"])
def test_the_name_of_a_file_is_only_a_name(name: str) -> None:
    found = read_dropped(shipped_graph(), PlanForm(), name, CV.encode())
    assert [each.level for each in found.found if each.one_of[0].slug == "sql"] == [Level.EXPERT]


def test_what_is_no_cv_is_read_all_the_same_and_said() -> None:
    found = read_dropped(
        shipped_graph(), PlanForm(), "note.txt", b"I know Python and SQL well, and used Tableau for years."
    )
    assert found.remark == "" or "all the same" in found.remark


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "cv.md", "Choose a file, or paste the text of your CV."),
        (b"   \n", "cv.md", "Choose a file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "cv.png", "cv.png"),
        (b"PK\x03\x04broken", "cv.docx", "cv.docx"),
        (b"have: [", "me.yaml", "me.yaml"),
        (b"have: {python: wizard}", "me.yaml", "me.yaml, line 1"),
        (b"shopping: bread", "me.yaml", "unknown key"),
    ],
)
def test_what_cannot_be_read_is_one_message_beside_the_field(data: bytes, name: str, words: str) -> None:
    answer = given(data, name)
    assert answer.status_code == 400
    (message,) = re.findall(r'<p class="problem" role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert words in html.unescape(message)
    assert "Traceback" not in answer.text


def test_a_file_that_is_too_large_is_refused() -> None:
    answer = given(b"x" * (LARGEST + 1))
    assert answer.status_code == 413
    assert "larger than 5 MB" in answer.text
    assert given(b"x" * (2 * LARGEST)).status_code == 413


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "application/json"]
)
def test_what_is_no_form_is_one_answer(kind: str) -> None:
    answer = shipped_client().post(
        "/plan", content=b"--y\r\nnonsense", headers={"Content-Type": kind}, follow_redirects=False
    )
    assert answer.status_code in (303, 400)


def test_nothing_of_a_cv_is_kept_written_or_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    written: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and listening and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            written.append(str(arguments[0]))

    listening = [True]
    sys.addaudithook(hear)
    try:
        with caplog.at_level(logging.DEBUG):
            answer = given(CV + "Zanzibarwort\n" * 100_000, to="data-scientist")  # more than what is spooled to disk
    finally:
        listening.clear()
    assert answer.status_code in (200, 400)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "Zanzibarwort" not in caplog.text
    assert written == []


def test_another_language_and_no_goal_are_no_hindrance() -> None:
    answer = client_of(kitchens()).post(
        "/plan?language=de", files={"cv": ("cv.txt", b"CV\n\nSkills\n\nAbschmecken, tasting\n")}
    )
    assert answer.status_code == 200
    assert "Abschmecken" in text_of(answer.text)


def test_a_file_of_several_texts_is_no_cv() -> None:
    with pytest.raises(SourceError, match="holds more than one text"):
        read_dropped(shipped_graph(), PlanForm(), "cvs.csv", b"text\nPython and SQL\nTableau and R\n")


def test_the_newest_job_is_the_start_though_its_title_is_not_quite_the_label() -> None:
    text = CV.replace("**Data Analyst**", "**Data Analysts**").replace("**Office Assistant**", "**Data Scientist**")
    page = given(text).text
    assert "Data Analyst , 80 % sure" in text_of(page)
    assert ("from", "Data Analyst") in sent(page)
