"""What the tests of imports share: tables written as folders and zips, and what a reader states as plain lines."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.folders import DATA

from rolegraph.rdf.writers import LineWriter
from rolegraph.readers.downloads import Download
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.importing import DownloadKind as Kind
from rolegraph.readers.importing import reader_of

Table = Sequence[Sequence[str]]


def needs(name: str) -> pytest.MarkDecorator:
    """Skip a test where real data is not there."""
    return pytest.mark.skipif(not (DATA / name).is_dir(), reason=f"needs ../shared/data/{name}, beside the repository")


def as_csv(table: Table, line_end: str = "\n") -> str:
    """A table as text, its first row being the heading."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows(table)
    return out.getvalue()


def write_folder(folder: Path, tables: Mapping[str, Table | str | bytes]) -> Path:
    """Write tables, texts and bytes as the files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / name).write_bytes(_bytes(table))
    return folder


def write_zip(path: Path, tables: Mapping[str, Table | str | bytes]) -> Path:
    """Write the same as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(name, _bytes(table))
    return path


def _bytes(table: Table | str | bytes) -> bytes:
    text = table if isinstance(table, str | bytes) else as_csv(table)
    return text.encode() if isinstance(text, str) else text


class Said(NamedTuple):
    """What a reader states, as the set of its N-Triples, and what became of the rows."""

    statements: frozenset[str]
    report: ImportReport

    def reasons(self) -> dict[str, int]:
        """How many rows are misfits for which reason."""
        found: dict[str, int] = {}
        for trouble in self.report.troubles():
            found[trouble.reason] = found.get(trouble.reason, 0) + trouble.rows
        return found

    def says(self, *parts: str) -> bool:
        """Whether there is a statement with all these parts."""
        return any(all(part in statement for part in parts) for statement in self.statements)

    def adds_up(self) -> bool:
        """Whether the rows of each file are kept, left out or misfits, none of them twice."""
        return all(one.rows == one.kept + one.left_out + one.misfits and one.kept >= 0 for one in self.report.files())


def read(
    kind: Kind, place: Path | Sequence[Path], *, language: str = "", version: str = "", strict: bool = False
) -> Said:
    """What a reader says of a download, without building a graph."""
    report, statements = ImportReport(strict=strict), set[str]()
    with closing(Download(place, report)) as download:
        reader = reader_of(kind, download, *language.split(","), version=version)
        reader.read(LineWriter(reader.source, statements.add, reader.language))
    return Said(frozenset(statements), report)


def without_hash(statements: Iterable[str]) -> set[str]:
    """Statements but for that of the content hash, which also tells how a file was written."""
    return {statement for statement in statements if "contentHash" not in statement}
