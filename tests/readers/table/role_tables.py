"""What the tests of tables share: writing one, and importing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

import rolegraph
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.importing import TableImport, import_table
from rolegraph.readers.table.spreadsheets import COLUMNS

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
