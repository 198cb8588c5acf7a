"""The page of the planner: the plan that a library call gives, with all that is said of it, and ways to change it."""

from __future__ import annotations

import html
import json
import re

from tests.server.pages.clients import client_of, links_of, shipped_client, shipped_graph, text_of
from tests.server.pages.planner.kitchens import kitchens

PLAN = "/plan?from=data-analyst&to=data-scientist&hours=8"


def get(address: str, status: int = 200) -> str:
    answer = shipped_client().get(address)
    assert answer.status_code == status
    return answer.text


def buttons(page: str, words: str) -> list[tuple[str, str]]:
    """The parameters of the buttons that say something."""
    found = re.findall(r'<button form="replan" name="([^"]*)" value="([^"]*)">([^<]*)</button>', page)
    return [(name, html.unescape(value)) for name, value, said in found if html.unescape(said) == words]


def ticks(page: str) -> list[str]:
    return [html.unescape(value) for value in re.findall(r'name="done" form="replan" value="([^"]*)"', page)]


def test_an_empty_form_asks_for_nothing() -> None:
    page = get("/plan")
    assert 'name="to"' in page
    assert 'id="plan"' not in page
    assert "Say which role" not in page


def test_without_a_goal_the_nearest_roles_are_offered() -> None:
    page = get("/plan?from=data-analyst&have=sql:expert&hours=5")
    near = shipped_graph().nearest("data-analyst", limit=8)
    offered = [link for link in links_of(page) if link.startswith("/plan?") and "&to=" in link]
    assert offered
    assert all("from=data-analyst" in link and "hours=5" in link for link in offered)
    assert near.neighbours[0].role.label in text_of(page)
    assert "Say which role you want." in text_of(get("/plan?skip=python"))


def test_no_two_parts_of_a_page_have_one_name() -> None:
    for address in ("/plan", PLAN, "/plan?from=data-analyst&to=lead-ml-engineer&have=git&skip=docker&done=calculus"):
        ids = re.findall(r' id="([^"]*)"', get(address))
        assert len(ids) == len(set(ids))


def test_the_plan_is_that_of_the_library() -> None:
    path = shipped_graph().path("data-analyst", "data-scientist")
    page = get(PLAN)
    shown = re.findall(r'<b class="number">(\d+)</b>.*?<span class="name" dir="auto">([^<]*)</span>', page)
    assert [(int(number), name) for number, name in shown] == [
        (number, step.node.label) for number, step in enumerate(path.steps, start=1)
    ]
    assert "You already meet 3 of 10 essential requirements." in text_of(page)
    assert "About 178 weeks at 8 hours a week." in text_of(page)


def test_nothing_in_a_page_is_a_script_or_a_style() -> None:
    page = get(PLAN)
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page)


def test_what_scripts_read_is_text_in_the_page() -> None:
    found = re.search(r'<div id="data" hidden>(.*?)</div>', get(PLAN), re.DOTALL)
    assert found
    data = json.loads(html.unescape(found[1]))
    assert data["perWeek"] == 8
    assert len(data["cards"]) >= len(shipped_graph().path("data-analyst", "data-scientist").steps)


def test_what_is_ticked_is_sent_and_the_next_plan_is_without_it() -> None:
    page = get(PLAN)
    first = ticks(page)[0]
    assert first == "linear-algebra:working"
    again = get(f"{PLAN}&done={first}")
    assert ticks(again) == [one for one in ticks(page) if one != first]
    assert "Learned so far" in text_of(again)
    assert "1 of 14 steps done" in text_of(again)
    assert ("without", f"done {first}") in buttons(again, "Not done after all")
    assert ticks(get(f"{PLAN}&done={first}&without=done+{first}")) == ticks(page)


def test_what_is_skipped_is_left_out_and_can_come_back() -> None:
    page = get(PLAN)
    assert ("skip", "feature-engineering") in buttons(page, "Leave it out")
    without = get(f"{PLAN}&skip=feature-engineering")
    assert "feature-engineering:working" not in ticks(without)
    assert buttons(without, "Learn it after all") == [("without", "skip feature-engineering")]


def test_what_is_had_counts_and_can_be_taken_back() -> None:
    page = get("/plan?to=data-scientist&have=sql:expert")
    assert ("without", "have sql:expert") in buttons(page, "I do not have this")
    assert "You already meet 1 of 10" in text_of(page)


def test_alternatives_of_a_credential_can_be_named() -> None:
    page = get("/plan?from=data-analyst&to=lead-ml-engineer")
    have = [value for name, value in buttons(page, "I have Bachelor's degree in Mathematics") if name == "have"]
    assert have == ["bachelor-mathematics"]
    held = get(f"/plan?from=data-analyst&to=lead-ml-engineer&have={have[0]}")
    assert not buttons(held, "I have Bachelor's degree in Mathematics")


def test_problems_stand_beside_their_fields_with_addresses_that_mend_them() -> None:
    page = get("/plan?from=data-analyst&to=data+scentist&have=pyton:expert&hours=8", 400)
    assert "No role is called 'data scentist' here." in text_of(page)
    mended = [link for link in links_of(page) if link.startswith("/plan?") and "to=data-scientist" in link]
    assert mended == ["/plan?from=data-analyst&to=data-scientist&have=pyton%3Aexpert&hours=8"]
    assert 'value="data scentist"' in page
    assert "pyton:expert</textarea>" in page


def test_a_role_of_which_nothing_is_recorded_gets_no_plan_and_no_zero() -> None:
    page = client_of(kitchens()).get("/plan?to=porter&hours=5").text
    assert "Nothing essential is recorded of Porter." in text_of(page)
    assert "Choose a role near to it of which more is recorded. Roles near to Porter" in text_of(page)
    assert "rolegraph import" not in page
    assert not re.search(r"\b0 of|About \d", text_of(page))


def test_from_a_role_of_which_nothing_is_recorded_there_is_no_plan() -> None:
    page = client_of(kitchens()).get("/plan?from=porter&to=sauce-cook").text
    assert "say in the form what you know" in text_of(page)
    assert "--have" not in page


def test_hours_that_nobody_estimated_are_said_and_may_be_assumed() -> None:
    client = client_of(kitchens())
    page = client.get("/plan?to=sauce-cook&hours=5").text
    assert "How many weeks that is at 5 hours a week is not known." in text_of(page)
    assert "Where nobody has estimated hours: assume 80 for a skill, 40 for a tool" in text_of(page)
    (link,) = [one for one in links_of(page) if one.startswith("/plan?") and "assume_hours=1" in one]
    assumed = text_of(client.get(link).text)
    assert "About " in assumed
    assert "Where nobody has estimated" not in assumed


def test_a_name_that_was_taken_for_another_is_said() -> None:
    assert "'data scientists' is taken for 'Data Scientist'" in text_of(get("/plan?to=data+scientists"))


def test_labels_of_strangers_stay_text() -> None:
    page = get("/plan?to=data-scientist&have=%3Cscript%3Ealert(1)%3C/script%3E", 400)
    assert "<script>alert" not in page
    page = client_of(kitchens()).get("/plan?to=sauce-cook&hours=3").text
    assert "menus &lt;b&gt;&amp;" in page
    assert "<script>alert" not in page
    assert "menus <b>" not in page


def test_a_plan_in_another_language_is_the_same_plan() -> None:
    client = client_of(kitchens())
    page = client.get("/plan?to=sauce-cook&have=Abschmecken&language=de").text
    assert "Fonds, Saucen und Suppen" in text_of(page)
    assert ticks(page) == ticks(client.get("/plan?to=sauce-cook&have=skill/tasting").text)
    assert "language=de" in next(link for link in links_of(page) if link.startswith("/plan.yaml"))


def test_the_board_is_served_as_files() -> None:
    client = shipped_client()
    for name, kind in (("board.css", "text/css"), ("board-sheet.css", "text/css"), ("board.js", "text/javascript")):
        answer = client.get(f"/static/{name}")
        assert answer.headers["content-type"].startswith(kind)
        assert answer.text


def test_it_is_said_which_role_another_name_was_taken_for() -> None:
    said = "'lead data analyst' is another name of 'Analytics Manager'"
    assert said in text_of(get("/plan?from=data-analyst&to=lead+data+analyst")).replace("&#39;", "'")
    assert "another name" not in text_of(get("/plan?from=Data+Analyst&to=machine-learning-engineer"))
