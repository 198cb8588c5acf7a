"""The roles nearest to someone, for people: tiers, what is met, and why.

Routes for people: the moves of each with what is to be learned for it, and the direct path beside them.

What learning opens, for people.
"""

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
    Thresholds,
    WhatIf,
)
from rolegraph.model.plans import LearningPath
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, about, asked, counted

_FEW: Final = 3  # parts, and pieces, that are named
_COLUMNS: Final = ("#", "Role", "Score", "Meets", "Hours", "Move")


def nearest_blocks(found: Nearest, *, explain: bool = False) -> Iterator[Block]:
    """The whole answer; `explain` adds all parts of each score."""
    yield Heading(_title(found), 1)
    numbered = list(enumerate(found.neighbours, start=1))
    if not numbered:
        yield Text("No role passes the filters." if found.filters else "There is no other role.")
    for tier, group in groupby(numbered, key=lambda one: one[1].tier):
        yield Heading(str(tier).capitalize())
        yield Table(_COLUMNS, [_row(number, one) for number, one in group], frozenset({"#", "Score", "Hours"}))
    if numbered:
        yield Heading("Why")
        yield Table(("#", "Why"), [(str(number), " ".join(_reasons(one))) for number, one in numbered])
    if explain:
        for number, one in numbered:
            yield Heading(f"{number}. {one.role.label}: {one.score:.3f}")
            yield Table(("Part", "Points", "Made of"), list(_parts(one)), frozenset({"Points"}))
    yield from _small_print(found)


def _title(found: Nearest) -> str:
    if found.reverse:
        return f"Who could move to {found.start}"
    return f"Nearest to {found.start}"


def _row(number: int, one: Neighbour) -> tuple[str, ...]:
    meets = f"{one.met} of {one.essential}" if one.essential else "not known"
    hours = NOTHING if one.hours is None else about(one.hours)
    return str(number), one.role.label, f"{one.score:.2f}", meets, hours, str(one.move or NOTHING)


def _reasons(one: Neighbour) -> Iterator[str]:
    parts = ", ".join(f"{part.name} {part.points:.2f}" for part in one.contributions[:_FEW])
    if parts:
        yield f"Score: {parts}{' …' if len(one.contributions) > _FEW else ''}."
    if one.shared:
        yield f"Shared: {_names(one.shared)}."
    if one.missing:
        more = one.essential - one.met - len(one.credentials) - len(one.missing)
        named = ", ".join(f"{piece.label} ({about(piece.hours or 0.0)} h)" for piece in one.missing)
        yield f"Missing: {named}{f' and {more} more' if more > 0 else ''}."
    if one.credentials:
        yield f"Credential: {_names(one.credentials)}."
    if one.in_reach:
        yield "In reach."
    elif one.reach_with:
        yield f"Would be in reach with {' and '.join(piece.label for piece in one.reach_with)}."


def _names(pieces: Iterable[Piece]) -> str:
    return "; ".join(piece.label for piece in pieces)


def _parts(one: Neighbour) -> Iterator[tuple[str, ...]]:
    for part in one.contributions:
        made_of = ", ".join(item if isinstance(item, str) else item.label for item in part.detail[: 2 * _FEW])
        yield part.name, f"{part.points:.3f}", made_of or NOTHING
    yield "score", f"{sum(part.points for part in one.contributions):.3f}", NOTHING


def _small_print(found: Nearest) -> Iterator[Block]:
    for name, left_out in found.filters:
        yield Text(f"Filter: {name}; it leaves out {counted(left_out, 'role')}.", quiet=True)
    yield Text(f"{len(found.neighbours)} of {counted(found.considered, 'role')}. {tiers(found.thresholds)}", quiet=True)
    yield Text(
        f"In reach is what is related or close, without a credential, and takes {limits(found.limits)}.", quiet=True
    )
    yield Text("Hours are estimates; `path` plans them exactly, and may find fewer.", quiet=True)


def tiers(thresholds: Thresholds) -> str:
    """From which scores on roles are close or related, in a sentence."""
    return f"Close from {thresholds.close:.2f}, related from {thresholds.related:.2f} ({thresholds.basis})."


def limits(one: Limits) -> str:
    """What one move may take, in words."""
    jump = "" if one.jump is None else f" and {counted(one.jump, 'seniority level')} up in {one.by}"
    hours = "any number of hours" if one.hours == float("inf") else f"at most {about(one.hours)} hours"
    return f"{hours}{jump} ({one.basis})"


_ROUTE_COLUMNS: Final = ("#", "To", "Hours", "Move", "Learn, in this order")

_NUMBERS: Final = frozenset({"#", "Hours"})


def route_blocks(found: Routes) -> Iterator[Block]:
    """The whole answer."""
    yield Heading(f"From {found.start.name} to {found.goal.label}, in small steps", 1)
    if not found.routes:
        yield from _no_route(found)
    for number, route in enumerate(found.routes, start=1):
        yield Heading("The route" if len(found.routes) == 1 else f"Route {number}")
        yield Text(_summary(route, found.direct))
        yield Table(
            _ROUTE_COLUMNS, [_route_row(place, move) for place, move in enumerate(route.moves, start=1)], _NUMBERS
        )
    yield Heading("Directly, for comparison")
    yield Table(_ROUTE_COLUMNS, [_route_row(1, found.direct)], _NUMBERS)
    yield Text(f"One move may take {limits(found.limits)}.", quiet=True)
    yield Text("Hours are estimates. A detour means smaller steps, never less to learn.", quiet=True)


def _summary(route: Route, direct: Move) -> str:
    if len(route.moves) == 1:
        return f"No stepping stone makes the hardest move smaller: go directly, {about(route.hours)} hours."
    total = f"{counted(len(route.moves), 'move')}, {about(route.hours)} hours in all"
    if direct.hours > 0:
        share = round(100 * (1 - route.hardest / direct.hours))
        return (
            f"{total}; the hardest move takes {about(route.hardest)} hours, {share} percent less than going directly."
        )
    return f"{total}; the hardest move takes {about(route.hardest)} hours."


def _route_row(number: int, move: Move) -> tuple[str, ...]:
    return str(number), move.end.label, about(move.hours), str(move.move or NOTHING), _lesson(move.path)


def _lesson(path: LearningPath) -> str:
    steps = ", ".join(step.node.label for step in path.steps) or "nothing that is learned by doing"
    credentials = "; ".join(asked(credential.requirement) for credential in path.credentials)
    return f"{steps}; credential: {credentials}" if credentials else steps


def _no_route(found: Routes) -> Iterator[Block]:
    yield Text(f"There is no viable route: no chain of moves within the limits leads to {found.goal.label}.")
    if found.reachable is not None:
        near = found.reachable
        hours = NOTHING if near.hours is None else about(near.hours)
        yield Text(f"The nearest role that can be reached is {near.role.label}, {hours} hours from here.")


_FEW_ROLES: Final = 4  # roles that are named


def whatif_blocks(found: WhatIf) -> Iterator[Block]:
    """The whole answer: what was asked about, or else the best levers."""
    if found.learned:
        yield from _learned(found)
    else:
        yield Heading(f"What opens most, for {found.start}", 1)
        yield Text(f"{counted(found.in_reach, 'role')} in reach already. Each of these is taken by itself.")
        rows = [_lever_row(number, one) for number, one in enumerate(found.levers, start=1)]
        if rows:
            yield Table(("#", "Learn", "Hours", "Comes into reach"), rows, frozenset({"#", "Hours"}))
        else:
            yield Text("Nothing that is learned by doing makes any role that is near take fewer hours.")
    yield Text(
        f"In reach is what is related or close, without a credential, and takes {limits(found.limits)}.", quiet=True
    )
    yield Text("Hours are estimates.", quiet=True)


def _learned(found: WhatIf) -> Iterator[Block]:
    names = ", ".join(step.node.label for step in found.learned)
    yield Heading(f"If you learn {names}", 1)
    yield Text(f"That takes {about(found.hours)} hours, and {counted(found.changed, 'role')} then take fewer.")
    opened = [one for one in found.roles if one.in_reach_after and not one.in_reach_before]
    others = [one for one in found.roles if one not in opened]
    for title, group in (("Comes into reach", opened), ("Comes nearer", others)):
        if group:
            yield Heading(title)
            columns = ("Role", "Meets", "Then", "Hours", "Then hours")
            yield Table(columns, [_opened_row(one) for one in group], frozenset({"Hours", "Then hours"}))
    if not opened:
        yield Text("No role comes into reach by this alone.")


def _opened_row(one: Opened) -> tuple[str, ...]:
    meets, then = (f"{met} of {one.essential}" for met in (one.met_before, one.met_after))
    return one.role.label, meets, then, about(one.hours_before), about(one.hours_after)


def _lever_row(number: int, one: Lever) -> tuple[str, ...]:
    named = ", ".join(role.label for role in one.opened[:_FEW_ROLES])
    more = len(one.opened) - _FEW_ROLES
    opened = f"{len(one.opened)}: {named}{f' and {more} more' if more > 0 else ''}" if one.opened else NOTHING
    return str(number), one.capability.label, about(one.hours), opened
