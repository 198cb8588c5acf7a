"""What a dataset says of roles, as one sparse matrix for each facet. Columns that a graph lacks give no facet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.similarity.spreading import Spread, spread_over
from rolegraph.similarity.texts import text_facet
from rolegraph.similarity.vectors import Facet, normalised, table_of, telling_weights
from rolegraph.similarity.weights import DIMENSIONS, PREFERRED, USED
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, RG, SKOS, Kind

if TYPE_CHECKING:
    from rolegraph.similarity.vectors import Sparse

# How much each role has of each term.
Amounts = Mapping[str, Mapping[str, float]]

_KNOWLEDGE: Final = "knowledge"


def facets_of(dataset: Dataset, roles: Sequence[str]) -> tuple[Facet, ...]:
    """All facets that a dataset gives of roles, in the order in which they are described in `weights`."""
    asked = _requirements(dataset)
    ratings = _ratings(dataset)
    sorts = dataset.values(RG + "skillType")
    spread = spread_over(dataset)
    gates = {*_typed(dataset, Kind.DEGREE), *_typed(dataset, Kind.CERTIFICATION)}
    rated = {capability for of in ratings.values() for capability in of}
    known = {one for one in rated if sorts.get(one) == _KNOWLEDGE}
    interests = {one for one in rated if one in _typed(dataset, Kind.GROUP)}
    found = [
        *_texts(dataset, roles),
        _rated("knowledge", roles, ratings, known),
        _rated("skills", roles, ratings, rated - known - interests),
        _rated("interests", roles, ratings, interests),
        _counted("requirements", roles, _without(asked, rated | gates), spread),
        _counted("qualifications", roles, _only(asked, gates), spread),
        _counted("tools", roles, _tools(dataset), spread),
        _steps("preparation", roles, dataset),
    ]
    return tuple(facet for facet in found if facet is not None)


def _texts(dataset: Dataset, roles: Sequence[str]) -> list[Facet | None]:
    """What roles are called, and what is said of their work."""
    labels = dataset.values(SKOS + "prefLabel")
    names: defaultdict[str, list[str]] = defaultdict(list)
    work: defaultdict[str, list[str]] = defaultdict(list)
    for role in roles:
        names[role].append(labels.get(role, ""))
    others = dataset.pairs(SKOS + "altLabel")
    for role, text in others:
        if role in names:
            names[role].append(text)
    for role, text in dataset.pairs(SKOS + "definition"):
        if role in names:
            work[role].append(text)
    for role, task in dataset.pairs(RG + "hasResponsibility"):
        work[role].append(labels.get(task, ""))
    return [
        text_facet("work", [" . ".join((*names[role], *work[role])) for role in roles], DIMENSIONS),
        text_facet("names", [" . ".join(names[role]) for role in roles], 0),
    ]


def _requirements(dataset: Dataset) -> dict[str, dict[str, float]]:
    """What each role asks for; alternatives share the weight of their requirement."""
    necessity = dataset.values(RG + "necessity")
    choices: defaultdict[str, list[str]] = defaultdict(list)
    for requirement, capability in dataset.pairs(RG + "anyOf"):
        choices[requirement].append(capability)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for role, requirement in dataset.pairs(RG + "hasRequirement"):
        whole = 1.0 if necessity.get(requirement) == RG + "essential" else PREFERRED
        of = choices.get(requirement, ())
        for capability in of:
            found[role][capability] = found[role].get(capability, 0.0) + whole / len(of)
    return found


def _ratings(dataset: Dataset) -> dict[str, dict[str, float]]:
    """The importance of what is rated in numbers, whether or not it is enough for a requirement."""
    importance = dataset.values(RG + "importance")
    about = {**dict(dataset.pairs(RG + "anyOf")), **dict(dataset.pairs(RG + "rates"))} if importance else {}
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for predicate in ("hasRequirement", "hasRating") if importance else ():
        for role, rating in dataset.pairs(RG + predicate):
            if rating in importance:
                found[role][about[rating]] = float(importance[rating])
    return found


def _tools(dataset: Dataset) -> dict[str, dict[str, float]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for role, tool in dataset.pairs(RG + "usesTool"):
        found[role][tool] = USED
    return found


def _typed(dataset: Dataset, kind: Kind) -> set[str]:
    return set(dataset.subjects(RDF + "type", kind.class_iri))


def _without(amounts: Amounts, terms: Iterable[str]) -> Amounts:
    left_out = frozenset(terms)
    return {role: {term: much for term, much in of.items() if term not in left_out} for role, of in amounts.items()}


def _only(amounts: Amounts, terms: Iterable[str]) -> Amounts:
    kept = frozenset(terms)
    return {role: {term: much for term, much in of.items() if term in kept} for role, of in amounts.items()}


def _table(roles: Sequence[str], amounts: Amounts) -> tuple[Sparse, tuple[str, ...]]:
    terms = sorted({term for role in roles for term in amounts.get(role, ())})
    place = {term: number for number, term in enumerate(terms)}
    cells = [(row, place[term], much) for row, role in enumerate(roles) for term, much in amounts.get(role, {}).items()]
    return table_of(cells, len(roles), len(terms)), tuple(terms)


def _counted(name: str, roles: Sequence[str], amounts: Amounts, spread: Spread) -> Facet | None:
    """A facet of things that a role has or has not, in part also of what is broader or close, weighed by telling."""
    import numpy as np
    from scipy.sparse import diags_array

    table, terms = _table(roles, amounts)
    if not terms:
        return None
    over, wider = spread(terms)
    table = table @ over
    frequencies = np.bincount(table.indices, minlength=len(wider)).astype(np.float64)
    present = int((np.diff(table.indptr) > 0).sum())
    return Facet(name, wider, normalised(table @ diags_array(telling_weights(frequencies, present))))


def _rated(name: str, roles: Sequence[str], ratings: Amounts, terms: set[str]) -> Facet | None:
    """A facet of ratings: how far each lies from its mean over all roles that have one."""
    import numpy as np
    from scipy.sparse import csr_array

    from rolegraph.similarity.vectors import normalised_rows

    columns = sorted(terms)
    if not columns:
        return None
    rows = np.array([[ratings.get(role, {}).get(term, np.nan) for term in columns] for role in roles])
    rows = normalised_rows(np.nan_to_num(rows - np.nanmean(rows, axis=0)))
    return Facet(name, tuple(columns), csr_array(np.clip(rows, 0.0, None)), rows)


def _steps(name: str, roles: Sequence[str], dataset: Dataset) -> Facet | None:
    """A facet of steps on a scale: the next step is half as good as the same."""
    import numpy as np

    rank = {iri: int(text) for iri, text in dataset.values(RG + "rank").items()}
    step = {role: rank[of] for role, of in dataset.pairs(RG + "preparation") if of in rank}
    amounts = {
        role: {str(other): float(np.exp(-((here - other) ** 2))) for other in range(here - 2, here + 3)}
        for role, here in step.items()
    }
    table, terms = _table(roles, amounts)
    return Facet(name, terms, normalised(table)) if terms else None
