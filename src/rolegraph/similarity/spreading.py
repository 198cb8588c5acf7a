"""Partial matches: who asks for one thing asks in part for what is broader, or close, or of the same category.

A soft cosine (Sidorov et al. 2014): rows are multiplied by a matrix of how alike terms are before they are compared.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rolegraph.similarity.vectors import table_of
from rolegraph.similarity.weights import BROADER, CLOSE, STEPS
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, RG, SKOS

if TYPE_CHECKING:
    from rolegraph.similarity.vectors import Sparse

# Terms to a matrix from them to more terms, and what these are.
Spread = Callable[[Sequence[str]], tuple["Sparse", tuple[str, ...]]]


def spread_over(dataset: Dataset) -> Spread:
    """How a dataset's capabilities count for others."""
    upwards: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for predicate in (SKOS + "broader", RG + "category", RG + "field"):
        for narrower, broader in dataset.pairs(predicate):
            upwards[narrower][broader] = BROADER
    close = _close(dataset)

    def reached(term: str) -> dict[str, float]:
        found = {term: 1.0}
        edge = {term: 1.0}
        for _ in range(STEPS):
            ahead: dict[str, float] = {}
            for one, much in edge.items():
                for other, share in upwards.get(one, {}).items():
                    if much * share > found.get(other, 0.0):
                        found[other] = ahead[other] = much * share
            edge = ahead
        for other, strength in close.get(term, {}).items():
            found[other] = max(found.get(other, 0.0), strength)
        return found

    def spread(terms: Sequence[str]) -> tuple[Sparse, tuple[str, ...]]:
        rows = [reached(term) for term in terms]
        wider = tuple(sorted({other for row in rows for other in row}))
        place = {term: number for number, term in enumerate(wider)}
        cells = [(number, place[other], much) for number, row in enumerate(rows) for other, much in row.items()]
        return table_of(cells, len(terms), len(wider)), wider

    return spread


def number_in(dataset: Dataset, subject: str, term: str, text: str) -> float:
    """A number that is stated.

    Raises
    ------
    SourceError
        When the text is no finite number.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.inf
    if not math.isfinite(number):
        raise dataset.fault(f"rg:{term} {text!r} is no number", "write it in digits", subject, RG + term)
    return number


def _close(dataset: Dataset) -> dict[str, dict[str, float]]:
    """The strength of each closeness, in both directions."""
    strength: dict[tuple[str, str], float] = {}
    stated = dataset.values(RG + "strength")
    if stated:
        subjects, objects = dataset.values(RDF + "subject"), dataset.values(RDF + "object")
        for iri, text in stated.items():
            if iri in subjects and iri in objects:
                strength[subjects[iri], objects[iri]] = min(1.0, number_in(dataset, iri, "strength", text))
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for one, other in dataset.pairs(RG + "closeTo"):
        much = strength.get((one, other), strength.get((other, one), CLOSE))
        for first, second in ((one, other), (other, one)):
            found[first][second] = max(found[first].get(second, 0.0), much)
    return found
