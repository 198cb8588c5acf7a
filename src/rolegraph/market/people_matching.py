"""People of a table matched with the roles of a graph: what is checked, computed by an engine, written, and shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.labels import node
from rolegraph.market.match_kernel import match_arrays
from rolegraph.market.match_rows import BestPeople, BestRoles, RankedPeople, found_schema, match_schema
from rolegraph.market.name_codes import name_codes
from rolegraph.market.parquet_tables import TableColumn, address_of, check_target
from rolegraph.market.people_columns import PEOPLE_COLUMNS
from rolegraph.market.reading_failures import reading
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.mobility.nearest import thresholds_of_shares
from rolegraph.model.nodes import CAPABILITY_KINDS, Level, fold
from rolegraph.model.person_matches import Matches, MatchRequirement, PersonMatch
from rolegraph.rdf.commits import transaction
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Engine, Frame
    from rolegraph.market.name_codes import NameCodes
    from rolegraph.market.parquet_tables import ParquetTable

_MOST_ROWS: Final = 200_000  # of an answer that is held in memory


class MatchOptions(NamedTuple):
    """Which matches are wanted: so many for each person, or with `reverse` for each role; or those of one `person`.

    `roles` are IRIs, all where there are none. The answer has the first people or roles, so many as are to be `shown`,
    or all for None.
    """

    top: int = 10
    roles: tuple[str, ...] = ()
    reverse: bool = False
    person: str = ""
    shown: int | None = 3
    skip_unknown: bool = False


_DEFAULT: Final = MatchOptions()


def match_people(
    dataset: Dataset,
    moves: MoveEfforts,
    people: str | Path,
    engine: Engine,
    options: MatchOptions = _DEFAULT,
    out: Path | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Matches:
    """The best roles of people, or the best people of roles; all are written where it is said into which file.

    Without a file only what is shown is computed. SourceError where the table cannot be read, has a level that there is
    not, a row without a person, or unknown capabilities that are not to be skipped; RolegraphError where no role has
    requirements, where nobody has the name that is wanted, or an answer would be too long to be held in memory.
    """
    began, efforts = time.perf_counter(), moves.efforts
    rows = _rows_of(efforts, options.roles)
    table = engine.open(people, PEOPLE_COLUMNS)
    if out is not None:
        check_target(out, table, addresses=engine.name == "spark")
    with reading(table):
        scanned = engine.scan(table, missing=PEOPLE_COLUMNS)
        count = _checked(engine, table, scanned)
        codes = name_codes(engine, table, "capability", dataset, CAPABILITY_KINDS, skip_unknown=options.skip_unknown)
        watch = None if progress is None or engine.name == "spark" else _Watch(progress, table.rows)
        matching = _Matching(engine, dataset, efforts, _held(engine, scanned, codes, efforts), options, watch)
        shown = matching.shown(table, rows)
        if out is None:
            found, written, matched = matching.of_shown(rows, shown), None, None
        else:
            found, written, matched = matching.written(rows, shown, out)
    return Matches(
        people=count,
        roles=len(rows),
        top=options.top,
        matches=tuple(_match(dataset, row) for row in found),
        thresholds=thresholds_of_shares(moves),
        shown=() if options.reverse else tuple(shown),
        shown_roles=tuple(node(dataset, iri) for iri in shown) if options.reverse else (),
        reverse=options.reverse,
        rows=written,
        matched=matched,
        left_out=tuple(one.name for one in codes.left_out),
        rows_left_out=codes.rows_left_out,
        has_levels=table.has("level"),
        unread=table.unread,
        engine=engine.name,
        seconds=time.perf_counter() - began,
    )


def _rows_of(efforts: EffortMatrix, roles: Sequence[str]) -> list[int]:
    """The rows of some roles, or of all, as far as anything is asked for there."""
    import numpy as np

    asking = np.diff(efforts.weights.indptr) + np.diff(efforts.tool_weights.indptr) > 0
    rows = sorted({efforts.row_of[role] for role in roles} if roles else range(len(asking)))
    found = [row for row in rows if asking[row]]
    if not found:
        which = "these roles ask" if roles else "any role of this graph asks"
        cure = "name other roles, or another graph with --graph"
        raise RolegraphError(f"nothing is recorded of what {which} for: {cure}")
    return found


def _checked(engine: Engine, table: ParquetTable, people: Frame) -> int:
    """How many people there are; SourceError where a row has no person, or a level that there is not."""
    import narwhals as nw

    person, level = nw.col("person"), nw.col("level")
    is_wrong = person.is_null() | (~level.is_null() & ~level.is_in([int(one) for one in Level]))
    wrong = nw.when(is_wrong).then(1).otherwise(0).sum().alias("wrong")
    found = engine.collect(people.select(person.n_unique().alias("people"), wrong)).to_pylist()[0]
    if found["wrong"]:
        raise _wrong_row(table)
    if not found["people"]:
        raise SourceError("has no rows", "name a table with a row for each capability of a person", path=table.place)
    return int(found["people"])


def _wrong_row(table: ParquetTable) -> SourceError:
    """What is wrong with the first row that has no person, or a level that there is not, and where that is."""
    import pyarrow.parquet as pq

    for shape in table.shapes:
        names = {column.name: name for column, name, _ in shape.names}
        for file in shape.files:
            with pq.ParquetFile(file) as read:
                for group in range(read.num_row_groups):
                    fault = _fault_in(read.read_row_group(group, columns=list(names.values())), names)
                    if fault is not None:
                        row, problem, cure = fault
                        return SourceError(f"row group {group + 1}, row {row + 1} of it: {problem}", cure, path=file)
    return SourceError("has a row without a person, or with a level that there is not", _LEVELS, path=table.place)


_LEVELS: Final = "1 is familiar, 2 working, 3 proficient and 4 expert; nothing where it is not known"


def _fault_in(rows: pa.Table, names: dict[str, str]) -> tuple[int, str, str] | None:
    """The first row of some that is wrong, what is wrong there, and what would be right."""
    import pyarrow as pa
    import pyarrow.compute as pc

    nobody = pc.equal(pc.fill_null(rows[names["person"]].cast(pa.string()), ""), "")
    level = pa.chunked_array([pa.nulls(len(rows), pa.float64())])
    if "level" in names:  # whole numbers, but those of pandas are floats where some are missing
        level = rows[names["level"]].cast(pa.float64(), safe=False)
    unknown = pc.and_(pc.is_finite(level).fill_null(False), pc.invert(pc.is_in(level, pa.array(map(float, Level)))))
    row = pc.index(pc.or_(nobody, unknown), True).as_py()
    if row < 0:
        return None
    if nobody[row].as_py():
        return row, "does not say whose it is", "write any mark for the person there"
    return row, f"has level {level[row].as_py():g}, which there is not", _LEVELS


def _held(engine: Engine, people: Frame, codes: NameCodes, efforts: EffortMatrix) -> Frame:
    """Person, place of the capability and level; no place for what no role has anything to do with."""
    import narwhals as nw
    import pyarrow as pa

    places = pa.array([efforts.place_of.get(one.iri) for one in codes.nodes], pa.int32())
    names = pa.table({"capability": codes.names["capability"], "place": places.take(codes.names["capability_code"])})
    joined = people.join(engine.frame(names), on="capability", how="left")
    return joined.select("person", "place", nw.col("level").cast(nw.Int32))


class _Watch(NamedTuple):
    """Tells of how many rows, and of how many, people have been matched: on this machine, where they come in turn."""

    progress: Callable[[int, int], object]
    rows: int

    def watched(self, batches: Batches) -> Batches:
        """The same batches, each told of when the next is asked for."""
        done = 0
        for batch in batches:
            yield batch
            done += batch.num_rows
            self.progress(min(done, self.rows), self.rows)


class _Matching(NamedTuple):
    """What people hold, and what is wanted of it."""

    engine: Engine
    dataset: Dataset
    efforts: EffortMatrix
    held: Frame
    options: MatchOptions
    watch: _Watch | None = None

    def shown(self, table: ParquetTable, rows: Sequence[int]) -> list[str]:
        """The people, or in reverse the IRIs of the roles, that the answer has; RolegraphError for too many."""
        if self.options.reverse:
            found = [self.efforts.roles[row] for row in rows]
            place = {iri: number for number, iri in enumerate(self.options.roles)}
            found.sort(key=lambda iri: (place.get(iri, 0), fold(node(self.dataset, iri).label), iri))
            found = found[: self.options.shown]
        else:
            found = self._first_people(table)
        if len(found) * self.options.top > _MOST_ROWS:
            problem = f"the answer would have more than {_MOST_ROWS:,} rows"
            raise RolegraphError(f"{problem}: write all matches with -o FILE.parquet, and show fewer")
        return found

    def _first_people(self, table: ParquetTable) -> list[str]:
        import narwhals as nw

        names = self.held.select("person").unique().sort("person")
        if person := self.options.person:
            names = names.filter(nw.col("person") == person)
        most = _MOST_ROWS // self.options.top + 1 if self.options.shown is None else self.options.shown
        found: list[str] = self.engine.collect(names.head(most))["person"].to_pylist()
        if not found:
            raise SourceError(f"says nothing of {person!r}", "name somebody as the table does", path=table.place)
        return found

    def of_shown(self, rows: Sequence[int], shown: Sequence[str]) -> list[dict[str, Any]]:
        """The matches of those that are shown."""
        if self.options.reverse:
            rows = [row for row in rows if self.efforts.roles[row] in set(shown)]
        found = self._found(rows, None if self.options.reverse else shown)
        return self._in_order(self._collected(found), shown)

    def written(self, rows: Sequence[int], shown: Sequence[str], out: Path) -> tuple[list[dict[str, Any]], int, int]:
        """Those that are shown, once all are written; how many rows these are, and for how many people or roles."""
        import pyarrow.parquet as pq

        all_found = self._found(rows, shown if self.options.person else None)
        if address_of(out):
            self.engine.write(all_found, match_schema(), out)
            return self.of_shown(rows, shown), *self._counted(out)
        with transaction(out) as changes:
            new = changes.scratch("matches.parquet")
            self.engine.write(all_found, match_schema(), new)
            key = "role" if self.options.reverse else "person"
            found, counts = pq.read_table(new, filters=[(key, "in", list(shown))]), self._counted(new)
            changes.stage_written(out, new)
        return self._in_order(found, shown), *counts

    def _counted(self, place: Path) -> tuple[int, int]:
        """How many rows there are in a table of matches, and how many of them are of the first rank."""
        import narwhals as nw

        ranks = self.engine.scan(self.engine.open(place, [TableColumn("rank", "integer", "the rank of a match")]))
        first = nw.when(nw.col("rank") == 1).then(1).otherwise(0).sum()
        found = self.engine.collect(ranks.select(nw.len().alias("rows"), first.alias("first"))).to_pylist()[0]
        return int(found["rows"]), int(found["first"] or 0)

    def _found(self, rows: Sequence[int], people: Sequence[str] | None) -> Frame | Batches:
        """The matches by person, or in reverse by role, and rank, wherever they were computed."""
        found = self._matched(rows, people)
        if isinstance(found, Iterator):
            return found
        # Kept, as sorting would match twice: once to see how rows can be divided among machines.
        return self.engine.kept(found).sort("role" if self.options.reverse else "person", "rank")

    def _matched(self, rows: Sequence[int], people: Sequence[str] | None) -> Frame | Batches:
        import narwhals as nw

        arrays, top = match_arrays(self.dataset, self.efforts, rows), self.options.top
        held = self.held if people is None else self.held.filter(nw.col("person").is_in(list(people)))
        if not self.options.reverse:
            return self.engine.mapped(held, "person", self._watched(BestRoles(arrays, top)), match_schema())
        best, ranked = BestPeople(arrays, top), RankedPeople(arrays, top)
        found = self.engine.mapped(held, "person", self._watched(best), found_schema())
        if isinstance(found, Iterator):
            return ranked(found)
        return self.engine.mapped(found, "role", ranked, match_schema())

    def _watched(self, function: Callable[[Batches], Batches]) -> Callable[[Batches], Batches]:
        watch = self.watch
        return function if watch is None else lambda batches: function(watch.watched(batches))

    def _collected(self, found: Frame | Batches) -> pa.Table:
        import pyarrow as pa

        if isinstance(found, Iterator):
            return pa.Table.from_batches(found, match_schema())
        return self.engine.collect(found)

    def _in_order(self, found: pa.Table, shown: Sequence[str]) -> list[dict[str, Any]]:
        key = "role" if self.options.reverse else "person"
        place = {name: number for number, name in enumerate(shown)}
        return sorted(found.to_pylist(), key=lambda row: (place[row[key]], row["rank"]))


def _match(dataset: Dataset, row: dict[str, Any]) -> PersonMatch:
    """A row of matches as values."""

    def asked(name: str) -> tuple[MatchRequirement, ...]:
        return tuple(map(MatchRequirement, row[name], row[f"{name}_labels"]))

    return PersonMatch(
        person=row["person"],
        rank=row["rank"],
        role=node(dataset, row["role"]),
        score=row["score"],
        essential=row["essential"],
        met=row["met"],
        missing=asked("missing"),
        to_raise=asked("to_raise"),
        credentials=asked("credentials"),
        estimated=row["estimated"],
    )
