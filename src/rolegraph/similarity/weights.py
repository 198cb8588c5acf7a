"""How much each facet counts, and the formula. The numbers were fitted; see `docs/quality.md`.

The similarity of roles a and b is the weighted mean, over the facets f in which something is known of both,

    s(a, b) = sum of w(f) * c(f, a, b) ** p(f)  /  sum of w(f)

where c is the cosine of the two roles' vectors in the facet, from 0 to 1. A facet that a graph, or one of the two
roles, does not have is left out of both sums, so that the weights of the others grow in proportion. Each summand over
the lower sum is a contribution; they add up to s. A power p below 1 tells roles with little in common apart, which
matters where most pairs of roles have almost nothing.

The weights of what O*NET has were fitted on rows of its Related Occupations, and on nothing else. Those of
`requirements` and `qualifications`, the place of which O*NET's ratings take, are set by hand.
"""

from __future__ import annotations

from typing import Final, NamedTuple


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

DIMENSIONS: Final = 150  # of texts on work, after latent semantic analysis
NAME_DIMENSIONS: Final = 100  # of names
PREFERRED: Final = 0.5  # what a preferred requirement counts beside an essential one
USED: Final = 1.0  # what a tool counts that a role uses
BROADER: Final = 0.5  # what is left of a match at each step up a hierarchy
STEPS: Final = 3  # that are followed upwards
CLOSE: Final = 0.5  # the strength of a closeness that states none
