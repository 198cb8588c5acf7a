"""Sparse matrices as reach uses them: made of entries, read by rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
    Sparse = csr_array[Any]
    Vector = np.ndarray[tuple[int], np.dtype[Any]]


def sparse(entries: Iterable[tuple[int, int, float]], shape: tuple[int, int], dtype: Any) -> Sparse:
    """A matrix of (row, column, value) entries, none of which is there twice."""
    import numpy as np
    from scipy.sparse import coo_array

    rows, columns, values = np.array(list(entries), dtype=float).reshape(-1, 3).T
    found = coo_array((values.astype(dtype), (rows.astype(np.int32), columns.astype(np.int32))), shape=shape).tocsr()
    found.sort_indices()
    return found


def chosen(matrix: Sparse, which: Any) -> Sparse:
    """1 where a stored value is chosen, nothing elsewhere."""
    from scipy.sparse import csr_array

    found: Sparse = csr_array((which.astype("float64"), matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
    found.eliminate_zeros()
    return found


def row(matrix: Sparse, number: int) -> list[tuple[int, Any]]:
    """What is stored in a row, as column and value."""
    start, end = matrix.indptr[number : number + 2]
    return list(zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True))


def columns(matrix: Sparse, number: int) -> Vector:
    """The columns of what is stored in a row."""
    found: Vector = matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]]
    return found
