"""What became of each row of a download: kept, left out by a rule, or reported because it does not fit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError

_SHOWN_EACH: Final = 20  # of a file's rows with the same trouble; all of them are counted


class Misfit(NamedTuple):
    """A row that was skipped: in which file and line, which column, and why."""

    file: str
    line: int
    column: str
    reason: str
    value: str = ""


class Trouble(NamedTuple):
    """Rows of one file that are left out for the same reason: how many, and the first of them."""

    file: str
    column: str
    reason: str
    rows: int
    first: tuple[Misfit, ...]


class Left(NamedTuple):
    """Rows that a documented rule leaves out."""

    file: str
    rule: str
    rows: int


class FileReport(NamedTuple):
    """The rows of one file; `rows` is always the sum of the other three."""

    file: str
    rows: int
    kept: int
    left_out: int
    misfits: int


class ImportReport:
    """Counts rows while they are read.

    Every row that is read is either kept, or handed to `misfit` or `leave_out` exactly once.

    Parameters
    ----------
    strict
        Raise an error at the first misfit instead of counting it.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.notes: list[str] = []
        self._rows: Counter[str] = Counter()
        self._misfits: Counter[tuple[str, str, str]] = Counter()
        self._first: dict[tuple[str, str, str], list[Misfit]] = {}
        self._left: Counter[tuple[str, str]] = Counter()

    def read(self, file: str, rows: int = 1) -> None:
        """Count rows of a file as read."""
        self._rows[file] += rows

    def note(self, text: str) -> None:
        """Keep a remark that is about no single row, once."""
        if text not in self.notes:
            self.notes.append(text)

    def misfit(self, file: str, line: int, column: str, reason: str, value: str = "") -> None:
        """Report a row that does not fit, by what is wrong with which column.

        Raises
        ------
        SourceError
            When the report is strict.
        """
        if self.strict:
            problem = f"{column}: {reason}" + (f" ({_short(value)})" if value else "")
            raise SourceError(problem, "correct the row, or import without --strict", path=Path(file), line=line)
        key = (file, column, reason)
        self._misfits[key] += 1
        first = self._first.setdefault(key, [])
        if len(first) < _SHOWN_EACH:
            first.append(Misfit(file, line, column, reason, _short(value)))

    def leave_out(self, file: str, rule: str, rows: int = 1) -> None:
        """Count rows that a rule leaves out; there is nothing wrong with them."""
        self._left[file, rule] += rows

    def troubles(self) -> tuple[Trouble, ...]:
        """All misfits, by file and reason."""
        return tuple(Trouble(*key, rows, tuple(self._first[key])) for key, rows in sorted(self._misfits.items()))

    def left(self) -> tuple[Left, ...]:
        """All rules that left rows out."""
        return tuple(Left(file, rule, rows) for (file, rule), rows in sorted(self._left.items()))

    def files(self) -> tuple[FileReport, ...]:
        """Each file's rows, as they add up."""
        found = []
        for file, rows in sorted(self._rows.items()):
            left = sum(count for (name, _), count in self._left.items() if name == file)
            misfits = sum(count for (name, _, _), count in self._misfits.items() if name == file)
            found.append(FileReport(file, rows, rows - left - misfits, left, misfits))
        return tuple(found)

    def summary(self) -> tuple[tuple[FileReport, ...], tuple[Left, ...], tuple[Trouble, ...], tuple[str, ...]]:
        """What became of all rows: by file, by rule, by reason, and the notes."""
        return self.files(), self.left(), self.troubles(), tuple(self.notes)


def _short(value: str, width: int = 100) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
