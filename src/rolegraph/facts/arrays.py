"""Arrays on disk: vectors, sparse matrices and lists of texts by name, in one uncompressed file of NumPy's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Value = np.ndarray[Any, Any] | csr_array[Any] | tuple[str, ...]

_PARTS: Final = ("data", "indices", "indptr", "shape")
_TEXTS: Final = "texts"


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
