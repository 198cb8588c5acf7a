"""Files and pictures of a graph and its answers: RDF, networks, queries, images, pages, and tables for notebooks.

`picture_of` makes a picture of a view or an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.matches import joined_sets, mapping_sets
from rolegraph.model.differences import Differences, PathDifferences
from rolegraph.model.moves import Nearest, Routes, WhatIf
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.plans import LearningPath
from rolegraph.model.roles import Capability, Info, Role
from rolegraph.queries import question
from rolegraph.rdf.answer_formats import Note
from rolegraph.rdf.commits import transaction, write_atomically
from rolegraph.rdf.files import read_bytes
from rolegraph.rdf.formats import FORMATS, write_quads
from rolegraph.rdf.query_text import with_dataset
from rolegraph.readers.mapping_files import write_mappings
from rolegraph.render.figures.diagrams import network_bytes
from rolegraph.render.text import Block

if TYPE_CHECKING:
    from rolegraph.facts.networks import View
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Name
    from rolegraph.render.figures.picture import Picture


MAPPING_FORMAT: Final = ".sssom.tsv"
NAMED_GRAPHS: Final = (".trig", ".nq", ".jsonld")
NETWORK_FORMATS: Final = (".graphml", ".gexf", ".json")


def export(
    graph: RoleGraph,
    path: str | Path,
    view: View = "requirements",
    note: Note | None = None,
    *,
    flat: bool = False,
) -> None:
    """Write a graph in the format that the file name's ending asks for.

    Parameters
    ----------
    path
        The file: `.ttl`, `.trig`, `.nt`, `.nq`, `.jsonld` or `.rdf` for all statements with their sources; `.graphml`,
        `.gexf` or `.json` (node-link) for one NetworkX view; `.sssom.tsv` for the mappings alone.
    view
        Which view, for those.
    note
        Called with a sentence where the file does not hold all that the graph says, or other tools have to look for it
        in named graphs.
    flat
        Write RDF as one default graph of plain SKOS: without named graphs, without remarks on who says what where, and
        with `rdfs:label`, `skos:Concept` and `dcterms:source` beside rolegraph's own terms. It is for other tools, not
        to be read back.

    Raises
    ------
    RolegraphError
        When the ending is not one of these, or `flat` is asked of what is no RDF.
    SourceError
        When the file cannot be written, the graph was read from it, or the format cannot hold a statement, as JSON-LD
        none about statements; a file that was there before is then as it was.

    Notes
    -----
    The same graph gives the same bytes, and RDF gives back every statement with its literals as they were written: it
    is read again and compared before it takes its place. Language tags are in lower case. GraphML and GEXF are XML,
    which cannot hold control characters: they become U+FFFD.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    graph.dataset.check_target(path)
    if flat and suffix not in FORMATS:
        raise RolegraphError(f"--flat is for RDF, not for {path.name!r}: end the name in one of {', '.join(FORMATS)}")
    if suffix in FORMATS:
        write_atomically(path, _rdf_bytes(graph, path, note, is_flat=flat))
    elif path.name.lower().endswith(MAPPING_FORMAT):
        write_mappings(path, joined_sets(mapping_sets(graph.dataset)))
    elif suffix in NETWORK_FORMATS:
        write_atomically(path, network_bytes(graph.to_networkx(view), suffix, note))
    else:
        endings = ", ".join((*FORMATS, *NETWORK_FORMATS, MAPPING_FORMAT))
        raise RolegraphError(f"no format for {path.name!r}: the name should end in one of {endings}")


def _rdf_bytes(graph: RoleGraph, path: Path, note: Note | None, *, is_flat: bool) -> bytes:
    """The statements in the format of a file, which begins with the names of their sources if it may have remarks."""
    from rolegraph.rdf.flat import flat as without_bookkeeping

    suffix, quads = path.suffix.lower(), graph.dataset.quads()
    if is_flat:
        return write_quads(without_bookkeeping(quads), suffix, path)
    data, sources = write_quads(quads, suffix, path), graph.dataset.sources()
    if suffix in NAMED_GRAPHS and note is not None:
        note(f"{path.name} has its statements in named graphs: --flat writes one default graph for tools without them")
    if suffix not in (".ttl", ".trig"):
        return data
    where = "in the named graphs" if suffix in NAMED_GRAPHS else "of the sources"
    return "".join(["# Statements ", where, ":\n", *(f"# <{source}>\n" for source in sources), "\n"]).encode() + data


def export_queries(
    graph: RoleGraph,
    names: Iterable[str],
    folder: Path,
    values: Mapping[str, object] | None = None,
    from_sources: bool = False,
) -> list[Path]:
    """Write queries of the library as standalone files, and `index.md`, which lists all that lie in the folder.

    `values` are for those queries that have such a parameter; `from_sources` names the graph's sources with `FROM` and
    `FROM NAMED`, for stores whose default graph is not the union of their named graphs. When a name or value is wrong,
    nothing is written. Returns the files.
    """
    values = values or {}
    questions = [question(name) for name in dict.fromkeys(names)]
    known = {parameter.name for query in questions for parameter in query.parameters}
    if unknown := sorted(values.keys() - known):
        have = ", ".join(sorted(known)) or "none"
        raise RolegraphError(f"none of these queries has a parameter {unknown[0]!r}: they have {have}")
    sources = graph.dataset.sources() if from_sources else []
    texts = {}
    for query in questions:
        own = {parameter.name for parameter in query.parameters}
        text = graph.sparql(query.name, {name: value for name, value in values.items() if name in own})
        texts[folder / f"{query.name}.rq"] = with_dataset(text, sources) if sources else text
    others = {path for path in folder.glob("*.rq") if path.is_file()} - texts.keys()
    listed = texts | {path: read_bytes(path).decode(errors="replace") for path in others}
    lines = ["# Queries", "", "Standalone SPARQL 1.1, over the union of all sources as the default graph.", ""]
    for path in sorted(listed, key=lambda path: path.stem):
        head = [line.lstrip("# ") for line in listed[path].split("\n")[:2]]
        title = head[0] if head[0].endswith((".", "?", "!")) else f"{head[0]}."
        lines.append(f"- [{path.name}]({path.name}): {title} {head[-1]}")
    written = texts | {folder / "index.md": "\n".join([*lines, ""])}
    try:
        folder.mkdir(parents=True, exist_ok=True)  # only of a folder that is there are all files changed together
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", path=folder) from None
    with transaction(folder) as changes:
        for path, text in written.items():
            changes.stage_file(path, text.encode())
    return list(written)


def picture_of(
    graph: RoleGraph,
    shown: object,
    start: Name | None = None,
    depth: int = 1,
    most: int | None = None,
    hours_per_week: float | None = None,
) -> Picture:
    """A learning path from the role `start`, a comparison, a role and what is around it up to `depth` steps away,
    "roles" for a map of all of them, beginning at the role `start`, "graph" for everything, or a node or capability
    with what is around it; a TypeError for anything else.
    """
    from rolegraph.analysis.comparison import Comparison
    from rolegraph.render.figures.comparison_matrix import comparison_matrix
    from rolegraph.render.figures.graph_explorer import graph_explorer
    from rolegraph.render.figures.plan_board import plan_board
    from rolegraph.render.figures.role_page import role_page
    from rolegraph.render.figures.roles_map import roles_map

    if shown == "graph":
        return graph_explorer(graph.dataset, graph.lexicon, most=most)
    if isinstance(shown, (Node, Capability)):
        around = shown.node if isinstance(shown, Capability) else shown
        return graph_explorer(graph.dataset, graph.lexicon, around, depth, most)
    if isinstance(shown, Comparison):
        return comparison_matrix(graph.dataset, shown)
    if isinstance(shown, Role):
        return role_page(graph, shown, depth)
    if isinstance(shown, LearningPath):
        role = None if start is None else graph.resolve(start, (Kind.ROLE,))
        return plan_board(graph, shown, role, hours_per_week)
    if shown == "roles":
        return roles_map(graph.mobility, most, None if start is None else graph.resolve(start, (Kind.ROLE,)).iri)
    raise TypeError(f'{shown!r} cannot be drawn: give a path, a comparison, a role, a node, "roles" or "graph"')


def save_report(
    graph: RoleGraph, path: LearningPath, place: Path, start: Name | None = None, hours_per_week: float | None = None
) -> None:
    """Write a learning path as a page (.html): the plan, to tick off on the screen or on paper."""
    if place.suffix.lower() not in (".html", ".htm"):
        raise RolegraphError(f"a report is a page: the name of {place.name!r} should end in .html")
    picture_of(graph, path, start, hours_per_week=hours_per_week).save(place, "html")


def save_ontology(place: Path) -> None:
    """Write the ontology as a page for readers, from the Turtle that rolegraph ships."""
    from rolegraph.render.figures.ontology_page import ontology_html

    write_atomically(place, ontology_html().encode())


_STYLE: Final = ".rolegraph td,.rolegraph th{text-align:left}.rolegraph .number{text-align:right}"


def bundle(result: object) -> dict[str, str]:
    """A result by media type, as IPython's `_repr_mimebundle_` gives it."""
    from rolegraph.render.text.layout import to_html, to_markdown

    return {
        "text/html": f'<style>{_STYLE}</style><div class="rolegraph">{to_html(_blocks(result), top=3)}</div>',
        "text/markdown": to_markdown(_blocks(result)),
        "text/plain": repr(result) if len(repr(result)) < 500 else f"<{type(result).__name__}>",
    }


def _blocks(result: object) -> Iterable[Block]:
    from rolegraph.analysis.comparison import Comparison
    from rolegraph.analysis.statistics import Stats
    from rolegraph.model.demand_tables import DemandTable
    from rolegraph.model.person_matches import Matches
    from rolegraph.render.views import (
        analysis_views,
        cube_views,
        diff_view,
        match_views,
        mobility_views,
        node_views,
        path_view,
    )

    views: Mapping[type, Callable[[Any], Iterable[Block]]] = {
        LearningPath: path_view.path_blocks,
        Comparison: analysis_views.comparison_blocks,
        Differences: diff_view.diff_blocks,
        PathDifferences: diff_view.path_diff_blocks,
        Nearest: mobility_views.nearest_blocks,
        Routes: mobility_views.route_blocks,
        WhatIf: mobility_views.whatif_blocks,
        Matches: match_views.match_blocks,
        DemandTable: cube_views.demand_table_blocks,
        Stats: analysis_views.stats_blocks,
        Role: node_views.role_blocks,
        Capability: node_views.capability_blocks,
        Info: node_views.info_blocks,
    }
    if type(result) not in views:
        raise TypeError(f"there is no table for a {type(result).__name__}")
    return views[type(result)](result)
