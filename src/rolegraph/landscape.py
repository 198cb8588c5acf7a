"""What questions about all roles are asked of: a dataset, with what is computed from it for all roles at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rolegraph.reach.space import ReachSpace
    from rolegraph.similarity import Similarity
    from rolegraph.store.dataset import Dataset


class Landscape(NamedTuple):
    """A dataset, how far it is to each role, and how similar roles are; all of the same statements."""

    dataset: Dataset
    space: ReachSpace
    similarity: Similarity
