"""`/whatif`: which roles come within reach by learning something, or what is most worth learning next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.routing import BaseRoute, Route

from rolegraph.model.moves import Lever, Opened, WhatIf
from rolegraph.model.nodes import LEARNABLE_KINDS, Level, Node
from rolegraph.render.text import Heading, about, counted, effort
from rolegraph.render.views.mobility_views import already_held_blocks, whatif_blocks
from rolegraph.server.pages.answer_page import answer_page, between, roles_to_begin_with, said
from rolegraph.server.pages.asking import AskedFields, command_line
from rolegraph.server.pages.row_charts import ChartPart, ChartRow, RowChart, Stroke, row_chart
from rolegraph.server.pages.shell import address
from rolegraph.server.served import notes_on

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_FEW, _MANY, _MOST = 10, 40, 100
_ORDER: Final = "What brings the nearest roles nearest, for what it takes, comes first; each is by itself."


class ShownOpened(NamedTuple):
    """A role before and after, with what is then left, and the address of its plan."""

    found: Opened
    now: str
    then: str
    plan: str


class ShownLever(NamedTuple):
    """Something to learn, what it takes, the address that asks what it opens, and the roles it brings nearer."""

    number: int
    found: Lever
    takes: str
    opens: str
    roles: tuple[ShownOpened, ...]


def whatif_page(request: Request) -> Response:
    """The form, and what learning opens."""
    asked = AskedFields(request)
    with notes_on(asked.graph) as notes:
        role, levels, learn = asked.node("role"), asked.levels("have"), asked.levels("learn", LEARNABLE_KINDS)
        top = asked.number("top", 1, _MOST) or _FEW
        if learn and role is None and not levels and not asked.troubles:
            asked.refuse("role", "Say where you start: the role you have now, or what you know.")
        found = None
        if not asked.troubles and (role is not None or levels):
            besides = asked.graph.profile(None, levels) if levels else None
            found = asked.graph.what_if(role, learn, besides=besides, limit=top)
    have, wanted = asked.list_of(levels), asked.list_of(learn)
    context: dict[str, Any] = {
        "title": "What if?",
        "role": asked.text("role") if role is None else asked.name(role),
        "notes": notes,
        "begin": () if asked.given else roles_to_begin_with(asked),
    }
    if found is not None:
        context |= _answer(asked, found, role, learn, have, top)
        names = [asked.name_of(role)] if role else []
        line = {"have": have, "learn": wanted, "top": top if top != _FEW else ""}
        context["command"] = command_line("whatif", *names, **line)
        context["json"] = asked.as_json("whatif", role=names, **line)
    return answer_page(request, "whatif.html", asked, **context)


def _answer(
    asked: AskedFields, found: WhatIf, role: Node | None, learn: dict[Node, Level], have: str, top: int
) -> dict[str, Any]:
    is_held = bool(learn) and found.known and not found.learned
    blocks = list(already_held_blocks(found, learn) if is_held else whatif_blocks(found))
    told, remarks = said(blocks)
    if not found.known:
        told = (*told[:-1], "So what comes into reach is not known: say what you know.")
    elif found.levers:
        told = (f"{counted(found.in_reach, 'role')} in reach already. {_ORDER}",)
    opened = [_opened(asked, role, one, have, found) for one in found.roles]
    levers = [_lever(asked, role, number, one, have, found) for number, one in enumerate(found.levers, start=1)]
    shown = len(opened) or len(levers)
    return {
        "title": next(block.text for block in blocks if isinstance(block, Heading)),
        "found": found,
        "told": told,
        "remarks": remarks,
        "unit": "hours" if found.limits.steps is None else "levels",
        "opened": [
            (title, group)
            for title, group in (
                ("Comes into reach", [one for one in opened if one.found.in_reach_after > one.found.in_reach_before]),
                ("Comes nearer", [one for one in opened if one.found.in_reach_after <= one.found.in_reach_before]),
            )
            if group
        ],
        "levers": levers,
        "near": address("/nearest", role="" if role is None else asked.name_of(role), have=have),
        "more": asked.elsewhere(top=_MANY if top < _MANY else _MOST) if shown == top < _MOST else "",
        "chart": _opened_chart(opened, found) if opened else _lever_chart(levers),
    }


def _left(hours: float | None, steps: int | None, found: WhatIf) -> str:
    if steps is None:
        return "not known"
    return effort(hours if found.limits.steps is None else None, steps)


def _opened(asked: AskedFields, role: Node | None, one: Opened, have: str, found: WhatIf) -> ShownOpened:
    now = _left(one.hours_before, one.steps_before, found)
    then = _left(one.hours_after, one.steps_after, found)
    return ShownOpened(one, now, then, between(asked, "/plan", role, one.role, have=have))


def _lever(asked: AskedFields, role: Node | None, number: int, one: Lever, have: str, found: WhatIf) -> ShownLever:
    roles = tuple(_opened(asked, role, opened, have, found) for opened in one.roles)
    opens = asked.elsewhere(learn=asked.list_of({one.capability: one.level}))
    return ShownLever(number, one, _left(one.hours, one.steps, found), opens, roles)


def _opened_chart(opened: list[ShownOpened], found: WhatIf) -> RowChart | None:
    """What is left for each role, before and after."""
    in_hours = found.limits.steps is None
    rows = []
    for one in opened:
        before, after = (
            (one.found.hours_before, one.found.hours_after)
            if in_hours
            else (one.found.steps_before, one.found.steps_after)
        )
        if before is None or after is None:
            continue
        tone = "known" if one.found.in_reach_after else "learn"
        strokes = (
            Stroke("bar", after, tone),
            Stroke("bar", before, "saved", after),
            Stroke("dot", after, tone),
        )
        words = [about(number) if in_hours else str(number) for number in (before, after)]
        rows.append(ChartRow(one.found.role.label, one.plan, strokes, " → ".join(words)))
    limit = found.limits.hours if in_hours else found.limits.steps
    unit = "hours left to learn" if in_hours else "levels left to learn"
    return row_chart(
        "What is left, now and then", unit, [ChartPart("", tuple(rows))], limit=limit, limit_said="most for one move"
    )


def _lever_chart(levers: list[ShownLever]) -> RowChart | None:
    """How many roles each brings nearer."""
    rows = [
        ChartRow(
            f"{one.number}. {one.found.capability.label}",
            one.opens,
            (Stroke("bar", one.found.nearer, "learn"),),
            f"{counted(one.found.nearer, 'role')}, {one.takes}",
        )
        for one in levers
    ]
    return row_chart("What opens most", "roles that come nearer", [ChartPart("", tuple(rows))])


def routes() -> list[BaseRoute]:
    """The address of the page."""
    return [Route("/whatif", whatif_page)]
