"""`build` and `diff`: graphs merged into one, and what changed from one build to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.options import Format, FormatOption, write


def build(
    graphs: Annotated[
        list[Path],
        typer.Argument(metavar="GRAPH...", help="RDF files, folders of them, built graphs; a later source replaces."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="PATH", help="The folder to build, or a file by its ending.")
    ],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Merge graphs into one, as a whole and only if it is valid; what is at PATH is replaced."""
    from rolegraph.merging import merge
    from rolegraph.render.build_view import build_blocks

    result = merge(graphs, out)
    write(result, lambda: build_blocks(result), format_)
    if not result.written:
        raise typer.Exit(1)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A graph, as --graph names it elsewhere.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A later one.")],
    path: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FROM TO", show_default=False, help="What it does to the path between two roles."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows that a table shows, 0 for all; JSON has all.")] = 20,
    format_: FormatOption = Format.TABLE,
) -> None:
    """What changed from one graph to another. Ends with 0 whether or not anything did."""
    from rolegraph.graph import open_graph
    from rolegraph.render.diff_view import diff_blocks, path_diff_blocks

    before, after = open_graph(old), open_graph(new)
    if path is not None:
        found = before.path_diff(after, *path)
        write(found, lambda: path_diff_blocks(found), format_)
    else:
        changes = before.diff(after)
        write(changes, lambda: diff_blocks(changes, limit), format_)
