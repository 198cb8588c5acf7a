"""The planning problem: targets, what each step costs someone, what may have to be learned, and what need not be tried.

A `Situation` is a learning graph seen by someone who has certain things. A `SearchSpace` is everything that some
targets may involve there, with lower bounds. `dominated` finds alternatives that another replaces at no more cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.requirements import reachable
from rolegraph.model.nodes import Level

if TYPE_CHECKING:
    import networkx as nx


# Hours to reach a level from nothing, in units of the hours to *working* level: an estimate, the same for all.
SHARE: Final[dict[Level, float]] = {
    Level.FAMILIAR: 0.25,
    Level.WORKING: 1.0,
    Level.PROFICIENT: 2.5,
    Level.EXPERT: 5.0,
}
PREREQUISITE_LEVEL: Final = Level.WORKING
# To which level something is learned that is required without a word about how well.
UNSTATED_LEVEL: Final = Level.WORKING


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
    known which, with its level. What is `skipped` is not to be learned: nothing waits for it, and it is never learned
    as evidence of something broader.
    """

    def __init__(
        self,
        graph: nx.DiGraph[str],
        known: Mapping[str, Level],
        either: Sequence[tuple[frozenset[str], Level]] = (),
        skipped: frozenset[str] = frozenset(),
    ) -> None:
        self.graph, self.known, self.either, self.skipped = graph, known, either, skipped
        self._prerequisites: dict[str, tuple[Target, ...]] = {}
        self._evidence: dict[str, frozenset[str]] = {}

    def is_met(self, target: Target) -> bool:
        """Whether what is held already is enough."""
        if target.is_met_by(self.known):
            return True
        return any(group <= target.candidates and level >= target.level for group, level in self.either)

    def prerequisites(self, capability: str) -> tuple[Target, ...]:
        """What must be held before a capability is begun, and is not; nothing for one that is held and only raised."""
        if capability not in self._prerequisites:
            found = []
            for before in self._related(capability, "prerequisite") if capability not in self.known else ():
                if before not in self.skipped:
                    target = Target(self.evidence_of(before) - {capability}, PREREQUISITE_LEVEL)
                    if not self.is_met(target):
                        found.append(target._replace(candidates=target.candidates - self.skipped))
            self._prerequisites[capability] = tuple(found)
        return self._prerequisites[capability]

    def evidence_of(self, capability: str) -> frozenset[str]:
        """A capability and all that is narrower."""
        if capability not in self._evidence:
            self._evidence[capability] = reachable([capability], lambda iri: self._related(iri, "narrower"))
        return self._evidence[capability]

    def bases(self, capability: str) -> list[str]:
        """Everything that a capability can build on as it is close to it, known or not."""
        return self._related(capability, "close")

    def _related(self, capability: str, relation: str) -> list[str]:
        """The nodes from which an edge of some relation leads to a capability."""
        edges = self.graph.pred[capability]
        return [before for before, data in edges.items() if relation in data["relation"].split("+")]

    def hours(self, capability: str, level: Level) -> float:
        """Hours to a level from nothing."""
        return float(self.graph.nodes[capability]["hours"]) * SHARE[level]

    def saved(self, capability: str, level: Level, base: str, base_level: Level) -> float:
        """Hours that building on something close saves: never more than went into that."""
        strength: float = self.graph.edges[base, capability]["strength"]
        return strength * min(self.hours(capability, level), self.hours(base, base_level))

    def cost(self, capability: str, level: Level, saved: float = 0.0) -> float:
        """Hours that are left to reach a level, after what is held of the capability or saved by what it builds on."""
        held = self.known.get(capability)
        return self.hours(capability, level) - max(saved, self.hours(capability, held) if held else 0.0)

    def best_known_base(self, capability: str, level: Level) -> tuple[str | None, float]:
        """The best to build on of what is certainly held, and the hours saved, if more than is held of it already."""
        best: tuple[str | None, float] = (None, 0.0)
        held = self.known.get(capability)
        own = self.hours(capability, held) if held else 0.0
        for base in sorted(self.bases(capability)):
            if base in self.known:
                saved = self.saved(capability, level, base, self.known[base])
                if saved > max(own, best[1]):
                    best = (base, saved)
        return best


class SearchSpace:
    """Everything that may have to be learned for some targets: all candidates, their prerequisites, and theirs."""

    def __init__(self, situation: Situation, targets: Iterable[Target]) -> None:
        self.situation = situation
        self.targets: list[Target] = []
        self.top: dict[str, Level] = {}  # the highest level that each capability may be learned to
        waiting = list(targets)
        while waiting:
            target = waiting.pop()
            self.targets.append(target)
            for candidate in target.candidates:
                if candidate not in self.top:
                    waiting.extend(situation.prerequisites(candidate))
                self.top[candidate] = max(target.level, self.top.get(candidate, target.level))
        self._floors: dict[tuple[str, Level], float] = {}

    def floor(self, capability: str, level: Level) -> float:
        """The least hours a capability can cost, whatever it builds on that is learned before it."""
        key = (capability, level)
        if key not in self._floors:
            situation = self.situation
            saved = situation.best_known_base(capability, level)[1]
            for base in situation.bases(capability):
                if base in self.top:
                    saved = max(saved, situation.saved(capability, level, base, self.top[base]))
            self._floors[key] = situation.cost(capability, level, saved)
        return self._floors[key]

    def own_cost(self, capability: str, level: Level) -> float:
        """What a capability costs if it builds on nothing but what is held."""
        saved = self.situation.best_known_base(capability, level)[1]
        return max(0.0, self.situation.cost(capability, level, saved))

    def closed_cost(self, capability: str, level: Level) -> float:
        """Roughly what a capability costs with its prerequisites: only to try first what looks best."""
        return self.own_cost(capability, level) + self._cost_before(capability, self._closed)

    @cached_property
    def _closed(self) -> dict[str, float]:
        """The same for the level of a prerequisite, for every capability: the additive heuristic of planning [1]_.

        .. [1] B. Bonet and H. Geffner, "Planning as heuristic search", Artificial Intelligence 129, 2001.
        """
        costs = dict.fromkeys(self.top, float("inf"))
        changed = True
        while changed:
            changed = False
            for capability in costs:
                cost = self.own_cost(capability, PREREQUISITE_LEVEL) + self._cost_before(capability, costs)
                if cost < costs[capability] - 1e-9:
                    costs[capability], changed = cost, True
        return costs

    def _cost_before(self, capability: str, costs: Mapping[str, float]) -> float:
        targets = self.situation.prerequisites(capability)
        return sum(min((costs[one] for one in target.candidates), default=float("inf")) for target in targets)

    @cached_property
    def parts(self) -> list[frozenset[str]]:
        """Groups of capabilities that have nothing to do with each other, so that each can be decided by itself."""
        import networkx as nx

        ties: nx.Graph[str] = nx.Graph()
        ties.add_nodes_from(self.top)
        for target in self.targets:
            nx.add_star(ties, sorted(target.candidates))
        for capability in self.top:
            for target in self.situation.prerequisites(capability):
                ties.add_edges_from((capability, candidate) for candidate in target.candidates)
            ties.add_edges_from((capability, base) for base in self.situation.bases(capability) if base in self.top)
        return [frozenset(part) for part in nx.connected_components(ties)]


def dominated(space: SearchSpace, part: Collection[str]) -> frozenset[str]:
    """The capabilities of a part of which a plan can do without, whatever else it chooses.

    Notes
    -----
    One is dominated by another that is a candidate for the same targets and waits for the same, if the other costs no
    more while it builds on nothing to come than the one does with the best to build on. Nothing that serves other
    targets may build on the dominated one. A plan then never has two of such a group, as one of them could be left
    out, and swapping the one for the other changes neither what the rest of the plan is needed for nor what it costs.
    """
    situation = space.situation
    serving = {one: frozenset(target for target in space.targets if one in target.candidates) for one in sorted(part)}
    groups: dict[tuple[frozenset[Target], frozenset[Target]], list[str]] = defaultdict(list)
    for capability, targets in serving.items():
        groups[targets, frozenset(situation.prerequisites(capability))].append(capability)
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
        ranked = sorted(group, key=lambda one: (space.own_cost(one, max(levels)), one))
        for place, capability in enumerate(ranked):
            others = [other for other in ranked[:place] if other not in found]
            if capability not in helping and any(
                all(space.own_cost(other, level) <= least(capability, level) for level in levels) for other in others
            ):
                found.add(capability)
    return frozenset(found)
