"""`ingest`, `validate` and `export`: what goes into a graph, whether it is sound, and what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.options import Format, FormatOption, GraphOption, graph_option, selected, write
from rolegraph.errors import RolegraphError


def ingest(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Articles as plain text, - for standard input; or RDF files."),
    ],
    graph: Annotated[
        str | None, graph_option("The graph to add to, created if absent. [default: your own]", metavar="PATH")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Add nothing if anything could not be placed.")] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Read comparison articles ("X versus Y") and RDF files into a graph."""
    from rolegraph.ingest import ingest as run
    from rolegraph.render.ingest_view import ingest_blocks

    result = run(files, graph, dry_run=dry_run, strict=strict)
    write(result, lambda: ingest_blocks(result, dry_run=dry_run), format_)
    if strict and not result.clean:
        raise typer.Exit(1)


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", show_default=False, help="RDF files to validate together, not the graph."),
    ] = None,
    graph: GraphOption = None,
    fail_on: Annotated[
        str, typer.Option(metavar="SEVERITY", help="The least severity that fails: violation, warning or info.")
    ] = "violation",
    format_: FormatOption = Format.TABLE,
) -> None:
    """Hold a graph against the SHACL shapes, and say what to fix."""
    from rolegraph.graph import open_graph
    from rolegraph.render.list_views import report_blocks
    from rolegraph.validation import Severity

    severities = list(Severity)
    if fail_on not in severities:
        raise RolegraphError(f"no severity {fail_on!r}: use one of {', '.join(severities)}")
    report = (open_graph(*files) if files else selected(graph)).validate()
    write(report, lambda: report_blocks(report), format_)
    if report.worst is not None and severities.index(report.worst) <= severities.index(Severity(fail_on)):
        raise typer.Exit(1)


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Its ending chooses: .ttl .nt .nq .trig .jsonld .graphml .gexf .json"),
    ],
    graph: GraphOption = None,
    view: Annotated[
        str, typer.Option(help="For .graphml, .gexf and .json: requirements, learning or roles.")
    ] = "requirements",
) -> None:
    """Write a graph in a format of RDF, or as a network."""
    from rolegraph.exporting import export as run
    from rolegraph.networks import VIEWS

    chosen = next((one for one in VIEWS if one == view), None)
    if chosen is None:
        raise RolegraphError(f"no view {view!r}: use one of {', '.join(VIEWS)}")
    run(selected(graph), file, chosen)
    typer.echo(f"wrote {file}", err=True)
