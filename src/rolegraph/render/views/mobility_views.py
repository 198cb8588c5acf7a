"""Where to go from a role as tables: the nearest roles, routes of small moves, and what learning something opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from rolegraph.model.moves import (
    Lever,
    Limits,
    Move,
    Nearest,
    Neighbour,
    Opened,
    Piece,
    Route,
    Routes,
    WhatIf,
)
from rolegraph.model.plans import LearningPath
from rolegraph.render.text import (
    NOTHING,
    Block,
    Heading,
    Rows,
    Table,
    Text,
    about,
    asked,
    counted,
    origin_of,
    origins,
    section,
)

_FEW: Final = 3  # parts of a score that are named in one line
_FEW_ROLES: Final = 4


def nearest_blocks(nearest: Nearest, *, explain: bool = False) -> Iterator[Block]:
    """Neighbours by tier and why each is near; `explain` adds all parts of each score."""
    yield Heading(f"{'Who could move to' if nearest.reverse else 'Nearest to'} {nearest.start}", 1)
    yield from origins([nearest.unrecorded])
    numbered = list(enumerate(nearest.neighbours, start=1))
    if not numbered:
        yield Text("No role passes the filters." if nearest.filters else "There is no other role.")
    columns = ("#", "Role", "Score", "Meets", "Hours", "Move")
    for tier, group in groupby(numbered, key=lambda pair: pair[1].tier):
        rows = [_neighbour_row(number, neighbour) for number, neighbour in group]
        yield from section(str(tier).capitalize(), columns, rows, ("#", "Score", "Hours"))
    why = [(str(number), " ".join(_reasons(neighbour))) for number, neighbour in numbered]
    yield from section("Why", ("#", "Why"), why)
    for number, neighbour in numbered if explain else ():
        title = f"{number}. {neighbour.role.label}: {neighbour.score:.3f}"
        yield from section(title, ("Part", "Points", "From"), list(_parts(neighbour)), ["Points"])
    for name, left_out in nearest.filters:
        yield Text(f"Filter: {name}; it excludes {counted(left_out, 'role')}.", quiet=True)
    shown = f"{len(nearest.neighbours)} of {counted(nearest.considered, 'role')}"
    close, related, basis = nearest.thresholds
    tiers = f"Close: a score of {close:.2f} or more. Related: {related:.2f} or more."
    yield Text(f"{shown}. {tiers} How these were set: {basis}.", quiet=True)
    if not any(neighbour.essential for neighbour in nearest.neighbours):
        return
    yield Text(_in_reach(nearest.limits), quiet=True)
    yield Text("Hours are estimates; `path` plans them exactly, and may find fewer.", quiet=True)


def _neighbour_row(number: int, neighbour: Neighbour) -> tuple[str, ...]:
    meets = f"{neighbour.met} of {neighbour.essential}" if neighbour.essential else "not known"
    if neighbour.essential and neighbour.unrecorded is not None:
        meets += ", estimated"
    hours = NOTHING if neighbour.hours is None else about(neighbour.hours)
    return str(number), neighbour.role.label, f"{neighbour.score:.2f}", meets, hours, str(neighbour.move or NOTHING)


def _reasons(neighbour: Neighbour) -> Iterator[str]:
    if not neighbour.contributions:
        yield "Nothing is known that both have in common."
    parts = ", ".join(f"{part.name} {part.points:.2f}" for part in neighbour.contributions[:_FEW])
    if parts:
        yield f"Score: {parts}{' and more' if len(neighbour.contributions) > _FEW else ''}."
    if neighbour.shared:
        yield f"Shared: {_names(neighbour.shared)}."
    if neighbour.missing:
        more = neighbour.essential - neighbour.met - len(neighbour.credentials) - len(neighbour.missing)
        names = ", ".join(f"{piece.label} ({about(piece.hours or 0.0)} h)" for piece in neighbour.missing)
        yield f"Missing: {names}{f' and {more} more' if more > 0 else ''}."
    if neighbour.credentials:
        yield f"Credential: {_names(neighbour.credentials)}."
    if neighbour.unrecorded is not None:
        yield origin_of(neighbour.unrecorded)
    if neighbour.in_reach:
        yield "In reach."
    elif neighbour.reach_with:
        yield f"In reach with {' and '.join(piece.label for piece in neighbour.reach_with)}."


def _names(pieces: Iterable[Piece]) -> str:
    return "; ".join(piece.label for piece in pieces)


def _parts(neighbour: Neighbour) -> Iterator[tuple[str, ...]]:
    for part in neighbour.contributions:
        detail = ", ".join(item if isinstance(item, str) else item.label for item in part.detail[: 2 * _FEW])
        yield part.name, f"{part.points:.3f}", detail or NOTHING
    yield "score", f"{sum(part.points for part in neighbour.contributions):.3f}", NOTHING


def limits(move: Limits) -> str:
    """What one move may take, and why, in words."""
    jump = "" if move.jump is None else f" and {counted(move.jump, f'{move.by} level')} up"
    hours = "any number of hours" if move.hours == float("inf") else f"at most {about(move.hours)} hours"
    return f"{hours}{jump}. How this was set: {move.basis}"


def _in_reach(move: Limits) -> str:
    return f"In reach: close or related, no credential missing, and {limits(move)}."


def route_blocks(routes: Routes) -> Iterator[Block]:
    """Each route with its moves and what to learn for them, and besides detours the direct move for comparison."""
    yield Heading(f"From {routes.start.name} to {routes.goal.label}, in small steps", 1)
    paths = [move.path for route in routes.routes for move in route.moves]
    yield from origins([*routes.start.unrecorded, *(path.gap.unrecorded for path in (*paths, routes.direct.path))])
    if not routes.direct.path.gap.known:
        yield Text("So there is no route to plan.")
        return
    if not routes.routes:
        yield Text(f"There is no route: no chain of moves within the limits leads to {routes.goal.label}.")
        if (near := routes.reachable) is not None:
            hours = NOTHING if near.hours is None else about(near.hours)
            yield Text(f"The nearest role that can be reached is {near.role.label}, {hours} hours from here.")
    for number, route in enumerate(routes.routes, start=1):
        yield Heading("The route" if len(routes.routes) == 1 else f"Route {number}")
        yield Text(_summary(route, routes.direct))
        yield _moves(route.moves)
    if not routes.routes or any(len(route.moves) > 1 for route in routes.routes):
        yield Heading("The direct move, for comparison")
        yield _moves([routes.direct])
    yield Text(f"One move may take {limits(routes.limits)}.", quiet=True)
    yield Text("Hours are estimates. A detour has smaller steps, but never fewer hours.", quiet=True)


def move_rows(routes: Routes) -> Rows:
    """The moves of all routes, with what to learn for each, and the direct move."""
    numbered = [(number, route.moves) for number, route in enumerate(routes.routes, start=1)]
    rows = [
        {
            "route_number": route,
            "move_number": number,
            "start": move.start,
            "end": move.end,
            "hours": move.hours,
            "move": move.move,
            "learn": [step.node for step in move.path.by_capability],
            "credentials": [credential.requirement.label for credential in move.path.credentials],
        }
        for route, moves in [*numbered, ("direct", (routes.direct,))]
        for number, move in enumerate(moves, start=1)
    ]
    return rows, "route_number move_number start start_iri end end_iri hours move learn learn_iri credentials".split()


def _summary(route: Route, direct: Move) -> str:
    if len(route.moves) == 1:
        return f"No role in between makes the hardest move smaller: go directly, {about(route.hours)} hours."
    line = f"{counted(len(route.moves), 'move')}, {about(route.hours)} hours in all"
    line += f"; the hardest move takes {about(route.hardest)} hours"
    if direct.hours:
        line += f", {round(100 * (1 - route.hardest / direct.hours))} percent less than the direct move"
    return line + "."


def _moves(moves: Iterable[Move]) -> Table:
    rows = [
        (str(number), move.end.label, about(move.hours), str(move.move or NOTHING), _lesson(move.path))
        for number, move in enumerate(moves, start=1)
    ]
    return Table(("#", "To", "Hours", "Move", "Learn, in this order"), rows, frozenset({"#", "Hours"}))


def _lesson(path: LearningPath) -> str:
    steps = ", ".join(step.node.label for step in path.by_capability) or "nothing"
    credentials = "; ".join(asked(credential.requirement) for credential in path.credentials)
    return f"{steps}; credential: {credentials}" if credentials else steps


def whatif_blocks(answer: WhatIf) -> Iterator[Block]:
    """What learning something opens, or which capabilities open most."""
    if answer.unknown:
        yield Heading(f"What opens most roles for {answer.start}", 1)
        yield from origins(answer.unrecorded)
        yield Text("So what comes into reach is not known: say with --have or --profile what you know.")
        return
    if answer.learned:
        yield from _learned(answer)
    else:
        yield Heading(f"What opens most roles for {answer.start}", 1)
        yield Text(f"{counted(answer.in_reach, 'role')} in reach already. Each row assumes that you learn only that.")
        rows = [_lever_row(number, lever) for number, lever in enumerate(answer.levers, start=1)]
        if rows:
            yield Table(("#", "Learn", "Hours", "Comes into reach"), rows, frozenset({"#", "Hours"}))
        else:
            yield Text("No single capability makes a role that is near take fewer hours.")
    yield from origins(answer.unrecorded)
    yield Text(_in_reach(answer.limits), quiet=True)
    yield Text("Hours are estimates.", quiet=True)


def _learned(answer: WhatIf) -> Iterator[Block]:
    yield Heading(f"If you learn {', '.join(step.node.label for step in answer.learned)}", 1)
    yield Text(f"This takes {about(answer.hours)} hours; {_then_shorter(answer.changed)}.")
    opened = [role for role in answer.roles if role.in_reach_after and not role.in_reach_before]
    others = [role for role in answer.roles if role not in opened]
    columns = ("Role", "Meets now", "Meets then", "Hours now", "Hours then")
    for title, group in (("Comes into reach", opened), ("Comes nearer", others)):
        yield from section(title, columns, [_opened_row(role) for role in group], columns[3:])
    if not opened:
        yield Text("No role comes into reach by this alone.")


def _then_shorter(changed: int) -> str:
    return f"{counted(changed, 'role')} then {'takes' if changed == 1 else 'take'} fewer hours"


def _opened_row(role: Opened) -> tuple[str, ...]:
    now, then = (f"{met} of {role.essential}" for met in (role.met_before, role.met_after))
    return role.role.label, now, then, about(role.hours_before), about(role.hours_after)


def _lever_row(number: int, lever: Lever) -> tuple[str, ...]:
    names = ", ".join(role.label for role in lever.opened[:_FEW_ROLES])
    more = len(lever.opened) - _FEW_ROLES
    opened = f"{len(lever.opened)}: {names}{f' and {more} more' if more > 0 else ''}" if lever.opened else NOTHING
    return str(number), lever.capability.label, about(lever.hours), opened
