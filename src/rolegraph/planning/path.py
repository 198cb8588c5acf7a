"""Learning paths: the cheapest ordered steps from what a person has to what a role requires, and progress on them.

No plan is stored. Progress compares the plan from what the profile had at the start with the plan from what it has now:
what counts as done is what the profile says was learned, and its worth is by how much the plan is shorter.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rolegraph.errors import NoPath
from rolegraph.facts.entities import with_narrower
from rolegraph.facts.labels import kind_of, node, nodes
from rolegraph.facts.networks import learning_graph
from rolegraph.facts.requirements import learning_candidates, terms_of
from rolegraph.model.nodes import LEARNABLE_KINDS, Level, Necessity, Node
from rolegraph.model.plans import (
    Assessment,
    BuildsOn,
    Holding,
    Learned,
    LearningPath,
    LearningStep,
    Option,
    Profile,
    Progress,
    Skipped,
    Standing,
)
from rolegraph.model.roles import Effort, Requirement
from rolegraph.planning.gap import find_gap, is_credential, with_implied
from rolegraph.planning.ordering import Schedule
from rolegraph.planning.problem import UNSTATED_LEVEL, Situation, Target
from rolegraph.planning.solver import TIME_LIMIT, Plan, cheapest_plan
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

if TYPE_CHECKING:
    import networkx as nx


def progress(before: LearningPath | None, now: LearningPath) -> Progress:
    """What has been learned between two plans to the same role: from what was held at the start, and from the profile.

    `before` is None where there was no way then. With closeness a plan can become longer by what is learned (see
    `solver.cheapest_plan`); the hours done are then 0. Hours learned that the plan never asked for do not count.
    """
    profile = now.gap.profile
    then = {assessment.requirement.iri: assessment for assessment in before.gap.assessments} if before else {}
    return Progress(
        learned=tuple(_learned(holding, then, before, now) for holding in profile.holdings if holding.learned),
        learning=profile.learning,
        met_at_start=len(list(before.gap.select(Standing.MET, Necessity.ESSENTIAL))) if before else 0,
        met=len(list(now.gap.select(Standing.MET, Necessity.ESSENTIAL))),
        essential=sum(assessment.requirement.essential for assessment in now.gap.assessments),
        hours_at_start=before.hours if before else None,
        hours_left=now.hours,
    )


def _learned(holding: Holding, then: dict[str, Assessment], before: LearningPath | None, now: LearningPath) -> Learned:
    meets, raises = [], []
    for assessment in now.gap.assessments:
        requirement = assessment.requirement
        earlier = then.get(requirement.iri)
        changed = earlier is None or (earlier.standing, earlier.by) != (assessment.standing, assessment.by)
        if requirement.essential and assessment.by == holding and changed:
            if assessment.standing is Standing.TOO_LOW:
                raises.append(requirement)
            elif earlier is None or earlier.standing is not Standing.MET:
                meets.append(requirement)
    steps = before.steps if before else ()
    needed_by = [other for step in steps if step.node in holding.one_of for other in step.needed_by]
    return Learned(holding, tuple(meets), tuple(raises), tuple(needed_by))


def find_learning_path(dataset: Dataset, profile: Profile, role: str) -> LearningPath:
    """The cheapest set of steps that closes the essential gap between a profile and a role, in an order that works.

    For a requirement with alternatives or examples the plan takes the one that is cheapest in the whole: with its
    prerequisites, what these are good for besides, and what is close to it. A step costs the hours to its level, as
    estimated for *working* level and scaled by `problem.SHARE`, less the hours that building on something close saves.
    All efforts are estimates, and so are all totals.

    Steps are in order, foundations first; degrees and certifications asked for are credentials; what is preferred are
    options, each with the hours it would add once the steps are done. What the profile skips is in no step: other
    alternatives are taken, what it is a prerequisite of is planned without it, and what only it meets stays open. Where
    the profile says what was learned, `progress` compares the plan with the one without it.

    No step could be left out with everything still met. Among such plans this is the optimum wherever
    `LearningPath.optimal` is true. Where a search takes longer than `solver.TIME_LIMIT`, the best plan found by then is
    taken, and `lower_bound` says how far off it can be; options are planned in what is left of that time. Published
    graphs take a fraction of a second.

    NoPath where something needed can only be begun with something else that needs it; SourceError where the graph
    states prerequisites in a circle.
    """
    found = _plan(dataset, profile, role)
    at_start = tuple(holding for holding in profile.holdings if not holding.learned)
    if not profile.learning and at_start == profile.holdings:
        return found
    try:
        before = _plan(dataset, profile._replace(holdings=at_start), role)
    except NoPath:
        before = None
    return found._replace(progress=progress(before, found))


def _plan(dataset: Dataset, profile: Profile, role: str) -> LearningPath:
    gap = find_gap(dataset, profile, role)
    unmet = [assessment for assessment in gap.assessments if assessment.standing is not Standing.MET]
    credentials = tuple(one for one in unmet if one.requirement.essential and is_credential(one.requirement))
    essential = [one.requirement for one in unmet if one.requirement.essential and one not in credentials]
    optional = [one.requirement for one in unmet if not one.requirement.essential]
    graph = _graph_around(dataset, [*essential, *optional])
    skipped = frozenset(node.iri for node in profile.skipped)
    situation = _situation(graph, with_implied(dataset, profile.holdings), skipped)
    targets = {
        requirement: _target(dataset, graph, requirement, skipped)
        for requirement in [*essential, *optional]
        if not is_credential(requirement)
    }
    wanted = {one: targets[one] for one in essential if targets[one].candidates}
    deadline = time.monotonic() + TIME_LIMIT
    plan = cheapest_plan(situation, wanted.values(), TIME_LIMIT)
    if plan is None:
        raise NoPath(f"no way to learn what {gap.role.label} asks for: its prerequisites wait for each other")
    left_open = [*(one for one in essential if one not in wanted), *(one.requirement for one in credentials)]
    return LearningPath(
        gap=gap,
        steps=_steps(dataset, situation, plan, wanted),
        credentials=credentials,
        options=tuple(_options(situation, plan, optional, targets, deadline)),
        lower_bound=plan.lower_bound,
        skipped=tuple(_skipped(dataset, one, left_open, plan) for one in profile.skipped),
    )


def _skipped(dataset: Dataset, capability: Node, left_open: Iterable[Requirement], plan: Plan) -> Skipped:
    after = {iri for iri in dataset.subjects(RG + "prerequisite", capability.iri) if iri in plan.levels}
    unmet = tuple(one for one in left_open if capability in (*one.any_of, *one.examples))
    return Skipped(capability, unmet, nodes(dataset, after))


def find_steps(dataset: Dataset, profile: Profile, wanted: Mapping[Node, Level]) -> tuple[LearningStep, ...]:
    """The cheapest ordered steps to some capabilities, each to its level, with what has to come before them."""
    graph = learning_graph(dataset, [node.iri for node in wanted])
    targets = {
        Requirement(node.iri, (node,), Necessity.ESSENTIAL, level): Target(frozenset((node.iri,)), level)
        for node, level in sorted(wanted.items())
    }
    situation = _situation(graph, with_implied(dataset, profile.holdings))
    plan = cheapest_plan(situation, targets.values())
    if plan is None:
        names = ", ".join(node.label for node in wanted)
        raise NoPath(f"no way to learn {names}: prerequisites wait for each other")
    return _steps(dataset, situation, plan, targets)


def _graph_around(dataset: Dataset, requirements: Iterable[Requirement]) -> nx.DiGraph[str]:
    accepted = with_narrower(dataset, (iri for requirement in requirements for iri in terms_of(requirement).named))
    return learning_graph(dataset, {iri for iri in accepted if kind_of(dataset, iri) in LEARNABLE_KINDS})


def _target(dataset: Dataset, graph: nx.DiGraph[str], requirement: Requirement, skipped: frozenset[str]) -> Target:
    """What can be learned for a requirement, and to which level."""
    candidates = learning_candidates(terms_of(requirement), lambda iri: dataset.subjects(SKOS + "broader", iri))
    return Target(frozenset(iri for iri in candidates - skipped if iri in graph), requirement.level or UNSTATED_LEVEL)


def _situation(graph: nx.DiGraph[str], holdings: Iterable[Holding], skipped: frozenset[str] = frozenset()) -> Situation:
    known: dict[str, Level] = {}
    either = []
    for holding in holdings:
        iris = frozenset(node.iri for node in holding.one_of)
        if len(iris) == 1:
            (iri,) = iris
            known[iri] = max(holding.level, known.get(iri, holding.level))
        else:
            either.append((iris, holding.level))
    return Situation(graph, known, either, skipped)


def _steps(
    dataset: Dataset, situation: Situation, plan: Plan, targets: Mapping[Requirement, Target]
) -> tuple[LearningStep, ...]:
    choices = {iri: choice for part in plan.schedules for iri, choice in part.choices.items()}
    waits_for = {iri: _chosen_before(situation, plan, part, iri) for part in plan.schedules for iri in part.order}
    steps = []
    for iri in _foundations_first(plan, waits_for):
        choice, level = choices[iri], plan.levels[iri]
        builds_on = None
        if choice.base is not None:
            reason = str(situation.graph.edges[choice.base, iri].get("reason", ""))
            held = situation.known.get(iri)
            saved = choice.saved - (situation.hours(iri, held) if held else 0.0)
            builds_on = BuildsOn(node(dataset, choice.base), saved, reason)
        data = situation.graph.nodes[iri]
        steps.append(
            LearningStep(
                node=node(dataset, iri),
                to_level=level,
                hours=choice.cost,
                effort=Effort(data["hours"], data["basis"], data["remark"]),
                from_level=situation.known.get(iri),
                builds_on=builds_on,
                for_requirements=tuple(
                    requirement for requirement, target in targets.items() if _serves(target, iri, level)
                ),
                needed_by=tuple(node(dataset, other) for other in plan.levels if iri in waits_for[other]),
            )
        )
    return tuple(steps)


def _serves(target: Target, iri: str, level: Level) -> bool:
    return iri in target.candidates and level >= target.level


def _chosen_before(situation: Situation, plan: Plan, part: Schedule, capability: str) -> set[str]:
    """Of everything that meets each prerequisite of a capability, what the schedule has first."""
    return {
        next(iri for iri in part.order if _serves(target, iri, plan.levels[iri]))
        for target in situation.prerequisites(capability)
    }


def _foundations_first(plan: Plan, waits_for: Mapping[str, set[str]]) -> list[str]:
    """An order in which prerequisites and bases come first, then what most else builds on, then the short."""
    import networkx as nx

    order: nx.DiGraph[str] = nx.DiGraph()
    order.add_nodes_from(plan.levels)
    for part in plan.schedules:
        for iri, choice in part.choices.items():
            order.add_edges_from((before, iri) for before in waits_for[iri])
            if choice.base is not None and choice.planned:
                order.add_edge(choice.base, iri)
    costs = {iri: choice.cost for part in plan.schedules for iri, choice in part.choices.items()}

    def urgency(iri: str) -> tuple[int, float, str]:
        return -len(nx.descendants(order, iri)), costs[iri], iri

    return list(nx.lexicographical_topological_sort(order, key=urgency))


def _options(
    situation: Situation,
    plan: Plan,
    optional: Sequence[Requirement],
    targets: Mapping[Requirement, Target],
    deadline: float,
) -> Iterable[Option]:
    """What is only preferred, with the hours that each would add by itself after the plan."""
    known = dict(situation.known)
    for iri, level in plan.levels.items():
        known[iri] = max(level, known.get(iri, level))
    afterwards = Situation(situation.graph, known, situation.either, situation.skipped)

    def planned(requirement: Requirement) -> Plan | None:
        return cheapest_plan(afterwards, [targets[requirement]], deadline - time.monotonic())

    for requirement in optional:
        if is_credential(requirement):
            yield Option(requirement, None)
        elif not targets[requirement].candidates:
            continue  # it is skipped
        elif (extra := planned(requirement)) is not None and extra.cost > 0:
            yield Option(requirement, extra.cost)
