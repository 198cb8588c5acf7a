"""Roles against capabilities as a sparse matrix; sparse matrices made of entries and read by rows; arrays on disk."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
    Sparse = csr_array[Any]
    Vector = np.ndarray[tuple[int], np.dtype[Any]]
    Value = np.ndarray[Any, Any] | csr_array[Any] | tuple[str, ...]

_PARTS: Final = ("data", "indices", "indptr", "shape")
_TEXTS: Final = "texts"

# What a role has to do with a capability, as bits of one number.
REQUIRES, ACCEPTS, PREFERS, USES = 1, 2, 4, 8
_BITS: Final = {RG + "requires": REQUIRES, RG + "accepts": ACCEPTS, RG + "prefers": PREFERS, RG + "usesTool": USES}


def sparse(entries: Iterable[tuple[int, int, float]], shape: tuple[int, int], dtype: Any) -> Sparse:
    """A matrix of (row, column, value) entries; those of one place are added up."""
    import numpy as np
    from scipy.sparse import coo_array

    rows, columns, values = np.array(list(entries), dtype=float).reshape(-1, 3).T
    found = coo_array((values.astype(dtype), (rows.astype(np.int32), columns.astype(np.int32))), shape=shape).tocsr()
    found.sort_indices()
    return found


def chosen(matrix: Sparse, which: Any, dtype: str = "float64") -> Sparse:
    """1 where a stored value is chosen, nothing elsewhere."""
    from scipy.sparse import csr_array

    found: Sparse = csr_array((which.astype(dtype), matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
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
    """Write arrays, sparse matrices by rows and tuples of texts, by name, into a file as NumPy does.

    All is packed in the quickest way, which NumPy does not offer. Names have no colon in them.
    """
    import numpy as np

    parts: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            parts[f"{name}:{_TEXTS}"] = np.frombuffer(zlib.compress(json.dumps(value).encode(), 1), dtype=np.uint8)
        elif isinstance(value, np.ndarray):
            parts[name] = value
        else:
            parts.update({f"{name}:{part}": getattr(value, part) for part in _PARTS})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            with file.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asanyarray(part), allow_pickle=False)


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote; OSError or ValueError where it cannot be read, or is of another kind."""
    import numpy as np
    from scipy.sparse import csr_array

    values: dict[str, Any] = {}
    try:
        with np.load(path, allow_pickle=False) as parts:
            for key in parts.files:
                name, _, part = key.partition(":")
                if not part:
                    values[name] = parts[key]
                elif part == _TEXTS:
                    values[name] = tuple(json.loads(zlib.decompress(parts[key].tobytes())))
                elif part == "data":
                    data, indices, indptr, shape = (parts[f"{name}:{part}"] for part in _PARTS)
                    values[name] = csr_array((data, indices, indptr), shape=tuple(shape.tolist()))
    except (zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"is damaged: {error}") from None
    return values


@dataclass(frozen=True)
class RoleMatrix:
    """Which roles require, accept, prefer or use which capabilities, for questions about all roles at once.

    Roles are rows and capabilities columns of `ties`, by IRI; each stored value has the bits of `REQUIRES`, `ACCEPTS`,
    `PREFERS` and `USES`.
    """

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    ties: csr_array[np.uint8]

    def having(self, bits: int = REQUIRES | ACCEPTS | PREFERS | USES) -> csr_array[np.int32]:
        """1 where a role has any of these ties to a capability."""
        return chosen(self.ties, self.ties.data & bits != 0, "int32")

    def pairs(self, bits: int) -> Iterator[tuple[str, str]]:
        """Roles with the capabilities to which they have any of these ties, in the order of both."""
        having = self.having(bits)
        for row, role in enumerate(self.roles):
            yield from ((role, self.capabilities[column]) for column in sorted(columns(having, row)))

    def shared(self, bits: int = REQUIRES | ACCEPTS | PREFERS | USES) -> csr_array[np.int32]:
        """How many capabilities each two roles have such a tie to; each role's own number is on the diagonal."""
        having = self.having(bits)
        return having @ having.T

    def save(self, path: Path) -> None:
        """Write the matrix into a file."""
        save(path, roles=self.roles, capabilities=self.capabilities, ties=self.ties)

    @staticmethod
    def load(path: Path) -> RoleMatrix:
        """Read a matrix that `save` wrote."""
        return RoleMatrix(**load(path))


def role_matrix(dataset: Dataset) -> RoleMatrix:
    """The matrix of a dataset, computed from its statements; roles and capabilities in the order of their IRIs."""
    ties = [(role, iri, bit) for predicate, bit in _BITS.items() for role, iri in dataset.pairs(predicate)]
    roles = sorted({*dataset.subjects(RDF + "type", Kind.ROLE.class_iri), *(role for role, _, _ in ties)})
    capabilities = sorted({iri for _, iri, _ in ties})
    row, column = ({iri: place for place, iri in enumerate(iris)} for iris in (roles, capabilities))
    # A pair is there once for each bit, and different bits add up to their union.
    places = ((row[role], column[iri], bit) for role, iri, bit in ties)
    matrix = sparse(places, (len(roles), len(capabilities)), "uint8")
    return RoleMatrix(tuple(roles), tuple(capabilities), matrix)
