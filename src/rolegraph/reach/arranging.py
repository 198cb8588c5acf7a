"""From facts to arrays: what is read of a dataset, in rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.gaps import ASSUMED_LEVEL
from rolegraph.reach.facts import Demand, Facts, read_facts
from rolegraph.reach.learning import Learning
from rolegraph.reach.matrices import sparse
from rolegraph.reach.space import ANY_OF, ESSENTIAL, EXAMPLE, PREFERRED, ReachSpace
from rolegraph.scales import Level
from rolegraph.store.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.reach.matrices import Vector


def reach_space(dataset: Dataset) -> ReachSpace:
    """The arrays of a dataset; roles and capabilities in the order of their IRIs.

    Notes
    -----
    Takes time in proportion to requirements, and to capabilities times what is narrower than they are.
    """
    return _space(read_facts(dataset))


def _space(facts: Facts) -> ReachSpace:
    learning = Learning(facts)
    numbers: dict[Demand, int] = {}
    asked: list[tuple[int, int, int]] = []
    for row, role in enumerate(facts.demands):
        for demand, essential in facts.demands[role].items():
            number = numbers.setdefault(demand, len(numbers))
            asked.append((row, number, ESSENTIAL if essential else PREFERRED))
    reached = [learning.demand(demand) for demand in numbers]
    accepted = (one for need in learning.columns.needs for one in need.accepted)
    capabilities = tuple(sorted({*facts.hours, *accepted, *_used(facts), *_named(numbers)}))
    return _arranged(facts, learning, _Order(tuple(facts.demands), capabilities, tuple(numbers)), asked, reached)


class _Order(NamedTuple):
    """What rows and columns stand for."""

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    demands: tuple[Demand, ...]


def _arranged(
    facts: Facts,
    learning: Learning,
    order: _Order,
    asked: Sequence[tuple[int, int, int]],
    reached: Sequence[tuple[int, frozenset[int]]],
) -> ReachSpace:
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
    return ReachSpace(
        roles=order.roles,
        capabilities=order.capabilities,
        labels=labels,
        kinds=kinds,
        hours_of=np.array([facts.hours.get(one, 0.0) for one in order.capabilities]),
        close=sparse(_close(facts, place), (capabilities, capabilities), np.float64),
        hours=np.array(columns.hours, dtype=float)[by_need],
        level=np.array(columns.level, dtype=np.int8)[by_need],
        need=np.array(columns.need, dtype=np.int32)[by_need],
        meets=sparse(_meeting(learning, place, rank), (capabilities, len(rank)), np.int8),
        before=sparse(_before(facts, place), (capabilities, capabilities), np.int8),
        alternatives=sparse(alternatives, (capabilities, len(columns.needs)), np.int32),
        own_before=sparse(own_before, (len(pairs), len(rank)), np.int8),
        related=np.array([need.open_to_related for need in columns.needs], dtype=bool),
        demands=sparse(_naming(order.demands, place), (demands, capabilities), np.int8),
        demand_level=np.array([demand.level or 0 for demand in order.demands], dtype=np.int8),
        demand_related=np.array([demand.open_to_related for demand in order.demands], dtype=bool),
        top=rank[np.array([top for top, _ in reached], dtype=int)],
        asks=sparse(asked, (roles, demands), np.int8),
        spans=sparse(spans, (demands, len(rank)), np.int8),
        uses=sparse(_using(facts, place), (roles, capabilities), np.int8),
        rung=np.array([facts.rungs.get(role, 0) for role in order.roles], dtype=np.int8),
        by_seniority=np.array([facts.by_seniority]),
        groups=sparse(_grouping(facts), (len(facts.groups), roles), np.int8),
        usual=np.zeros(0),
    )


def _shown(facts: Facts, order: _Order) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels and kinds, "" for what has none. Labels are kept one a line; one that has several lines is asked for."""
    named = (facts.nodes.get(iri) for iri in (*order.roles, *order.capabilities))
    shown = [one if one and len(one.label.splitlines()) == 1 else None for one in named]
    return tuple(one.label if one else "" for one in shown), tuple(one.kind.value if one else "" for one in shown)


def _used(facts: Facts) -> Iterable[str]:
    return (tool for tools in facts.uses.values() for tool in tools)


def _named(demands: Iterable[Demand]) -> Iterable[str]:
    return (one for demand in demands for one in demand.any_of | demand.examples)


def _close(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, float]]:
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


def _before(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for one in facts.before.keys() & place.keys():
        seen: set[str] = set()
        waiting = [one]
        while waiting:
            for other in facts.before.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        yield from ((place[one], place[other], 1) for other in seen & place.keys() - {one})


def _naming(demands: Iterable[Demand], place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for number, demand in enumerate(demands):
        yield from ((number, place[one], ANY_OF) for one in demand.any_of)
        yield from ((number, place[one], EXAMPLE) for one in demand.examples - demand.any_of)


def _using(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    """As `gaps.role_profile`: a tool that an essential requirement names has that requirement's level."""
    for row, (role, asked) in enumerate(facts.demands.items()):
        tools = facts.uses.get(role, set())
        levels = dict.fromkeys(tools, 0)
        for demand, essential in asked.items():
            if essential and demand.level:
                for one in (demand.any_of | demand.examples) & tools:
                    levels[one] = max(levels[one], demand.level)
        yield from ((row, place[tool], level or ASSUMED_LEVEL) for tool, level in sorted(levels.items()))


def _grouping(facts: Facts) -> Iterable[tuple[int, int, int]]:
    row_of = {role: row for row, role in enumerate(facts.demands)}
    for number, (_, members) in enumerate(sorted(facts.groups.items())):
        yield from ((number, row_of[one], 1) for one in members)
