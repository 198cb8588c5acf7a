"""Roles against capabilities as a sparse matrix, for questions about all roles at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.facts import arrays
from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

# What a role has to do with a capability, as bits of one number.
REQUIRES, ACCEPTS, PREFERS, USES = 1, 2, 4, 8
_BITS: Final = {RG + "requires": REQUIRES, RG + "accepts": ACCEPTS, RG + "prefers": PREFERS, RG + "usesTool": USES}


@dataclass(frozen=True)
class RoleMatrix:
    """Which roles require, accept, prefer or use which capabilities.

    Parameters
    ----------
    roles, capabilities
        IRIs, in the order of rows and columns.
    ties
        Shape (roles, capabilities); each stored value has the bits of `REQUIRES`, `ACCEPTS`, `PREFERS` and `USES`.
    """

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    ties: csr_array[np.uint8]

    def having(self, bits: int = REQUIRES | ACCEPTS | PREFERS | USES) -> csr_array[np.int32]:
        """1 where a role has any of these ties to a capability."""
        import numpy as np
        from scipy.sparse import csr_array

        ties = self.ties
        ones = (ties.data & bits != 0).astype(np.int32)
        found: csr_array[np.int32] = csr_array((ones, ties.indices, ties.indptr), shape=ties.shape, copy=True)
        found.eliminate_zeros()
        return found

    def pairs(self, bits: int) -> Iterator[tuple[str, str]]:
        """Roles with the capabilities to which they have any of these ties, in the order of both."""
        having = self.having(bits)
        for role, start, end in zip(self.roles, having.indptr, having.indptr[1:], strict=False):
            yield from ((role, self.capabilities[place]) for place in sorted(having.indices[start:end]))

    def shared(self, bits: int = REQUIRES | ACCEPTS | PREFERS | USES) -> csr_array[np.int32]:
        """All roles against all: how many capabilities each two have such a tie to. Shape (roles, roles), symmetric.

        Notes
        -----
        One sparse product. The diagonal has each role's own number.
        """
        having = self.having(bits)
        return having @ having.T

    def save(self, path: Path) -> None:
        """Write the matrix into a file of NumPy's, uncompressed."""
        arrays.save(path, roles=self.roles, capabilities=self.capabilities, ties=self.ties)

    @staticmethod
    def load(path: Path) -> RoleMatrix:
        """Read a matrix that `save` wrote."""
        return RoleMatrix(**arrays.load(path))


def role_matrix(dataset: Dataset) -> RoleMatrix:
    """The matrix of a dataset, computed from its statements; roles and capabilities in the order of their IRIs."""
    import numpy as np
    from scipy.sparse import coo_array

    pairs = {predicate: dataset.pairs(predicate) for predicate in _BITS}
    roles = sorted(
        {*dataset.subjects(RDF + "type", Kind.ROLE.class_iri), *(one for of in pairs.values() for one, _ in of)}
    )
    capabilities = sorted({other for of in pairs.values() for _, other in of})
    row, column = ({iri: place for place, iri in enumerate(iris)} for iris in (roles, capabilities))
    places = [(row[one], column[other], bit) for predicate, bit in _BITS.items() for one, other in pairs[predicate]]
    rows, columns, bits = np.array(places, dtype=np.int32).reshape(-1, 3).T
    # A pair is there once for each bit, and different bits add up to their union.
    ties = coo_array((bits.astype(np.uint8), (rows, columns)), shape=(len(roles), len(capabilities))).tocsr()
    return RoleMatrix(tuple(roles), tuple(capabilities), ties)
