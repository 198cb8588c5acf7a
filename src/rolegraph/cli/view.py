"""`view`: pictures of paths, comparisons, roles and whole graphs, as pages to click through or in other formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.careers import (
    ComparedArgument,
    HaveOption,
    ProfileOption,
    RolesArgument,
    ScratchOption,
    different_roles,
    given_profile,
    role_to_reach,
    starting_role,
)
from rolegraph.cli.options import GraphOption, complete, selected

if TYPE_CHECKING:
    from rolegraph.render.figures.scene import Scene


app = typer.Typer(
    help="Draw a path, a comparison, a role or a graph; or read the ontology.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class PictureFormat(StrEnum):
    """How a picture is written."""

    HTML = "html"
    PNG = "png"
    SVG = "svg"
    MERMAID = "mermaid"
    DOT = "dot"
    GRAPHML = "graphml"
    GEXF = "gexf"


PictureOption = Annotated[
    PictureFormat, typer.Option("--format", "-f", help="A page to click through, an image, a diagram or a network.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", show_default=False, help="Where to write. [default: its own name]"),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open it when it is written.")]
MostOption = Annotated[int, typer.Option("--max-nodes", min=1, help="Draw at most so many nodes, the most important.")]


@app.command()
def path(
    roles: RolesArgument = None,
    have: HaveOption = "",
    profile: ProfileOption = None,
    from_scratch: ScratchOption = False,
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
    format_: PictureOption = PictureFormat.HTML,
    out: OutOption = None,
    open_: OpenOption = False,
) -> None:
    """What is known, what is to learn in which order, and footholds."""
    from rolegraph.render.export import picture_of_path

    opened = selected(graph)
    role = starting_role(roles, from_scratch)
    given = given_profile(opened, have, profile, needed=role is None and not from_scratch)
    found = opened.path(opened.profile(role, given=[given] if given else []), role_to_reach(roles, given))
    _finish(picture_of_path(opened, found, role, max_nodes), format_, out, open_)


@app.command()
def compare(
    roles: ComparedArgument,
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
    format_: PictureOption = PictureFormat.HTML,
    out: OutOption = None,
    open_: OpenOption = False,
) -> None:
    """What roles share in the middle, each role's own at its side."""
    from rolegraph.render.export import picture_of_comparison

    opened = selected(graph)
    _finish(picture_of_comparison(opened, different_roles(opened, roles), max_nodes), format_, out, open_)


@app.command()
def role(
    name: Annotated[
        str, typer.Argument(metavar="ROLE", autocompletion=complete("role"), help="The role in the middle.")
    ],
    depth: Annotated[int, typer.Option(min=1, max=9, help="How many steps away from the role.")] = 1,
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
    format_: PictureOption = PictureFormat.HTML,
    out: OutOption = None,
    open_: OpenOption = False,
) -> None:
    """A role's neighbourhood: what it asks for, uses and is found in."""
    from rolegraph.render.export import picture_of_role

    _finish(picture_of_role(selected(graph), name, depth, max_nodes), format_, out, open_)


@app.command("graph")
def graph_(
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
    format_: PictureOption = PictureFormat.HTML,
    out: OutOption = None,
    open_: OpenOption = False,
) -> None:
    """Everything in a graph, by kind."""
    from rolegraph.render.export import picture_of_graph

    _finish(picture_of_graph(selected(graph), max_nodes), format_, out, open_)


@app.command()
def roles(
    max_nodes: MostOption = 500,
    graph: GraphOption = None,
    format_: PictureOption = PictureFormat.HTML,
    out: OutOption = None,
    open_: OpenOption = False,
) -> None:
    """Roles, joined by what they share."""
    from rolegraph.render.export import picture_of_roles

    _finish(picture_of_roles(selected(graph), max_nodes), format_, out, open_)


@app.command()
def ontology(out: OutOption = None, open_: OpenOption = False) -> None:
    """The vocabulary that all graphs are written in, as a page to read."""
    from rolegraph.render.export import save_ontology

    place = out or Path("ontology.html")
    save_ontology(place)
    typer.echo(str(place))
    if open_:
        typer.launch(str(place))


def _finish(scene: Scene, format_: PictureFormat, out: Path | None, open_: bool) -> None:
    """Write the picture, say where, and open it if that is wanted."""
    from rolegraph.render.export import save

    place = save(scene, format_.value, out)
    typer.echo(str(place))
    if scene.cut:
        typer.echo(f"rolegraph: {scene.cut}; --max-nodes draws more", err=True)
    if open_:
        typer.launch(str(place))
