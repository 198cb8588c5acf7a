"""Learning paths and comparisons as scenes.

A path goes from what is known at the left by its steps to the role at the right. A comparison has what all roles share
in the middle, what some of them share between those, and what only one has at its side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from rolegraph.analysis.comparison import ComparedRequirement, Comparison, ComparisonRow
from rolegraph.model.nodes import Necessity, Node, slugify
from rolegraph.model.plans import BuildsOn, Holding, LearningPath, LearningStep, Standing
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.arrangement import COLUMN, ROW, Point, apart, columns, grid, placed
from rolegraph.render.figures.cards import requirement_node, scene_node
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, capped
from rolegraph.render.text import about, counted, hours_in_words, origins
from rolegraph.render.views.analysis_views import how


def path_scene(dataset: Dataset, path: LearningPath, start: Node | None, most: int) -> Scene:
    """What is known and used, the steps in order, what they build on, credentials and the role to reach.

    If not all can be drawn, roles and steps come first. `start` is the role that the path starts from, if there is one.
    """
    goal = path.gap.role
    start = None if start == goal else start
    known = _known(path)
    steps = {step.node.iri for step in path.steps}
    nodes = [_step_node(dataset, path, step) for step in path.by_capability]
    nodes += [
        scene_node(dataset, node, Fact("You have", (basis,)), group="known", important=2.0)
        for node, basis in known.items()
        if node.iri not in steps
    ]
    nodes += [
        requirement_node(dataset, credential.requirement, group="credential", important=2.0)._replace(
            kind=credential.requirement.any_of[0].kind
        )
        for credential in path.credentials
    ]
    nodes.append(scene_node(dataset, goal, group="goal", important=4.0))
    if start is not None:
        nodes.append(scene_node(dataset, start, group="start", important=4.0))
    edges = [*_known_edges(path, start, steps), *_step_edges(path)]
    edges += [
        SceneEdge(credential.requirement.iri, goal.iri, "credential", "a degree or certification")
        for credential in path.credentials
    ]
    kept, between, total = capped(nodes, edges, most)
    return Scene(
        name=slugify(f"path {start.slug if start else path.gap.profile.name} {goal.slug}"),
        title=f"From {path.gap.profile.name} to {goal.label}",
        summary=_summary(path),
        nodes=placed(kept, _places(nodes, path, start)),
        edges=tuple(between),
        total=total,
    )


def _summary(path: LearningPath) -> tuple[str, ...]:
    essential = sum(item.requirement.essential for item in path.gap.assessments)
    met = len(list(path.gap.select(Standing.MET, Necessity.ESSENTIAL)))
    lines = [text.text for text in origins((*path.gap.profile.unrecorded, path.gap.unrecorded))]
    if not path.gap.known:
        return (*lines, "So there is no plan.")
    lines.append(f"You already meet {met} of {counted(essential, 'essential requirement')}.")
    if path.steps:
        size = f"{counted(path.capabilities, 'capability')}, {counted(len(path.steps), 'level')}"
        lines.append(f"To learn: {size}{', ' if path.hours_estimated else '; '}{hours_in_words(path)}.")
    else:
        lines.append("Nothing that can be learned is missing.")
    return tuple(lines)


def _known(path: LearningPath) -> dict[Node, str]:
    """What is held and meets an essential requirement, or is built on, with its level and basis."""
    found: dict[Node, str] = {}
    for item in path.gap.assessments:
        if item.by is not None and item.requirement.essential:
            for node in item.by.one_of:
                found.setdefault(node, _as_held(item.by))
    held = {node: holding for holding in path.gap.profile.holdings for node in holding.one_of}
    for step in path.by_capability:
        if step.builds_on is not None and step.builds_on.node in held:
            found.setdefault(step.builds_on.node, _as_held(held[step.builds_on.node]))
    return found


def _as_held(holding: Holding) -> str:
    one_of = " (one of these)" if len(holding.one_of) > 1 else ""
    return f"at {holding.level} level: {holding.basis}{one_of}"


def _step_node(dataset: Dataset, path: LearningPath, step: LearningStep) -> SceneNode:
    """A capability with all its steps, which have the numbers of the plan."""
    numbered = [(number, one) for number, one in enumerate(path.steps, start=1) if one.node == step.node]
    facts = []
    for number, one in numbered:
        rise = f"from {one.from_level} to {one.to_level}" if one.from_level else f"to {one.to_level}"
        hours = "" if one.hours is None else f", {about(one.hours)} hours (an estimate)"
        facts.append(Fact(f"Step {number}", (rise + hours,)))
    reasons = [f"meets {target.label}" for target in step.for_requirements]
    reasons += [f"needed for {target.label}" for target in step.needed_by]
    facts.append(Fact("Why", tuple(reasons)))
    if step.opens:
        facts.append(Fact("Opens", tuple(node.label for node in step.opens)))
    if step.builds_on is not None:
        facts.append(Fact("Builds on", (f"{step.builds_on.node.label} {_saving(step.builds_on)}",)))
    if step.theme:
        facts.append(Fact("Theme", (step.theme,)))
    return scene_node(dataset, step.node, *facts, group="learn", important=3.0)._replace(step=numbered[0][0])


def _known_edges(path: LearningPath, start: Node | None, steps: set[str]) -> Iterable[SceneEdge]:
    for node in _known(path):
        if start is not None and node.iri not in steps:
            yield SceneEdge(start.iri, node.iri, "has")
    for item in path.gap.select(Standing.MET, Necessity.ESSENTIAL):
        for node in item.by.one_of if item.by else ():
            if node.iri not in steps:
                yield SceneEdge(node.iri, path.gap.role.iri, "meets", item.requirement.label)


def _step_edges(path: LearningPath) -> Iterable[SceneEdge]:
    for step in path.by_capability:
        for after in step.needed_by:
            yield SceneEdge(step.node.iri, after.iri, "before", f"needed for {after.label}", strong=True)
        if step.for_requirements:
            note = "; ".join(requirement.label for requirement in step.for_requirements)
            yield SceneEdge(step.node.iri, path.gap.role.iri, "meets", note, strong=True)
        if step.builds_on is not None:
            note = _saving(step.builds_on)
            yield SceneEdge(step.builds_on.node.iri, step.node.iri, "helps with", note, loose=True)


def _saving(builds_on: BuildsOn) -> str:
    saving = f"saves {about(builds_on.hours_saved)} hours"
    return f"{saving}: {builds_on.reason}" if builds_on.reason else saving


def _places(nodes: list[SceneNode], path: LearningPath, start: Node | None) -> dict[str, Point]:
    """Start, what is known, then each step other column after all that it needs, credentials and the goal."""
    inside = {step.node.iri: step for step in path.by_capability}
    depth: dict[str, int] = {}
    for step in path.by_capability:  # in order, so that what comes before a step has its depth already
        before = [other for other in inside.values() if step.node in other.needed_by]
        before += [inside[step.builds_on.node.iri]] if step.builds_on and step.builds_on.node.iri in inside else []
        depth[step.node.iri] = 1 + max((depth.get(other.node.iri, -1) for other in before), default=-1)
    levels = [[iri for iri in inside if depth[iri] == level] for level in range(max(depth.values(), default=-1) + 1)]
    known = [node.id for node in nodes if node.group == "known"]
    credentials = [node.id for node in nodes if node.group == "credential"]
    return columns([[start.iri] if start else [], known, *levels, credentials, [path.gap.role.iri]])


def comparison_scene(dataset: Dataset, comparison: Comparison, most: int) -> Scene:
    """Roles with everything they require, use or are found in, each near the roles that have it."""
    roles = comparison.roles
    nodes = [scene_node(dataset, role, group="start", important=4.0) for role in roles]
    edges = []
    for row in comparison.rows:
        facts = []
        for role, requirement in zip(roles, row.asks, strict=True):
            facts.append(Fact(role.label, (how(requirement),)))
            if requirement is not None:
                word, loose = _relation(requirement)
                edges.append(SceneEdge(role.iri, row.node.iri, word, how(requirement), loose=loose))
        group = "shared" if row.count == len(roles) else "own" if row.count == 1 else ""
        nodes.append(scene_node(dataset, row.node, *facts, group=group, important=float(row.count)))
        later = (other for other in row.related if other > row.node)
        edges += [SceneEdge(row.node.iri, other.iri, "related", loose=True) for other in later]
    kept, between, total = capped(nodes, edges, most)
    shared = len(comparison.shared())
    own = ", ".join(f"{len(comparison.only(place))} only {role.label}" for place, role in enumerate(roles))
    return Scene(
        name=slugify("compare " + " ".join(role.slug for role in roles)),
        title=" and ".join(role.label for role in roles),
        summary=(f"{shared} shared by all; {own}.", *(text.text for text in origins(comparison.unrecorded))),
        nodes=placed(kept, _comparison_places(comparison)),
        edges=tuple(between),
        total=total,
    )


def _comparison_places(comparison: Comparison) -> dict[str, Point]:
    """Two roles at the sides, more on a circle; what only some have stands between or outside of them."""
    roles = comparison.roles
    groups: dict[tuple[bool, ...], list[ComparisonRow]] = {}
    for row in comparison.rows:
        groups.setdefault(tuple(requirement is not None for requirement in row.asks), []).append(row)
    largest = max((len(rows) for rows in groups.values()), default=1)
    radius = COLUMN * (1.6 + 0.4 * math.sqrt(largest))
    centres = [_on_circle(place, len(roles), radius * 0.62) for place in range(len(roles))]
    places = {role.iri: centre for role, centre in zip(roles, centres, strict=True)}
    for pattern, rows in groups.items():
        having = [place for place, there in enumerate(pattern) if there]
        if len(having) == 1:
            centre = _on_circle(having[0], len(roles), radius * 1.25)
        else:
            pull = 0.0 if len(having) == len(roles) else 0.7
            centre = (
                pull * sum(centres[place][0] for place in having) / len(having),
                pull * sum(centres[place][1] for place in having) / len(having),
            )
        across = max(1, round(math.sqrt(len(rows) * ROW / COLUMN)))
        places |= grid([row.node.iri for row in rows], centre, across)
    return apart(places, width=COLUMN * 0.8, height=ROW * 0.8) if len(roles) > 2 else places


def _on_circle(place: int, count: int, radius: float) -> Point:
    """The place of a role: the first at the left, and then clockwise."""
    angle = math.pi + 2 * math.pi * place / count
    return radius * math.cos(angle), radius * math.sin(angle) * (0.75 if count > 2 else 0.0)


def _relation(requirement: ComparedRequirement) -> tuple[str, bool]:
    """What an edge is called, and whether the role can do without."""
    if requirement.necessity is None:
        return ("uses", True) if requirement.used else ("industry", False)
    if requirement.example:
        return "example", True
    return ("requires", False) if requirement.necessity is Necessity.ESSENTIAL else ("prefers", True)
