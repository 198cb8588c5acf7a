"""What every command asks of a graph and prints, as calls in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from rolegraph.facts.networks import VIEWS, View, to_networkx
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Level, Node
from rolegraph.model.plans import Profile
from rolegraph.rdf.formats import FORMATS, write_quads
from rolegraph.render.export import NETWORK_FORMATS
from rolegraph.render.figures.diagrams import network_bytes
from rolegraph.render.text import Block, Tables, layout
from rolegraph.render.text.serialization import flat_tables, to_csv, to_json
from rolegraph.render.views import analysis_views, demand_view, diff_view, mobility_views, node_views, path_view

Command = tuple[str, Callable[[], object]]


def commands(graph: RoleGraph) -> Iterator[Command]:
    """Every command with its words, and the call that answers it."""
    yield "info", lambda: _printed(found := graph.info(), node_views.info_blocks(found))
    yield "stats", lambda: _printed(found := graph.stats(), analysis_views.stats_blocks(found))
    yield "lint", lambda: _printed(found := graph.lint(), node_views.lint_blocks(found))
    yield "validate", lambda: _printed(found := graph.validate(), node_views.report_blocks(found))
    yield "search", lambda: _printed(found := graph.search("a"), node_views.search_blocks(found))
    yield "diff", lambda: _printed(found := graph.diff(graph), diff_view.diff_blocks(found))
    yield "postings", lambda: _printed(found := graph.postings(), node_views.posting_blocks(found))
    for kind in Kind:
        yield f"list {kind}", partial(_list, graph, kind)
    nodes = list(graph.lexicon)
    for node in nodes:
        yield f"show {node.iri}", partial(_show, graph, node)
    roles = [node for node in nodes if node.kind is Kind.ROLE]
    for goal in roles:
        yield from _career(graph, goal, roles, [node for node in nodes if node.kind in LEARNABLE_KINDS][:2])
    if len(roles) > 1:
        yield "compare", partial(_compare, graph, roles)
    for suffix in FORMATS:
        yield f"export {suffix}", partial(_export, graph, suffix)
    for view in VIEWS:
        for suffix in NETWORK_FORMATS:
            yield f"export {suffix} --view {view}", partial(_export_network, graph, view, suffix)
    for shown in ("roles", "graph"):
        yield f"view {shown}", partial(_drawn, graph, shown)


def _list(graph: RoleGraph, kind: Kind) -> None:
    found = graph.nodes(kind)
    _printed(found, node_views.list_blocks(found))


def _export(graph: RoleGraph, suffix: str) -> None:
    write_quads(graph.dataset.quads(), suffix)


def _export_network(graph: RoleGraph, view: View, suffix: str) -> None:
    network_bytes(to_networkx(graph.dataset, view), suffix)


def _printed(result: object, blocks: Iterable[Block], tables: Tables | None = None) -> None:
    blocks = list(blocks)
    layout.to_text(blocks)
    layout.to_markdown(blocks)
    layout.to_html(blocks)
    to_json(result)
    for sheet in flat_tables(result, tables).values() if tables else ():
        to_csv(sheet)


def _show(graph: RoleGraph, node: Node) -> None:
    from rolegraph.queries.explain import explain_node

    explain_node(graph.sparql, node)
    statements = graph.statements(node)
    _printed({"node": node, "statements": statements}, node_views.node_blocks(node, statements))
    if node.kind is Kind.ROLE:
        role = graph.role(node)
        lists: Tables = {name: name for name in "requirements tools responsibilities outlooks tips".split()}
        _printed(role, node_views.role_blocks(role), lists)
        _drawn(graph, role)
    elif node.kind in CAPABILITY_KINDS:
        capability = graph.capability(node)
        _printed(capability, node_views.capability_blocks(capability))


def _career(graph: RoleGraph, goal: Node, roles: list[Node], learned: list[Node]) -> Iterator[Command]:
    yield f"path {goal.iri} --from-scratch", lambda: _path(graph, graph.profile(), goal)
    for start in roles:
        yield f"path {start.iri} {goal.iri}", partial(_path, graph, start, goal)
        yield f"route {start.iri} {goal.iri}", partial(_route, graph, start, goal)
    for reverse in (False, True):
        yield f"nearest {goal.iri} {reverse}", partial(_nearest, graph, goal, reverse)
    yield f"nearest {goal.iri} --min-pay", lambda: graph.nearest(goal, pay=15)
    yield f"demand {goal.iri}", lambda: _printed(found := graph.demand(goal), demand_view.demand_blocks(found))
    yield f"whatif {goal.iri}", partial(_what_if, graph, goal, None)
    for node in learned:
        yield f"whatif {goal.iri} --learn {node.iri}", partial(_what_if, graph, goal, {node: Level.WORKING})


def _path(graph: RoleGraph, start: Profile | Node, goal: Node) -> None:
    found = graph.path(start, goal)
    _printed(found, path_view.path_blocks(found, 5.0), {"steps": "steps", "requirements": "gap.assessments"})
    _drawn(graph, found)


def _route(graph: RoleGraph, start: Node, goal: Node) -> None:
    found = graph.route(start, goal)
    _printed(found, mobility_views.route_blocks(found), {"moves": mobility_views.move_rows(found)})


def _nearest(graph: RoleGraph, role: Node, reverse: bool) -> None:
    found = graph.nearest(role, reverse=reverse)
    _printed(found, mobility_views.nearest_blocks(found, explain=True))


def _what_if(graph: RoleGraph, role: Node, learn: Mapping[Node, Level] | None) -> None:
    found = graph.what_if(role, learn)
    _printed(found, mobility_views.whatif_blocks(found))


def _compare(graph: RoleGraph, roles: list[Node]) -> None:
    found = graph.compare(roles)
    rows: Tables = {"comparison": analysis_views.comparison_rows(found)}
    _printed(found, analysis_views.comparison_blocks(found), rows)
    _drawn(graph, found)


def _drawn(graph: RoleGraph, shown: Any) -> None:
    picture = graph.picture(shown)
    for format_ in ("html", "mermaid", "dot"):
        picture.data(format_)
