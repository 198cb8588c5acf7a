"""Scenes as NetworkX graphs, Mermaid and DOT: whatever labels contain, they are labels and nothing else."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.folders import ROOT
from tests.needs import missing
from tests.scenes_by_hand import (
    HOSTILE,
    comparison_scene,
    empty_scene,
    hostile_scene,
    large_scene,
    path_scene,
)

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.diagrams import to_dot, to_mermaid, to_network
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.scene import Scene, SceneEdge, SceneNode, drawable, lines_of

SCENES = {
    scene.name: scene
    for scene in (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 60))
}
LABELS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), max_size=5).map(tuple)

# A text between quotation marks: nothing in it that is syntax, except for entities and line breaks.
_TEXT = r'"((?:[^"#<>&;:\[\]{}|`*_\\%~@$.!^]|#\w+;|<br/>)+)"'
_SHAPES = "|".join(
    re.escape(a) + _TEXT.replace("(", "(?:", 1) + re.escape(b) for a, b in (x.brackets for x in LOOKS.values())
)
_NODE = re.compile(rf"  (n\d+)(?:{_SHAPES})")
_EDGE = re.compile(rf"  (n\d+) (-->|==>|-\.->)(?:\|{_TEXT}\|)? (n\d+)")
_OTHER = re.compile(
    r"---|title: \"(?:[\w ,.()/-]|\\U[0-9a-f]{8})*\"|flowchart LR|  accDescr: [^:<>&]*"
    r"|  classDef [a-z]+ [a-z0-9:#, -]+|  class n\d+(?:,n\d+)* [a-z]+"
)


def _lines(text: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The labels of nodes, and the edges, of Mermaid's text; no line may be anything that the grammar does not have."""
    nodes, edges = [], []
    # Split as Mermaid does: at line feeds.
    for line in text.removesuffix("\n").split("\n"):
        if _NODE.fullmatch(line):
            nodes.append(_shown(line[line.index('"') + 1 : line.rindex('"')]))
        elif match := _EDGE.fullmatch(line):
            edges.append((match[1], match[4], _shown(match[3] or "")))
        else:
            assert _OTHER.fullmatch(line), line
    return nodes, edges


def _shown(text: str) -> str:
    """What a browser shows for a text of Mermaid."""
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", re.sub(r"#([a-z]+);", r"&\1;", text.replace("<br/>", " "))))


def _elements(svg: bytes) -> dict[str, dict[str, str]]:
    """The texts of nodes and of edges in Graphviz's SVG, by their names there."""
    space = "{http://www.w3.org/2000/svg}"
    found: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for group in ET.fromstring(svg).iter(f"{space}g"):  # noqa: S314 - Graphviz wrote it
        if group.get("class") in found:
            name = group.find(f"{space}title")
            assert name is not None
            texts = (text.text or "" for text in group.iter(f"{space}text"))
            found[group.get("class", "")][name.text or ""] = _words(" ".join(texts))
    return found


def _words(text: str) -> str:
    return " ".join(drawable(text).split())


def _expected(node: SceneNode) -> str:
    return _one_line(node.label if node.step is None else f"{node.step}. {node.label}") or "\u200b"


def _one_line(text: str) -> str:
    return " ".join(lines_of(text))


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_every_line_is_grammar_and_every_label_is_shown_in_mermaid(scene: Scene) -> None:
    nodes, edges = _lines(to_mermaid(scene))
    assert nodes == [_expected(node) for node in scene.nodes]
    number = {node.id: f"n{place}" for place, node in enumerate(scene.nodes, 1)}
    assert edges == [(number[one.start], number[one.end], _one_line(one.relation)) for one in scene.edges]


@given(LABELS)
def test_any_label_is_a_label_in_mermaid(labels: tuple[str, ...]) -> None:
    scene = hostile_scene(labels)
    nodes, edges = _lines(to_mermaid(scene))
    assert nodes == [_expected(node) for node in scene.nodes]
    assert len(edges) == len(scene.edges)


@given(LABELS)
def test_labels_change_nothing_but_labels_in_dot(labels: tuple[str, ...]) -> None:
    strings = re.compile(r'"(?:[^"\\\n]|\\.)*"')
    plain = strings.sub('""', to_dot(hostile_scene(tuple("x" if label.strip() else "" for label in labels))))
    assert strings.sub('""', to_dot(hostile_scene(labels))) == plain


def test_a_small_scene_in_both_languages() -> None:
    nodes = (SceneNode("x:a", "R & D", Kind.FIELD), SceneNode("x:b", "SQL", Kind.TOOL, step=1))
    scene = Scene("one", "One", (), nodes, (SceneEdge("x:a", "x:b", "needs"),), 2)
    assert to_mermaid(scene).splitlines() == [
        "---",
        'title: "One"',
        "---",
        "flowchart LR",
        '  n1[("R #amp; D")]',
        '  n2["1#46; SQL"]',
        '  n1 -->|"needs"| n2',
        "  classDef tool fill:#d55e00,stroke:#333333,color:#000000",
        "  classDef field fill:#2f87bd,stroke:#333333,color:#000000",
        "  class n2 tool",
        "  class n1 field",
    ]
    assert to_dot(scene).splitlines() == [
        "digraph {",
        '  graph [rankdir=LR, labelloc=t, fontname="Helvetica", label="One"]',
        '  node [fontname="Helvetica", color="#333333"]',
        '  edge [fontname="Helvetica", fontsize=10, color="#333333"]',
        '  n1 [label="R &amp; D", shape=cylinder, style="filled", fillcolor="#2f87bd", fontcolor="#000000"]',
        '  n2 [label="1. SQL", shape=box, style="filled", fillcolor="#d55e00", fontcolor="#000000"]',
        '  n1 -> n2 [label="needs"]',
        "}",
    ]


@pytest.mark.parametrize(
    ("label", "mermaid", "dot"),
    [
        ('2. say "end" & <b>', "2#46; say #quot;end#quot; #amp; #lt;b#gt;", '2. say \\"end\\" &amp; <b>'),
        ("a-b (C++)", "a-b (C++)", "a-b (C++)"),
        ("- x", "#45; x", "- x"),
        ("a \\N &lt;", "a #92;N #amp;lt#59;", "a \\\\N &amp;lt;"),
    ],
)
def test_only_what_may_be_syntax_is_escaped(label: str, mermaid: str, dot: str) -> None:
    scene = Scene("one", "One", (), (SceneNode("x:a", label, Kind.TOOL),), (), 1)
    assert f'n1["{mermaid}"]' in to_mermaid(scene)
    assert f'n1 [label="{dot}",' in to_dot(scene)


def test_mermaids_own_parser_reads_the_same() -> None:
    folder, node = ROOT / ".node", shutil.which("node")
    if node is None or not (folder / "node_modules" / "mermaid").is_dir():
        missing("node, with mermaid and jsdom as bin/browser installs them")
    command = [str(node), str(Path(__file__).with_name("mermaid.mjs")), str(folder)]
    texts = json.dumps([to_mermaid(scene) for scene in SCENES.values()])
    run = subprocess.run(command, input=texts, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
    strokes = {(True, False): "thick", (False, True): "dotted", (False, False): "normal"}
    for scene, found in zip(SCENES.values(), json.loads(run.stdout), strict=True):
        number = {node.id: f"n{place}" for place, node in enumerate(scene.nodes, 1)}
        assert found["nodes"] == [[number[node.id], _expected(node), node.kind.value] for node in scene.nodes]
        assert found["edges"] == [
            [number[one.start], number[one.end], _one_line(one.relation), strokes[one.strong, one.loose]]
            for one in scene.edges
        ]


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_graphviz_draws_every_label(scene: Scene) -> None:
    if not (dot := shutil.which("dot")):
        missing("Graphviz is not installed: bin/engines does it")
    run = subprocess.run([dot, "-Tsvg"], input=to_dot(scene).encode(), capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr
    shown = _elements(run.stdout)
    numbered = [node.label if node.step is None else f"{node.step}. {node.label}" for node in scene.nodes]
    assert shown["node"] == {f"n{place}": _words(label) for place, label in enumerate(numbered, 1)}
    assert len(shown["edge"]) == len(scene.edges)


def test_strong_edges_are_thick_and_loose_ones_dashed() -> None:
    scene = path_scene()
    assert to_mermaid(scene).count("==>") == to_dot(scene).count("penwidth=2.5") == 11
    assert to_mermaid(scene).count("-.->") == to_dot(scene).count("style=dashed") == 2


def test_what_is_cut_is_said_and_edges_to_it_are_left_out() -> None:
    nodes = (SceneNode("x:a", "A", Kind.ROLE), SceneNode("x:b", "B", Kind.TOOL))
    scene = Scene("cut", "Cut", (), nodes, (SceneEdge("x:a", "x:c", "needs"), SceneEdge("x:a", "x:b", "")), 9214)
    for text in (to_mermaid(scene), to_dot(scene)):
        assert "Cut (showing 2 of 9,214)" in text
        assert "needs" not in text
    assert "  n1 --> n2\n" in to_mermaid(scene)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_the_same_scene_gives_the_same_text(scene: Scene) -> None:
    assert to_mermaid(scene) == to_mermaid(scene)
    assert to_dot(scene) == to_dot(scene)


def test_no_two_kinds_look_alike() -> None:
    assert list(LOOKS) == list(Kind)
    assert len({look.shape for look in LOOKS.values()}) == len(Kind)


def test_only_kinds_that_are_alike_share_their_brackets_in_mermaid() -> None:
    alike = {Kind.GROUP: Kind.CATEGORY, Kind.COLLECTION: Kind.FIELD, Kind.RATING: Kind.REQUIREMENT}
    assert {LOOKS[kind].brackets == LOOKS[other].brackets for kind, other in alike.items()} == {True}
    assert len({look.brackets for kind, look in LOOKS.items() if kind not in alike}) == len(Kind) - len(alike)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_network_has_the_scenes_nodes_and_edges(scene: Scene) -> None:
    network = to_network(scene)
    assert list(network) == [node.id for node in scene.nodes]
    assert sorted(network.edges()) == sorted((edge.start, edge.end) for edge in scene.edges)
    assert network.graph == {"title": scene.title, "left_out": scene.cut}
    for node in scene.nodes:
        data = network.nodes[node.id]
        assert (data["label"], data["kind"], data["group"]) == (node.label, node.kind.value, node.group)
        assert (data["step"], data["x"], data["y"], data["important"]) == (
            node.step or 0,
            node.x,
            node.y,
            node.important,
        )


def test_several_edges_between_the_same_nodes_are_several_of_a_network() -> None:
    nodes = (SceneNode("x:a", "A", Kind.ROLE), SceneNode("x:b", "B", Kind.TOOL))
    edges = (SceneEdge("x:a", "x:b", "needs", loose=True), SceneEdge("x:a", "x:b", "teaches", strong=True))
    network = to_network(Scene("one", "One", (), nodes, edges, 2))
    assert [data["relation"] for *_, data in network.edges(data=True)] == ["needs", "teaches"]


def test_mermaid_draws_no_more_edges_than_it_can_and_says_so() -> None:
    nodes = tuple(SceneNode(f"x:{number}", f"node {number}", Kind.ROLE) for number in range(302))
    loose = [SceneEdge(f"x:{number}", f"x:{number + 1}", "", loose=True) for number in range(301)]
    strong = [SceneEdge(f"x:{number}", f"x:{number + 1}", "", strong=True) for number in range(300)]
    text = to_mermaid(Scene("many", "Many", (), nodes, (*loose, *strong), 302))
    assert (text.count(" ==> "), text.count(" -.-> ")) == (300, 200)
    assert text.splitlines()[1] == 'title: "Many (500 of 601 edges)"'
    assert to_dot(Scene("many", "Many", (), nodes, (*loose, *strong), 302)).count(" -> ") == 601
