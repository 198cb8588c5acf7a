"""A plan as a file to take away: Markdown, a table, JSON, a calendar, and a profile that gives the same plan again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rolegraph.facts.labels import languages_of_node
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import Holding, LearningPath, Standing
from rolegraph.planning.gap import role_profile
from rolegraph.profiles.editing import NewProfile, profile_data
from rolegraph.profiles.tracking import capability_names, held_in, role_names
from rolegraph.render.calendar import plan_calendar
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.text.serialization import flat_tables, to_csv, to_json
from rolegraph.render.views.path_view import plan_blocks
from rolegraph.server.pages.planner.plan_form import FieldProblem
from rolegraph.server.pages.planner.plan_page import Planned, Refused, plan_address, planned, refusal


class _Kind(NamedTuple):
    """A kind of file: its media type, and what makes one of a plan."""

    media_type: str
    made: Callable[[Planned, str], str | bytes]


def plan_file(request: Request) -> Response:
    """The plan that an address asks for, as a file; the page with what is wrong where it asks for none."""
    ending = request.path_params["ending"]
    if ending not in _KINDS:
        raise HTTPException(404, f"A plan is given as {', '.join(_KINDS)}, not as {ending[:20]}.")
    found = planned(request)
    if isinstance(found, Refused):
        problems = found.problems or [FieldProblem("goal", "Say which role you want.")]
        return refusal(request, found._replace(problems=problems))
    kind = _KINDS[ending]
    place = str(request.base_url).rstrip("/") + plan_address(request, found.form)
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie"}
    if ending != "json":
        headers["Content-Disposition"] = f'attachment; filename="{found.board.name}.{ending}"'
    return Response(kind.made(found, place), media_type=kind.media_type, headers=headers)


def _markdown(found: Planned, _place: str) -> str:
    return to_markdown(plan_blocks(found.path, found.asked.hours, everything=True))


def _csv(found: Planned, _place: str) -> str:
    return to_csv(flat_tables(found.path, {"steps": "steps"}, found.graph.lexicon.name_of)["steps"])


def _json(found: Planned, _place: str) -> str:
    graph = found.graph
    spoken = partial(languages_of_node, graph.dataset)
    return to_json(found.path, graph.lexicon.name_of, main="steps", spoken=spoken) + "\n"


def _calendar(found: Planned, place: str) -> bytes:
    asked = found.asked
    return plan_calendar(found.path, asked.day or date.today(), datetime.now(UTC), asked.hours, place)


def _profile(found: Planned, place: str) -> bytes:
    """A profile of all that counts as held: what the role has is written out, to be corrected."""
    asked, graph = found.asked, found.graph
    held = tuple(one for one in asked.profile.holdings if not one.learned)
    groups = [("", held)] if held else []
    levels: dict[tuple[Node, ...], Level] = {}
    if asked.role is not None:
        groups.append(held_in(graph, asked.role, held))
        levels = {one.one_of: one.level for one in role_profile(graph.dataset, asked.role.iri).holdings}
    within_error = dict(_within_error(found.path))
    for most in (levels, within_error):
        groups = [(title, tuple(_at_least(one, most) for one in some)) for title, some in groups]
    new = NewProfile(
        name=asked.name,
        hours_per_week=asked.hours,
        goal=asked.goal,
        holdings=tuple(groups),
        learned=tuple(one for one in asked.profile.holdings if one.learned),
        learning=asked.profile.learning,
        skipped=asked.profile.skipped,
        preface=("From the planner. `rolegraph path --profile FILE` gives the same plan, and so does", place, ""),
        remarks=dict.fromkeys(within_error, "measured lower, and within error the same"),
    )
    return profile_data(new, capability_names(graph), role_names(graph), Path("plan.yaml"))


def _at_least(held: Holding, levels: Mapping[tuple[Node, ...], Level]) -> Holding:
    return held._replace(level=max(held.level, levels.get(held.one_of, held.level)))


def _within_error(path: LearningPath) -> Iterator[tuple[tuple[Node, ...], Level]]:
    """What counts as held at a higher level, since that differs by no more than the error of what was measured.

    A profile says levels and no errors, so that it has to say the higher one.
    """
    for item in path.gap.select(Standing.MET):
        level = item.requirement.level
        if item.by is not None and not item.by.implied and level is not None and item.by.level < level:
            yield item.by.one_of, level


_KINDS: Final[Mapping[str, _Kind]] = {
    "md": _Kind("text/markdown", _markdown),
    "csv": _Kind("text/csv", _csv),
    "json": _Kind("application/json", _json),
    "ics": _Kind("text/calendar", _calendar),
    "yaml": _Kind("application/yaml", _profile),
}
