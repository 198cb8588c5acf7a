"""What the plan to a role comes to for someone, exactly as `planning.path` plans it, without labels, evidence, options.

The rules are those of `planning`: targets and a `Situation` are made from the arrays, and `cheapest_plan` decides. What
has nothing to do with anything else, by prerequisites, closeness or alternatives, needs no planner: it is added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.networks import relate
from rolegraph.facts.requirements import reachable
from rolegraph.mobility.coverage import Coverage, essential_of
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.model.nodes import Kind, Level
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.planning.problem import Situation, Target, step_levels, weight_of
from rolegraph.planning.solver import cheapest_plan

if TYPE_CHECKING:
    import networkx as nx

    from rolegraph.facts.arrays import Sparse, Vector

Levels = Mapping[int, int]  # by place


class PlannedCapability(NamedTuple):
    """A capability in a plan: its level, what its steps count, how many they are, and whether hours are estimated."""

    level: Level
    weight: float
    steps: int
    estimated: bool


class PlanCost(NamedTuple):
    """What is learned in a plan, by place; `weight` is what the planner counts, as in `LearningPath`."""

    learned: Mapping[int, PlannedCapability]

    @property
    def weight(self) -> float:
        return sum(one.weight for one in self.learned.values())

    @property
    def hours(self) -> float | None:
        """The hours of all steps; None where nobody has estimated some."""
        return self.weight if all(one.estimated for one in self.learned.values()) else None

    @property
    def steps(self) -> int:
        return sum(one.steps for one in self.learned.values())

    @property
    def levels(self) -> dict[int, int]:
        """To which level each capability is learned."""
        return {place: int(one.level) for place, one in self.learned.items()}


def _digraph() -> nx.DiGraph[str]:
    import networkx as nx

    return nx.DiGraph()


@dataclass(frozen=True)
class PlanCosts:
    """Plans on the arrays of a graph; the learning graph is read where it is needed, and kept."""

    efforts: EffortMatrix
    _graph: nx.DiGraph[str] = field(default_factory=_digraph, repr=False)
    _whole: set[str] = field(default_factory=set, repr=False)

    def to_role(self, row: int, covered: Coverage, learned: Levels = {}) -> PlanCost | None:  # noqa: B006
        """What closing the essential gap to the role of a row comes to; None where prerequisites wait for each other.

        `learned` has what was learned on the way to other roles: it counts as what it is, see `Holding.on_the_way`.
        """
        efforts = self.efforts
        essential, met = essential_of(efforts, covered, row)
        unmet = essential[~met].tolist()
        targets = [target for number in unmet if (target := self._target(number, covered.skipped)) is not None]
        asked = {place for number in essential.tolist() for place in columns(efforts.requirements, number).tolist()}
        return self._plan(targets, covered, learned, asked)

    def to_capability(self, place: int, level: Level, covered: Coverage) -> PlanCost | None:
        """What learning one capability to a level comes to, with what has to come before it."""
        return self._plan([(frozenset((place,)), level)], covered, {}, ())

    def serving(self, requirement: int, cost: PlanCost) -> list[int]:
        """Of what is learned in a plan, what the requirement of a number names."""
        target = int(self.efforts.target[self.efforts.final_column[requirement]])
        return [place for place in columns(self._candidates, target).tolist() if place in cost.learned]

    @cached_property
    def _candidates(self) -> Sparse:
        return self.efforts.alternatives.T.tocsr()

    @cached_property
    def _alone(self) -> Vector:
        """For each capability whether it has no prerequisite, is none nor evidence of one, and builds on nothing."""
        import numpy as np

        efforts = self.efforts
        helped = (efforts.closeness @ efforts.estimated.astype(float)) * efforts.estimated  # as hours tell it
        tied = (np.diff(efforts.before.indptr) > 0) | (helped > 0)
        evidence = efforts.before.indices
        while len(evidence):  # whatever is narrower, however many steps down
            tied[evidence] = True
            narrower = efforts.narrower[np.unique(evidence)].indices
            evidence = narrower[~tied[narrower]]
        return np.asarray(~tied)

    def _target(self, requirement: int, skipped: Collection[int]) -> tuple[frozenset[int], Level] | None:
        """What can be learned for a requirement, and to which level; None for a credential, or what is skipped."""
        efforts = self.efforts
        target = int(efforts.target[efforts.final_column[requirement]])
        candidates = frozenset(columns(self._candidates, target).tolist()) - set(skipped)
        level = int(efforts.requirement_level[requirement])
        return (candidates, Level(level) if level else ASSUMED_LEVEL) if candidates else None

    def _plan(
        self,
        targets: Iterable[tuple[frozenset[int], Level]],
        covered: Coverage,
        learned: Levels,
        asked: Iterable[int],
    ) -> PlanCost | None:
        known = {place: max(level, learned.get(place, 0)) for place, level in covered.known.items()}
        known.update({place: level for place, level in learned.items() if place not in known})
        simple: dict[int, Level] = {}
        others: list[tuple[frozenset[int], Level]] = []
        for candidates, level in targets:
            if any(known.get(place, 0) >= level for place in candidates):
                continue
            (first, *more) = candidates
            if more or not self._alone[first]:
                others.append((candidates, level))
            else:
                simple[first] = max(level, simple.get(first, level))
        tied = {place for candidates, _ in others for place in candidates} & simple.keys()
        others.extend([(frozenset((place,)), simple.pop(place)) for place in sorted(tied)])
        found = {place: self._cost(place, level, known) for place, level in simple.items()}
        if others:
            planned = self._searched(others, covered, known, asked)
            if planned is None:
                return None
            found |= planned
        return PlanCost(found)

    def _cost(self, place: int, level: Level, known: Levels, saved: float = 0.0) -> PlannedCapability:
        efforts = self.efforts
        hours, estimated = float(efforts.capability_hours[place]), bool(efforts.estimated[place])
        held = Level(known[place]) if place in known else None
        weight = weight_of(hours, level, estimated=estimated) - saved
        if held:
            weight -= weight_of(hours, min(held, level), estimated=estimated)
        return PlannedCapability(level, weight, len(step_levels(held, level)), estimated)

    def _searched(
        self,
        targets: Iterable[tuple[frozenset[int], Level]],
        covered: Coverage,
        known: Levels,
        asked: Iterable[int],
    ) -> dict[int, PlannedCapability] | None:
        efforts = self.efforts
        name, place_of = efforts.capabilities, efforts.place_of
        wanted = [Target(frozenset(name[place] for place in candidates), level) for candidates, level in targets]
        self._read(iri for target in wanted for iri in target.candidates)
        situation = Situation(
            self._graph,
            {name[place]: Level(level) for place, level in known.items()},
            [(frozenset(name[place] for place in one.places), Level(one.level)) for one in covered.either],
            frozenset(name[place] for place in covered.skipped),
            frozenset(name[place] for place in asked),
            {name[place]: Level(level) for place, level in covered.known.items()},
        )
        plan = cheapest_plan(situation, wanted)
        if plan is None:
            return None
        saved = {iri: choice.saved for part in plan.schedules for iri, choice in part.choices.items()}
        return {
            place_of[iri]: self._cost(place_of[iri], level, known, saved.get(iri, 0.0))
            for iri, level in plan.levels.items()
        }

    def _read(self, iris: Iterable[str]) -> None:
        """Add all that learning some capabilities may involve to the graph, as `learning_graph` has it."""
        efforts = self.efforts
        name, place_of = efforts.capabilities, efforts.place_of
        relations = (efforts.narrower, efforts.before)

        def next_to(iri: str) -> list[str]:
            return [name[other] for one in relations for other in columns(one, place_of[iri]).tolist()]

        new = reachable(iris, lambda iri: () if iri in self._whole else next_to(iri)) - self._whole
        close = {iri: entries(efforts.closeness, place_of[iri]) for iri in sorted(new)}
        for iri in {*new, *(name[other] for some in close.values() for other, _ in some)} - set(self._graph):
            place = place_of[iri]
            self._graph.add_node(
                iri,
                hours=float(efforts.capability_hours[place]),
                estimated=bool(efforts.estimated[place]),
                demand=int(efforts.demand[place]),
                kind=Kind.TOOL if efforts.is_tool[place] else Kind.SKILL,
            )
        for iri, some in close.items():
            for other, strength in some:
                for start, end in ((iri, name[other]), (name[other], iri)):
                    relate(self._graph, start, end, "close", strength=strength)
        for iri in sorted(new):
            for relation, matrix in (("narrower", efforts.narrower), ("prerequisite", efforts.before)):
                for other in columns(matrix, place_of[iri]).tolist():
                    relate(self._graph, name[other], iri, relation)
        self._whole.update(new)
