"""Scenes in the formats of other tools: NetworkX graphs, Mermaid for Markdown, and DOT for Graphviz.

Mermaid and Graphviz lay the nodes out themselves.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Final

from rolegraph.rdf.answer_formats import Note, xml_text
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.scene import (
    ENDS,
    KNOWN,
    Scene,
    SceneEdge,
    SceneNode,
    drawable,
    edges_between,
    kinds_of,
    lines_of,
)

if TYPE_CHECKING:
    import networkx as nx


def to_network(scene: Scene) -> nx.MultiDiGraph[str]:
    """A scene's nodes and edges, with texts, numbers and truth values only, as GraphML and GEXF take them.

    Each edge is one of its own, also where several join the same nodes. A `step` of 0 stands for no step. The network
    has the scene's title, and says what it leaves out.
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=scene.title, left_out=scene.cut)
    for node in scene.nodes:
        network.add_node(
            node.id,
            label=node.label,
            kind=node.kind.value,
            group=node.group,
            step=node.step or 0,
            x=float(node.x),
            y=float(node.y),
            important=float(node.important),
        )
    for edge in edges_between(scene):
        network.add_edge(
            edge.start, edge.end, relation=edge.relation, note=edge.note, strong=edge.strong, loose=edge.loose
        )
    return network


_MOST_EDGES: Final = 500  # that Mermaid draws
_STROKE: Final = "#333333"
# Characters with a named entity; all others have a number.
_NAMED: Final = {'"': "quot", "<": "lt", ">": "gt", "&": "amp"}
# A list, a heading or a rule to a reader of Markdown, which Mermaid is: at the beginning of a line.
_OPENING: Final = re.compile(r"^(?:\d+[.)]|[-+=])")
# All that may be syntax to Mermaid, Markdown, HTML or TeX, and what Mermaid itself puts in the place of `#` and `;`.
_SPECIAL: Final = re.compile(r"[^\w ,/'()+=-]|[_\ufb02\xb6]")


def to_mermaid(scene: Scene) -> str:
    """A scene as a Mermaid flowchart, to stand in a block of Markdown.

    Labels show what the graph says, character for character, except for white space, which HTML does not show as it is.
    Mermaid refuses more than 500 edges: of more, those that matter most are drawn, and the title says so. It also
    refuses texts of more than 50,000 characters unless it is set up otherwise.
    """
    all_edges = edges_between(scene)
    kept = set(sorted(range(len(all_edges)), key=lambda place: _rank(all_edges[place]))[:_MOST_EDGES])
    edges = [edge for place, edge in enumerate(all_edges) if place in kept]
    title = _title(scene)
    if len(edges) < len(all_edges):
        title += f" ({len(edges):,} of {len(all_edges):,} edges)"
    names = {node.id: f"n{number}" for number, node in enumerate(scene.nodes, 1)}
    lines = ["---", f"title: {_yaml(' '.join(lines_of(title)))}", "---", "flowchart LR"]
    if summary := " ".join(line for text in scene.summary for line in lines_of(text)):
        lines.append(f"  accDescr: {_mermaid_line(summary)}")
    for node in scene.nodes:
        opening, closing = LOOKS[node.kind].brackets
        lines.append(f'  {names[node.id]}{opening}"{_mermaid(_numbered(node))}"{closing}')
    for edge in edges:
        arrow = "==>" if edge.strong else "-.->" if edge.loose else "-->"
        label = f'|"{_mermaid(edge.relation)}"|' if lines_of(edge.relation) else ""
        lines.append(f"  {names[edge.start]} {arrow}{label} {names[edge.end]}")
    return "\n".join([*lines, *_classes(scene, names), ""])


def to_dot(scene: Scene) -> str:
    """A scene in Graphviz's DOT, to be drawn from left to right; an edge's note is its tooltip."""
    names = {node.id: f"n{number}" for number, node in enumerate(scene.nodes, 1)}
    heading = "\n".join([_title(scene), *scene.summary])
    lines = [
        "digraph {",
        f'  graph [rankdir=LR, labelloc=t, fontname="Helvetica", label={_dot(heading)}]',
        f'  node [fontname="Helvetica", color="{_STROKE}"]',
        f'  edge [fontname="Helvetica", fontsize=10, color="{_STROKE}"]',
    ]
    for node in scene.nodes:
        look = LOOKS[node.kind]
        style = "filled,dashed" if node.group == KNOWN else "filled"
        width = ", penwidth=3" if node.group in ENDS else ""
        lines.append(
            f'  {names[node.id]} [label={_dot(_numbered(node))}, shape={look.shape}, style="{style}",'
            f' fillcolor="{look.fill}", fontcolor="{look.ink}"{width}]'
        )
    lines += [f"  {names[edge.start]} -> {names[edge.end]}{_attributes(edge)}" for edge in edges_between(scene)]
    return "\n".join([*lines, "}", ""])


def _rank(edge: SceneEdge) -> int:
    """How dispensable an edge is: those that make up the answer are least."""
    return 0 if edge.strong else 2 if edge.loose else 1


def _numbered(node: SceneNode) -> str:
    return node.label if node.step is None else f"{node.step}. {node.label}"


def _title(scene: Scene) -> str:
    return f"{scene.title} ({scene.cut})" if scene.cut else scene.title


def _classes(scene: Scene, names: dict[str, str]) -> list[str]:
    """What gives nodes their looks: a class for each kind, and one for each thing that groups say of all kinds."""
    styles, members = [], []
    for kind in kinds_of(scene):
        look = LOOKS[kind]
        styles.append(f"  classDef {kind} fill:{look.fill},stroke:{_STROKE},color:{look.ink}")
        members.append(f"  class {','.join(names[node.id] for node in scene.nodes if node.kind is kind)} {kind}")
    for name, groups, style in (("ends", ENDS, "stroke-width:3px"), (KNOWN, {KNOWN}, "stroke-dasharray:4 3")):
        if marked := [names[node.id] for node in scene.nodes if node.group in groups]:
            styles.append(f"  classDef {name} {style}")
            members.append(f"  class {','.join(marked)} {name}")
    return [*styles, *members]


def _mermaid(text: str) -> str:
    """A text as it stands between quotation marks in Mermaid; lines become lines of HTML."""
    return "<br/>".join(map(_mermaid_line, lines_of(text))) or "#8203;"


def _mermaid_line(line: str) -> str:
    opening = _OPENING.match(line)
    first = opening.end() - 1 if opening else -1
    return "".join(_code(sign) if place == first or _SPECIAL.match(sign) else sign for place, sign in enumerate(line))


def _code(sign: str) -> str:
    return f"#{_NAMED.get(sign) or ord(sign)};"


def _yaml(text: str) -> str:
    """A text as YAML's string in double quotes. Signs that Mermaid looks for before it reads YAML go by number."""
    return '"' + re.sub(r"[^\w ,.()/-]", lambda sign: f"\\U{ord(sign[0]):08x}", text) + '"'


def _dot(text: str) -> str:
    """A text as a string of DOT, in which Graphviz also reads entities of HTML."""
    escaped = drawable(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "\\n".join(escaped.splitlines()) + '"'


def _attributes(edge: SceneEdge) -> str:
    texts = (("label", edge.relation), ("tooltip", edge.note))
    parts = [f"{name}={_dot(text)}" for name, text in texts if text.strip()]
    if edge.strong:
        parts.append("penwidth=2.5")
    elif edge.loose:
        parts.append("style=dashed")
    return f" [{', '.join(parts)}]" if parts else ""


def network_bytes(network: nx.Graph[str], suffix: str, note: Note | None = None) -> bytes:
    """A network in GraphML, GEXF or node-link JSON, by the ending of a file name; `note` is told what was replaced."""
    import networkx as nx

    if suffix == ".json":
        return (json.dumps(nx.node_link_data(network, edges="edges"), ensure_ascii=False, indent=1) + "\n").encode()
    buffer = io.BytesIO()
    if suffix == ".graphml":
        nx.write_graphml(_for_xml(network, note), buffer, encoding="utf-8")
    else:
        nx.write_gexf(_for_xml(network, note), buffer, encoding="utf-8")
    # The writer dates the file; the same graph should give the same bytes. A bare carriage return would be read as a
    # line end.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue()).replace(b"\r", b"&#13;")


def _for_xml(network: nx.Graph[str], note: Note | None) -> nx.Graph[str]:
    clean, noted = network.copy(), list[str]()
    everything = [clean.graph, *(clean.nodes[node] for node in clean.nodes)] + [
        data for _, _, data in clean.edges(data=True)
    ]
    for data in everything:
        for key, value in data.items():
            if isinstance(value, str):
                data[key] = xml_text(value, noted.append)
    if noted and note is not None:
        note(f"control characters, which XML cannot hold, became U+FFFD in {len(noted)} texts")
    return clean
