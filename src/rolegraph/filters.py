"""Which roles are wanted: by industry, seniority, the degree they demand, and pay where it is known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.labels import node
from rolegraph.reach.matrices import columns
from rolegraph.reach.space import ReachSpace
from rolegraph.scales import DegreeLevel, Seniority
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RG

if TYPE_CHECKING:
    from rolegraph.reach.matrices import Vector


class Filters(NamedTuple):
    """Which roles are wanted. What a graph does not say of a role fails a filter that asks for it.

    Parameters
    ----------
    industry
        IRI of an industry that the role is found in.
    seniority
        How far up the role stands.
    degree
        The highest degree that the role may demand; one that demands none passes.
    pay
        What the best paid posting for the role offers at least, in whatever currency it is in.
    pays
        The highest pay known of each role, by IRI.
    """

    industry: str | None = None
    seniority: Seniority | None = None
    degree: DegreeLevel | None = None
    pay: int | None = None
    pays: Mapping[str, int] = MappingProxyType({})


def filtered(dataset: Dataset, space: ReachSpace, filters: Filters) -> tuple[Vector, tuple[tuple[str, int], ...]]:
    """The rows that pass, and for each filter how many roles it left out of those that the ones before let pass."""
    import numpy as np

    passed, left_out = np.ones(len(space.roles), dtype=bool), []
    for name, test in _tests(dataset, space, filters):
        left_out.append((name, int((passed & ~test).sum())))
        passed &= test
    return np.flatnonzero(passed), tuple(left_out)


def _tests(dataset: Dataset, space: ReachSpace, filters: Filters) -> list[tuple[str, Vector]]:
    import numpy as np

    tests: list[tuple[str, Vector]] = []
    if filters.industry is not None:
        inside = set(dataset.subjects(RG + "foundIn", filters.industry))
        name = f"found in {node(dataset, filters.industry).label}"
        tests.append((name, np.array([role in inside for role in space.roles], dtype=bool)))
    if filters.seniority is not None:
        wanted = int(filters.seniority) if space.by_seniority[0] else -1
        tests.append((f"seniority {filters.seniority}", np.equal(space.rung, wanted)))
    if filters.degree is not None:
        demanded = _degrees_demanded(dataset, space)
        tests.append((f"no degree above {filters.degree}", np.less_equal(demanded, int(filters.degree))))
    if filters.pay is not None:
        pays = np.array([filters.pays.get(role, -1) for role in space.roles])
        tests.append((f"pay of {filters.pay:,} or more", np.greater_equal(pays, filters.pay)))
    return tests


def _degrees_demanded(dataset: Dataset, space: ReachSpace) -> Vector:
    """For each role the highest degree that it demands, 0 for none; of alternatives the lowest counts."""
    import numpy as np

    ranks = {level.iri: int(level) for level in DegreeLevel}
    levels = {one: ranks[said] for one, said in dataset.pairs(RG + "degreeLevel") if said in ranks}
    of_demand = np.zeros(space.demands.shape[0])
    for demand in range(space.demands.shape[0]):
        found = [levels.get(space.capabilities[place], 0) for place in columns(space.demands, demand)]
        of_demand[demand] = min(found, default=0)
    return np.asarray(space.essential.multiply(of_demand).max(axis=1).toarray()).ravel()
