"""The files of a vocabulary: found in any packing, hashed, and refused where they grow without end."""

from __future__ import annotations

import gzip
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from rolegraph.errors import SourceError
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.skos import vocabulary_files
from rolegraph.readers.skos.vocabulary_files import VocabularyFiles

TRIPLE = b"<http://x/a> <http://x/b> <http://x/c> .\n"


def counts(place: Path) -> tuple[dict[str, int], list[str]]:
    with ExitStack() as stack:
        report, files = ImportReport(), VocabularyFiles([place], stack)
        store, _ = stack.enter_context(files.read(report))
        return dict(store.properties), report.notes


def test_a_file_is_read_in_any_packing(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(TRIPLE)
    (tmp_path / "b.nt.gz").write_bytes(gzip.compress(TRIPLE))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("in/c.ttl", TRIPLE)
        archive.writestr("in/readme.txt", "read me")
    for name in ("a.nt", "b.nt.gz", "c.zip"):
        assert counts(tmp_path / name) == ({"http://x/b": 1}, [])
    assert counts(tmp_path)[0] == {"http://x/b": 3}


def test_large_files_lie_on_disk_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.nt").write_bytes(TRIPLE)
    monkeypatch.setattr(vocabulary_files, "_IN_MEMORY", 0)
    assert counts(tmp_path / "a.nt")[0] == {"http://x/b": 1}


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(TRIPLE * 100_000))
    monkeypatch.setattr(vocabulary_files, "_DENSE_FROM", 1_000)
    with pytest.raises(SourceError, match=r"a\.nt\.gz: unpacks to more than"):
        counts(tmp_path / "a.nt.gz")


def test_a_name_that_says_another_format_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_bytes(TRIPLE)
    assert counts(tmp_path / "a.rdf")[1] == ["a.rdf is Turtle, whatever its name says"]


def test_what_is_named_and_is_no_rdf_is_told_what_is(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    with ExitStack() as stack, pytest.raises(SourceError, match=r"or files that end in \.ttl"):
        VocabularyFiles([table], stack)
