"""Partial matches: who asks for one thing asks in part for what is broader, or close, or of the same category.

A soft cosine (Sidorov et al. 2014): rows are multiplied by a matrix of how alike terms are before they are compared.

What a dataset says of roles, as one sparse matrix for each facet. Columns that a graph lacks give no facet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.scales import number, preparation_ranks, seniority_ranks
from rolegraph.mobility.similarity import BROADER, PREFERRED, STEPS, USED
from rolegraph.mobility.vectors import (
    Facet,
    distinctive_weights,
    names_facet,
    normalised,
    normalised_rows,
    table_of,
    work_facet,
)
from rolegraph.model.nodes import Kind, Necessity
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

if TYPE_CHECKING:
    from rolegraph.mobility.vectors import Floats, Sparse


# Terms to a matrix from them to more terms, and what these are.
Spread = Callable[[Sequence[str]], tuple["Sparse", tuple[str, ...]]]


def spread_over(dataset: Dataset) -> Spread:
    """How a dataset's capabilities count for others."""
    upwards: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for predicate in (SKOS + "broader", RG + "category", RG + "field"):
        for narrower, broader in dataset.pairs(predicate):
            upwards[narrower][broader] = BROADER
    close = GraphFacts(dataset).close

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


# How much each role has of each term.
Amounts = Mapping[str, Mapping[str, float]]


_KNOWLEDGE: Final = "knowledge"


def facets_of(dataset: Dataset, roles: Sequence[str], asked: Amounts, used: Amounts) -> tuple[Facet, ...]:
    """All facets that a dataset gives of roles.

    Parameters
    ----------
    dataset
        What is read.
    roles
        IRIs, in the order of the facets' rows.
    asked, used
        What `requirements` and `tools` read from it.
    """
    known_roles = frozenset(roles)
    ratings = {role: of for role, of in _ratings(dataset).items() if role in known_roles}
    sorts = dataset.values(RG + "skillType")
    spread = spread_over(dataset)
    credentials = {*_typed(dataset, Kind.DEGREE), *_typed(dataset, Kind.CERTIFICATION)}
    rated = {capability for of in ratings.values() for capability in of}
    known = {one for one in rated if sorts.get(one) == _KNOWLEDGE}
    interests = {one for one in rated if one in _typed(dataset, Kind.GROUP)}
    found = [
        *_texts(dataset, roles),
        _rated("knowledge", roles, ratings, known),
        _rated("skills", roles, ratings, rated - known - interests),
        _rated("interests", roles, ratings, interests),
        _counted("requirements", roles, _without(asked, rated | credentials), spread),
        _counted("qualifications", roles, _only(asked, credentials), spread),
        _counted("tools", roles, used, spread),
        _steps("preparation", roles, preparation_ranks(dataset)),
        _steps("seniority", roles, seniority_ranks(dataset)),
    ]
    return tuple(facet for facet in found if facet is not None and facet.present().any())


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
    called = [" . ".join(names[role]) for role in roles]
    done = [" . ".join((labels.get(role, ""), *work[role])) for role in roles]
    said = [" . ".join(both) for both in zip(called, done, strict=True)]
    return [work_facet(done, said), names_facet(called)]


def requirements(dataset: Dataset) -> dict[str, dict[str, float]]:
    """What each role asks for; alternatives share the weight of their requirement.

    A tool that is in demand, as postings go, counts among the tools: it is asked for as often as it is used.
    """
    demanded = set(dataset.links(RG + "inDemand"))
    essential = {one for one, said in dataset.links(RG + "necessity") if said == Necessity.ESSENTIAL.iri}
    choices: defaultdict[str, set[str]] = defaultdict(set)
    for requirement, capability in dataset.links(RG + "anyOf"):
        choices[requirement].add(capability)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for role, requirement in sorted(set(dataset.links(RG + "hasRequirement"))):
        whole = 1.0 if requirement in essential else PREFERRED
        of = choices.get(requirement, ())
        for capability in of:
            if (role, capability) not in demanded:
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
                found[role][about[rating]] = number(dataset, rating, "importance", importance[rating])
    return found


def tools(dataset: Dataset) -> dict[str, dict[str, float]]:
    """What each role works with."""
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
    return Facet(name, wider, normalised(table @ diags_array(distinctive_weights(frequencies, present))))


def _rated(name: str, roles: Sequence[str], ratings: Amounts, terms: set[str]) -> Facet | None:
    """A facet of ratings: profiles, each less its own mean, so that the cosine is Pearson's correlation.

    Interests, of which there are few, are compared by distance instead, less the mean over all roles. Shared most is
    what both roles are rated higher in than roles are on average.
    """
    import numpy as np
    from scipy.sparse import csr_array

    columns = sorted(terms)
    rated = [role in ratings and not terms.isdisjoint(ratings[role]) for role in roles]
    if not any(rated):
        return None
    rows = np.array([[ratings.get(role, {}).get(term, np.nan) for term in columns] for role in roles])
    usual = np.nanmean(rows[rated], axis=0)
    above = np.nan_to_num(rows - usual)
    shared = normalised(csr_array(np.clip(above, 0.0, None)))
    if name == "interests":
        return Facet(name, tuple(columns), shared, above, "distance")
    profiles = np.nan_to_num(rows - _means(rows)[:, None])
    return Facet(name, tuple(columns), shared, normalised_rows(profiles), "vectors")


def _means(rows: Floats) -> Floats:
    """The mean of each row's numbers; 0 for a row without any."""
    import numpy as np

    known = ~np.isnan(rows)
    return np.asarray(np.nan_to_num(rows).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _steps(name: str, roles: Sequence[str], steps: Mapping[str, int]) -> Facet | None:
    """A facet of steps on a scale: each role has its step and the next, so that neighbours overlap.

    Its terms have no names: two roles share a step or are next to each other, and there is no more to say.
    """
    amounts = {role: {f"{steps[role]:09}": 1.0, f"{steps[role] + 1:09}": 1.0} for role in roles if role in steps}
    table, terms = _table(roles, amounts)
    return Facet(name, ("",) * len(terms), normalised(table)) if terms else None
