"""The command line: parses words, makes one library call, renders the answer; here is the list of commands.

Exit codes: 0 done; 1 done, with findings that count (an invalid graph, nothing found); 2 could not run.
"""

from __future__ import annotations

import copy
import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rolegraph.cli import careers, config, graphs, lookups, profile, query, view
from rolegraph.cli.help_text import PlainGroup
from rolegraph.cli.options import NoColorOption, QuietOption, VerboseOption, command
from rolegraph.cli.output import session
from rolegraph.errors import RolegraphError

app = typer.Typer(
    cls=PlainGroup,
    help="What you have, what is missing, in what order to learn it, and where each statement comes from.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    # Plain help needs no rich, whose import would take longer than everything else that help does.
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
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    session.start()
    session.update(quiet, verbose, no_color)


_PLAN, _ASK, _BUILD, _SET = "Plan a career", "Look into a graph", "Build and check graphs", "Settings"
for name, function, panel in (
    ("path", careers.path, _PLAN),
    ("compare", careers.compare, _PLAN),
    ("nearest", careers.nearest, _PLAN),
    ("route", careers.route, _PLAN),
    ("whatif", careers.whatif, _PLAN),
    ("profile", profile.app, _PLAN),
    ("show", lookups.show, _ASK),
    ("search", lookups.search, _ASK),
    ("list", lookups.list_, _ASK),
    ("info", lookups.info, _ASK),
    ("stats", lookups.stats, _ASK),
    ("view", view.app, _ASK),
    ("query", query.app, _ASK),
    ("ingest", graphs.ingest, _BUILD),
    ("import", graphs.app, _BUILD),
    ("build", graphs.build, _BUILD),
    ("validate", graphs.validate, _BUILD),
    ("lint", lookups.lint, _BUILD),
    ("diff", graphs.diff, _BUILD),
    ("export", graphs.export, _BUILD),
    ("config", config.app, _SET),
):
    if isinstance(function, typer.Typer):
        app.add_typer(function, name=name, rich_help_panel=panel)
    else:
        command(app, name, panel)(function)


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
        from rolegraph.render.text.terminal import printable

        print(f"rolegraph: {printable(str(error))}", file=sys.stderr)  # noqa: T201 - errors go to people
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    finally:
        gc.freeze()  # to look for garbage at the end would take a tenth of a short command
