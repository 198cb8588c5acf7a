"""`path` and `compare`: what a person asks about roles."""

from __future__ import annotations

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
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.names import Node
    from rolegraph.plans import Profile


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
    from rolegraph.render.path_view import path_blocks, plan_blocks

    opened = selected(graph)
    role = starting_role(roles, from_scratch)
    given = given_profile(opened, have, profile, needed=role is None and not from_scratch)
    goal = role_to_reach(roles, given)
    if sparql:
        from rolegraph.behind import behind_path

        write_queries(behind_path(opened, role, given, goal))
        return
    start = opened.profile(role, given=[given] if given else [])
    found = opened.path(start, goal)
    hours = hours_per_week or start.hours_per_week
    if report is not None:
        from rolegraph.pictures import save_report

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
    from rolegraph.profiles import parse_have, read_profile
    from rolegraph.tracking import capability_names, role_names

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
    from rolegraph.render.comparison_view import comparison_blocks

    opened = selected(graph, source, sparql)
    nodes = different_roles(opened, roles)
    if sparql:
        from rolegraph.behind import behind_comparison

        write_queries(behind_comparison(opened, nodes))
        return
    found = opened.compare(nodes)
    write(found, lambda: comparison_blocks(found), format_)


def different_roles(graph: RoleGraph, roles: list[str]) -> list[Node]:
    """Two or more roles by their names, no one of them twice."""
    from rolegraph.vocabulary import Kind

    nodes = [graph.resolve(role, (Kind.ROLE,)) for role in roles]
    if len(set(nodes)) < max(2, len(nodes)):
        raise RolegraphError("a comparison takes two or more different roles")
    return nodes
