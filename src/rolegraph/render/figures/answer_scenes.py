"""Learning paths as scenes: from what is known at the left by its steps to the role at the right."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.model.nodes import Necessity, Node, slugify
from rolegraph.model.plans import BuildsOn, Holding, LearningPath, LearningStep, Standing
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.arrangement import Point, columns, placed
from rolegraph.render.figures.cards import requirement_node, scene_node
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, capped
from rolegraph.render.text import about, counted, hours_in_words, origins


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
