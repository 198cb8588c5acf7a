"""Workbooks: what is refused before it is parsed, and what their cells show."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.workbooks import open_workbook, sheet_rows

PATH = Path("book.xlsx")
SHEET = "xl/worksheets/sheet1.xml"


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_cells_show_what_a_person_sees_row_by_row() -> None:
    book = openpyxl.Workbook()
    for row in (("a", None, 3.0), (), (True, 2.5, "3.0")):
        book.active.append(row)
    book.create_chartsheet("chart")
    book.save(out := io.BytesIO())
    opened = open_workbook(out.getvalue(), PATH)
    rows = sheet_rows(opened, "Sheet", PATH)
    assert rows == [(1, ["a", "", "3"]), (2, ["", "", ""]), (3, ["True", "2.5", "3.0"])]
    assert sheet_rows(opened, "chart", PATH) == []


def test_one_that_unpacks_to_an_absurd_size_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)  # to be asked for would fail
    with pytest.raises(SourceError, match=r"book\.xlsx: unpacks to 20,000,000 bytes"):
        open_workbook(zipped(SHEET, b"0" * 20_000_000), PATH)
    with pytest.raises(SourceError, match="unpacks to 1,000 bytes"):
        open_workbook(zipped(SHEET, bytes(range(200)) * 5), PATH, largest=999)
    with pytest.raises(RolegraphError, match="pip install"):
        open_workbook(zipped(SHEET, bytes(range(200)) * 5), PATH)


def test_one_that_lies_about_its_size_is_refused() -> None:
    data = zipped(SHEET, b"0" * 1_000_000)
    lie = data.replace((1_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    with pytest.raises(SourceError, match="is not a workbook that can be read"):
        open_workbook(lie, PATH)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 and so on", "of the old kind, or one with a password"),
        (zipped("hello.txt", b"hello"), "is not a workbook that can be read"),
        (zipped(SHEET, b'<c r="XFD999999"><v>1</v></c>'), "has a sheet of 999,999 rows and 16,384 columns"),
    ],
)
def test_what_is_none_or_too_wide_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        open_workbook(data, PATH)
