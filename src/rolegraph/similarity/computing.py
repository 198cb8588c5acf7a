"""The similarity of a graph's roles, computed from its statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from rolegraph import labels
from rolegraph.similarity.facets import facets_of, requirements, tools
from rolegraph.similarity.measure import Similarity
from rolegraph.similarity.tiers import Thresholds, thresholds
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, SKOS, Kind

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
