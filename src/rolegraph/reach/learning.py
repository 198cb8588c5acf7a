"""What it takes to learn: needs as columns of hours, with the prerequisites that come before them.

A need is a set of capabilities of which any one is enough. Reaching it is cut into columns, one for each level from
*familiar* up, so that who needs it at two levels counts the lower one once. What several roles, or several things in
one role, build on is then the same column, and a union of columns counts it once.

Where a need has alternatives its hours are those of the cheapest. Prerequisites that all alternatives share are columns
of their own; those of one alternative only are part of its hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rolegraph.planning.situation import PREREQUISITE_LEVEL, SHARE
from rolegraph.reach.facts import Demand, Facts
from rolegraph.scales import Level

# To which level something is learned that is asked for without a word about how well.
UNSTATED_LEVEL = Level.WORKING


class Need(NamedTuple):
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
    needs: list[Need] = field(default_factory=list)
    # For each need its columns by level, the columns of prerequisites that whichever candidate has, and for each
    # candidate the columns of prerequisites that only some have.
    of: list[list[int]] = field(default_factory=list)
    common: list[frozenset[int]] = field(default_factory=list)
    own: list[dict[str, frozenset[int]]] = field(default_factory=list)


class Learning:
    """Builds columns for demands, each need once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.columns = Columns()
        self._learnable = frozenset(facts.hours)
        self._places: dict[Need, int] = {}
        self._evidence: dict[frozenset[str], frozenset[str]] = {}
        self._before: dict[str, frozenset[int]] = {}

    def evidence(self, capabilities: frozenset[str]) -> frozenset[str]:
        """Capabilities and all that are narrower, however many steps down."""
        if capabilities not in self._evidence:
            seen: set[str] = set()
            waiting = list(capabilities)
            while waiting:
                one = waiting.pop()
                if one not in seen:
                    seen.add(one)
                    waiting.extend(self.facts.narrower.get(one, ()))
            self._evidence[capabilities] = frozenset(seen)
        return self._evidence[capabilities]

    def demand(self, demand: Demand) -> tuple[int, frozenset[int]]:
        """The column that tells whether a demand is met, and all columns that have to be learned for it."""
        named = demand.any_of | demand.examples
        accepted = self.evidence(named).union(self._sufficient_degrees(demand))
        candidates = named if demand.examples or len(named) > 1 else self.evidence(named)
        # Who is asked for a degree does not get past that gate by learning what is only named as an example.
        learnable = candidates & self._learnable if demand.any_of & self._learnable else frozenset[str]()
        need = Need(learnable, accepted, demand.level is None, demand.open_to_related)
        return self.reach(need, demand.level or UNSTATED_LEVEL)

    def reach(self, need: Need, level: Level) -> tuple[int, frozenset[int]]:
        """The last column of a need at a level, and all columns up to it with those of its prerequisites."""
        place = self._place(need)
        own = self.columns.of[place]
        while len(own) < level:
            self._add_level(place)
        return own[level - 1], frozenset(own[:level]) | self.columns.common[place]

    def _place(self, need: Need) -> int:
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

    def _needs_before(self, capability: str) -> Iterator[Need]:
        for before in sorted(self.facts.before.get(capability, ())):
            evidence = self.evidence(frozenset((before,))) - {capability}
            if candidates := evidence & self._learnable:
                yield Need(candidates, evidence)

    @cached_property
    def _knots(self) -> Mapping[str, int]:
        """The number of the knot of capabilities that may wait for each other, for each that waits or is waited for."""
        from networkx import DiGraph, strongly_connected_components

        waits: DiGraph[str] = DiGraph()
        for one in self.facts.before:
            waits.add_edges_from((one, other) for need in self._needs_before(one) for other in need.candidates)
        knots = {one: number for number, knot in enumerate(strongly_connected_components(waits)) for one in knot}
        return knots | dict.fromkeys(self.facts.before.keys() - knots, -1)

    def _sufficient_degrees(self, demand: Demand) -> Iterable[str]:
        """Degrees at least as high as one that is asked for, in its field, or a related one where that will do."""
        degrees = self.facts.degrees
        for asked in demand.any_of & degrees.keys():
            level, subject = degrees[asked]
            related = self.facts.close.get(subject, {}) if demand.open_to_related else {}
            for held, (its_level, its_subject) in degrees.items():
                if its_level >= level and (not subject or its_subject == subject or its_subject in related):
                    yield held
