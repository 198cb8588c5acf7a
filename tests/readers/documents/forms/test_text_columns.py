"""Tables with a text in each row: the column with the texts, what others state, rows one after the other."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.forms.document import Document, PostingFields
from rolegraph.readers.documents.forms.text_columns import columns_of, read_json, read_parquet, read_rows, row_documents

TABLE = (
    "Job Title;Company;Location;Salary;Date Posted;Job Description;Work Type\r\n"
    'Nurse;"Ward; Ltd";Leeds;"£30,000 - £35,000";2024-03-02;"Care.\n\n- NMC registration";Full-time\r\n'
    "Cook;Inn;York;31000;;<p>Cook.</p><ul><li>HACCP</li></ul>;\r\n"
    "Porter;Inn;York;;;  ;\r\n"
)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_rows_of_a_table(encoding: str) -> None:
    nurse, cook = read_documents(TABLE.encode(encoding), "a.csv")
    assert (nurse.name, nurse.form, nurse.title) == ("a.csv row 1", "csv", "Nurse")
    assert texts(nurse) == ["Care.", "- NMC registration", "Salary", "£30,000 - £35,000"]
    assert nurse.posting == PostingFields(
        title="Nurse", employer="Ward; Ltd", place="Leeds", employment_types=("Full Time",), posted="2024-03-02"
    )
    assert (cook.name, texts(cook)) == ("a.csv row 2", ["Cook.", "- HACCP"])
    assert cook.posting is not None
    assert (cook.posting.pay_low, cook.posting.pay_high) == (31_000, 31_000)


@pytest.mark.parametrize(
    ("cell", "place", "remote"),
    [
        ("remote / Berlin", "Berlin", "remote"),
        ("Leeds (Hybrid)", "Leeds", "hybrid"),
        ("Leeds, on-site", "Leeds", "on site"),
        ("Remote", "Remote", "remote"),
        ("Stoke-on-Trent", "Stoke-on-Trent", ""),
        ("Leeds, York / remote", "Leeds, York / remote", ""),
        ("1, York", "1, York", ""),
    ],
)
def test_a_place_is_told_from_remote_work_beside_it(cell: str, place: str, remote: str) -> None:
    (document,) = row_documents([{"title": "Cook", "text": "Cook.", "city": cell}], "jobs.csv", "csv", "")
    assert document.posting is not None
    assert (document.posting.place, document.posting.remote) == (place, remote)


@pytest.mark.parametrize(
    "titles",
    [
        ["Stellentitel", "Arbeitgeber", "Arbeitsort", "Gehalt", "Datum", "Stellenbeschreibung"],
        ["Jobtitel", "Firma", "Ort", "Vergütung", "Veröffentlicht am", "Anzeigentext"],
        ["Intitulé du poste", "Entreprise", "Lieu de travail", "Salaire", "Date de publication", "Annonce"],
        ["Puesto", "Empresa", "Ciudad", "Salario", "Fecha de publicación", "Descripción"],
    ],
    ids=["German", "German too", "French", "Spanish"],
)
def test_columns_are_known_in_each_language_that_is_read(titles: list[str]) -> None:
    parts = ["title", "employer", "place", "pay", "posted", "text"]
    assert columns_of(["Ref", *titles], "", "a.csv") == dict(zip(parts, titles, strict=True))


@pytest.mark.parametrize(
    ("cell", "words"),
    [("31000", False), ("31,000.00", False), ("EUR 45000", True), ("45.000 € im Jahr", True), ("USD 90k", True)],
)
def test_pay_with_anything_beside_a_number_is_read_as_texts_are(cell: str, words: bool) -> None:
    rows = [{"title": "Cook", "description": "Cook.", "salary": cell}]
    (document,) = row_documents(rows, "jobs.csv", "csv", "")
    stated = None if document.posting is None else document.posting.pay_low
    assert (stated, cell in texts(document)) == ((None, True) if words else (31_000, False))


def test_a_named_column_counts_whatever_others_are_called() -> None:
    data = b"Description,Old advert\nx,Bake rye bread\n"
    (document,) = read_documents(data, "a.csv", column="Old advert")
    assert (texts(document), document.posting) == (["Bake rye bread"], None)
    (document,) = read_documents(data, "<standard input>", column="old_advert")
    assert texts(document) == ["Bake rye bread"]


def test_columns_are_known_by_what_their_titles_say_beside_remarks() -> None:
    table = "Ref.;Vacancy;Org;Town;Wage (from-to);Advert text;Went live\n1;Cook;Inn;York;30k;Cook with us.;2026-03-01\n"
    (document,) = read_documents(table.encode(), "a.csv")
    assert texts(document)[0] == "Cook with us."
    assert document.posting is not None
    assert (document.title, document.posting.employer, document.posting.place) == ("Cook", "Inn", "York")
    assert document.posting.posted == "2026-03-01"


def test_titles_that_are_all_unknown_are_listed_one_by_one() -> None:
    with pytest.raises(SourceError) as caught:
        list(read_documents(b"Foo;Bar;Baz\n1;2;3, and more\n", "a.csv"))
    assert "Foo, Bar, Baz" in str(caught.value)


def test_without_a_column_of_texts_the_columns_are_listed() -> None:
    with pytest.raises(SourceError, match=r"no column that is called like a text.*--column: a, b"):
        list(read_documents(b"a,b\n1,2\n", "a.csv"))
    with pytest.raises(SourceError, match=r"no column 'c'.*--column: a, b"):
        list(read_documents(b"a,b\n1,2\n", "a.csv", column="c"))
    with pytest.raises(SourceError, match="and 5 more"):
        columns_of([str(number) for number in range(25)], "", "a")


@pytest.mark.parametrize(
    ("data", "name", "problem", "line"),
    [
        (b'text\n"a"b\n', "a.csv", "quotation mark in the middle", 2),
        (b'text\n"a\n', "a.csv", "is not a table from here on", 2),
        (b"title,text\na,b,c\n", "a.csv", "3 cells where there are 2 columns", 2),
        (b"", "a.csv", "is empty", None),
        (b"title,text\n", "a.csv", "has no row with a text", None),
        (b"title,text\nCook,\n", "a.csv", "has no row with a text", None),
        (b'{"text": "a"}\n{"text"\n', "a.jsonl", "is not JSON", 2),
        (b'{"text": "a"}\n[1]\n', "a.jsonl", "is no object", 2),
        (b"\xff\xfe{", "a.jsonl", "is not JSON", 1),
        (b'{"a": [1,\n}', "a.json", "is not JSON", 2),
        (b"[" * 200_000, "a.json", "nests more deeply|is not JSON", None),
        (b"[1, 2]", "a.json", "without a job posting", None),
        (b"PAR1 and no more", "a.parquet", "is not a Parquet file that can be read", None),
    ],
)
def test_broken_tables_are_refused(data: bytes, name: str, problem: str, line: int | None) -> None:
    with pytest.raises(SourceError, match=problem) as refused:
        list(read_documents(data, name))
    assert refused.value.path is not None
    assert str(refused.value.path) == name
    if line is not None:
        assert refused.value.line == line


def test_lines_and_lists_of_json() -> None:
    rows = [{"title": "Nurse", "body": "Care."}, {"@type": "JobPosting", "title": "Cook", "description": "Cook."}]
    lines = "\n\n".join(map(json.dumps, rows)).encode()
    found = list(read_rows(lines, "a", "jsonl", ""))
    assert [(document.name, document.title, texts(document)) for document in found] == [
        ("a row 1", "Nurse", ["Care."]),
        ("a row 2", "Cook", ["Cook."]),
    ]
    assert [document.title for document in read_json(lines, "a", "")] == ["Nurse", "Cook"]
    assert [document.title for document in read_json(json.dumps(rows[:1]).encode(), "a", "")] == ["Nurse"]
    assert [document.title for document in read_json(json.dumps(rows).encode(), "a", "")] == ["Cook"]


def test_answers_of_services_hold_rows_in_a_list() -> None:
    answer = {
        "jobs": [{"title": "Cook", "content": "&lt;p&gt;Cook.&lt;/p&gt;", "location": {"name": "Leeds"}}],
        "total": 1,
    }
    (document,) = read_documents(json.dumps(answer).encode(), "a.json")
    assert (document.title, texts(document), document.posting and document.posting.place) == (
        "Cook",
        ["Cook."],
        "Leeds",
    )
    (document,) = read_documents(b'{"title": "Cook", "text": "Cook.", "tags": []}', "a.json")
    assert texts(document) == ["Cook."]


def test_rows_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {
        "title": ["Nurse", "Cook"],
        "body": ["Care.\n- NMC", None],
        "published": [datetime(2024, 1, 2), None],
        "max_salary": [30_000.0, None],
        "tags": [["a"], None],
    }
    parquet.write_table(pa.table(columns), path)
    for source in (path, path.read_bytes()):
        (document,) = read_documents(source, "a.parquet")
        assert texts(document) == ["Care.", "- NMC"]
        assert document.posting == PostingFields(title="Nurse", pay_high=30_000, posted="2024-01-02")
    assert [set(row) for rows in read_parquet(path.read_bytes(), "tags") for row in rows] == [
        {"title", "published", "max_salary", "tags"}
    ] * 2


def test_rows_are_taken_one_by_one() -> None:
    rows = iter([{"text": "Bake"}, {"text": "Grind"}])
    first = next(row_documents(rows, "a", "csv", ""))
    assert (texts(first), list(rows)) == (["Bake"], [{"text": "Grind"}])


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_file_is_read_no_further_than_asked(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    row, broken = ("text\nBake\n", 'x"\n"') if name == "a.csv" else ('{"text": "Bake"}\n', "{")
    path.write_text(row + broken, encoding="utf-8")
    documents = read_documents(path, name)
    assert texts(next(documents)) == ["Bake"]
    with pytest.raises(SourceError):
        list(documents)


def test_bytes_and_files_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode())
    assert list(read_documents(path, "a.csv")) == list(read_documents(io.BytesIO(TABLE.encode()).read(), "a.csv"))
