"""The hours of the moves between all roles, and the calibration of what is usual for one move.

What a move takes is what is left of a role's columns for someone who does another. Here that is found as one sparse
product, without what alternatives held in part and what they build on save, so that it is never less than `coverage`
finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import chosen, columns, entries, sparse
from rolegraph.facts.ratings import within_error
from rolegraph.mobility.coverage import Either, met_by_all
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix, MeasuredRequirements
from rolegraph.mobility.plan_costs import PlanCosts
from rolegraph.model.nodes import Level
from rolegraph.model.plans import ASSUMED_LEVEL

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Sparse, Vector


_NEIGHBOURS: Final = 5  # that stand for a role's group where a graph has no groups
MANY: Final = 5_000  # roles, of which not all pairs are held in memory at once


def _holders(efforts: EffortMatrix) -> list[Sparse]:
    """For each level, shape (roles, capabilities): what someone in a role certainly holds at that level."""
    requirements = efforts.requirements
    any_of = requirements.data == ANY_OF
    certain, assumed = _certain(efforts)
    levels = (certain * assumed).repeat(requirements.indptr[1:] - requirements.indptr[:-1])
    holders = [
        efforts.required_of_same @ chosen(requirements, (levels == level) & any_of)
        + efforts.same @ chosen(efforts.other_levels, efforts.other_levels.data == level)
        for level in Level
    ]
    advanced = sum(holders[Level.WORKING :], holders[Level.WORKING - 1])
    holders[Level.WORKING - 1] = holders[Level.WORKING - 1] + advanced @ efforts.prerequisites
    return holders


def _certain(efforts: EffortMatrix) -> tuple[Vector, Vector]:
    """For each requirement whether it is certain what meets it, and the level at which it is then held."""
    import numpy as np

    alternatives = np.diff(chosen(efforts.requirements, efforts.requirements.data == ANY_OF).indptr)
    assumed = np.where(efforts.requirement_level > 0, efforts.requirement_level, ASSUMED_LEVEL)
    return (alternatives == 1) & ~efforts.requirement_related, assumed


def _covered_by_roles(efforts: EffortMatrix, holders: Sequence[Sparse]) -> Sparse:
    import numpy as np
    from scipy.sparse import csr_array

    certain, assumed = _certain(efforts)
    by_alternatives = _met_by_alternatives(efforts, np.flatnonzero(~certain).tolist(), assumed.tolist())
    covered = efforts.required_of_same @ by_alternatives
    for level, of_level in zip(Level, holders, strict=True):
        covered = covered + of_level @ chosen(efforts.meets, efforts.meets.data <= level)
    covered = csr_array(covered)
    return chosen(covered, covered.data > 0)


def _met_by_alternatives(efforts: EffortMatrix, requirements: Iterable[int], levels: Sequence[int]) -> Sparse:
    """Shape (requirements, columns): 1 for what whoever meets one with alternatives covers, whichever they chose."""
    found = []
    for number in requirements:
        places = tuple(place for place, how in entries(efforts.requirements, number) if how == ANY_OF)
        either = Either(places, levels[number], bool(efforts.requirement_related[number]))
        found += [(number, column, 1) for column in met_by_all(efforts, either).tolist()]
    return sparse(found, (efforts.requirements.shape[0], len(efforts.hours)), "float64")


@dataclass(frozen=True)
class MoveEfforts:
    """The hours between all roles of a graph, and what is usual among them; computed from its arrays when asked for."""

    efforts: EffortMatrix

    @cached_property
    def plan_costs(self) -> PlanCosts:
        """What plans come to, exactly."""
        return PlanCosts(self.efforts)

    @cached_property
    def covered(self) -> Sparse:
        """Shape (roles, columns): 1 for what someone who does a role has met."""
        return _covered_by_roles(self.efforts, self._holders)

    @cached_property
    def _holders(self) -> list[Sparse]:
        return _holders(self.efforts)

    @cached_property
    def hours(self) -> Matrix:
        """Shape (roles, roles): the hours of the moves between all of them.

        Infinity from a role to itself, and from or to a role that requires nothing.
        """
        import numpy as np

        every = range(len(self.efforts.roles))
        hours = self.between(every, every).astype("float32")
        unknown = np.diff(self.efforts.required_columns.indptr) == 0
        hours[unknown], hours[:, unknown] = np.inf, np.inf
        np.fill_diagonal(hours, np.inf)
        return hours

    @cached_property
    def calibration(self) -> Calibration:
        """What is usual between roles of one group."""
        usual = self.efforts.calibration
        return Calibration.of(usual.tolist()) if len(usual) else calibrate(self)

    def between(self, starts: Sequence[int], ends: Sequence[int]) -> Matrix:
        """The hours of the moves from some roles to some roles, by rows and columns in their order. Never below 0."""
        import numpy as np

        required = self.efforts.required_columns[list(ends)]
        covered = self.covered[list(starts)].multiply(self.efforts.hours).tocsr() @ required.T
        left: Matrix = (required @ self.efforts.hours)[None, :] - covered.toarray()
        for number, where, within in self._within_error(starts, ends):
            last = self.efforts.final_column[number]
            own = np.arange(self.efforts.first_column[self.efforts.target[last]], last + 1)
            unmet = 1.0 - self.covered[list(starts)][:, own].toarray()
            left[:, where] -= within * (unmet @ self.efforts.hours[own])[:, None]
        return np.maximum(0.0, left)

    def _within_error(self, starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, Vector, Matrix]]:
        """What is essential to some roles, and was measured of others alike within error.

        For each such requirement the places of the ends that have it; and for each start and each of these whether it
        is so.
        """
        import numpy as np

        efforts, measured = self.efforts, self.efforts.measured
        place = np.full(len(efforts.roles), -1)
        place[list(ends)] = np.arange(len(ends))
        asked = MeasuredRequirements(*(part[place[measured.roles] >= 0] for part in measured))
        if not len(asked.roles):
            return
        columns_used, column_of = np.unique(asked.capabilities, return_inverse=True)
        known = efforts.measure_levels[list(starts)][:, columns_used].toarray() > 0
        values, errors = (
            np.where(known, matrix[list(starts)][:, columns_used].toarray(), np.nan)
            for matrix in (efforts.measures, efforts.measure_errors)
        )
        order = np.argsort(asked.requirements, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(asked.requirements[order])) + 1):
            held = column_of[some[0]]
            within = within_error(values[:, held, None], errors[:, held, None], asked.values[some], asked.errors[some])
            yield int(asked.requirements[some[0]]), place[asked.roles[some]], within

    def coverage(self, starts: Sequence[int], ends: Sequence[int]) -> Matrix:
        """How much of what some roles ask for someone who does others has met, as `match.weighted_shares`."""
        efforts, ends = self.efforts, list(ends)
        met = self.covered[list(starts)][:, efforts.final_column]
        held = sum(self._holders[1:], self._holders[0])[list(starts)].astype(bool).astype("float64")
        share: Matrix = (met @ efforts.weights[ends].T + held @ efforts.tool_weights[ends].T).toarray()
        for number, where, within in self._within_error(starts, ends):
            unmet = 1.0 - met[:, [number]].toarray()
            share[:, where] += within * unmet * efforts.distinctiveness[number]
        return share / efforts.full_weight[ends]

    def save(self, path: Path) -> None:
        """Write the arrays into a file of NumPy's, with what is usual among moves."""
        import numpy as np

        replace(self.efforts, calibration=np.array(self.calibration.numbers)).save(path)


class Calibration(NamedTuple):
    """What is usual between roles of one group: the measure of what is near enough.

    `hours` is the mean plus one standard deviation of the hours of a move, `coverage` the mean of the share of what is
    essential that is met, and the mean less one deviation, and `jump` the usual number of seniority levels up or down,
    at least 1, None where none are known. `way_in` has the hours of the easiest move into the role that is hardest to
    enter, so that with moves of so many hours no role is cut off; 0 for more than `MANY` roles, where it is not known.
    `deviation` is the standard deviation of the hours.

    All are of so many ordered `pairs`: `grouped` are those of the graph's own groups, otherwise each role with the few
    that it is reached from most easily.
    """

    hours: float
    way_in: float
    coverage: tuple[float, float]
    jump: int | None
    pairs: int
    grouped: bool
    deviation: float = 0.0

    @property
    def basis(self) -> str:
        """Where the numbers are from, in words."""
        where = (
            "inside the groups of this graph" if self.grouped else f"to each role from its {_NEIGHBOURS} nearest roles"
        )
        return f"{self.pairs:,} moves {where}"

    @property
    def numbers(self) -> tuple[float, ...]:
        """All of it as numbers, from which `of` makes it again."""
        return (self.hours, self.way_in, *self.coverage, self.jump or 0, self.pairs, self.grouped, self.deviation)

    @staticmethod
    def of(numbers: Sequence[float]) -> Calibration:
        """The calibration that gave these numbers."""
        hours, way_in, mean, low, jump, pairs, grouped, deviation = numbers
        return Calibration(hours, way_in, (mean, low), int(jump) or None, int(pairs), bool(grouped), deviation)


def calibrate(moves: MoveEfforts) -> Calibration:
    """What is usual between the roles of one group, by the groups of two or more roles that the graph itself has.

    Where it has none, each role is taken with the few from which it is reached in the fewest hours. Roles of which
    nothing is known to be essential are left out. Takes time in proportion to the pairs inside groups.
    """
    import numpy as np

    efforts = moves.efforts
    known = np.diff(efforts.required_columns.indptr) > 0
    groups = (columns(efforts.groups, group) for group in range(efforts.groups.shape[0]))
    inside = [_pairs(moves, rows[known[rows]]) for rows in groups if known[rows].sum() > 1]
    if inside:
        hours, coverage, jumps = map(np.concatenate, zip(*inside, strict=True))
    else:
        hours, coverage, jumps = _pairs(moves, np.flatnonzero(known), _NEIGHBOURS)
    if not len(hours):
        return Calibration(float("inf"), 0.0, (1.0, 1.0), None, 0, grouped=False)
    jumps = np.abs(jumps[~np.isnan(jumps)])
    mean = float(coverage.mean())
    way_in = 0.0
    if 1 < len(efforts.roles) <= MANY:
        easiest = moves.hours.min(axis=0)
        way_in = float(easiest[np.isfinite(easiest)].max(initial=0.0))
    return Calibration(
        hours=float(hours.mean() + hours.std()),
        way_in=way_in,
        coverage=(mean, max(0.0, mean - float(coverage.std()))),
        jump=max(1, round(float(jumps.mean() + jumps.std()))) if len(jumps) else None,
        pairs=len(hours),
        grouped=bool(inside),
        deviation=float(hours.std()),
    )


def _pairs(moves: MoveEfforts, roles: Vector, easiest: int | None = None) -> tuple[Vector, Vector, Vector]:
    """Hours, coverage and seniority levels up (NaN where unknown) of moves between different roles.

    Of all moves between these roles, or of those to each role that take the fewest hours.
    """
    import numpy as np

    rows = roles.tolist()
    hours = moves.between(rows, rows)
    pairs = ~np.eye(len(rows), dtype=bool)
    if easiest is not None:
        np.fill_diagonal(hours, np.inf)
        first = np.argsort(hours, axis=0, kind="stable")[: min(easiest, max(0, len(rows) - 1))]
        pairs[:] = False
        pairs[first, np.arange(len(rows))] = True
    ranks = np.where(moves.efforts.rank > 0, moves.efforts.rank, np.nan)[rows]
    return hours[pairs], moves.coverage(rows, rows)[pairs], (ranks[None, :] - ranks[:, None])[pairs]
