"""`nearest`, `route` and `whatif`: what a person asks about all roles at once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.answers import HaveOption, ProfileOption, given_profile
from rolegraph.cli.options import Format, FormatOption, GraphOption, complete, write
from rolegraph.cli.options import selected as opened_graph
from rolegraph.errors import RolegraphError
from rolegraph.scales import DegreeLevel, Seniority

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.plans import Profile

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
    from rolegraph.render.nearest_view import nearest_blocks

    opened = selected(graph)
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
        float | None, typer.Option(min=0, show_default=False, help="Hours that one hop may take.")
    ] = None,
    max_jump: Annotated[
        int | None, typer.Option(min=0, show_default=False, help="Rungs of seniority that one hop may go up.")
    ] = None,
    max_hops: Annotated[int, typer.Option(min=1, max=20, help="Hops that a route may have.")] = 4,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Stepping stones from role to role: the hardest hop as small as can be, each with its own learning path.

    FROM may be left out where --have or --profile says what you have. Limits not given are calibrated from the graph.
    """
    from rolegraph.render.route_view import route_blocks

    opened = selected(graph)
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
        max_hops=max_hops,
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
    from rolegraph.profiles import parse_have
    from rolegraph.render.whatif_view import whatif_blocks
    from rolegraph.vocabulary import LEARNABLE_KINDS

    opened = selected(graph)
    besides = started(opened, role, have, profile)
    levels = parse_have(learn, lambda name: opened.resolve(name, LEARNABLE_KINDS))
    found = opened.what_if(role, levels, besides=besides, limit=top)
    write(found, lambda: whatif_blocks(found), format_)


def selected(place: str | None) -> RoleGraph:
    """The graph that is asked, after a word to whoever has to wait for what is computed once."""
    from rolegraph.columns import has_landscape
    from rolegraph.store.opening import is_built

    graph = opened_graph(place)
    if any(map(is_built, graph.dataset.places)) and not has_landscape(graph.dataset):
        typer.echo("Working out how near all roles are to each other, once for this graph.", err=True)
    return graph


def started(graph: RoleGraph, role: str | None, have: str, file: Path | None) -> Profile | None:
    """What a person says they have, besides their role if they name one."""
    return given_profile(graph, have, file, needed=role is None)
