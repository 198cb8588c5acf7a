"""The application: which commands there are, in the order in which help lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from rolegraph.cli import answers, builds, imports, lint, lookups, moves, profiles, queries, sources, views

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


app.command("path")(answers.path)
app.command("compare")(answers.compare)
app.command("nearest")(moves.nearest)
app.command("route")(moves.route)
app.command("whatif")(moves.whatif)
app.add_typer(profiles.app, name="profile")
app.command("show")(lookups.show)
app.command("search")(lookups.search)
app.command("list")(lookups.list_)
app.add_typer(views.app, name="view")
app.add_typer(queries.app, name="query")
app.command("ingest")(sources.ingest)
app.add_typer(imports.app, name="import")
app.command("validate")(sources.validate)
app.command("lint")(lint.lint)
app.command("export")(sources.export)
app.command("build")(builds.build)
app.command("diff")(builds.diff)
app.command("info")(lookups.info)
app.command("stats")(lookups.stats)
