"""What form a file has: by its content first, then by its ending; for what is not read, what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.readers.documents.forms.made_files import column, docx_file, pdf

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.recognition import form_of


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"Baker", "a.txt", "text"),
        (b"Baker", "<standard input>", "text"),
        (b"# Baker", "a.MD", "markdown"),
        (b"BMW seeks a fitter", "a.txt", "text"),
        (b"<p>Baker", "a.txt", "html"),
        (b"\xef\xbb\xbf \n<!-- x --><!DOCTYPE html>", "a", "html"),
        ("<html>".encode("utf-16"), "a.txt", "html"),
        (b"Baker", "a.htm", "html"),
        (b"<angle> brackets", "a.txt", "text"),
        (b'{"@type": "JobPosting"}', "a.txt", "json"),
        (b"[1] a note", "a.txt", "text"),
        (b"{braces}", "a.txt", "text"),
        (b"x", "a.jsonld", "json"),
        (b"x", "a.ndjson", "jsonl"),
        (b"a,b", "a.csv", "csv"),
        (b"a\tb", "a.tsv", "tsv"),
        (b"PAR1", "a.txt", "parquet"),
        (pdf(column(0, 0, "x")), "a.txt", "pdf"),
        (b"", "a.pdf", "text"),
    ],
)
def test_forms(data: bytes, name: str, form: str) -> None:
    assert form_of(data, name) == form


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "old kind"),
        (b"{\\rtf1 x}", "a.rtf", "rich text"),
        (b"\x89PNG\r\n", "a.png", "is a picture"),
        (b"\xff\xd8\xff\xe0", "a.txt", "is a picture"),
        (b"\x1f\x8b\x08", "a.gz", "packed with gzip"),
        (b"<?xml version='1.0'?><rss>", "a.xml", "is XML"),
        (b"MIME-Version: 1.0\r\n", "a.mht", "web archive"),
        (b"Baker", "a.pdf", "not what its ending says"),
        (b"Baker", "a.docx", "not what its ending says"),
        (b"PK\x03\x04 broken", "a.docx", "cannot be read"),
        (_zip("xl/workbook.xml"), "a.xlsx", "is a workbook"),
        (_zip("content.xml"), "a.odt", "is an OpenDocument file"),
        (_zip("a.txt"), "a.zip", "is a zip file"),
    ],
)
def test_what_is_not_read_has_a_cure(data: bytes, name: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as refused:
        form_of(data, name)
    assert refused.value.path == name
    assert refused.value.cure


def test_files_are_looked_into_where_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(docx_file(lambda document: document.add_paragraph("Cook")))
    assert form_of(path, "a") == "docx"
