"""Demand as a graph states it, counted over postings that are not in it: read in bulk, as arrays.

Several sources may have counted for a role; the one that counted most postings speaks of it. Counts are never added up,
as they may be of the same postings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts import arrays
from rolegraph.facts.cache import keep, kept_file
from rolegraph.facts.labels import node, number, number_of, on_scale
from rolegraph.facts.matches import same_roles
from rolegraph.model.nodes import Level
from rolegraph.model.posting_counts import CountedSource, Growth, PostingCount
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Numbers = NDArray[np.float64]

STATED_DEMAND: Final = "stated-demand.npz"  # what an index keeps of it
UNCOUNTED: Final = -1
_GROWTH: Final = ("growth", "growthLow", "growthHigh")


class StatedDemandIndex(NamedTuple):
    """Counts for roles, by number, and below each those of what is asked for; nodes are numbers of the three lists.

    A count for a role has its `role` and its `statistic`, `postings`, of which so many are `asking`, and three numbers
    of growth in percent (its estimate, and the ends of its interval), which are no numbers where there is none. The
    options of count `n` are those from `first[n]` to `first[n + 1]`: each has `named` postings, of which so many call
    it `essential` (`UNCOUNTED` where that is not known) and ask for it `alone`, a `level` (0 for none), growth, and the
    capabilities `options[starts[m] : starts[m + 1]]`.
    """

    statistics: tuple[str, ...]
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    role: Codes
    statistic: Codes
    postings: Codes
    asking: Codes
    growth: Numbers
    first: Codes
    named: Codes
    essential: Codes
    alone: Codes
    level: Codes
    growths: Numbers
    starts: Codes
    options: Codes

    @classmethod
    def load(cls, path: Path) -> StatedDemandIndex:
        """What `facts.arrays` wrote; OSError, KeyError or ValueError where it is damaged."""
        found = arrays.load(path)
        return cls(**{name: found[name] for name in cls._fields})

    def any_of(self, option: int) -> frozenset[int]:
        """The capabilities of an option, by number."""
        return frozenset(self.options[self.starts[option] : self.starts[option + 1]].tolist())


def stated_demand(dataset: Dataset) -> StatedDemandIndex:
    """All that a graph states: from its index, or else from its statements, and kept with a built graph.

    SourceError where a level or a number is none.
    """
    known: StatedDemandIndex | None = dataset.cache.memo.get(stated_demand)
    if known is None and (path := kept_file(dataset, STATED_DEMAND)) is not None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            known = StatedDemandIndex.load(path)
    if known is None:
        known = _read(dataset)
        if known.roles and dataset.folder is not None:
            keep(dataset, STATED_DEMAND, partial(arrays.save, **known._asdict()))
    dataset.cache.memo[stated_demand] = known
    return known


class StatedCount(NamedTuple):
    """A count for a role: its number in the index, and what it says."""

    row: int
    says: PostingCount


def stated_for(dataset: Dataset, role: str) -> StatedCount | None:
    """The count that rests on most postings for a role, or for those that mappings say are exactly it; None without."""
    index = stated_demand(dataset)
    if not index.roles:
        return None
    rows = _rows_of(dataset)
    if not (found := rows.get(role, [])):
        found = list(chain.from_iterable(rows.get(other, []) for other in same_roles(dataset, role)))
    if not found:
        return None
    row = max(found, key=lambda row: (int(index.postings[row]), -row))
    return StatedCount(
        row, PostingCount(int(index.postings[row]), _source_of(dataset, row), growth_of(index.growth[row]))
    )


def _rows_of(dataset: Dataset) -> dict[str, list[int]]:
    """The counts for each role, by IRI."""
    known: dict[str, list[int]] | None = dataset.cache.memo.get(_rows_of)
    if known is None:
        index, known = stated_demand(dataset), {}
        for row, role in enumerate(index.role.tolist()):
            known.setdefault(index.roles[role], []).append(row)
        dataset.cache.memo[_rows_of] = known
    return known


def _source_of(dataset: Dataset, row: int) -> CountedSource:
    """Where a count is from."""
    index = stated_demand(dataset)
    iri = index.statistics[index.statistic[row]]
    known: CountedSource | None = dataset.cache.memo.get((STATED_DEMAND, iri))
    if known is None:
        sources = [one.source for one in dataset.statements(iri, RDF + "type")]
        terms = ("authority", "place", "firstPosted", "lastPosted")
        authority, place, first, last = (dataset.value(iri, RG + term) or "" for term in terms)
        least = int(number_of(dataset, iri, "leastPostings") or 0)
        known = CountedSource(node(dataset, min(sources, default=iri)), authority, place, first, last, least)
        dataset.cache.memo[STATED_DEMAND, iri] = known
    return known


def growth_of(numbers: Numbers) -> Growth | None:
    """Three numbers in percent as shares; None where they are none."""
    change, low, high = (float(number) / 100 for number in numbers)
    return None if change != change else Growth(change, low, high)


class _Counts(NamedTuple):
    """Every count, for a role or for something in it, by the number of its node."""

    places: dict[str, int]
    role: Codes
    statistic: Codes
    growth: Numbers


def _read(dataset: Dataset) -> StatedDemandIndex:
    import numpy as np

    links = dict(dataset.links(RG + "demandIn"))
    places = {iri: place for place, iri in enumerate(sorted(links))}
    counted = {iri: by for iri, by in dataset.links(RG + "countedBy") if iri in places} if places else {}
    roles, statistics = sorted(set(links.values())), sorted(set(counted.values()))
    number_of_role = {iri: place for place, iri in enumerate(roles)}
    number_of_statistic = {iri: place for place, iri in enumerate(statistics)}
    role = np.array([number_of_role[links[iri]] for iri in places], dtype=np.int64)
    statistic = np.array([number_of_statistic.get(counted.get(iri, ""), -1) for iri in places], dtype=np.int64)
    shape = (len(places), len(_GROWTH))
    growth = np.stack([_column(dataset, places, term, np.nan) for term in _GROWTH], axis=1).reshape(shape)
    every = _Counts(places, role, statistic, growth)
    return _arranged(dataset, every, (tuple(statistics), tuple(roles)))


def _arranged(dataset: Dataset, every: _Counts, names: tuple[tuple[str, ...], tuple[str, ...]]) -> StatedDemandIndex:
    """Counts for roles, and below each what is asked for there; what has no count for its role is left out."""
    import numpy as np

    capabilities, owners, asked = _capabilities(dataset, every.places)
    sizes = np.bincount(owners, minlength=len(every.places))
    keys = every.role * (len(names[0]) + 1) + every.statistic
    rows = np.flatnonzero((sizes == 0) & (every.statistic >= 0))
    rows = rows[np.unique(keys[rows], return_index=True)[1]]
    options = np.flatnonzero((sizes > 0) & np.isin(keys, keys[rows]))
    options = options[np.argsort(keys[options], kind="stable")]
    ranks = np.argsort(owners, kind="stable")
    begins = np.concatenate([[0], np.cumsum(sizes)])
    members = [asked[ranks[begins[one] : begins[one + 1]]] for one in options]
    postings = _column(dataset, every.places, "postings", 0).astype(np.int64)
    alone = _column(dataset, every.places, "alonePostings", UNCOUNTED).astype(np.int64)
    return StatedDemandIndex(
        *names,
        capabilities,
        role=every.role[rows],
        statistic=every.statistic[rows],
        postings=postings[rows],
        asking=_column(dataset, every.places, "asking", 0).astype(np.int64)[rows],
        growth=every.growth[rows],
        first=np.append(np.searchsorted(keys[options], keys[rows]), len(options)).astype(np.int64),
        named=postings[options],
        essential=_column(dataset, every.places, "essentialPostings", UNCOUNTED).astype(np.int64)[options],
        alone=np.where(alone == UNCOUNTED, postings, alone)[options],
        level=_levels(dataset, every.places)[options],
        growths=every.growth[options],
        starts=np.cumsum([0, *map(len, members)]).astype(np.int64),
        options=np.concatenate([*members, np.empty(0, dtype=np.int64)]),
    )


def _column(dataset: Dataset, places: Mapping[str, int], term: str, nothing: float) -> Numbers:
    """One number for each count."""
    import numpy as np

    found = np.full(len(places), nothing)
    for iri, text in dataset.links(RG + term) if places else ():
        if (place := places.get(iri)) is not None:
            found[place] = number(dataset, iri, term, text)
    return found


def _levels(dataset: Dataset, places: Mapping[str, int]) -> Codes:
    import numpy as np

    found = np.zeros(len(places), dtype=np.int64)
    for value, iris in dataset.grouped(RG + "level") if places else ():
        if some := [places[iri] for iri in iris if iri in places]:
            found[some] = int(on_scale(dataset, Level, "", "level", value))
    return found


def _capabilities(dataset: Dataset, places: Mapping[str, int]) -> tuple[tuple[str, ...], Codes, Codes]:
    """All capabilities that are asked for, and by number which count asks for which, each once."""
    import numpy as np

    pairs = [(places[iri], asked) for iri, asked in dataset.links(RG + "demandFor") if iri in places] if places else []
    names = sorted({asked for _, asked in pairs})
    numbers = {iri: place for place, iri in enumerate(names)}
    rows = [(place, numbers[asked]) for place, asked in pairs]
    both = np.unique(np.array(rows, dtype=np.int64).reshape(-1, 2), axis=0)
    return tuple(names), both[:, 0], both[:, 1]
