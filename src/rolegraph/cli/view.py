"""`view`: pictures of paths, comparisons, roles and whole graphs, as pages to explore or in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rolegraph.cli import careers
from rolegraph.cli.config import configured
from rolegraph.cli.options import GraphOption, argument, complete, flag, group, option, selected
from rolegraph.cli.output import Drawn, chosen_format, session
from rolegraph.errors import RolegraphError

MostOption = Annotated[int, option("N", "Draw at most N nodes, the most important ones.", "--max-nodes", min=1)]


def path(
    roles: careers.RolesArgument = None,
    have: careers.HaveOption = "",
    profile: careers.ProfileOption = None,
    from_scratch: careers.ScratchOption = False,
    hours_per_week: careers.HoursOption = None,
    assume_hours: careers.AssumeOption = False,
    graph: GraphOption = None,
) -> Drawn:
    """A learning path as a plan: phases of what to learn, to tick off and to print, and what builds on what."""
    opened = selected(graph, assume_hours=assume_hours)
    role, given, goal = careers.journey(opened, roles, have, profile, from_scratch)
    start = opened.profile(role, given=[given] if given else [])
    hours = hours_per_week or start.hours_per_week or configured("hours_per_week")
    return _picture(opened, opened.path(start, goal), role, hours_per_week=hours)


def compare(roles: careers.ComparedArgument, graph: GraphOption = None) -> Drawn:
    """A comparison as a matrix: what roles share on top, what only one has below; two or three roles also as sets."""
    opened = selected(graph)
    return _picture(opened, opened.compare(careers.different_roles(opened, roles)))


def role(
    name: Annotated[str, argument("ROLE", "The role.", complete("role"))],
    depth: Annotated[int | None, option("N", "Removed.", hidden=True)] = None,
    graph: GraphOption = None,
) -> Drawn:
    """A role as a page: what it asks for by theme, its tools, the roles near it, and where people go."""
    if depth is not None:
        raise RolegraphError("what is around a role is part of a graph: rolegraph view graph --around ROLE --depth N")
    opened = selected(graph)
    found = opened.role(name)
    careers.note_first_index(opened)  # which may be wider now, by the name
    return _picture(opened, found)


def graph_(
    around: Annotated[
        str | None, option("NODE", "Begin with what is around this node.", "--around", autocompletion=complete())
    ] = None,
    depth: Annotated[int, option("N", "With --around: how many steps away from the node.", min=1, max=9)] = 1,
    max_nodes: Annotated[
        int, option("N", "Show at most N nodes, those that are connected most.", "--max-nodes", min=1)
    ] = 60_000,
    graph: GraphOption = None,
) -> Drawn:
    """Everything in a graph: first its kinds and what joins them, then what is around any node."""
    opened = selected(graph)
    return _picture(opened, "graph" if around is None else opened.resolve(around), depth=depth, most=max_nodes)


def roles(
    role: Annotated[
        str | None,
        option("ROLE", "Begin at a role and those nearest to it.", "--role", autocompletion=complete("role")),
    ] = None,
    max_nodes: MostOption = 5_000,
    graph: GraphOption = None,
) -> Drawn:
    """A map of roles: those that are alike near each other, clusters named, the nearest to each."""
    return _picture(selected(graph), "roles", role, most=max_nodes)


def _picture(*subject: Any, **limits: Any) -> Drawn:
    from rolegraph.render.export import picture_of

    return Drawn(picture_of(*subject, **limits))


def ontology(
    out: Annotated[Path, option("FILE", "Where to write the page.", "--out", "-o")] = Path("ontology.html"),
    open_: Annotated[bool, flag("Open the page.", "--open")] = False,
) -> None:
    """The vocabulary that all graphs are written in, as a page to read."""
    from rolegraph.render.export import save_ontology

    chosen_format(None, out, {".html": "html", ".htm": "html"}, "html")
    save_ontology(out)
    session.note(f"wrote {out}")
    if open_:
        typer.launch(str(out))


app = group(
    "view",
    "Draw a path, a comparison, a role or a whole graph; or read the ontology.",
    [path, compare, role, graph_, roles, ontology],
)
