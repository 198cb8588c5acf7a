"""What it takes to learn: needs as columns of hours, with the prerequisites that come before them.

A need is a set of capabilities of which any one is enough. Reaching it is cut into columns, one for each level from
*familiar* up, so that who needs it at two levels counts the lower one once. What several roles, or several things in
one role, build on is then the same column, and a union of columns counts it once.

Where a need has alternatives its hours are those of the cheapest. Prerequisites that all alternatives share are columns
of their own; those of one alternative only are part of its hours.

From facts to arrays: what is read of a dataset, in rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import sparse
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.requirements import (
    RequirementTerms,
    accepted_capabilities,
    implied_prerequisites,
    learning_candidates,
    reachable,
    tool_levels,
)
from rolegraph.mobility.efforts import ANY_OF, ESSENTIAL, EXAMPLE, PREFERRED, EffortMatrix
from rolegraph.model.nodes import Level, Necessity
from rolegraph.planning.problem import PREREQUISITE_LEVEL, SHARE
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector


# To which level something is learned that is asked for without a word about how well.
UNSTATED_LEVEL = Level.WORKING


class ColumnNeed(NamedTuple):
    """What is learned for a demand or prerequisite, and what else counts as holding it.

    `candidates` are skills and tools to choose from; `accepted` is all that meets the need. Where `at_any_level` is
    true it is met by those at any level; where `open_to_related` is true, by a degree in a related field.
    """

    candidates: frozenset[str]
    accepted: frozenset[str]
    at_any_level: bool = False
    open_to_related: bool = False


@dataclass
class Columns:
    """The columns, in the order in which they were needed first: prerequisites before what builds on them."""

    hours: list[float] = field(default_factory=list)
    level: list[Level] = field(default_factory=list)
    need: list[int] = field(default_factory=list)
    needs: list[ColumnNeed] = field(default_factory=list)
    # For each need its columns by level, the columns of prerequisites that whichever candidate has, and for each
    # candidate the columns of prerequisites that only some have.
    of: list[list[int]] = field(default_factory=list)
    common: list[frozenset[int]] = field(default_factory=list)
    own: list[dict[str, frozenset[int]]] = field(default_factory=list)


class Learning:
    """Builds columns for demands, each need once."""

    def __init__(self, facts: GraphFacts) -> None:
        self.facts = facts
        self.columns = Columns()
        self._learnable = frozenset(facts.hours)
        self._places: dict[ColumnNeed, int] = {}
        self._evidence: dict[frozenset[str], frozenset[str]] = {}
        self._before: dict[str, frozenset[int]] = {}

    def evidence(self, capabilities: frozenset[str]) -> frozenset[str]:
        """Capabilities and all that are narrower, however many steps down."""
        if capabilities not in self._evidence:
            self._evidence[capabilities] = reachable(capabilities, self._narrower)
        return self._evidence[capabilities]

    def _narrower(self, capability: str) -> Iterable[str]:
        return self.facts.narrower.get(capability, ())

    def _related_fields(self, subject: str) -> Mapping[str, float]:
        return self.facts.close.get(subject, {})

    def demand(self, demand: RequirementTerms) -> tuple[int, frozenset[int]]:
        """The column that tells whether a demand is met, and all columns that have to be learned for it."""
        accepted = accepted_capabilities(demand, self._narrower, self.facts.degrees, self._related_fields)
        candidates = learning_candidates(demand, self._narrower)
        # Who is asked for a degree does not get past that credential by learning what is only named as an example.
        learnable = candidates & self._learnable if demand.any_of & self._learnable else frozenset[str]()
        need = ColumnNeed(learnable, accepted, demand.level is None, demand.open_to_related)
        return self.reach(need, demand.level or UNSTATED_LEVEL)

    def reach(self, need: ColumnNeed, level: Level) -> tuple[int, frozenset[int]]:
        """The last column of a need at a level, and all columns up to it with those of its prerequisites."""
        place = self._place(need)
        own = self.columns.of[place]
        while len(own) < level:
            self._add_level(place)
        return own[level - 1], frozenset(own[:level]) | self.columns.common[place]

    def _place(self, need: ColumnNeed) -> int:
        if need not in self._places:
            before = {one: self._prerequisites(one) for one in sorted(need.candidates)}
            common = frozenset.intersection(*before.values()) if before else frozenset[int]()
            columns = self.columns
            self._places[need] = len(columns.needs)
            columns.needs.append(need)
            columns.of.append([])
            columns.common.append(common)
            columns.own.append({one: found - common for one, found in before.items()})
        return self._places[need]

    def _add_level(self, place: int) -> None:
        columns = self.columns
        level = Level(len(columns.of[place]) + 1)
        columns.of[place].append(len(columns.hours))
        below = sum(columns.hours[one] for one in columns.of[place][:-1])
        columns.hours.append(self._cheapest(place, level) - below)
        columns.level.append(level)
        columns.need.append(place)

    def _cheapest(self, place: int, level: Level) -> float:
        """Hours to a level from nothing, without the prerequisites that all candidates share."""
        hours = self.columns.hours
        return min(
            (
                self.facts.hours[one] * SHARE[level] + sum(hours[before] for before in own)
                for one, own in self.columns.own[place].items()
            ),
            default=0.0,
        )

    def _prerequisites(self, capability: str) -> frozenset[int]:
        """The columns of all that comes before a capability.

        What waits for the capability itself, by way of something narrower, is left out: that way in is closed.
        """
        if capability not in self._before:
            found: set[int] = set()
            for need in self._needs_before(capability):
                if all(self._knots.get(one) != self._knots[capability] for one in need.candidates):
                    found |= self.reach(need, PREREQUISITE_LEVEL)[1]
            self._before[capability] = frozenset(found)
        return self._before[capability]

    def _needs_before(self, capability: str) -> Iterator[ColumnNeed]:
        for before in sorted(self.facts.prerequisites.get(capability, ())):
            evidence = self.evidence(frozenset((before,))) - {capability}
            if candidates := evidence & self._learnable:
                yield ColumnNeed(candidates, evidence)

    @cached_property
    def _knots(self) -> Mapping[str, int]:
        """The number of the knot of capabilities that may wait for each other, for each that waits or is waited for."""
        from networkx import DiGraph, strongly_connected_components

        waits: DiGraph[str] = DiGraph()
        for one in self.facts.prerequisites:
            waits.add_edges_from((one, other) for need in self._needs_before(one) for other in need.candidates)
        knots = {one: number for number, knot in enumerate(strongly_connected_components(waits)) for one in knot}
        return knots | dict.fromkeys(self.facts.prerequisites.keys() - knots, -1)


def effort_matrix(dataset: Dataset) -> EffortMatrix:
    """The arrays of a dataset; roles and capabilities in the order of their IRIs.

    Notes
    -----
    Takes time in proportion to requirements, and to capabilities times what is narrower than they are.
    """
    return _space(GraphFacts(dataset))


def _space(facts: GraphFacts) -> EffortMatrix:
    learning = Learning(facts)
    numbers: dict[RequirementTerms, int] = {}
    asked: list[tuple[int, int, int]] = []
    for row, terms in enumerate(facts.requirements.values()):
        for demand in terms:  # roles that ask for the same share a row, whether or not it is essential to them
            number = numbers.setdefault(demand._replace(necessity=Necessity.ESSENTIAL), len(numbers))
            asked.append((row, number, ESSENTIAL if demand.essential else PREFERRED))
    reached = [learning.demand(demand) for demand in numbers]
    accepted = (one for need in learning.columns.needs for one in need.accepted)
    capabilities = tuple(sorted({*facts.hours, *accepted, *_used(facts), *_named(numbers)}))
    return _arranged(facts, learning, _Order(tuple(facts.requirements), capabilities, tuple(numbers)), asked, reached)


class _Order(NamedTuple):
    """What rows and columns stand for."""

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    demands: tuple[RequirementTerms, ...]


def _arranged(
    facts: GraphFacts,
    learning: Learning,
    order: _Order,
    asked: Sequence[tuple[int, int, int]],
    reached: Sequence[tuple[int, frozenset[int]]],
) -> EffortMatrix:
    """Everything in the order of rows and columns; the columns of a need are put together."""
    import numpy as np

    columns = learning.columns
    by_need = np.lexsort((columns.level, columns.need)) if columns.need else np.zeros(0, dtype=int)
    rank = np.empty(len(by_need), dtype=int)
    rank[by_need] = np.arange(len(by_need))
    place = {iri: number for number, iri in enumerate(order.capabilities)}
    roles, capabilities, demands = map(len, order)
    pairs = [(need, one, own) for need, of in enumerate(columns.own) for one, own in sorted(of.items())]
    alternatives = ((place[one], need, number + 1) for number, (need, one, _) in enumerate(pairs))
    own_before = ((number, rank[one], 1) for number, (_, _, own) in enumerate(pairs) for one in own)
    spans = ((number, rank[one], 1) for number, (_, span) in enumerate(reached) for one in span)
    labels, kinds = _shown(facts, order)
    return EffortMatrix(
        roles=order.roles,
        capabilities=order.capabilities,
        labels=labels,
        kinds=kinds,
        capability_hours=np.array([facts.hours.get(one, 0.0) for one in order.capabilities]),
        closeness=sparse(_close(facts, place), (capabilities, capabilities), np.float64),
        hours=np.array(columns.hours, dtype=float)[by_need],
        level=np.array(columns.level, dtype=np.int8)[by_need],
        target=np.array(columns.need, dtype=np.int32)[by_need],
        meets=sparse(_meeting(learning, place, rank), (capabilities, len(rank)), np.int8),
        prerequisites=sparse(_before(facts, place), (capabilities, capabilities), np.int8),
        alternatives=sparse(alternatives, (capabilities, len(columns.needs)), np.int32),
        own_prerequisites=sparse(own_before, (len(pairs), len(rank)), np.int8),
        target_related=np.array([need.open_to_related for need in columns.needs], dtype=bool),
        requirements=sparse(_naming(order.demands, place), (demands, capabilities), np.int8),
        requirement_level=np.array([demand.level or 0 for demand in order.demands], dtype=np.int8),
        requirement_related=np.array([demand.open_to_related for demand in order.demands], dtype=bool),
        final_column=rank[np.array([top for top, _ in reached], dtype=int)],
        role_requirements=sparse(asked, (roles, demands), np.int8),
        requirement_columns=sparse(spans, (demands, len(rank)), np.int8),
        tool_levels=sparse(_using(facts, place), (roles, capabilities), np.int8),
        rank=np.array([facts.ranks.get(role, 0) for role in order.roles], dtype=np.int8),
        by_seniority=np.array([facts.by_seniority]),
        groups=sparse(_grouping(facts), (len(facts.groups), roles), np.int8),
        calibration=np.zeros(0),
    )


def _shown(facts: GraphFacts, order: _Order) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels and kinds, "" for what has none."""
    shown = [facts.nodes.get(iri) for iri in (*order.roles, *order.capabilities)]
    return tuple(one.label if one else "" for one in shown), tuple(one.kind.value if one else "" for one in shown)


def _used(facts: GraphFacts) -> Iterable[str]:
    return (tool for tools in facts.tools.values() for tool in tools)


def _named(demands: Iterable[RequirementTerms]) -> Iterable[str]:
    return (one for demand in demands for one in demand.any_of | demand.examples)


def _close(facts: GraphFacts, place: Mapping[str, int]) -> Iterable[tuple[int, int, float]]:
    for one, others in facts.close.items():
        if one in facts.hours:
            yield from (
                (place[one], place[other], strength) for other, strength in others.items() if other in facts.hours
            )


def _meeting(learning: Learning, place: Mapping[str, int], rank: Vector) -> Iterable[tuple[int, int, int]]:
    for need, of in zip(learning.columns.needs, learning.columns.of, strict=True):
        for level, column in enumerate(of, start=1):
            at_least = Level.FAMILIAR if need.at_any_level else level
            yield from ((place[one], rank[column], at_least) for one in need.accepted)


def _before(facts: GraphFacts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for one in facts.prerequisites.keys() & place.keys():
        implied = implied_prerequisites([one], lambda iri: facts.prerequisites.get(iri, ()))
        yield from ((place[one], place[other], 1) for other, _ in implied if other in place)


def _naming(demands: Iterable[RequirementTerms], place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for number, demand in enumerate(demands):
        yield from ((number, place[one], ANY_OF) for one in demand.any_of)
        yield from ((number, place[one], EXAMPLE) for one in demand.examples - demand.any_of)


def _using(facts: GraphFacts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for row, (role, terms) in enumerate(facts.requirements.items()):
        levels = tool_levels(terms, facts.tools.get(role, ()))
        yield from ((row, place[tool], level) for tool, level in levels.items())


def _grouping(facts: GraphFacts) -> Iterable[tuple[int, int, int]]:
    row_of = {role: row for row, role in enumerate(facts.requirements)}
    for number, (_, members) in enumerate(sorted(facts.groups.items())):
        yield from ((number, row_of[one], 1) for one in members)
