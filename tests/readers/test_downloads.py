"""Delimited text, its encoding and delimiter; downloads as people have them, whole and broken."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.tables import as_csv, write_folder, write_zip

from rolegraph.errors import SourceError
from rolegraph.readers import downloads
from rolegraph.readers.downloads import (
    LARGEST_CELL,
    Download,
    find_delimiter,
    find_encoding,
    guess_note,
    numbered_rows,
)
from rolegraph.readers.import_output import ImportReport

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PATH = Path("t.csv")


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(1, 5))
def test_the_encoding_is_found_however_the_bytes_are_cut(text: str, encoding: str, size: int) -> None:
    data = text.encode(encoding)
    if encoding == "utf-16" or not data.startswith((b"\xff\xfe", b"\xfe\xff")):
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


NAME = "t.csv"
TABLE = [("id", "label"), ("1", "bell founder"), ("2", "clock maker")]
CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=9)


def rows(place: Path, *columns: str, optional: tuple[str, ...] = (), strict: bool = False) -> list[tuple[str, ...]]:
    """The cells of all rows of the one table."""
    with closing(Download(place, ImportReport(strict=strict))) as download:
        return [row.cells for row in download.rows(NAME, columns or ("id", "label"), optional=optional)]


def troubles(place: Path) -> tuple[list[tuple[int, str]], ImportReport]:
    """The line and reason of each misfit in the one table."""
    report = ImportReport()
    with closing(Download(place, report)) as download:
        list(download.rows(NAME, ("id", "label")))
    return [(one.line, trouble.reason) for trouble in report.troubles() for one in trouble.first], report


@pytest.mark.parametrize(
    "data",
    [
        as_csv(TABLE).encode(),
        as_csv(TABLE, "\r\n").encode(),
        as_csv(TABLE, "\r").encode(),
        as_csv(TABLE).encode("utf-8-sig"),
        as_csv(TABLE).encode("utf-16"),
        as_csv(TABLE).rstrip().encode(),
        b'"label","more","ID"\nbell founder,x,1\n\nclock maker,"y\nz",2\n',
    ],
    ids=["LF", "CRLF", "CR", "BOM", "UTF-16", "no end", "shuffled, more columns, an empty row"],
)
@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_the_same_rows_however_it_is_written(tmp_path: Path, data: bytes, write: Callable[..., Path]) -> None:
    assert rows(write(tmp_path / "d", {NAME: data})) == TABLE[1:]


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    write_folder(folder, {NAME: as_csv([("id", "label"), *cells]).encode(encoding)})
    assert rows(folder) == [(one.strip(), other.strip()) for one, other in cells]


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: "id,label\n1,Küfer – Böttcher\n".encode("cp1252")})
    assert rows(folder) == [("1", "Küfer – Böttcher")]
    assert troubles(folder)[1].notes == [f"{NAME} is not UTF-8: read as Windows-1252"]


def test_a_letter_that_lies_across_two_reads_is_still_utf_8(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: "id,label\n" + "1,€€€€€\n" * 150_000})
    assert set(rows(folder)) == {("1", "€€€€€")}
    assert troubles(folder)[1].notes == []


def test_a_file_that_ends_in_half_a_letter_is_windows_1252(tmp_path: Path) -> None:
    assert rows(write_folder(tmp_path, {NAME: "id,label\n1,Küfé".encode("cp1252")})) == [("1", "Küfé")]
    assert rows(write_folder(tmp_path, {NAME: "id,label\n1,café".encode("cp1252")})) == [("1", "café")]


def test_lines_are_those_on_which_rows_begin(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: 'id,label\n1,"a\nb\nc"\n2\n\n3,"d\r\ne"\n4,5,6\n'})
    reasons = [(5, "1 cells where the heading has 2"), (9, "3 cells where the heading has 2")]
    assert sorted(troubles(folder)[0]) == reasons
    assert rows(folder) == [("1", "a\nb\nc"), ("3", "d\r\ne")]


def test_a_row_that_breaks_the_rules_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    found, report = troubles(write_folder(tmp_path, {NAME: 'id,label\n1,"a"b\n2,c\n3,d\0\n4,e\n'}))
    assert sorted(found) == [(2, "a quotation mark in the middle of a cell"), (4, "a NUL character, which no text has")]
    (file,) = report.files()
    assert (file.rows, file.kept, file.misfits) == (4, 2, 2)


def test_optional_columns_are_empty_where_they_are_missing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: as_csv(TABLE)})
    assert rows(folder, "label", optional=("note", "id")) == [("bell founder", "", "1"), ("clock maker", "", "2")]
    assert rows(folder, "id", "label", optional=("note",)) == [("1", "bell founder", ""), ("2", "clock maker", "")]


def test_the_first_of_two_columns_of_one_name_counts(tmp_path: Path) -> None:
    assert rows(write_folder(tmp_path, {NAME: "id,label,Label\n1,a,b\n"})) == [("1", "a")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "t.csv, line 1: has no heading"),
        (b"\n\n", "has no heading"),
        (b"id,name\n1,a\n", "t.csv, line 1: has no column 'label' (it has id, name)"),
        (b'id,label\n1,"a\n2,b\n', "t.csv, line 2: is not a table from here on"),
        (b"id,label\n1," + b"x" * (LARGEST_CELL + 1), "field larger than field limit"),
        ("id,label\n1,a\n".encode("utf-16-le"), "cannot be read as text (save it as UTF-8)"),
    ],
    ids=["empty", "blank lines", "no such column", "quote left open", "a cell too large", "UTF-16 without its mark"],
)
def test_what_is_no_table_is_refused_in_one_message(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        rows(write_folder(tmp_path, {NAME: data}))
    assert said in str(caught.value)


def test_strict_stops_at_the_first_row_that_does_not_fit(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: "id,label\n1,a\n2\n"})
    with pytest.raises(
        SourceError, match=r"t\.csv, line 3: \(row\): 1 cells where the heading has 2 \(correct the row"
    ):
        rows(folder, strict=True)


def test_a_table_that_is_not_there_has_no_rows_and_no_heading(tmp_path: Path) -> None:
    with closing(Download(write_folder(tmp_path / "d", {"other.csv": "a\n"}), ImportReport())) as download:
        assert (list(download.rows(NAME, ("id",))), download.heading(NAME), download.beginning(NAME)) == ([], (), "")
        assert download.heading("other.csv") == ("a",)


def test_the_hash_is_of_what_was_read_once_and_no_more(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "d", {NAME: as_csv(TABLE), "unread.csv": "a\n"})
    packed = write_zip(tmp_path / "d.zip", {f"some folder/{NAME}": as_csv(TABLE)})
    hashes = set()
    for place in (folder, packed):
        with closing(Download(place, ImportReport())) as download:
            empty = download.hash
            download.heading(NAME)
            list(download.rows(NAME, ("id",)))
            hashes.add(download.hash)
    assert len(hashes) == 1
    assert empty not in hashes


def test_tables_may_lie_one_folder_down_and_no_further(tmp_path: Path) -> None:
    write_folder(tmp_path / "in" / "it", {NAME: as_csv(TABLE)})
    assert rows(tmp_path / "in") == TABLE[1:]
    assert rows(tmp_path) == []


def test_two_files_of_one_name_are_trouble_only_where_they_are_read(tmp_path: Path) -> None:
    for part in ("one", "two"):
        write_folder(tmp_path / part, {"readme.csv": "a\n", f"{part}.csv": "a\n1\n"})
    with closing(Download(tmp_path, ImportReport())) as download:
        assert len(list(download.rows("one.csv", ("a",)))) == 1
        with pytest.raises(SourceError, match=r"holds two files named readme\.csv \(name the folder of one download\)"):
            list(download.rows("readme.csv", ("a",)))


def test_no_such_place_and_no_zip(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder or file"):
        Download(tmp_path / "nowhere", ImportReport())
    (tmp_path / "a.zip").write_bytes(as_csv(TABLE).encode())
    with pytest.raises(SourceError, match=r"a\.zip: is neither a folder nor a zip file that can be read"):
        Download(tmp_path / "a.zip", ImportReport())


@pytest.mark.parametrize("name", ["../t.csv", "a/../../t.csv", "/etc/t.csv", "..\\t.csv"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="holds a name that leads out of it"):
        Download(write_zip(tmp_path / "a.zip", {name: "x"}), ImportReport())


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dense = write_zip(tmp_path / "dense.zip", {NAME: b"0" * 30_000_000})
    with pytest.raises(SourceError, match="unpacks to 30,000,000 bytes, which no download does"):
        Download(dense, ImportReport())
    monkeypatch.setattr(downloads, "_LARGEST_DOWNLOAD", 100)
    large = write_zip(tmp_path / "large.zip", {f"{number}.csv": bytes(range(60)) for number in range(2)})
    with pytest.raises(SourceError, match="unpacks to 120 bytes"):
        Download(large, ImportReport())


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAME: as_csv(TABLE)})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory at its end
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"t\.csv is encrypted \(unpack it yourself first\)"):
        Download(path, ImportReport())


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAME: as_csv(TABLE * 1000)})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SourceError, match="download it again"):
        rows(path)


def test_a_broken_zip_is_an_error_in_words_wherever_it_is_broken(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage each time
    whole = write_zip(tmp_path / "a.zip", {NAME: as_csv(TABLE * 50), "b.csv": "x\n"}).read_bytes()
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 4))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "b.zip").write_bytes(data)
        try:
            rows(tmp_path / "b.zip")
        except SourceError:
            refused += 1
    assert refused > 100


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    told: list[int] = []
    folder = write_folder(tmp_path, {NAME: as_csv(TABLE * 100_000)})
    with closing(Download(folder, ImportReport(), told.append)) as download:
        for _ in download.rows(NAME, ("id",)):
            pass
        assert sum(told) == download.size([NAME, "missing.csv"]) > 1_000_000
    assert len(told) > 1
