"""`profile`: a file of what a person has, has learned, is learning and does not want to learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.options import Format, FormatOption, GraphOption, complete, selected, write

if TYPE_CHECKING:
    from rolegraph.profiles.tracking import ProfileChange


app = typer.Typer(
    help="Keep a file of what you have, and of how far you have come.", no_args_is_help=True, rich_markup_mode=None
)


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Your profile, a YAML file.")]
CapabilitiesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME[:LEVEL]...",
        autocompletion=complete("skill", "tool", "degree", "certification"),
        help="Capabilities, such as python or spark:proficient.",
    ),
]
NamesArgument = Annotated[
    list[str],
    typer.Argument(metavar="NAME...", autocompletion=complete("skill", "tool"), help="Capabilities, such as python."),
]


@app.command()
def init(
    file: FileArgument,
    role: Annotated[
        str | None,
        typer.Option(metavar="ROLE", show_default=False, autocompletion=complete("role"), help="The role you do."),
    ] = None,
    have: Annotated[str, typer.Option(metavar="NAME[:LEVEL],...", help="What you have besides.")] = "",
    goal: Annotated[
        str | None,
        typer.Option(metavar="ROLE", show_default=False, autocompletion=complete("role"), help="The role to reach."),
    ] = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="For headings. [default: the file's name]")] = "",
    hours_per_week: Annotated[
        float | None, typer.Option(min=0.1, max=168, show_default=False, help="How long you learn.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    graph: GraphOption = None,
) -> None:
    """Write a new profile, with remarks."""
    from rolegraph.profiles.tracking import begin
    from rolegraph.render.text import counted

    begun = begin(
        selected(graph), file, role=role, have=have, goal=goal, name=name, hours_per_week=hours_per_week, force=force
    )
    typer.echo(f"wrote {file}: {counted(len(begun.holdings), 'capability')}; look through it, it is yours to correct")


@app.command()
def add(
    file: FileArgument, names: CapabilitiesArgument, graph: GraphOption = None, format_: FormatOption = Format.TABLE
) -> None:
    """Say what you had from the beginning."""
    from rolegraph.profiles.tracking import add as add_

    _write(add_(selected(graph), file, names), format_)


@app.command()
def done(
    file: FileArgument, names: CapabilitiesArgument, graph: GraphOption = None, format_: FormatOption = Format.TABLE
) -> None:
    """Say what you have learned: it is then held.

    Without a level, it is the one that the way to your goal asks for, or else working.
    """
    from rolegraph.profiles.tracking import done as done_

    _write(done_(selected(graph), file, names), format_)


@app.command()
def learning(
    file: FileArgument, names: NamesArgument, graph: GraphOption = None, format_: FormatOption = Format.TABLE
) -> None:
    """Say what you are learning now."""
    from rolegraph.profiles.tracking import learning as learning_

    _write(learning_(selected(graph), file, names), format_)


@app.command()
def skip(
    file: FileArgument, names: NamesArgument, graph: GraphOption = None, format_: FormatOption = Format.TABLE
) -> None:
    """Say what you do not want to learn: plans do without it."""
    from rolegraph.profiles.tracking import skip as skip_

    _write(skip_(selected(graph), file, names), format_)


@app.command()
def show(file: FileArgument, graph: GraphOption = None, format_: FormatOption = Format.TABLE) -> None:
    """What the file says, as the graph understands it."""
    from rolegraph.profiles.tracking import show as show_
    from rolegraph.render.views.path_view import profile_blocks

    found = show_(selected(graph), file)
    write(found, lambda: profile_blocks(found), format_)


def _write(changes: tuple[ProfileChange, ...], format_: Format) -> None:
    from rolegraph.render.views.path_view import change_blocks

    write(changes, lambda: change_blocks(changes), format_)
