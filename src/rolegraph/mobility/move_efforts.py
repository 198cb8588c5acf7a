"""Moves: how many hours are between roles, for all of them at once, and how many a move may take.

What a move takes is what is left of a role's columns for someone who does another. Here that is found as one sparse
product, without what footholds and alternatives held in part save, so that it is never less than `coverage` finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import chosen, columns, sparse
from rolegraph.mobility.coverage import Either, met_by_all
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.model.nodes import Level

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Sparse, Vector


_NEIGHBOURS: Final = 5  # that stand for a role's group where a graph has no groups
MANY: Final = 5_000  # roles, of which not all pairs are held in memory at once


def covered_by_roles(efforts: EffortMatrix) -> Sparse:
    """Shape (roles, columns): 1 for what someone who does a role has met."""
    import numpy as np
    from scipy.sparse import csr_array

    demands = efforts.demands
    named = np.diff(chosen(demands, demands.data == ANY_OF).indptr)
    certain = (named == 1) & ~efforts.demand_related
    assumed = np.where(efforts.demand_level > 0, efforts.demand_level, Level.WORKING)
    levels = np.repeat(np.where(certain, assumed, 0), np.diff(demands.indptr))
    known = [
        efforts.essential @ chosen(demands, (levels == level) & (demands.data == ANY_OF))
        + chosen(efforts.uses, efforts.uses.data == level)
        for level in Level
    ]
    advanced = reduce(lambda one, other: one + other, known[Level.WORKING - 1 :])
    known[Level.WORKING - 1] = known[Level.WORKING - 1] + advanced @ efforts.before
    covered = efforts.essential @ _met_by_alternatives(efforts, np.flatnonzero(~certain).tolist(), assumed.tolist())
    for level, holders in zip(Level, known, strict=True):
        covered = covered + holders @ chosen(efforts.meets, efforts.meets.data <= level)
    covered = csr_array(covered)
    covered.data = np.ones(len(covered.data))
    return covered


def _met_by_alternatives(efforts: EffortMatrix, demands: Iterable[int], levels: Sequence[int]) -> Sparse:
    """Shape (demands, columns): 1 for what is met by whoever meets a demand with alternatives, whichever they chose."""
    entries = []
    for demand in demands:
        start, end = efforts.demands.indptr[demand : demand + 2]
        places = columns(efforts.demands, demand)[efforts.demands.data[start:end] == ANY_OF].tolist()
        either = Either(tuple(places), levels[demand], bool(efforts.demand_related[demand]))
        entries += [(demand, int(one), 1) for one in met_by_all(efforts, either)]
    return sparse(entries, (efforts.demands.shape[0], len(efforts.hours)), "float64")


@dataclass(frozen=True)
class MoveEfforts:
    """The hours between all roles of a graph, and what is usual among them; computed from its arrays when asked for."""

    efforts: EffortMatrix

    @cached_property
    def covered(self) -> Sparse:
        """Shape (roles, columns): 1 for what someone who does a role has met."""
        return covered_by_roles(self.efforts)

    @cached_property
    def hours(self) -> Matrix:
        """Shape (roles, roles): the hours of the moves between all of them.

        Infinity from a role to itself, and from or to one that asks nothing.
        """
        import numpy as np

        every = range(len(self.efforts.roles))
        hours = self.between(every, every).astype("float32")
        unknown = np.diff(self.efforts.wanted.indptr) == 0
        hours[unknown], hours[:, unknown] = np.inf, np.inf
        np.fill_diagonal(hours, np.inf)
        return hours

    @cached_property
    def calibration(self) -> Calibration:
        """What is usual between roles of one group."""
        usual = self.efforts.usual
        return Calibration.of(usual.tolist()) if len(usual) else calibrate(self)

    def between(self, starts: Sequence[int], ends: Sequence[int]) -> Matrix:
        """The hours of the moves from some roles to some roles, by rows and columns in their order. Never below 0."""
        import numpy as np

        wanted = self.efforts.wanted[list(ends)]
        saved = self.covered[list(starts)].multiply(self.efforts.hours).tocsr() @ wanted.T
        left: Matrix = np.maximum(0.0, (wanted @ self.efforts.hours)[None, :] - saved.toarray())
        return left

    def coverage(self, starts: Sequence[int], ends: Sequence[int]) -> Matrix:
        """How much of what is essential to some roles someone who does others has met, as `match.shares` has it."""
        weights = self.efforts.weights[list(ends)]
        met = self.covered[list(starts)][:, self.efforts.top]
        share: Matrix = (met @ weights.T).toarray() / self.efforts.whole[list(ends)]
        return share

    def save(self, path: Path) -> None:
        """Write the arrays into a file of NumPy's, with what is usual among moves."""
        import numpy as np

        replace(self.efforts, usual=np.array(self.calibration.numbers)).save(path)


class Calibration(NamedTuple):
    """What is usual between roles of one group: the measure of what is near enough.

    `hours` and `coverage` are the mean and one standard deviation of each, less for coverage and more for hours, over
    `pairs` ordered pairs; `grouped` tells whether these are of the graph's own groups, or else a role and the few from
    which it is reached most easily. `jump` is the usual jump in seniority levels, at least 1; None where none are
    known.
    `way_in` is the most hours that the easiest move into any role takes, so that with moves of so many hours no role is
    cut off; of more than `MANY` roles it is not known, and 0.
    """

    hours: float
    way_in: float
    coverage: tuple[float, float]
    jump: int | None
    pairs: int
    grouped: bool

    @property
    def basis(self) -> str:
        """Where the numbers are from, in words."""
        where = "inside the groups of this graph" if self.grouped else f"to each role from the {_NEIGHBOURS} nearest"
        return f"{self.pairs:,} moves {where}"

    @property
    def numbers(self) -> tuple[float, ...]:
        """All of it as numbers, from which `of` makes it again."""
        return (self.hours, self.way_in, *self.coverage, self.jump or 0, self.pairs, self.grouped)

    @staticmethod
    def of(numbers: Sequence[float]) -> Calibration:
        """The calibration that gave these numbers."""
        hours, way_in, mean, low, jump, pairs, grouped = numbers
        return Calibration(hours, way_in, (mean, low), int(jump) or None, int(pairs), bool(grouped))


def calibrate(moves: MoveEfforts) -> Calibration:
    """What is usual between the roles of one group, by the groups of two or more roles that the graph itself has.

    Notes
    -----
    Where it has none, each role is taken with the few from which it is reached in the fewest hours. Roles of which
    nothing is known to be essential are left out. Takes time in proportion to the pairs inside groups.
    """
    import numpy as np

    efforts = moves.efforts
    known = np.diff(efforts.wanted.indptr) > 0
    inside = [_Pairs.between(moves, columns(efforts.groups, group), known) for group in range(efforts.groups.shape[0])]
    inside = [one for one in inside if len(one.hours)]
    found = _Pairs(*map(np.concatenate, zip(*inside, strict=True))) if inside else _Pairs.nearest(moves, known)
    if not len(found.hours):
        return Calibration(float("inf"), 0.0, (1.0, 1.0), None, 0, grouped=False)
    share = float(found.coverage.mean())
    jumps = np.abs(found.jump[~np.isnan(found.jump)])
    return Calibration(
        hours=float(found.hours.mean() + found.hours.std()),
        way_in=_hardest_way_in(moves),
        coverage=(share, max(0.0, share - float(found.coverage.std()))),
        jump=max(1, round(float(jumps.mean() + jumps.std()))) if len(jumps) else None,
        pairs=len(found.hours),
        grouped=bool(inside),
    )


def _hardest_way_in(moves: MoveEfforts) -> float:
    import numpy as np

    if not 1 < len(moves.efforts.roles) <= MANY:
        return 0.0
    easiest = moves.hours.min(axis=0)
    return float(easiest[np.isfinite(easiest)].max(initial=0.0))


class _Pairs(NamedTuple):
    """Hours, coverage and jump in seniority levels (NaN where unknown) of ordered pairs of different roles."""

    hours: Vector
    coverage: Vector
    jump: Vector

    @staticmethod
    def between(moves: MoveEfforts, members: Vector, known: Vector) -> _Pairs:
        import numpy as np

        rows = members[known[members]].tolist()
        apart = ~np.eye(len(rows), dtype=bool)
        return _Pairs(
            moves.between(rows, rows)[apart],
            moves.coverage(rows, rows)[apart],
            _jumps(moves.efforts, rows)[apart],
        )

    @staticmethod
    def nearest(moves: MoveEfforts, known: Vector) -> _Pairs:
        import numpy as np

        rows = np.flatnonzero(known).tolist()
        hours = moves.between(rows, rows)
        np.fill_diagonal(hours, np.inf)
        first = np.argsort(hours, axis=0, kind="stable")[: max(0, min(_NEIGHBOURS, len(rows) - 1))]
        ends = np.arange(len(rows))
        share, jumps = moves.coverage(rows, rows), _jumps(moves.efforts, rows)
        return _Pairs(hours[first, ends].ravel(), share[first, ends].ravel(), jumps[first, ends].ravel())


def _jumps(efforts: EffortMatrix, rows: Sequence[int]) -> Matrix:
    import numpy as np

    ranks = np.where(efforts.rank > 0, efforts.rank, np.nan)[list(rows)]
    jumps: Matrix = ranks[None, :] - ranks[:, None]
    return jumps
