"""A plan as a calendar: a step a stretch of days, none before those that come first, and no day that nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import rolegraph
from rolegraph.errors import RolegraphError
from rolegraph.model.plans import LearningPath
from rolegraph.render.calendar import plan_calendar

GRAPH = rolegraph.open("shipped", widening=None)
PATH = GRAPH.path("data-analyst", "lead-ml-engineer")
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
START = date(2026, 1, 5)


def parts(path: LearningPath, hours: float | None, name: str, start: date = START) -> list[Any]:
    return list(Calendar.from_ical(plan_calendar(path, start, STAMP, hours)).walk(name))


@settings(max_examples=12)
@given(st.floats(1, 168), st.dates(date(1970, 1, 1), date(2200, 12, 31)))
def test_steps_follow_each_other_and_take_what_their_hours_take(hours: float, start: date) -> None:
    events = parts(PATH, hours, "VEVENT", start)
    assert [int(event["summary"].split(".")[0]) for event in events] == list(range(1, len(PATH.steps) + 1))
    assert events[0].start == start
    for event, later in pairwise(events):
        assert event.start < event.end
        assert event.start <= later.start <= event.end
    assert PATH.hours is not None
    whole = (events[-1].end - start).days
    assert abs(whole - PATH.hours / hours * 7) <= 1


def test_days_have_no_time_and_no_zone() -> None:
    event = parts(PATH, 8, "VEVENT")[0]
    assert type(event.start) is date
    assert b"TZID" not in plan_calendar(PATH, START, STAMP, 8)


def test_what_a_step_is_called_by_stays_when_the_plan_moves_on() -> None:
    def names(path: LearningPath, start: date) -> dict[str, str]:
        return {str(event["summary"]).split(". ")[1]: str(event["uid"]) for event in parts(path, 8, "VEVENT", start)}

    before = names(PATH, START)
    after = names(GRAPH.path("data-scientist", "lead-ml-engineer"), START + timedelta(90))
    assert len(set(before.values())) == len(PATH.steps)
    assert {name: uid for name, uid in after.items() if name in before} == {
        name: uid for name, uid in before.items() if name in after
    }
    assert before.keys() & after.keys()


@pytest.mark.parametrize("hours", [None, 8])
def test_where_days_are_not_known_steps_are_tasks_without_any(hours: float | None) -> None:
    unestimated = PATH.steps[0]._replace(hours=None)
    path = PATH if hours is None else PATH._replace(steps=(unestimated, *PATH.steps[1:]))
    assert not parts(path, hours, "VEVENT")
    tasks = parts(path, hours, "VTODO")
    assert len(tasks) == len(path.steps) + len(path.credentials)
    assert not any({"DUE", "DTSTART"} & set(task) for task in tasks)


def test_a_credential_is_a_task_and_has_no_day() -> None:
    (task,) = parts(PATH, 8, "VTODO")
    assert str(task["summary"]) == PATH.credentials[0].requirement.label


def test_a_label_cannot_add_lines_of_its_own() -> None:
    node = PATH.steps[0].node._replace(label="x\r\nEND:VCALENDAR\nBEGIN:VEVENT;\x07,")
    path = PATH._replace(steps=(PATH.steps[0]._replace(node=node),))
    (event,) = parts(path, 8, "VEVENT")
    assert str(event["summary"]) == "1. x END:VCALENDAR BEGIN:VEVENT;,: to working"


def test_a_plan_of_a_hundred_years_is_refused() -> None:
    with pytest.raises(RolegraphError, match="more than a hundred years: learn more hours a week"):
        plan_calendar(PATH, START, STAMP, 0.1)
