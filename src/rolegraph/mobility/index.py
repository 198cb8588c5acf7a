"""A similarity as one file of NumPy's, so that asking a built graph reads no texts and imports no scikit-learn.

The similarity of a graph's roles, computed from its statements.

What questions about all roles are asked of: a dataset, with what is computed from it for all roles at once.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.facts import labels
from rolegraph.facts.cache import keep, kept_file
from rolegraph.mobility.facets import facets_of, requirements, tools
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.mobility.similarity import Similarity, thresholds
from rolegraph.mobility.vectors import By, Facet
from rolegraph.model.moves import Thresholds
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, SKOS

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
    from rolegraph.mobility.efforts import EffortMatrix
    from rolegraph.mobility.similarity import Similarity


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


_UNKNOWN: Final = Thresholds(1.0, 1.0, "")


def similarity(dataset: Dataset) -> Similarity:
    """All that is needed to say how alike the roles of a dataset are.

    Notes
    -----
    Takes time in proportion to statements, and to latent semantic analysis of the texts: for O*NET's thousand
    occupations some seconds. Built graphs keep the result; see `columns`.
    """
    roles = tuple(sorted(dataset.subjects(RDF + "type", Kind.ROLE.class_iri)))
    asked, used = requirements(dataset), tools(dataset)
    users = Counter(one for role in roles for one in {*asked.get(role, ()), *used.get(role, ())})
    capabilities = tuple(sorted(users))
    frequencies = tuple(users[one] for one in capabilities)
    found = Similarity(
        roles,
        facets_of(dataset, roles, asked, used),
        _UNKNOWN,
        capabilities,
        frequencies,
        partial(labels.node, dataset),
    )
    return replace(found, thresholds=thresholds(found.among, list(_groups(dataset, found.places)), len(roles)))


def _groups(dataset: Dataset, places: dict[str, int]) -> Iterable[list[int]]:
    """The places of the roles that are filed under the same group or role."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for role, broader in dataset.pairs(SKOS + "broader"):
        if role in places:
            members[broader].append(places[role])
    return members.values()


_EFFORTS: Final = "reach.npz"
_SIMILARITY: Final = "similarity.npz"

_REMEMBERED: Final = 3_000_000  # statements, of which the links are held in memory while columns are computed


class MobilityIndex(NamedTuple):
    """A dataset, how far it is to each role, and how similar roles are; all of the same statements."""

    dataset: Dataset
    move_efforts: MoveEfforts
    similarity: Similarity

    @property
    def efforts(self) -> EffortMatrix:
        """What each role asks for, as arrays."""
        return self.move_efforts.efforts


def moves_of(dataset: Dataset) -> MoveEfforts:
    """How far it is to each role, as arrays: from the columns of a graph, or else from its triples, and then kept."""
    from rolegraph.mobility.effort_columns import effort_matrix
    from rolegraph.mobility.efforts import EffortMatrix

    if (path := kept_file(dataset, _EFFORTS)) is not None:
        efforts = EffortMatrix.load(path)
        labels.remember(dataset, efforts.nodes())
        return MoveEfforts(efforts)
    with _remembering(dataset):
        efforts = effort_matrix(dataset)
    moves = MoveEfforts(efforts)
    keep(dataset, _EFFORTS, moves.save)
    return moves


def similarity_of(dataset: Dataset) -> Similarity:
    """How alike the roles of a graph are: from its columns, or else from its triples, and then kept."""
    if (path := kept_file(dataset, _SIMILARITY)) is not None:
        return load(path, partial(labels.node, dataset))

    with _remembering(dataset):
        found = similarity(dataset)
    keep(dataset, _SIMILARITY, partial(save, found))
    return found


def has_index(dataset: Dataset) -> bool:
    """Whether what is true of all roles has been computed and kept, so that asking for it takes no time."""
    return all(kept_file(dataset, name) is not None for name in (_EFFORTS, _SIMILARITY))


@contextlib.contextmanager
def _remembering(dataset: Dataset) -> Iterator[None]:
    """Several columns are computed from the same predicates, each of which takes the engine long to hand over."""
    dataset.cache.remembers = dataset.size() <= _REMEMBERED
    try:
        yield
    finally:
        dataset.cache.remembers = False
