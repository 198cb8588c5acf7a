"""`/route`: smaller moves through other roles, beside the direct move, with what is to be learned for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.routing import BaseRoute, Route

from rolegraph.errors import joined
from rolegraph.mobility.match import limits_of
from rolegraph.model.moves import Move, MoveKind, Routes
from rolegraph.model.moves import Route as Chain
from rolegraph.model.nodes import Node
from rolegraph.render.text import Heading, about, counted, effort
from rolegraph.render.text import asked as asked_for
from rolegraph.render.views.mobility_views import route_blocks, route_summary
from rolegraph.server.pages.answer_page import answer_page, between, roles_to_begin_with, said
from rolegraph.server.pages.asking import AskedFields, command_line
from rolegraph.server.pages.row_charts import ChartPart, ChartRow, RowChart, Stroke, row_chart
from rolegraph.server.served import notes_on

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rolegraph.model.plans import LearningStep

_MOST_MOVES: Final = 4
_MOST_NAMED: Final = 10  # capabilities that are named of a move
_FEW: Final = 2  # roles on the way that are named in a picture
_TONES: Final = 4  # of moves in a bar
_NUMBERS: Final = {
    "max_moves": (1, 20),
    "alternatives": (1, 10),
    "max_hours": (0, 1_000_000),
    "max_steps": (0, 10_000),
    "max_jump": (0, 5),
}


class RouteMove(NamedTuple):
    """A move with what is learned for it, in order, and the address of its plan."""

    number: int
    move: Move
    takes: str
    learn: tuple[LearningStep, ...]
    more: int
    credentials: tuple[str, ...]
    moved: str
    plan: str
    is_hardest: bool
    tone: str


class ShownRoute(NamedTuple):
    """A route: what there is to say of it, and its moves."""

    title: str
    summary: str
    moves: tuple[RouteMove, ...]


def route_page(request: Request) -> Response:
    """The form, and the routes."""
    asked = AskedFields(request)
    with notes_on(asked.graph) as notes:
        start, goal, levels = asked.node("from"), asked.node("to"), asked.levels("have")
        roles: dict[str, Any] = {field: asked.nodes(field, _MOST_MOVES) for field in ("via", "avoid")}
        numbers = {field: asked.number(field, *ends) for field, ends in _NUMBERS.items()}
        if goal is not None and start is None and not levels and not asked.troubles:
            asked.refuse("from", "Say where you start: the role you have now, or what you know.")
        _check_unit(asked, numbers)
        found = None
        if not asked.troubles and goal is not None:
            besides = asked.graph.profile(None, levels) if levels else None
            wish: dict[str, Any] = numbers | {"alternatives": numbers["alternatives"] or 1}
            found = asked.graph.route(start, goal, besides=besides, **roles, **wish)
    have = asked.list_of(levels)
    context: dict[str, Any] = {
        "title": "Routes",
        "start": asked.text("from") if start is None else asked.name(start),
        "goal": asked.text("to") if goal is None else asked.name(goal),
        "more_roles": {field: [*map(asked.name, nodes), *asked.wrong(field)] for field, nodes in roles.items()},
        "numbers": numbers,
        "has_options": any(roles.values()) or any(number is not None for number in numbers.values()),
        "notes": notes,
        "begin": () if asked.given else roles_to_begin_with(asked),
    }
    if found is not None and goal is not None:
        names = [asked.name_of(node) for node in (start, goal) if node is not None]
        by_name = {field: [asked.name_of(node) for node in nodes] for field, nodes in roles.items()}
        line: dict[str, Any] = {"have": have, **by_name, **numbers}
        context |= _answer(asked, found, start, have)
        context["command"] = command_line("route", *names, **line)
        context["json"] = asked.as_json("route", from_=names[:-1], to=names[-1], **line)
    return answer_page(request, "route.html", asked, **context)


def _check_unit(asked: AskedFields, numbers: dict[str, int | None]) -> None:
    """Say beside the field of a limit that is not in the unit of the graph."""
    if numbers["max_hours"] is None and numbers["max_steps"] is None:
        return
    if limits_of(asked.graph.mobility.move_efforts).steps is None:
        wrong, problem = "max_steps", "There are hours in this graph: limit a move by these."
    else:
        wrong, problem = "max_hours", "Nobody has estimated hours in this graph: limit a move by levels."
    if numbers[wrong] is not None:
        asked.refuse(wrong, problem)


def _answer(asked: AskedFields, found: Routes, start: Node | None, have: str) -> dict[str, Any]:
    blocks = list(route_blocks(found))
    told, remarks = said(blocks)
    summaries = [route_summary(chain, found) for chain in found.routes]
    shown = [
        ShownRoute(
            "The route" if len(found.routes) == 1 else f"Route {number}",
            summary,
            tuple(_shown(asked, chain, place, have) for place in range(len(chain.moves))),
        )
        for number, (chain, summary) in enumerate(zip(found.routes, summaries, strict=True), start=1)
    ]
    is_direct = all(len(chain.moves) == 1 for chain in found.routes)
    direct = _shown(asked, Chain((found.direct,)), 0, have) if found.direct.path.known else None
    hours = {step.effort.basis for chain in found.routes for move in chain.moves for step in move.path.steps}
    if found.limits.steps is None and hours:
        remarks = (*remarks, f"Hours are estimates of: {'; '.join(sorted(hours))}.")
    return {
        "title": next(block.text for block in blocks if isinstance(block, Heading)),
        "found": found,
        "told": [text for text in told if text not in summaries],
        "remarks": remarks,
        "shown": shown,
        "direct": None if found.routes and is_direct else direct,
        "whole": between(asked, "/plan", start, found.goal, have=have),
        "chart": None if is_direct else _chart(found, shown, direct),
        "cures": [] if found.routes or direct is None else _cures(asked, found),
    }


def _cures(asked: AskedFields, found: Routes) -> list[tuple[str, str]]:
    """What may help where no route keeps within the limits: the least that would let the direct move through."""
    cures = []
    if (over := found.limits.over(found.direct.path.weight, found.direct.steps)) > 0:
        field, unit = ("max_hours", "hours") if found.limits.steps is None else ("max_steps", "levels")
        limit = found.limits.hours if found.limits.steps is None else found.limits.steps
        most = -(-int((limit or 0) + over + 1) // 10) * 10 if field == "max_hours" else int((limit or 0) + over)
        cures.append((f"Allow {most:,} {unit} for one move", asked.elsewhere(**{field: most})))
    if found.limits.jump is not None and found.direct.move is MoveKind.ADVANCEMENT:
        jump = found.limits.jump + 1
        cures.append((f"Allow {jump} levels up in one move", asked.elsewhere(max_jump=jump)))
    if (moves := (asked.number("max_moves", 1, 20) or _MOST_MOVES) + 2) <= 20:
        cures.append((f"Allow {moves} moves", asked.elsewhere(max_moves=moves)))
    for field, words in (("via", "Go through no role that is given"), ("avoid", "Avoid no role")):
        if asked.texts(field):
            cures.append((words, asked.elsewhere(**{field: []})))
    return cures


def _shown(asked: AskedFields, chain: Chain, place: int, have: str) -> RouteMove:
    move = chain.moves[place]
    learn = move.path.by_capability
    named = learn if len(learn) <= _MOST_NAMED + 1 else learn[:_MOST_NAMED]
    return RouteMove(
        number=place + 1,
        move=move,
        takes=effort(move.hours, move.steps, move.path.capabilities),
        learn=named,
        more=len(learn) - len(named),
        credentials=tuple(asked_for(one.requirement) for one in move.path.credentials),
        moved="" if move.moved is None or move.start is None else move.moved.between(move.start, move.end),
        plan=between(asked, "/plan", move.start, move.end, have=have),
        is_hardest=len(chain.moves) > 1 and move is chain.hardest_move,
        tone=f"part-{place % _TONES}",
    )


def _chart(found: Routes, shown: list[ShownRoute], direct: RouteMove | None) -> RowChart | None:
    """Each route as a bar of its moves, and the direct move below: whose steps are smaller is seen at once."""
    in_hours = found.limits.steps is None
    rows = []
    for number, route in enumerate(shown):
        strokes, before = list[Stroke](), 0.0
        for one in route.moves:
            amount = one.move.hours if in_hours else one.move.steps
            if amount is None:
                return None
            strokes.append(Stroke("bar", before + amount, one.tone, before, f"{one.move.end.label}: {one.takes}"))
            before += amount
        through = [one.move.end.label for one in route.moves[:-1]]
        label = f"by way of {joined(through, 'and')}" if 0 < len(through) <= _FEW else counted(len(route.moves), "move")
        rows.append(
            ChartRow(label, f"#route-{number + 1}", tuple(strokes), about(before) if in_hours else f"{before:g}")
        )
    amount = None if direct is None else direct.move.hours if in_hours else direct.move.steps
    if amount is not None:
        note = about(amount) if in_hours else str(amount)
        rows.append(ChartRow("directly", "#direct", (Stroke("bar", amount, "optional"),), note))
    unit = "hours to learn" if in_hours else "levels to learn"
    limit = found.limits.hours if in_hours else found.limits.steps
    return row_chart(
        "Routes and the direct move", unit, [ChartPart("", tuple(rows))], limit=limit, limit_said="most for one move"
    )


def routes() -> list[BaseRoute]:
    """The address of the page."""
    return [Route("/route", route_page)]
