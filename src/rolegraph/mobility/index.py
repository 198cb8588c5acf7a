"""A similarity as one file of NumPy's, so that asking a built graph reads no texts and imports no scikit-learn.

The similarity of a graph's roles, computed from its statements.

What questions about all roles are asked of: a dataset, with what is computed from it for all roles at once.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from rolegraph.facts import arrays, labels
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
    from rolegraph.mobility.efforts import EffortMatrix
    from rolegraph.mobility.similarity import Similarity


def save(similarity: Similarity, path: Path) -> None:
    """Write a similarity into a file; what names nodes is not kept."""
    import numpy as np

    close, related, basis = similarity.thresholds
    facets = {f"{facet.name} {part}": value for facet in similarity.facets for part, value in _kept(facet)}
    arrays.save(
        path,
        roles=similarity.roles,
        capabilities=similarity.capabilities,
        frequencies=np.array(similarity.frequencies, dtype=np.int64),
        thresholds=np.array([close, related]),
        basis=(basis,),
        facets=tuple(f"{facet.name} {facet.by}" for facet in similarity.facets),
        **facets,
    )


def _kept(facet: Facet) -> Iterator[tuple[str, arrays.Value]]:
    yield from (("terms", facet.terms), ("shared", facet.shared))
    if facet.vectors is not None:
        yield "vectors", facet.vectors


def load(path: Path, naming: Callable[[str], Node] | None = None) -> Similarity:
    """Read a similarity that `save` wrote."""
    found = arrays.load(path)
    names = [facet.split() for facet in found["facets"]]
    return Similarity(
        found["roles"],
        tuple(
            Facet(name, found[f"{name} terms"], found[f"{name} shared"], found.get(f"{name} vectors"), cast("By", by))
            for name, by in names
        ),
        Thresholds(*found["thresholds"].tolist(), *found["basis"]),
        found["capabilities"],
        tuple(found["frequencies"].tolist()),
        naming,
    )


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
