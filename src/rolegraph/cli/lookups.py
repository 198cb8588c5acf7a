"""`show`, `search`, `list` and `info`: what is in a graph.

`lint`: what makes a graph hard to use, though it be valid.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.options import (
    Format,
    FormatOption,
    GraphOption,
    SourceOption,
    SparqlOption,
    complete,
    selected,
    write,
    write_queries,
)
from rolegraph.errors import RolegraphError


def show(
    name: Annotated[
        str, typer.Argument(metavar="NODE", autocompletion=complete(), help="A slug, label, other name or IRI.")
    ],
    graph: GraphOption = None,
    source: SourceOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
) -> None:
    """Everything that is said of one node, and who says so."""
    from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
    from rolegraph.render.views.node_views import capability_blocks, node_blocks, role_blocks

    opened = selected(graph, source, sparql)
    node = opened.resolve(name)
    if sparql:
        from rolegraph.queries.explain import explain_node

        write_queries(explain_node(opened.resolve, node))
    elif node.kind is Kind.ROLE:
        role = opened.role(node)
        write(role, lambda: role_blocks(role), format_)
    elif node.kind in CAPABILITY_KINDS:
        capability = opened.capability(node)
        write(capability, lambda: capability_blocks(capability), format_)
    else:
        statements = opened.statements(node)
        write({"node": node, "statements": statements}, lambda: node_blocks(node, statements), format_)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A part of a name.")],
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Nodes whose name, or other name, contains a text."""
    from rolegraph.render.views.node_views import search_blocks

    opened = selected(graph)
    found = opened.search(text)
    if not found and format_ is Format.TABLE:
        suggestions = opened.lexicon.suggest(text)
        hint = f": did you mean {', '.join(suggestions)}?" if suggestions else ""
        typer.echo(f"rolegraph: nothing is called {text!r}{hint}", err=True)
    else:
        write([{"node": node, "name": name} for node, name in found], lambda: search_blocks(found), format_)
    if not found:
        raise typer.Exit(1)


def _kinds() -> list[str]:
    from rolegraph.model.nodes import Kind

    return [kind.plural for kind in Kind]


def list_(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", autocompletion=_kinds, help="Such as roles, skills, tools or sources."),
    ],
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
    sparql: SparqlOption = False,
) -> None:
    """All nodes of one kind."""
    from rolegraph.model.nodes import Kind
    from rolegraph.render.views.node_views import list_blocks, posting_blocks

    wanted = next((one for one in Kind if kind.lower() in (one.value, one.plural)), None)
    if wanted is None:
        raise RolegraphError(f"no kind {kind!r}: use one of {', '.join(_kinds())}")
    opened = selected(graph)
    if sparql:
        from rolegraph.queries.explain import explain_list

        write_queries(explain_list(opened.resolve, wanted))
    elif wanted is Kind.POSTING:
        postings = opened.postings()
        write(postings, lambda: posting_blocks(postings), format_)
    else:
        nodes = opened.nodes(wanted)
        write(nodes, lambda: list_blocks(nodes), format_)


def info(graph: GraphOption = None, format_: FormatOption = Format.TABLE) -> None:
    """What a graph holds: its sources, and how much of each kind."""
    from rolegraph.render.views.node_views import info_blocks

    found = selected(graph).info()
    write(found, lambda: info_blocks(found), format_)


def stats(
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many capabilities of each sort to name.")] = 10,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE.png|svg", show_default=False, help="Draw what is most required, and what bridges."),
    ] = None,
    graph: GraphOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """The graph in numbers: counts, density, what is most required, what bridges roles, and what is missing."""
    from rolegraph.render.views.analysis_views import stats_blocks

    if plot is not None and plot.suffix.lower() not in (".png", ".svg"):
        raise RolegraphError(f"a picture is a PNG or SVG: the name of {plot.name!r} should end in .png or .svg")
    found = selected(graph).stats(top)
    if plot is not None:
        from rolegraph.rdf.files import write_atomically
        from rolegraph.render.figures.plots import stats_image

        write_atomically(plot, stats_image(found, "svg" if plot.suffix.lower() == ".svg" else "png"))
        typer.echo(f"wrote {plot}", err=True)
    write(found, lambda: stats_blocks(found), format_)


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
    from rolegraph.render.views.node_views import lint_blocks
    from rolegraph.shacl.lint import LintSeverity

    severities = list(LintSeverity)
    if fail_on not in severities:
        raise RolegraphError(f"no severity {fail_on!r}: use one of {', '.join(severities)}")
    opened = open_graph(*files) if files else selected(graph)
    found = opened.lint(rule or (), ignore or (), limit)
    write(found, lambda: lint_blocks(found), format_)
    if found.worst is not None and severities.index(found.worst) <= severities.index(LintSeverity(fail_on)):
        raise typer.Exit(1)
