"""A scene as a pyvis network for notebooks: fixed positions, texts as plain text, nothing loaded from the network.

pyvis has no type stubs: all that is untyped about it is in this module.
"""

from __future__ import annotations

import html
import re
import webbrowser
from pathlib import Path
from typing import Any, Final

from pyvis.network import Network

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.scene import ENDS, KNOWN, Scene, SceneEdge, SceneNode, edges_between, numbered
from rolegraph.render.text import without_controls

_HEIGHT: Final = 640  # pixels
_FEW: Final = 80  # edges; more labels than that hide the graph
# What vis-network has that is most like the shapes of our own; all other kinds are dots.
_SHAPES: Final = {
    Kind.SKILL: "square",
    Kind.TOOL: "hexagon",
    Kind.DEGREE: "triangle",
    Kind.CERTIFICATION: "star",
    Kind.FIELD: "diamond",
    Kind.REQUIREMENT: "triangleDown",
}
_REMOTE: Final = re.compile(r'<link\b[^>]*href="https?:[^>]*>|<script\b[^>]*src="https?:[^>]*>\s*</script>')
_HEADING: Final = "<h1>{{heading}}</h1>"
_POLICY: Final = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


class OfflineNetwork(Network):  # type: ignore[misc] # pyvis has no types
    """A pyvis network whose page loads nothing, and that a notebook shows by itself.

    The template of pyvis 0.3.2 loads Bootstrap from a CDN even with `cdn_resources="in_line"`, and shows a tooltip that
    contains "href" as HTML. The page of this class has neither. Menus (`select_menu`, `filter_menu`) work, but look
    plain without Bootstrap.
    """

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002
        """The page as a string."""
        source = Path(self.template_dir, self.path).read_text(encoding="utf-8")
        source = source.replace(_HEADING, "", 1)  # pyvis has it twice
        source = _REMOTE.sub("", source).replace("popup.innerHTML =", "popup.innerText =")
        policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        self.template = self.templateEnv.from_string(source.replace("<head>", f"<head>{policy}", 1))
        return str(super().generate_html(name, notebook=True))

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002
        """Write the page, in UTF-8 on every platform."""
        Path(name).write_text(self.generate_html(), encoding="utf-8")
        if open_browser:
            webbrowser.open(Path(name).resolve().as_uri())

    def _repr_html_(self) -> str:
        page = html.escape(self.generate_html())
        return f'<iframe srcdoc="{page}" width="100%" height="{_HEIGHT + 20}" style="border:0"></iframe>'


def to_pyvis(scene: Scene) -> Network:
    """A scene as a pyvis network; what a node's card says is its tooltip, and what is left out its heading."""
    network = OfflineNetwork(height=f"{_HEIGHT}px", directed=True, cdn_resources="in_line", heading=scene.cut)
    network.toggle_physics(status=False)
    most = max((node.important for node in scene.nodes), default=0.0)
    for node in scene.nodes:
        network.add_node(node.id, label=without_controls(numbered(node)), x=node.x, y=node.y, **_node_look(node, most))
    edges = edges_between(scene)
    for edge in edges:
        network.add_edge(edge.start, edge.end, **_edge_look(edge, in_words=len(edges) <= _FEW))
    return network


def _node_look(node: SceneNode, most: float) -> dict[str, Any]:
    look = LOOKS[node.kind]
    lines = [f"{node.label} ({node.kind})", *(f"{fact.term}: {', '.join(fact.texts)}" for fact in node.facts)]
    weight = max(node.important, 0.0) / most if most > 0 else 0.5
    return {
        "shape": _SHAPES.get(node.kind, "dot"),
        "color": {"background": look.pale if node.group == KNOWN else look.fill, "border": "#444444"},
        "borderWidth": 4 if node.group in ENDS else 1,
        "shapeProperties": {"borderDashes": [3, 2] if node.group == KNOWN else False},
        "size": 9 + 8 * weight**0.5,
        "widthConstraint": {"maximum": 170},
        "title": without_controls("\n".join(lines)),
    }


def _edge_look(edge: SceneEdge, in_words: bool) -> dict[str, Any]:
    return {
        "label": without_controls(edge.relation) if in_words else "",
        "title": without_controls(": ".join(filter(None, (edge.relation, edge.note)))),
        "width": 3 if edge.strong else 1,
        "dashes": edge.loose,
        "smooth": False,
        "font": {"size": 10, "color": "#5f5f5f"},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "color": "#444444" if edge.strong else "#8c8c8c",
    }
