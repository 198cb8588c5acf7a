"""What a profile covers of the columns: which are met, and the hours that are left of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import columns, entries
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.model.nodes import Level
from rolegraph.model.plans import ASSUMED_LEVEL, Profile
from rolegraph.planning.problem import SHARE

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector


class Either(NamedTuple):
    """One of several capabilities (their places), it is not known which; or one in a field related to its own."""

    places: tuple[int, ...]
    level: int
    open_to_related: bool


@dataclass
class HeldLevels:
    """What a profile has, by place: the level of what is certainly held, and what is one of several.

    `skipped` is what is not to be learned.
    """

    known: dict[int, int] = field(default_factory=dict)
    either: list[Either] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)

    def add(self, places: Iterable[int], level: int, *, open_to_related: bool = False) -> None:
        """Add a holding."""
        places = tuple(places)
        if len(places) == 1 and not open_to_related:
            self.known[places[0]] = max(level, self.known.get(places[0], level))
        else:
            self.either.append(Either(places, level, open_to_related))

    def update(self, other: HeldLevels) -> None:
        """Add all that another profile has."""
        for place, level in other.known.items():
            self.add((place,), level)
        self.either.extend(other.either)
        self.skipped |= other.skipped


class Coverage(NamedTuple):
    """The levels of what is certainly held or implied; for each column whether it is met, and the hours left of it."""

    known: Mapping[int, int]
    met: Vector
    left: Vector


def held_in(efforts: EffortMatrix, profile: Profile) -> HeldLevels:
    """The holdings of a profile; what the space does not know has nothing to do with any role."""
    held = HeldLevels()
    for holding in profile.holdings:
        places = [efforts.place_of.get(one.iri, -1) for one in holding.one_of]
        if -1 not in places:
            held.add(places, holding.level, open_to_related=holding.open_to_related)
    held.skipped = {efforts.place_of[one.iri] for one in profile.skipped if one.iri in efforts.place_of}
    return held


def held_in_role(efforts: EffortMatrix, role: int) -> HeldLevels:
    """The holdings of `gaps.role_profile`, from the arrays alone."""
    held = HeldLevels()
    essential = efforts.essential
    for demand in essential.indices[essential.indptr[role] : essential.indptr[role + 1]]:
        start, end = efforts.demands.indptr[demand : demand + 2]
        named = efforts.demands.indices[start:end][efforts.demands.data[start:end] == ANY_OF]
        level = int(efforts.demand_level[demand]) or int(ASSUMED_LEVEL)
        held.add((int(one) for one in named), level, open_to_related=bool(efforts.demand_related[demand]))
    for tool, level in entries(efforts.uses, role):
        held.add((tool,), level)
    return held


def coverage(efforts: EffortMatrix, held: HeldLevels) -> Coverage:
    """What is covered by what is held.

    Notes
    -----
    Met is what holdings and what they imply meet, as `gaps.find_gap` finds it. Left is, for each need, what the
    cheapest alternative takes from what is held of it, after its best foothold among what is held. More holdings never
    leave more hours.
    """
    import numpy as np

    met = np.zeros(len(efforts.hours), dtype=bool)
    known = _with_implied(efforts, held.known)
    for place, level in known.items():
        met[_met_by(efforts, place, level)] = True
    for either in held.either:
        met[met_by_all(efforts, either)] = True
    left = np.where(met, 0.0, efforts.hours)
    _shorten(efforts, known, held.skipped, left)
    return Coverage(known, met, left)


def _with_implied(efforts: EffortMatrix, known: Mapping[int, int]) -> dict[int, int]:
    """What is held, and what must be held by whoever holds that: as `gaps.with_implied`."""
    found = dict(known)
    for place, level in known.items():
        if level >= Level.WORKING:
            for before in columns(efforts.before, place).tolist():
                found[before] = max(int(Level.WORKING), found.get(before, 0))
    return found


def _met_by(efforts: EffortMatrix, place: int, level: int) -> Vector:
    start, end = efforts.meets.indptr[place : place + 2]
    found: Vector = efforts.meets.indices[start:end][efforts.meets.data[start:end] <= level]
    return found


def met_by_all(efforts: EffortMatrix, either: Either) -> Vector:
    """The columns that each of several capabilities meets: whichever it is that is held, they are met."""
    import numpy as np

    first, *others = (_met_by(efforts, place, either.level) for place in either.places)
    for other in others:
        first = np.intersect1d(first, other, assume_unique=True)
    return first[efforts.related[efforts.need[first]]] if either.open_to_related else first


def _shorten(efforts: EffortMatrix, known: Mapping[int, int], skipped: AbstractSet[int], left: Vector) -> None:
    """Take off what alternatives that are held in part, footholds and prerequisites that are met save."""
    for need, candidates in sorted(_touched(efforts, known, skipped, left).items()):
        start, end = efforts.first[need : need + 2]
        if not left[start:end].any():
            continue
        rest = left[start:end].cumsum()
        if not candidates.isdisjoint(skipped):
            rest[:] = float("inf") if candidates - skipped else 0.0
        for place in candidates - skipped:
            number = int(efforts.alternatives[place, need]) - 1
            before = left[columns(efforts.own_before, number)].sum()
            for step, level in enumerate(efforts.level[start:end]):
                rest[step] = min(rest[step], before + _own_hours(efforts, known, place, Level(level)))
        left[start] = rest[0]
        left[start + 1 : end] = rest[1:] - rest[:-1]


def _touched(
    efforts: EffortMatrix, known: Mapping[int, int], skipped: AbstractSet[int], left: Vector
) -> Mapping[int, set[int]]:
    """The needs that may take other hours than from nothing, each with the alternatives that decide it.

    Where one of them is skipped these are all of them; otherwise those that may take less.
    """
    touched: dict[int, set[int]] = {}

    def touch(place: int) -> None:
        for need, _ in entries(efforts.alternatives, place):
            touched.setdefault(need, set()).add(place)

    for place in known:
        touch(place)
        for other, _ in entries(efforts.close, place):
            touch(other)
    if efforts.own_before.nnz:
        saved = efforts.own_before @ (efforts.hours - left)
        for place in set(efforts.owner[saved > 0].tolist()):
            touch(place)
    if skipped:
        by_need = efforts.alternatives.tocsc()
        for need in {need for place in skipped for need, _ in entries(efforts.alternatives, place)}:
            touched[need] = set(by_need.indices[by_need.indptr[need] : by_need.indptr[need + 1]].tolist())
    return touched


def _own_hours(efforts: EffortMatrix, known: Mapping[int, int], place: int, level: Level) -> float:
    """Hours to a level of one capability, after what is held of it or saved by its best foothold."""
    hours = float(efforts.hours_of[place])
    saved = hours * SHARE[Level(known[place])] if place in known else 0.0
    for other, strength in entries(efforts.close, place):
        if other in known:
            invested = float(efforts.hours_of[other]) * SHARE[Level(known[other])]
            saved = max(saved, strength * min(hours * SHARE[level], invested))
    return max(0.0, hours * SHARE[level] - saved)


def hours_to_working(efforts: EffortMatrix, known: Mapping[int, int]) -> Vector:
    """For each capability the hours to working level with all that comes before it, after what is held; 0 if it is.

    Parameters
    ----------
    known
        The level of what is held, with what it implies, by place.

    Notes
    -----
    All prerequisites are added up, even where something narrower than one of them would do.
    """
    import numpy as np

    own = efforts.hours_of.copy()
    for place in {*known, *(other for one in known for other, _ in entries(efforts.close, one))}:
        own[place] = _own_hours(efforts, known, place, Level.WORKING)
    learned = own > 0
    return np.asarray(np.where(learned, own + efforts.before.astype(float) @ own, 0.0))
