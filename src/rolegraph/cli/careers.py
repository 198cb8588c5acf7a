"""`path`, `compare`, `nearest`, `route` and `whatif`: what a person asks about roles, and about moving."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from rolegraph.cli.config import configured
from rolegraph.cli.options import (
    ASSUMING,
    PROFILES,
    GraphOption,
    SourceOption,
    SparqlOption,
    UncutOption,
    argument,
    complete,
    flag,
    option,
    selected,
)
from rolegraph.cli.output import Printed, session
from rolegraph.errors import RolegraphError, UnknownNode, all_of
from rolegraph.model.nodes import LEARNABLE_KINDS, DegreeLevel, Kind, Seniority

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node
    from rolegraph.model.plans import Profile
    from rolegraph.render.text import Tables


RolesArgument = Annotated[
    list[str] | None,
    argument("[FROM] TO", "Your role now, and the role you want; none if --profile has a goal.", complete("role")),
]
ComparedArgument = Annotated[list[str], argument("A B [C]...", "Two or more roles.", complete("role"))]
StartArgument = Annotated[str | None, argument("[ROLE]", "The role you have now.", complete("role"))]
_HAVE: Final = "What else you know, with a level (familiar, working, proficient, expert): python,spark:proficient."
HaveOption = Annotated[str, option("NAME[:LEVEL],...", _HAVE)]
ProfileOption = Annotated[Path | None, option("FILE", PROFILES[0])]
ScratchOption = Annotated[bool, flag("Take nothing of FROM as known.", "--from-scratch")]
HoursOption = Annotated[float | None, option("HOURS", "Hours a week for learning, to show weeks.", min=0.1, max=168)]
AllOption = Annotated[bool, flag("Show all: long lists uncut, and what is general step by step.", "--all")]
AssumeOption = Annotated[bool, flag(ASSUMING, "--assume-hours")]
TopOption = Annotated[int, option("N", "How many to show.", "--top", min=1, max=1000)]
_BETWEEN: Final = ("from", "to", "and", "vs", "with", "versus")  # what people write between names of roles
_MOST_WORDS: Final = 12  # of names without quotation marks
# Typer takes the words of an option from an enumeration of strings; the scales are of numbers.
Basis = StrEnum("Basis", ["REQUIREMENTS", "DEMAND"])
Ranking = StrEnum("Ranking", ["SIMILARITY", "MOVES", "LIKELY"])
SeniorityWord = StrEnum("SeniorityWord", [(level.name, str(level)) for level in Seniority])  # type: ignore[misc]
DegreeWord = StrEnum("DegreeWord", [(level.name, str(level)) for level in DegreeLevel])  # type: ignore[misc]


def path(
    roles: RolesArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    from_scratch: ScratchOption = False,
    hours_per_week: HoursOption = None,
    everything: AllOption = False,
    assume_hours: AssumeOption = False,
    graph: GraphOption = None,
    sparql: SparqlOption = False,
    report: Annotated[Path | None, option("FILE.html", "Also write a page with the plan and a picture.")] = None,
    by: Annotated[Basis, flag("What to plan for: what the role requires, or what postings ask for.", "--by")] = (
        Basis.REQUIREMENTS
    ),
    share: Annotated[
        float | None, option("SHARE", "Of postings that ask for it, with --by demand. [default: 0.5]", min=0.01, max=1)
    ] = None,
) -> Printed | str:
    """What to learn to get from one role to another, in which order, and why.

    FROM may be left out with --have, --profile or --from-scratch, which say what you start with.
    """
    from rolegraph.render.views.path_view import path_blocks, plan_blocks

    if share is not None and by is not Basis.DEMAND:
        raise RolegraphError("--share says how many postings ask for something: add --by demand, or leave it out")
    if sparql and by is Basis.DEMAND:
        raise RolegraphError("--sparql shows what the role requires: leave out --by demand")
    opened = selected(graph, assume_hours=assume_hours)
    role, given, goal = journey(opened, roles, have, profile, from_scratch)
    if sparql:
        from rolegraph.queries.explain import explain_path

        return "\n".join(explain_path(opened.sparql, role, given, goal))
    start = opened.profile(role, given=[given] if given else [])
    found = opened.path(start, goal, demand_share=(share or 0.5) if by is Basis.DEMAND else None)
    hours = hours_per_week or start.hours_per_week or configured("hours_per_week")
    if report is not None:
        from rolegraph.render.export import save_report

        save_report(opened, found, report, role, hours)
        session.note(f"wrote {report}")
    tables = {
        "steps": "steps",
        "credentials": "credentials",
        "requirements": "gap.assessments",
        "optional": "options",
        "skipped": "skipped",
        "what you have": "gap.profile.holdings",
        "what you learned": "progress.learned",
    }
    return Printed(found, path_blocks(found, hours, everything), tables, document=plan_blocks(found, hours, everything))


def journey(
    graph: RoleGraph,
    roles: list[str] | None,
    have: str,
    file: Path | None,
    from_scratch: bool | None = None,
    besides: Sequence[str] = (),
) -> tuple[str | None, Profile | None, str | Node]:
    """Where a path or route starts (a role, if any, and what a person knows besides) and where it leads.

    `from_scratch` is None for a route, which cannot begin so; `besides` are more roles whose names are to mean one.
    """
    noun, hint, cure = ("route", ", and use --via", "") if from_scratch is None else ("path", "", "or --from-scratch")
    if roles and len(roles) > 2:
        problem = f"a {noun} leads from one role to another: name two roles, not {len(roles)}{hint}"
        raise RolegraphError(f"{problem} ({_with_quotes(graph, noun, roles)})")
    role = roles[0] if roles and len(roles) == 2 and not from_scratch else None
    if role is None and not from_scratch and not have and file is None:
        raise _no_start(noun, roles[0] if roles else "data scientist", cure)
    given = _asked_with(
        graph, [*(roles or []), *besides], have, file, needed=role is None and not from_scratch, cure=cure
    )
    if roles:
        return role, given, roles[-1]
    if given is None or given.goal is None:
        raise RolegraphError(f"a {noun} needs a goal: name the role to reach, or give a --profile that has a goal")
    return role, given, given.goal


def _asked_with(
    graph: RoleGraph,
    roles: Iterable[str],
    have: str,
    file: Path | None,
    learn: str = "",
    *,
    needed: bool,
    cure: str = "",
) -> Profile | None:
    """What a person says they know, in a file, on the command line, or both; None where they say nothing.

    Names of roles, and of what is to be learned, are checked with its own.
    """
    from rolegraph.profiles.starting import starting_profile

    if needed and not have and file is None:
        raise _no_start("nearest", "", cure)
    return starting_profile(graph, roles, have, learn, file, _left_out if session.skip_unknown else None)


def _left_out(place: Path | None, names: Iterable[str]) -> None:
    session.note_unknown(place or "--have", names)


def _no_start(command: str, goal: str, cure: str) -> RolegraphError:
    """What is said to somebody who names no role of theirs, with a line to copy."""
    ways = f"--have, --profile {cure}" if cure else "--have or --profile"
    example = shlex.join(["rolegraph", command, "data analyst", *([goal] if goal else [])])
    return RolegraphError(f"no starting point: name the role you have now, or use {ways}, as in: {example}")


def _with_quotes(graph: RoleGraph, command: str, words: Sequence[str]) -> str:
    """The line that somebody meant who wrote names of several words without quotation marks, as far as that is sure."""
    from rolegraph.readers.onet.carried_facts import is_name

    def is_role(name: str) -> bool:
        known = bool(graph.lexicon.matches(name, (Kind.ROLE,)))
        return known or (graph.widening is not None and is_name(name, (Kind.ROLE,)))

    def names(left: tuple[str, ...]) -> list[str] | None:
        for end in range(len(left), 0, -1) if len(left) <= _MOST_WORDS else ():
            if is_role(" ".join(left[:end])) and (rest := names(left[end:])) is not None:
                return [" ".join(left[:end]), *rest]
        return None if left else []

    said = tuple(word for word in words if word.casefold() not in _BETWEEN)
    found = names(said)
    if found and 1 < len(found) < len(words):
        return f"did you mean: {shlex.join(['rolegraph', command, *found])}"
    return "put a name of several words in quotation marks"


def compare(
    roles: ComparedArgument,
    everything: UncutOption = False,
    graph: GraphOption = None,
    source: SourceOption = None,
    sparql: SparqlOption = False,
) -> Printed | str:
    """What roles have in common and how they differ, levels side by side."""
    from rolegraph.render.views.analysis_views import comparison_blocks, comparison_rows

    opened = selected(graph, source, sparql)
    nodes = different_roles(opened, roles)
    if sparql:
        from rolegraph.queries.explain import explain_comparison

        return "\n".join(explain_comparison(opened.sparql, nodes))
    found = opened.compare(nodes)
    return Printed(found, comparison_blocks(found, everything), {"comparison": comparison_rows(found)})


def different_roles(graph: RoleGraph, roles: list[str]) -> list[Node]:
    """Two or more roles by their names, none of them twice."""
    from rolegraph.profiles.starting import refuse_alike

    try:
        nodes = all_of(roles, lambda role: graph.resolve(role, (Kind.ROLE,)))
    except UnknownNode:
        if "did you mean" in (hint := _with_quotes(graph, "compare", roles)):
            raise RolegraphError(f"a name of several words takes quotation marks; {hint}") from None
        raise
    refuse_alike(nodes)
    return nodes


def nearest(
    role: StartArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    reverse: Annotated[bool, flag("Ask from which roles people could move to ROLE.", "--reverse")] = False,
    industry: Annotated[str | None, option("NAME", "Only this industry.", autocompletion=complete("industry"))] = None,
    seniority: Annotated[SeniorityWord | None, flag("Only roles of this seniority level.")] = None,
    degree: Annotated[DegreeWord | None, flag("Only roles that require no higher degree.")] = None,
    min_pay: Annotated[int | None, option("AMOUNT", "Only roles with a posting of this yearly pay.", min=0)] = None,
    by: Annotated[
        Ranking, flag("What ranks: similarity; moves that were counted; likely moves, an estimate.", "--by")
    ] = Ranking.SIMILARITY,
    top: TopOption = 10,
    explain: Annotated[bool, flag("Show all parts of each score.", "--explain")] = False,
    assume_hours: AssumeOption = False,
    graph: GraphOption = None,
) -> Printed:
    """The roles most similar to yours, across, up and down: what they share with it, and what you would have to learn.

    ROLE may be left out with --have or --profile, which say what you know.
    """
    from rolegraph.render.views.mobility_views import nearest_blocks

    if reverse and (role is None or have or profile):
        raise RolegraphError("--reverse takes a role alone: leave out --have and --profile, and name a role")
    if by is not Ranking.SIMILARITY and (role is None or reverse):
        raise RolegraphError(f"--by {by} says where people go from a role: name one, and leave out --reverse")
    opened = graph_with_index(graph, assume_hours)
    besides = _asked_with(opened, [role] if role else [], have, profile, needed=role is None)
    found = opened.nearest(
        role,
        besides=besides,
        limit=top,
        reverse=reverse,
        by=by.value,
        industry=industry,
        seniority=None if seniority is None else Seniority[seniority.name],
        degree=None if degree is None else DegreeLevel[degree.name],
        pay=min_pay,
    )
    tables = {"roles": "neighbours", "missing": "neighbours.missing", "parts of scores": "neighbours.contributions"}
    return Printed(found, nearest_blocks(found, explain=explain), tables)


def route(
    roles: RolesArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    alternatives: Annotated[int, option("N", "How many different routes to show.", min=1, max=10)] = 1,
    via: Annotated[list[str], option("ROLE", "A role to go through. May be repeated.")] = [],  # noqa: B006
    avoid: Annotated[list[str], option("ROLE", "A role to avoid. May be repeated.")] = [],  # noqa: B006
    max_hours: Annotated[float | None, option("HOURS", "The most hours for one move.", min=0)] = None,
    max_steps: Annotated[
        int | None, option("N", "The most steps for one move, in a graph without hours.", min=0)
    ] = None,
    max_jump: Annotated[int | None, option("N", "The most seniority levels up in one move.", min=0)] = None,
    max_moves: Annotated[int, option("N", "The most moves of a route.", min=1, max=20)] = 4,
    assume_hours: AssumeOption = False,
    graph: GraphOption = None,
) -> Printed:
    """Smaller moves through other roles: a route whose hardest move is as small as possible.

    Each move has its own learning path. FROM may be left out with --have or --profile, which say what you know. Limits
    that are not given are derived from the graph.
    """
    from rolegraph.render.views.mobility_views import move_rows, route_blocks

    opened = graph_with_index(graph, assume_hours)
    role, besides, goal = journey(opened, roles, have, profile, besides=[*via, *avoid])
    found = opened.route(
        role,
        goal,
        besides=besides,
        alternatives=alternatives,
        via=via,
        avoid=avoid,
        max_hours=max_hours,
        max_steps=max_steps,
        max_jump=max_jump,
        max_moves=max_moves,
    )
    tables: Tables = {
        "moves": move_rows(found),
        "steps": "routes.moves.path.steps",
        "steps of the direct move": "direct.path.steps",
    }
    return Printed(found, route_blocks(found), tables, code=int(not found.routes))


def whatif(
    role: StartArgument = None,
    learn: Annotated[str, option("NAME[:LEVEL],...", "What to learn, for example kubernetes,spark:proficient.")] = "",
    have: HaveOption = "",
    profile: ProfileOption = None,
    top: TopOption = 10,
    assume_hours: AssumeOption = False,
    graph: GraphOption = None,
) -> Printed:
    """Which roles come within reach if you learn something; without --learn, what is most worth learning.

    ROLE may be left out with --have or --profile, which say what you know.
    """
    from rolegraph.model.level_words import parse_have
    from rolegraph.render.views.mobility_views import already_held_blocks, whatif_blocks

    opened = graph_with_index(graph, assume_hours)
    besides = _asked_with(opened, [role] if role else [], have, profile, learn, needed=role is None)
    levels = parse_have(learn, lambda name: opened.resolve(name, LEARNABLE_KINDS))
    found = opened.what_if(role, levels, besides=besides, limit=top)
    tables = {"roles": "roles", "learned": "learned"} if learn else {"what to learn": "levers"}
    is_held = bool(levels) and found.known and not found.learned
    return Printed(found, already_held_blocks(found, levels) if is_held else whatif_blocks(found), tables)


def graph_with_index(places: list[str] | None, assume_hours: bool = False) -> RoleGraph:
    """The graph that is asked, after a note to whoever has to wait for what is computed once."""
    graph = selected(places, assume_hours=assume_hours)
    note_first_index(graph)
    return graph


def note_first_index(graph: RoleGraph) -> None:
    """A note to whoever has to wait for what is computed once for a graph."""
    from rolegraph.mobility.index import has_index
    from rolegraph.rdf.files import is_built

    if any(map(is_built, graph.dataset.places)) and not has_index(graph.dataset):
        session.note("Computing how similar all roles are to each other, once for this graph.")
