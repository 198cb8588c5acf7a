"""A learning path as a calendar (iCalendar, RFC 5545): a whole-day event for each step, or tasks without dates.

Days have no time zone: they are those of whoever opens the file. What a step is called by (`UID`) stays the same, so
that importing a later plan moves what is there already.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError
from rolegraph.model.plans import LearningPath, LearningStep
from rolegraph.render.text import about, asked, without_controls
from rolegraph.render.views.path_view import reasons

if TYPE_CHECKING:
    from icalendar import Component, Event, Todo

_MOST_WEEKS: Final = 5_200


def plan_calendar(
    path: LearningPath,
    start: date,
    stamp: datetime,
    hours_per_week: float | None = None,
    address: str = "",
) -> bytes:
    """The steps of a path as a calendar.

    Parameters
    ----------
    path
        The plan.
    start
        The day on which it begins.
    stamp
        When the calendar is made, with its time zone.
    hours_per_week
        How long somebody learns. Without, or where nobody has estimated the hours of some step, no day is known: the
        steps are then tasks without dates. Credentials always are.
    address
        Where the plan is found; "" for nowhere.

    Returns
    -------
    bytes
        The calendar, which any program reads that reads `.ics` files.

    Raises
    ------
    RolegraphError
        When the plan would take longer than a person learns.

    Notes
    -----
    Hours are estimates, and so are days: a step begins when those before it are done at an even pace.

    Examples
    --------
    >>> import rolegraph
    >>> path = rolegraph.open().path("data-scientist", "data-engineer")
    >>> found = plan_calendar(path, date(2026, 1, 5), datetime(2026, 1, 1), 8).decode()
    >>> found.splitlines()[0], found.count("BEGIN:VEVENT") == len(path.steps)
    ('BEGIN:VCALENDAR', True)
    """
    from icalendar import Calendar

    if hours_per_week and (path.hours or 0.0) / hours_per_week > _MOST_WEEKS:
        raise RolegraphError(
            f"at {hours_per_week:g} hours a week this plan takes more than a hundred years: learn more hours a week"
        )
    made = Calendar()
    made.add("prodid", "-//rolegraph//learning path//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _line(f"{path.gap.profile.name} to {path.gap.role.label}"))
    for part in (*_steps(path, start, hours_per_week), *_credentials(path)):
        part.add("dtstamp", stamp)
        if address:
            part.add("url", address)
        made.add_component(part)
    return bytes(made.to_ical())


def _steps(path: LearningPath, start: date, hours_per_week: float | None) -> Iterator[Component]:
    begun = set()
    before = 0.0
    for number, step in enumerate(path.steps, start=1):
        made = _event_or_task(path, hours_per_week)
        rise = f"{step.from_level} to {step.to_level}" if step.from_level else f"to {step.to_level}"
        made.add("uid", _uid(path, step.node.iri, str(step.to_level)))
        made.add("summary", _line(f"{number}. {step.node.label}: {rise}"))
        made.add("description", "\n".join(map(_line, _said(step, begun=step.node in begun))))
        begun.add(step.node)
        if path.hours is not None and hours_per_week:
            after = before + (step.hours or 0.0)
            first, last = (math.floor(hours / hours_per_week * 7 + 1e-9) for hours in (before, after))
            made.add("dtstart", start + timedelta(first))
            made.add("dtend", start + timedelta(max(first + 1, last)))
            made.add("transp", "TRANSPARENT")
            before = after
        yield made


def _event_or_task(path: LearningPath, hours_per_week: float | None) -> Event | Todo:
    from icalendar import Event, Todo

    return Event() if path.hours is not None and hours_per_week else Todo()


def _said(step: LearningStep, *, begun: bool) -> Iterator[str]:
    if step.hours is not None:
        yield f"{about(step.hours)} hours (an estimate)"
    yield from reasons(step, begun)


def _credentials(path: LearningPath) -> Iterator[Component]:
    from icalendar import Todo

    for item in path.credentials:
        made = Todo()
        made.add("uid", _uid(path, *(node.iri for node in item.requirement.any_of)))
        made.add("summary", _line(asked(item.requirement)))
        made.add("description", f"{item.requirement.necessity.value} for {_line(path.gap.role.label)}")
        yield made


def _uid(path: LearningPath, *names: str) -> str:
    return sha256("\n".join((path.gap.role.iri, *names)).encode()).hexdigest()[:32] + "@rolegraph"


def _line(text: str) -> str:
    return " ".join(without_controls(text).split())
