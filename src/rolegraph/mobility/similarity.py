"""The similarity of roles: facets, how much each counts, the formula, and thresholds calibrated from the graph.

The similarity of roles a and b is a sum over the facets f that the graph has,

    s(a, b) = sum of g(f, c(f, a, b))  /  sum of g(f, 1)

where c is how alike the two are in the facet, from 0 to 1, and g is a curve that never falls: straight between `KNOTS`.
Of a facet that is not known of both roles, a number of its own stands for g. A facet that the graph does not have is
left out of both sums, so that the others count more in proportion. Each summand over the lower sum is a contribution;
they add up to s; those of what is not known are one contribution, `NOT_RECORDED`. The curves of what O*NET has were
fitted on rows of its Related Occupations by `benchmarks/fit_similarity.py`; those of `requirements`, `qualifications`
and `seniority`, which O*NET does not have or has as ratings, are set by hand: `docs/explanation/quality.md`.
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
    from rolegraph.linking.vectors import Booleans, FloatMatrix, Floats, Positions


class Curve(NamedTuple):
    """What a facet counts at each of `KNOTS`, beginning at 0, and what where it is not known of both roles."""

    heights: tuple[float, ...]
    unknown: float

    @property
    def top(self) -> float:
        """The most that the facet counts, for two roles that are the same in it."""
        return self.heights[-1]

    def at(self, likeness: Floats) -> Floats:
        """What the facet counts where roles are so much alike in it."""
        import numpy as np

        return np.interp(likeness, KNOTS, self.heights)


KNOTS: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
CURVES: Final[dict[str, Curve]] = {
    "meaning": Curve((0.0, 0.35, 0.71, 1.41, 2.12, 3.53, 4.94, 7.05), 1.0),
    "work": Curve((0.0, 0.07, 0.45, 1.57, 2.46, 2.71, 2.71, 2.71), 0.8),
    "names": Curve((0.0, 0.15, 0.21, 0.66, 1.23, 1.38, 1.38, 1.38), 0.4),
    "knowledge": Curve((0.0, 0.0, 0.0, 0.0, 0.0, 0.14, 1.44, 2.63), 2.22),
    "interests": Curve((0.0, 0.3, 0.61, 0.91, 1.43, 2.27, 2.56, 2.95), 0.0),
    "tools": Curve((0.0, 0.23, 0.23, 0.23, 0.23, 0.23, 0.23, 0.23), 0.0),
    "preparation": Curve((0.0, 0.11, 0.22, 0.33, 0.43, 0.54, 0.6, 0.67), 0.0),
    "skills": Curve((0.0, 0.0, 0.0, 0.05, 0.1, 0.2, 0.25, 0.3), 0.15),
    "requirements": Curve((0.0, 1.8, 2.5, 3.6, 4.4, 5.7, 6.7, 8.0), 2.0),
    "qualifications": Curve((0.0, 0.05, 0.1, 0.1, 0.15, 0.2, 0.25, 0.3), 0.15),
    "seniority": Curve((0.0, 1.2, 1.3, 1.4, 1.5, 1.6, 1.65, 1.7), 0.9),
}
NOT_RECORDED: Final = "not recorded"  # the contribution of what is not known of both

Comparison = Literal["shared", "vectors", "both", "distance"]

_TERMS_SHOWN: Final = 5  # of what two roles share most
_ROLES_REMEMBERED: Final = 16  # of which the values in each facet are kept
_SAMPLE: Final = 500  # roles that thresholds are calibrated from, at most
_NEAREST: Final = 10  # that stand for the group of a role where a graph has no groups
_BLOCK: Final = 100  # roles that are compared with all others at once


@dataclass(frozen=True)
class Facet:
    """One thing that a graph says of roles, such as their tools, for all roles at once; its name is in `CURVES`.

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

    def points(self, rows: Positions) -> Floats:
        """What the likeness counts, of some roles with all, where the facet is known of both."""
        return CURVES[self.name].at(self.likeness(rows))

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
    are unlike; a score of which much is `NOT_RECORDED` is a weaker statement than one that rests on six facets. Roles
    that the graph does not have raise KeyError.
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
        return np.asarray(self._sum(np.array([row]), [points[None, :] for points in self._points(row)])[0])

    def among(self, rows: Positions) -> Floats:
        """Some roles, by their rows, against all: shape (rows, roles)."""
        return self._sum(rows, [facet.points(rows) for facet in self.facets])

    def _sum(self, rows: Positions, points: Sequence[Floats]) -> Floats:
        """The points in each facet, or what stands for them, over the most that there could be."""
        import numpy as np

        total, anything = np.zeros((len(rows), len(self.roles))), np.zeros((len(rows), len(self.roles)), dtype=bool)
        for facet, present, of_facet in zip(self.facets, self._present, points, strict=True):
            both = present[rows][:, None] & present[None, :]
            total += np.where(both, of_facet, CURVES[facet.name].unknown)
            anything |= both
        scores = np.where(anything, total / max(self._most, 1e-12), 0.0)
        scores[np.arange(len(rows)), rows] = 1.0
        return np.minimum(scores, 1.0)

    @cached_property
    def _most(self) -> float:
        return sum(CURVES[facet.name].top for facet in self.facets)

    @cached_property
    def _points(self) -> Callable[[int], tuple[Floats, ...]]:
        """Gives the points of all roles with one in each facet; remembered for a while, as scores are explained."""
        import numpy as np

        return lru_cache(maxsize=_ROLES_REMEMBERED)(
            lambda row: tuple(facet.points(np.array([row]))[0] for facet in self.facets)
        )

    def explain(self, role: str, other: str) -> Explanation:
        """Of what the similarity of two roles is made up: each facet in which something is known of both, even if 0.

        What is not known of both comes as one contribution, whose terms are the names of these facets. The points add
        up to the score, which is that of `scores`, within 1e-9.
        """
        first, second = self.row_of[role], self.row_of[other]
        found: list[Contribution] = []
        missing: dict[str, float] = {}
        for facet, present, points in zip(self.facets, self._present, self._points(first), strict=True):
            curve = CURVES[facet.name]
            if present[first] and present[second]:
                counted = curve.top if first == second else float(points[second])
                found.append(
                    Contribution(facet.name, counted / self._most, self._named(facet.most_shared(first, second)))
                )
            else:
                missing[facet.name] = curve.top if first == second else curve.unknown
        if found and missing:
            found.append(Contribution(NOT_RECORDED, sum(missing.values()) / self._most, tuple(missing)))
        score = sum(part.points for part in found)
        return Explanation(score, tuple(sorted(found, key=lambda part: (-part.points, part.name))))

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
