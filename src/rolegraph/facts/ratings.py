"""What a source measured of a role: levels with their errors, when two of them differ, and preparation.

O*NET rates every skill and every field of knowledge in every occupation by the answers of a few people. What differs by
less than the error of such ratings is taken as equal: a gap is one only beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rolegraph.facts.labels import highest, node, number, number_of, on_scale
from rolegraph.model.nodes import Level
from rolegraph.model.roles import EducationShare, Measure, Preparation
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG

CONFIDENCE: Final = 1.96  # standard errors: with 95 percent confidence a larger difference is one

Measures = dict[str, Measure]
Stated = Callable[[str, str], Iterable[str]]


def within_error(held: Any, held_error: Any, asked: Any, asked_error: Any) -> Any:
    """Whether a value is as high as another, or lower by no more than the error of the difference of both.

    That error is `CONFIDENCE` times the root of the sum of both squared standard errors. All may be arrays; a value
    that is NaN is not within any error.
    """
    return asked - held <= CONFIDENCE * (held_error**2 + asked_error**2) ** 0.5


def meets_within_error(held: Measure | None, asked: Measure | None) -> bool:
    """Whether one measure of a capability is enough for another.

    An error that is not known adds nothing: what does not exceed the known one alone does not exceed both.
    """
    if held is None or asked is None:
        return False
    return bool(within_error(held.value, held.error or 0.0, asked.value, asked.error or 0.0))


def measures(dataset: Dataset, role: str) -> Measures:
    """What is measured of a role, by capability: of what it requires, and of what is too unimportant to be required."""
    known: Measures | None = dataset.cache.memo.get(("measures", role))
    if known is None:
        rated = [iri for term in ("hasRequirement", "hasRating") for iri in dataset.objects(role, RG + term)]
        known = _measured(dataset, rated, lambda iri, term: dataset.objects(iri, RG + term))
        dataset.cache.memo["measures", role] = known
    return known


def all_measures(dataset: Dataset, pairs: Callable[[str], Iterable[tuple[str, str]]]) -> dict[str, Measures]:
    """`measures` of every role of which something is measured, in the order of their IRIs.

    `pairs` gives all (subject, object) of a predicate.
    """
    columns: dict[str, dict[str, list[str]]] = {}
    for term in "sourceLevel standardError level anyOf rates".split():
        columns[term] = {}
        for subject, object_ in pairs(RG + term):
            columns[term].setdefault(subject, []).append(object_)
    rated: dict[str, list[str]] = {}
    for term in ("hasRequirement", "hasRating"):
        for role, iri in sorted(pairs(RG + term)):
            if iri in columns["sourceLevel"]:
                rated.setdefault(role, []).append(iri)
    return {
        role: _measured(dataset, iris, lambda iri, term: columns[term].get(iri, ())) for role, iris in rated.items()
    }


def _measured(dataset: Dataset, rated: Iterable[str], stated: Stated) -> Measures:
    """The measures that some requirements and ratings state; of several of a capability the highest."""
    found: Measures = {}
    for iri in rated:
        values = [number(dataset, iri, "sourceLevel", text) for text in stated(iri, "sourceLevel")]
        named = {*stated(iri, "anyOf"), *stated(iri, "rates")} if values else set()
        level = highest(on_scale(dataset, Level, iri, "level", value) for value in stated(iri, "level"))
        if len(named) == 1 and level is not None:
            errors = [number(dataset, iri, "standardError", text) for text in stated(iri, "standardError")]
            measure = Measure(level, max(values), max(errors, default=None))
            capability = named.pop()
            before = found.get(capability, measure)
            found[capability] = max(before, measure, key=lambda one: (one.level, one.value))
    return found


def preparation(dataset: Dataset, role: str) -> Preparation | None:
    """How much preparation a role takes, and what share of those asked name which education; None where not known.

    Of several steps the highest counts.
    """
    ranks = {step: number_of(dataset, step, "rank") for step in dataset.objects(role, RG + "preparation")}
    step = max(ranks, key=lambda step: (ranks[step] or 0, step), default=None)
    shares = [
        EducationShare(node(dataset, level), number(dataset, rating, "share", text))
        for rating in dataset.objects(role, RG + "hasRating")
        for text in dataset.objects(rating, RG + "share")
        for level in dataset.objects(rating, RG + "rates")
    ]
    if step is None and not shares:
        return None
    rank = None if step is None else ranks[step]
    return Preparation(
        step=None if step is None else node(dataset, step),
        rank=None if rank is None else int(rank),
        education=tuple(sorted((one for one in shares if one.share > 0), key=lambda one: (-one.share, one.level.iri))),
    )
