"""Routes for people: the hops of each with what is to be learned for it, and the direct path beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rolegraph.moves import Hop, Route, Routes
from rolegraph.plans import LearningPath
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.render.nearest_view import limits
from rolegraph.words import NOTHING, about, asked, counted

_COLUMNS: Final = ("#", "To", "Hours", "Move", "Learn, in this order")
_NUMBERS: Final = frozenset({"#", "Hours"})


def route_blocks(found: Routes) -> Iterator[Block]:
    """The whole answer."""
    yield Heading(f"From {found.start.name} to {found.goal.label}, in small steps", 1)
    if not found.routes:
        yield from _no_route(found)
    for number, route in enumerate(found.routes, start=1):
        yield Heading("The route" if len(found.routes) == 1 else f"Route {number}")
        yield Text(_summary(route, found.direct))
        yield Table(_COLUMNS, [_row(place, hop) for place, hop in enumerate(route.hops, start=1)], _NUMBERS)
    yield Heading("Directly, for comparison")
    yield Table(_COLUMNS, [_row(1, found.direct)], _NUMBERS)
    yield Text(f"One hop may take {limits(found.limits)}.", quiet=True)
    yield Text("Hours are estimates. A detour means smaller steps, never less to learn.", quiet=True)


def _summary(route: Route, direct: Hop) -> str:
    if len(route.hops) == 1:
        return f"No stepping stone makes the hardest hop smaller: go directly, {about(route.hours)} hours."
    total = f"{counted(len(route.hops), 'hop')}, {about(route.hours)} hours in all"
    if direct.hours > 0:
        share = round(100 * (1 - route.hardest / direct.hours))
        return f"{total}; the hardest hop takes {about(route.hardest)} hours, {share} percent less than going directly."
    return f"{total}; the hardest hop takes {about(route.hardest)} hours."


def _row(number: int, hop: Hop) -> tuple[str, ...]:
    return str(number), hop.end.label, about(hop.hours), str(hop.move or NOTHING), _lesson(hop.path)


def _lesson(path: LearningPath) -> str:
    steps = ", ".join(step.node.label for step in path.steps) or "nothing that is learned by doing"
    gates = "; ".join(asked(gate.requirement) for gate in path.gates)
    return f"{steps}; gate: {gates}" if gates else steps


def _no_route(found: Routes) -> Iterator[Block]:
    yield Text(f"There is no viable route: no chain of hops within the limits leads to {found.goal.label}.")
    if found.reachable is not None:
        near = found.reachable
        hours = NOTHING if near.hours is None else about(near.hours)
        yield Text(f"The nearest role that can be reached is {near.role.label}, {hours} hours from here.")
