"""From what a graph says to the effort matrix: targets as columns, with prerequisites before them.

A target is a set of capabilities of which any one is enough. It is cut into columns, one for each level from *familiar*
up, so that a role that requires it at two levels counts the lower one once. What several roles, or several requirements
of one role, build on is then the same column, and a union of columns counts it once.

Where a target has alternatives its hours are those of the cheapest. Prerequisites that all alternatives share are
columns of their own; those of one alternative only are part of its hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from rolegraph.facts.arrays import sparse
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.matches import all_same_roles
from rolegraph.facts.requirements import (
    RequirementTerms,
    accepted_capabilities,
    implied_prerequisites,
    learning_candidates,
    prerequisite_candidates,
    reachable,
    tool_levels,
    unrecorded,
)
from rolegraph.mobility.efforts import ANY_OF, ESSENTIAL, ESTIMATED, EXAMPLE, PREFERRED, RECORDED, EffortMatrix
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.planning.problem import PREREQUISITE_LEVEL, weight_of
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector

Cells = Iterable[tuple[int, int, float]]


class ColumnTarget(NamedTuple):
    """What is learned for a requirement or prerequisite, and what else meets it.

    `candidates` are skills and tools to choose from; `accepted` is all that meets the target. Where `at_any_level` is
    true it is met by those at any level; where `open_to_related` is true, by a degree in a related field.
    """

    candidates: frozenset[str]
    accepted: frozenset[str]
    at_any_level: bool = False
    open_to_related: bool = False


@dataclass
class TargetColumns:
    """A target with its number and its columns by level.

    `common` are the columns of prerequisites that every candidate has, `own` those that only some have.
    """

    target: ColumnTarget
    number: int
    common: frozenset[int]
    own: dict[str, frozenset[int]]
    columns: list[int] = field(default_factory=list)


class Column(NamedTuple):
    """The hours of a level of a target from the level below."""

    hours: float
    level: Level
    target: int


class ColumnBuilder:
    """Builds columns for requirements and what comes before them, each target once.

    Columns and targets are in the order in which they were needed first: prerequisites before what builds on them.
    """

    def __init__(self, facts: GraphFacts) -> None:
        self.facts = facts
        self.columns: list[Column] = []
        self.targets: dict[ColumnTarget, TargetColumns] = {}
        self._learnable = frozenset(facts.hours)
        self._before: dict[str, frozenset[int]] = {}
        self._evidence: dict[str, frozenset[str]] = {}

    def _narrower(self, capability: str) -> Iterable[str]:
        return self.facts.narrower.get(capability, ())

    def requirement(self, terms: RequirementTerms) -> tuple[int, frozenset[int]]:
        """The column that is covered when a requirement is met, and all columns that have to be learned for it."""
        related = self.facts.close
        accepted = accepted_capabilities(terms, self._narrower, self.facts.degrees, lambda one: related.get(one, {}))
        candidates = learning_candidates(terms, self._learnable.__contains__, self._narrower, self.facts.demand)
        # Who is asked for a degree does not get past that credential by learning what is only named as an example.
        learnable = candidates if terms.any_of & self._learnable else frozenset[str]()
        target = ColumnTarget(learnable, accepted, terms.level is None, terms.open_to_related)
        return self._up_to(target, terms.level or ASSUMED_LEVEL)

    def _up_to(self, target: ColumnTarget, level: Level) -> tuple[int, frozenset[int]]:
        """The column of a target at a level, and all columns up to it with those of its prerequisites."""
        if target not in self.targets:
            before = {candidate: self._columns_before(candidate) for candidate in sorted(target.candidates)}
            common = frozenset.intersection(*before.values()) if before else frozenset[int]()
            own = {candidate: columns - common for candidate, columns in before.items()}
            self.targets[target] = TargetColumns(target, len(self.targets), common, own)
        found = self.targets[target]
        while len(found.columns) < level:
            self._add_level(found)
        return found.columns[level - 1], frozenset(found.columns[:level]) | found.common

    def _add_level(self, target: TargetColumns) -> None:
        """One level more, from the cheapest candidate, without the prerequisites that all candidates share."""
        level = Level(len(target.columns) + 1)
        from_nothing = (
            weight_of(self.facts.hours[candidate], level, estimated=candidate in self.facts.estimated)
            + sum(self.columns[column].hours for column in own)
            for candidate, own in target.own.items()
        )
        below = sum(self.columns[column].hours for column in target.columns)
        target.columns.append(len(self.columns))
        self.columns.append(Column(min(from_nothing, default=0.0) - below, level, target.number))

    def _columns_before(self, capability: str) -> frozenset[int]:
        """The columns of all that comes before a capability.

        What waits for the capability itself, by way of something narrower, is left out: it can never be begun first.
        """
        if capability not in self._before:
            found: set[int] = set()
            for target in self._prerequisites(capability):
                if all(self._circles.get(one) != self._circles[capability] for one in target.candidates):
                    found |= self._up_to(target, PREREQUISITE_LEVEL)[1]
            self._before[capability] = frozenset(found)
        return self._before[capability]

    def _prerequisites(self, capability: str) -> Iterator[ColumnTarget]:
        for before in sorted(self.facts.prerequisites.get(capability, ())):
            if before not in self._evidence:
                self._evidence[before] = reachable((before,), self._narrower)
            evidence = self._evidence[before] - {capability}
            facts = self.facts
            named = prerequisite_candidates(before, evidence, frozenset(), facts.all_tools.__contains__, facts.demand)
            if candidates := (named & self._learnable) - {capability}:
                yield ColumnTarget(candidates, evidence)

    @cached_property
    def _circles(self) -> Mapping[str, int]:
        """For each capability that waits or is waited for the number of its circle of mutual prerequisites."""
        from networkx import DiGraph, strongly_connected_components

        waits: DiGraph[str] = DiGraph()
        for one in self.facts.prerequisites:
            waits.add_edges_from((one, other) for target in self._prerequisites(one) for other in target.candidates)
        circles = {one: number for number, circle in enumerate(strongly_connected_components(waits)) for one in circle}
        return circles | dict.fromkeys(self.facts.prerequisites.keys() - circles, -1)


def effort_matrix(dataset: Dataset) -> EffortMatrix:
    """The arrays of a dataset; roles and capabilities in the order of their IRIs.

    Takes time in proportion to requirements, and to capabilities times what is narrower than they are.
    """
    import numpy as np

    facts = GraphFacts(dataset)
    builder = ColumnBuilder(facts)
    numbers: dict[RequirementTerms, int] = {}
    of_roles: list[tuple[int, int, int]] = []
    for row, requirements in enumerate(facts.requirements.values()):
        for terms in requirements:  # roles that require the same share a row, whether or not it is essential to them
            number = numbers.setdefault(terms._replace(necessity=Necessity.ESSENTIAL), len(numbers))
            of_roles.append((row, number, ESSENTIAL if terms.essential else PREFERRED))
    learned = [builder.requirement(terms) for terms in numbers]
    capabilities = set(facts.hours).union(*facts.tools.values(), *(terms.named for terms in numbers))
    capabilities.update(*facts.measures.values())
    capabilities.update(*(target.accepted for target in builder.targets))
    place = {iri: number for number, iri in enumerate(sorted(capabilities))}
    # The columns of a target are put together.
    order = sorted(range(len(builder.columns)), key=lambda column: (builder.columns[column].target, column))
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order))
    return EffortMatrix(
        **_of_nodes(facts, place),
        **_of_columns(builder, place, order, rank),
        **_of_requirements(list(numbers), learned, place, rank),
        role_requirements=sparse(of_roles, (len(facts.requirements), len(numbers)), np.int8),
        assumes_hours=np.array([len(facts.estimated) > len(facts.estimates)]),
        calibration=np.zeros(0),
    )


def _of_nodes(facts: GraphFacts, place: Mapping[str, int]) -> dict[str, Any]:
    """The arrays of roles, capabilities and groups."""
    import numpy as np

    roles, capabilities = tuple(facts.requirements), tuple(place)
    shown = [facts.nodes.get(iri) for iri in (*roles, *capabilities)]
    square = (len(capabilities), len(capabilities))
    return {
        "roles": roles,
        "capabilities": capabilities,
        "labels": tuple(node.label if node else "" for node in shown),
        "kinds": tuple(node.kind.value if node else "" for node in shown),
        "capability_hours": np.array([facts.hours.get(iri, 0.0) for iri in capabilities]),
        "estimated": np.array([iri in facts.estimated for iri in capabilities], dtype=bool),
        "is_tool": np.array([iri in facts.all_tools for iri in capabilities], dtype=bool),
        "demand": np.array([facts.demand(iri) for iri in capabilities], dtype=np.int32),
        "closeness": sparse(_close(facts, place), square, np.float64),
        "before": sparse(_linked(facts.prerequisites, place), square, np.int8),
        "narrower": sparse(_linked(facts.narrower, place), square, np.int8),
        "prerequisites": sparse(_prerequisites(facts, place), square, np.int8),
        **_of_measures(facts, place),
        "same": sparse(_same(facts), (len(roles), len(roles)), np.int8),
        "rank": np.array([facts.ranks.get(role, 0) for role in roles], dtype=np.int8),
        "by_seniority": np.array([facts.by_seniority]),
        "groups": sparse(_groups(facts), (len(facts.groups), len(roles)), np.int8),
    }


def _same(facts: GraphFacts) -> Iterator[tuple[int, int, int]]:
    rows = {role: row for row, role in enumerate(facts.requirements)}
    yield from ((row, row, RECORDED) for row in rows.values())
    for role, same in all_same_roles(facts.dataset).items():
        for other in sorted(same):
            yield rows[role], rows[other], ESTIMATED if unrecorded(facts.dataset, other) else RECORDED


def _of_measures(facts: GraphFacts, place: Mapping[str, int]) -> dict[str, Any]:
    """The arrays of what someone in a role has besides what it requires, and of what is measured of roles."""
    import numpy as np

    shape = (len(facts.requirements), len(place))
    measured = {
        (row, place[iri]): measure
        for row, role in enumerate(facts.requirements)
        for iri, measure in facts.measures.get(role, {}).items()
    }
    others = {cell: int(measure.level) for cell, measure in measured.items()}
    for row, column, level in _tools(facts, place):
        others[row, column] = max(level, others.get((row, column), 0))

    def matrix(values: Iterable[float], dtype: type) -> Sparse:
        return sparse(((*cell, value) for cell, value in zip(measured, values, strict=True)), shape, dtype)

    return {
        "other_levels": sparse(((*cell, level) for cell, level in others.items()), shape, np.int8),
        "measures": matrix((measure.value for measure in measured.values()), np.float64),
        "measure_errors": matrix((measure.error or 0.0 for measure in measured.values()), np.float64),
        "measure_levels": matrix((measure.level for measure in measured.values()), np.int8),
    }


def _of_columns(builder: ColumnBuilder, place: Mapping[str, int], order: Sequence[int], rank: Vector) -> dict[str, Any]:
    """The arrays of columns, targets and their alternatives; `order` has the columns and `rank` is its inverse."""
    import numpy as np

    targets, columns = list(builder.targets.values()), [builder.columns[column] for column in order]
    alternatives = [
        (place[capability], target.number, own) for target in targets for capability, own in sorted(target.own.items())
    ]
    numbered = ((capability, target, row) for row, (capability, target, _) in enumerate(alternatives, start=1))
    before = ((row, rank[column], 1) for row, (*_, own) in enumerate(alternatives) for column in own)
    return {
        "hours": np.array([column.hours for column in columns], dtype=float),
        "level": np.array([column.level for column in columns], dtype=np.int8),
        "target": np.array([column.target for column in columns], dtype=np.int32),
        "meets": sparse(_meeting(targets, place, rank), (len(place), len(rank)), np.int8),
        "alternatives": sparse(numbered, (len(place), len(targets)), np.int32),
        "own_prerequisites": sparse(before, (len(alternatives), len(rank)), np.int8),
        "target_related": np.array([target.target.open_to_related for target in targets], dtype=bool),
    }


def _of_requirements(
    requirements: Sequence[RequirementTerms],
    learned: Sequence[tuple[int, frozenset[int]]],
    place: Mapping[str, int],
    rank: Vector,
) -> dict[str, Any]:
    """The arrays of requirements, from the last column and all columns that have to be learned for each."""
    import numpy as np

    columns = ((number, rank[column], 1) for number, (_, needed) in enumerate(learned) for column in needed)
    return {
        "requirements": sparse(_named(requirements, place), (len(requirements), len(place)), np.int8),
        "requirement_level": np.array([terms.level or 0 for terms in requirements], dtype=np.int8),
        "requirement_related": np.array([terms.open_to_related for terms in requirements], dtype=bool),
        "final_column": rank[np.array([final for final, _ in learned], dtype=int)],
        "requirement_columns": sparse(columns, (len(requirements), len(rank)), np.int8),
    }


def _close(facts: GraphFacts, place: Mapping[str, int]) -> Cells:
    for one in facts.close.keys() & facts.hours.keys():
        close = facts.close[one].items()
        yield from ((place[one], place[other], strength) for other, strength in close if other in facts.hours)


def _linked(links: Mapping[str, set[str]], place: Mapping[str, int]) -> Cells:
    for one in links.keys() & place.keys():
        yield from ((place[one], place[other], 1) for other in links[one] & place.keys())


def _meeting(targets: Iterable[TargetColumns], place: Mapping[str, int], rank: Vector) -> Cells:
    for target in targets:
        for level, column in enumerate(target.columns, start=1):
            at_least = Level.FAMILIAR if target.target.at_any_level else level
            yield from ((place[iri], rank[column], at_least) for iri in target.target.accepted)


def _prerequisites(facts: GraphFacts, place: Mapping[str, int]) -> Cells:
    for one in facts.prerequisites.keys() & place.keys():
        implied = implied_prerequisites([one], lambda iri: facts.prerequisites.get(iri, ()))
        yield from ((place[one], place[other], 1) for other, _ in implied if other in place)


def _named(requirements: Iterable[RequirementTerms], place: Mapping[str, int]) -> Cells:
    for number, terms in enumerate(requirements):
        yield from ((number, place[iri], ANY_OF) for iri in terms.any_of)
        yield from ((number, place[iri], EXAMPLE) for iri in terms.examples - terms.any_of)


def _tools(facts: GraphFacts, place: Mapping[str, int]) -> Iterator[tuple[int, int, Level]]:
    for row, (role, requirements) in enumerate(facts.requirements.items()):
        levels = tool_levels(requirements, facts.tools.get(role, ()))
        yield from ((row, place[tool], level) for tool, level in levels.items())


def _groups(facts: GraphFacts) -> Cells:
    row_of = {role: row for row, role in enumerate(facts.requirements)}
    for number, (_, members) in enumerate(sorted(facts.groups.items())):
        yield from ((number, row_of[member], 1) for member in members)
