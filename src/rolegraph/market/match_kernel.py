"""How many people stand to all roles at once: sparse products on whole numbers, which say what coverage and gap say.

The arrays are made of the effort matrix and can be sent to other machines: nothing in them needs the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts import arrays
from rolegraph.facts.labels import node
from rolegraph.market.acceptance import credentials, estimated_requirements, requirement_ids, requirement_labels
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.model.nodes import Level
from rolegraph.planning.problem import PREREQUISITE_LEVEL
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.facts.arrays import Matrix, Sparse, Vector

_LEVELS = len(Level)


class Holdings(NamedTuple):
    """What some people have: one place each for person, capability and level; persons are meant by number."""

    size: int
    people: Vector
    places: Vector
    levels: Vector


class Standings(NamedTuple):
    """How people stand to roles, a pair at each place: how many essential requirements are met, and how many too low.

    Besides, for each of these requirements the `pair` it is about, and its number in `requirement`, those first that
    set a role apart most; whether it is `lacking`, which means that nothing accepted is held, or `low`.
    """

    met: Vector
    too_low: Vector
    pair: Vector
    requirement: Vector
    lacking: Vector
    low: Vector

    @property
    def unmet(self) -> Vector:
        """For each pair how many essential requirements are not met."""
        import numpy as np

        return np.bincount(self.pair[self.lacking | self.low], minlength=len(self.met))


class Covered(NamedTuple):
    """What some people hold, also by implication, and the columns of the effort matrix that are met by it."""

    known: Sparse  # (people, capabilities): 1
    met: Sparse  # (people, columns): 1
    is_met: Matrix  # the same, not sparse


@dataclass(frozen=True)
class MatchArrays:
    """All that matching needs of a graph, for some of its roles. A row is a role's place in these arrays."""

    roles: pa.StringArray  # IRIs
    role_labels: pa.StringArray
    requirement_ids: pa.StringArray
    requirement_labels: pa.StringArray
    labels_with_levels: pa.StringArray  # of requirements, each with the level that it asks for
    credential: Vector  # for each requirement whether only a degree or certification meets it
    estimated: Vector  # for each role whether what is essential to it is estimated
    essential: Sparse  # (roles, requirements), in each row those first that set a role apart most
    final: Vector  # for each requirement the column that is met when it is
    first: Vector  # for each requirement the column that is met when anything accepted is held
    prerequisites: Sparse  # (capabilities, capabilities)
    covers: Sparse  # (capabilities x levels, columns): 1 for what a capability at a level meets
    parts: Sparse  # (columns, requirements): how much of a requirement a column is; more than all for its last one
    weights: Sparse  # (requirements, roles): of the whole score
    tool_weights: Sparse  # (capabilities, roles): of the whole score

    def covered(self, held: Holdings) -> Covered:
        """What is met by what people hold: `mobility.coverage.coverage` of many."""
        known = self._known(held)
        at_levels = _like(known, known.indices * _LEVELS + known.data - 1, self.covers.shape[0])
        met = _ones(at_levels @ self.covers)
        return Covered(_ones(known), met, met.astype(bool).toarray())

    def _known(self, held: Holdings) -> Sparse:
        """Shape (people, capabilities): the highest level at which each is held, or implied by what is."""
        import numpy as np
        from scipy.sparse import csr_array

        order = np.lexsort((held.levels, held.places, held.people))
        people, places, levels = (part[order] for part in held[1:])
        last = np.append((np.diff(people) != 0) | (np.diff(places) != 0), True)[: len(people)]
        bounds = np.searchsorted(people[last], np.arange(held.size + 1))
        shape = (held.size, self.prerequisites.shape[0])
        stated: Sparse = csr_array((levels[last].astype(np.int32), places[last], bounds), shape=shape)
        implying = arrays.chosen(stated, stated.data >= PREREQUISITE_LEVEL)
        implied = _ones(implying @ self.prerequisites) * np.int32(PREREQUISITE_LEVEL)
        known: Sparse = stated.maximum(implied).tocsr().astype(np.int32)
        return known

    def scores(self, covered: Covered) -> Matrix:
        """Shape (people, roles): `mobility.match.weighted_shares` of many."""
        import numpy as np

        shares = covered.met @ self.parts
        shares.data = np.clip(shares.data, 0.0, 1.0)
        found: Matrix = (shares @ self.weights + covered.known @ self.tool_weights).toarray()
        return found

    def standings(self, covered: Covered, people: Vector, rows: Vector) -> Standings:
        """How some people stand to some roles, pair by pair: what `planning.gap.find_gap` says of what is essential."""
        import numpy as np

        starts, counts = self.essential.indptr[rows], np.diff(self.essential.indptr)[rows]
        pair = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(pair)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        requirement = self.essential.indices[place]
        person = people[pair]
        met = covered.is_met[person, self.final[requirement]]
        low = ~met & covered.is_met[person, self.first[requirement]]
        all_met, too_low = (np.bincount(pair[which], minlength=len(rows)) for which in (met, low))
        return Standings(all_met, too_low, pair, requirement, ~met & ~low, low)


def match_arrays(dataset: Dataset, efforts: EffortMatrix, rows: Sequence[int]) -> MatchArrays:
    """The arrays of some roles of a graph."""
    import numpy as np
    import pyarrow as pa

    estimates = estimated_requirements(dataset, efforts)
    full = 1.0 / efforts.full_weight[:, None]
    weights, tools = (part.multiply(full).tocsr()[rows].T.tocsr() for part in (efforts.weights, efforts.tool_weights))
    iris = [efforts.roles[row] for row in rows]
    labels = requirement_labels(dataset, efforts)
    levels = [f" ({Level(level)})" if level else "" for level in efforts.requirement_level.tolist()]
    return MatchArrays(
        roles=pa.array(iris, pa.string()),
        role_labels=pa.array([node(dataset, iri).label for iri in iris], pa.string()),
        requirement_ids=pa.array(requirement_ids(efforts), pa.string()),
        requirement_labels=pa.array(labels, pa.string()),
        labels_with_levels=pa.array(map(str.__add__, labels, levels), pa.string()),
        credential=credentials(efforts),
        estimated=np.array([row in estimates for row in rows], dtype=bool),
        essential=_most_distinctive_first(efforts.essential[rows], efforts.distinctiveness),
        final=efforts.final_column,
        first=efforts.first_column[efforts.target[efforts.final_column]],
        prerequisites=efforts.prerequisites.astype(np.int32),
        covers=_covers(efforts.meets),
        parts=_parts(efforts),
        weights=weights,
        tool_weights=tools,
    )


def _most_distinctive_first(essential: Sparse, distinctiveness: Vector) -> Sparse:
    import numpy as np
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(essential.shape[0]), np.diff(essential.indptr))
    order = np.lexsort((essential.indices, -distinctiveness[essential.indices], rows))
    return csr_array((essential.data, essential.indices[order], essential.indptr), shape=essential.shape)


def _covers(meets: Sparse) -> Sparse:
    import numpy as np
    from scipy.sparse import coo_array

    cells = meets.tocoo()
    parts = [
        (cells.row[held] * _LEVELS + level - 1, cells.col[held]) for level in Level for held in [cells.data <= level]
    ]
    rows, columns = (np.concatenate(part) for part in zip(*parts, strict=True))
    shape = (meets.shape[0] * _LEVELS, meets.shape[1])
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _parts(efforts: EffortMatrix) -> Sparse:
    """See `mobility.match.met_shares`: the hours of a column as a part of all up to the last one of a requirement."""

    def cells() -> list[tuple[int, int, float]]:
        found = []
        ends = efforts.final_column.tolist()
        for number, (start, end) in enumerate(
            zip(efforts.first_column[efforts.target[efforts.final_column]].tolist(), ends, strict=True)
        ):
            whole = float(efforts.hours[start : end + 1].sum())
            found += [
                (column, number, float(efforts.hours[column]) / whole) for column in range(start, end) if whole > 0
            ]
            found.append((end, number, 2.0))
        return found

    return arrays.sparse(cells(), (len(efforts.hours), len(efforts.final_column)), "float64")


def _ones(matrix: Sparse) -> Sparse:
    import numpy as np

    return _like(matrix, matrix.indices, matrix.shape[1], np.ones(len(matrix.indices)))


def _like(matrix: Sparse, columns: Vector, width: int, data: Vector | None = None) -> Sparse:
    """A matrix with as much in each row as another, in other columns."""
    import numpy as np
    from scipy.sparse import csr_array

    values = np.ones(len(columns)) if data is None else data
    return csr_array((values, columns, matrix.indptr), shape=(matrix.shape[0], width))
