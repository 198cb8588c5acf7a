"""Tables as files: columns, what spreadsheets write, hostile cells, and what is not a table at all."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.folders import ROOT
from tests.readers.table.role_tables import Written, imported, to_csv, written

import rolegraph
from rolegraph import SourceError
from rolegraph.model.nodes import Level
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.readers.importing import import_table
from rolegraph.readers.table.column_titles import COLUMNS, FACTS, column
from rolegraph.readers.table.entries import LEVELS, SENIORITIES
from rolegraph.readers.table.nested import template
from rolegraph.readers.table.scales import NECESSITIES
from rolegraph.readers.table.table_rows import KINDS

__all__ = ["written"]  # a fixture


def notes(path: Path, iri: str) -> list[str]:
    return rolegraph.open(path).dataset.objects(iri, SKOS + "note")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write(delimiter: str, encoding: str, newline: str, written: Written) -> None:
    rows = [
        ["", "", "", ""],
        ["ROLE", "Other_Names", " capability ", "", ""],
        ["Koch", "", "Soßen\u00a0und\nDips", "", ""],
    ]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(
        [*rows, [""] * 5, [""] * 9]
    )
    result = imported(written("kueche.csv", file.getvalue().encode(encoding)))
    assert result.clean
    assert result.files[0].rows == 1
    assert [note for note in result.notes if "Windows-1252" in note] == list(result.notes)
    assert bool(result.notes) is (encoding == "cp1252")
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.role("Koch").requirements] == ["Soßen und Dips"]


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "<script>alert(1)</script>",
    "\"quoted\" 'text' \\",
    "a\nb",
    "> <http://x> .",
    "@x +1",
]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_hostile_cells_stay_plain_text(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{ending}"
    rows = [["role", "capability", "note", "definition"], *(["Cook", text, text, HOSTILE[1]] for text in HOSTILE)]
    if ending == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in book.active.iter_rows():
            for cell in cells:
                cell.data_type = "s"
        book.save(path)
    result = imported(path)
    assert result.clean
    cook = rolegraph.open(result.place).role("Cook")
    wanted = {" ".join(text.split()) for text in HOSTILE}
    assert {one.label for one in cook.requirements} == wanted
    assert {note for one in cook.requirements for note in notes(result.place, one.iri)} == wanted
    assert cook.definitions[0].text == HOSTILE[1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(exclude_characters="\0"), max_size=30), min_size=1, max_size=6),
    data=st.binary(max_size=60),
)
def test_any_text_is_a_row_or_a_misfit_and_any_bytes_an_error(texts: list[str], data: bytes, tmp_path: Path) -> None:
    path, out = tmp_path / "any.csv", tmp_path / "any.trig"
    rows = [
        {"role": "Cook", "capability": "soups"},
        *({"role": text, "capability": text, "note": text} for text in texts),
    ]
    path.write_bytes(to_csv(rows).encode("utf-8", "replace"))
    assert rolegraph.open(import_table(path, out).place).validate().valid
    for name in ("bytes.csv", "bytes.yaml", "bytes.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(SourceError, match=re.escape(name)):
            import_table(path, tmp_path / "never.trig")
    assert not (tmp_path / "never.trig").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "is empty"),
        ("t.csv", b"PK\x03\x04", "is a workbook or an archive"),
        ("t.csv", b"role,capability\0\n", "cannot be read as text"),
        ("t.csv", b"role,hobby\nCook,soups\n", r"line 1: has no column capability \(.*role, hobby.*--skill-column"),
        ("t.csv", b"capability,level\nsoups,3\n", "line 1: has no column role"),
        ("t.csv", b"role,capability\n", "has no row that fits"),
        ("t.csv", b"role,capability\nCook,\n", "has no row that fits: line 2, capability is empty"),
        ("t.csv", b'role,capability\nCook,"soups\n', "line 2: is not a table from here on"),
        ("t.csv", b"# nothing\n\n", "has no heading"),
        ("t.ods", b"", "is not a table, judging by its name"),
        ("t.xlsx", b"role,capability\n", "is not a workbook that can be read"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "of the old kind, or one with a password"),
        ("t.yaml", b"", "is empty"),
        ("t.yaml", b"- a\n", "line 1: is not a mapping"),
        ("t.yaml", b"people: []\n", "has neither roles nor capabilities"),
        ("t.yaml", b"roles:\n  - name: &a Cook\n  - name: *a\n", r"line 3: has an alias, \*a"),
        ("t.yaml", b"roles: {Cook: soups}\n", "line 1: is not a list"),
        ("t.yaml", b"roles:\n- name: Cook\n  name: Waiter\n", "line 3: name is there twice"),
        ("t.yaml", b"roles:\n- name: Cook\n  requirements:\n  - a: b: c\n", "line 4"),
        ("t.yaml", b"roles:\n- name: {a: b}\n", "line 2: has a mapping where a text should be"),
        ("t.yaml", b"[" * 5000 + b"]" * 5000, "nested too deeply"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, message: str, written: Written) -> None:
    path = written(name, content)
    with pytest.raises(SourceError, match=message) as caught:
        imported(path)
    assert caught.value.path == path
    assert not path.with_suffix(".trig").exists()


def book_of(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_several_sheets_numbers_and_what_is_no_table(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "t.xlsx",
        kitchen=[["Role", "Capability", "Level", "Salary"], ["Cook", "soups", 3.0, 1], [None, 2026, None, 2]],
        hall=[[], ["Role", "Capability", "Level"], ["Waiter", "menus", 11]],
        facts=[["Capability", "Effort hours"], ["soups", 12.5]],
        wages=[["a", "b"], [1, 2]],
        about=[["anything"]],
        empty=[],
    )
    result = imported(path)
    assert [(one.first[0].file, one.first[0].line) for one in result.troubles] == [(f"{path}, sheet 'hall'", 3)]
    assert [note.removeprefix(str(path)) for note in result.notes] == [
        ": not read: sheet 'wages': has marks under a, b, and no column of roles or skills",
        ", sheet 'kitchen': ignored, not a column of these tables: Salary",
    ]
    graph = rolegraph.open(result.place)
    asked = {one.label: one for one in graph.role("Cook").requirements}
    assert asked["soups"].level is Level.PROFICIENT
    assert (asked["2026"].evidence[0].section, asked["2026"].evidence[0].line) == ("kitchen", 3)
    effort = graph.capability("soups").effort
    assert effort is not None
    assert effort.hours == 12.5


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    data = template(Path("t.xlsx"))
    path = tmp_path / "t.xlsx"
    for size in range(50, len(data), len(data) // 7):
        path.write_bytes(data[:size])
        with pytest.raises(SourceError, match="is not a workbook that can be read"):
            imported(path)


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(SourceError, match="is not a workbook that can be read"):
        imported(path)


def test_a_cell_far_out_costs_no_memory(tmp_path: Path) -> None:
    path = book_of(tmp_path / "t.xlsx", kitchen=[["role", "capability"], ["Cook", "soups"]])
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert imported(path).clean  # only its looks are out there
    book.active["XFD1048576"] = "x"
    book.save(path)
    with pytest.raises(SourceError, match="has a sheet of 1,048,576 rows and 16,384 columns"):
        imported(path)


def test_without_the_package_a_workbook_is_an_error_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book_of(tmp_path / "t.xlsx", kitchen=[["role", "capability"], ["Cook", "soups"]])
    for name in ("python_calamine", "openpyxl"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(rolegraph.RolegraphError, match=r"pip install openpyxl python-calamine"):
        imported(path)
    with pytest.raises(rolegraph.RolegraphError, match=r"pip install openpyxl python-calamine"):
        template(path)


def test_the_documentation_names_every_column_and_word() -> None:
    text = (ROOT / "docs" / "reference" / "tables.md").read_text()
    assert re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE) == list(COLUMNS)
    for word in (*FACTS, *KINDS, *NECESSITIES, *LEVELS, *SENIORITIES):
        assert f"`{word}`" in text


def test_headings_are_known_in_many_spellings() -> None:
    for name in COLUMNS:
        assert {
            column(name),
            column(name.upper()),
            column(name.replace(" ", "_")),
            column(f" {name.removesuffix('s')}s"),
        } == {name}
