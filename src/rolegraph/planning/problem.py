"""The planning problem: targets, what each step costs someone, what may have to be learned, and what need not be tried.

A `Situation` is a learning graph seen by someone who has certain things. `parts_of` says what some targets may involve
there, in pieces that can be decided one by one. `dominated` finds alternatives that another replaces at no more cost.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.requirements import prerequisite_candidates, reachable
from rolegraph.model.nodes import Kind, Level

if TYPE_CHECKING:
    import networkx as nx


# Hours to reach a level from nothing, in units of the hours to *working* level: an estimate, the same for all.
SHARE: Final[dict[Level, float]] = {
    Level.FAMILIAR: 0.25,
    Level.WORKING: 1.0,
    Level.PROFICIENT: 2.5,
    Level.EXPERT: 5.0,
}
# The same where nobody has estimated hours: what is counted then is steps, to *working* level and one for each above.
STEP_SHARE: Final[dict[Level, float]] = {
    Level.FAMILIAR: 0.5,
    Level.WORKING: 1.0,
    Level.PROFICIENT: 2.0,
    Level.EXPERT: 3.0,
}
STEP_WEIGHT: Final = 80.0  # what a step without an estimate counts beside steps with hours
PREREQUISITE_LEVEL: Final = Level.WORKING


def weight_of(hours: float, level: Level, *, estimated: bool) -> float:
    """What it counts to learn something to a level from nothing: hours where somebody estimated them, or else steps.

    `hours` are those to *working* level.
    """
    return hours * SHARE[level] if estimated else STEP_WEIGHT * STEP_SHARE[level]


def head_start(
    strength: float, hours: float, level: Level, base_hours: float, base_level: Level, held: Level | None = None
) -> float:
    """Hours that something close saves on the way to a level, besides what is held already.

    That is a share of what both levels take from nothing, so never more than went into what is built on.
    """
    saved = strength * min(hours * SHARE[level], base_hours * SHARE[base_level])
    return max(0.0, saved - (hours * SHARE[min(held, level)] if held else 0.0))


def step_levels(held: Level | None, level: Level) -> list[Level]:
    """The levels of the steps from what is held: to *working* level at once, then one after the other."""
    first = min(level, PREREQUISITE_LEVEL)
    return [
        *([first] if held is None or held < first else []),
        *(Level(deeper) for deeper in range(max(held or first, first) + 1, level + 1)),
    ]


class Target(NamedTuple):
    """Something to be able to do: any one of the candidates, held at the level, is enough."""

    candidates: frozenset[str]
    level: Level

    def is_met_by(self, levels: Mapping[str, Level]) -> bool:
        """Whether capabilities held or learned to these levels are enough."""
        return any(levels.get(candidate, 0) >= self.level for candidate in self.candidates)


class Situation:
    """A learning graph seen by someone who has certain things: what each step costs them, and what comes before it.

    `known` has the level of everything that is certainly held, `either` sets of capabilities of which one is held, not
    known which, with its level. What is `skipped` is not to be learned, and nothing waits for it. What the role itself
    has `asked` for may be learned as evidence of a broader prerequisite. Of what is known, `evident` is what counts as
    such evidence: all, but for what was learned on the way to another role.
    """

    def __init__(
        self,
        graph: nx.DiGraph[str],
        known: Mapping[str, Level],
        either: Sequence[tuple[frozenset[str], Level]] = (),
        skipped: frozenset[str] = frozenset(),
        asked: frozenset[str] = frozenset(),
        evident: Mapping[str, Level] | None = None,
    ) -> None:
        self.graph, self.known, self.either, self.skipped, self.asked = graph, known, either, skipped, asked
        self.evident = known if evident is None else evident
        self._prerequisites: dict[str, tuple[Target, ...]] = {}
        self._evidence: dict[str, frozenset[str]] = {}

    def is_met(self, target: Target) -> bool:
        """Whether what is held already is enough."""
        return target.is_met_by(self.known) or self._one_of_either(target)

    def prerequisites(self, capability: str) -> tuple[Target, ...]:
        """What must be held before a capability is begun, and is not; nothing for one that is held and only raised."""
        if capability not in self._prerequisites:
            found = []
            for before in self.foundations(capability) if capability not in self.known else ():
                if before not in self.skipped and not self._has(before, besides=capability):
                    evidence = self.evidence_of(before) - {capability} - self.skipped
                    candidates = prerequisite_candidates(before, evidence, self.asked, self.is_tool, self.demand)
                    target = Target(candidates, PREREQUISITE_LEVEL)
                    if not target.is_met_by(self.known):
                        found.append(target)
            self._prerequisites[capability] = tuple(found)
        return self._prerequisites[capability]

    def _has(self, prerequisite: str, besides: str) -> bool:
        """Whether a prerequisite is held, or something narrower that is evidence of it."""
        evidence = Target(self.evidence_of(prerequisite) - {besides}, PREREQUISITE_LEVEL)
        return evidence.is_met_by(self.evident) or self._one_of_either(evidence)

    def _one_of_either(self, target: Target) -> bool:
        return any(group <= target.candidates and level >= target.level for group, level in self.either)

    def evidence_of(self, capability: str) -> frozenset[str]:
        """A capability and all that is narrower."""
        if capability not in self._evidence:
            self._evidence[capability] = reachable([capability], lambda iri: self._related(iri, "narrower"))
        return self._evidence[capability]

    def foundations(self, capability: str) -> list[str]:
        """The direct prerequisites of a capability, held or not."""
        return self._related(capability, "prerequisite")

    def bases(self, capability: str) -> list[str]:
        """Everything that a capability can build on as it is close to it, known or not."""
        return self._related(capability, "close")

    def _related(self, capability: str, relation: str) -> list[str]:
        """The nodes from which an edge of some relation leads to a capability."""
        edges = self.graph.pred[capability]
        return [before for before, data in edges.items() if relation in data["relation"].split("+")]

    def weight(self, capability: str, level: Level | None) -> float:
        """What a level counts from nothing: hours, or steps where nobody has estimated hours; 0 for no level."""
        data = self.graph.nodes[capability]
        return weight_of(float(data["hours"]), level, estimated=data["estimated"]) if level else 0.0

    def saved(self, capability: str, level: Level, base: str, base_level: Level) -> float:
        """Hours that building on something close saves, besides what is held; 0 where they are not estimated."""
        start, end = self.graph.nodes[base], self.graph.nodes[capability]
        if not (start["estimated"] and end["estimated"]):
            return 0.0
        strength = float(self.graph.edges[base, capability]["strength"])
        return head_start(strength, end["hours"], level, start["hours"], base_level, self.known.get(capability))

    def cost(self, capability: str, level: Level, saved: float = 0.0) -> float:
        """What is left to reach a level, after what is held of the capability and what it builds on saves."""
        held = self.known.get(capability)
        return self.weight(capability, level) - self.weight(capability, min(held, level) if held else None) - saved

    def best_known_base(self, capability: str, level: Level) -> tuple[str | None, float]:
        """The best to build on of what is certainly held, and the hours saved."""
        best: tuple[str | None, float] = (None, 0.0)
        for base in sorted(self.bases(capability)):
            if base in self.known:
                saved = self.saved(capability, level, base, self.known[base])
                if saved > best[1]:
                    best = (base, saved)
        return best

    def own_cost(self, capability: str, level: Level) -> float:
        """What is left to reach a level, building on nothing but what is certainly held."""
        return max(0.0, self.cost(capability, level, self.best_known_base(capability, level)[1]))

    def rank(self, capability: str) -> tuple[int, str]:
        """Where it stands among equals: what most roles ask for comes first."""
        return -self.demand(capability), capability

    def is_tool(self, capability: str) -> bool:
        """Whether it is a tool, and no skill."""
        return bool(self.graph.nodes[capability]["kind"] == Kind.TOOL)

    def demand(self, capability: str) -> int:
        """How many roles ask for a capability, of those of which the graph says so."""
        return int(self.graph.nodes[capability].get("demand", 0))


class Part(NamedTuple):
    """A piece of a problem that can be decided by itself: what is asked for, and all that may be learned for it.

    `levels` has the levels to which each capability may be learned, in ascending order, `prerequisites` what each waits
    for. Candidates that can never be begun, or that another replaces at no more cost, are in neither.
    """

    situation: Situation
    targets: tuple[Target, ...]
    prerequisites: Mapping[str, tuple[Target, ...]]
    levels: Mapping[str, tuple[Level, ...]]

    def can_begin(self, capability: str, learned: Mapping[str, Level]) -> bool:
        """Whether what has been learned is enough to begin something."""
        return all(target.is_met_by(learned) for target in self.prerequisites[capability])

    def works(self, levels: Mapping[str, Level]) -> bool:
        """Whether a selection meets all targets and can be learned in some order."""
        met = all(target.is_met_by(levels) for target in self.targets)
        return met and all(self.can_begin(one, levels) for one in levels) and self._in_some_order(levels)

    def _in_some_order(self, levels: Mapping[str, Level]) -> bool:
        done: dict[str, Level] = {}
        waiting = list(levels)
        while ready := [one for one in waiting if self.can_begin(one, done)]:
            done.update((one, levels[one]) for one in ready)
            waiting = [one for one in waiting if one not in done]
        return not waiting

    def only(self, levels: Mapping[str, Level]) -> Part:
        """The same with nothing to choose but how to learn a selection."""

        def meeting(target: Target) -> Target:
            return target._replace(
                candidates=frozenset(one for one in target.candidates if levels.get(one, 0) >= target.level)
            )

        prerequisites = {one: tuple(map(meeting, self.prerequisites[one])) for one in levels}
        targets = tuple(map(meeting, self.targets))
        return Part(self.situation, targets, prerequisites, {one: (level,) for one, level in levels.items()})

    def without_needless(self, levels: Mapping[str, Level]) -> dict[str, Level]:
        """A selection that works, less what can be left out or need not be learned so well, the dearest first.

        One thing after the other is enough to look at: were several needless together, the last of them to be learned
        would be needless by itself.
        """
        least = dict(levels)
        changed = True
        while changed:
            changed = False
            for one in sorted(least, key=lambda name: (-self.situation.own_cost(name, least[name]), name)):
                rest = {other: level for other, level in least.items() if other != one}
                lower = ({**rest, one: level} for level in self.levels[one] if level < least[one])
                smaller = next(filter(self.works, (rest, *lower)), None)
                if smaller is not None:
                    least, changed = smaller, True
        return least


def parts_of(situation: Situation, targets: Iterable[Target]) -> list[Part] | None:
    """What may have to be learned for targets that are not met, in pieces that have nothing to do with each other.

    None where a target has no candidate that can be learned, since all wait for themselves.
    """
    import networkx as nx

    asked = list(targets)
    everything = _explored(situation, asked)
    costs, _ = additive_costs(situation, everything)
    if any(costs.keys().isdisjoint(target.candidates) for target in asked):
        return None
    usable = frozenset(costs.keys() - dominated(situation, asked, everything))
    asked = [target._replace(candidates=target.candidates & usable) for target in asked]
    prerequisites = _explored(situation, asked, usable)
    levels: dict[str, set[Level]] = defaultdict(set)
    ties: nx.Graph[str] = nx.Graph()
    for target in (*asked, *(one for before in prerequisites.values() for one in before)):
        nx.add_star(ties, sorted(target.candidates))
        for candidate in target.candidates:
            levels[candidate].add(target.level)
    for capability, before in prerequisites.items():
        ties.add_edges_from((capability, candidate) for target in before for candidate in target.candidates)
        ties.add_edges_from((capability, base) for base in situation.bases(capability) if base in prerequisites)
    return [
        Part(
            situation,
            tuple(sorted((target for target in asked if target.candidates & members), key=_by_candidates)),
            {one: tuple(sorted(prerequisites[one], key=_by_candidates)) for one in sorted(members)},
            {one: tuple(sorted(levels[one])) for one in sorted(members)},
        )
        for members in nx.connected_components(ties)
    ]


def _by_candidates(target: Target) -> tuple[list[str], Level]:
    return sorted(target.candidates), target.level


def _explored(
    situation: Situation, asked: Iterable[Target], usable: frozenset[str] | None = None
) -> dict[str, tuple[Target, ...]]:
    """All that may have to be learned, with what it waits for: candidates, their prerequisites, and theirs."""
    found: dict[str, tuple[Target, ...]] = {}
    waiting = list(asked)
    while waiting:
        for one in sorted(waiting.pop().candidates - found.keys()):
            before = situation.prerequisites(one)
            if usable is not None:
                before = tuple(target._replace(candidates=target.candidates & usable) for target in before)
            found[one] = before
            waiting.extend(before)
    return found


def additive_costs(
    situation: Situation, prerequisites: Mapping[str, tuple[Target, ...]]
) -> tuple[dict[str, float], dict[Target, str]]:
    """Roughly what everything costs with its prerequisites, and the cheapest to meet each of these.

    Only what can be learned at all has a cost. What several things wait for counts several times: the additive
    heuristic of planning [1]_, by a generalization of Dijkstra's algorithm [2]_. Whatever meets a prerequisite comes
    before what waits for it, so the cheapest never wait for each other.

    References
    ----------
    .. [1] B. Bonet and H. Geffner, "Planning as heuristic search", Artificial Intelligence 129, 2001.
    .. [2] D. E. Knuth, "A generalization of Dijkstra's algorithm", Information Processing Letters 6, 1977.
    """
    waiting: dict[Target, list[str]] = defaultdict(list)
    serving: dict[str, list[Target]] = defaultdict(list)
    for one, before in prerequisites.items():
        for target in before:
            waiting[target].append(one)
    for target in waiting:
        for candidate in target.candidates:
            serving[candidate].append(target)
    unmet = {one: len(before) for one, before in prerequisites.items()}
    so_far = {one: situation.own_cost(one, PREREQUISITE_LEVEL) for one in prerequisites}
    heap = [(so_far[one], one) for one, count in unmet.items() if not count]
    heapq.heapify(heap)
    costs: dict[str, float] = {}
    cheapest: dict[Target, str] = {}
    while heap:
        cost, candidate = heapq.heappop(heap)
        costs[candidate] = cost
        for target in serving[candidate]:
            if target not in cheapest:
                cheapest[target] = candidate
                for one in waiting[target]:
                    so_far[one] += cost
                    unmet[one] -= 1
                    if not unmet[one]:
                        heapq.heappush(heap, (so_far[one], one))
    return costs, cheapest


def dominated(
    situation: Situation, asked: Iterable[Target], prerequisites: Mapping[str, tuple[Target, ...]]
) -> frozenset[str]:
    """The capabilities that a plan can do without, whatever else it chooses.

    Notes
    -----
    One is dominated by another that is a candidate for the same targets and waits for the same, if the other costs no
    more while it builds on nothing to come than the one does with the best to build on. Nothing that serves other
    targets may build on the dominated one. A plan then never has two of such a group, as one of them could be left
    out, and swapping the one for the other changes neither what the rest of the plan is needed for nor what it costs.
    """
    serves: dict[str, set[Target]] = {one: set() for one in prerequisites}
    for target in (*asked, *(one for before in prerequisites.values() for one in before)):
        for one in target.candidates:
            serves[one].add(target)
    serving = {one: frozenset(targets) for one, targets in serves.items()}
    groups: dict[tuple[frozenset[Target], frozenset[Target]], list[str]] = defaultdict(list)
    for capability, targets in serving.items():
        groups[targets, frozenset(prerequisites[capability])].append(capability)
    helping = {
        base
        for capability, targets in serving.items()
        for base in situation.bases(capability)
        if serving.get(base, targets) != targets
    }

    def least(capability: str, level: Level) -> float:
        """The least hours to a level, building on what can stand in one plan with it: what serves other targets."""
        saved = situation.best_known_base(capability, level)[1]
        for base in situation.bases(capability):
            if base in serving and serving[base] != serving[capability]:
                saved = max(saved, situation.saved(capability, level, base, Level.EXPERT))
        return situation.cost(capability, level, saved)

    found: set[str] = set()
    for (targets, _), group in groups.items():
        levels = {target.level for target in targets}
        ranked = sorted(group, key=lambda one: (situation.own_cost(one, max(levels)), situation.rank(one)))
        for place, capability in enumerate(ranked):
            others = [other for other in ranked[:place] if other not in found]
            if capability not in helping and any(
                all(situation.own_cost(other, level) <= least(capability, level) for level in levels)
                for other in others
            ):
                found.add(capability)
    return frozenset(found)
