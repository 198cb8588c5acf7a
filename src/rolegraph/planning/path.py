"""Learning paths: the cheapest ordered steps from what a person has to what a role requires, and progress on them.

No plan is stored. Progress compares the plan from what the profile had at the start with the plan from what it has now:
what counts as done is what the profile says was learned, and its worth is by how much the plan is shorter.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from rolegraph.errors import NoPath
from rolegraph.facts.labels import kind_of, node, nodes
from rolegraph.facts.matches import through
from rolegraph.facts.networks import learning_graph
from rolegraph.facts.requirements import asked_in_group, demand, learning_candidates, terms_of
from rolegraph.model.mappings import Through
from rolegraph.model.nodes import LEARNABLE_KINDS, Level, Necessity, Node
from rolegraph.model.plans import (
    Assessment,
    BuildsOn,
    Gap,
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
from rolegraph.model.roles import BY_MAPPING, Effort, Requirement
from rolegraph.planning.gap import find_gap, is_credential, level_to_learn, names_in, with_implied
from rolegraph.planning.ordering import EPSILON, Choice, Schedule
from rolegraph.planning.problem import PREREQUISITE_LEVEL, Situation, Target, step_levels
from rolegraph.planning.sequence import Stage, by_interest, in_sequence, traits_of
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
        steps_at_start=len(before.steps) if before else None,
        steps_left=len(now.steps),
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


def find_learning_path(
    dataset: Dataset, profile: Profile, role: str, demanded: tuple[Requirement, ...] | None = None
) -> LearningPath:
    """The cheapest set of steps that closes the essential gap between a profile and a role, in an order that works.

    What is learned is what a requirement names. Of its alternatives or examples the plan takes the one that is cheapest
    in the whole: with its prerequisites, what these are good for besides, and what is close to it; among equals the one
    that most roles ask for. A step costs the hours to its level, as estimated for *working* level and scaled by
    `problem.SHARE`, less what building on something close saves of them (`problem.head_start`). All efforts are
    estimates. What nobody has estimated counts as steps, and has no hours.

    A step is one level. Everything comes to *working* level first, in the order of its foundations and theme by theme;
    then what has to go deeper, level by level; and then, in the same way, what is asked for in roles of any kind (see
    `sequence.in_sequence`). Degrees and certifications asked for are credentials; what is preferred are options, each
    with the hours it would add once the steps are done. What the profile skips is in no step: other alternatives are
    taken, what it is a prerequisite of is planned without it, and what only it meets stays open. Where the profile says
    what was learned, `progress` compares the plan with the one without it.

    No step could be left out with everything still met. Among such plans this is the optimum wherever
    `LearningPath.optimal` is true. Where a search takes longer than `solver.TIME_LIMIT`, the best plan found by then is
    taken, and `lower_bound` says how far off it can be; options are planned in what is left of that time. Published
    graphs take a fraction of a second.

    A way by another role takes no less, where what was learned for that is held `on_the_way` from there on. It could
    where closeness is so strong that something not asked for here saves others more than it takes, or where the other
    role asks for something cheap that is evidence of a foundation of both.

    Where it is said what is `demanded`, the plan is for that instead of the role's requirements.

    NoPath where something needed can only be begun with something else that needs it; SourceError where the graph
    states prerequisites in a circle.
    """
    found = _plan(dataset, profile, role, demanded)
    at_start = tuple(holding for holding in profile.holdings if not holding.learned)
    if not profile.learning and at_start == profile.holdings:
        return found
    try:
        before = _plan(dataset, profile._replace(holdings=at_start), role, demanded)
    except NoPath:
        before = None
    return found._replace(progress=progress(before, found))


def _plan(
    dataset: Dataset, profile: Profile, role: str, demanded: tuple[Requirement, ...] | None = None
) -> LearningPath:
    gap = find_gap(dataset, profile, role, demanded)
    if profile.unknown:
        return LearningPath(gap, (), (), (), 0.0)
    unmet = [assessment for assessment in gap.assessments if assessment.standing is not Standing.MET]
    credentials = tuple(one for one in unmet if one.requirement.essential and is_credential(one.requirement))
    essential = [one.requirement for one in unmet if one.requirement.essential and one not in credentials]
    optional = [one.requirement for one in unmet if not one.requirement.essential]
    skipped = frozenset(node.iri for node in profile.skipped)
    targets = {
        requirement: _target(dataset, requirement, skipped)
        for requirement in [*essential, *optional]
        if not is_credential(requirement)
    }
    graph = _graph_of(dataset, targets.values())
    asked = (one.requirement for one in gap.assessments if one.requirement.essential)
    situation = _situation(
        graph,
        with_implied(dataset, profile.holdings),
        skipped,
        frozenset(iri for requirement in asked for iri in terms_of(requirement).named),
    )
    wanted = {one: targets[one] for one in essential if targets[one].candidates}
    deadline = time.monotonic() + TIME_LIMIT
    plan = cheapest_plan(situation, wanted.values(), TIME_LIMIT)
    if plan is None:
        raise NoPath(f"no way to learn what {gap.role.label} asks for: its prerequisites wait for each other")
    wanted_by_role = [one.requirement for one in gap.assessments if not one.requirement.used]
    left_open = [*(one for one in essential if one not in wanted), *(one.requirement for one in credentials)]
    return LearningPath(
        gap=gap,
        steps=_with_crossings(_steps(dataset, situation, plan, wanted, role), gap),
        credentials=credentials,
        options=tuple(by_interest(dataset, _options(situation, plan, optional, targets, deadline), wanted_by_role)),
        lower_bound=plan.lower_bound,
        skipped=tuple(_skipped(dataset, one, left_open, plan) for one in profile.skipped),
    )


def _with_crossings(steps: tuple[LearningStep, ...], gap: Gap) -> tuple[LearningStep, ...]:
    """Steps with the mappings through which they raise what is held: a graph without mappings has none."""
    crossed: dict[Node, tuple[Through, ...]] = {}
    for one in gap.assessments:
        if one.standing is Standing.TOO_LOW and one.by is not None and one.through:
            crossed |= dict.fromkeys(one.by.one_of, one.through)
    if not crossed:
        return steps
    return tuple(
        step._replace(through=tuple(dict.fromkeys((*step.through, *crossed.get(step.node, ()))))) for step in steps
    )


def _skipped(dataset: Dataset, capability: Node, left_open: Iterable[Requirement], plan: Plan) -> Skipped:
    after = {iri for iri in dataset.subjects(RG + "prerequisite", capability.iri) if iri in plan.levels}
    unmet = tuple(one for one in left_open if capability in (*one.any_of, *one.examples))
    return Skipped(capability, unmet, nodes(dataset, after))


def find_steps(dataset: Dataset, profile: Profile, wanted: Mapping[Node, Level]) -> tuple[LearningStep, ...]:
    """The cheapest ordered steps to some capabilities, each to its level, with what has to come before them."""
    targets = {
        Requirement(node.iri, (node,), Necessity.ESSENTIAL, level): Target(frozenset((node.iri,)), level)
        for node, level in sorted(wanted.items())
    }
    situation = _situation(_graph_of(dataset, targets.values()), with_implied(dataset, profile.holdings))
    plan = cheapest_plan(situation, targets.values())
    if plan is None:
        names = ", ".join(node.label for node in wanted)
        raise NoPath(f"no way to learn {names}: prerequisites wait for each other")
    return _steps(dataset, situation, plan, targets)


def _target(dataset: Dataset, requirement: Requirement, skipped: frozenset[str]) -> Target:
    """What can be learned for a requirement, and to which level."""
    candidates = learning_candidates(
        terms_of(requirement),
        lambda iri: kind_of(dataset, iri) in LEARNABLE_KINDS,
        lambda iri: dataset.subjects(SKOS + "broader", iri),
        lambda iri: demand(dataset, iri),
    )
    return Target(candidates - skipped, level_to_learn(requirement))


def _graph_of(dataset: Dataset, targets: Iterable[Target]) -> nx.DiGraph[str]:
    """What learning for some targets may involve, with the demand for all that are alternatives to each other."""
    groups = [target.candidates for target in targets]
    graph = learning_graph(dataset, frozenset().union(*groups))
    contested = {iri for group in groups if len(group) > 1 for iri in group}
    for start, end, data in graph.edges(data=True):
        if "narrower" in data["relation"].split("+"):
            contested.update((start, end))
    for iri in contested:
        graph.nodes[iri]["demand"] = demand(dataset, iri)
    return graph


def _situation(
    graph: nx.DiGraph[str],
    holdings: Iterable[Holding],
    skipped: frozenset[str] = frozenset(),
    asked: frozenset[str] = frozenset(),
) -> Situation:
    known: dict[str, Level] = {}
    evident: dict[str, Level] = {}
    either = []
    for holding in holdings:
        iris = frozenset(node.iri for node in holding.one_of)
        if len(iris) == 1:
            (iri,) = iris
            for levels in (known,) if holding.on_the_way else (known, evident):
                levels[iri] = max(holding.level, levels.get(iri, holding.level))
        else:
            either.append((iris, holding.level))
    return Situation(graph, known, either, skipped, asked, evident)


def _steps(
    dataset: Dataset,
    situation: Situation,
    plan: Plan,
    targets: Mapping[Requirement, Target],
    role: str = "",
) -> tuple[LearningStep, ...]:
    choices = {iri: choice for part in plan.schedules for iri, choice in part.choices.items()}
    waits_for = {iri: _chosen_before(situation, plan, part, iri) for part in plan.schedules for iri in part.order}
    serving = {
        iri: tuple(requirement for requirement, target in targets.items() if _serves(target, iri, level))
        for iri, level in plan.levels.items()
    }
    steps: list[LearningStep] = []
    held = dict(situation.known)
    order = _order(situation, plan, waits_for)
    traits = traits_of(dataset, order, serving)
    weights = {iri: situation.weight(iri, level) for iri, level in plan.levels.items()}
    savings = {iri: _savings(situation, plan, choice, iri) for iri, choice in choices.items()}
    for iri, level in in_sequence(dataset, order, traits, serving, weights):
        before, data = held.get(iri), situation.graph.nodes[iri]
        saved, base, builds_on = savings[iri].get(level, 0.0), choices[iri].base, None
        if base is not None and saved > EPSILON:
            reason = str(situation.graph.edges[base, iri].get("reason", ""))
            builds_on = BuildsOn(node(dataset, base), saved, reason)
        weight = situation.weight(iri, level) - situation.weight(iri, before) - saved
        is_begun = level <= PREREQUISITE_LEVEL
        needed_by = tuple(node(dataset, other) for other in plan.levels if is_begun and iri in waits_for[other])
        field = traits.practises.get(iri)
        follows = bool(steps) and (steps[-1].node.iri, steps[-1].to_level) == (field, level)
        steps.append(
            LearningStep(
                node=node(dataset, iri),
                to_level=level,
                hours=weight if data["estimated"] else None,
                weight=weight,
                effort=Effort(data["hours"], data["basis"], data["remark"], data["estimated"]),
                from_level=before,
                builds_on=builds_on,
                for_requirements=serving[iri],
                needed_by=needed_by,
                theme=traits.themes[iri],
                general=iri in traits.general,
                practises=steps[-1].node if follows else None,
                opens=_opens(dataset, iri, held, role) if is_begun and not needed_by else (),
                through=_through(dataset, iri, serving[iri], str(data["basis"])),
            )
        )
        held[iri] = level
    return tuple(steps)


def _through(dataset: Dataset, iri: str, serving: Sequence[Requirement], basis: str) -> tuple[Through, ...]:
    """The mappings by which what is learned is what requirements name, and what hours are estimated for."""
    if not dataset.joins or len(members := dataset.members(iri)) == 1:
        return ()
    names = {name for requirement in serving for name in names_in(dataset, requirement)}
    if basis.endswith(BY_MAPPING):
        names.update(member for member in members if dataset.own_statements(member, RG + "effort"))
    return through(dataset, iri, names)


def _savings(situation: Situation, plan: Plan, choice: Choice, iri: str) -> dict[Level, float]:
    """What each step saves by what it builds on, as far as that has been learned by then; the last one saves the rest.

    No step takes less than nothing: where it would, earlier ones save the rest.
    """
    if choice.base is None:
        return {}
    levels = step_levels(situation.known.get(iri), plan.levels[iri])
    held = situation.known.get(choice.base, PREREQUISITE_LEVEL)
    most = plan.levels[choice.base] if choice.planned else held
    in_all = [choice.saved]  # up to each level, the last one first
    for deeper, level in pairwise(reversed(levels)):
        rest = in_all[-1] - (situation.weight(iri, deeper) - situation.weight(iri, level))
        by_then = min(most, max(level, held, PREREQUISITE_LEVEL))
        in_all.append(max(rest, situation.saved(iri, level, choice.base, by_then)))
    before = [0.0, *reversed(in_all)]
    return {level: after - so_far for level, (so_far, after) in zip(levels, pairwise(before), strict=True)}


def _opens(dataset: Dataset, capability: str, held: Container[str], role: str) -> tuple[Node, ...]:
    """What has something as a direct prerequisite and is not held, first what most roles ask for.

    Towards a role that is filed in groups, it is what roles there ask for.
    """
    later = [iri for iri in dataset.subjects(RG + "prerequisite", capability) if iri not in held]
    near = asked_in_group(dataset, role) if later and role else None
    after = nodes(dataset, (iri for iri in later if near is None or iri in near))
    return tuple(sorted(after, key=lambda one: -demand(dataset, one.iri)))


def _serves(target: Target, iri: str, level: Level) -> bool:
    return iri in target.candidates and level >= target.level


def _chosen_before(situation: Situation, plan: Plan, part: Schedule, capability: str) -> set[str]:
    """Of everything that meets each prerequisite of a capability, what the schedule has first."""
    return {
        next(iri for iri in part.order if _serves(target, iri, plan.levels[iri]))
        for target in situation.prerequisites(capability)
    }


def _order(situation: Situation, plan: Plan, waits_for: Mapping[str, set[str]]) -> nx.DiGraph[Stage]:
    """Which step has to come before which: levels in turn, prerequisites, and what is built on."""
    import networkx as nx

    order: nx.DiGraph[Stage] = nx.DiGraph()
    stages = {
        iri: [Stage(iri, level) for level in step_levels(situation.known.get(iri), level)]
        for iri, level in plan.levels.items()
    }
    choices = {iri: choice for part in plan.schedules for iri, choice in part.choices.items()}
    for iri, some in stages.items():
        order.add_nodes_from(some)
        order.add_edges_from(pairwise(some))
        order.add_edges_from((stages[before][0], some[0]) for before in waits_for[iri])
        base = choices[iri].base if choices[iri].planned else None
        for first, stage in product(stages.get(base or "", ()), some):
            if first.level <= max(stage.level, PREREQUISITE_LEVEL):
                order.add_edge(first, stage)
    for iri, some in stages.items():
        for before in sorted(stages.keys() & set(situation.foundations(iri))):  # go deeper first, too, where they can
            for first, stage in product(stages[before], some):
                if PREREQUISITE_LEVEL < first.level <= stage.level and not nx.has_path(order, stage, first):
                    order.add_edge(first, stage)
    return order


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
    afterwards = Situation(situation.graph, known, situation.either, situation.skipped, situation.asked)

    def extra(target: Target) -> tuple[float, Iterable[str]] | None:
        one = min(target.candidates)
        if len(target.candidates) == 1 and not afterwards.prerequisites(one):  # as for most tools: nothing to decide
            return (0.0 if afterwards.is_met(target) else afterwards.own_cost(one, target.level)), target.candidates
        found = cheapest_plan(afterwards, [target], deadline - time.monotonic())
        return (found.cost, found.levels) if found else None

    for requirement in optional:
        if is_credential(requirement):
            yield Option(requirement, None)
        elif not targets[requirement].candidates:
            continue  # it is skipped
        elif (found := extra(targets[requirement])) is not None and found[0] > 0:
            cost, learned = found
            estimated = all(situation.graph.nodes[iri]["estimated"] for iri in learned)
            yield Option(requirement, cost if estimated else None)
