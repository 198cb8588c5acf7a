"""Delimited text: its encoding, its delimiter, and its rows with their lines."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.readers.delimited import LARGEST_CELL, decoded, find_delimiter, find_encoding, guess_note, numbered_rows

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PATH = Path("t.csv")


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.integers(1, 5))
def test_the_encoding_is_found_however_the_bytes_are_cut(text: str, encoding: str, size: int) -> None:
    data = text.encode(encoding)
    if encoding in ("utf-16", "utf-32") or not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        chunks = [data[:2], *(data[start : start + size] for start in range(2, len(data), size))]
        assert data.decode(find_encoding(chunks)) == text.removeprefix("\ufeff" if encoding == "utf-8" else "")


@pytest.mark.parametrize("data", [b"caf\xe9", b"\xe9", b"caf\xc3", "Küfer – Böttcher".encode("cp1252")])
def test_what_is_no_utf_8_is_windows_1252_and_said_to_be_a_guess(data: bytes) -> None:
    assert find_encoding([data]) == "cp1252"
    assert guess_note("t.csv", "cp1252") == "t.csv is not UTF-8: read as Windows-1252"
    assert guess_note("t.csv", "utf-16") == ""


@given(st.lists(st.lists(TEXT, min_size=2, max_size=3), max_size=5), st.sampled_from(",;\t"))
def test_rows_are_those_that_were_written(rows: list[list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    file.seek(0)
    assert [cells for _, cells in numbered_rows(file, PATH, delimiter=delimiter)] == [["a", "b"], *rows]


def test_a_row_has_the_line_on_which_it_begins() -> None:
    lines = ["sep=;\n", "a;b\n", '"1\n', '2";x\n', '"y"z;\n', "3;4\n"]
    rows = list(numbered_rows(lines, PATH, delimiter=";"))
    assert rows == [(2, ["a", "b"]), (3, ["1\n2", "x"]), (5, None), (6, ["3", "4"])]


def test_without_quotation_marks_they_are_letters() -> None:
    assert list(numbered_rows(['a\t"b\n'], PATH, delimiter="\t", quoted=False)) == [(1, ["a", '"b'])]


@pytest.mark.parametrize("line", ['"never closed\n', "x" * (LARGEST_CELL + 1)])
def test_what_cannot_be_separated_is_an_error_with_its_line(line: str) -> None:
    limit = csv.field_size_limit()
    with pytest.raises(SourceError, match=r"t\.csv, line 2: is not a table from here on") as caught:
        list(numbered_rows(["a,b\n", line], PATH))
    assert caught.value.line == 2
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_separates_known_titles(delimiter: str) -> None:
    text = f"sep={delimiter}\n# a, b; c\n\nrole{delimiter}level, if any; or\tnone{delimiter}skill\nx,y;z\n"
    assert find_delimiter(text, {"role", "skill"}.__contains__) == delimiter


@pytest.mark.parametrize("text", ["", "café"])
def test_utf_16_goes_by_its_byte_order_mark_at_the_beginning_alone(text: str) -> None:
    assert find_encoding([text.encode("utf-16")]) == "utf-16"
    assert find_encoding([b"a", text.encode("utf-16")]) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["id,label\n1,Küfer\n", "conceptUri,Bezeichnung\n" + "1,製本工\n" * 5])
def test_utf_16_without_its_mark_is_told_by_its_zeros_and_said_to_be_a_guess(text: str, encoding: str) -> None:
    assert find_encoding([text.encode(encoding)]) == encoding
    assert guess_note("t.csv", encoding) == "t.csv has no byte order mark: read as UTF-16"


def test_a_zero_here_and_there_does_not_make_utf_16() -> None:
    assert find_encoding([b"id,label\n1,a\0b\0\n"]) == "utf-8-sig"


def test_a_text_comes_with_its_encoding_and_what_is_none_is_refused(tmp_path: Path) -> None:
    assert decoded("Bäcker;Teig".encode("cp1252"), tmp_path)[0] == "Bäcker;Teig"
    assert decoded("a,b".encode("utf-16"), tmp_path)[0] == "a,b"
    with pytest.raises(SourceError, match="cannot be read as text"):
        decoded(b"a\0b", tmp_path)
