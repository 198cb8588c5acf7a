"""Sparse matrices made of entries and read by rows, and arrays on disk.

A file has vectors, sparse matrices and lists of texts by name, as NumPy writes them, uncompressed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
    Sparse = csr_array[Any]
    Vector = np.ndarray[tuple[int], np.dtype[Any]]
    Value = np.ndarray[Any, Any] | csr_array[Any] | tuple[str, ...]

_PARTS: Final = ("data", "indices", "indptr", "shape")
_TEXTS: Final = "texts"


def sparse(entries: Iterable[tuple[int, int, float]], shape: tuple[int, int], dtype: Any) -> Sparse:
    """A matrix of (row, column, value) entries; those of one place are added up."""
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


def columns(matrix: Sparse, row: int) -> Vector:
    """The columns of what is stored in a row."""
    found: Vector = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
    return found


def entries(matrix: Sparse, row: int) -> list[tuple[int, Any]]:
    """What is stored in a row, as column and value."""
    values = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
    return list(zip(columns(matrix, row).tolist(), values.tolist(), strict=True))


def save(path: Path, **values: Value) -> None:
    """Write named values into a file, which is replaced if it exists.

    Parameters
    ----------
    path
        The file; its name needs no particular ending.
    **values
        NumPy arrays, sparse matrices by rows, and tuples of texts. Names have no colon in them.
    """
    import numpy as np

    parts: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            parts[f"{name}:{_TEXTS}"] = np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)
        elif isinstance(value, np.ndarray):
            parts[name] = value
        else:
            parts.update({f"{name}:{part}": getattr(value, part) for part in _PARTS})
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **parts)


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote: the same values under the same names.

    Raises
    ------
    OSError, ValueError
        When the file cannot be read, or `save` did not write it.
    """
    import numpy as np
    from scipy.sparse import csr_array

    values: dict[str, Any] = {}
    with np.load(path, allow_pickle=False) as parts:
        for key in parts.files:
            name, _, part = key.partition(":")
            if not part:
                values[name] = parts[key]
            elif part == _TEXTS:
                values[name] = tuple(json.loads(parts[key].tobytes()))
            elif part == "data":
                data, indices, indptr, shape = (parts[f"{name}:{one}"] for one in _PARTS)
                values[name] = csr_array((data, indices, indptr), shape=tuple(shape.tolist()))
    return values
