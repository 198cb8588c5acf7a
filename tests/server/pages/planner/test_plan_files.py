"""A plan as a file: what commands print of it, and a profile and a calendar that say the same as the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.commands import run_command
from tests.server.pages.clients import client_of, shipped_client, shipped_graph
from tests.server.pages.planner.kitchens import kitchens

GIVEN = "have=sql:expert&done=statistics:proficient&skip=docker&learning=git&hours=6"
ASKED = f"from=data-analyst&to=lead-ml-engineer&{GIVEN}".replace("statistics", "skill/statistics")


def get(ending: str, asked: str = ASKED) -> str:
    answer = shipped_client().get(f"/plan.{ending}?{asked}")
    assert answer.status_code == 200
    return answer.text


def printed(tmp_path: Path, *options: str) -> str:
    """What the command prints of the plan to which the profile leads."""
    (tmp_path / "me.yaml").write_text(get("yaml"), encoding="utf-8")
    words = ["path", "--profile", str(tmp_path / "me.yaml"), "-g", "shipped", *options]
    code, out, errors = run_command(words, tmp_path)
    assert code == 0, errors
    return out


@pytest.mark.parametrize(
    "asked", [ASKED, "to=data-scientist", "from=data-scientist&to=head-of-data", "to=data-analyst&have=r"]
)
def test_the_profile_gives_the_same_plan_again(tmp_path: Path, asked: str) -> None:
    file = tmp_path / "me.yaml"
    file.write_text(get("yaml", asked), encoding="utf-8")
    profile = shipped_graph().read_profile(file)
    assert profile.goal is not None
    path = shipped_graph().path(profile, profile.goal)
    steps = [(step["node"]["iri"], step["to_level"]) for step in json.loads(get("json", asked))["steps"]]
    assert [(step.node.iri, str(step.to_level)) for step in path.steps] == steps


def test_the_profile_keeps_what_is_done_being_learned_and_skipped(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text(get("yaml"), encoding="utf-8")
    profile = shipped_graph().read_profile(file)
    assert [held.label for held in profile.holdings if held.learned] == ["statistics"]
    assert [node.slug for node in profile.learning] == ["git"]
    assert [node.slug for node in profile.skipped] == ["docker"]
    assert profile.hours_per_week == 6


def test_the_table_is_that_of_the_command(tmp_path: Path) -> None:
    assert get("csv") == printed(tmp_path, "--csv")


def test_the_document_has_each_step_to_tick_off() -> None:
    steps = shipped_graph().path("data-analyst", "data-scientist").steps
    document = get("md", "from=data-analyst&to=data-scientist")
    assert document.startswith("# From Data Analyst to Data Scientist\n")
    ticked = [line for line in document.splitlines() if line.startswith("- [ ]")]
    assert [line.split(". ")[0] for line in ticked] == [f"- [ ] **{number}" for number in range(1, len(steps) + 1)]


def test_the_json_is_that_of_the_command(tmp_path: Path) -> None:
    shown, other = json.loads(get("json")), json.loads(printed(tmp_path, "--json", "--all"))
    assert shown.keys() == other.keys()
    assert shown["steps"] == other["steps"]


def test_the_calendar_begins_on_the_day_that_is_said() -> None:
    calendar = Calendar.from_ical(get("ics", "from=data-analyst&to=data-scientist&hours=8&start=2026-03-02"))
    first: Any = calendar.walk("VEVENT")[0]
    assert str(first.start) == "2026-03-02"
    assert first["url"] == ("http://testserver/plan?from=data-analyst&to=data-scientist&hours=8&start=2026-03-02")


def test_a_calendar_that_no_person_needs_is_refused() -> None:
    answer = shipped_client().get("/plan.ics?to=data-scientist&hours=0.1")
    assert answer.status_code == 400
    assert "more than a hundred years" in answer.text


def test_a_file_has_a_name_and_its_own_type() -> None:
    for ending, kind in (
        ("md", "text/markdown"),
        ("csv", "text/csv"),
        ("ics", "text/calendar"),
        ("yaml", "application/yaml"),
    ):
        headers = shipped_client().get(f"/plan.{ending}?from=data-analyst&to=data-scientist").headers
        assert headers["content-type"].startswith(kind)
        assert headers["content-disposition"] == (f'attachment; filename="path-data-analyst-data-scientist.{ending}"')


def test_where_there_is_no_plan_the_form_says_why() -> None:
    answer = shipped_client().get("/plan.ics?to=data+scentist")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "No role is called" in answer.text


def test_a_file_needs_a_goal() -> None:
    answer = shipped_client().get("/plan.csv?from=data-analyst")
    assert answer.status_code == 400
    assert "Say which role you want." in answer.text


def test_another_kind_of_file_is_not_there() -> None:
    assert shipped_client().get("/plan.exe?to=data-scientist").status_code == 404


def test_a_formula_in_a_label_stays_text() -> None:
    for ending in ("csv", "md", "ics", "yaml", "json"):
        answer = client_of(kitchens()).get(f"/plan.{ending}?to=sauce-cook&hours=4&have=skill/tasting")
        assert answer.status_code == 200
        assert answer.text
