"""What is computed once for all roles of a graph: the effort matrix and the similarity, and where both are kept.

They are read from the columns that are kept for a graph where these are of its present statements; otherwise they are
computed from the statements, and then kept. For a graph that is built from a download, or merged, `write_index` does so
before anybody asks.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.facts import arrays, cache, labels
from rolegraph.facts.cache import in_language, keep, kept_file
from rolegraph.facts.joining import opened_to_index
from rolegraph.facts.posting_index import posting_index
from rolegraph.mobility.facets import facets_of
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.mobility.similarity import Facet, Similarity, calibrated_thresholds
from rolegraph.model.moves import Thresholds
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.joined import JoinedDataset
from rolegraph.rdf.vocabulary import RDF, SKOS

if TYPE_CHECKING:
    from rolegraph.mobility.efforts import EffortMatrix

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


def write_index(
    place: Path,
    progress: Callable[[int, int], object] = lambda _done, _parts: None,
    links: Mapping[str, list[tuple[str, str]]] | None = None,
) -> None:
    """Compute all that is kept of a built graph, which nobody may be writing to, and put it beside its statements.

    `progress` is called with how many parts there are already, and how many there will be. `links` are those of some
    predicates, by whoever has read them from the same statements.
    """
    parts = (moves_of, similarity_of)
    progress(0, len(parts) + 1)
    dataset = opened_to_index(place)
    stated = dataset.parts[0] if isinstance(dataset, JoinedDataset) else dataset
    stated.cache.links.update(links or {})
    with remembering(dataset):
        cache.write_index(place, dataset)
        posting_index(dataset)
        for number, part in enumerate(parts, start=1):
            progress(number, len(parts) + 1)
            part(dataset)
    progress(len(parts) + 1, len(parts) + 1)


def moves_of(dataset: Dataset) -> MoveEfforts:
    """How far it is to each role of a graph, as arrays."""
    from rolegraph.mobility.effort_columns import effort_matrix
    from rolegraph.mobility.efforts import EffortMatrix

    name = _name_of_efforts(dataset)
    if (path := kept_file(dataset, name)) is not None:
        efforts = EffortMatrix.load(path)
        labels.remember(dataset, efforts.nodes())
        return MoveEfforts(efforts)
    with remembering(dataset):
        moves = MoveEfforts(effort_matrix(dataset))
    keep(dataset, name, moves.save)
    return moves


def similarity_of(dataset: Dataset) -> Similarity:
    """How alike the roles of a graph are."""
    if (path := kept_file(dataset, _SIMILARITY)) is not None:
        return load_similarity(path, partial(labels.node, dataset))
    with remembering(dataset):
        found = similarity(dataset)
    keep(dataset, _SIMILARITY, partial(save_similarity, found))
    return found


def has_index(dataset: Dataset) -> bool:
    """Whether what is true of all roles has been computed and kept, so that asking for it takes no time."""
    return all(cache.is_kept(dataset, name) for name in (_name_of_efforts(dataset), _SIMILARITY))


def _name_of_efforts(dataset: Dataset) -> str:
    """What the efforts are kept as: labels, and others where hours are assumed or nothing estimated."""
    name = ("efforts" if dataset.estimates else "efforts-recorded") + ("-assumed" if dataset.assumes_hours else "")
    return in_language(dataset, f"{name}.npz")


@contextlib.contextmanager
def remembering(dataset: Dataset) -> Iterator[None]:
    """Several columns are computed from the same predicates, each of which takes the engine long to hand over."""
    before = dataset.cache.remembers
    dataset.cache.remembers = before or dataset.size() <= _REMEMBERED
    try:
        yield
    finally:
        dataset.cache.remembers = before


def similarity(dataset: Dataset) -> Similarity:
    """All that is needed to say how alike the roles of a dataset are, computed from its statements.

    Takes time in proportion to statements, and to latent semantic analysis of the texts: for O*NET's thousand
    occupations some seconds.
    """
    roles = tuple(sorted(dataset.subjects(RDF + "type", Kind.ROLE.class_iri)))
    found = Similarity(roles, facets_of(dataset, roles), Thresholds(1.0, 1.0, ""), partial(labels.node, dataset))
    members: defaultdict[str, list[int]] = defaultdict(list)  # of groups, or of broader roles
    for role, broader in dataset.pairs(SKOS + "broader"):
        if role in found.row_of:
            members[broader].append(found.row_of[role])
    return replace(found, thresholds=calibrated_thresholds(found.among, list(members.values()), len(roles)))


def save_similarity(similarity: Similarity, path: Path) -> None:
    """Write a similarity into a file; what names nodes is not kept."""
    import numpy as np

    close, related, basis = similarity.thresholds
    parts: dict[str, arrays.Value] = {}
    for facet in similarity.facets:
        parts |= {f"{facet.name} terms": facet.terms, f"{facet.name} shared": facet.shared.astype(np.float32)}
        if facet.vectors is not None:
            parts[f"{facet.name} vectors"] = facet.vectors.astype(np.float32)
    arrays.save(
        path,
        roles=similarity.roles,
        thresholds=np.array([close, related]),
        basis=(basis,),
        facets=tuple(f"{facet.name} {facet.by}" for facet in similarity.facets),
        **parts,
    )


def load_similarity(path: Path, naming: Callable[[str], Node]) -> Similarity:
    """Read a similarity that `save_similarity` wrote."""
    parts = arrays.load(path)

    def facet(name: str, by: Any) -> Facet:
        vectors = parts.get(f"{name} vectors")
        shared = parts[f"{name} shared"].astype(float)
        return Facet(name, parts[f"{name} terms"], shared, None if vectors is None else vectors.astype(float), by)

    return Similarity(
        parts["roles"],
        tuple(facet(*words.split()) for words in parts["facets"]),
        Thresholds(*parts["thresholds"].tolist(), *parts["basis"]),
        naming,
    )
