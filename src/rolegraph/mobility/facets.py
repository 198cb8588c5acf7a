"""What a graph says of roles, as facets: texts, ratings, requirements, tools, and steps on scales.

Requirements and tools match in part: who asks for one thing asks in part for what is broader, close, or of the same
category. That is a soft cosine (Sidorov et al. 2014): rows are multiplied by a matrix of how alike terms are before
they are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rolegraph.facts.arrays import sparse
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.labels import number, own_labels, preparation_ranks, seniority_ranks
from rolegraph.facts.requirements import grouped
from rolegraph.linking.vectors import inverse_frequencies, latent, normalised, normalised_rows, tf_idf
from rolegraph.mobility.meanings import meanings
from rolegraph.mobility.similarity import Facet
from rolegraph.model.nodes import Kind, Necessity
from rolegraph.rdf.curation import TEXTS, UNCURATED
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

if TYPE_CHECKING:
    from rolegraph.linking.vectors import FloatMatrix

# How much each role has of each term.
Amounts = Mapping[str, Mapping[str, float]]
# From terms to a matrix that spreads them over more terms, and what these are.
Spread = Callable[[Sequence[str]], tuple["FloatMatrix", tuple[str, ...]]]

_RESPONSIBILITY: Final = RG + "hasResponsibility"
_PREFERRED: Final = 0.5  # what a preferred requirement counts beside an essential one
_BROADER: Final = 0.5  # what is left of a match at each step up a hierarchy
_STEPS: Final = 3  # that are followed upwards
_WORK_DIMENSIONS: Final = 150  # of texts on work, after latent semantic analysis
_NAME_DIMENSIONS: Final = 100  # of names


def facets_of(dataset: Dataset, roles: Sequence[str]) -> tuple[Facet, ...]:
    """All facets that a dataset gives of roles, in rows by their order; what it does not have gives none."""
    known = frozenset(roles)
    ratings = {role: of_role for role, of_role in _ratings(dataset).items() if role in known}
    skill_types = dataset.values(RG + "skillType")
    spread, required = spread_over(dataset), requirements(dataset)
    used = {role: dict.fromkeys(tools, 1.0) for role, tools in GraphFacts(dataset).tools.items()}
    credentials = {*_typed(dataset, Kind.DEGREE), *_typed(dataset, Kind.CERTIFICATION)}
    rated = {capability for of_role in ratings.values() for capability in of_role}
    elsewhere = rated | credentials
    knowledge = {capability for capability in rated if skill_types.get(capability) == "knowledge"}
    interests = rated & _typed(dataset, Kind.GROUP)
    facets = [
        *_text_facets(*map(tuple, texts_of(dataset, roles))),
        _rated("knowledge", roles, ratings, knowledge),
        _rated("skills", roles, ratings, rated - knowledge - interests),
        _rated("interests", roles, ratings, interests),
        _counted("requirements", roles, _filtered(required, lambda term: term not in elsewhere), spread),
        _counted("qualifications", roles, _filtered(required, credentials.__contains__), spread),
        _counted("tools", roles, used, spread),
        _steps("preparation", roles, preparation_ranks(dataset)),
        _steps("seniority", roles, seniority_ranks(dataset)),
    ]
    return tuple(_rounded(facet) for facet in facets if facet is not None and facet.present().any())


def _rounded(facet: Facet) -> Facet:
    """The same in numbers of half the size, as they are kept, so that what is read again gives the same scores."""
    import numpy as np

    shared = facet.shared.astype(np.float32).astype(np.float64)
    vectors = facet.vectors
    return replace(facet, shared=shared, vectors=None if vectors is None else vectors.astype(np.float32).astype(float))


def spread_over(dataset: Dataset) -> Spread:
    """How a dataset's capabilities count for others."""
    upwards: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in (SKOS + "broader", RG + "category", RG + "field"):
        for narrower, broader in dataset.pairs(predicate):
            upwards[narrower].add(broader)
    close = GraphFacts(dataset).close

    def reached(term: str) -> dict[str, float]:
        found, latest = {term: 1.0}, {term}
        for step in range(1, _STEPS + 1):
            latest = {broader for narrower in latest for broader in upwards.get(narrower, ())} - found.keys()
            found |= dict.fromkeys(latest, _BROADER**step)
        for other, strength in close.get(term, {}).items():
            found[other] = max(found.get(other, 0.0), strength)
        return found

    def spread(terms: Sequence[str]) -> tuple[FloatMatrix, tuple[str, ...]]:
        return _matrix(terms, {term: reached(term) for term in terms})

    return spread


def requirements(dataset: Dataset) -> dict[str, dict[str, float]]:
    """What each role asks for; alternatives share the weight of their requirement.

    A tool that is in demand, as postings go, counts among the tools: it is asked for as often as it is used.
    """
    in_demand = set(dataset.links(RG + "inDemand"))
    essential = {iri for iri, necessity in dataset.links(RG + "necessity") if necessity == Necessity.ESSENTIAL.iri}
    alternatives: defaultdict[str, set[str]] = defaultdict(set)
    for requirement, capability in dataset.links(RG + "anyOf"):
        alternatives[requirement].add(capability)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for role, requirement in sorted(set(dataset.links(RG + "hasRequirement"))):
        weight = 1.0 if requirement in essential else _PREFERRED
        capabilities = alternatives.get(requirement, ())
        for capability in capabilities:
            if (role, capability) not in in_demand:
                found[role][capability] = found[role].get(capability, 0.0) + weight / len(capabilities)
    return found


def _ratings(dataset: Dataset) -> dict[str, dict[str, float]]:
    """The importance of what is rated in numbers, whether or not it is enough for a requirement."""
    importance = dataset.values(RG + "importance")
    rated = {**dict(dataset.pairs(RG + "anyOf")), **dict(dataset.pairs(RG + "rates"))} if importance else {}
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for predicate in ("hasRequirement", "hasRating") if importance else ():
        for role, rating in dataset.pairs(RG + predicate):
            if rating in importance and rating in rated:
                found[role][rated[rating]] = number(dataset, rating, "importance", importance[rating])
    return found


def _typed(dataset: Dataset, kind: Kind) -> set[str]:
    return set(dataset.subjects(RDF + "type", kind.class_iri))


def _filtered(amounts: Amounts, wanted: Callable[[str], bool]) -> Amounts:
    return {role: {term: much for term, much in of.items() if wanted(term)} for role, of in amounts.items()}


def _matrix(rows: Sequence[str], amounts: Amounts) -> tuple[FloatMatrix, tuple[str, ...]]:
    """Amounts as a matrix, and the terms of its columns."""
    terms = sorted({term for key in rows for term in amounts.get(key, ())})
    column = {term: number for number, term in enumerate(terms)}
    cells = ((row, column[term], much) for row, key in enumerate(rows) for term, much in amounts.get(key, {}).items())
    return sparse(cells, (len(rows), len(terms)), "float64"), tuple(terms)


def texts_of(dataset: Dataset, roles: Sequence[str]) -> tuple[list[str], list[str]]:
    """What each role is called, and what is said of its work, as texts in the order of `roles`."""
    labels = own_labels(dataset)
    names, work = ({role: [labels.get(role, "")] for role in roles} for _ in range(2))
    beside = _said_beside(dataset)
    for texts, predicate in ((names, SKOS + "altLabel"), (work, SKOS + "definition"), (work, _RESPONSIBILITY)):
        for role, said in dataset.pairs(predicate):
            if role in texts and (role, predicate, said) not in beside:
                texts[role].append(labels.get(said, "") if predicate == _RESPONSIBILITY else said)
    of_names, of_work = ([" . ".join(texts[role]) for role in roles] for texts in (names, work))
    return of_names, of_work


def _said_beside(dataset: Dataset) -> set[tuple[str, str, str]]:
    """What only texts say, of roles that a curated source describes: it changes nothing about them."""
    kinds = dict(dataset.pairs(RG + "sourceKind"))
    found = {
        (str(quad.subject)[1:-1], quad.predicate.value)
        for source, kind in kinds.items()
        if kind in TEXTS
        for quad in dataset.quads_of(source)
        if quad.predicate.value in (SKOS + "altLabel", SKOS + "definition", _RESPONSIBILITY)
    }
    return {
        (role, predicate, said)
        for role, predicate in found
        if any(kinds.get(one.source) not in UNCURATED for one in dataset.statements(role, RG + "hasRequirement"))
        for said, sources in grouped(dataset.statements(role, predicate)).items()
        if all(kinds.get(source) in TEXTS for source in sources)
    }


def together(of_names: Sequence[str], of_work: Sequence[str]) -> list[str]:
    """Names and what is said of the work as one text for each role."""
    return [f"{name} . {text}" for name, text in zip(of_names, of_work, strict=True)]


@lru_cache(maxsize=1)  # an import asks for them twice: for estimates, and for the index
def _text_facets(of_names: tuple[str, ...], of_work: tuple[str, ...]) -> tuple[Facet, ...]:
    """What roles are called, and what is said of their work: the words, their latent meaning, and their vectors."""
    import numpy as np

    texts = together(of_names, of_work)
    shared, terms = tf_idf(of_work)
    both, of_both = tf_idf(texts)
    first, second = latent(shared, _WORK_DIMENSIONS), latent(both, _WORK_DIMENSIONS)
    if first is None or second is None:
        work = Facet("work", terms, shared)
    else:
        work = Facet("work", terms, shared, np.hstack((first, second)) / np.sqrt(2.0), "vectors")
    meaning = Facet("meaning", of_both, both, meanings(texts), "vectors")
    shared, terms = tf_idf(of_names)
    vectors = latent(shared, _NAME_DIMENSIONS)
    return work, meaning, Facet("names", terms, shared, vectors, "shared" if vectors is None else "both")


def _counted(name: str, roles: Sequence[str], amounts: Amounts, spread: Spread) -> Facet | None:
    """A facet of things that a role has or has not, in part also of what is broader or close, the rare ones more."""
    import numpy as np
    from scipy.sparse import diags_array

    matrix, terms = _matrix(roles, amounts)
    if not terms:
        return None
    to_wider, wider = spread(terms)
    matrix = matrix @ to_wider
    frequencies = np.bincount(matrix.indices, minlength=len(wider)).astype(np.float64)
    present = int((np.diff(matrix.indptr) > 0).sum())
    return Facet(name, wider, normalised(matrix @ diags_array(inverse_frequencies(frequencies, present))))


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
    above_mean = np.nan_to_num(rows - np.nanmean(rows[rated], axis=0))
    shared = normalised(csr_array(np.clip(above_mean, 0.0, None)))
    if name == "interests":
        return Facet(name, tuple(columns), shared, above_mean, "distance")
    own_means = np.nan_to_num(rows).sum(axis=1) / np.maximum((~np.isnan(rows)).sum(axis=1), 1)
    return Facet(name, tuple(columns), shared, normalised_rows(np.nan_to_num(rows - own_means[:, None])), "vectors")


def _steps(name: str, roles: Sequence[str], steps: Mapping[str, int]) -> Facet | None:
    """A facet of steps on a scale: each role has its step and the next, so that neighbours overlap.

    Its terms have no names: two roles share a step or are next to each other, and there is no more to say.
    """
    amounts = {role: {f"{steps[role]:09}": 1.0, f"{steps[role] + 1:09}": 1.0} for role in roles if role in steps}
    matrix, terms = _matrix(roles, amounts)
    return Facet(name, ("",) * len(terms), normalised(matrix)) if terms else None
