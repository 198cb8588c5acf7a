"""What others rank roles by, each in a few lines, as matrices of all roles against all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from rolegraph.linking.vectors import tf_idf
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

Matrix = np.ndarray[Any, np.dtype[np.float64]]


def baselines(dataset: Dataset, roles: Sequence[str]) -> dict[str, Matrix]:
    """Similarity matrices by name, rows and columns in the order of `roles`."""
    required, preferred = dataset.pairs(RG + "requires"), dataset.pairs(RG + "prefers")
    columns = {other for _, other in (*required, *preferred)}
    essential = _incidence(roles, required, columns)
    asked = _incidence(roles, [*required, *preferred], columns)
    technologies = [pair for pair in dataset.pairs(RG + "usesTool") if "/onet-technology-" in pair[1]]
    return {
        "Jaccard of skills (de Groot et al. 2021)": jaccard(asked),
        "cosine of importance": _cosine(_importance(dataset, roles)),
        "tf-idf of tasks": _tf_idf(roles, _texts(dataset, "hasResponsibility")),
        "coverage (Kanders et al. 2020), exact matches": (coverage(asked, essential) + coverage(asked, asked)) / 2,
        "Jaccard of technologies": jaccard(_incidence(roles, technologies, {other for _, other in technologies})),
        "tf-idf of titles": _tf_idf(roles, _names(dataset)),
    }


def jaccard(table: csr_array[np.float64]) -> Matrix:
    """Shared over all; 0 for two empty rows."""
    shared = np.asarray((table @ table.T).toarray(), dtype=np.float64)
    sizes = np.asarray(table.sum(axis=1), dtype=np.float64)
    return _ratio(shared, sizes[:, None] + sizes[None, :] - shared)


def coverage(held: csr_array[np.float64], wanted: csr_array[np.float64]) -> Matrix:
    """The share of what the role of a column wants that the role of a row has."""
    sizes = np.asarray(wanted.sum(axis=1), dtype=np.float64)
    return _ratio(np.asarray((held @ wanted.T).toarray(), dtype=np.float64), sizes[None, :])


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    below = np.broadcast_to(below, above.shape)
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below > 0))


def _incidence(roles: Sequence[str], pairs: Iterable[tuple[str, str]], columns: Iterable[str]) -> csr_array[np.float64]:
    place = {iri: number for number, iri in enumerate(roles)}
    kept = sorted({pair for pair in pairs if pair[0] in place})
    column = {iri: number for number, iri in enumerate(sorted(columns))}
    rows, places = [place[one] for one, _ in kept], [column[other] for _, other in kept]
    table: csr_array[np.float64] = csr_array((np.ones(len(kept)), (rows, places)), shape=(len(roles), len(column)))
    return table


def _importance(dataset: Dataset, roles: Sequence[str]) -> Matrix:
    """Importance of skills and of knowledge; zeros where nothing is said."""
    importance = dataset.values(RG + "importance")
    about = dict(dataset.pairs(RG + "anyOf")) | dict(dataset.pairs(RG + "rates"))
    sorts = dataset.values(RG + "skillType")
    place = {iri: number for number, iri in enumerate(roles)}
    column = {iri: number for number, iri in enumerate(sorted(sorts))}
    table = np.zeros((len(roles), len(column)))
    for predicate in ("hasRequirement", "hasRating"):
        for role, rating in dataset.pairs(RG + predicate):
            if rating in importance and about[rating] in column:
                table[place[role], column[about[rating]]] = float(importance[rating])
    return table


def _cosine(table: Matrix) -> Matrix:
    lengths = np.linalg.norm(table, axis=1)
    return _ratio(table @ table.T, np.outer(lengths, lengths))


def _texts(dataset: Dataset, predicate: str) -> Mapping[str, list[str]]:
    labels = dataset.values(SKOS + "prefLabel")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for role, other in dataset.pairs(RG + predicate):
        found[role].append(labels[other])
    return found


def _names(dataset: Dataset) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for predicate in ("prefLabel", "altLabel"):
        for role, name in dataset.pairs(SKOS + predicate):
            found[role].append(name)
    return found


def _tf_idf(roles: Sequence[str], texts: Mapping[str, Sequence[str]]) -> Matrix:
    table, _ = tf_idf([" . ".join(texts.get(role, ())) for role in roles])
    return np.asarray((table @ table.T).toarray())
