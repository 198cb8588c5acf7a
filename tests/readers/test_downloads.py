"""Downloads as people have them: saved again by other programs, in pieces, and broken."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.tables import Table, as_csv, write_folder, write_zip

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.delimited import LARGEST_CELL
from rolegraph.readers.downloads import Download
from rolegraph.readers.import_output import ImportReport

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
        b"\xef\xbb\xbf" + as_csv(TABLE).encode("utf-8-sig"),
        as_csv(TABLE).encode("utf-16"),
        as_csv(TABLE).encode("utf-16-le"),
        as_csv(TABLE).replace(",", ";").encode(),
        b"sep=;\r\n" + as_csv(TABLE, "\r\n").replace(",", ";").encode("cp1252"),
        as_csv(TABLE).replace(",", "\t").encode("utf-16"),
        as_csv(TABLE).replace(",", "|").encode(),
        b"#TYPE System.Management.Automation.PSCustomObject\r\n" + as_csv(TABLE, "\r\n").encode(),
        b'"","id","label"\n"1","1","bell founder"\n"2","2","clock maker"\n',
        b"#,id,label\n1,1,bell founder\n2,2,clock maker\n",
        as_csv(TABLE, "\r\n").encode() + b"\x1a",
        b"id,label,,\r\n1,bell founder,,\r\n2,clock maker,,\r\n,,,\r\n,,,\r\n",
        as_csv(TABLE).rstrip().encode(),
        b'"label","more","ID"\nbell founder,x,1\n\nclock maker,"y\nz",2\n',
    ],
    ids=[
        *(
            "LF",
            "CRLF",
            "CR",
            "BOM",
            "two BOMs",
            "UTF-16",
            "UTF-16 without its mark",
            "semicolons",
            "sep",
            "Unicode text",
            "bars",
        ),
        *(
            "PowerShell",
            "R",
            "numbered",
            "DOS",
            "empty cells and rows behind",
            "no end",
            "shuffled, more columns, an empty row",
        ),
    ],
)
@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_the_same_rows_however_it_is_written(tmp_path: Path, data: bytes, write: Callable[..., Path]) -> None:
    assert rows(write(tmp_path / "d", {NAME: data})) == TABLE[1:]


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    write_folder(folder, {NAME: as_csv([("id", "label"), *cells, ("last", "")]).encode(encoding)})
    assert rows(folder) == [(one.strip(), other.strip()) for one, other in [*cells, ("last", "")]]


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
        (b"id,label\0\n1,a\n", "t.csv, line 1: cannot be read as text (save it as UTF-8, or let its name end in .xlsx"),
    ],
    ids=["empty", "blank lines", "no such column", "quote left open", "a cell too large", "a NUL in the heading"],
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


def test_two_files_of_one_name_are_one_if_they_are_equal_and_trouble_only_if_they_are_read(tmp_path: Path) -> None:
    for part in ("one", "two"):
        tables = {NAME: as_csv(TABLE), "other.csv": f"a\n{part}\n", f"{part}.csv": "a\n1\n"}
        write_folder(tmp_path / part, tables)
    assert rows(tmp_path) == TABLE[1:]
    with closing(Download(tmp_path, ImportReport())) as download:
        assert len(list(download.rows("one.csv", ("a",)))) == 1
        with pytest.raises(
            SourceError, match=r"one/other\.csv: there is another other\.csv, .* contents: .*two/other\.csv"
        ):
            list(download.rows("other.csv", ("a",)))


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


def test_a_row_may_leave_off_optional_cells_at_its_end_and_have_empty_ones_more(tmp_path: Path) -> None:
    table = "id,label,note,more\n1,a,x,y\n2,b,x\n3,c\n4\n5,d,x,y,,\n6,e,x,y,,z\n"
    folder, report = write_folder(tmp_path, {NAME: table}), ImportReport()
    with closing(Download(folder, report)) as download:
        found = [row.cells for row in download.rows(NAME, ("id", "label"), optional=("note", "more"))]
    assert found == [("1", "a", "x", "y"), ("2", "b", "x", ""), ("3", "c", "", ""), ("5", "d", "x", "y")]
    reasons = {(one.line, trouble.reason) for trouble in report.troubles() for one in trouble.first}
    assert reasons == {(5, "1 cells where the heading has 4"), (7, "6 cells where the heading has 4")}
    assert report.notes == [f"{NAME}: rows that leave off cells at their end, which were taken as empty: 2"]


@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=6))
def test_leaving_off_empty_cells_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    """What programs do that write no comma behind the last cell that holds something."""
    short = [["1", *row][: max(2, *(at + 2 for at, cell in enumerate(row) if cell), 2)] for row in table]
    found = []
    for lines in ([["1", *row] for row in table], short):
        folder = write_folder(tmp_path_factory.mktemp("short"), {NAME: as_csv([["id", *"abcd"], *lines])})
        found.append(rows(folder, "id", "a", optional=("b", "c", "d")))
    assert found[0] == found[1]


def test_a_file_that_seems_to_end_in_the_middle_of_a_row_is_said(tmp_path: Path) -> None:
    notes = troubles(write_folder(tmp_path, {NAME: "id,label,note\n1,a,x\n2,b"}))[1].notes
    assert f"{NAME}: rows that the end of the file cuts off, as it seems: 1" in notes
    assert not troubles(write_folder(tmp_path, {NAME: "id,label,note\n1,a,x\n2,b,y"}))[1].notes


def test_signs_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {NAME: b"id,label\n1,caf\xe9\n2,\x81\n"})
    assert rows(folder) == [("1", "café"), ("2", "\ufffd")]
    assert troubles(folder)[1].notes[1] == f"{NAME}: rows with signs that could not be read; save it as UTF-8: 1"


def test_control_characters_are_part_of_a_text(tmp_path: Path) -> None:
    assert rows(write_folder(tmp_path, {NAME: "id,label\n1,a\x01b\x0bc\x1fd\u2028e\n"})) == [
        ("1", "a\x01b\x0bc\x1fd\u2028e")
    ]


def test_tabs_divide_and_quotation_marks_are_letters_unless_a_program_put_them_around_cells(tmp_path: Path) -> None:
    table = 'id\tlabel\n1\ta "b", c\n2\t"a ""b"", c"\n"3"\t"d, e"\n4\t"A" or "B"\n'
    with closing(Download(write_folder(tmp_path, {NAME: table}), ImportReport())) as download:
        found = [row.cells for row in download.rows(NAME, ("id", "label"), quoted=False)]
    assert found == [("1", 'a "b", c'), ("2", 'a "b", c'), ("3", "d, e"), ("4", '"A" or "B"')]


@pytest.mark.parametrize("name", ["T.CSV", "t.txt", "t.tsv", "T.xlsx"])
def test_a_table_is_found_in_any_case_and_with_any_ending_and_told_by_its_own_name(tmp_path: Path, name: str) -> None:
    table = [*TABLE, ("3", "") if name.endswith("xlsx") else ("3",)]
    data = workbook(table) if name.endswith("xlsx") else as_csv(table).encode()
    folder = write_folder(tmp_path, {name: data})
    with closing(Download(folder, ImportReport())) as download:
        assert NAME in download
        assert download.heading(NAME) == TABLE[0]
    report = ImportReport()
    with closing(Download(folder, report)) as download:
        found = [row.cells for row in download.rows(NAME, ("id", "label"))]
        report.misfit(NAME, 4, "label", "is empty")
    assert found[:2] == TABLE[1:]
    assert {one.file for one in report.files()} == {one.file for one in report.troubles()} == {name}


def workbook(table: Table) -> bytes:
    """A table as a workbook, its numbers as numbers, below an empty row and after an empty sheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("table")
    for row in [(), *table, ()]:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(out := io.BytesIO())
    return out.getvalue()


def test_workbooks_say_the_line_and_without_their_package_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path, {"t.xlsx": workbook([("id", "label"), ("7", "a"), ("8",)])})
    with closing(Download(folder, ImportReport())) as download:
        assert [(row.line, row.cells) for row in download.rows(NAME, ("id",))] == [(3, ("7",)), (4, ("8",))]
    with closing(Download(folder, ImportReport())) as download:
        with pytest.raises(SourceError, match=r"t\.xlsx, line 2: has no column 'name' \(it has id, label\)"):
            list(download.rows(NAME, ("name",)))
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        with pytest.raises(RolegraphError, match=r"t\.xlsx: reading a workbook needs .*pip install"):
            list(download.rows(NAME, ("id",)))
    (tmp_path / "t.xlsx").write_bytes(b"PK no workbook")
    with closing(Download(folder, ImportReport())) as download, pytest.raises(SourceError, match="is not a workbook"):
        list(download.rows(NAME, ("id",)))


def test_the_hash_is_that_of_the_bytes_however_many_copies_there_are(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one", {NAME: as_csv(TABLE)})
    packed = write_zip(tmp_path / "two.zip", {NAME: as_csv(TABLE)})
    hashes = set()
    for places in ([folder], [packed], [folder, packed], [packed, folder, folder]):
        with closing(Download(places, ImportReport())) as download:
            list(download.rows(NAME, ("id",)))
            hashes.add(download.hash)
    assert len(hashes) == 1


def test_several_places_are_named_with_what_was_read_from_each(tmp_path: Path) -> None:
    one = write_folder(tmp_path / "one", {NAME: as_csv(TABLE), "unread.csv": "a\n"})
    other = write_zip(tmp_path / "other.zip", {"in/more.csv": "a\n1\n"})
    report = ImportReport()
    with closing(Download([one, other], report)) as download:
        for name in (NAME, "more.csv"):
            list(download.rows(name, ("id",) if name == NAME else ("a",)))
        download.note_places()
    assert report.notes == [f"read from {one}: {NAME}", f"read from {other}/in: more.csv"]


def test_what_one_may_not_read_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "d", {NAME: as_csv(TABLE)})

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=r"d/t\.csv: cannot be read: Permission denied \(see who may read it\)"):
        rows(folder)
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(SourceError, match=r"/d: cannot be read: Permission denied"):
        rows(folder)
