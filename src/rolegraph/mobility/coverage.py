"""What someone covers of the effort matrix: which columns are met, and the hours that are left of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.ratings import within_error
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.model.nodes import Level
from rolegraph.model.plans import ASSUMED_LEVEL, Profile
from rolegraph.planning.problem import PREREQUISITE_LEVEL, STEP_WEIGHT, head_start, weight_of

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector


class Either(NamedTuple):
    """One of several capabilities (their places), it is not known which; or one in a field related to its own."""

    places: tuple[int, ...]
    level: int
    open_to_related: bool


@dataclass
class HeldLevels:
    """What a profile has, by place: the level of what is certainly held, and what is one of several.

    `skipped` is what is not to be learned. `measures` has what was measured of it: place, value and standard error.
    """

    known: dict[int, int] = field(default_factory=dict)
    either: list[Either] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    measures: list[tuple[int, float, float]] = field(default_factory=list)

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
        self.measures += other.measures


class Coverage(NamedTuple):
    """The levels of what is certainly held or implied; for each column whether it is met, and what is left of it.

    Besides, what is `within_error`, shape (roles, requirements): 1 for what is essential, and measured of a role no
    higher than of what is held, but for an error. `either` and `skipped` are those of the holdings.
    """

    known: Mapping[int, int]
    met: Vector
    hours_left: Vector
    within_error: Sparse
    either: Sequence[Either] = ()
    skipped: AbstractSet[int] = frozenset()


def held_in(efforts: EffortMatrix, profile: Profile) -> HeldLevels:
    """The holdings of a profile; what the matrix does not have has nothing to do with any role."""
    held = HeldLevels()
    for holding in profile.holdings:
        places = [efforts.place_of.get(one.iri, -1) for one in holding.one_of]
        if -1 not in places:
            held.add(places, holding.level, open_to_related=holding.open_to_related)
            if holding.measure is not None and len(places) == 1:
                held.measures.append((places[0], holding.measure.value, holding.measure.error or 0.0))
    held.skipped = {efforts.place_of[one.iri] for one in profile.skipped if one.iri in efforts.place_of}
    return held


def held_in_role(efforts: EffortMatrix, role: int) -> HeldLevels:
    """The holdings of `planning.gap.role_profile`, from the arrays alone."""
    held = HeldLevels()
    for requirement in columns(efforts.required_of_same, role).tolist():
        places = [place for place, how in entries(efforts.requirements, requirement) if how == ANY_OF]
        level = int(efforts.requirement_level[requirement]) or int(ASSUMED_LEVEL)
        held.add(places, level, open_to_related=bool(efforts.requirement_related[requirement]))
    for same in columns(efforts.same, role).tolist():
        for place, level in entries(efforts.other_levels, same):
            held.add((place,), level)
    values, errors = entries(efforts.measures, role), entries(efforts.measure_errors, role)
    held.measures = [(place, value, error) for (place, value), (_, error) in zip(values, errors, strict=True)]
    return held


def coverage(efforts: EffortMatrix, held: HeldLevels) -> Coverage:
    """What is covered by what is held. More holdings never leave more hours.

    Met is what holdings and what they imply meet, as `planning.gap.find_gap` finds it. Left is, for each target, what
    the cheapest alternative takes from what is held of it, after the best that it builds on among what is held.
    """
    import numpy as np

    met = np.zeros(len(efforts.hours), dtype=bool)
    implying = [place for place, level in held.known.items() if level >= PREREQUISITE_LEVEL]
    implied = {other for place in implying for other in columns(efforts.prerequisites, place).tolist()}
    known = held.known | {place: max(int(PREREQUISITE_LEVEL), held.known.get(place, 0)) for place in implied}
    for place, level in known.items():
        met[_met_by(efforts, place, level)] = True
    for either in held.either:
        met[met_by_all(efforts, either)] = True
    left = np.where(met, 0.0, efforts.hours)
    _shorten(efforts, known, held.skipped, left)
    return Coverage(known, met, left, _within_error(efforts, held), held.either, held.skipped)


def _within_error(efforts: EffortMatrix, held: HeldLevels) -> Sparse:
    import numpy as np
    from scipy.sparse import coo_array

    asked = efforts.measured
    within = np.zeros(len(asked.roles), dtype=bool)
    waiting = held.measures
    while waiting:  # of a capability that was measured several times, one each time
        at_once = {place: (value, error) for place, value, error in waiting}
        values, errors = np.full((2, len(efforts.capabilities)), np.nan)
        values[list(at_once)], errors[list(at_once)] = np.array(list(at_once.values())).T
        here = asked.capabilities
        within |= within_error(values[here], errors[here], asked.values, asked.errors)
        waiting = [measure for measure in waiting if at_once[measure[0]] != measure[1:]]
    cells = (asked.roles[within], asked.requirements[within])
    return coo_array((np.ones(within.sum()), cells), shape=efforts.role_requirements.shape).tocsr()


def essential_of(efforts: EffortMatrix, covered: Coverage, row: int) -> tuple[Vector, Vector]:
    """What is essential to the role of a row, and whether it is met, or measured no higher but for an error."""
    import numpy as np

    essential = columns(efforts.essential, row)
    met = covered.met[efforts.final_column[essential]]
    return essential, np.asarray(met | np.isin(essential, columns(covered.within_error, row)))


def _met_by(efforts: EffortMatrix, place: int, level: int) -> Vector:
    start, end = efforts.meets.indptr[place : place + 2]
    found: Vector = efforts.meets.indices[start:end][efforts.meets.data[start:end] <= level]
    return found


def met_by_all(efforts: EffortMatrix, either: Either) -> Vector:
    """The columns that each of several capabilities meets: whichever it is that is held, they are met."""
    import numpy as np

    met = reduce(np.intersect1d, (_met_by(efforts, place, either.level) for place in either.places))
    return met[efforts.target_related[efforts.target[met]]] if either.open_to_related else met


def _shorten(efforts: EffortMatrix, known: Mapping[int, int], skipped: AbstractSet[int], left: Vector) -> None:
    """Take off what is saved by alternatives held in part, by what they build on, and by prerequisites that are met."""
    for target, candidates in sorted(_touched(efforts, known, skipped, left).items()):
        start, end = efforts.first_column[target : target + 2]
        if not left[start:end].any():
            continue
        hours = left[start:end].cumsum()
        if not candidates.isdisjoint(skipped):
            hours[:] = float("inf") if candidates - skipped else 0.0
        for place in candidates - skipped:
            number = int(efforts.alternatives[place, target]) - 1
            before = left[columns(efforts.own_prerequisites, number)].sum()
            for step, level in enumerate(efforts.level[start:end]):
                hours[step] = min(hours[step], before + _own_hours(efforts, known, place, Level(level)))
        left[start] = hours[0]
        left[start + 1 : end] = hours[1:] - hours[:-1]


def _touched(
    efforts: EffortMatrix, known: Mapping[int, int], skipped: AbstractSet[int], left: Vector
) -> Mapping[int, set[int]]:
    """The targets that may take other hours than from nothing, each with the alternatives that decide it.

    Where one of them is skipped these are all of them; otherwise those that may take less.
    """
    saved = efforts.own_prerequisites @ (efforts.hours - left)
    places = {*known, *efforts.alternative_capability[saved > 0].tolist()}
    places.update(other for place in known for other in columns(efforts.closeness, place).tolist())
    touched: dict[int, set[int]] = {}
    for place in places:
        for target in columns(efforts.alternatives, place).tolist():
            touched.setdefault(target, set()).add(place)
    if skipped:
        by_target = efforts.alternatives.T.tocsr()
        for target in {target for place in skipped for target in columns(efforts.alternatives, place).tolist()}:
            touched[target] = set(columns(by_target, target).tolist())
    return touched


def _own_hours(efforts: EffortMatrix, known: Mapping[int, int], place: int, level: Level) -> float:
    """What it counts to learn one capability to a level, after what is held of it and the best that it builds on."""
    hours, estimated = float(efforts.capability_hours[place]), bool(efforts.estimated[place])
    held = Level(known[place]) if place in known else None
    left = weight_of(hours, level, estimated=estimated)
    if held:
        left -= weight_of(hours, min(held, level), estimated=estimated)
    saved = [
        head_start(strength, hours, level, float(efforts.capability_hours[other]), Level(known[other]), held)
        for other, strength in entries(efforts.closeness, place)
        if other in known and estimated and efforts.estimated[other]
    ]
    return max(0.0, left - max(saved, default=0.0))


def weights_to_levels(efforts: EffortMatrix, known: Mapping[int, int], levels: Vector) -> Vector:
    """What it counts to learn each capability to a level with all that comes before it, after what is held.

    `known` has the level of what is held or implied, by place. All prerequisites are added up, even where something
    narrower than one of them would do.
    """
    import numpy as np

    working = np.where(efforts.estimated, efforts.capability_hours, STEP_WEIGHT * (efforts.capability_hours > 0))
    own = working.copy()
    for place in {*known, *(other for one in known for other in columns(efforts.closeness, one).tolist())}:
        level = Level(min(int(levels[place]), Level.EXPERT))
        working[place] = _own_hours(efforts, known, place, Level.WORKING)
        own[place] = _own_hours(efforts, known, place, level)
    return np.asarray(np.where(own > 0, own + efforts.prerequisites.astype(float) @ working, 0.0))
