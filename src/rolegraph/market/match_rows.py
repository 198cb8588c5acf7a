"""People in, matches out, as batches of Arrow: for each person the best roles, or for each role the best people.

The rows of one person come together. What is held at a time are some hundreds of people, whatever there are in all, so
that the same function serves one machine, and each of many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.market.match_kernel import Covered, Holdings, MatchArrays
from rolegraph.model.plans import ASSUMED_LEVEL

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.facts.arrays import Matrix, Vector
    from rolegraph.market.engines import Batches

_CELLS: Final = 2_000_000  # people times roles at a time
_COLUMNS: Final = 20_000_000  # people times columns of the effort matrix at a time
_PAIRS: Final = 100_000  # people and roles that are looked at more closely at a time
_GROUPS: Final = 4  # groups of columns for each of the best
_PEOPLE: Final = (16, 4096)  # at a time, at least and at most
_ALIKE: Final = 2e-9  # by how much scores may differ that are equal once they are rounded
_DIGITS: Final = 9  # to which scores are rounded where they are compared


def match_schema() -> pa.Schema:
    """The columns of matches."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    return pa.schema(
        [
            ("person", pa.string()),
            ("rank", pa.int32()),
            ("role", pa.string()),
            ("role_label", pa.string()),
            ("score", pa.float64()),
            ("essential", pa.int32()),
            ("met", pa.int32()),
            ("too_low", pa.int32()),
            ("coverage", pa.float64()),
            ("missing", texts),
            ("missing_labels", texts),
            ("to_raise", texts),
            ("to_raise_labels", texts),
            ("credentials", texts),
            ("credentials_labels", texts),
            ("estimated", pa.bool_()),
        ]
    )


def found_schema() -> pa.Schema:
    """The columns of what `BestPeople` finds: who is among the best for the role of a row, and what they have."""
    import pyarrow as pa

    numbers = pa.list_(pa.int32())
    return pa.schema(
        [
            ("role", pa.int32()),
            ("person", pa.string()),
            ("score", pa.float64()),
            ("unmet", pa.int32()),
            ("places", numbers),
            ("levels", numbers),
        ]
    )


class _Pairs(NamedTuple):
    """People and roles by number, a pair at each place, with its score."""

    people: Vector
    rows: Vector
    scores: Vector

    def at(self, which: Vector | slice) -> _Pairs:
        return _Pairs(*(part[which] for part in self))


class Chunk(NamedTuple):
    """Some people by name, with what they have."""

    names: pa.Array
    held: Holdings


@dataclass
class BestRoles:
    """For each person the roles of the highest score, above 0.

    Of equals the one comes first of which fewer essential requirements are unmet, then the one of the lower row.
    """

    arrays: MatchArrays
    top: int

    def __call__(self, people: Batches) -> Batches:
        """The matches of people, in the order in which they come."""
        for chunk in people_chunks(people, _people_at_a_time(self.arrays, self.top)):
            covered = self.arrays.covered(chunk.held)
            pairs = _Pairs(*best_cells(self.arrays.scores(covered), self.top))
            unmet = _unmet(self.arrays, covered, pairs)
            kept, ranks = ranked(pairs.people, pairs.scores, unmet, pairs.rows, self.top)
            yield _matches(self.arrays, covered, chunk.names, pairs.at(kept), ranks)


@dataclass
class BestPeople:
    """For each role those of some of all people who have the highest score, above 0; of equals as for `BestRoles`.

    What this finds in several places goes to `RankedPeople`.
    """

    arrays: MatchArrays
    top: int

    def __call__(self, people: Batches) -> Batches:
        """Who is among the best, by role, with what they have."""
        best = _Best.of_nobody(len(self.arrays.roles))
        for chunk in people_chunks(people, _people_at_a_time(self.arrays, self.top)):
            best.add(self.arrays, chunk, self.top)
        yield from best.batches()


@dataclass
class RankedPeople:
    """The best people of each role, out of those that `BestPeople` found in several places, as matches."""

    arrays: MatchArrays
    top: int

    def __call__(self, found: Batches) -> Batches:
        """The matches, by role."""
        import numpy as np
        import pyarrow as pa

        table = pa.Table.from_batches(found, found_schema())
        table = table.sort_by([("role", "ascending"), ("person", "ascending")])
        rows, scores, unmet = (table[name].to_numpy() for name in ("role", "score", "unmet"))
        kept, ranks = ranked(rows, scores, unmet, np.arange(len(rows)), self.top)
        size = _people_at_a_time(self.arrays, self.top)
        for start in range(0, len(kept), size):
            part = table.take(kept[start : start + size]).combine_chunks()
            places, levels = (part[name].combine_chunks() for name in ("places", "levels"))
            whose = np.repeat(np.arange(len(part)), places.value_lengths().to_numpy())
            held = Holdings(len(part), whose, places.flatten().to_numpy(), levels.flatten().to_numpy())
            pairs = _Pairs(np.arange(len(part)), part["role"].to_numpy(), part["score"].to_numpy())
            names = part["person"].combine_chunks()
            yield _matches(self.arrays, self.arrays.covered(held), names, pairs, ranks[start : start + size])


@dataclass
class _Best:
    """The best people of each role so far; people are meant by the order in which they came."""

    least: Vector  # for each role the score that somebody has to have
    pairs: _Pairs
    unmet: Vector
    seen: int = 0
    holdings: dict[int, tuple[str, Vector, Vector]] = field(default_factory=dict)

    @classmethod
    def of_nobody(cls, roles: int) -> _Best:
        import numpy as np

        none = np.zeros(0, dtype=np.int64)
        return cls(np.zeros(roles), _Pairs(none, none, np.zeros(0)), none)

    def add(self, arrays: MatchArrays, chunk: Chunk, top: int) -> None:
        """Add those of some more people who are among the best."""
        import numpy as np

        covered = arrays.covered(chunk.held)
        rows, people, scores = best_cells(np.ascontiguousarray(arrays.scores(covered).T), top, self.least)
        found = _Pairs(people, rows, scores)
        unmet = np.concatenate([self.unmet, _unmet(arrays, covered, found)])
        found = found._replace(people=people + self.seen)
        both = _Pairs(*(np.concatenate(parts) for parts in zip(self.pairs, found, strict=True)))
        kept, ranks = ranked(both.rows, both.scores, unmet, both.people, top)
        self.pairs, self.unmet = both.at(kept), unmet[kept]
        full = ranks == top
        self.least[self.pairs.rows[full]] = self.pairs.scores[full]
        self._remember(chunk)

    def _remember(self, chunk: Chunk) -> None:
        """Keep what those have who are among the best, and forget it of others now and then."""
        import numpy as np

        people = np.unique(self.pairs.people)
        bounds = np.searchsorted(chunk.held.people, np.arange(chunk.held.size + 1))
        for person in people[np.searchsorted(people, self.seen) :].tolist():
            number = person - self.seen
            held = slice(bounds[number], bounds[number + 1])
            self.holdings[person] = chunk.names[number].as_py(), chunk.held.places[held], chunk.held.levels[held]
        if len(self.holdings) > 2 * len(people):
            self.holdings = {person: self.holdings[person] for person in people.tolist()}
        self.seen += chunk.held.size

    def batches(self) -> Batches:
        """All that `found_schema` says, some at a time."""
        import pyarrow as pa

        schema = found_schema()
        for start in range(0, len(self.unmet), _PAIRS):
            part = slice(start, start + _PAIRS)
            people, rows, scores = self.pairs.at(part)
            names, places, levels = zip(*(self.holdings[person] for person in people.tolist()), strict=True)
            columns = (rows, list(names), scores, self.unmet[part], list(places), list(levels))
            given = [pa.array(column, type_) for column, type_ in zip(columns, schema.types, strict=True)]
            yield pa.record_batch(given, schema=schema)


def people_chunks(batches: Batches, size: int) -> Iterator[Chunk]:
    """Whole people, at most so many at a time, of batches in which the rows of one person come together.

    Batches have `person`, `place` (of a capability, nothing where it is unknown) and `level` (nothing where it is not
    said).
    """
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if not len(batch):
            continue
        waiting.append(batch)
        last = batch["person"][-1]
        if waiting[0]["person"][0] == last:
            continue  # all of one person, and there may be more
        table = pa.Table.from_batches(waiting)
        people = _numbered(table)[1]
        whole = int(people.searchsorted(people[-1]))
        yield from _cut(table.slice(0, whole), size)
        waiting = table.slice(whole).to_batches()
    if waiting:
        yield from _cut(pa.Table.from_batches(waiting), size)


def _numbered(table: pa.Table) -> tuple[pa.Array, Vector]:
    """The people of a table, and for each row which of them it is of, in the order in which they come."""
    people = table["person"].combine_chunks().dictionary_encode()
    return people.dictionary, people.indices.to_numpy()


def _cut(table: pa.Table, size: int) -> Iterator[Chunk]:
    import numpy as np
    import pyarrow.compute as pc

    names, people = _numbered(table)
    known = table["place"].is_valid().to_numpy()
    places = pc.fill_null(table["place"], 0).to_numpy()
    levels = pc.fill_null(table["level"], int(ASSUMED_LEVEL)).to_numpy()
    for start in range(0, len(names), size):
        part = names.slice(start, size)
        first, end = np.searchsorted(people, [start, start + size])
        rows = np.flatnonzero(known[first:end]) + first
        yield Chunk(part, Holdings(len(part), people[rows] - start, places[rows], levels[rows]))


def best_cells(scores: Matrix, top: int, least: Vector | None = None) -> tuple[Vector, Vector, Vector]:
    """Row, column and value of the highest values above 0 of each row, and of a few more than `top` of them.

    None is left out that is among the highest, or equal to the last of them once both are rounded; nor, where that is
    given, one that is at least so much.
    """
    import numpy as np

    floor = np.zeros(len(scores)) if least is None else least
    chosen = (scores > (floor - _ALIKE)[:, None]) & (scores > 0)
    if scores.shape[1] > top and chosen.sum() > 2 * top * len(scores):
        floor = np.maximum(_reached(scores, top), floor)
        chosen &= scores > (floor - _ALIKE)[:, None]
    rows, columns = np.nonzero(chosen)
    return rows, columns, scores[rows, columns]


def _reached(scores: Matrix, top: int) -> Vector:
    """For each row what `top` of its values reach: what as many of the greatest values of groups of columns do."""
    import numpy as np

    groups = _GROUPS * top
    if (each := scores.shape[1] // groups) > 1:
        scores = scores[:, : each * groups].reshape(len(scores), each, groups).max(axis=1)
    found: Vector = np.partition(scores, -top, axis=1)[:, -top]
    return found


def ranked(groups: Vector, scores: Vector, unmet: Vector, order: Vector, top: int) -> tuple[Vector, Vector]:
    """The first of each group, and the rank of each of them: the highest score, the fewest unmet, then by an order."""
    import numpy as np

    found = np.lexsort((order, unmet, -scores.round(_DIGITS), groups))
    ranks = np.arange(len(found)) - np.searchsorted(groups[found], groups[found]) + 1
    return found[ranks <= top], ranks[ranks <= top]


def _people_at_a_time(arrays: MatchArrays, top: int) -> int:
    roles, columns = len(arrays.roles), max(1, arrays.parts.shape[0])
    most = min(_CELLS // roles, _COLUMNS // columns, _PAIRS // top, _PEOPLE[1])
    return max(_PEOPLE[0], most)


def _unmet(arrays: MatchArrays, covered: Covered, pairs: _Pairs) -> Vector:
    """For each pair how many essential requirements are unmet."""
    import numpy as np

    found = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(pairs.people), _PAIRS):
        people, rows, _ = pairs.at(slice(start, start + _PAIRS))
        found.append(arrays.standings(covered, people, rows).unmet)
    return np.concatenate(found)


def _matches(arrays: MatchArrays, covered: Covered, names: pa.Array, pairs: _Pairs, ranks: Vector) -> pa.RecordBatch:
    """Pairs as rows of `match_schema`."""
    import numpy as np
    import pyarrow as pa

    stand = arrays.standings(covered, pairs.people, pairs.rows)
    essential = np.diff(arrays.essential.indptr)[pairs.rows]
    coverage = stand.met / np.maximum(essential, 1)

    def lists(which: Vector, named: pa.StringArray) -> tuple[pa.Array, pa.Array]:
        ends = np.cumsum(np.bincount(stand.pair[which], minlength=len(ranks)))
        bounds = pa.array(np.append(0, ends), pa.int32())
        chosen = pa.array(stand.requirement[which], pa.int32())
        ids, labels = arrays.requirement_ids.take(chosen), named.take(chosen)
        return pa.ListArray.from_arrays(bounds, ids), pa.ListArray.from_arrays(bounds, labels)

    credential = arrays.credential[stand.requirement]
    rows = pa.array(pairs.rows, pa.int32())
    columns = [
        names.take(pa.array(pairs.people, pa.int32())),
        ranks,
        arrays.roles.take(rows),
        arrays.role_labels.take(rows),
        pairs.scores,
        essential,
        stand.met,
        stand.too_low,
        pa.array(coverage, mask=essential == 0),
        *lists(stand.lacking & ~credential, arrays.requirement_labels),
        *lists(stand.low, arrays.labels_with_levels),
        *lists(stand.lacking & credential, arrays.requirement_labels),
        arrays.estimated[pairs.rows],
    ]
    schema = match_schema()
    given = [pa.array(one).cast(type_) for one, type_ in zip(columns, schema.types, strict=True)]
    return pa.record_batch(given, schema=schema)
