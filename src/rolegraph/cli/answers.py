"""`path` and `compare`: what a person asks about roles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.options import (
    Format,
    FormatOption,
    GraphOption,
    SparqlOption,
    complete,
    selected,
    write,
    write_queries,
)
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model import Profile


def path(
    roles: Annotated[
        list[str],
        typer.Argument(
            metavar="[FROM] TO", autocompletion=complete("role"), help="The role you do, and the one to reach."
        ),
    ],
    have: Annotated[
        str, typer.Option(metavar="NAME[:LEVEL],...", help="What you have besides, such as python,spark:proficient.")
    ] = "",
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", show_default=False, help="A YAML file of what you have besides.")
    ] = None,
    from_scratch: Annotated[bool, typer.Option("--from-scratch", help="Count nothing of FROM as known.")] = False,
    hours_per_week: Annotated[
        float | None, typer.Option(min=0.1, max=168, show_default=False, help="Turn hours into weeks.")
    ] = None,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
) -> None:
    """What to learn to get from one role to another, in which order, and why.

    FROM may be left out where --have, --profile or --from-scratch says what you start with.
    """
    from rolegraph.render.path_view import path_blocks

    if len(roles) > 2:
        raise RolegraphError(f"a path leads from one role to one other, not through {len(roles)}")
    opened = selected(graph)
    role = roles[0] if len(roles) == 2 and not from_scratch else None
    given = _given(opened, have, profile)
    if role is None and given is None and not from_scratch:
        cure = "name the role you do, or say what you have with --have, --profile or --from-scratch"
        raise RolegraphError(f"a path starts somewhere: {cure}")
    if sparql:
        from rolegraph.behind import behind_path

        write_queries(behind_path(opened, role, given, roles[-1]))
        return
    start = opened.profile(role, given=[given] if given else [])
    found = opened.path(start, roles[-1])
    hours = hours_per_week or start.hours_per_week
    write(found, lambda: path_blocks(found, hours), format_)


def _given(graph: RoleGraph, have: str, file: Path | None) -> Profile | None:
    """What a person says they have, in a file, on the command line, or both; None where they say nothing."""
    from rolegraph.profiles import parse_have, read_profile
    from rolegraph.vocabulary import CAPABILITY_KINDS

    if not have and file is None:
        return None
    levels = parse_have(have, lambda name: graph.resolve(name, CAPABILITY_KINDS))
    in_file = [read_profile(file, lambda name: graph.resolve(name, CAPABILITY_KINDS))] if file else []
    return graph.profile(None, levels, given=in_file)


def compare(
    roles: Annotated[
        list[str], typer.Argument(metavar="A B [C]...", autocompletion=complete("role"), help="Two or more roles.")
    ],
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
) -> None:
    """What roles share and what sets each apart, levels side by side."""
    from rolegraph.render.comparison_view import comparison_blocks
    from rolegraph.vocabulary import Kind

    opened = selected(graph)
    nodes = [opened.resolve(role, (Kind.ROLE,)) for role in roles]
    if len(set(nodes)) < max(2, len(nodes)):
        raise RolegraphError("a comparison takes two or more different roles")
    if sparql:
        from rolegraph.behind import behind_comparison

        write_queries(behind_comparison(opened, nodes))
        return
    found = opened.compare(nodes)
    write(found, lambda: comparison_blocks(found), format_)
