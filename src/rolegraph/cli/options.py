"""Options that several commands have, and the decorator that gives every command those which all have."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import typer.main

from rolegraph.cli.configuration import configured
from rolegraph.cli.help_text import SHARED, PlainCommand, PlainGroup
from rolegraph.cli.output import (
    Drawn,
    Format,
    PictureFormat,
    Printed,
    answer_format,
    session,
    write_answer,
    write_picture,
)
from rolegraph.errors import RolegraphError
from rolegraph.rdf.files import is_address

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph


def option(metavar: str, help_: str, *names: str, **settings: Any) -> Any:
    """An option that takes a value."""
    return typer.Option(*names, metavar=metavar, help=help_, **settings)


def flag(help_: str, *names: str, **settings: Any) -> Any:
    """An option without a value, or with one of those that its type lists."""
    return typer.Option(*names, help=help_, **settings)


def argument(metavar: str, help_: str, **settings: Any) -> Any:
    """A positional argument."""
    return typer.Argument(metavar=metavar, help=help_, **settings)


GraphOption = Annotated[
    str | None,
    option(
        "PATH|URL",
        "The graph to ask: a Turtle or TriG file, a folder of them, a built graph, or the address of a SPARQL "
        "endpoint. [env var: ROLEGRAPH_GRAPH; default: the graph that rolegraph ships, and your own]",
        "--graph",
        "-g",
    ),
]
SourceOption = Annotated[
    list[str] | None,
    option("SOURCE", "Only this source: its slug, the beginning of it, or a kind. Repeatable.", "--source"),
]
SparqlOption = Annotated[bool, flag("Print the SPARQL queries behind the answer instead.", "--sparql")]


QuietOption = Annotated[bool, flag("No notes or progress.", "--quiet", "-q", rich_help_panel=SHARED)]
VerboseOption = Annotated[bool, flag("What is read, and timings.", "--verbose", "-v", rich_help_panel=SHARED)]
NoColorOption = Annotated[bool, typer.Option("--no-color", rich_help_panel=SHARED, help="No colours or bold text.")]


def _general(quiet: QuietOption = False, verbose: VerboseOption = False, no_color: NoColorOption = False) -> None: ...


def _printing(
    format_: Annotated[Format | None, flag("Format of the answer. [default: table]", "--format", "-f")] = None,
    json: Annotated[bool, flag("Short for --format json.", "--json")] = False,
    out: Annotated[
        Path | None, option("FILE", "Write to a file: .txt .json .md .csv .xlsx .html", "--out", "-o")
    ] = None,
) -> None: ...


def _drawing(
    picture: Annotated[PictureFormat | None, flag("Format of the picture. [default: html]", "--format", "-f")] = None,
    out: Annotated[
        Path | None, option("FILE", "Write a file: .html .png .svg .mmd .dot .graphml .gexf", "--out", "-o")
    ] = None,
    open_: Annotated[bool, flag("Open the picture.", "--open")] = False,
) -> None: ...


def _parameters(template: Callable[..., None]) -> list[Any]:
    """The parameters that Typer makes of a function's options."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(template)
    return list(typer.main.get_command(app).params)


# Made once and shared by all commands: making them for each would take longer than the rest of `--help`.
_GENERAL: Final = _parameters(_general)
_ADDED: Final = {"Printed": _parameters(_printing), "Drawn": _parameters(_drawing)}


class AnswerCommand(PlainCommand):
    """A command with the options that its kind of answer has and those of every command; it writes the answer."""

    def __init__(self, *arguments: Any, params: list[Any], callback: Callable[..., Any], **settings: Any) -> None:
        returns = callback.__annotations__["return"]
        added = [*(option for kind in _ADDED if kind in returns for option in _ADDED[kind]), *_GENERAL]
        own = {parameter.name for parameter in params}
        self.shared = [option for option in added if option.name not in own]
        super().__init__(*arguments, params=[*params, *self.shared], callback=callback, **settings)

    def invoke(self, ctx: Any) -> None:
        """Run the command, write what it returns, and leave with its exit code."""
        given = {option.name: ctx.params.pop(option.name) for option in self.shared}
        session.update(given["quiet"], given["verbose"], given["no_color"])
        out = Path(given["out"]) if given.get("out", "-") not in (None, "-") else None
        # What cannot be written is refused before anything is done.
        chosen = ""
        if "format_" in given and not ctx.params.get("sparql"):
            chosen = answer_format(given["format_"], given["json"], out, configured("format") or "table")
        answer = super().invoke(ctx)
        if isinstance(answer, Drawn):
            write_picture(answer, given["picture"], given["out"], given["open_"])
        elif answer is not None:
            write_answer(answer, chosen, out)
        session.detail("done")
        if isinstance(answer, Printed) and answer.code:
            raise typer.Exit(answer.code)


def command(app: typer.Typer, name: str, panel: str = "", **settings: Any) -> Callable[[Any], Any]:
    """Register a function as a command.

    One that returns `Printed` gets `--format`, `--json` and `--out`, one that returns `Drawn` the options of pictures;
    an option that the function declares itself stays its own.
    """
    return app.command(name, cls=AnswerCommand, rich_help_panel=panel or None, **settings)


def group(help_: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(cls=PlainGroup, help=help_, no_args_is_help=True, rich_markup_mode=None)


def selected(graph: str | None, sources: list[str] | None = None, sparql: bool = False) -> RoleGraph:
    """The graph that `--graph`, the environment or the configuration names, or the default one.

    It is restricted to `sources` where some are given.
    """
    from rolegraph.graph import open_graph

    if sources and sparql:
        raise RolegraphError("--sparql shows queries over all sources: leave out --source")
    place = graph or configured("graph")
    session.detail(f"opening {place or 'the graph that rolegraph ships, and your own'}")
    opened = open_graph(place) if place else open_graph()
    if session.verbose:
        session.detail("opened " + ", ".join(map(str, opened.dataset.places)))
    return opened.from_sources(*sources) if sources else opened


def severities_from(word: str, severities: type[StrEnum]) -> list[StrEnum]:
    """The severities that are at least as bad as a word says."""
    known = list(severities)
    if word not in known:
        raise RolegraphError(f"no severity {word!r}: use one of {', '.join(known)}")
    return known[: known.index(severities(word)) + 1]


def complete(*kinds: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """A completion of slugs of some kinds, with their labels as help; of all kinds where none is given."""

    def names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        try:
            place = ctx.params.get("graph") or configured("graph")
            if place and is_address(place):
                return []  # completion does not wait for a network
            graph = selected(place)
        except RolegraphError:
            return []  # a shell that completes is no place for messages
        found = [node for node in graph.lexicon if not kinds or node.kind.value in kinds]
        return sorted((node.slug, node.label) for node in found if node.slug.startswith(incomplete))

    return names
