"""`view`: pictures of paths, comparisons, roles and whole graphs, as pages to explore or in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rolegraph.cli import careers
from rolegraph.cli.options import GraphOption, argument, complete, flag, group, option, selected
from rolegraph.cli.output import Drawn, chosen_format, session
from rolegraph.errors import RolegraphError

MostOption = Annotated[int, option("N", "Draw at most N nodes, the most important ones.", "--max-nodes", min=1)]


def path(
    roles: careers.RolesArgument = None,
    have: careers.HaveOption = "",
    profile: careers.ProfileOption = None,
    from_scratch: careers.ScratchOption = False,
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
) -> Drawn:
    """A learning path: what you know, what to learn in which order, and what each step builds on."""
    opened = selected(graph)
    role, given, goal = careers.journey(opened, roles, have, profile, from_scratch)
    found = opened.path(opened.profile(role, given=[given] if given else []), goal)
    return _picture(opened, found, role, most=max_nodes)


def compare(roles: careers.ComparedArgument, max_nodes: MostOption = 500, graph: GraphOption = None) -> Drawn:
    """A comparison: what roles share in the middle, what only one of them has at its side."""
    opened = selected(graph)
    return _picture(opened, opened.compare(careers.different_roles(opened, roles)), most=max_nodes)


def role(
    name: Annotated[str, argument("ROLE", "The role.", complete("role"))],
    depth: Annotated[int | None, option("N", "Removed.", hidden=True)] = None,
    graph: GraphOption = None,
) -> Drawn:
    """A role as a page: what it asks for by theme, its tools, the roles near it, and where people go."""
    if depth is not None:
        raise RolegraphError("what is around a role is part of a graph: rolegraph view graph --around ROLE --depth N")
    opened = selected(graph)
    return _picture(opened, opened.role(name))


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
    return _picture(opened, opened.resolve(around) if around else "graph", depth=depth, most=max_nodes)


def roles(max_nodes: MostOption = 500, graph: GraphOption = None) -> Drawn:
    """All roles, joined by what they share."""
    return _picture(selected(graph), "roles", most=max_nodes)


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
