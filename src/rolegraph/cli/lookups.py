"""`show`, `search`, `list`, `info` and `stats`: what is in a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rolegraph.cli.options import (
    GraphOption,
    SourceOption,
    SparqlOption,
    UncutOption,
    argument,
    complete,
    option,
    selected,
)
from rolegraph.cli.output import Printed, session
from rolegraph.errors import RolegraphError, did_you_mean

if TYPE_CHECKING:
    from rolegraph.render.text import Block, Tables


def show(
    name: Annotated[str, argument("NODE", "A slug, label, other name or IRI.", complete())],
    everything: UncutOption = False,
    graph: GraphOption = None,
    source: SourceOption = None,
    sparql: SparqlOption = False,
) -> Printed | str:
    """What is known about a role, skill, tool or other node, with its sources."""
    from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, NodeStatements
    from rolegraph.render.text import table_rows
    from rolegraph.render.views.node_views import capability_blocks, node_blocks, relation_rows, role_blocks

    opened = selected(graph, source, sparql)
    node = opened.resolve(name)
    if sparql:
        from rolegraph.queries.explain import explain_node

        return "\n".join(explain_node(opened.sparql, node))
    if node.kind is Kind.ROLE:
        role = opened.role(node)
        lists = "requirements tools also_asked responsibilities industries outlooks tips definitions mappings".split()
        return Printed(role, role_blocks(role, everything), {name: name for name in lists})
    if node.kind in CAPABILITY_KINDS:
        capability = opened.capability(node)
        tables: Tables = {"relations": relation_rows(capability), "definitions": "definitions", "mappings": "mappings"}
        return Printed(capability, capability_blocks(capability, everything), tables)
    statements = opened.statements(node)
    rows = table_rows(statements, "predicate", "object", "source")
    return Printed(NodeStatements(node, statements), node_blocks(node, statements), {"statements": rows})


def search(text: Annotated[str, argument("TEXT", "A part of a name.")], graph: GraphOption = None) -> Printed:
    """Find nodes by a part of their name, or of another name that they have."""
    from rolegraph.model.nodes import FoundName
    from rolegraph.render.views.node_views import search_blocks

    if not text.strip():
        raise RolegraphError("there is nothing to search for: give a part of a name")
    opened = selected(graph)
    found = opened.search(text)
    if not found:
        session.note(f"rolegraph: nothing is called {text!r}{did_you_mean(opened.lexicon.suggest(text))}")
    result = [FoundName(*each) for each in found]
    tables = {"names": (result, FoundName)}
    return Printed(result, search_blocks(found, opened.lexicon.name_of) if found else (), tables, code=int(not found))


def _kinds() -> list[str]:
    from rolegraph.model.nodes import Kind

    return [kind.plural for kind in Kind]


def list_(
    kind: Annotated[str, argument("KIND", "For example roles, skills, tools or sources.", _kinds)],
    graph: GraphOption = None,
    sparql: SparqlOption = False,
) -> Printed | str:
    """All nodes of one kind."""
    from rolegraph.model.nodes import Kind, Node
    from rolegraph.model.roles import Posting
    from rolegraph.render.views.node_views import list_blocks, posting_blocks

    wanted = next((known for known in Kind if kind.lower() in (known.value, known.plural)), None)
    if wanted is None:
        raise RolegraphError(f"no kind {kind!r}: use one of {', '.join(_kinds())}")
    opened = selected(graph)
    if sparql:
        from rolegraph.queries.explain import explain_list

        return "\n".join(explain_list(opened.sparql, wanted))
    if wanted is Kind.POSTING:
        postings = opened.postings()
        return Printed(postings, posting_blocks(postings), {"postings": (postings, Posting)})
    nodes = opened.nodes(wanted)
    return Printed(nodes, list_blocks(nodes, opened.lexicon.name_of), {wanted.plural: (nodes, Node)})


def info(graph: GraphOption = None) -> Printed:
    """What a graph contains: its sources, and how many nodes of each kind."""
    from rolegraph.render.text import table_rows
    from rolegraph.render.views.node_views import info_blocks

    opened = selected(graph)
    found = opened.info()
    tables: Tables = {
        "sources": "sources",
        "nodes": table_rows(found.counts.items(), "kind", "count"),
        "read from": table_rows(([place] for place in found.places), "file"),
    }
    return Printed(found, [*info_blocks(found), *(_carried() if opened.widening is not None else ())], tables)


def _carried() -> list[Block]:
    from rolegraph.readers.onet import carried_facts
    from rolegraph.render.text import Text

    text = f"What is not named here is looked up in {carried_facts.title()}. {carried_facts.attribution()}"
    return [Text(text, quiet=True)]


def stats(
    top: Annotated[int, option("N", "How many capabilities a table lists.", min=1, max=1000)] = 10,
    plot: Annotated[Path | None, option("FILE.png|svg", "Also draw what is most required.")] = None,
    graph: GraphOption = None,
) -> Printed:
    """A graph in numbers: counts, density, what is required most, what connects roles, and what is missing."""
    from rolegraph.render.views.analysis_views import stats_blocks, stats_rows

    if plot is not None and plot.suffix.lower() not in (".png", ".svg"):
        raise RolegraphError(f"a picture is a PNG or SVG: the name of {plot.name!r} should end in .png or .svg")
    found = selected(graph).stats(top)
    if plot is not None:
        from rolegraph.rdf.commits import write_atomically
        from rolegraph.render.figures.plots import stats_image

        write_atomically(plot, stats_image(found, "svg" if plot.suffix.lower() == ".svg" else "png"))
        session.note(f"wrote {plot}")
    return Printed(found, stats_blocks(found), stats_rows(found))
