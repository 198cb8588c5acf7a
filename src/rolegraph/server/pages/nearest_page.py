"""`/nearest`: the roles nearest to a role or to what a person knows, and from which roles people could move to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.routing import BaseRoute, Route

from rolegraph.model.moves import Nearest, Neighbour, RankedBy
from rolegraph.model.nodes import DegreeLevel, Kind, Node, Seniority
from rolegraph.model.observations import percent
from rolegraph.render.text import Heading, about, counted, effort
from rolegraph.render.views.mobility_views import made_of, nearest_blocks, neighbour_sections
from rolegraph.server.pages.answer_page import answer_page, between, roles_to_begin_with, said
from rolegraph.server.pages.asking import AskedFields, command_line
from rolegraph.server.pages.row_charts import ChartPart, ChartRow, RowChart, Stroke, row_chart
from rolegraph.server.served import notes_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

_FEW, _MANY, _MOST = 10, 40, 100
_INDUSTRIES = 60  # that a list to choose from may have
_SCALES = {"seniority": Seniority, "degree": DegreeLevel}
_PARTS = 4  # of a score that have a colour of their own
_WORDS = {
    RankedBy.SIMILARITY: "how similar roles are",
    RankedBy.MOVES: "where people went, as counted",
    RankedBy.LIKELY: "where people are likely to go, an estimate",
}


class ScorePart(NamedTuple):
    """A part of a score in a bar, in percent of the whole; the first few have a colour, or `tone`, of their own."""

    tone: str
    x: float
    width: float


class ListedNeighbour(NamedTuple):
    """A neighbour with the addresses of what can be asked of it."""

    number: int
    found: Neighbour
    plan: str
    compare: str
    route: str
    parts: tuple[ScorePart, ...]
    takes: str
    others: int
    moved: str
    likely: str


def nearest_page(request: Request) -> Response:
    """The form, and the roles that are near."""
    asked = AskedFields(request)
    with notes_on(asked.graph) as notes:
        role, levels = asked.node("role"), asked.levels("have")
        wish: dict[str, Any] = {
            "reverse": asked.is_set("reverse"),
            "by": asked.word("by", RankedBy) or str(RankedBy.SIMILARITY),
            "industry": asked.node("industry", (Kind.INDUSTRY,)),
            "seniority": asked.word("seniority", Seniority) or None,
            "degree": asked.word("degree", DegreeLevel) or None,
        }
        top = asked.number("top", 1, _MOST) or _FEW
        _check(asked, role, wish, has_more=bool(levels))
        found = None
        if not asked.troubles and (role is not None or levels):
            besides = asked.graph.profile(None, levels) if levels else None
            found = asked.graph.nearest(role, besides=besides, limit=top, **wish)
    have = asked.list_of(levels)
    context: dict[str, Any] = {
        "title": "Nearest roles",
        "role": asked.text("role") if role is None else asked.name(role),
        "wish": wish,
        "words": _WORDS,
        "scales": {name: [(str(one), str(one)) for one in scale] for name, scale in _SCALES.items()},
        "industries": _industries(asked),
        "notes": notes,
        "begin": () if asked.given else roles_to_begin_with(asked),
    }
    if found is not None:
        context |= _answer(asked, found, have, top)
        names = [asked.name_of(role)] if role else []
        line = wish | {"have": have, "top": top if top != _FEW else ""}
        line["by"] = wish["by"] if wish["by"] != RankedBy.SIMILARITY else ""
        line["industry"] = "" if wish["industry"] is None else asked.name_of(wish["industry"])
        context["command"] = command_line("nearest", *names, **line)
        context["json"] = asked.as_json("nearest", role=names, **line)
    return answer_page(request, "nearest.html", asked, **context)


def _check(asked: AskedFields, role: Node | None, wish: dict[str, Any], *, has_more: bool) -> None:
    """Say beside the fields what cannot be asked together."""
    named = role is not None or "role" in asked.troubles
    if wish["reverse"] and (not named or has_more):
        asked.refuse("reverse", "Who could move to a role is asked of the role alone: name one, and nothing you know.")
    if wish["by"] != RankedBy.SIMILARITY and (not named or wish["reverse"]):
        asked.refuse("by", "Where people go is asked of the role that they leave: name one.")


def _industries(asked: AskedFields) -> list[tuple[str, str]]:
    """Industries to choose from, where the graph has some, and not too many for a list."""
    nodes = asked.graph.nodes(Kind.INDUSTRY)
    return [(asked.name_of(node), node.label) for node in nodes] if len(nodes) <= _INDUSTRIES else []


def _answer(asked: AskedFields, found: Nearest, have: str, top: int) -> dict[str, Any]:
    sections = [
        (title, [_near(asked, found, number, one, have) for number, one in group])
        for title, group in neighbour_sections(found)
    ]
    blocks = list(nearest_blocks(found))
    told, remarks = said(blocks)
    count, more = len(found.neighbours), min(found.considered, _MANY if top < _MANY else _MOST)
    return {
        "title": next(block.text for block in blocks if isinstance(block, Heading)),
        "found": found,
        "sections": sections,
        "told": (*told, *_gist(found)),
        "remarks": remarks,
        "chart": _chart(found, sections),
        "more": (more, asked.elsewhere(top=more)) if count < more else None,
        "reversed": found.role and asked.elsewhere(reverse="" if found.reverse else 1, have="", by=""),
    }


def _gist(found: Nearest) -> list[str]:
    """What is in reach, or else what takes least, in a sentence."""
    near = [one.role.label for one in found.neighbours if one.in_reach]
    if near:
        more = f" and {counted(len(near) - 3, 'more role')}" if len(near) > 3 else ""
        return [f"In reach in one move: {'; '.join(near[:3])}{more}."]
    open_to_all = [one for one in found.neighbours if one.steps is not None and not one.credentials]
    if not open_to_all:
        return []
    least = min(open_to_all, key=lambda one: (one.hours or 0.0, one.steps or 0))
    return [f"None of these is in reach in one move. Least to learn: {least.role.label}, {_takes(least)}."]


def _takes(one: Neighbour) -> str:
    return "not known" if one.steps is None else effort(one.hours, one.steps, one.capabilities)


def _near(asked: AskedFields, found: Nearest, number: int, one: Neighbour, have: str) -> ListedNeighbour:
    start, end = (one.role, found.role) if found.reverse and found.role else (found.role, one.role)
    return ListedNeighbour(
        number=number,
        found=one,
        plan=between(asked, "/plan", start, end, have=have),
        compare="" if start is None else between(asked, "/compare", start, end),
        route=between(asked, "/route", start, end, have=have),
        parts=tuple(_score_parts(one)),
        takes=_takes(one),
        others=one.essential - one.met - len(one.credentials) - len(one.missing),
        moved="" if one.moved is None else one.moved.between(start, end),
        likely="" if one.likely is None else made_of(one.likely),
    )


def _score_parts(one: Neighbour) -> Iterator[ScorePart]:
    x = 0.0
    for place, part in enumerate(one.contributions):
        width = 100 * max(part.points, 0.0)
        yield ScorePart(f"part-{place}" if place < _PARTS else "part-rest", x, width)
        x += width


def _chart(found: Nearest, sections: list[tuple[str, list[ListedNeighbour]]]) -> RowChart | None:
    """What is left to learn for each, or the share of those who went there, in the order of the list."""
    parts = [ChartPart(title, tuple(_row(found, one) for one in group)) for title, group in sections]
    if found.by is not None:
        return row_chart("Share of those who leave", "percent of those who leave", parts)
    if not any(row.strokes for part in parts for row in part.rows):
        return None
    in_hours = found.limits.steps is None
    most = found.limits.hours if in_hours else found.limits.steps
    unit = "hours to learn" if in_hours else "levels to learn"
    return row_chart("What is left to learn", unit, parts, limit=most, limit_said="most for one move")


def _row(found: Nearest, one: ListedNeighbour) -> ChartRow:
    near = one.found
    if found.by is not None:
        share = near.likely.share if near.likely else near.moved.share if near.moved else 0.0
        return ChartRow(f"{one.number}. {near.role.label}", one.plan, (Stroke("bar", share, "learn"),), percent(share))
    amount = near.hours if found.limits.steps is None else near.steps
    if amount is None:
        return ChartRow(f"{one.number}. {near.role.label}", one.plan, (), "not known")
    tone = "known" if near.in_reach else "credential" if near.credentials else "learn"
    note = about(amount) if found.limits.steps is None else str(amount)
    dots = (Stroke("bar", amount, tone), Stroke("dot", amount, tone))
    return ChartRow(f"{one.number}. {near.role.label}", one.plan, dots, note)


def routes() -> list[BaseRoute]:
    """The address of the page."""
    return [Route("/nearest", nearest_page)]
