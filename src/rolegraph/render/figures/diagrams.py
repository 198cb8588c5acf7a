"""Scenes in the formats of other tools: NetworkX graphs, Mermaid for Markdown, and DOT for Graphviz.

Mermaid and Graphviz lay the nodes out themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rolegraph.render.figures.scene import (
    ENDS,
    KNOWN,
    LOOKS,
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


def to_network(scene: Scene) -> nx.DiGraph[str]:
    """A scene's nodes and edges, with texts, numbers and truth values only, as GraphML and GEXF take them.

    Nodes have `label`, `kind`, `group`, `step` (0 where there is none), `x`, `y` and `important`; edges `relation`,
    `note`, `strong` and `loose`. Of several edges between the same nodes one is made, which has the relations of all.

    >>> from rolegraph.rdf.vocabulary import Kind
    >>> nodes = (SceneNode("x:a", "A", Kind.ROLE), SceneNode("x:b", "B", Kind.TOOL))
    >>> edges = (SceneEdge("x:a", "x:b", "needs", loose=True), SceneEdge("x:a", "x:b", "teaches", strong=True))
    >>> to_network(Scene("one", "One", (), nodes, edges, 2)).edges["x:a", "x:b"]
    {'relation': 'needs; teaches', 'note': '', 'strong': True, 'loose': False}
    """
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
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
        before = network.get_edge_data(edge.start, edge.end, {})
        network.add_edge(
            edge.start,
            edge.end,
            relation=_both(before.get("relation", ""), edge.relation),
            note=_both(before.get("note", ""), edge.note),
            strong=before.get("strong", False) or edge.strong,
            loose=before.get("loose", True) and edge.loose,
        )
    return network


def _both(first: str, second: str) -> str:
    return "; ".join(text for text in dict.fromkeys((first, second)) if text)


_STROKE: Final = "#333333"
# Characters with a named entity; all others have a number.
_NAMED: Final = {'"': "quot", "<": "lt", ">": "gt", "&": "amp"}
# A list, a heading or a rule to a reader of Markdown, which Mermaid is: at the beginning of a line.
_OPENING: Final = re.compile(r"^(?:\d+[.)]|[-+=])")
# All that may be syntax to Mermaid, Markdown, HTML or TeX, and what Mermaid itself puts in the place of `#` and `;`.
_SPECIAL: Final = re.compile(r"[^\w ,/'()+=-]|[_\ufb02\xb6]")


def to_mermaid(scene: Scene) -> str:
    """A scene as a Mermaid flowchart, to stand in a block of Markdown.

    Nodes are `n1`, `n2`, … in the scene's order. Labels show what the graph says, character for character, except for
    white space, which HTML does not show as it is. By default Mermaid refuses more than 500 edges, and
    texts of more than 50,000 characters.

    >>> from rolegraph.rdf.vocabulary import Kind
    >>> nodes = (SceneNode("x:a", "R & D", Kind.FIELD), SceneNode("x:b", "SQL", Kind.TOOL, step=1))
    >>> print(to_mermaid(Scene("one", "One", (), nodes, (SceneEdge("x:a", "x:b", "needs"),), 2)), end="")
    ---
    title: "One"
    ---
    flowchart LR
      n1[("R #amp; D")]
      n2["1#46; SQL"]
      n1 -->|"needs"| n2
      classDef tool fill:#56b4e9,stroke:#333333,color:#000000
      classDef field fill:#cc79a7,stroke:#333333,color:#000000
      class n2 tool
      class n1 field
    """
    names = {node.id: f"n{number}" for number, node in enumerate(scene.nodes, 1)}
    lines = ["---", f"title: {_yaml(' '.join(lines_of(_title(scene))))}", "---", "flowchart LR"]
    if summary := " ".join(line for text in scene.summary for line in lines_of(text)):
        lines.append(f"  accDescr: {_mermaid_line(summary)}")
    for node in scene.nodes:
        opening, closing = LOOKS[node.kind].brackets
        lines.append(f'  {names[node.id]}{opening}"{_mermaid(_numbered(node))}"{closing}')
    for edge in edges_between(scene):
        label = f'|"{_mermaid(edge.relation)}"|' if lines_of(edge.relation) else ""
        lines.append(f"  {names[edge.start]} {_arrow(edge)}{label} {names[edge.end]}")
    return "\n".join([*lines, *_classes(scene, names), ""])


def to_dot(scene: Scene) -> str:
    """A scene in Graphviz's DOT, to be drawn from left to right.

    Nodes are `n1`, `n2`, … in the scene's order; an edge's note is its tooltip.

    >>> from rolegraph.rdf.vocabulary import Kind
    >>> nodes = (SceneNode("x:a", "R & D", Kind.FIELD), SceneNode("x:b", "SQL", Kind.TOOL, step=1))
    >>> print(to_dot(Scene("one", "One", (), nodes, (SceneEdge("x:a", "x:b", "needs"),), 2)), end="")
    digraph {
      graph [rankdir=LR, labelloc=t, fontname="Helvetica", label="One"]
      node [fontname="Helvetica", color="#333333"]
      edge [fontname="Helvetica", fontsize=10, color="#333333"]
      n1 [label="R &amp; D", shape=cylinder, style="filled", fillcolor="#cc79a7", fontcolor="#000000"]
      n2 [label="1. SQL", shape=box, style="filled", fillcolor="#56b4e9", fontcolor="#000000"]
      n1 -> n2 [label="needs"]
    }
    """
    names = {node.id: f"n{number}" for number, node in enumerate(scene.nodes, 1)}
    lines = [
        "digraph {",
        f'  graph [rankdir=LR, labelloc=t, fontname="Helvetica", label={_dot(_heading(scene))}]',
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


def _numbered(node: SceneNode) -> str:
    return node.label if node.step is None else f"{node.step}. {node.label}"


def _title(scene: Scene) -> str:
    return f"{scene.title} ({scene.cut})" if scene.cut else scene.title


def _heading(scene: Scene) -> str:
    return "\n".join([_title(scene), *scene.summary])


def _arrow(edge: SceneEdge) -> str:
    return "==>" if edge.strong else "-.->" if edge.loose else "-->"


def _classes(scene: Scene, names: dict[str, str]) -> list[str]:
    """What gives nodes their looks: a class for each kind, and one for each thing that groups say of all kinds."""
    styles = {}
    members = {}
    for kind in kinds_of(scene):
        look = LOOKS[kind]
        styles[kind.value] = f"fill:{look.fill},stroke:{_STROKE},color:{look.ink}"
        members[kind.value] = [names[node.id] for node in scene.nodes if node.kind is kind]
    for name, groups, style in (("ends", ENDS, "stroke-width:3px"), (KNOWN, {KNOWN}, "stroke-dasharray:4 3")):
        if marked := [names[node.id] for node in scene.nodes if node.group in groups]:
            styles[name], members[name] = style, marked
    return [f"  classDef {name} {style}" for name, style in styles.items()] + [
        f"  class {','.join(nodes)} {name}" for name, nodes in members.items()
    ]


def _mermaid(text: str) -> str:
    """A text as it stands between quotation marks in Mermaid; lines become lines of HTML."""
    return "<br/>".join(map(_mermaid_line, lines_of(text))) or "#8203;"


def _mermaid_line(line: str) -> str:
    """
    >>> _mermaid_line('2. say "end" & <b>'), _mermaid_line("a-b (C++)"), _mermaid_line("- x")
    ('2#46; say #quot;end#quot; #amp; #lt;b#gt;', 'a-b (C++)', '#45; x')
    """
    opening = _OPENING.match(line)
    first = opening.end() - 1 if opening else -1
    return "".join(_code(sign) if place == first or _SPECIAL.match(sign) else sign for place, sign in enumerate(line))


def _code(sign: str) -> str:
    return f"#{_NAMED.get(sign) or ord(sign)};"


def _yaml(text: str) -> str:
    """A text as YAML's string in double quotes. Signs that Mermaid looks for before it reads YAML go by number."""
    return '"' + re.sub(r"[^\w ,.()/-]", lambda sign: f"\\U{ord(sign[0]):08x}", text) + '"'


def _dot(text: str) -> str:
    """A text as a string of DOT, in which Graphviz also reads entities of HTML.

    >>> print(_dot('a "b" \\\\N &lt;'))
    "a \\"b\\" \\\\N &amp;lt;"
    """
    escaped = drawable(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "\\n".join(escaped.splitlines()) + '"'


def _attributes(edge: SceneEdge) -> str:
    texts = {"label": edge.relation, "tooltip": edge.note}
    parts = [f"{name}={_dot(text)}" for name, text in texts.items() if text.strip()]
    if edge.strong:
        parts.append("penwidth=2.5")
    elif edge.loose:
        parts.append("style=dashed")
    return f" [{', '.join(parts)}]" if parts else ""
