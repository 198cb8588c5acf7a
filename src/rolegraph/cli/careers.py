"""`path` and `compare`: what a person asks about roles.

`nearest`, `route` and `whatif`: what a person asks about all roles at once.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.options import (
    Format,
    FormatOption,
    GraphOption,
    SourceOption,
    SparqlOption,
    complete,
    selected,
    write,
    write_queries,
)
from rolegraph.cli.options import selected as opened_graph
from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import DegreeLevel, Seniority

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node
    from rolegraph.model.plans import Profile


RolesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FROM] TO",
        autocompletion=complete("role"),
        show_default=False,
        help="The role you do, and the one to reach; none where --profile has a goal.",
    ),
]
ComparedArgument = Annotated[
    list[str], typer.Argument(metavar="A B [C]...", autocompletion=complete("role"), help="Two or more roles.")
]
HaveOption = Annotated[
    str, typer.Option(metavar="NAME[:LEVEL],...", help="What you have besides, such as python,spark:proficient.")
]
ProfileOption = Annotated[
    Path | None, typer.Option(metavar="FILE", show_default=False, help="A YAML file of what you have besides.")
]
ScratchOption = Annotated[bool, typer.Option("--from-scratch", help="Count nothing of FROM as known.")]


def path(
    roles: RolesArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    from_scratch: ScratchOption = False,
    hours_per_week: Annotated[
        float | None, typer.Option(min=0.1, max=168, show_default=False, help="Turn hours into weeks.")
    ] = None,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", show_default=False, help="Write plan and graph as a page as well."),
    ] = None,
) -> None:
    """What to learn to get from one role to another, in which order, and why.

    FROM may be left out where --have, --profile or --from-scratch says what you start with.
    """
    from rolegraph.render.views.path_view import path_blocks, plan_blocks

    opened = selected(graph)
    role = starting_role(roles, from_scratch)
    given = given_profile(opened, have, profile, needed=role is None and not from_scratch)
    goal = role_to_reach(roles, given)
    if sparql:
        from rolegraph.queries.explain import explain_path

        write_queries(explain_path(opened.resolve, role, given, goal))
        return
    start = opened.profile(role, given=[given] if given else [])
    found = opened.path(start, goal)
    hours = hours_per_week or start.hours_per_week
    if report is not None:
        from rolegraph.render.export import save_report

        save_report(opened, found, report, role, hours)
        typer.echo(f"wrote {report}", err=True)
    blocks = plan_blocks if format_ is Format.MARKDOWN else path_blocks
    write(found, lambda: blocks(found, hours), format_)


def starting_role(roles: list[str] | None, from_scratch: bool) -> str | None:
    """The role that a path starts from, if it starts from one."""
    if roles and len(roles) > 2:
        raise RolegraphError(f"a path leads from one role to one other, not through {len(roles)}")
    return roles[0] if roles and len(roles) == 2 and not from_scratch else None


def role_to_reach(roles: list[str] | None, given: Profile | None) -> str | Node:
    """The role that a path leads to: the last that is named, otherwise the goal in the profile."""
    if roles:
        return roles[-1]
    if given is None or given.goal is None:
        raise RolegraphError("a path leads somewhere: name the role to reach, or give a --profile that has a goal")
    return given.goal


def given_profile(graph: RoleGraph, have: str, file: Path | None, *, needed: bool) -> Profile | None:
    """What a person says they have, in a file, on the command line, or both; None where they say nothing."""
    if not have and file is None:
        if needed:
            cure = "name the role you do, or say what you have with --have, --profile or --from-scratch"
            raise RolegraphError(f"it has to start somewhere: {cure}")
        return None
    from rolegraph.model.plans import parse_have
    from rolegraph.profiles.profile_file import read_profile
    from rolegraph.profiles.tracking import capability_names, role_names

    levels = parse_have(have, capability_names(graph))
    in_file = [read_profile(file, capability_names(graph), role_names(graph))] if file else []
    return graph.profile(None, levels, given=in_file)


def compare(
    roles: ComparedArgument,
    graph: GraphOption = None,
    source: SourceOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
) -> None:
    """What roles share and what sets each apart, levels side by side."""
    from rolegraph.render.views.analysis_views import comparison_blocks

    opened = selected(graph, source, sparql)
    nodes = different_roles(opened, roles)
    if sparql:
        from rolegraph.queries.explain import explain_comparison

        write_queries(explain_comparison(opened.resolve, nodes))
        return
    found = opened.compare(nodes)
    write(found, lambda: comparison_blocks(found), format_)


def different_roles(graph: RoleGraph, roles: list[str]) -> list[Node]:
    """Two or more roles by their names, no one of them twice."""
    from rolegraph.model.nodes import Kind

    nodes = [graph.resolve(role, (Kind.ROLE,)) for role in roles]
    if len(set(nodes)) < max(2, len(nodes)):
        raise RolegraphError("a comparison takes two or more different roles")
    return nodes


# typer takes the words of an option from an enumeration of strings; the scales are of numbers.
SeniorityWord = StrEnum("SeniorityWord", [(one.name, str(one)) for one in Seniority])  # type: ignore[misc]
DegreeWord = StrEnum("DegreeWord", [(one.name, str(one)) for one in DegreeLevel])  # type: ignore[misc]


StartArgument = Annotated[
    str | None, typer.Argument(metavar="[ROLE]", autocompletion=complete("role"), help="The role you do.")
]
TopOption = Annotated[int, typer.Option("--top", min=1, max=1000, help="How many to show.")]


def nearest(
    role: StartArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="Ask who could move to ROLE instead.")] = False,
    industry: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=complete("industry"), show_default=False, help="Only roles in it."),
    ] = None,
    seniority: Annotated[SeniorityWord | None, typer.Option(show_default=False, help="Only roles this far up.")] = None,
    degree: Annotated[
        DegreeWord | None, typer.Option(show_default=False, help="Only roles that demand no higher degree.")
    ] = None,
    min_pay: Annotated[
        int | None, typer.Option(min=0, show_default=False, help="Only roles with a posting that pays so much a year.")
    ] = None,
    top: TopOption = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show all parts of each score.")] = False,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """The roles nearest to what you do or have, in tiers: what is shared, what is missing, how much work it is.

    ROLE may be left out where --have or --profile says what you have.
    """
    from rolegraph.render.views.mobility_views import nearest_blocks

    opened = graph_with_index(graph)
    if reverse and (role is None or have or profile):
        raise RolegraphError("--reverse asks who could move to a role: name that role, and nothing that you have")
    found = opened.nearest(
        role,
        besides=None if reverse else started(opened, role, have, profile),
        limit=top,
        reverse=reverse,
        industry=industry,
        seniority=None if seniority is None else Seniority[seniority.name],
        degree=None if degree is None else DegreeLevel[degree.name],
        pay=min_pay,
    )
    write(found, lambda: nearest_blocks(found, explain=explain), format_)


def route(
    roles: Annotated[
        list[str],
        typer.Argument(metavar="[FROM] TO", autocompletion=complete("role"), help="Where you are, where to go."),
    ],
    have: HaveOption = "",
    profile: ProfileOption = None,
    alternatives: Annotated[int, typer.Option(min=1, max=10, help="How many different routes to show.")] = 1,
    via: Annotated[list[str], typer.Option(metavar="ROLE", help="A role to go through; may be repeated.")] = [],  # noqa: B006
    avoid: Annotated[list[str], typer.Option(metavar="ROLE", help="A role not to go through.")] = [],  # noqa: B006
    max_hours: Annotated[
        float | None, typer.Option(min=0, show_default=False, help="Hours that one move may take.")
    ] = None,
    max_jump: Annotated[
        int | None, typer.Option(min=0, show_default=False, help="Seniority levels that one move may go up.")
    ] = None,
    max_moves: Annotated[int, typer.Option(min=1, max=20, help="Moves that a route may have.")] = 4,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Stepping stones from role to role: the hardest move as small as can be, each with its own learning path.

    FROM may be left out where --have or --profile says what you have. Limits not given are calibrated from the graph.
    """
    from rolegraph.render.views.mobility_views import route_blocks

    opened = graph_with_index(graph)
    if len(roles) > 2:
        raise RolegraphError(f"a route leads from one role to one other, not through {len(roles)}: use --via")
    role = roles[0] if len(roles) == 2 else None
    found = opened.route(
        role,
        roles[-1],
        besides=started(opened, role, have, profile),
        alternatives=alternatives,
        via=via,
        avoid=avoid,
        max_hours=max_hours,
        max_jump=max_jump,
        max_moves=max_moves,
    )
    write(found, lambda: route_blocks(found), format_)


def whatif(
    role: StartArgument = None,
    learn: Annotated[
        str, typer.Option(metavar="NAME[:LEVEL],...", help="What to learn, such as kubernetes,spark:proficient.")
    ] = "",
    have: HaveOption = "",
    profile: ProfileOption = None,
    top: TopOption = 10,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """The roles that come into reach by learning something; without --learn, what opens most for each hour.

    ROLE may be left out where --have or --profile says what you have.
    """
    from rolegraph.model.nodes import LEARNABLE_KINDS
    from rolegraph.model.plans import parse_have
    from rolegraph.render.views.mobility_views import whatif_blocks

    opened = graph_with_index(graph)
    besides = started(opened, role, have, profile)
    levels = parse_have(learn, lambda name: opened.resolve(name, LEARNABLE_KINDS))
    found = opened.what_if(role, levels, besides=besides, limit=top)
    write(found, lambda: whatif_blocks(found), format_)


def graph_with_index(place: str | None) -> RoleGraph:
    """The graph that is asked, after a word to whoever has to wait for what is computed once."""
    from rolegraph.mobility.index import has_index
    from rolegraph.rdf.places import is_built

    graph = opened_graph(place)
    if any(map(is_built, graph.dataset.places)) and not has_index(graph.dataset):
        typer.echo("Working out how near all roles are to each other, once for this graph.", err=True)
    return graph


def started(graph: RoleGraph, role: str | None, have: str, file: Path | None) -> Profile | None:
    """What a person says they have, besides their role if they name one."""
    return given_profile(graph, have, file, needed=role is None)
