"""The similarity of roles: facets, how much each counts, the formula, and thresholds calibrated from the graph.

The similarity of roles a and b is the weighted mean, over the facets f in which something is known of both,

    s(a, b) = sum of w(f) * c(f, a, b) ** p(f)  /  sum of w(f)

where c is how alike the two are in the facet, from 0 to 1. A facet that a graph, or one of the two roles, does not have
is left out of both sums, so that the weights of the others grow in proportion. Each summand over the lower sum is a
contribution; they add up to s. A power p below 1 spreads out small values, which matters where most pairs of roles have
almost nothing in common. The weights of what O*NET has were fitted on rows of its Related Occupations, and on nothing
else; those of `requirements` and `qualifications`, for which O*NET has ratings, are set by hand: `docs/quality.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rolegraph.facts.arrays import entries
from rolegraph.model.moves import Contribution, Explanation, Thresholds
from rolegraph.model.nodes import Node

if TYPE_CHECKING:
    from rolegraph.mobility.vectors import Booleans, FloatMatrix, Floats, Positions


class Weight(NamedTuple):
    """What a facet counts, and the power that its values are raised to."""

    weight: float
    power: float = 1.0


WEIGHTS: Final[dict[str, Weight]] = {
    "work": Weight(5.6, 0.5),
    "names": Weight(2.7),
    "knowledge": Weight(5.8),
    "skills": Weight(0.5),
    "interests": Weight(3.1),
    "requirements": Weight(6.0, 0.5),
    "qualifications": Weight(0.2, 0.5),
    "tools": Weight(0.5, 0.5),
    "preparation": Weight(1.3, 0.15),
    "seniority": Weight(1.3, 0.15),
}

Comparison = Literal["shared", "vectors", "both", "distance"]

_TERMS_SHOWN: Final = 5  # of what two roles share most
_ROLES_REMEMBERED: Final = 16  # of which the values in each facet are kept
_SAMPLE: Final = 500  # roles that thresholds are calibrated from, at most
_NEAREST: Final = 10  # that stand for the group of a role where a graph has no groups
_BLOCK: Final = 100  # roles that are compared with all others at once


@dataclass(frozen=True)
class Facet:
    """One thing that a graph says of roles, such as their tools, for all roles at once; its name is in `WEIGHTS`.

    `terms` are IRIs or words: what the columns of `shared` stand for. `shared`, of shape (roles, terms), has how much
    each role has of each term, in rows of length 1 or empty; an explanation shows the terms that two roles share most.
    `vectors`, of shape (roles, dimensions), are compared where `shared` is not, or not alone; zeros for a role of which
    nothing is known.

    Roles are compared by the cosine of the rows of `shared` or `vectors`; `both` is the mean of the cosine of `vectors`
    and the root of that of `shared`, and `distance` exp(-d / m), where d is the Euclidean distance of two rows and m
    the root of the mean square of all such distances.
    """

    name: str
    terms: tuple[str, ...]
    shared: FloatMatrix
    vectors: Floats | None = None
    by: Comparison = "shared"

    def present(self) -> Booleans:
        """Of which roles anything is known. Shape (roles,)."""
        import numpy as np

        if self.vectors is not None:
            return np.asarray(self.vectors.any(axis=1))
        return np.asarray(np.diff(self.shared.indptr) > 0)

    def likeness(self, rows: Positions) -> Floats:
        """Some roles against all: shape (rows, roles), from 0 to 1; opposites count as unlike."""
        import numpy as np

        if self.vectors is None:
            values = self._cosines(rows)
        elif self.by == "distance":
            squares = (self.vectors**2).sum(axis=1)
            apart = squares[rows][:, None] + squares[None, :] - 2 * self.vectors[rows] @ self.vectors.T
            scale = float(np.sqrt(2 * self.vectors[self.present()].var(axis=0).sum())) or 1.0
            values = np.exp(-np.sqrt(np.clip(apart, 0.0, None)) / scale)
        else:
            values = self.vectors[rows] @ self.vectors.T
            if self.by == "both":
                values = (np.clip(values, 0.0, 1.0) + np.sqrt(np.clip(self._cosines(rows), 0.0, 1.0))) / 2
        return np.asarray(np.clip(values, 0.0, 1.0))

    def weighted_likeness(self, rows: Positions) -> Floats:
        """The same, raised to the power of the facet."""
        power = WEIGHTS[self.name].power
        return self.likeness(rows) ** power

    def _cosines(self, rows: Positions) -> Floats:
        import numpy as np

        return np.asarray(self.shared @ np.asarray(self.shared[rows].toarray()).T).T

    def most_shared(self, first: int, second: int) -> tuple[str, ...]:
        """The terms that two roles have most in common, by the product of their weights; equals by name."""
        weights = dict(entries(self.shared, first))
        products = ((weights[term] * weight, term) for term, weight in entries(self.shared, second) if term in weights)
        ranked = sorted((-product, self.terms[term]) for product, term in products if product > 1e-8)
        return tuple(term for _, term in ranked[:_TERMS_SHOWN] if term)


@dataclass(frozen=True)
class Similarity:
    """The similarities of all roles of a graph, by the formula of this module; all in the order of `roles`.

    Symmetric, from 0 to 1, and 1 for a role with itself. Neither the order of statements nor the spelling of IRIs
    matters. Roles of which nothing is known in common are 0 alike, which says that nothing is known, not that they
    are unlike; a score that rests on one facet alone is a weaker statement than one that rests on six. Roles that the
    graph does not have raise KeyError.
    """

    roles: tuple[str, ...]
    facets: tuple[Facet, ...]
    thresholds: Thresholds
    naming: Callable[[str], Node]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The place of each role in `roles`."""
        return {iri: place for place, iri in enumerate(self.roles)}

    def scores(self, role: str) -> Floats:
        """How alike all roles are to one: shape (roles,), from 0 to 1."""
        import numpy as np

        row = self.row_of[role]
        return np.asarray(self._mean(np.array([row]), [values[None, :] for values in self._values(row)])[0])

    def among(self, rows: Positions) -> Floats:
        """Some roles, by their rows, against all: shape (rows, roles)."""
        return self._mean(rows, [facet.weighted_likeness(rows) for facet in self.facets])

    def _mean(self, rows: Positions, values: Sequence[Floats]) -> Floats:
        """The weighted mean of the values in each facet, over the facets that both roles have."""
        import numpy as np

        total, weights = (np.zeros((len(rows), len(self.roles))) for _ in range(2))
        for facet, present, of_facet in zip(self.facets, self._present, values, strict=True):
            both = WEIGHTS[facet.name].weight * (present[rows][:, None] & present[None, :])
            total += both * of_facet
            weights += both
        mean = np.divide(total, weights, out=np.zeros_like(total), where=weights > 0)
        mean[np.arange(len(rows)), rows] = 1.0
        return np.minimum(mean, 1.0)

    @cached_property
    def _values(self) -> Callable[[int], tuple[Floats, ...]]:
        """Gives the values of all roles with one in each facet; remembered for a while, as scores are explained."""
        import numpy as np

        return lru_cache(maxsize=_ROLES_REMEMBERED)(
            lambda row: tuple(facet.weighted_likeness(np.array([row]))[0] for facet in self.facets)
        )

    def explain(self, role: str, other: str) -> Explanation:
        """Of what the similarity of two roles is made up: each facet in which something is known of both, even if 0.

        The points add up to the score, which is that of `scores`, within 1e-9.
        """
        first, second = self.row_of[role], self.row_of[other]
        parts = [
            (facet, WEIGHTS[facet.name].weight, 1.0 if first == second else float(values[second]))
            for facet, present, values in zip(self.facets, self._present, self._values(first), strict=True)
            if present[first] and present[second]
        ]
        weights = sum(weight for _, weight, _ in parts)
        contributions = []
        for facet, weight, value in parts:
            terms = self._named(facet.most_shared(first, second))
            contributions.append(Contribution(facet.name, weight * value / weights, terms))
        score = sum(part.points for part in contributions)
        return Explanation(score, tuple(sorted(contributions, key=lambda part: (-part.points, part.name))))

    @cached_property
    def _present(self) -> tuple[Booleans, ...]:
        return tuple(facet.present() for facet in self.facets)

    def _named(self, terms: tuple[str, ...]) -> tuple[Node | str, ...]:
        return tuple(self.naming(term) if ":" in term else term for term in terms)


def calibrated_thresholds(
    among: Callable[[Positions], Floats], groups: Sequence[Sequence[int]], roles: int
) -> Thresholds:
    """From which similarity on two roles of a graph are close, or related: the mean, and the mean less one deviation.

    These are of roles in the same group, by `groups` of rows, where there are groups of two or more; otherwise of each
    of the `roles` to the ten that are nearest to it. `among` gives the similarities of some rows to all. Of more than
    500 roles a sample at equal distances is compared with all others.
    """
    import numpy as np

    if roles < 2:
        return Thresholds(1.0, 1.0, "there are no two roles")
    mates: defaultdict[int, set[int]] = defaultdict(set)
    for group in groups:
        for row in group if len(group) > 1 else ():
            mates[row].update(group)
    sample = sorted(mates) if mates else list(range(roles))
    sample = sample[:: -(-len(sample) // _SAMPLE)]
    found: list[float] = []
    for start in range(0, len(sample), _BLOCK):
        block = sample[start : start + _BLOCK]
        for row, scores in zip(block, among(np.array(block)), strict=True):
            if mates:
                found += scores[sorted(mates[row] - {row})].tolist()
            else:
                found += np.sort(np.delete(scores, row))[-_NEAREST:].tolist()
    mean, deviation = float(np.mean(found)), float(np.std(found))
    basis = (
        "similarity of roles in the same group of the graph"
        if mates
        else f"similarity of each role to its {min(_NEAREST, roles - 1)} nearest"
    )
    return Thresholds(mean, max(0.0, mean - deviation), basis)
