"""Scenes made by hand: a path, a comparison, a large one, and one whose names try to be more than text."""

from __future__ import annotations

from itertools import pairwise

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, SourceLink

HOSTILE = "</script><img src=x onerror=alert(1)>"
_HANDBOOK = SourceLink("The handbook of occupations", "section 3", "https://example.org/handbook?a=1&b=2")


def path_scene() -> Scene:
    """A learning path of six steps from what is known to a role, with footholds and what it rests on."""
    steps = ("linear algebra", "probability", "Python", "machine learning", "deep learning", "MLOps")
    nodes = [
        SceneNode(
            f"x:step{number}",
            label,
            Kind.TOOL if label == "Python" else Kind.SKILL,
            names=("Algèbre linéaire", "matrices and vectors") if number == 1 else (),
            x=number * 190.0,
            y=40.0 * (number % 2),
            step=number,
            group="learn",
            important=3.0,
            facts=(Fact("Definition", (f"What {label} is, in a sentence.",)), Fact("Estimate", ("about 60 hours",))),
            sources=(_HANDBOOK, SourceLink("A file of one's own", "line 7", "file:///notes.txt")),
        )
        for number, label in enumerate(steps, 1)
    ]
    known = [
        SceneNode(f"x:known{number}", label, kind, x=100.0 + number * 260, y=210.0, group="known", important=1.0)
        for number, (label, kind) in enumerate(
            (("arithmetic", Kind.SKILL), ("Excel", Kind.TOOL), ("BSc Mathematics", Kind.DEGREE))
        )
    ]
    start = SceneNode("x:start", "Data Analyst", Kind.ROLE, x=0.0, y=20.0, group="start", important=5.0)
    goal = SceneNode("x:goal", "Lead Machine Learning Engineer", Kind.ROLE, x=1360.0, y=20.0, group="goal", important=5)
    chain = [start, *nodes, goal]
    edges = [
        SceneEdge(one.id, other.id, "then", note="" if one is start else f"{one.label} comes first", strong=True)
        for one, other in pairwise(chain)
    ]
    edges += [
        SceneEdge("x:known0", "x:step1", "foothold", note="half of it is known", loose=True),
        SceneEdge("x:known1", "x:step3", "foothold", loose=True),
        SceneEdge("x:known2", "x:step2", "covers"),
        SceneEdge("x:goal", "x:step5", "asks for"),
        SceneEdge("x:step3", "x:step5", "prerequisite of"),
    ]
    summary = ("6 steps, about 360 hours of learning", "every number of hours is an estimate")
    return Scene("path data-analyst lead-ml-engineer", "From Data Analyst to Lead ML Engineer", summary,
                 (*known, *chain), tuple(edges), 11)  # fmt: skip


def comparison_scene() -> Scene:
    """Two roles with what each asks for alone on the outside, and what both ask for between them; all kinds."""
    roles = [
        SceneNode("x:left", "Data Engineer", Kind.ROLE, x=0, y=0, important=4),
        SceneNode("x:right", "Machine Learning Engineer", Kind.ROLE, x=800, y=0, important=4),
    ]
    kinds = [kind for kind in Kind if kind is not Kind.ROLE]
    columns = ((-100.0, "own", "x:left"), (400.0, "shared", ""), (900.0, "own", "x:right"))
    nodes, edges = [], []
    for column, (x, group, role) in enumerate(columns):
        for row in range(19):
            kind = kinds[(row + 5 * column) % len(kinds)]
            label = f"{kind} number {row + 1}" if row % 6 else f"{kind} with a long name that goes on for a while {row}"
            node = SceneNode(f"x:{column}-{row}", label, kind, x=x, y=110.0 + 62 * row, group=group, important=row % 4)
            nodes.append(node)
            owners = (role,) if role else ("x:left", "x:right")
            edges += [SceneEdge(owner, node.id, "asks for") for owner in owners]
    nodes.append(SceneNode("x:field", "Computing", Kind.FIELD, x=400, y=0, important=2))
    edges += [SceneEdge(role.id, "x:field", "in field", loose=True) for role in roles]
    summary = ("19 shared, 19 only of one and 19 only of the other",)
    return Scene("compare", "Data Engineer and Machine Learning Engineer", summary, (*roles, *nodes), tuple(edges), 60)


def large_scene() -> Scene:
    """500 nodes on a grid and 1,500 edges, out of more."""
    kinds = tuple(Kind)
    nodes = tuple(
        SceneNode(
            f"x:{i}",
            f"node number {i} of many",
            kinds[i % len(kinds)],
            x=160.0 * (i % 25),
            y=90.0 * (i // 25),
            important=float(i % 9 == 0) * (i % 7),
            facts=(Fact("Definition", (f"The {i}th.",)),),
        )
        for i in range(500)
    )
    edges = tuple(
        SceneEdge(f"x:{i}", f"x:{(i + jump) % 500}", "related to", loose=jump == 51)
        for i in range(500)
        for jump in (1, 26, 51)
    )
    return Scene("neighbourhood", "Everything near", ("a part of the graph",), nodes, edges, 9214)


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


SCENES = {"path": path_scene, "comparison": comparison_scene, "large": large_scene, "hostile": hostile_scene}
