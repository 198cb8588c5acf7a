"""O*NET's release becomes statements by the rules that are written down, and every row is accounted for."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import openpyxl
import pytest
from tests.downloads import built_download, of_the_run
from tests.folders import DATA
from tests.readers.onet.onet_files import ANALYST, BUILDER, FILES, Table, built, more, write_release
from tests.readers.tables import read, without_hash

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level
from rolegraph.model.plans import Standing
from rolegraph.model.roles import Unrecorded
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS, SOURCE
from rolegraph.readers.importing import import_download
from rolegraph.readers.onet.occupations import COSTS
from rolegraph.render.text import Text
from rolegraph.render.views.node_views import role_blocks
from rolegraph.render.views.path_view import path_blocks

ONET = DATA / "onet-29.3"


def test_the_source_says_what_it_is(tmp_path: Path) -> None:
    dataset = built(tmp_path)[1].dataset
    source = SOURCE + "onet"
    assert dataset.value(source, RG + "version") == "29.3"
    assert dataset.value(source, DCTERMS + "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert "29.3" in (dataset.value(source, RG + "attribution") or "")
    assert dataset.sources() == [source]


@pytest.mark.parametrize("name", [*COSTS])
def test_any_file_but_the_occupations_may_be_missing_and_it_says_what_that_costs(tmp_path: Path, name: str) -> None:
    result, graph = built(tmp_path, {name: None})
    missing, *others = result.notes
    assert missing == f"{name} is not there: {COSTS[name]}"
    assert bool(others) == (name == "Skills.txt")  # without skills one of two occupations has no requirement
    assert graph.validate().valid


def test_without_occupations_it_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no Occupation Data\.txt"):
        built(tmp_path, {"Occupation Data.txt": None})
    assert not (tmp_path / "graph").exists()


ROWS = [
    ("Occupation Data.txt", ("15-2051", "X", ""), "O*NET-SOC Code", "is not an O*NET-SOC code"),
    ("Occupation Data.txt", (ANALYST, "Again", ""), "O*NET-SOC Code", "the same code again"),
    ("Occupation Data.txt", ("11-1011.00", "", ""), "Title", "is empty"),
    ("Alternate Titles.txt", (ANALYST, "", "", "", ""), "Alternate Title", "is empty"),
    ("Alternate Titles.txt", ("11-9999.00", "", "Nobody", "", ""), "O*NET-SOC Code", "no such occupation"),
    ("Task Statements.txt", (ANALYST, "", "x", "Task", ""), "Task ID", "is not a number"),
    ("Task Statements.txt", (ANALYST, "", "1", "Task", ""), "Task ID", "the same number again"),
    ("Task Statements.txt", (ANALYST, "", "9", "", ""), "Task", "is empty"),
    ("Interests.txt", (BUILDER, "", "1.B.1.a", "", "OI", "2"), "Element ID", "is unknown, or has another name"),
    ("Interests.txt", (BUILDER, "", "2.A.1.a", "Reading", "OI", "2"), "Element ID", "is unknown, or has another name"),
    ("Interests.txt", (BUILDER, "", "1.B.1.a", "Realistic", "OI", "7.5"), "Data Value", "is not a number from 1 to 7"),
    ("Interests.txt", (ANALYST, "", "1.B.1.a", "Realistic", "OI", "2"), "Element ID", "a second value"),
    ("Job Zones.txt", (BUILDER, "", "6", "", ""), "Job Zone", "is not 1 to 5"),
    ("Job Zones.txt", (ANALYST, "", "4", "", ""), "O*NET-SOC Code", "a second job zone"),
    ("Technology Skills.txt", (ANALYST, "", "", "1", "T", "", ""), "Example", "is empty"),
    ("Technology Skills.txt", (ANALYST, "", "X", "n/a", "T", "", ""), "Commodity Code", "is not a number"),
    ("Technology Skills.txt", (ANALYST, "", "X", "43232405", "Other", "", ""), "Commodity Title", "another title"),
    ("Tools Used.txt", FILES["Tools Used.txt"][1], "Example", "the same tool"),
    (
        "Skills.txt",
        (ANALYST, "", "2.A.1.a", "Reading", "IM", "", "9", "N", ""),
        "Data Value",
        "is not a number from 1 to 5",
    ),
    ("Skills.txt", (ANALYST, "", "2.A.1.a", "Reading", "IM", "", "4", "N", ""), "Element ID", "a second value"),
    ("Skills.txt", (ANALYST, "", "2.A.1.a", "Writing", "IM", "", "4", "N", ""), "Element ID", "another name"),
    (
        "Skills.txt",
        (ANALYST, "", "> <x:y>", "Bad", "IM", "", "4", "N", ""),
        "Element ID",
        "is unknown, or has another name",
    ),
    ("Skills.txt", (ANALYST, "too short"), "(row)", "2 cells where the heading has 9"),
    (
        "Education, Training, and Experience.txt",
        (ANALYST, "", "2.D.1", "RL", "13", "1", "N"),
        "Category",
        "is unknown, or has another name",
    ),
    (
        "Education, Training, and Experience.txt",
        (ANALYST, "", "2.D.1", "RL", "5", "101", "N"),
        "Data Value",
        "is not a number from 0 to 100",
    ),
]


@pytest.mark.parametrize(("name", "row", "column", "reason"), ROWS)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_in(
    tmp_path: Path, name: str, row: tuple[str, ...], column: str, reason: str
) -> None:
    result, graph = built(tmp_path, more(name, row))
    (trouble,) = result.troubles
    assert (trouble.file, trouble.column, trouble.rows) == (name, column, 1)
    assert reason in trouble.reason
    assert trouble.first[0].line == len(FILES[name]) + 1
    assert not result.clean
    assert graph.validate().valid
    with pytest.raises(SourceError, match="correct the row") as caught:
        import_download("onet", tmp_path / "db_29_3_text", tmp_path / "strict", strict=True)
    assert caught.value.line == len(FILES[name]) + 1
    assert not (tmp_path / "strict").exists()


def test_the_order_of_rows_and_columns_and_line_ends_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - for shuffling
    shuffled: dict[str, Table | None] = {}
    for name, (head, *rows) in FILES.items():
        columns = chance.sample(range(len(head)), len(head))
        if name != "Alternate Titles.txt":  # of two equal rows, the second is the one left out
            chance.shuffle(rows)
        shuffled[name] = [[*(row[one] for one in columns), "extra"] for row in (head, *rows)]
    write_release(tmp_path / "onet-29.3")
    write_release(tmp_path / "mixed" / "onet-29.3", shuffled, end="\n")
    import_download("onet", tmp_path / "onet-29.3", tmp_path / "one")
    import_download("onet", tmp_path / "mixed" / "onet-29.3", tmp_path / "other")
    one, other = (set(open_dataset([tmp_path / name]).quads()) for name in ("one", "other"))
    assert {quad.predicate.value for quad in one ^ other} == {RG + "contentHash"}


@pytest.mark.parametrize(
    ("folder", "name", "text", "version"),
    [
        ("db_29_3_text", "unread.txt", "", "29.3"),
        ("onet", "Read Me.txt", "O*NET\u00ae 28.2 Database\r\n\r\nFiles of the O*NET-SOC 2019 taxonomy ...", "28.2"),
        ("onet", "Read Me.txt", "This is the O*NET Database, version 30.0, under CC BY 4.0", "30.0"),
        ("onet", "README.txt", "The O*NET(R) 27.1 Database", "27.1"),
        ("db_29_3_text", "Read Me.txt", "O*NET 28.2 Database", "29.3"),
        ("onet", "Read Me.txt", "Based on O*NET-SOC 2019, under CC BY 4.0", ""),
    ],
)
def test_the_version_is_that_of_the_folder_or_of_the_read_me(
    tmp_path: Path, folder: str, name: str, text: str, version: str
) -> None:
    release = write_release(tmp_path / folder)
    (release / name).write_bytes(text.encode())
    found = read("onet", release)
    assert found.says("source/onet>", "ns#version>", f'"{version}"') is bool(version)
    assert found.says("source/onet>", "prefLabel>", f'"O*NET {version} Database"'.replace("  ", " "))


def test_the_release_as_workbooks_or_csv_or_saved_again_says_the_same(tmp_path: Path) -> None:
    plain = without_hash(read("onet", write_release(tmp_path / "db_29_3_text")).statements)
    excel, comma, tabs = (tmp_path / name for name in ("db_29_3_excel", "29.3 csv", "29.3 tabs"))
    for folder in (excel, comma, tabs):
        folder.mkdir()
    for name, table in FILES.items():
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(list(row))
        book.save(excel / name.replace(".txt", ".xlsx"))
        for folder, ending, delimiter in ((comma, ".csv", ","), (tabs, ".txt", "\t")):
            with (folder / name.replace(".txt", ending)).open("w", encoding="utf-16", newline="") as file:
                csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    for folder in (excel, comma, tabs):
        again = read("onet", folder)
        assert (again.reasons(), without_hash(again.statements)) == ({}, plain), folder


@pytest.mark.skipif(
    not ONET.is_dir(), reason="needs the text files of O*NET 29.3 in ../shared/data, beside the repository"
)
def test_the_whole_release_comes_in_and_every_row_is_accounted_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    place, _, answer = built_download("onet", ONET, of_the_run(tmp_path_factory))
    rows = {one["file"]: one["rows"] for one in answer["files"]}
    assert rows["Occupation Data.txt"] == 1_016
    assert rows["Alternate Titles.txt"] == 56_560
    assert rows["Technology Skills.txt"] == 32_681
    assert rows["Tools Used.txt"] == 41_662
    assert rows["Task Statements.txt"] == 18_796
    for name, count in rows.items():
        assert (ONET / name).read_bytes().count(b"\n") - 1 == count, name
    for one in answer["files"]:
        assert one["rows"] == one["kept"] + one["left_out"] + one["misfits"]
        assert one["misfits"] == 0
    graph = rolegraph.open(place)
    said = graph.dataset
    assert answer["graph"]["counts"]["role"] == 1_016
    assert len(said.pairs(SKOS + "altLabel")) >= 56_558
    assert answer["graph"]["counts"]["responsibility"] == 18_796
    assert graph.resolve("Data Scientists", (Kind.ROLE,)) == graph.resolve("15-2051.00", (Kind.ROLE,))
    path = graph.path("Actuaries", "15-2041.00")
    assert path.steps
    assert path.credentials
    compared = graph.compare(["Actuaries", "Statisticians"])
    shared = {row.node.label for row in compared.rows if row.count == 2}
    assert {"Mathematics (skill)", "Mathematics (knowledge)"} <= shared
    assert "Mathematics" not in shared
    check_differences(graph)
    check_preparation(graph)
    assert graph.search("data scien")[0][0].label == "Data Scientists"
    scientists = graph.role("Data Scientists")
    estimated = {need.label for need in scientists.requirements if need.essential and need.estimated}
    assert {"Programming", "Mathematics (skill)", "Critical Thinking", "Master's degree"} <= estimated
    assert scientists.unrecorded is not None
    assert "Statisticians" in [near.label for near in scientists.unrecorded.near]
    assert graph.role("Infantry").unrecorded == Unrecorded(graph.resolve("Infantry"))
    (note,) = answer["notes"]
    assert note.startswith("138 of 1,016 roles have no essential requirement recorded; those of 1")
    essential, asked = map(float, re.findall(r"0\.\d\d", note))
    assert essential >= 0.78
    assert asked >= 0.84
    assert b"Statisticians" in graph.picture(path).data("html")


def check_differences(graph: RoleGraph) -> None:
    """What is to be raised differs by more than its error, and what every job takes is met in many others."""
    pairs = [
        ("Cashiers", "Family Medicine Physicians"),
        ("Accountants and Auditors", "Financial Managers"),
        ("Registered Nurses", "Medical and Health Services Managers"),
        ("Electricians", "Electrical Engineers"),
        ("Chefs and Head Cooks", "Food Service Managers"),
    ]
    within = 0
    for start, goal in pairs:
        for one in graph.gap(start, goal).assessments:
            if one.by is not None and one.by.measure and one.requirement.measure:
                held, asked = one.by.measure, one.requirement.measure
                beyond = asked.value - held.value > 1.96 * ((held.error or 0) ** 2 + (asked.error or 0) ** 2) ** 0.5
                assert (one.standing is Standing.TOO_LOW) == (held.level < asked.level and beyond)
                within += held.level < asked.level and not beyond
    assert within > 10
    known = {one.label: one.level for one in graph.profile("Cashiers").holdings}
    assert known["Mathematics (knowledge)"] is Level.WORKING
    learned = {step.node.label for step in graph.path("Accountants and Auditors", "Financial Managers").steps}
    assert not learned & {
        "Reading Comprehension",
        "Active Listening",
        "Speaking",
        "Coordination",
        "Service Orientation",
    }
    assert {"Sales and Marketing", "Management of Financial Resources"} <= learned


def check_preparation(graph: RoleGraph) -> None:
    """A path to medicine says how long preparation takes and what is known of degrees."""
    path = graph.path("Cashiers", "Family Medicine Physicians")
    said = " ".join(block.text for block in path_blocks(path) if isinstance(block, Text))
    assert "from job zone two (usually three months to a year) to job zone five (usually over four years)" in said
    assert "job zone five usually implies a graduate or professional degree, which is not recorded" in said
    unrated = graph.role("Data Scientists")
    words = " ".join(block.text for block in role_blocks(unrated) if isinstance(block, Text))
    assert "Education: not recorded; job zone four usually implies a bachelor's degree" in words
