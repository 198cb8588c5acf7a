"""Requirements of roles of which nothing essential is recorded, estimated from the roles that are most like them.

Likeness is that of `similarity`, over the facets in which something is known of such a role, its names, work, interests
or preparation, and never over what is made of requirements or of ratings that only other roles have. A role requires
what enough of its nearest roles require, each counting by the fourth power of its similarity. What is enough, and how
near a role must be, is calibrated from the roles that have requirements: each is estimated as if it had none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.facts import labels
from rolegraph.facts.arrays import entries, sparse
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.requirements import RECORDED, RequirementTerms, degree_suffices
from rolegraph.mobility.facets import facets_of
from rolegraph.mobility.similarity import Facet, Similarity
from rolegraph.model.moves import Thresholds
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Sparse, Vector

FEWEST, MOST = 5, 8  # nearest roles that an estimate is made from
LEAST_FIT: Final = 0.5  # mean F1 of what is essential, below which estimates are more often wrong than right
_POWER: Final = 4  # of a similarity, as a weight
_OF_REQUIREMENTS: Final = ("requirements", "qualifications", "knowledge", "skills")  # facets
NUMBERS: Final = ("importance", "sourceLevel")
_SHARES: Final = tuple(percent / 100 for percent in range(20, 65, 5))  # that are tried
_NEAR_ENOUGH: Final = 2 / 3  # of how similar the fifth nearest of a role with requirements usually is
_SAMPLE: Final = 500  # roles that are estimated to calibrate, at most


Alternatives = frozenset[str]


class EstimatedRequirement(NamedTuple):
    """What a role is estimated to require, with the share of its nearest roles that do; means of their numbers."""

    terms: RequirementTerms
    share: float
    numbers: Mapping[str, float]


class EstimatedRole(NamedTuple):
    """A role, the roles nearest to it with their similarity, the most similar first, and what it is likely to require.

    Nothing is estimated of a role to which too few are near enough, or where estimates agree too little with what is
    recorded: `requirements` are empty then.
    """

    role: str
    near: tuple[tuple[str, float], ...]
    requirements: tuple[EstimatedRequirement, ...] = ()


class EnoughToEstimate(NamedTuple):
    """What is enough, for roles of which the same is known; and how well that fits roles that have requirements.

    `essential` and `asked` are shares of the nearest roles, from which on something is essential, or required at all;
    `similarity` is that from which on a role is near enough. `fit` has the mean F1 of what is essential and of all that
    is required, over the roles that were estimated to find this out.
    """

    essential: float
    asked: float
    similarity: float
    fit: tuple[float, float]
    roles: int


@dataclass(frozen=True)
class RecordedRequirements:
    """What roles are recorded to require, as matrices: rows are roles, columns what is asked for.

    `essential` and `asked` have 1 where something is essential, or required at all; `level` the levels; `numbers` has
    what sources rate, whether or not it is required. `lower` has for a degree the columns of lower ones, which are
    required with it.
    """

    roles: tuple[str, ...]
    columns: tuple[Alternatives, ...]
    essential: Sparse
    asked: Sparse
    level: Sparse
    open_to_related: Sparse
    numbers: Mapping[str, Sparse]
    lower: Mapping[int, tuple[int, ...]]


def recorded_requirements(dataset: Dataset) -> RecordedRequirements:
    """The requirements of all roles that have an essential one."""
    facts = GraphFacts(replace(dataset, estimates=False))
    required = {role: some for role, some in facts.requirements.items() if any(terms.essential for terms in some)}
    row = {role: place for place, role in enumerate(required)}
    stated = [(row[role], terms) for role, some in required.items() for terms in some]
    columns = sorted({terms.any_of for _, terms in stated}, key=sorted)
    column = {any_of: place for place, any_of in enumerate(columns)}
    lower = _lower_degrees(facts, columns)
    stated += [(place, terms._replace(any_of=less)) for place, terms in stated for less in lower.get(terms.any_of, ())]

    def matrix(cells: Iterable[tuple[int, int, float]]) -> Sparse:
        return sparse(cells, (len(row), len(columns)), "float64")

    def of_terms(value: Callable[[RequirementTerms], float]) -> Sparse:
        cells: dict[tuple[int, int], float] = {}
        for place, terms in stated:
            cell = place, column[terms.any_of]
            cells[cell] = max(cells.get(cell, 0.0), float(value(terms)))
        return matrix((*cell, number) for cell, number in cells.items() if number)

    return RecordedRequirements(
        roles=tuple(required),
        columns=tuple(columns),
        essential=of_terms(lambda terms: terms.essential),
        asked=of_terms(lambda _: 1.0),
        level=of_terms(lambda terms: terms.level or 0),
        open_to_related=of_terms(lambda terms: terms.open_to_related),
        numbers={name: matrix(_rated(facts, name, row, column)) for name in NUMBERS},
        lower={column[any_of]: tuple(map(column.__getitem__, less)) for any_of, less in lower.items()},
    )


def _lower_degrees(facts: GraphFacts, columns: Iterable[Alternatives]) -> dict[Alternatives, tuple[Alternatives, ...]]:
    """For each degree that is asked for alone the lower ones in its field: who asks for a master's asks for these."""
    alone = {
        any_of: facts.degrees[iri] for any_of in columns for iri in any_of if len(any_of) == 1 and iri in facts.degrees
    }
    return {
        any_of: tuple(less for less, lower in alone.items() if less != any_of and degree_suffices(held, lower))
        for any_of, held in alone.items()
    }


def _rated(
    facts: GraphFacts, name: str, row: Mapping[str, int], column: Mapping[Alternatives, int]
) -> Iterator[tuple[int, int, float]]:
    """The numbers that sources give what is required or rated; of several for the same the last in order."""
    values = facts.dataset.values(RG + name)
    about = dict(facts.pairs(RG + "anyOf") | facts.pairs(RG + "rates")) if values else {}
    found: dict[tuple[int, int], float] = {}
    for predicate in (RECORDED, "hasRating") if values else ():
        for role, iri in sorted(facts.pairs(RG + predicate)):
            place = column.get(frozenset((about.get(iri, ""),)))
            if role in row and iri in values and place is not None:
                found[row[role], place] = labels.number(facts.dataset, iri, name, values[iri])
    return ((*cell, value) for cell, value in found.items())


class Estimator:
    """Estimates requirements from those that are recorded in a dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.roles = tuple(sorted(dataset.subjects(RDF + "type", Kind.ROLE.class_iri)))
        self.recorded = recorded_requirements(dataset)
        self._calibrations: dict[tuple[str, ...], EnoughToEstimate] = {}

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """The roles of which nothing essential is recorded."""
        return tuple(sorted({*self.roles} - {*self.recorded.roles}))

    @cached_property
    def known_rows(self) -> Vector:
        """The places in `roles` of those with requirements."""
        import numpy as np

        place = {role: number for number, role in enumerate(self.roles)}
        return np.array([place[role] for role in self.recorded.roles if role in place], dtype=int)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The facets in which something is known of roles without requirements."""
        import numpy as np

        unknown = np.isin(np.array(self.roles), np.array(self.unknown))
        found = (facet for facet in facets_of(self.dataset, self.roles) if facet.name not in _OF_REQUIREMENTS)
        return tuple(facet for facet in found if facet.present()[unknown].any())

    @cached_property
    def _tools(self) -> frozenset[str]:
        return frozenset(self.dataset.subjects(RDF + "type", Kind.TOOL.class_iri))

    @cached_property
    def _with_tools(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.dataset.links(RG + "usesTool"))

    def _similarity(self, facets: Sequence[Facet]) -> Similarity:
        nothing = Thresholds(1.0, 1.0, "")
        return Similarity(self.roles, tuple(facets), nothing, partial(labels.node, self.dataset))

    def similarities(self, rows: Vector, facets: Sequence[Facet]) -> Matrix:
        """Some roles against those with requirements: shape (rows, recorded roles); none is near to itself."""
        import numpy as np

        scores = self._similarity(facets).among(rows)[:, self.known_rows]
        return np.asarray(np.where(rows[:, None] == self.known_rows[None, :], -1.0, scores.round(9)))

    def calibration(self, facets: Sequence[Facet]) -> EnoughToEstimate:
        """What is enough for roles of which these facets are known."""
        key = tuple(facet.name for facet in facets)
        if key not in self._calibrations:
            self._calibrations[key] = self._calibrated(facets)
        return self._calibrations[key]

    def _calibrated(self, facets: Sequence[Facet]) -> EnoughToEstimate:
        import numpy as np

        step = -(-len(self.known_rows) // _SAMPLE)
        sample = np.arange(0, len(self.known_rows), step)
        scores = self.similarities(self.known_rows[sample], facets)
        weights = nearest_weights(scores)
        shares, fits = [], []
        for truth in (self.recorded.essential, self.recorded.asked):
            found, wanted = (weights @ truth).toarray(), truth[sample].toarray() > 0
            fit_of = {share: float(f1(found >= share, wanted).mean()) for share in _SHARES}
            shares.append(max(fit_of, key=lambda share: fit_of[share]))
            fits.append(fit_of[shares[-1]])
        return EnoughToEstimate(
            essential=shares[0],
            asked=min(shares),
            similarity=_NEAR_ENOUGH * float(np.median(np.sort(scores, axis=1)[:, -FEWEST])),
            fit=(fits[0], fits[1]),
            roles=len(sample),
        )

    def estimates(self) -> Iterator[EstimatedRole]:
        """An estimate for each role of which nothing essential is recorded, in the order of their IRIs."""
        import numpy as np

        if len(self.recorded.roles) < FEWEST or not self.unknown:
            yield from (EstimatedRole(role, ()) for role in self.unknown)
            return
        place = {role: number for number, role in enumerate(self.roles)}
        present = np.array([facet.present() for facet in self.facets]).reshape(len(self.facets), len(self.roles))
        for role in self.unknown:
            facets = [facet for facet, known in zip(self.facets, present[:, place[role]], strict=True) if known]
            scores = self.similarities(np.array([place[role]]), facets) if facets else None
            yield EstimatedRole(role, ()) if scores is None else self._estimate(role, scores, self.calibration(facets))

    def _estimate(self, role: str, scores: Matrix, calibration: EnoughToEstimate) -> EstimatedRole:
        import numpy as np

        scores = np.where(scores >= calibration.similarity, scores, -1.0)
        weights = nearest_weights(scores)
        near = sorted(
            ((scores[0, place], place) for place, _ in entries(weights, 0)), key=lambda one: (-one[0], one[1])
        )
        named = tuple((self.recorded.roles[place], float(score)) for score, place in near)
        if len(near) < FEWEST or calibration.fit[0] < LEAST_FIT:
            return EstimatedRole(role, named)
        required = self._required(weights, calibration)
        if role in self._with_tools:  # which tools they use is recorded: no others are made out
            required = (one for one in required if not one.terms.any_of <= self._tools)
        found = tuple(required)
        return EstimatedRole(role, named, found if any(one.terms.essential for one in found) else ())

    def _required(self, weights: Sparse, calibration: EnoughToEstimate) -> Iterator[EstimatedRequirement]:
        recorded = self.recorded
        essential = dict(entries((weights @ recorded.essential).tocsr(), 0))
        asked = dict(entries((weights @ recorded.asked).tocsr(), 0))
        means = {name: dict(_means(weights, values)) for name, values in recorded.numbers.items()}
        levels = dict(_means(weights, recorded.level))
        related = dict(_means(weights, recorded.open_to_related))
        enough = {column for column, share in essential.items() if share >= calibration.essential}
        wanted = enough | {column for column, share in asked.items() if share >= calibration.asked}
        for column in sorted(wanted - {lower for higher in wanted for lower in recorded.lower.get(higher, ())}):
            terms = RequirementTerms(
                any_of=recorded.columns[column],
                necessity=Necessity.ESSENTIAL if column in enough else Necessity.PREFERRED,
                level=Level(int(levels[column] + 0.5)) if column in levels else None,
                open_to_related=column in related,
            )
            numbers = {name: found[column] for name, found in means.items() if column in found}
            yield EstimatedRequirement(terms, min(asked[column], 1.0), numbers)


def nearest_weights(scores: Matrix) -> Sparse:
    """For each row the weights of the columns with the highest scores above 0, at most `MOST`; they add up to 1."""
    import numpy as np

    count = min(MOST, scores.shape[1])
    order = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    found = np.clip(np.take_along_axis(scores, order, axis=1), 0.0, None) ** _POWER
    found = np.divide(found, found.sum(axis=1, keepdims=True), out=np.zeros_like(found), where=found > 0)
    rows = np.repeat(np.arange(len(scores)), count)
    cells = zip(rows.tolist(), order.ravel().tolist(), found.ravel().tolist(), strict=True)
    return sparse((cell for cell in cells if cell[2] > 0), (len(scores), scores.shape[1]), "float64")


def f1(found: Any, wanted: Any) -> Vector:
    """The F1 of each row of truths: twice what is in both over what is in either, counted twice where it is in both."""
    import numpy as np

    return np.asarray(2 * (found & wanted).sum(axis=1) / np.maximum(found.sum(axis=1) + wanted.sum(axis=1), 1))


def _means(weights: Sparse, values: Sparse) -> Iterator[tuple[int, float]]:
    """The weighted mean of each column, over the rows that have a value in it."""
    known = values.copy()
    known.data = (known.data != 0).astype(float)
    shares = dict(entries((weights @ known).tocsr(), 0))
    for column, total in entries((weights @ values).tocsr(), 0):
        if shares.get(column, 0.0) > 0 and total > 0:
            yield column, total / shares[column]
