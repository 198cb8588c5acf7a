"""The application: which commands there are, in the order in which help lists them.

The command line: parses words, makes one library call, renders the answer; the one place that maps errors to codes.

Exit codes: 0 done; 1 done, with findings that count (an invalid graph, a strict ingest, nothing found); 2 not run.
"""

from __future__ import annotations

import copy
import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rolegraph.cli import (
    careers,
    graphs,
    lookups,
    profile,
    query,
    view,
)
from rolegraph.errors import RolegraphError

app = typer.Typer(
    help="What you have, what is missing, in what order to learn it, and who says so.",
    no_args_is_help=True,
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
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command("path")(careers.path)

app.command("compare")(careers.compare)

app.command("nearest")(careers.nearest)

app.command("route")(careers.route)

app.command("whatif")(careers.whatif)

app.add_typer(profile.app, name="profile")

app.command("show")(lookups.show)
app.command("search")(lookups.search)
app.command("list")(lookups.list_)

app.add_typer(view.app, name="view")

app.add_typer(query.app, name="query")

app.command("ingest")(graphs.ingest)

app.add_typer(graphs.app, name="import")

app.command("validate")(graphs.validate)

app.command("lint")(lookups.lint)

app.command("export")(graphs.export)

app.command("build")(graphs.build)

app.command("diff")(graphs.diff)

app.command("info")(lookups.info)
app.command("stats")(lookups.stats)


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
        gc.freeze()  # a sixth of a short command would go into looking for garbage once more at its end
