"""The arrays of reach: what roles ask for, the columns that have to be learned for it, and what covers a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.facts import arrays
from rolegraph.facts.arrays import chosen
from rolegraph.model.nodes import Kind, Node

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector


PREFERRED, ESSENTIAL = 1, 2
ANY_OF, EXAMPLE = 1, 2


@dataclass(frozen=True)
class EffortMatrix:
    """Everything that reach is computed from.

    Parameters
    ----------
    roles, capabilities
        IRIs, in the order of rows and columns.
    labels, kinds
        Label and kind of both, roles first; "" where the graph has to be asked.
    hours_of
        For each capability the hours to working level; 0 where it is not learned by doing.
    close
        Shape (capabilities, capabilities): the strength of closeness.
    hours, level, need
        For each column its hours, its level, and the need that it is a part of. Columns of a need stand together, and
        needs that come before others have lower numbers.
    meets
        Shape (capabilities, columns): the level from which on holding a capability covers a column.
    before
        Shape (capabilities, capabilities): 1 for all that comes before a capability, however many steps.
    alternatives
        Shape (capabilities, needs): one more than the row of `own_before` for each alternative of a need.
    own_before
        Shape (alternatives, columns): prerequisites that only one of the alternatives of a need has.
    related
        For each need whether a degree in a related field meets it.
    demands
        Shape (demands, capabilities): `ANY_OF` for those of which any is enough, `EXAMPLE` for examples.
    demand_level, demand_related
        For each demand its level, 0 for none, and whether a related field will do.
    top
        For each demand the column that is covered when the demand is met.
    asks
        Shape (roles, demands): `ESSENTIAL` or `PREFERRED`.
    spans
        Shape (demands, columns): 1 for all that has to be learned for a demand.
    uses
        Shape (roles, capabilities): the level at which someone in a role holds the tools it uses.
    rank
        For each role how far up it stands, from 1; 0 where that is not known.
    by_seniority
        One value: whether seniority levels are seniorities, or else how much preparation a role takes.
    groups
        Shape (groups, roles): 1 for each role that a group of this graph directly holds.
    usual
        The calibration in numbers, once it is computed.
    """

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    hours_of: Vector
    close: Sparse
    hours: Vector
    level: Vector
    need: Vector
    meets: Sparse
    before: Sparse
    alternatives: Sparse
    own_before: Sparse
    related: Vector
    demands: Sparse
    demand_level: Vector
    demand_related: Vector
    top: Vector
    asks: Sparse
    spans: Sparse
    uses: Sparse
    rank: Vector
    by_seniority: Vector
    groups: Sparse
    usual: Vector

    def nodes(self) -> Iterator[Node]:
        """Roles and capabilities of which kind and label are known."""
        for iri, kind, label in zip((*self.roles, *self.capabilities), self.kinds, self.labels, strict=True):
            if kind:
                yield Node(iri, Kind(kind), label)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each role."""
        return {iri: row for row, iri in enumerate(self.roles)}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each capability."""
        return {iri: place for place, iri in enumerate(self.capabilities)}

    @cached_property
    def owner(self) -> Vector:
        """For each row of `own_before` the capability that it is about."""
        import numpy as np

        owner = np.empty(self.alternatives.nnz, dtype=int)
        owner[self.alternatives.data - 1] = np.repeat(
            np.arange(len(self.capabilities)), np.diff(self.alternatives.indptr)
        )
        return owner

    @cached_property
    def first(self) -> Vector:
        """For each need its first column, and after the last the number of columns."""
        import numpy as np

        return np.searchsorted(self.need, np.arange(len(self.related) + 1))

    @cached_property
    def essential(self) -> Sparse:
        """Shape (roles, demands): 1 for what is essential."""
        return chosen(self.asks, self.asks.data == ESSENTIAL)

    @cached_property
    def wanted(self) -> Sparse:
        """Shape (roles, columns): 1 for all that has to be learned for what is essential to a role."""
        return needed(self)

    @cached_property
    def weights(self) -> Sparse:
        """Shape (roles, demands): for what is essential to a role, how telling it is."""
        return self.essential.multiply(self.distinctiveness).tocsr()

    @cached_property
    def whole(self) -> Vector:
        """For each role what a full score weighs: what is essential to it, and the median role's worth besides.

        Without the latter a role that asks for one common thing would come before all others for whoever has it.
        """
        import numpy as np

        total = np.asarray(self.weights.sum(axis=1)).ravel()
        return total + (np.median(total[total > 0]) if total.any() else 1.0)

    @cached_property
    def distinctiveness(self) -> Vector:
        """For each demand how telling it is: the logarithm of one plus all roles over those that share its need.

        Never 0, so that nothing is too common to count; K. Sparck Jones, "A statistical interpretation of term
        specificity", Journal of Documentation 28, 1972.
        """
        import numpy as np

        needs = self.need[self.top]
        sharing = np.bincount(needs[self.asks.indices], minlength=len(self.related))
        return np.log1p(len(self.roles) / np.maximum(sharing[needs], 1))

    def save(self, path: Path) -> None:
        """Write the arrays into a file of NumPy's."""
        arrays.save(path, **{part.name: getattr(self, part.name) for part in fields(self)})

    @staticmethod
    def load(path: Path) -> EffortMatrix:
        """Read arrays that `save` wrote."""
        return EffortMatrix(**arrays.load(path))


def needed(efforts: EffortMatrix, which: Vector | None = None) -> Sparse:
    """Shape (roles, columns): 1 for what has to be learned for what is essential to a role, or for some of it."""
    demands = efforts.essential if which is None else efforts.essential.multiply(which.astype("float64"))
    found: Sparse = (demands @ efforts.spans).tocsr()
    found.data = (found.data > 0).astype("float64")
    return found
