"""Scenes that pictures are tested with, made by hand: a path, a comparison, hostile labels, nothing, and very much."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, SourceLink

HOSTILE: Final = (
    'say "end" [now] {or} (never) |maybe|',
    "</script><script>alert(1)</script>",
    "end",
    "subgraph",
    "back\\slash \\N \\n \\",
    "two\nlines\r\nor three",
    "R&D &amp; &lt;b&gt; #quot; #35;",
    "$x_1^2$ and $\\frac{1}{2}$ for $100",
    "1. a list",
    "- another `list` **bold** _under_",
    "style: #1; classDef x:#y;",
    "%%{init: {}}%% -->|x| n1 --- ~~~ :::role",
    "日本語の分析 und Größe, العربية",
    "nul \x00 bell \x07 tab \t",
    "",
    "   ",
    "https://example.org/?a=b&c=d www.example.org a@example.org",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    "😀 ﬂ°°35¶ß",
)
_STEPS: Final = (
    "Algebra and calculus|Probability|Statistics|Python|SQL|Data preparation and feature engineering|Machine learning"
    "|Deep learning frameworks|Deploying models to production|Leading a team of engineers"
)


def path_scene() -> Scene:
    """A way from one role to another: ten numbered steps in two rows, what is known above, footholds below."""
    source = SourceLink("An article", "Skills, line 7", "https://example.org/a")
    start = SceneNode("role/analyst", "Data Analyst", Kind.ROLE, x=0, y=200, group="start", important=3)
    goal = SceneNode("role/lead", "Lead Machine Learning Engineer", Kind.ROLE, x=1320, y=200, group="goal", important=3)
    known = [
        SceneNode(f"skill/known-{number}", label, Kind.SKILL, x=220 + 220 * number, y=0, group="known")
        for number, label in enumerate(("Spreadsheets", "Business reporting", "Data visualisation"))
    ]
    steps = [
        SceneNode(
            f"skill/step-{number}",
            label,
            Kind.TOOL if label in ("Python", "SQL") else Kind.SKILL,
            x=220 + 220 * ((number - 1) % 5),
            y=140 + 120 * ((number - 1) // 5),
            step=number,
            group="learn",
            important=1.5,
            facts=(Fact("Asked for by", ("Lead Machine Learning Engineer",)),),
            sources=(source,),
        )
        for number, label in enumerate(_STEPS.split("|"), 1)
    ]
    bases = [
        SceneNode("role/scientist", "Data Science Engineer", Kind.ROLE, x=660, y=400),
        SceneNode("degree/cs", "Bachelor's degree in Computer Science", Kind.DEGREE, x=1100, y=400),
    ]
    order = [start, *steps, goal]
    edges = [SceneEdge(one.id, other.id, "then", strong=True) for one, other in pairwise(order)]
    edges += [SceneEdge(one.id, steps[place].id, "helps with", "by a source") for place, one in enumerate(known)]
    edges += [SceneEdge(steps[7].id, bases[0].id, "suffices for", loose=True)]
    edges += [SceneEdge(steps[9].id, bases[1].id, "e.g.", loose=True)]
    nodes = (start, *known, *steps, goal, *bases)
    summary = ("10 steps, ~1,230 hours by estimate", "3 things are known already; 2 footholds on the way")
    return Scene("path", "From Data Analyst to Lead Machine Learning Engineer", summary, nodes, tuple(edges), 16)


def comparison_scene() -> Scene:
    """Two roles and what they ask for: what is only the one's, what is shared, what is only the other's."""
    columns = {
        "own": "Deep learning|Large language models|MLOps|Kubernetes|Model monitoring and observability",
        "shared": "Python|SQL|Machine learning|Statistics|Communication with stakeholders|Cloud platforms (AWS, Azure)",
        "other": "Data pipelines|Apache Spark|Airflow|Business intelligence|Visualisation",
    }
    roles = (
        SceneNode("role/one", "Lead Machine Learning Engineer", Kind.ROLE, x=0, y=0, group="start", important=2),
        SceneNode("role/two", "Data Science Engineer", Kind.ROLE, x=800, y=0, group="goal", important=2),
    )
    nodes, edges = list(roles), []
    for column, (group, labels) in enumerate(columns.items()):
        for row, label in enumerate(labels.split("|"), 1):
            kind = Kind.SKILL if row % 2 else Kind.TOOL
            name = "own" if group == "other" else group
            nodes.append(SceneNode(f"{group}/{row}", label, kind, x=400 * column, y=80 * row, group=name))
            asking = roles if group == "shared" else (roles[column // 2],)
            edges += [SceneEdge(role.id, f"{group}/{row}", "asks for") for role in asking]
    title = "Lead Machine Learning Engineer and Data Science Engineer"
    return Scene("comparison", title, ("6 shared, 5 and 5 of their own",), tuple(nodes), tuple(edges), len(nodes))


def hostile_scene(labels: tuple[str, ...] = HOSTILE) -> Scene:
    """Labels, relations, notes and titles that are syntax to one format or another; all kinds in turn."""
    kinds = tuple(Kind)
    nodes = tuple(
        SceneNode(f"x/{n}", label, kinds[n % len(kinds)], x=300.0 * (n % 4), y=90.0 * (n // 4), step=n % 3 or None)
        for n, label in enumerate(labels)
    )
    edges = tuple(
        SceneEdge(one.id, other.id, one.label, other.label, strong=n % 3 == 0, loose=n % 3 == 1)
        for n, (one, other) in enumerate(pairwise(nodes))
    )
    return Scene("hostile", " ".join(labels)[:150], tuple(labels[:3]), nodes, edges, len(nodes))


def empty_scene() -> Scene:
    """A scene without a node."""
    return Scene("empty", "Nothing", (), (), (), 0)


def large_scene(size: int = 500, total: int = 9214) -> Scene:
    """Many nodes in a loose grid, each of which needs the one before its row's and one far away."""
    kinds = (Kind.SKILL, Kind.TOOL, Kind.ROLE, Kind.CERTIFICATION)
    words = "data model cloud network design analysis testing security systems planning".split()
    across = max(1, round(size**0.5))
    nodes = tuple(
        SceneNode(
            f"x/{n}",
            f"{words[n % 10].capitalize()} {words[n * 7 // 10 % 10]} {n}",
            kinds[n * n % 7 % 4],
            # Off the grid by what looks like chance.
            x=180.0 * (n % across) + 37 * (n * 31 % 5) - 60,
            y=80.0 * (n // across) + 11 * (n * 17 % 7),
            important=float(n * 13 % 11),
        )
        for n in range(size)
    )
    edges = tuple(SceneEdge(f"x/{n}", f"x/{n // 3}", "needs", loose=n % 5 == 0) for n in range(1, size))
    return Scene("large", "What is asked for most", (f"{size} of the most asked for",), nodes, edges, total)
