"""`/demand`: what postings for a role ask for, and how often, beside what the role requires."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.routing import BaseRoute, Route

from rolegraph.facts.labels import node
from rolegraph.facts.stated_demand import stated_demand
from rolegraph.model.demands import Demand, DemandedCapability, ProfileStanding
from rolegraph.model.nodes import Node
from rolegraph.render.text import Heading, Table
from rolegraph.render.views.demand_view import demand_blocks
from rolegraph.server.pages.answer_page import answer_page, said
from rolegraph.server.pages.asking import AskedFields, command_line
from rolegraph.server.pages.row_charts import ChartPart, ChartRow, RowChart, Stroke, row_chart
from rolegraph.server.pages.shell import address_of
from rolegraph.server.served import notes_on

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_USUAL: Final = "0.5"
_SHARES: Final = ("0.1", "0.25", "0.5", "0.75", "0.9")  # of postings
_SHARE: Final = re.compile(r"[01]|0?\.[0-9]{1,4}|1\.0{1,4}")
_LONGEST: Final = 100  # letters of a place
_MOST_BARS: Final = 20
_BEGINNING: Final = 3  # roles to begin with
_TONES: Final = {
    ProfileStanding.REQUIRED: "known",
    ProfileStanding.PREFERRED: "deepen",
    ProfileStanding.USED: "learn",
    ProfileStanding.TEXTS: "credential",
    ProfileStanding.ABSENT: "only",
}
_SAID: Final = {
    ProfileStanding.REQUIRED: "the role requires it",
    ProfileStanding.PREFERRED: "nice to have for the role",
    ProfileStanding.USED: "the role uses it",
    ProfileStanding.TEXTS: "texts name it",
    ProfileStanding.ABSENT: "not recorded of the role",
}


class TitledTable(NamedTuple):
    """A table of the answer under its title."""

    title: str
    table: Table


def demand_page(request: Request) -> Response:
    """The form, and what postings ask for."""
    asked = AskedFields(request)
    with notes_on(asked.graph) as notes:
        role, since, place = asked.node("role"), asked.text("since"), asked.text("place")
        share = float(asked.word("share", _shares(asked)) or _USUAL)
        day = _day(since)
        if since and not day:
            asked.refuse("since", f"{since[:40]!r} is no date: write year, month and day, as in 2026-01-31.")
        since = day or since
        if len(place) > _LONGEST:
            asked.refuse("place", f"That is longer than {_LONGEST} letters.")
        found = None
        if not asked.troubles and role is not None:
            found = asked.graph.demand(role, since=since, place=place)
    context: dict[str, Any] = {
        "title": "What employers ask for",
        "role": asked.text("role") if role is None else asked.name(role),
        "since": since,
        "place": place,
        "shares": [(text, f"{float(text):.0%} of postings or more") for text in _shares(asked)],
        "share": asked.text("share") or _USUAL,
        "notes": notes,
        "begin": () if found is not None else _with_postings(asked),
    }
    if found is not None and role is not None:
        context |= _answer(asked, found, share)
        name = asked.name_of(role)
        line = {"share": asked.text("share"), "since": since, "place": place, "all": asked.is_set("all")}
        context["command"] = command_line("demand", name, **line)
        context["json"] = asked.as_json("demand", role=name, **line)
    return answer_page(request, "demand.html", asked, **context)


def _shares(asked: AskedFields) -> list[str]:
    """Shares of postings to choose from, with the one that is asked for."""
    given = asked.text("share")
    fits = _SHARE.fullmatch(given) is not None and 0 < float(given) <= 1
    return sorted({*_SHARES, *([given] if fits else [])}, key=float)


def _day(text: str) -> str:
    """A day in ISO 8601; empty where a text is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _with_postings(asked: AskedFields) -> list[Node]:
    """Roles that postings are for, those of most postings first."""
    index, dataset = stated_demand(asked.graph.dataset), asked.graph.dataset
    most = sorted(range(len(index.role)), key=lambda row: -int(index.postings[row]))[:_BEGINNING]
    counts = {node(dataset, index.roles[index.role[row]]): int(index.postings[row]) for row in most}
    for posting in asked.graph.postings():
        if posting.role is not None:
            counts[posting.role] = counts.get(posting.role, 0) + 1
    return sorted(counts, key=lambda node: (-counts[node], node.label))[:_BEGINNING]


def _answer(asked: AskedFields, found: Demand, share: float) -> dict[str, Any]:
    everything = asked.is_set("all")
    blocks = list(demand_blocks(found, share, everything))
    told, remarks = said(blocks)
    shown = found.capabilities if everything else found.asked_for(share) or found.capabilities[:_MOST_BARS]
    tables, title = list[TitledTable](), ""
    for block in blocks:
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Table):
            tables.append(TitledTable(title, block))
    return {
        "title": next(block.text for block in blocks if isinstance(block, Heading)),
        "found": found,
        "told": [text for text in told if "rolegraph ingest" not in text],
        "remarks": [text for text in remarks if "--all" not in text],
        "chart": _chart(asked, found, shown[:_MOST_BARS]),
        "legend": _legend(shown[:_MOST_BARS]),
        "tables": tables,
        "more": asked.elsewhere(all=1) if any("--all" in text for text in remarks) else "",
    }


def _chart(asked: AskedFields, found: Demand, shown: tuple[DemandedCapability, ...]) -> RowChart | None:
    """The share that asks for each, with the interval in which the truth lies."""
    rows = [_row(asked, one) for one in shown]
    title = f"Asked for by so many of {found.asking:,} postings"
    return row_chart(title, "percent of postings", [ChartPart("", tuple(rows))], most=100.0)


def _row(asked: AskedFields, one: DemandedCapability) -> ChartRow:
    share = one.asked_by
    tone = "optional" if one.standing is None else _TONES[one.standing]
    strokes = (Stroke("bar", 100 * share.share, tone), Stroke("line", 100 * share.high, tone, 100 * share.low))
    note = f"{share.share:.0%} ({100 * share.low:.0f} to {share.high:.0%})"
    return ChartRow(one.node.label, address_of(asked.graph, one.node), strokes, note)


def _legend(shown: tuple[DemandedCapability, ...]) -> list[tuple[str, str]]:
    standings = {one.standing for one in shown}
    return [(_TONES[one], words) for one, words in _SAID.items() if one in standings]


def routes() -> list[BaseRoute]:
    """The address of the page."""
    return [Route("/demand", demand_page)]
