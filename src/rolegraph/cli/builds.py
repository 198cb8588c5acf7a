"""`build` and `diff`: graphs merged into one, and what changed from one build to the next."""

from __future__ import annotations

from typing import Annotated

import typer

from rolegraph.cli.options import Format, FormatOption, write


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
