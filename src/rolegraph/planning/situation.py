"""What learning would cost someone: needs, prerequisites and footholds, on a learning graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.scales import Level

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

    def footholds(self, capability: str) -> Iterable[str]:
        """Everything close to a capability, known or not."""
        return (one for one in self.graph.predecessors(capability) if self.related(one, capability, "close"))

    def hours(self, capability: str, level: Level) -> float:
        """Hours to a level from nothing."""
        return float(self.graph.nodes[capability]["hours"]) * SHARE[level]

    def saved(self, capability: str, level: Level, foothold: str, foothold_level: Level) -> float:
        """Hours that a foothold saves: never more than went into the foothold itself."""
        strength: float = self.graph.edges[foothold, capability]["strength"]
        return strength * min(self.hours(capability, level), self.hours(foothold, foothold_level))

    def cost(self, capability: str, level: Level, saved: float = 0.0) -> float:
        """Hours that are left to reach a level, after what is held of the capability or saved by a foothold."""
        held = self.known.get(capability)
        return self.hours(capability, level) - max(saved, self.hours(capability, held) if held else 0.0)

    def best_known_foothold(self, capability: str, level: Level) -> tuple[str | None, float]:
        """The foothold among what is certainly held, and the hours it saves beyond what is held of the capability."""
        best: tuple[str | None, float] = (None, 0.0)
        held = self.known.get(capability)
        own = self.hours(capability, held) if held else 0.0
        for one in sorted(self.footholds(capability)):
            if one in self.known:
                saved = self.saved(capability, level, one, self.known[one])
                if saved > max(own, best[1]):
                    best = (one, saved)
        return best
