"""Options that several commands have, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.errors import RolegraphError
from rolegraph.rdf.files import is_address

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.render.text import Block


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def graph_option(help_: str, metavar: str = "PATH|URL") -> Any:
    """The option `--graph`; what it means differs between asking a graph and adding to one."""
    return typer.Option("--graph", "-g", envvar="ROLEGRAPH_GRAPH", metavar=metavar, show_default=False, help=help_)


GraphOption = Annotated[
    str | None,
    graph_option(
        "A Turtle or TriG file, a folder of them, a built store, or the address of a SPARQL endpoint. "
        "[default: what rolegraph ships, and your own]"
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        show_default=False,
        help="Only what this source says: its slug, the beginning of it, or a kind such as article. May be repeated.",
    ),
]
SparqlOption = Annotated[bool, typer.Option("--sparql", help="Print the SPARQL behind the answer instead.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]


def selected(graph: str | None, sources: list[str] | None = None, sparql: bool = False) -> RoleGraph:
    """The graph that `--graph` names, or the default one; as far as sources speak where `--source` names some."""
    from rolegraph.graph import open_graph

    if sources and sparql:
        raise RolegraphError("--sparql shows queries over all sources: leave out --source")
    opened = open_graph(graph) if graph is not None else open_graph()
    return opened.from_sources(*sources) if sources else opened


def write(result: object, blocks: Callable[[], Iterable[Block]], format_: Format) -> None:
    """Print a result in the format asked for; `blocks` is only called where people will read it."""
    if format_ is Format.JSON:
        from rolegraph.render.text.markup import to_json

        typer.echo(to_json(result))
    elif format_ is Format.MARKDOWN:
        from rolegraph.render.text.markup import to_markdown

        typer.echo(to_markdown(blocks()), nl=False)
    else:
        from rolegraph.render.text.terminal import write_terminal

        write_terminal(blocks())


def write_queries(queries: Iterable[str]) -> None:
    """Print queries, ready to paste: each begins with a comment that says what it asks."""
    typer.echo("\n".join(queries), nl=False)


def complete(*kinds: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """A completion of slugs of some kinds, with their labels as help; of all kinds where none is given."""

    def names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        place = ctx.params.get("graph")
        if place and is_address(place):
            return []  # nobody waits for a network behind the tabulator key
        try:
            graph = selected(place)
        except RolegraphError:
            return []  # a shell that completes is no place for complaints
        found = [node for node in graph.lexicon if not kinds or node.kind.value in kinds]
        return sorted((node.slug, node.label) for node in found if node.slug.startswith(incomplete))

    return names
