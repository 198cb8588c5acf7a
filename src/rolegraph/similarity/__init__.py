"""How alike roles are: a sum of named contributions, each from one thing that a graph says of roles.

`facets` reads what roles have in common from a dataset, `texts` turns words into vectors, `weights` holds the fitted
constants and the formula, `measure` adds up and explains, `tiers` says from which score on two roles are close.
`computing` puts all of it together, which only those import who compute.
"""

from rolegraph.similarity.measure import Contribution, Explanation, Similarity
from rolegraph.similarity.tiers import Thresholds

__all__ = ["Contribution", "Explanation", "Similarity", "Thresholds"]
