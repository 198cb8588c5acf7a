"""Everything that a set of needs may involve, with the least that each of it can cost: the bounds of the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from rolegraph.planning.situation import PREREQUISITE_LEVEL, Need, Situation
from rolegraph.scales import Level


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
            saved = here.best_known_foothold(capability, level)[1]
            for one in here.footholds(capability):
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
        saved = self.situation.best_known_foothold(capability, level)[1]
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
            ties.add_edges_from((one, other) for other in self.situation.footholds(one) if other in self.top)
        return [frozenset(part) for part in nx.connected_components(ties)]
