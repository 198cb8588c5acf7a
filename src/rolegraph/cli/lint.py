"""`lint`: what makes a graph hard to use, though it be valid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.options import Format, FormatOption, GraphOption, selected, write
from rolegraph.errors import RolegraphError

RuleNames = list[str] | None


def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", show_default=False, help="RDF files to look at together, not the graph."),
    ] = None,
    graph: GraphOption = None,
    rule: Annotated[
        RuleNames, typer.Option("--rule", metavar="RULE", show_default=False, help="Only this rule. May be repeated.")
    ] = None,
    ignore: Annotated[
        RuleNames, typer.Option("--ignore", metavar="RULE", show_default=False, help="Not this rule. May be repeated.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option(metavar="SEVERITY", help="The least severity that fails: error, warning or note.")
    ] = "warning",
    limit: Annotated[int, typer.Option(min=1, help="How many findings of each rule to show.")] = 20,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Look for names that clash, circles, orphans and gaps, and say what to do about them."""
    from rolegraph.graph import open_graph
    from rolegraph.linting.rules import Severity
    from rolegraph.render.lint_view import lint_blocks

    severities = list(Severity)
    if fail_on not in severities:
        raise RolegraphError(f"no severity {fail_on!r}: use one of {', '.join(severities)}")
    opened = open_graph(*files) if files else selected(graph)
    found = opened.lint(rule or (), ignore or (), limit)
    write(found, lambda: lint_blocks(found), format_)
    if found.worst is not None and severities.index(found.worst) <= severities.index(Severity(fail_on)):
        raise typer.Exit(1)
