"""A learning path as a scene: what is known at the left, what is to learn in the middle, the goal at the right."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.names import Node
from rolegraph.plans import Holding, LearningPath, LearningStep, Standing
from rolegraph.scales import Necessity
from rolegraph.scenes.capping import capped
from rolegraph.scenes.cards import requirement_node, scene_node
from rolegraph.scenes.layout import columns, placed
from rolegraph.scenes.model import Fact, Scene, SceneEdge, SceneNode
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import slugify
from rolegraph.words import about, counted


def path_scene(dataset: Dataset, path: LearningPath, start: Node | None = None, most: int = 500) -> Scene:
    """What is known and counts, the steps in order, footholds, gates and the role to reach.

    Parameters
    ----------
    path
        The answer.
    start
        The role it starts from, if it starts from one.
    most
        How many nodes to draw; roles and steps come first.
    """
    goal = path.gap.role
    start = None if start == goal else start
    known = _known(path)
    steps = {step.node.iri: number for number, step in enumerate(path.steps, start=1)}
    nodes = [_step_node(dataset, step, number) for number, step in enumerate(path.steps, start=1)]
    nodes += [
        scene_node(dataset, node, Fact("You have", (basis,)), group="known", important=2.0)
        for node, basis in known.items()
        if node.iri not in steps
    ]
    nodes += [
        requirement_node(dataset, gate.requirement, group="gate", important=2.0)._replace(
            label=gate.requirement.label, kind=gate.requirement.any_of[0].kind
        )
        for gate in path.gates
    ]
    nodes.append(scene_node(dataset, goal, group="goal", important=4.0))
    if start is not None:
        nodes.append(scene_node(dataset, start, group="start", important=4.0))
    edges = [*_known_edges(path, start, steps), *_step_edges(path)]
    edges += [SceneEdge(gate.requirement.iri, goal.iri, "gate", "a degree or certification") for gate in path.gates]
    kept, between, total = capped(nodes, edges, most)
    title = f"From {path.gap.profile.name} to {goal.label}"
    return Scene(
        name=slugify(f"path {start.slug if start else path.gap.profile.name} {goal.slug}"),
        title=title,
        summary=_summary(path),
        nodes=placed(kept, _places(nodes, path, start)),
        edges=tuple(between),
        total=total,
    )


def _summary(path: LearningPath) -> tuple[str, ...]:
    essential = sum(one.requirement.essential for one in path.gap.assessments)
    met = len(list(path.gap.select(Standing.MET, Necessity.ESSENTIAL)))
    lines = [f"You already meet {met} of {counted(essential, 'essential requirement')}."]
    if path.steps:
        lines.append(f"{counted(len(path.steps), 'step')}, {about(path.hours)} hours. Hours are estimates.")
    else:
        lines.append("Nothing that can be learned is missing.")
    return tuple(lines)


def _known(path: LearningPath) -> dict[Node, str]:
    """What is held and meets an essential requirement or serves as a foothold, with how it is known."""
    found: dict[Node, str] = {}
    for one in path.gap.assessments:
        if one.by is not None and one.requirement.essential:
            for node in one.by.one_of:
                found.setdefault(node, _as_held(one.by))
    held = {node: holding for holding in path.gap.profile.holdings for node in holding.one_of}
    for step in path.steps:
        if step.foothold is not None and step.foothold.node in held:
            found.setdefault(step.foothold.node, _as_held(held[step.foothold.node]))
    return found


def _as_held(holding: Holding) -> str:
    one_of = " (one of these)" if len(holding.one_of) > 1 else ""
    return f"at {holding.level} level: {holding.basis}{one_of}"


def _step_node(dataset: Dataset, step: LearningStep, number: int) -> SceneNode:
    level = f"from {step.from_level} to {step.to_level}" if step.from_level else f"to {step.to_level}"
    reasons = [f"meets {one.label}" for one in step.for_requirements]
    reasons += [f"needed for {one.label}" for one in step.needed_by]
    effort = f"{level}, {about(step.hours)} hours (an estimate)"
    facts = [Fact(f"Step {number}", (effort,)), Fact("Why", tuple(reasons))]
    if step.foothold is not None:
        saved = f"{step.foothold.node.label} saves {about(step.foothold.hours_saved)} hours"
        facts.append(Fact("Foothold", (f"{saved}: {step.foothold.reason}" if step.foothold.reason else saved,)))
    return scene_node(dataset, step.node, *facts, group="learn", important=3.0)._replace(step=number)


def _known_edges(path: LearningPath, start: Node | None, steps: dict[str, int]) -> Iterable[SceneEdge]:
    for node in _known(path):
        if start is not None and node.iri not in steps:
            yield SceneEdge(start.iri, node.iri, "has")
    for one in path.gap.select(Standing.MET, Necessity.ESSENTIAL):
        for node in one.by.one_of if one.by else ():
            if node.iri not in steps:
                yield SceneEdge(node.iri, path.gap.role.iri, "meets", one.requirement.label)


def _step_edges(path: LearningPath) -> Iterable[SceneEdge]:
    for step in path.steps:
        for after in step.needed_by:
            yield SceneEdge(step.node.iri, after.iri, "before", f"needed for {after.label}", strong=True)
        if step.for_requirements:
            note = "; ".join(one.label for one in step.for_requirements)
            yield SceneEdge(step.node.iri, path.gap.role.iri, "meets", note, strong=True)
        if step.foothold is not None:
            hours = f"saves {about(step.foothold.hours_saved)} hours"
            note = f"{hours}: {step.foothold.reason}" if step.foothold.reason else hours
            yield SceneEdge(step.foothold.node.iri, step.node.iri, "foothold", note, loose=True)


def _places(nodes: list[SceneNode], path: LearningPath, start: Node | None) -> dict[str, tuple[float, float]]:
    """Start, what is known, then each step one column after all that it needs, gates and the goal."""
    inside = {step.node.iri: step for step in path.steps}
    depth: dict[str, int] = {}
    for step in path.steps:  # in order, so that what comes before a step has its depth already
        before = [one for one in inside.values() if step.node in one.needed_by]
        before += [inside[step.foothold.node.iri]] if step.foothold and step.foothold.node.iri in inside else []
        depth[step.node.iri] = 1 + max((depth.get(one.node.iri, -1) for one in before), default=-1)
    levels = [[iri for iri in inside if depth[iri] == one] for one in range(max(depth.values(), default=-1) + 1)]
    known = [one.id for one in nodes if one.group == "known"]
    gates = [one.id for one in nodes if one.group == "gate"]
    return columns([[start.iri] if start else [], known, *levels, gates, [path.gap.role.iri]])
