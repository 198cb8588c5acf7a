"""The similarity of a graph's roles, computed from its statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Final

from rolegraph import labels
from rolegraph.similarity.facets import facets_of
from rolegraph.similarity.measure import Similarity
from rolegraph.similarity.tiers import Thresholds, thresholds
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, RG, SKOS, Kind

_TIES: Final = ("requires", "accepts", "prefers", "usesTool")
_UNKNOWN: Final = Thresholds(1.0, 1.0, "")


def similarity(dataset: Dataset) -> Similarity:
    """All that is needed to say how alike the roles of a dataset are.

    Notes
    -----
    Takes time in proportion to statements, and to latent semantic analysis of the texts: for O*NET's thousand
    occupations some seconds. Built graphs keep the result; see `columns`.
    """
    roles = tuple(sorted(dataset.subjects(RDF + "type", Kind.ROLE.class_iri)))
    users: defaultdict[str, set[str]] = defaultdict(set)
    for tie in _TIES:
        for role, capability in dataset.pairs(RG + tie):
            users[capability].add(role)
    capabilities = tuple(sorted(users))
    found = Similarity(
        roles,
        facets_of(dataset, roles),
        _UNKNOWN,
        capabilities,
        tuple(len(users[one]) for one in capabilities),
        partial(labels.node, dataset),
    )
    limits = thresholds(found.among, list(_groups(dataset, found.places)), len(roles))
    return Similarity(roles, found.facets, limits, capabilities, found.frequencies, found.naming)


def _groups(dataset: Dataset, places: dict[str, int]) -> Iterable[list[int]]:
    """The places of the roles that are filed under the same group or role."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for role, broader in dataset.pairs(SKOS + "broader"):
        if role in places:
            members[broader].append(places[role])
    return members.values()
