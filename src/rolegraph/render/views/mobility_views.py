"""Where to go from a role as tables: the nearest roles, routes of small moves, and what learning something opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from rolegraph.model.moves import (
    Lever,
    Limits,
    Move,
    MoveKind,
    Nearest,
    Neighbour,
    Opened,
    Piece,
    RankedBy,
    Route,
    Routes,
    Tier,
    WhatIf,
)
from rolegraph.model.nodes import Level, Node
from rolegraph.model.observations import Estimate, percent
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
    effort,
    origin_of,
    origins,
    section,
)

_FEW: Final = 3  # parts of a score that are named in one line
_WHOLE: Final = 10  # from which factor on it is shown without a fraction
_MOST_LEARNED: Final = 12  # capabilities that are named of a move


_DIRECTIONS: Final = {
    MoveKind.SIMILAR: "Across, on the same level",
    MoveKind.LATERAL: "Across, on the same level",
    MoveKind.ADVANCEMENT: "Up",
    MoveKind.STEP_DOWN: "Down",
}
_NOT_COUNTED: Final = {
    RankedBy.MOVES: "Nobody counted who left this role, as far as the graph knows: see `rolegraph import moves`.",
    RankedBy.LIKELY: "The graph does not know how many work in which role: see `rolegraph import observations`.",
}
_NO_DIRECTION: Final = "Level not known"
_ASSUMED: Final = "Some hours are assumed, as nobody has estimated them."


def nearest_blocks(nearest: Nearest, *, explain: bool = False) -> Iterator[Block]:
    """Neighbours by direction, or else by tier, and why each is near; `explain` adds all parts of each score."""
    yield Heading(f"{_QUESTIONS[nearest.by, nearest.reverse]} {nearest.start}", 1)
    yield from origins([nearest.unrecorded])
    numbered = list(enumerate(nearest.neighbours, start=1))
    if not numbered:
        yield Text(_nothing_near(nearest))
    directed = _is_directed(nearest)
    for title, group in neighbour_sections(nearest):
        rows = [_neighbour_row(number, neighbour, nearest, directed) for number, neighbour in group]
        columns = _neighbour_columns(nearest, directed)
        yield from section(title, columns, rows, {*columns} - {"Role", "Near", "Meets", "Employed"})
    why = [
        (str(number), " ".join((*_odds(neighbour, nearest), *reasons(neighbour, nearest))))
        for number, neighbour in numbered
    ]
    yield from section("Why", ("#", "Why"), why)
    for number, neighbour in numbered if explain else ():
        title = f"{number}. {neighbour.role.label}: {neighbour.score:.3f}"
        yield from section(title, ("Part", "Points", "From"), list(_parts(neighbour)), ["Points"])
    for name, left_out in nearest.filters:
        yield Text(f"Filter: {name}; it excludes {counted(left_out, 'role')}.", quiet=True)
    if numbered or nearest.by is None:
        yield from _measures(nearest)


_QUESTIONS: Final = {
    (None, False): "Nearest to",
    (None, True): "Who could move to",
    (RankedBy.MOVES, False): "Where people went from",
    (RankedBy.LIKELY, False): "Where people are likely to go from",
}


def _nothing_near(nearest: Nearest) -> str:
    if nearest.by is not None and not nearest.basis:
        return _NOT_COUNTED[nearest.by]
    if nearest.filters:
        return "No role passes the filters."
    return "There is no other role." if nearest.role else "Nothing near: no role asks for anything that you have."


def _is_directed(nearest: Nearest) -> bool:
    return nearest.by is None and any(one.move is not None for one in nearest.neighbours)


def neighbour_sections(nearest: Nearest) -> list[tuple[str, list[tuple[int, Neighbour]]]]:
    """Neighbours, numbered, under what stands above them: the direction of the move, or else how near they are."""
    directed, numbered = _is_directed(nearest), enumerate(nearest.neighbours, start=1)
    groups = groupby(numbered, key=lambda pair: _section_of(pair[1], directed, nearest))
    return [(title, list(group)) for title, group in groups]


def _section_of(neighbour: Neighbour, directed: bool, nearest: Nearest) -> str:
    if nearest.by is not None:
        return "By an estimate of the share of leavers" if nearest.by is RankedBy.LIKELY else "By the share of leavers"
    if nearest.role is None and neighbour.tier is Tier.FURTHER and not directed:
        return "Ask for something that you have"
    return heading_of(neighbour.tier, neighbour.move, directed=directed)


def heading_of(tier: Tier, move: MoveKind | None, *, directed: bool) -> str:
    """What stands above a neighbour: the direction of the move, where that is known of any, or else how near it is."""
    if directed:
        return _NO_DIRECTION if move is None else _DIRECTIONS[move]
    return str(tier).capitalize()


def _neighbour_columns(nearest: Nearest, directed: bool) -> tuple[str, ...]:
    takes = ("Hours",) if nearest.limits.steps is None else ("Capabilities", "Levels")
    score: tuple[str, ...] = ("Score",) if nearest.role else ()
    if nearest.by is not None:
        score = ("Estimated" if nearest.by is RankedBy.LIKELY else "Of leavers", "Score")
    return ("#", "Role", *score, *(("Near",) if directed else ()), "Meets", *takes, *_counted_columns(nearest))


def _counted_columns(nearest: Nearest) -> tuple[str, ...]:
    """Which columns have what somebody counted."""
    counted = [one.observed for one in nearest.neighbours if one.observed is not None]
    columns = {"Employed": any(one.employment is not None for one in counted), "Pay": any(one.pay for one in counted)}
    posted = [one.demand for one in nearest.neighbours if one.demand is not None]
    columns |= {"Postings": bool(posted), "Growth": any(one.growth for one in posted)}
    return tuple(name for name, is_known in columns.items() if is_known)


def _counted_cells(neighbour: Neighbour, nearest: Nearest) -> tuple[str, ...]:
    observed = neighbour.observed
    employed = NOTHING
    if observed is not None and observed.employment is not None:
        together = len(observed.group.roles)
        employed = f"{observed.employment:,}" + (f" in {together} roles" if together > 1 else "")
    posted = neighbour.demand
    cells = {
        "Employed": employed,
        "Pay": (observed.pay if observed else "") or NOTHING,
        "Postings": NOTHING if posted is None else f"{posted.postings:,}",
        "Growth": NOTHING if posted is None or posted.growth is None else posted.growth.between,
    }
    return tuple(cells[name] for name in _counted_columns(nearest))


def _neighbour_row(number: int, neighbour: Neighbour, nearest: Nearest, directed: bool) -> tuple[str, ...]:
    meets = f"{neighbour.met} of {neighbour.essential}" if neighbour.essential else "not known"
    if neighbour.essential and neighbour.unrecorded is not None:
        meets += ", estimated"
    takes: tuple[str, ...] = (about(neighbour.hours),)
    if nearest.limits.steps is not None:
        takes = tuple(NOTHING if one is None else str(one) for one in (neighbour.capabilities, neighbour.steps))
    score: tuple[str, ...] = (f"{neighbour.score:.2f}",) if nearest.role else ()
    if nearest.by is not None:
        counted_share = neighbour.moved.share if neighbour.moved else 0.0
        score = (percent(neighbour.likely.share if neighbour.likely else counted_share), *score)
    near = (str(neighbour.tier),) if directed else ()
    return str(number), neighbour.role.label, *score, *near, meets, *takes, *_counted_cells(neighbour, nearest)


def _measures(nearest: Nearest) -> Iterator[Block]:
    """How the answer was measured."""
    shown = f"{len(nearest.neighbours)} of {counted(nearest.considered, 'role')}"
    if nearest.role is None:
        yield Text(
            f"{shown}. First comes whatever asks for or uses most of what you have, what few roles ask for most.",
            quiet=True,
        )
    else:
        yield Text(f"{shown}. {nearest.thresholds.words}", quiet=True)
    yield from _sources_of_counts(nearest)
    if not any(neighbour.essential for neighbour in nearest.neighbours):
        return
    yield Text(_in_reach(nearest.limits), quiet=True)
    hours = [hours for one in nearest.neighbours for hours in (one.hours, *(part.hours for part in one.missing))]
    yield Text(_remark(nearest.limits, hours), quiet=True)


def _sources_of_counts(nearest: Nearest) -> Iterator[Block]:
    """Who counted, and what an estimate is made of."""
    if nearest.basis and nearest.by is RankedBy.LIKELY:
        yield Text(
            f"Shares are estimates, made of {nearest.basis}: an average over people who differ, not what anyone will "
            "do. Of roles that are counted together the nearest is shown.",
            quiet=True,
        )
    elif nearest.basis:
        yield Text(
            f"Shares are of those who left the role, without those who stayed, as counted: {nearest.basis}. "
            "Of roles that are counted together the nearest is shown.",
            quiet=True,
        )
    seen = [one.observed.counted.words for one in nearest.neighbours if one.observed is not None]
    if words := "; ".join(dict.fromkeys(filter(None, seen))):
        yield Text(f"Employment and pay as counted: {words}.", quiet=True)
    posted = [one.demand for one in nearest.neighbours if one.demand is not None]
    if words := "; ".join(dict.fromkeys(one.counted.words for one in posted)):
        growth = ", growth of their share of all against the year before as its interval at 95 %"
        said = growth if any(one.growth for one in posted) else ""
        yield Text(f"Postings as counted{said}: {words}.", quiet=True)


def _remark(move: Limits, hours: Iterable[float | None] = ()) -> str:
    if move.steps is not None:
        few = "Few of all requirements have estimated hours" if any(hours) else "Nobody has estimated hours"
        return f"{few}: what counts is capabilities and steps; a step raises one by a level."
    return "Hours are estimates, those of `path`." + (f" {_ASSUMED}" if move.assumed else "")


def reasons(neighbour: Neighbour, nearest: Nearest) -> Iterator[str]:
    """Why a neighbour is near, and what is missing for it, in sentences."""
    if not neighbour.contributions:
        yield "Nothing is known that both have in common."
    more = " and more" if len(neighbour.contributions) > _FEW else ""
    if nearest.role is None:
        yield f"You have: {'; '.join(part.name for part in neighbour.contributions[:_FEW])}{more}."
    elif neighbour.contributions:
        parts = ", ".join(f"{part.name} {part.points:.2f}" for part in neighbour.contributions[:_FEW])
        yield f"Score: {parts}{more}."
    if neighbour.shared and nearest.role is not None:
        yield f"Shared: {_names(neighbour.shared)}."
    if neighbour.missing:
        others = neighbour.essential - neighbour.met - len(neighbour.credentials) - len(neighbour.missing)
        names = ", ".join(
            piece.label + (f" ({about(piece.hours)} h)" if piece.hours else "") for piece in neighbour.missing
        )
        yield f"Missing: {names}{f' and {others} more' if others > 0 else ''}."
    if neighbour.credentials:
        yield f"Credential: {_names(neighbour.credentials)}."
    if neighbour.unrecorded is not None:
        yield origin_of(neighbour.unrecorded)
    if neighbour.in_reach:
        yield "In reach."
    elif neighbour.reach_with:
        yield f"In reach with {' and '.join(piece.label for piece in neighbour.reach_with)}."


def _odds(neighbour: Neighbour, nearest: Nearest) -> Iterator[str]:
    """How many moved there, and how likely that is."""
    if neighbour.moved is not None:
        ends = (neighbour.role, nearest.role) if nearest.reverse else (nearest.role, neighbour.role)
        yield f"{neighbour.moved.between(*ends)}."
    if neighbour.likely is not None:
        yield made_of(neighbour.likely)


def made_of(likely: Estimate) -> str:
    """What an estimate is the product of, and with which roles its group is counted."""
    factors = ", ".join(
        f"{name} (×{factor:,.0f})" if factor >= _WHOLE else f"{name} (×{factor:.2g})" for name, factor in likely.parts
    )
    others = len(likely.group.roles) - 1
    together = f" Counted together with {counted(others, 'other role')} as {likely.group.label}." if others else ""
    return f"Estimate of {percent(likely.share)}: {factors}.{together}"


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
    if move.steps is not None:
        most = f"at most {counted(move.steps, 'step')}"
    else:
        any_number = move.hours is None or move.hours == float("inf")
        most = "any number of hours" if any_number else f"at most {about(move.hours)} hours"
    return f"{most}{jump}. How this was set: {move.basis}"


def _in_reach(move: Limits) -> str:
    return f"In reach: close or related, no credential missing, and {limits(move)}."


def route_blocks(routes: Routes) -> Iterator[Block]:
    """Each route with its moves and what to learn for them, and besides detours the direct move for comparison."""
    yield Heading(f"From {routes.start.name} to {routes.goal.label}, in small steps", 1)
    paths = [move.path for route in routes.routes for move in route.moves]
    yield from origins([*routes.start.unrecorded, *(path.gap.unrecorded for path in (*paths, routes.direct.path))])
    if not routes.direct.path.known:
        yield Text("So there is no route to plan.")
        return
    if not routes.routes:
        yield Text(f"There is no route: no chain of moves within the limits leads to {routes.goal.label}.")
        if (near := routes.reachable) is not None and near.steps is not None:
            takes = effort(near.hours, near.steps, near.capabilities)
            yield Text(f"The nearest role that can be reached is {near.role.label}: {takes} from here.")
    for number, route in enumerate(routes.routes, start=1):
        yield Heading("The route" if len(routes.routes) == 1 else f"Route {number}")
        yield Text(route_summary(route, routes))
        yield _moves(route.moves, routes.limits)
        yield from _who_moved(route.moves)
    if not routes.routes or any(len(route.moves) > 1 for route in routes.routes):
        yield Heading("The direct move, for comparison")
        yield _moves([routes.direct], routes.limits)
        yield from _who_moved([routes.direct])
    yield Text(f"One move may take {limits(routes.limits)}.", quiet=True)
    least = f"{about(routes.gain)} hours" if routes.limits.steps is None else counted(round(routes.gain), "step")
    yield Text(
        "A role in between has to lie on the way, by moves between related roles, and to make the hardest move at "
        f"least {least} smaller (half a standard deviation of usual moves, and 15 percent of the direct one), and by "
        "as much as it adds in all. A detour has smaller steps, but never less to learn.",
        quiet=True,
    )
    yield Text(_remark(routes.limits, [routes.direct.hours]), quiet=True)


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
            "steps": move.steps,
            "move": move.move,
            "learn": [step.node for step in move.path.by_capability],
            "credentials": [credential.requirement.label for credential in move.path.credentials],
            **({} if move.moved is None else {"observed": move.moved.note}),
        }
        for route, moves in [*numbered, ("direct", (routes.direct,))]
        for number, move in enumerate(moves, start=1)
    ]
    names = "route_number move_number start start_iri end end_iri hours steps move learn learn_iri credentials"
    return rows, names.split()


def route_summary(route: Route, routes: Routes) -> str:
    """How many moves a route has, what it takes, and how that compares with the direct move."""
    direct = routes.direct
    if len(route.moves) == 1:
        line = f"No role on the way makes the hardest move clearly smaller: go directly, {_takes(direct)}."
        return line + _more_than_usual(direct, routes)
    capabilities = len({step.node for move in route.moves for step in move.path.steps})
    line = f"{counted(len(route.moves), 'move')}, {effort(route.hours, route.steps, capabilities)} in all"
    line += f"; the hardest move takes {_takes(route.hardest_move)}"
    if (weight := direct.path.weight) > 0:
        smaller = round(100 * (1 - route.hardest_move.path.weight / weight))
        than = f"{abs(smaller)} percent {'less' if smaller > 0 else 'more'} than" if smaller else "as much as"
        line += f", {than} the direct move"
    return f"{line}." + _more_than_usual(route.hardest_move, routes)


def _more_than_usual(move: Move, routes: Routes) -> str:
    beyond = routes.limits.over(move.path.weight, move.steps) > 0
    return " That is more than is usual for one move." if beyond else ""


def _takes(move: Move) -> str:
    return effort(move.hours, move.steps, move.path.capabilities)


def _moves(moves: Iterable[Move], move_limits: Limits) -> Table:
    in_hours = move_limits.steps is None
    rows = []
    for number, move in enumerate(moves, start=1):
        takes = about(move.hours) if in_hours else str(move.steps)
        rows.append((str(number), move.end.label, takes, str(move.move or NOTHING), _lesson(move.path)))
    unit = "Hours" if in_hours else "Levels"
    return Table(("#", "To", unit, "Move", "Learn, in this order"), rows, frozenset({"#", unit}))


def _who_moved(moves: Iterable[Move]) -> Iterator[Block]:
    """How many people made each of some moves, where somebody counted them."""
    for move in moves:
        if move.moved is not None and move.start is not None:
            yield Text(
                f"{move.start.label} to {move.end.label}: {move.moved.between(move.start, move.end)}.", quiet=True
            )


def _lesson(path: LearningPath) -> str:
    names = [step.node.label for step in path.by_capability]
    shown = names if len(names) <= _MOST_LEARNED + 1 else names[:_MOST_LEARNED]
    more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    steps = ", ".join(shown) + more or "nothing"
    credentials = "; ".join(asked(credential.requirement) for credential in path.credentials)
    return f"{steps}; credential: {credentials}" if credentials else steps


def already_held_blocks(answer: WhatIf, wanted: Iterable[Node]) -> Iterator[Block]:
    """What learning something opens where all of it is held."""
    yield Heading(f"If you learn {', '.join(one.label for one in wanted)}", 1)
    yield from origins(answer.unrecorded)
    yield Text("Nothing changes: that is held already. NAME:LEVEL says to which level it is to be learned.")


def whatif_blocks(answer: WhatIf) -> Iterator[Block]:
    """What learning something opens, or which capabilities bring the nearest roles nearer."""
    title = f"If you learn {_learned_names(answer)}"
    yield Heading(title if answer.learned else f"What to learn next, for {answer.start}", 1)
    if not answer.known:
        yield from origins(answer.unrecorded)
        yield Text("So what comes into reach is not known: say with --have or --profile what you know.")
        return
    if answer.learned:
        yield from _learned(answer)
    else:
        yield from _levers(answer)
    yield from origins(answer.unrecorded)
    yield Text(_in_reach(answer.limits), quiet=True)
    opened = [*answer.roles, *(role for lever in answer.levers for role in lever.roles)]
    yield Text(_remark(answer.limits, [answer.hours, *(role.hours_after for role in opened)]), quiet=True)


def _learned_names(answer: WhatIf) -> str:
    """What is learned, each once, with its level where that is not *working*."""
    levels = {step.node: step.to_level for step in answer.learned}
    return ", ".join(one.label + _to_level(goal) for one, goal in levels.items())


def _to_level(goal: Level) -> str:
    return "" if goal is Level.WORKING else f" (to {goal})"


def _levers(answer: WhatIf) -> Iterator[Block]:
    reach = f"{counted(answer.in_reach, 'role')} in reach already."
    if not answer.levers:
        yield Text(f"{reach} No single capability brings a role that is near nearer.")
        return
    first = "What brings the nearest roles nearest, for what it takes, comes first. Each row is by itself"
    also = '; after "also" is what brings the same roles nearer, or fewer of them, for no less'
    yield Text(f"{reach} {first}{also if any(lever.also for lever in answer.levers) else ''}.")
    numbered = list(enumerate(answer.levers, start=1))
    unit = "Hours" if answer.limits.steps is None else "Levels"
    for title, general in (("Asked for there more than elsewhere", False), ("Asked for there as in most roles", True)):
        rows = [_lever_row(number, lever, unit) for number, lever in numbered if lever.general is general]
        yield from section(title, ("#", "Learn", unit, "Brings nearer, and what then remains"), rows, ["#", unit])


def _learned(answer: WhatIf) -> Iterator[Block]:
    steps, capabilities = len(answer.learned), len({step.node for step in answer.learned})
    takes = effort(answer.hours, steps, capabilities)
    yield Text(f"This takes {takes}; {_then_shorter(answer.changed)}.")
    opened = [role for role in answer.roles if role.in_reach_after and not role.in_reach_before]
    others = [role for role in answer.roles if role not in opened]
    unit = "Hours" if answer.limits.steps is None else "Levels"
    columns = ("Role", "Meets now", "Meets then", f"{unit} now", f"{unit} then")
    for title, group in (("Comes into reach", opened), ("Comes nearer", others)):
        yield from section(title, columns, [_opened_row(role, unit) for role in group], columns[3:])
    if not opened:
        yield Text("No role comes into reach by this alone.")


def _then_shorter(changed: int) -> str:
    return f"{counted(changed, 'role')} then {'takes' if changed == 1 else 'take'} less"


def _opened_row(role: Opened, unit: str) -> tuple[str, ...]:
    now, then = (f"{met} of {role.essential}" for met in (role.met_before, role.met_after))
    hours, steps = (role.hours_before, role.hours_after), (role.steps_before, role.steps_after)
    left = map(about, hours) if unit == "Hours" else (NOTHING if one is None else str(one) for one in steps)
    return role.role.label, now, then, *left


def _lever_row(number: int, lever: Lever, unit: str) -> tuple[str, ...]:
    name = lever.capability.label + _to_level(lever.level)
    if lever.also:
        more = len(lever.also) - _FEW
        name += f" – also: {', '.join(one.label for one in lever.also[:_FEW])}{f' and {more} more' if more > 0 else ''}"
    takes = about(lever.hours) if unit == "Hours" else str(lever.steps)
    roles = "; ".join(f"{one.role.label}: {one.met_after} of {one.essential} met, {_left(one)}" for one in lever.roles)
    more = lever.nearer - len(lever.roles)
    return str(number), name, takes, roles + (f"; and {counted(more, 'role')} more" if more > 0 else "")


def _left(one: Opened) -> str:
    left = "nothing" if one.steps_after == 0 else effort(one.hours_after, one.steps_after or 0)
    return f"{left} left" + (", in reach now" if one.in_reach_after and not one.in_reach_before else "")
