"""What a person asks about roles and about moving: path, compare, nearest, route, whatif and demand."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from rolegraph.errors import RolegraphError, all_of
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind
from rolegraph.profiles.starting import refuse_alike
from rolegraph.server.questions.inquiry import Answered, Asking, Inquiry, NamesWithLevels, RoleName

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node
    from rolegraph.model.plans import Profile

SeniorityWord = Literal["entry", "mid", "senior", "lead", "head"]
DegreeWord = Literal["secondary", "vocational", "associate", "bachelor", "master", "doctorate"]
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_day(text: str) -> str:
    if text and not _DAY.fullmatch(text):
        raise ValueError("write year, month and day, as in 2026-01-31")
    return date.fromisoformat(text).isoformat() if text else ""


Day = Annotated[str, AfterValidator(_is_day), WithJsonSchema({"type": "string", "format": "date"})]
Roles = Annotated[tuple[RoleName, ...], Field(max_length=20)]
Start = Annotated[RoleName | None, Field(description="The role you have now.", alias="from")]
Goal = Annotated[RoleName | None, Field(description="The role you want.", alias="to")]
Top = Annotated[int, Field(ge=1, le=1000, description="How many to show.")]
NowRole = Annotated[RoleName | None, Field(description="The role you have now; none with have or profile.")]


class PathQuestion(Asking):
    """What to learn to get from one role to another, in which order, and why."""

    name: ClassVar[str] = "path"
    is_partial: ClassVar[bool] = True
    start: Start = None
    goal: Goal = None
    from_scratch: bool = Field(default=False, description="Take nothing of from as known.")
    hours_per_week: float | None = Field(default=None, ge=0.1, le=168, description="Hours a week for learning.")
    by: Literal["requirements", "demand"] = Field(
        default="requirements", description="What to plan for: what the role requires, or what postings ask for."
    )
    share: float | None = Field(
        default=None,
        ge=0.01,
        le=1,
        description="Of postings that ask for it, with by=demand; 0.5 where it is left out.",
    )

    def ask(self, graph: RoleGraph) -> Answered:
        """The plan."""
        from rolegraph.render.views.path_view import path_blocks

        if self.share is not None and self.by != "demand":
            raise RolegraphError("share says how many postings ask for something: add by=demand, or leave it out")
        role = None if self.from_scratch else self.start
        if not self.from_scratch:
            self.refuse_no_start(role, "from", ", or begin with from_scratch")
        given, notes = self.starting(graph, self.start, self.goal)
        start = graph.profile(role, given=[given] if given else [])
        goal = _goal("path", self.goal, given)
        found = graph.path(start, goal, demand_share=(self.share or 0.5) if self.by == "demand" else None)
        hours = self.hours_per_week or start.hours_per_week
        return Answered(found, lambda everything: path_blocks(found, hours, everything), "steps", notes=notes)


def _goal(noun: str, named: str | None, given: Profile | None) -> str | Node:
    """The role to reach: one that is named, or that of a profile."""
    if (goal := named or (given.goal if given else None)) is None:
        raise RolegraphError(f"a {noun} needs a goal: name the role to reach as to, or send a profile that has a goal")
    return goal


class CompareQuestion(Inquiry):
    """What roles have in common and how they differ, levels side by side."""

    name: ClassVar[str] = "compare"
    is_partial: ClassVar[bool] = True
    roles: Roles = Field(alias="role", min_length=2, description="Two or more roles; the parameter is repeated.")

    def ask(self, graph: RoleGraph) -> Answered:
        """The comparison."""
        from rolegraph.render.views.analysis_views import comparison_blocks

        nodes = all_of(self.roles, lambda role: graph.resolve(role, (Kind.ROLE,)))
        refuse_alike(nodes)
        found = graph.compare(nodes)
        return Answered(found, lambda everything: comparison_blocks(found, everything))


class NearestQuestion(Asking):
    """The roles most similar to yours, across, up and down, and what you would have to learn for each."""

    name: ClassVar[str] = "nearest"
    is_partial: ClassVar[bool] = True
    role: NowRole = None
    reverse: bool = Field(default=False, description="Ask from which roles people could move to role.")
    industry: RoleName | None = Field(default=None, description="Only this industry.")
    seniority: SeniorityWord | None = Field(default=None, description="Only roles of this seniority level.")
    degree: DegreeWord | None = Field(default=None, description="Only roles that require no higher degree.")
    min_pay: int | None = Field(
        default=None, ge=0, le=10**9, description="Only roles with a posting of this yearly pay."
    )
    by: Literal["similarity", "moves", "likely"] = Field(
        default="similarity", description="What ranks: similarity; moves that were counted; likely moves, an estimate."
    )
    top: Top = 10

    def ask(self, graph: RoleGraph) -> Answered:
        """The roles that are nearest."""
        from rolegraph.render.views.mobility_views import nearest_blocks

        if self.reverse and (self.role is None or self.have or self.profile):
            raise RolegraphError("reverse takes a role alone: leave out have and profile, and name a role")
        if self.by != "similarity" and (self.role is None or self.reverse):
            raise RolegraphError(f"by={self.by} says where people go from a role: name one, and leave out reverse")
        self.refuse_no_start(self.role, "role")
        besides, notes = self.starting(graph, self.role)
        found = graph.nearest(
            self.role,
            besides=besides,
            limit=self.top,
            reverse=self.reverse,
            by=self.by,
            industry=self.industry,
            seniority=self.seniority,
            degree=self.degree,
            pay=self.min_pay,
        )
        return Answered(found, lambda everything: nearest_blocks(found, explain=everything), "neighbours", notes=notes)


class RouteQuestion(Asking):
    """Smaller moves through other roles: a route whose hardest move is as small as possible."""

    name: ClassVar[str] = "route"
    is_partial: ClassVar[bool] = True
    start: Start = None
    goal: Goal = None
    alternatives: int = Field(default=1, ge=1, le=10, description="How many different routes to show.")
    via: Roles = Field(default=(), description="A role to go through; may be repeated.")
    avoid: Roles = Field(default=(), description="A role to avoid; may be repeated.")
    max_hours: float | None = Field(default=None, ge=0, le=10**6, description="The most hours for one move.")
    max_steps: int | None = Field(
        default=None, ge=0, le=10**6, description="The most steps for one move, in a graph without hours."
    )
    max_jump: int | None = Field(default=None, ge=0, le=100, description="The most seniority levels up in one move.")
    max_moves: int = Field(default=4, ge=1, le=20, description="The most moves of a route.")

    def ask(self, graph: RoleGraph) -> Answered:
        """The routes."""
        from rolegraph.render.views.mobility_views import route_blocks

        self.refuse_no_start(self.start, "from")
        besides, notes = self.starting(graph, self.start, self.goal, *self.via, *self.avoid)
        found = graph.route(
            self.start,
            _goal("route", self.goal, besides),
            besides=besides,
            alternatives=self.alternatives,
            via=self.via,
            avoid=self.avoid,
            max_hours=self.max_hours,
            max_steps=self.max_steps,
            max_jump=self.max_jump,
            max_moves=self.max_moves,
        )
        return Answered(found, lambda _: route_blocks(found), found=bool(found.routes), notes=notes)


class WhatIfQuestion(Asking):
    """Which roles come within reach if you learn something; without learn, what is most worth learning."""

    name: ClassVar[str] = "whatif"
    is_partial: ClassVar[bool] = True
    role: NowRole = None
    learn: NamesWithLevels = Field(default=(), description="What to learn, for example kubernetes,spark:proficient.")
    top: Top = 10

    def ask(self, graph: RoleGraph) -> Answered:
        """The roles, or what to learn."""
        from rolegraph.render.views.mobility_views import already_held_blocks, whatif_blocks

        self.refuse_no_start(self.role, "role")
        learn = ",".join(self.learn)
        besides, notes = self.starting(graph, self.role, learn=learn)
        levels = parse_have(learn, lambda name: graph.resolve(name, LEARNABLE_KINDS))
        found = graph.what_if(self.role, levels, besides=besides, limit=self.top)
        is_held = bool(levels) and found.known and not found.learned
        return Answered(
            found,
            lambda _: already_held_blocks(found, levels) if is_held else whatif_blocks(found),
            "roles" if self.learn else "levers",
            notes=notes,
        )


class DemandQuestion(Inquiry):
    """What postings for a role ask for, and how often, beside what the role requires."""

    name: ClassVar[str] = "demand"
    is_partial: ClassVar[bool] = True
    role: RoleName = Field(description="The role that postings are for.")
    share: float = Field(
        default=0.5, ge=0.01, le=1, description="Of postings; what fewer ask for is listed apart in a text."
    )
    since: Day = Field(default="", description="Only postings of this day or later.")
    place: str = Field(default="", max_length=100, description="Only postings with this in their place: Leeds, remote.")

    def ask(self, graph: RoleGraph) -> Answered:
        """What is asked for."""
        from rolegraph.render.views.demand_view import demand_blocks

        found = graph.demand(self.role, since=self.since, place=self.place)
        return Answered(found, lambda everything: demand_blocks(found, self.share, everything), "capabilities")
