"""How much each facet counts, and the formula. The numbers were fitted; see `docs/quality.md`.

The similarity of roles a and b is the weighted mean, over the facets f in which something is known of both,

    s(a, b) = sum of w(f) * c(f, a, b) ** p(f)  /  sum of w(f)

where c is the cosine of the two roles' vectors in the facet, from 0 to 1. A facet that a graph, or one of the two
roles, does not have is left out of both sums, so that the weights of the others grow in proportion. Each summand over
the lower sum is a contribution; they add up to s. A power p below 1 tells roles with little in common apart, which
matters where most pairs of roles have almost nothing.

The weights of what O*NET has were fitted on rows of its Related Occupations, and on nothing else. Those of
`requirements` and `qualifications`, the place of which O*NET's ratings take, are set by hand.

From which similarity on two roles are close, or related: calibrated from the graph, not borrowed.

`Similarity`: how alike all roles are to one, and of what that is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.mobility.vectors import Facet
from rolegraph.model.moves import Contribution, Explanation, Thresholds
from rolegraph.model.nodes import Node

if TYPE_CHECKING:
    from rolegraph.mobility.vectors import Floats, Places, Truths


class Weight(NamedTuple):
    """What a facet counts, and the power that its cosines are raised to."""

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


PREFERRED: Final = 0.5  # what a preferred requirement counts beside an essential one
USED: Final = 1.0  # what a tool counts that a role uses
BROADER: Final = 0.5  # what is left of a match at each step up a hierarchy
STEPS: Final = 3  # that are followed upwards


_SAMPLE: Final = 500  # roles that are looked at, at most
_NEAREST: Final = 10
_BLOCK: Final = 100


def thresholds(among: Callable[[Places], Floats], groups: Sequence[Sequence[int]], roles: int) -> Thresholds:
    """Thresholds of a graph.

    Parameters
    ----------
    among
        Gives the similarities of some roles, by their places, to all.
    groups
        The places of the roles of each of the graph's own groups.
    roles
        How many there are.

    Returns
    -------
    Thresholds
        From the similarities of roles in the same group, where there are groups of two or more; otherwise from those
        of each role to the ten that are nearest to it.

    Notes
    -----
    Among more than 500 roles every so many-th is looked at, with all others.
    """
    import numpy as np

    if roles < 2:
        return Thresholds(1.0, 1.0, "there are no two roles")
    mates: dict[int, set[int]] = {}
    for group in groups:
        if len(group) > 1:
            for place in group:
                mates.setdefault(place, set()).update(group)
    looked_at = sorted(mates) if mates else list(range(roles))
    looked_at = looked_at[:: -(-len(looked_at) // _SAMPLE)]
    found: list[float] = []
    for start in range(0, len(looked_at), _BLOCK):
        block = looked_at[start : start + _BLOCK]
        for place, scores in zip(block, among(np.array(block)), strict=True):
            if mates:
                found += scores[sorted(mates[place] - {place})].tolist()
            else:
                others = np.delete(scores, place)
                found += np.sort(others)[-_NEAREST:].tolist()
    mean, deviation = float(np.mean(found)), float(np.std(found))
    basis = (
        "similarity of roles in the same group of the graph"
        if mates
        else f"similarity of each role to its {min(_NEAREST, roles - 1)} nearest"
    )
    return Thresholds(mean, max(0.0, mean - deviation), basis)


_SHOWN: Final = 5  # of what is shared most
_KEPT: Final = 16  # roles of which it is kept how alike they are to all


@dataclass(frozen=True)
class Similarity:
    """The similarities of all roles of a graph, by the formula in `weights`.

    Parameters
    ----------
    roles
        IRIs, sorted.
    facets
        What roles are compared in; rows in the order of `roles`.
    thresholds
        From which score on two roles are close, or related.
    capabilities, frequencies
        IRIs, sorted, and how many roles ask for, prefer or use each.
    naming
        Gives the node of an IRI, for explanations; without it, they name IRIs.

    Notes
    -----
    Symmetric, from 0 to 1, and 1 for a role with itself. Neither the order of statements nor the spelling of IRIs
    matters. Roles of which nothing is known in common are 0 alike, which says that nothing is known, not that they
    are unlike; a score that rests on one facet alone is a weaker statement than one that rests on six.
    """

    roles: tuple[str, ...]
    facets: tuple[Facet, ...]
    thresholds: Thresholds
    capabilities: tuple[str, ...] = ()
    frequencies: tuple[int, ...] = ()
    naming: Callable[[str], Node] | None = None

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each role in `roles`."""
        return {iri: place for place, iri in enumerate(self.roles)}

    def scores(self, role: str) -> Floats:
        """How alike all roles are to one.

        Parameters
        ----------
        role
            An IRI.

        Returns
        -------
        numpy.ndarray
            Shape (roles,), from 0 to 1, in the order of `roles`; 1 for the role itself.

        Raises
        ------
        KeyError
            When the graph has no such role.

        Examples
        --------
        >>> import rolegraph
        >>> similarity = rolegraph.open().similarity
        >>> role = similarity.roles[0]
        >>> float(similarity.scores(role)[0])
        1.0
        """
        import numpy as np

        place = self.places[role]
        return np.asarray(self._mean(np.array([place]), [one[None, :] for one in self._alike(place)])[0])

    def among(self, places: Places) -> Floats:
        """Some roles, by their places, against all: shape (places, roles)."""
        return self._mean(places, [_powered(facet, facet.likeness(places)) for facet in self.facets])

    def _mean(self, places: Places, alike: Sequence[Floats]) -> Floats:
        """The weighted mean of how alike roles are in each facet, over the facets that both roles have."""
        import numpy as np

        total, whole = (np.zeros((len(places), len(self.roles))) for _ in range(2))
        for facet, present, found in zip(self.facets, self._present, alike, strict=True):
            weight = WEIGHTS[facet.name].weight
            both = present[places][:, None] & present[None, :]
            total += np.where(both, weight * found, 0.0)
            whole += np.where(both, weight, 0.0)
        mean = np.divide(total, whole, out=np.zeros_like(total), where=whole > 0)
        mean[np.arange(len(places)), places] = 1.0
        return np.minimum(mean, 1.0)

    def _alike(self, place: int) -> tuple[Floats, ...]:
        """How alike all roles are to one in each facet; kept for a while, for scores that are explained."""
        import numpy as np

        if place not in self._asked:
            if len(self._asked) >= _KEPT:
                self._asked.clear()
            places = np.array([place])
            self._asked[place] = tuple(_powered(facet, facet.likeness(places))[0] for facet in self.facets)
        return self._asked[place]

    @cached_property
    def _asked(self) -> dict[int, tuple[Floats, ...]]:
        return {}

    def explain(self, one: str, other: str) -> Explanation:
        """Of what the similarity of two roles is made up.

        Parameters
        ----------
        one, other
            IRIs of roles.

        Returns
        -------
        Explanation
            With a contribution for each facet in which something is known of both roles, also where it is 0. Its
            points add up to the score, which is that of `scores`, within 1e-9.

        Raises
        ------
        KeyError
            When the graph has no such role.
        """
        first, second = self.places[one], self.places[other]
        shares: list[tuple[Facet, float, float]] = []
        for facet, present, alike in zip(self.facets, self._present, self._alike(first), strict=True):
            if present[first] and present[second]:
                share = 1.0 if one == other else float(alike[second])
                shares.append((facet, WEIGHTS[facet.name].weight, share))
        whole = sum(weight for _, weight, _ in shares)
        found = [
            Contribution(facet.name, weight * share / whole, self._named(facet.most_shared(first, second, _SHOWN)))
            for facet, weight, share in shares
        ]
        score = sum(each.points for each in found)
        return Explanation(score, tuple(sorted(found, key=lambda each: (-each.points, each.name))))

    def distinctiveness(self, capability: str) -> float:
        """How telling it is to ask for a capability: 1 where all roles do, more the fewer do.

        A capability that no role has anything to do with weighs as much as the rarest possible.
        """
        import math

        frequency = self._frequency.get(capability, 0)
        return math.log((1 + len(self.roles)) / (1 + frequency)) + 1

    @cached_property
    def _frequency(self) -> dict[str, int]:
        return dict(zip(self.capabilities, self.frequencies, strict=True))

    @cached_property
    def _present(self) -> tuple[Truths, ...]:
        return tuple(facet.present() for facet in self.facets)

    def _named(self, terms: tuple[str, ...]) -> tuple[Node | str, ...]:
        if self.naming is None:
            return terms
        return tuple(self.naming(term) if ":" in term else term for term in terms)


def _powered(facet: Facet, alike: Floats) -> Floats:
    power = WEIGHTS[facet.name].power
    return alike if power == 1.0 else alike**power
