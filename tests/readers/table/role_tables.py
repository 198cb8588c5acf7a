"""What the tests of tables share: writing one, and importing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import rolegraph
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.importing import TableImport, import_table
from rolegraph.readers.table.column_titles import COLUMNS
from rolegraph.readers.table.layouts import TableOptions
from rolegraph.readers.table.spreadsheets import CellPlace, TableSheet
from rolegraph.readers.table.table_rows import TableRow, rows_of

HEAD = "role;capability;kind;necessity;level;effort hours;prerequisites\n"


Written = Callable[[str, str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def imported(path: Path) -> TableImport:
    return import_table(path, path.with_suffix(".trig"))


def to_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(COLUMNS), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def facts(path: Path) -> set[tuple[str, str, str]]:
    """All that a graph states but for where it is said, and in which bytes."""
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in rolegraph.open(path).dataset.quads()
        if "line-" not in f"{quad.subject}{quad.object}" and quad.predicate.value != RG + "contentHash"
    }


Grid = Sequence[Sequence[str] | None]


class Requirement(NamedTuple):
    """What a row of a table asks for."""

    role: str
    capability: str
    necessity: str
    level: str
    kind: str
    note: str


class GridReading(NamedTuple):
    """The rows of a table, and what was said of it."""

    rows: list[TableRow]
    report: ImportReport

    @property
    def asked(self) -> list[Requirement]:
        """The rows that ask for something."""
        return [Requirement(*map(row.__getitem__, Requirement._fields)) for row in self.rows if row["capability"]]


class FewNames:
    """The roles and capabilities that the tests of layouts know."""

    def is_role(self, name: str) -> bool:
        return name in ("Baker", "Cook", "Clerk", "Shop Assistant")

    def is_capability(self, name: str) -> bool:
        return name in ("dough", "ovens", "Excel")


def read_grid(grid: Grid, options: TableOptions | None = None, *, sheet: str = "") -> GridReading:
    """Read a table of cells, as one file, or as a sheet of a workbook."""
    report, path = ImportReport(), Path("t.csv")
    place = CellPlace(path, "t.csv", sheet or "roles", is_sheet=bool(sheet))
    sheets = [TableSheet(place, list(enumerate(grid, start=1)))]
    return GridReading(list(rows_of(sheets, path, options or TableOptions(), FewNames(), report)), report)
