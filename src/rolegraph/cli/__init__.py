"""The command line: parses words, makes one library call, renders the answer; here is the list of commands.

Exit codes: 0 done; 1 done, with findings that count (an invalid graph, nothing found); 2 could not run.
"""

from __future__ import annotations

import copy
import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from rolegraph.cli import careers, config, graphs, profile, query, view
from rolegraph.cli.graphs import build, diff, export, ingest, lint, validate
from rolegraph.cli.lookups import info, list_, search, show, stats
from rolegraph.cli.options import NoColorOption, PlainGroup, QuietOption, VerboseOption, command, flag, group
from rolegraph.cli.output import session
from rolegraph.errors import RolegraphError

app = typer.Typer(
    cls=PlainGroup,
    help="What you have, what is missing, in what order to learn it, and where each statement comes from.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"rolegraph {version('rolegraph')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[bool, flag("Show the version.", "--version", callback=_show_version, is_eager=True)] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    session.start(quiet, verbose, no_color)


_SETTINGS = group(
    "config",
    "Show and change defaults: the graph to ask, hours a week, the format of answers.",
    [config.show, config.path, config.get, config.set_, config.unset],
)
_PANELS: dict[str, list[Any]] = {
    "Plan a career": [careers.path, careers.compare, careers.nearest, careers.route, careers.whatif, profile.app],
    "Look into a graph": [show, search, list_, info, stats, view.app, query.app],
    "Build and check graphs": [ingest, build, validate, lint, diff, export, graphs.app],
    "Settings": [_SETTINGS],
}
for panel, entries in _PANELS.items():
    for entry in entries:
        if isinstance(entry, typer.Typer):
            app.add_typer(entry, name=entry.info.name, rich_help_panel=panel)
        else:
            command(app, entry, rich_help_panel=panel)


def _with_command(app: typer.Typer, words: Sequence[str]) -> typer.Typer:
    """The application with only the command that a line names, since Typer builds all options of each that it has."""
    name = next((word for word in words if not word.startswith("-")), None)
    commands = [command for command in app.registered_commands if command.name == name]
    groups = [group for group in app.registered_groups if group.name == name]
    if commands or groups:
        app = copy.copy(app)
        app.registered_commands, app.registered_groups = commands, groups
    return app


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    # A command lives for a moment; at the usual threshold a tenth of that goes into looking for garbage in imports.
    gc.set_threshold(100_000, 50, 50)
    try:
        _with_command(app, sys.argv[1:])(prog_name="rolegraph")
    except RolegraphError as error:
        from rolegraph.render.text.layout import printable

        print(f"rolegraph: {printable(str(error))}", file=sys.stderr)  # noqa: T201 - errors go to people
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    finally:
        gc.freeze()  # to look for garbage at the end would take a tenth of a short command
