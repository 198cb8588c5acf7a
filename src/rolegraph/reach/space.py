"""The arrays of reach: what roles ask for, the columns that have to be learned for it, and what covers a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rolegraph.gaps import ASSUMED_LEVEL
from rolegraph.names import Node
from rolegraph.reach.facts import Demand, Facts, read_facts
from rolegraph.reach.learning import Learning
from rolegraph.scales import Level
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import Kind

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    from rolegraph.reach.hops import Calibration

    Sparse = csr_array[Any]
    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
    Vector = np.ndarray[tuple[int], np.dtype[Any]]

PREFERRED, ESSENTIAL = 1, 2
ANY_OF, EXAMPLE = 1, 2


@dataclass(frozen=True)
class ReachSpace:
    """Everything that reach is computed from.

    Parameters
    ----------
    roles, capabilities
        IRIs, in the order of rows and columns.
    labels, kinds
        Label and kind of both, roles first; "" where the graph has to be asked.
    hours_of
        For each capability the hours to working level; 0 where it is not learned by doing.
    close
        Shape (capabilities, capabilities): the strength of closeness.
    hours, level, need
        For each column its hours, its level, and the need that it is a part of. Columns of a need stand together, and
        needs that come before others have lower numbers.
    meets
        Shape (capabilities, columns): the level from which on holding a capability covers a column.
    before
        Shape (capabilities, capabilities): 1 for all that comes before a capability, however many steps.
    alternatives
        Shape (capabilities, needs): one more than the row of `own_before` for each alternative of a need.
    own_before
        Shape (alternatives, columns): prerequisites that only one of the alternatives of a need has.
    related
        For each need whether a degree in a related field meets it.
    demands
        Shape (demands, capabilities): `ANY_OF` for those of which any is enough, `EXAMPLE` for examples.
    demand_level, demand_related
        For each demand its level, 0 for none, and whether a related field will do.
    top
        For each demand the column that is covered when the demand is met.
    asks
        Shape (roles, demands): `ESSENTIAL` or `PREFERRED`.
    spans
        Shape (demands, columns): 1 for all that has to be learned for a demand.
    uses
        Shape (roles, capabilities): the level at which someone in a role holds the tools it uses.
    rung
        For each role how far up it stands, from 1; 0 where that is not known.
    by_seniority
        One value: whether rungs are seniorities, or else how much preparation a role takes.
    groups
        Shape (groups, roles): 1 for each role that a group of this graph directly holds.
    usual
        The calibration in numbers, once it is computed.
    """

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    hours_of: Vector
    close: Sparse
    hours: Vector
    level: Vector
    need: Vector
    meets: Sparse
    before: Sparse
    alternatives: Sparse
    own_before: Sparse
    related: Vector
    demands: Sparse
    demand_level: Vector
    demand_related: Vector
    top: Vector
    asks: Sparse
    spans: Sparse
    uses: Sparse
    rung: Vector
    by_seniority: Vector
    groups: Sparse
    usual: Vector

    def nodes(self) -> Iterator[Node]:
        """Roles and capabilities of which kind and label are known."""
        for iri, kind, label in zip((*self.roles, *self.capabilities), self.kinds, self.labels, strict=True):
            if kind:
                yield Node(iri, Kind(kind), label)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each role."""
        return {iri: row for row, iri in enumerate(self.roles)}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each capability."""
        return {iri: place for place, iri in enumerate(self.capabilities)}

    @cached_property
    def owner(self) -> Vector:
        """For each row of `own_before` the capability that it is about."""
        import numpy as np

        owner = np.empty(self.alternatives.nnz, dtype=int)
        owner[self.alternatives.data - 1] = np.repeat(
            np.arange(len(self.capabilities)), np.diff(self.alternatives.indptr)
        )
        return owner

    @cached_property
    def first(self) -> Vector:
        """For each need its first column, and after the last the number of columns."""
        import numpy as np

        return np.searchsorted(self.need, np.arange(len(self.related) + 1))

    @cached_property
    def essential(self) -> Sparse:
        """Shape (roles, demands): 1 for what is essential."""
        return chosen(self.asks, self.asks.data == ESSENTIAL)

    @cached_property
    def wanted(self) -> Sparse:
        """Shape (roles, columns): 1 for all that has to be learned for what is essential to a role."""
        return needed(self)

    @cached_property
    def covered(self) -> Sparse:
        """Shape (roles, columns): 1 for what someone who does a role has met."""
        from rolegraph.reach.hops import covered_by_roles

        return covered_by_roles(self)

    @cached_property
    def hops(self) -> Matrix:
        """Shape (roles, roles): the hours of the hops between all of them, see `hops.all_hops`."""
        from rolegraph.reach.hops import all_hops

        return all_hops(self)

    @cached_property
    def weights(self) -> Sparse:
        """Shape (roles, demands): for what is essential to a role, how telling it is."""
        return self.essential.multiply(self.telling).tocsr()

    @cached_property
    def whole(self) -> Vector:
        """For each role what a full score weighs: what is essential to it, and the median role's worth besides.

        Without the latter a role that asks for one common thing would come before all others for whoever has it.
        """
        import numpy as np

        total = np.asarray(self.weights.sum(axis=1)).ravel()
        return total + (np.median(total[total > 0]) if total.any() else 1.0)

    @cached_property
    def calibration(self) -> Calibration:
        """What is usual between roles of one group."""
        from rolegraph.reach.hops import Calibration, calibrate

        return Calibration.of(self.usual.tolist()) if len(self.usual) else calibrate(self)

    @cached_property
    def telling(self) -> Vector:
        """For each demand how telling it is: the logarithm of one plus all roles over those that share its need.

        Never 0, so that nothing is too common to count; K. Sparck Jones, "A statistical interpretation of term
        specificity", Journal of Documentation 28, 1972.
        """
        import numpy as np

        needs = self.need[self.top]
        sharing = np.bincount(needs[self.asks.indices], minlength=len(self.related))
        return np.log1p(len(self.roles) / np.maximum(sharing[needs], 1))

    def save(self, path: Path) -> None:
        """Write the arrays into a file of NumPy's."""
        import numpy as np

        parts: dict[str, Any] = {}
        for one in fields(self):
            value = np.array(self.calibration.numbers) if one.name == "usual" else getattr(self, one.name)
            if isinstance(value, tuple):
                parts[one.name] = np.frombuffer("\n".join(value).encode(), dtype=np.uint8)
            elif isinstance(value, np.ndarray):
                parts[one.name] = value
            else:
                parts.update({f"{one.name}.{part}": getattr(value, part) for part in _PARTS})
        with path.open("wb") as file:
            np.savez(file, **parts)

    @staticmethod
    def load(path: Path) -> ReachSpace:
        """Read arrays that `save` wrote."""
        import numpy as np
        from scipy.sparse import csr_array

        found: dict[str, Any] = {}
        with np.load(path, allow_pickle=False) as parts:
            for one in fields(ReachSpace):
                if f"{one.name}.data" in parts:
                    data, indices, indptr, shape = (parts[f"{one.name}.{part}"] for part in _PARTS)
                    found[one.name] = csr_array((data, indices, indptr), shape=tuple(shape))
                elif one.name in _LISTS:
                    text = parts[one.name].tobytes().decode()
                    some = text or (one.name in ("labels", "kinds") and any(map(found.get, ("roles", "capabilities"))))
                    found[one.name] = tuple(text.split("\n")) if some else ()
                else:
                    found[one.name] = parts[one.name]
        return ReachSpace(**found)


_LISTS: Final = ("roles", "capabilities", "labels", "kinds")
_PARTS: Final = ("data", "indices", "indptr", "shape")


def reach_space(dataset: Dataset) -> ReachSpace:
    """The arrays of a dataset; roles and capabilities in the order of their IRIs.

    Notes
    -----
    Takes time in proportion to requirements, and to capabilities times what is narrower than they are.
    """
    return _space(read_facts(dataset))


def _space(facts: Facts) -> ReachSpace:
    import numpy as np

    learning = Learning(facts)
    numbers: dict[Demand, int] = {}
    asked: list[tuple[int, int, int]] = []
    for row, role in enumerate(facts.demands):
        for demand, essential in facts.demands[role].items():
            number = numbers.setdefault(demand, len(numbers))
            asked.append((row, number, ESSENTIAL if essential else PREFERRED))
    reached = [learning.demand(demand) for demand in numbers]
    columns = learning.columns
    order = np.lexsort((columns.level, columns.need)) if columns.need else np.zeros(0, dtype=int)
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order))
    capabilities = sorted(
        facts.hours.keys()
        | {one for need in columns.needs for one in need.accepted}
        | {*_used(facts), *_named(numbers)}
    )
    place = {iri: number for number, iri in enumerate(capabilities)}
    # Labels are kept one a line; one that has several lines is asked for.
    named = (facts.nodes.get(iri) for iri in (*facts.demands, *capabilities))
    shown = [one if one and len(one.label.splitlines()) == 1 else None for one in named]
    shapes = len(capabilities), len(order)
    pairs = [(need, one, own) for need, of in enumerate(columns.own) for one, own in sorted(of.items())]
    return ReachSpace(
        roles=tuple(facts.demands),
        capabilities=tuple(capabilities),
        labels=tuple(one.label if one else "" for one in shown),
        kinds=tuple(one.kind.value if one else "" for one in shown),
        hours_of=np.array([facts.hours.get(one, 0.0) for one in capabilities]),
        close=sparse(_close(facts, place), (shapes[0], shapes[0]), np.float64),
        hours=np.array(columns.hours, dtype=float)[order],
        level=np.array(columns.level, dtype=np.int8)[order],
        need=np.array(columns.need, dtype=np.int32)[order],
        meets=sparse(_meeting(learning, place, rank), shapes, np.int8),
        before=sparse(_before(facts, place), (shapes[0], shapes[0]), np.int8),
        alternatives=sparse(
            ((place[one], need, number + 1) for number, (need, one, _) in enumerate(pairs)),
            (len(capabilities), len(columns.needs)),
            np.int32,
        ),
        own_before=sparse(
            ((number, rank[one], 1) for number, (_, _, own) in enumerate(pairs) for one in own),
            (len(pairs), len(order)),
            np.int8,
        ),
        related=np.array([need.open_to_related for need in columns.needs], dtype=bool),
        demands=sparse(_naming(numbers, place), (len(numbers), len(capabilities)), np.int8),
        demand_level=np.array([demand.level or 0 for demand in numbers], dtype=np.int8),
        demand_related=np.array([demand.open_to_related for demand in numbers], dtype=bool),
        top=rank[np.array([top for top, _ in reached], dtype=int)],
        asks=sparse(asked, (len(facts.demands), len(numbers)), np.int8),
        spans=sparse(
            ((number, rank[one], 1) for number, (_, span) in enumerate(reached) for one in span),
            (len(numbers), len(order)),
            np.int8,
        ),
        uses=sparse(_using(facts, place), (len(facts.demands), len(capabilities)), np.int8),
        rung=np.array([facts.rungs.get(role, 0) for role in facts.demands], dtype=np.int8),
        by_seniority=np.array([facts.by_seniority]),
        groups=sparse(_grouping(facts), (len(facts.groups), len(facts.demands)), np.int8),
        usual=np.zeros(0),
    )


def _used(facts: Facts) -> Iterable[str]:
    return (tool for tools in facts.uses.values() for tool in tools)


def _named(demands: Iterable[Demand]) -> Iterable[str]:
    return (one for demand in demands for one in demand.any_of | demand.examples)


def _close(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, float]]:
    for one, others in facts.close.items():
        if one in facts.hours:
            yield from (
                (place[one], place[other], strength) for other, strength in others.items() if other in facts.hours
            )


def _meeting(learning: Learning, place: Mapping[str, int], rank: Vector) -> Iterable[tuple[int, int, int]]:
    for need, of in zip(learning.columns.needs, learning.columns.of, strict=True):
        for level, column in enumerate(of, start=1):
            at_least = Level.FAMILIAR if need.at_any_level else level
            yield from ((place[one], rank[column], at_least) for one in need.accepted)


def _before(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for one in facts.before.keys() & place.keys():
        seen: set[str] = set()
        waiting = [one]
        while waiting:
            for other in facts.before.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        yield from ((place[one], place[other], 1) for other in seen & place.keys() - {one})


def _naming(demands: Iterable[Demand], place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    for number, demand in enumerate(demands):
        yield from ((number, place[one], ANY_OF) for one in demand.any_of)
        yield from ((number, place[one], EXAMPLE) for one in demand.examples - demand.any_of)


def _using(facts: Facts, place: Mapping[str, int]) -> Iterable[tuple[int, int, int]]:
    """As `gaps.role_profile`: a tool that an essential requirement names has that requirement's level."""
    for row, (role, asked) in enumerate(facts.demands.items()):
        tools = facts.uses.get(role, set())
        levels = dict.fromkeys(tools, 0)
        for demand, essential in asked.items():
            if essential and demand.level:
                for one in (demand.any_of | demand.examples) & tools:
                    levels[one] = max(levels[one], demand.level)
        yield from ((row, place[tool], level or ASSUMED_LEVEL) for tool, level in sorted(levels.items()))


def needed(space: ReachSpace, which: Vector | None = None) -> Sparse:
    """Shape (roles, columns): 1 for what has to be learned for what is essential to a role, or for some of it."""
    demands = space.essential if which is None else space.essential.multiply(which.astype("float64"))
    found: Sparse = (demands @ space.spans).tocsr()
    found.data = (found.data > 0).astype("float64")
    return found


def row(matrix: Sparse, number: int) -> list[tuple[int, Any]]:
    """What is stored in a row, as column and value."""
    start, end = matrix.indptr[number : number + 2]
    return list(zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True))


def columns(matrix: Sparse, number: int) -> Vector:
    """The columns of what is stored in a row."""
    found: Vector = matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]]
    return found


def _grouping(facts: Facts) -> Iterable[tuple[int, int, int]]:
    row_of = {role: row for row, role in enumerate(facts.demands)}
    for number, (_, members) in enumerate(sorted(facts.groups.items())):
        yield from ((number, row_of[one], 1) for one in members)


def sparse(entries: Iterable[tuple[int, int, float]], shape: tuple[int, int], dtype: Any) -> Sparse:
    """A matrix of (row, column, value) entries, none of which is there twice."""
    import numpy as np
    from scipy.sparse import coo_array

    rows, columns, values = np.array(list(entries), dtype=float).reshape(-1, 3).T
    found = coo_array((values.astype(dtype), (rows.astype(np.int32), columns.astype(np.int32))), shape=shape).tocsr()
    found.sort_indices()
    return found


def chosen(matrix: Sparse, which: Any) -> Sparse:
    """1 where a stored value is chosen, nothing elsewhere."""
    from scipy.sparse import csr_array

    found: Sparse = csr_array((which.astype("float64"), matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
    found.eliminate_zeros()
    return found
