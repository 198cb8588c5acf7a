"""Alternatives that need not be tried, since another serves the same needs, after the same, and never costs more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from rolegraph.planning.situation import Need, Situation
from rolegraph.planning.universe import Universe
from rolegraph.scales import Level


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
        foothold
        for one, needs in serving.items()
        for foothold in situation.footholds(one)
        if serving.get(foothold, needs) != needs
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
    saved = situation.best_known_foothold(one, level)[1]
    for foothold in situation.footholds(one):
        if foothold in serving and serving[foothold] != serving[one]:
            saved = max(saved, situation.saved(one, level, foothold, Level.EXPERT))
    return situation.cost(one, level, saved)
