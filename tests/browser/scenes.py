"""A scene made by hand whose names try to be more than text."""

from __future__ import annotations

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, SourceLink

HOSTILE = "</script><img src=x onerror=alert(1)>"


def hostile_scene() -> Scene:
    """Names, texts, addresses and a file name that would do harm if anything took them for more than text."""
    ids = ("x:one", "x:two", "__proto__", "constructor")
    others = (
        ("<b>bold</b> & \u2028 \u2029", Kind.TOOL, "constructor"),
        ("<!--<script>", Kind.SOURCE, "__proto__"),
        ("\u202eright to left\u0000 \ud800", Kind.SKILL, ""),
    )
    nodes = [
        SceneNode(ids[0], HOSTILE, Kind.ROLE, (HOSTILE, "'\"`"), 0, 0, 1, "start", 1.0,
                  (Fact(HOSTILE, (HOSTILE,)),),
                  (SourceLink(HOSTILE, HOSTILE, "javascript:alert(1)"), SourceLink("data", "", "data:text/html,x"),
                   SourceLink("spaced", "", " javascript:alert(1)"), SourceLink("", "", "https://example.org/\"><i>"))),
        *(SceneNode(ids[i], label, kind, x=200.0 * i, y=100.0 * (i % 2), group=group)
          for i, (label, kind, group) in enumerate(others, 1)),
    ]  # fmt: skip
    edges = [SceneEdge(ids[0], one, HOSTILE, HOSTILE) for one in ids[1:]]
    edges += [SceneEdge(ids[1], ids[1], "itself"), SceneEdge(ids[1], "x:nowhere", "lost")]
    return Scene("../..\\CON.<b>|?*\u202e", HOSTILE, (HOSTILE,), tuple(nodes), tuple(edges), 4)
