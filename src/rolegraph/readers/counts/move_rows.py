"""Moves: rows or cells of a table gathered by origin and statistic, since what is stated is of those who left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rolegraph.model.observations import Statistic
from rolegraph.rdf.vocabulary import RDF, RG
from rolegraph.readers.counts.count_reader import NO_NUMBER, TWICE, CountReader, Occupation
from rolegraph.readers.counts.count_tables import MOVES, CountTable, amount_in, open_table

_STAYED: Final = "about those who stayed, who moved nowhere"
_NOBODY: Final = "nobody moved"
_COMPLETE: Final = 0.02  # that shares of one origin may be off in all
_FEWEST_TARGETS: Final = 2  # headings of a matrix that are roles


class _Move(NamedTuple):
    """What a row, or a cell of a matrix, which is on line 0, says of people from one origin."""

    line: int
    target: Occupation
    value: float
    people: int | None


_Gathered = tuple[Occupation, Statistic, _Move]


def _whole(sums: Sequence[float], is_counted: bool | None) -> float:
    """What the shares of an origin add up to, those who stayed among them: 1 or 100, and 0 where they are counts.

    `is_counted` is None where only the sums can tell.
    """
    largest = max(sums, default=0.0)
    if is_counted or largest > 100 * (1 + _COMPLETE):
        return 0.0
    if largest <= 1 + _COMPLETE:
        return 1.0
    hundreds = sum(abs(one - 100) <= 100 * _COMPLETE for one in sums)
    return 100.0 if is_counted is False or 2 * hundreds > len(sums) else 0.0


def _cells(targets: Iterable[tuple[int, str]], cells: Sequence[str]) -> tuple[list[_Move], tuple[str, str, str] | None]:
    """The moves in a row of a matrix, and what is wrong with one of its cells: its heading, why, and what it has."""
    moves = []
    for at, target in targets:
        try:
            value = amount_in(cells[at]) if at < len(cells) else None
        except ValueError as error:
            return [], (target, str(error), cells[at])
        if value:
            moves.append(_Move(0, (target, ""), value, None))
    return moves, None


class MoveReader(CountReader):
    """Moves: gathered by origin and statistic, since shares are of those who left."""

    def read(self, data: bytes) -> None:
        table = open_table(data, self.path, MOVES, self.options.columns, self.report)
        if "target" not in table.places and "target title" not in table.places:
            self._gather(self._of_matrix(table), is_counted=None)
            return
        if not table.places.keys() & {"origin", "origin title"}:
            raise table.missing("where people came from", "origin")
        if not table.places.keys() & {"share", "count"}:
            raise table.missing("how many people moved", "share")
        self.note_ignored(table)
        self._gather(self._of_rows(table), is_counted="share" not in table.places)

    def _of_rows(self, table: CountTable) -> Iterator[_Gathered]:
        by_share = "share" in table.places
        for row in table.rows(self.report):
            origin, target = (row["origin"], row["origin title"]), (row["target"], row["target title"])
            counted = self.counted(row)
            if counted is None:
                continue
            for column, end in (("origin", origin), ("target", target)):
                if not any(end):
                    self.misfit(row.line, column, "is empty")
                    break
            else:
                try:
                    share, count = self.number(row, "share"), self.number(row, "count")
                except ValueError:
                    continue
                value = share if by_share else count
                if value is None:
                    self.report.leave_out(self.file, NO_NUMBER)
                    continue
                people = None if count is None else round(count)
                yield origin, counted, _Move(row.line, target, value, people)

    def _of_matrix(self, table: CountTable) -> Iterator[_Gathered]:
        targets = [(at, title) for at, title in enumerate(table.titles) if at and title]
        known = [title for _, title in targets if self.known.find(title)]
        if len(known) < _FEWEST_TARGETS:
            raise table.missing("where people went, and its headings are no codes or names of roles", "target")
        if unknown := [title for _, title in targets if title not in known]:
            self.report.note(f"{self.file}: headings that are no role of the graph: {', '.join(unknown)[:300]}")
        for line, cells in table.matrix_rows(self.report):
            if not self.found(cells[0], ""):
                if cells[0]:
                    self.not_found(line, "origin", (cells[0], ""))
                else:
                    self.misfit(line, "origin", "is empty")
                continue
            moves, fault = _cells(targets, cells)
            if fault is not None:
                self.misfit(line, *fault)
            elif not moves:
                self.report.leave_out(self.file, NO_NUMBER)
            else:
                yield from (((cells[0], ""), self.given, move) for move in moves)

    def _gather(self, moves: Iterable[_Gathered], *, is_counted: bool | None) -> None:
        """State the moves of each origin and statistic; it `is_counted` or not, or that is to be seen from the sums."""
        gathered: defaultdict[tuple[Occupation, Statistic], list[_Move]] = defaultdict(list)
        for origin, counted, move in moves:
            gathered[origin, counted].append(move)
        whole = _whole([sum(move.value for move in of_one) for of_one in gathered.values()], is_counted)
        partial = sum(self._state(*key, of_one, whole) for key, of_one in gathered.items())
        if partial:
            said = f"of {partial:,} origins the table has not all targets: their shares are taken as of all who left"
            self.report.note(f"{self.file}: {said}")

    def _state(self, origin: Occupation, counted: Statistic, moves: list[_Move], whole: float) -> bool:
        """The moves of one origin; whether its targets are not all that there are.

        `whole` is what all shares of an origin add up to; 0 for counts.
        """
        start = self.found(*origin)
        ends = {move.target: self.found(*move.target) for move in moves}
        stay = {
            target for target, end in ends.items() if target == origin or (end and start and end.roles == start.roles)
        }
        stayed = sum(move.value for move in moves if move.target in stay)
        left = sum(move.value for move in moves) - stayed
        leavers = max(left, whole - stayed) if whole else left
        seen: set[Occupation] = set()
        for move in moves:
            end = ends[move.target]
            if start is None or end is None:
                if move.line:
                    self.not_found(move.line, *(("origin", origin) if start is None else ("target", move.target)))
            elif move.target in stay:
                self._leave_out(move.line, _STAYED)
            elif move.target in seen:
                self._leave_out(move.line, TWICE)
            elif not move.value:
                self._leave_out(move.line, _NOBODY)
            else:
                groups = self.group(*origin, start.roles), self.group(*move.target, end.roles)
                self._state_move(*groups, counted, move, leavers)
            seen.add(move.target)
        return whole > 0 and left < leavers - _COMPLETE * whole

    def _leave_out(self, line: int, rule: str) -> None:
        """A row of the table; cells of a matrix, on line 0, are none."""
        if line:
            self.report.leave_out(self.file, rule)

    def _state_move(self, start: str, end: str, counted: Statistic, move: _Move, leavers: float) -> None:
        names = (iri.rpartition("#group-")[2] for iri in (start, end))
        iri = self.writer.unused(f"{self.writer.source}#move-{'-to-'.join(names)}")
        self.writer.link(iri, RDF + "type", RG + "ObservedMove")
        self.writer.link(iri, RG + "movedFrom", start)
        self.writer.link(iri, RG + "movedTo", end)
        self.writer.link(iri, RG + "countedBy", self.statistic(counted))
        self.writer.decimal(iri, RG + "share", f"{min(100.0, 100 * move.value / leavers):.6f}")
        if move.people is not None:
            self.writer.integer(iri, RG + "people", move.people)
        self.stated += 1
