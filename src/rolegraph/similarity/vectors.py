"""One facet of roles as vectors, and how alike two of them are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Places = np.ndarray[Any, np.dtype[np.intp]]
    Truths = np.ndarray[Any, np.dtype[np.bool_]]
    Sparse = csr_array[np.float64]


By = Literal["shared", "vectors", "both", "distance"]


@dataclass(frozen=True)
class Facet:
    """One thing that a graph says of roles, such as their tools, for all roles at once.

    Parameters
    ----------
    name
        A key of `weights.WEIGHTS`.
    terms
        What the columns of `shared` stand for: IRIs of nodes, or words.
    shared
        Shape (roles, terms): how much each role has of each term, rows of length 1 or empty. From it an explanation
        takes what two roles share most.
    vectors
        Shape (roles, dimensions): the rows that are compared, where that is not `shared` alone; zeros for a role of
        which nothing is known.
    by
        How: `shared` and `vectors` by the cosine of the one or the other, `both` by the mean of the cosine
        of `vectors` and the root of that of `shared`, and `distance` by exp(-d / m), where d is the Euclidean distance
        of two rows and m the root of the mean square of all such distances.
    """

    name: str
    terms: tuple[str, ...]
    shared: Sparse
    vectors: Floats | None = None
    by: By = "shared"

    def present(self) -> Truths:
        """Of which roles anything is known. Shape (roles,)."""
        import numpy as np

        if self.vectors is not None:
            return np.asarray(self.vectors.any(axis=1))
        return np.asarray(np.diff(self.shared.indptr) > 0)

    def likeness(self, places: Places) -> Floats:
        """Some roles against all: shape (places, roles), from 0 to 1; opposite counts as unlike."""
        import numpy as np

        if self.vectors is None:
            found = self._in_shared(places)
        elif self.by == "distance":
            squares = (self.vectors**2).sum(axis=1)
            apart = squares[places][:, None] + squares[None, :] - 2 * self.vectors[places] @ self.vectors.T
            found = np.exp(-np.sqrt(np.clip(apart, 0.0, None)) / self.scale)
        else:
            found = self.vectors[places] @ self.vectors.T
            if self.by == "both":
                found = (np.clip(found, 0.0, 1.0) + np.sqrt(np.clip(self._in_shared(places), 0.0, 1.0))) / 2
        return np.asarray(np.clip(found, 0.0, 1.0))

    def _in_shared(self, places: Places) -> Floats:
        import numpy as np

        return np.asarray(self.shared @ np.asarray(self.shared[places].toarray()).T).T

    @cached_property
    def scale(self) -> float:
        """The root of the mean square of the distances between the rows of roles of which something is known."""
        import numpy as np

        if self.vectors is None:
            return 1.0
        known = self.vectors[self.present()]
        return float(np.sqrt(2 * known.var(axis=0).sum())) or 1.0

    def most_shared(self, one: int, other: int, limit: int) -> tuple[str, ...]:
        """The terms that two roles have most of in common, the most telling first; equals by their names."""
        import numpy as np

        first = dict(zip(*_row(self.shared, one), strict=True))
        found = sorted(
            ((-weight * first[term], self.terms[term]) for term, weight in zip(*_row(self.shared, other), strict=True)
             if term in first),
        )  # fmt: skip
        return tuple(term for weight, term in found[:limit] if term and not np.isclose(weight, 0.0))


def _row(matrix: Sparse, place: int) -> tuple[list[int], list[float]]:
    start, end = matrix.indptr[place], matrix.indptr[place + 1]
    return matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()


def table_of(cells: Sequence[tuple[int, int, float]], rows: int, columns: int) -> Sparse:
    """A sparse matrix of cells, given as row, column and value."""
    import numpy as np
    from scipy.sparse import coo_array

    values = np.array(cells, dtype=np.float64).reshape(-1, 3)
    places = (values[:, 0].astype(np.intp), values[:, 1].astype(np.intp))
    return coo_array((values[:, 2], places), shape=(rows, columns)).tocsr()


def normalised(matrix: Sparse) -> Sparse:
    """The same with rows of length 1; empty rows stay empty."""
    import numpy as np
    from scipy.sparse import csr_array

    matrix = csr_array(matrix)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    lengths = np.sqrt(np.asarray((matrix**2).sum(axis=1), dtype=np.float64))
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    matrix.data = matrix.data * np.repeat(scale, np.diff(matrix.indptr))
    return matrix


def normalised_rows(rows: Floats) -> Floats:
    """Dense rows scaled to length 1; those of zeros stay so."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12))


def telling_weights(frequencies: Floats, roles: int) -> Floats:
    """How telling it is to share something that so many roles have: 1 + log of the inverse of its smoothed frequency.

    Never below 1: what all roles have in common still counts (Sparck Jones 1972; smoothed as scikit-learn does).
    """
    import numpy as np

    return np.asarray(np.log((1.0 + roles) / (1.0 + frequencies)) + 1.0)
