"""What learning would cost someone: needs, prerequisites and footholds, on a learning graph.

Everything that a set of needs may involve, with the least that each of it can cost: the bounds of the search.

Alternatives that need not be tried, since another serves the same needs, after the same, and never costs more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

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


class Need(NamedTuple):
    """Something to be able to do: any one of the candidates, held at the level, is enough."""

    candidates: frozenset[str]
    level: Level

    def is_met_by(self, levels: Mapping[str, Level]) -> bool:
        """Whether capabilities held or learned to these levels are enough."""
        return any(levels.get(one, 0) >= self.level for one in self.candidates)


class Situation:
    """A learning graph seen by someone who holds certain things: what each step would cost them, and needs first.

    Parameters
    ----------
    graph
        A learning graph, as `networks.learning_graph` builds it.
    known
        The level of everything that is certainly held.
    either
        Sets of capabilities of which one is held, not known which, with its level.
    skipped
        What is not to be learned: nothing waits for it, and nothing takes it for the way in to something broader.
    """

    def __init__(
        self,
        graph: nx.DiGraph[str],
        known: Mapping[str, Level],
        either: Sequence[tuple[frozenset[str], Level]] = (),
        skipped: frozenset[str] = frozenset(),
    ) -> None:
        self.graph, self.known, self.either, self.skipped = graph, known, either, skipped
        self._needs_before: dict[str, tuple[Need, ...]] = {}
        self._evidence: dict[str, frozenset[str]] = {}

    def __repr__(self) -> str:
        nodes, edges = list(self.graph.nodes(data=True)), list(self.graph.edges(data=True))
        return f"Situation({nodes}, {edges}, known={dict(self.known)}, either={list(self.either)})"

    def is_met(self, need: Need) -> bool:
        """Whether what is held already is enough."""
        if need.is_met_by(self.known):
            return True
        return any(group <= need.candidates and level >= need.level for group, level in self.either)

    def needs_before(self, capability: str) -> tuple[Need, ...]:
        """What must be held before a capability is begun, and is not; nothing for one that is held and only raised."""
        if capability not in self._needs_before:
            found = []
            for before in self.graph.predecessors(capability):
                if capability in self.known or not self.related(before, capability, "prerequisite"):
                    continue
                if before in self.skipped:
                    continue
                need = Need(self.evidence_of(before) - {capability}, PREREQUISITE_LEVEL)
                if not self.is_met(need):
                    found.append(Need(need.candidates - self.skipped, need.level))
            self._needs_before[capability] = tuple(found)
        return self._needs_before[capability]

    def evidence_of(self, capability: str) -> frozenset[str]:
        """A capability and all that is narrower."""
        if capability not in self._evidence:
            seen, waiting = set(), [capability]
            while waiting:
                one = waiting.pop()
                if one not in seen:
                    seen.add(one)
                    waiting.extend(b for b in self.graph.predecessors(one) if self.related(b, one, "narrower"))
            self._evidence[capability] = frozenset(seen)
        return self._evidence[capability]

    def related(self, before: str, after: str, relation: str) -> bool:
        return relation in self.graph.edges[before, after]["relation"].split("+")

    def bases(self, capability: str) -> Iterable[str]:
        """Everything close to a capability, known or not."""
        return (one for one in self.graph.predecessors(capability) if self.related(one, capability, "close"))

    def hours(self, capability: str, level: Level) -> float:
        """Hours to a level from nothing."""
        return float(self.graph.nodes[capability]["hours"]) * SHARE[level]

    def saved(self, capability: str, level: Level, base: str, base_level: Level) -> float:
        """Hours that a foothold saves: never more than went into the foothold itself."""
        strength: float = self.graph.edges[base, capability]["strength"]
        return strength * min(self.hours(capability, level), self.hours(base, base_level))

    def cost(self, capability: str, level: Level, saved: float = 0.0) -> float:
        """Hours that are left to reach a level, after what is held of the capability or saved by a foothold."""
        held = self.known.get(capability)
        return self.hours(capability, level) - max(saved, self.hours(capability, held) if held else 0.0)

    def best_known_base(self, capability: str, level: Level) -> tuple[str | None, float]:
        """The foothold among what is certainly held, and the hours it saves beyond what is held of the capability."""
        best: tuple[str | None, float] = (None, 0.0)
        held = self.known.get(capability)
        own = self.hours(capability, held) if held else 0.0
        for one in sorted(self.bases(capability)):
            if one in self.known:
                saved = self.saved(capability, level, one, self.known[one])
                if saved > max(own, best[1]):
                    best = (one, saved)
        return best


class Universe:
    """The capabilities that may have to be learned for some needs.

    Parameters
    ----------
    situation
        Who learns, and on which graph.
    needs
        What is to be met; prerequisites of all candidates, and theirs in turn, are added.
    """

    def __init__(self, situation: Situation, needs: Iterable[Need]) -> None:
        self.situation = situation
        self.needs: list[Need] = []
        self.top: dict[str, Level] = {}
        waiting = list(needs)
        while waiting:
            need = waiting.pop()
            self.needs.append(need)
            for one in need.candidates:
                if one not in self.top:
                    waiting.extend(situation.needs_before(one))
                self.top[one] = max(need.level, self.top.get(one, need.level))
        self._floors: dict[tuple[str, Level], float] = {}

    def floor(self, capability: str, level: Level) -> float:
        """The least hours a capability can cost, whichever footholds are learned before it."""
        key = (capability, level)
        if key not in self._floors:
            here = self.situation
            saved = here.best_known_base(capability, level)[1]
            for one in here.bases(capability):
                if one in self.top:
                    saved = max(saved, here.saved(capability, level, one, self.top[one]))
            self._floors[key] = here.cost(capability, level, saved)
        return self._floors[key]

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
            for one in costs:
                cost = self.own_cost(one, PREREQUISITE_LEVEL) + self._cost_before(one, costs)
                if cost < costs[one] - 1e-9:
                    costs[one], changed = cost, True
        return costs

    def own_cost(self, capability: str, level: Level) -> float:
        """What a capability costs with nothing but what is held for a foothold."""
        saved = self.situation.best_known_base(capability, level)[1]
        return max(0.0, self.situation.cost(capability, level, saved))

    def _cost_before(self, capability: str, costs: Mapping[str, float]) -> float:
        needs = self.situation.needs_before(capability)
        return sum(min((costs[one] for one in need.candidates), default=float("inf")) for need in needs)

    @cached_property
    def parts(self) -> list[frozenset[str]]:
        """Groups of capabilities that have nothing to do with each other, so that each can be decided by itself."""
        import networkx as nx

        ties: nx.Graph[str] = nx.Graph()
        ties.add_nodes_from(self.top)
        for need in self.needs:
            nx.add_star(ties, sorted(need.candidates))
        for one in self.top:
            for need in self.situation.needs_before(one):
                ties.add_edges_from((one, candidate) for candidate in need.candidates)
            ties.add_edges_from((one, other) for other in self.situation.bases(one) if other in self.top)
        return [frozenset(part) for part in nx.connected_components(ties)]


def dominated(situation: Situation, universe: Universe, part: Collection[str]) -> frozenset[str]:
    """The capabilities of a part of which a plan can do without, whatever else it chooses.

    Notes
    -----
    One is dominated by another that is a candidate for the same needs and waits for the same, if the other costs no
    more without any foothold to come than the one does with the best. It must be no foothold itself for what serves
    other needs. A plan then never has two of such a group, as one of them could be left out, and swapping the one for
    the other changes neither what the rest of the plan is needed for nor what it costs.
    """
    serving = {one: frozenset(need for need in universe.needs if one in need.candidates) for one in sorted(part)}
    groups: dict[tuple[frozenset[Need], frozenset[Need]], list[str]] = defaultdict(list)
    for one, needs in serving.items():
        groups[needs, frozenset(situation.needs_before(one))].append(one)
    helping = {
        base for one, needs in serving.items() for base in situation.bases(one) if serving.get(base, needs) != needs
    }
    found: set[str] = set()
    for (needs, _), group in groups.items():
        levels = {need.level for need in needs}
        ranked = sorted(group, key=lambda one: (universe.own_cost(one, max(levels)), one))
        for place, one in enumerate(ranked):
            if one not in helping and any(
                all(universe.own_cost(other, level) <= _least(situation, serving, one, level) for level in levels)
                for other in ranked[:place]
                if other not in found
            ):
                found.add(one)
    return frozenset(found)


def _least(situation: Situation, serving: dict[str, frozenset[Need]], one: str, level: Level) -> float:
    """The least hours to a level, with footholds that can stand in one plan with it: those that serve other needs."""
    saved = situation.best_known_base(one, level)[1]
    for base in situation.bases(one):
        if base in serving and serving[base] != serving[one]:
            saved = max(saved, situation.saved(one, level, base, Level.EXPERT))
    return situation.cost(one, level, saved)
