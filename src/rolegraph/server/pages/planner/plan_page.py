"""The page of the planner: its form, what is wrong in it, and the plan as a board to tick off, change and print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import node as node_of
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Node, slugify
from rolegraph.model.plans import LearningPath
from rolegraph.render.figures.looks import js_shapes
from rolegraph.render.figures.page import as_html, part
from rolegraph.render.figures.plan_board import plan_board
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.board_page import Added, board_data, board_parts, can_be_ticked
from rolegraph.render.figures.plan_board.phases import Card, Phase
from rolegraph.render.figures.plan_board.sheet import letter_size
from rolegraph.render.text import about, counted
from rolegraph.render.text.layout import to_html
from rolegraph.render.views.path_view import LITTLE_RECORDED, NOTHING_KNOWN
from rolegraph.server.pages.planner.plan_form import (
    PATH,
    WITHOUT,
    AskedPlan,
    FieldProblem,
    PlanForm,
    PlanStart,
    canonical,
    entry,
    readable,
    understood,
)
from rolegraph.server.pages.shell import address, graph_of, language_of, page, rendered
from rolegraph.server.served import notes_on

_ENDINGS: Final = {
    "md": "Markdown",
    "csv": "Table (CSV)",
    "ics": "Calendar (ICS)",
    "yaml": "Profile (YAML)",
    "json": "JSON",
}
_ON_PAGES: Final = {
    LITTLE_RECORDED: "Choose a role near to it of which more is recorded.",
    NOTHING_KNOWN: "What you already meet is not known, so there is no plan: say in the form what you know.",
}
_MOST_NEAR: Final = 8  # roles that a form without a goal is answered with
_MOST_LINKED: Final = 6  # alternatives of a card that are links


class Planned(NamedTuple):
    """A plan that was asked for: the form with names that mean one node each, and what names were taken for."""

    graph: RoleGraph
    asked: AskedPlan
    form: PlanForm
    path: LearningPath
    notes: Sequence[str]

    @property
    def board(self) -> Board:
        """The plan as a board; ticks are kept for whoever goes from one role to another, whatever else they say."""
        board = plan_board(self.graph, self.path, self.asked.role, self.asked.hours).board
        key = f"plan {self.asked.role.iri if self.asked.role else ''} {self.asked.goal.iri}"
        summary = tuple(_ON_PAGES.get(line, line) for line in board.summary)
        return board._replace(key=key, summary=(*summary, *_weeks(self)))


class Refused(NamedTuple):
    """A form that leads to no plan, and why.

    Where it only lacks a goal, `near` are the roles that are nearest to what is known, each with a form that asks for
    the plan to it, and `to_nearest` is the address that says how near.
    """

    form: PlanForm
    problems: Sequence[FieldProblem] = ()
    near: Sequence[tuple[Node, PlanForm]] = ()
    to_nearest: str = ""


def planned(request: Request) -> Planned | Refused:
    """The plan that an address asks for."""
    form = PlanForm.of(request.query_params.multi_items(), graph_of(request))
    if form.is_empty:
        return Refused(form)
    graph = graph_of(request, assume_hours=form.assume_hours)
    with notes_on(graph) as notes:
        asked = understood(form, graph)
        if isinstance(asked, list):
            return Refused(form, asked)
        if not isinstance(asked, AskedPlan):
            return _without_goal(graph, asked)
        path = graph.path(asked.start(graph), asked.goal)
    return Planned(graph, asked, canonical(asked, graph), path, [*notes, *_other_names(form, asked, graph, notes)])


def _other_names(form: PlanForm, asked: AskedPlan, graph: RoleGraph, notes: Sequence[str]) -> Iterator[str]:
    """Of which role a name in the form is another name, where that has not been said."""
    for text, role in ((form.role, asked.role), (form.goal, asked.goal)):
        if role is not None and not any(repr(text) in note for note in notes):
            own = (role.label, role.slug, role.path, role.iri, graph.lexicon.said(role))
            if slugify(text) not in map(slugify, own):
                yield f"{text!r} is another name of {role.label!r}"


def plan(request: Request) -> Response:
    """The form, and the plan where it says what to plan."""
    found = planned(request)
    if isinstance(found, Refused):
        return refusal(request, found)
    board = found.board
    form = form_parts(readable(found.asked, found.graph), notes=found.notes)
    parts = form | _parts(request, found, board)
    return page(request, "plan.html", title=board.title, description=" ".join(board.summary), **parts)


def _without_goal(graph: RoleGraph, start: PlanStart) -> Refused:
    form, known = readable(start, graph), canonical(start, graph)
    if start.role is None and not start.profile.holdings:
        return Refused(form)
    besides = start.profile if start.profile.holdings else None
    try:
        found = graph.nearest(start.role, besides=besides, limit=_MOST_NEAR)
    except RolegraphError:  # nothing is near, or nothing is known of what they have
        return Refused(form)
    roles = [neighbour.role for neighbour in found.neighbours]
    near = [(role, known.with_("goal", graph.lexicon.name_of(role))) for role in roles]
    return Refused(form, near=near, to_nearest=address("/nearest", role=known.role, have=",".join(known.have)))


def refusal(request: Request, found: Refused, **parts: Any) -> Response:
    """The form as it was filled in, with what is wrong beside each field."""
    shown = (
        form_parts(found.form, problems=found.problems) | {"near": found.near, "to_nearest": found.to_nearest} | parts
    )
    status = HTTPStatus.BAD_REQUEST if found.problems or parts else HTTPStatus.OK
    return page(request, "plan.html", status, title="Plan what to learn", **shown)


def form_parts(
    form: PlanForm, problems: Sequence[FieldProblem] = (), notes: Sequence[str] = (), dropped: str = ""
) -> dict[str, Any]:
    """What the page shows of a form; `dropped` says what is wrong with a file."""
    by_field: dict[str, list[FieldProblem]] = {}
    for problem in problems:
        by_field.setdefault(problem.field, []).append(problem)
    return {
        "form": form,
        "problems": by_field,
        "notes": notes,
        "dropped": dropped,
        "board": None,
        "near": (),
        "to_form": lambda other: address(PATH, **_named(other)),
        "to_nearest": "",
    }


def _named(form: PlanForm) -> Mapping[str, object]:
    """The parameters of a form as `address` takes them, which drops the line behind a word of Python."""
    return {f"{name}_": value for name, value in form.parameters.items()}


def plan_address(request: Request, form: PlanForm, ending: str = "") -> str:
    """The address of a plan, or of a file of it, in the language that the request names."""
    language = language_of(request) if "language" in request.query_params else ""
    return address(f"{PATH}{ending}", **_named(form), language=language)


def _parts(request: Request, found: Planned, board: Board) -> dict[str, Any]:
    """What the page shows of a plan."""
    form, path = found.form, found.path
    letters = letter_size(board)
    adding = _Adding(request, found)
    with_day = form if form.start else replace(form, start=date.today().isoformat())
    return {
        "board": "\n".join(board_parts(board, letters, adding)),
        "remarks": to_html(board.remarks, top=3),
        "data": json.dumps(board_data(board), ensure_ascii=False),
        "summary": board.summary,
        "on_sheet": bool(letters),
        "steps": len(board.steps),
        "done": board.steps_done,
        "spent": about(board.hours_done) if board.hours_done else "0",
        "takes": about(board.hours_done + board.hours) if board.hours else "",
        "goal": path.gap.role,
        "start": found.asked.role,
        "known": path.known,
        "share": plan_address(request, form),
        "kept": [(name, value) for name, value in form.parameters.items()],
        "files": [
            (words, plan_address(request, with_day if ending == "ics" else form, f".{ending}"))
            for ending, words in _ENDINGS.items()
        ],
        "dated": path.hours is not None and found.asked.hours is not None,
        "assuming": plan_address(request, replace(form, assume_hours=True)) if path.unestimated else "",
        "to_whatif": address("/whatif", role=form.role, have=",".join(form.have)),
        "to_compare": address("/compare", role=[form.role, form.goal]) if form.role and form.role != form.goal else "",
        "to_route": address("/route", from_=form.role, to=form.goal, have=",".join(form.have)),
        "to_nearest": address("/nearest", role=form.goal),
    }


def _weeks(found: Planned) -> Iterator[str]:
    """How long the plan takes, as far as that is known."""
    path, hours, day = found.path, found.asked.hours, found.asked.day
    if not path.steps or not hours:
        return
    weeks = path.weeks(hours)
    if weeks is None:
        yield f"How many weeks that is at {hours:g} hours a week is not known."
        return
    until = f", from {day} to about {day + timedelta(weeks=weeks)}" if day and weeks < 5_000 else ""
    yield f"About {counted(max(1, round(weeks)), 'week')} at {hours:g} hours a week{until}."


class _Adding:
    """What the server adds to the cards of a board: ticks that are sent, links, and buttons that change the plan."""

    def __init__(self, request: Request, found: Planned) -> None:
        self.request, self.graph, self.form = request, found.graph, found.form
        self.levels = {held.one_of[0]: held.level for held in found.asked.profile.holdings}

    def __call__(self, phase: Phase, card: Card) -> Added:
        nodes = [node_of(self.graph.dataset, iri) for iri in card.names[:_MOST_LINKED]]
        shown = {"nodes": nodes, "changes": list(self._changes(phase, card, nodes))}
        more = rendered(self.request, "plan_card.html", shown)
        tick = ""
        if can_be_ticked(phase) and len(card.names) == 1:
            tick = f' name="done" form="replan" value="{as_html(entry(self.graph, nodes[0], card.level))}"'
        return Added(tick, more)

    def _changes(self, phase: Phase, card: Card, nodes: Sequence[Node]) -> Iterator[tuple[str, str, str]]:
        """What a button says, and the parameter that it sends beside those of the plan."""
        form = self.form
        for node in nodes if all(node.kind in CAPABILITY_KINDS for node in nodes) else ():
            if phase.tone == "known":
                held = entry(self.graph, node, self.levels.get(node))
                for key, words in (("done", "Not done after all"), ("have", "I do not have this")):
                    if held in getattr(form, key):
                        yield words, WITHOUT, f"{key} {held}"
            elif phase.key == "skipped":
                yield "Learn it after all", WITHOUT, f"skip {entry(self.graph, node)}"
            else:
                label = node.label if len(nodes) > 1 else "this"
                yield f"I have {label}", "have", entry(self.graph, node, card.level)
                if can_be_ticked(phase) and len(nodes) == 1:
                    yield "Leave it out", "skip", entry(self.graph, node)


def style(request: Request) -> Response:
    """The look of a board, or of one that is printed on a single sheet."""
    name = request.url.path.rpartition("/")[2]
    return Response(part(name), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def script(_: Request) -> Response:
    """What a board does: ticks that the browser keeps, progress, and arrows between neighbours."""
    text = f'(() => {{\n"use strict";\n{js_shapes()}{part("common.js")}{part("board.js")}}})();\n'
    return Response(text, media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})
