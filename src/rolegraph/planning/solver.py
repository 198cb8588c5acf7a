"""The cheapest plan for some targets: which alternatives to learn, in what order, each building on what.

Most plans leave nothing to choose once alternatives are gone that another replaces at no more cost: then the only
selection that works is put in order. Otherwise `integer_program` finds the optimum, or the best plan in a given time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.planning.ordering import EPSILON, Schedule, schedule
from rolegraph.planning.problem import PREREQUISITE_LEVEL, Part, Situation, Target, additive_costs, parts_of

# After how many seconds the best plan found so far is taken. Roles of published graphs take a fraction of one.
TIME_LIMIT: Final = 20.0
_FEW: Final = 1500  # choices that are tried one after the other: that is faster than to import a solver


class Plan(NamedTuple):
    """What to learn, to which level, in which order. No plan costs less than `lower_bound`."""

    levels: Mapping[str, Level]
    schedules: tuple[Schedule, ...]
    lower_bound: float

    @property
    def cost(self) -> float:
        """The hours of all steps."""
        return sum(part.cost for part in self.schedules)


def cheapest_plan(situation: Situation, targets: Iterable[Target], seconds: float = TIME_LIMIT) -> Plan | None:
    """The cheapest plan that meets every target; None where prerequisites wait for each other, so that there is none.

    A plan has no step that could be left out, or go to a lower level, with every target still met: nothing is learned
    merely because it is close to other things. Among plans of that kind the result is the optimum wherever `cost`
    equals `lower_bound`. Of plans that cost the same it is always the same one, whatever the order of the input.

    The problem is NP-hard: choosing alternatives that share prerequisites is a form of the Steiner problem in graphs.
    Where time is up the best plan found so far is taken, with a bound that says how far off it can be.

    Without closeness, knowing more never costs more. With it, it can, by less than building on what is close saves in
    one plan: where something need not be learned any more that several others built on.

    Parameters
    ----------
    situation
        Who learns, and on which graph.
    targets
        What is to be met.
    seconds
        How long to search, in all; with 0 the first plan that comes to hand is taken.
    """
    targets = [target for target in dict.fromkeys(targets) if not situation.is_met(target)]
    parts = parts_of(situation, targets)
    if parts is None:
        return None
    deadline = time.monotonic() + seconds
    levels: dict[str, Level] = {}
    schedules = []
    for part in parts:
        chosen, found = _cheapest(part, deadline)
        levels.update(chosen)
        schedules.append(found)
    return Plan(
        _as_asked(situation, targets, levels), tuple(schedules), sum((found.lower_bound for found in schedules), 0.0)
    )


def _as_asked(situation: Situation, targets: Iterable[Target], levels: Mapping[str, Level]) -> dict[str, Level]:
    """The same levels: first what is asked for with the fewest alternatives, and what that waits for."""
    found: dict[str, Level] = {}
    pending = list(targets)
    while pending := [target for target in pending if not target.is_met_by(found)]:
        target = min(pending, key=_fewest_candidates)
        one = min(one for one in target.candidates if levels.get(one, 0) >= target.level)
        if one not in found:
            pending += situation.prerequisites(one)
        found[one] = max(target.level, found.get(one, target.level))
    return {**found, **levels}


def _cheapest(part: Part, deadline: float) -> tuple[Mapping[str, Level], Schedule]:
    forced = _forced(part)
    if part.works(forced):  # everything else that works has more in it
        found = schedule(part, forced)
        if found.cost <= found.lower_bound + EPSILON:
            return forced, found
        part = part.only(forced)
    elif (few := _few_selections(part)) and (best := _best_of(part, few)):
        return best
    else:
        forced = _first_selection(part)
        found = schedule(part, forced)._replace(lower_bound=_least(part))
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        return forced, found
    from rolegraph.planning.integer_program import search

    return search(part, forced, found, seconds)


def _few_selections(part: Part) -> list[dict[str, Level]]:
    """All selections that work, with nothing needless, what looks cheapest first.

    None at all where there are many, or where what is chosen may wait for itself.
    """
    costs, _ = additive_costs(part.situation, part.prerequisites)
    found: dict[tuple[tuple[str, Level], ...], dict[str, Level]] = {}
    waiting = [(dict[str, Level](), part.targets)]
    for _ in range(_FEW):
        if not waiting:
            return [levels for levels in found.values() if part.without_needless(levels) == levels]
        levels, targets = waiting.pop()
        pending = [target for target in targets if not target.is_met_by(levels)]
        if pending:
            target = min(pending, key=_fewest_candidates)
            for one in reversed(_by_looks(part, costs, target)):
                more = () if one in levels else part.prerequisites[one]
                waiting.append(({**levels, one: max(target.level, levels.get(one, target.level))}, (*pending, *more)))
        elif part.works(levels):
            found.setdefault(tuple(sorted(levels.items())), levels)
        else:
            break
    return []


def _fewest_candidates(target: Target) -> tuple[int, list[str]]:
    return len(target.candidates), sorted(target.candidates)


def _by_looks(part: Part, costs: Mapping[str, float], target: Target) -> list[str]:
    """The candidates of a target, by what they cost with their prerequisites if these cost so much."""
    own = part.situation.own_cost

    def looks(one: str) -> tuple[float, tuple[int, str]]:
        least = own(one, target.level) + (costs[one] - own(one, PREREQUISITE_LEVEL))
        return round(least, 6), part.situation.rank(one)

    return sorted(target.candidates, key=looks)


def _best_of(part: Part, selections: Iterable[dict[str, Level]]) -> tuple[dict[str, Level], Schedule] | None:
    """The first of the cheapest selections; None where it is not sure how cheap one of them can be."""
    found = [(levels, schedule(part, levels)) for levels in selections]
    least = min(order.cost for _, order in found)
    if any(order.lower_bound < least - EPSILON for _, order in found):
        return None
    return next(pair for pair in found if pair[1].cost <= least + EPSILON)


def _forced(part: Part) -> dict[str, Level]:
    """What every plan has: the only candidate of a target, and of what that waits for."""
    forced: dict[str, Level] = {}
    waiting = [target for target in part.targets if len(target.candidates) == 1]
    while waiting:
        target = waiting.pop()
        (one,) = target.candidates
        if one not in forced:
            waiting += (before for before in part.prerequisites[one] if len(before.candidates) == 1)
        forced[one] = max(target.level, forced.get(one, target.level))
    return forced


def _first_selection(part: Part) -> dict[str, Level]:
    """A selection that works, with nothing needless: for each target what looks cheapest with its prerequisites."""
    costs, cheapest = additive_costs(part.situation, part.prerequisites)
    chosen: dict[str, Level] = {}
    waiting = [(_by_looks(part, costs, target)[0], target.level) for target in part.targets]
    while waiting:
        one, level = waiting.pop()
        if one not in chosen:
            waiting += ((cheapest[before], before.level) for before in part.prerequisites[one])
        chosen[one] = max(level, chosen.get(one, level))
    return part.without_needless(chosen)


def _least(part: Part) -> float:
    """What no plan goes below: a sum over targets without a candidate in common, each building on the best there is."""
    situation = part.situation

    def floor(one: str, level: Level) -> float:
        bases = (base for base in situation.bases(one) if base in part.levels)
        saved = max((situation.saved(one, level, base, part.levels[base][-1]) for base in bases), default=0.0)
        return min(situation.own_cost(one, level), situation.cost(one, level, saved))

    least = [(min(floor(one, target.level) for one in target.candidates), target.candidates) for target in part.targets]
    total, used = 0.0, frozenset[str]()
    for cost, candidates in sorted(least, key=lambda item: (-item[0], sorted(item[1]))):
        if not candidates & used:
            total += cost
            used |= candidates
    return total
