"""A similarity as one file of NumPy's, so that asking a built graph reads no texts and imports no scikit-learn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolegraph.names import Node
from rolegraph.similarity.measure import Similarity
from rolegraph.similarity.tiers import Thresholds
from rolegraph.similarity.vectors import By, Facet

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


def save(similarity: Similarity, path: Path) -> None:
    """Write a similarity into a file, uncompressed; what names nodes is not kept."""
    import numpy as np

    said = {"facets": [(facet.name, facet.by) for facet in similarity.facets], "thresholds": similarity.thresholds}
    parts: dict[str, Array] = {
        "said": _packed([json.dumps(said)]),
        "roles": _packed(similarity.roles),
        "capabilities": _packed(similarity.capabilities),
        "frequencies": np.array(similarity.frequencies, dtype=np.int64),
    }
    for facet in similarity.facets:
        parts[f"{facet.name}.terms"] = _packed(facet.terms)
        for name in ("data", "indices", "indptr"):
            parts[f"{facet.name}.{name}"] = getattr(facet.shared, name)
        if facet.vectors is not None:
            parts[f"{facet.name}.vectors"] = facet.vectors
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **parts)


def load(path: Path, naming: Callable[[str], Node] | None = None) -> Similarity:
    """Read a similarity that `save` wrote."""
    import numpy as np

    with np.load(path, allow_pickle=False) as parts:
        said = json.loads(_unpacked(parts["said"])[0])
        roles = _unpacked(parts["roles"])
        facets = tuple(_facet(parts, name, by, len(roles)) for name, by in said["facets"])
        frequencies = tuple(map(int, parts["frequencies"]))
        capabilities = _unpacked(parts["capabilities"])
    return Similarity(roles, facets, Thresholds(*said["thresholds"]), capabilities, frequencies, naming)


def _facet(parts: Any, name: str, by: By, roles: int) -> Facet:
    from scipy.sparse import csr_array

    terms = _unpacked(parts[f"{name}.terms"])
    kept = tuple(parts[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    shared = csr_array(kept, shape=(roles, len(terms)))
    return Facet(name, terms, shared, parts.get(f"{name}.vectors"), by)


def _packed(texts: Iterable[str]) -> Array:
    import numpy as np

    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpacked(array: Array) -> tuple[str, ...]:
    text = array.tobytes().decode()
    return tuple(text.split("\n")) if text else ()
