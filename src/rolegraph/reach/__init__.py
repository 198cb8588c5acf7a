"""What separates a profile from every role at once: gaps and hours as sparse arrays, for questions about all roles.

`gaps` and `paths` say all about one profile and one role. Here each role is a set of columns, each a piece of learning
with its hours, and a profile covers some of them: how many hours are left to each of thousands of roles is one product.
"""

from rolegraph.reach.arranging import reach_space
from rolegraph.reach.coverage import Coverage, Held, coverage, held_in, held_in_role
from rolegraph.reach.space import ReachSpace

__all__ = ["Coverage", "Held", "ReachSpace", "coverage", "held_in", "held_in_role", "reach_space"]
