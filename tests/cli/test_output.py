"""How answers are written: every format, into files, and for terminals."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL


@pytest.mark.parametrize("format_", ["table", "markdown", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("path", "baker", "pastry-chef"),
        ("compare", "baker", "pastry-chef"),
        ("show", "baker"),
        ("show", "dough"),
        ("search", "o"),
        ("list", "tools"),
        ("info",),
    ],
)
def test_every_answer_comes_in_every_format_and_always_the_same(run: Run, words: tuple[str, ...], format_: str) -> None:
    first, second = run(*words, "--format", format_), run(*words, "--format", format_)
    assert first == second
    assert first.code == 0
    if format_ == "json":
        json.loads(first.out)
    else:
        assert first.out


def test_nothing_steers_a_terminal_in_any_format(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "a\\u001B[31m\\u009B1m\\u202Eb\\rc\\u200Dd"@en .',
        encoding="utf-8",
    )
    ask = ("query", "run", "-e", "SELECT ?l { ?s skos:prefLabel ?l }")
    assert json.loads(run("list", "roles", "--json", graph=graph).out)[0]["label"] == "a\x1b[31m\x9b1m\u202eb\rc\u200dd"
    for words in (("list", "roles"), ("list", "roles", "--json"), ("list", "roles", "-f", "csv")):
        out = run(*words, graph=graph).out
        assert not set(out) & set("\x1b\x9b\u202e\r")
        assert "\u200d" in out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for format_ in ("table", "csv", "tsv", "xml", "json"):
        out = run(*ask, "-f", format_, "--no-color", graph=graph).out
        assert not set(out.replace("\r\n", "\n")) & set("\x1b\x9b\u202e\r")


def test_a_label_cannot_steer_a_terminal(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "\\u001b[31m<b>|*x*[bold]"@en .'
    )
    assert "[31m<b>|*x*[bold]" in run("list", "roles", graph=graph).out
    assert "\x1b" not in run("list", "roles", graph=graph).out
    markdown = run("list", "roles", "--format", "markdown", graph=graph).out
    assert r"\[31m\<b\>\|\*x\*\[bold\]" in markdown


def test_a_narrow_terminal_breaks_lines_not_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = run("path", "baker", "pastry-chef").out
    assert max(map(len, out.splitlines())) <= 60
    assert "convection" in out.lower()


TABLES = {
    "path": (("path", "baker", "pastry-chef"), "node,node_iri,"),
    "compare": (("compare", "baker", "pastry-chef"), "node,node_iri,kind,baker,pastry-chef,"),
    "nearest": (("nearest", "baker"), "role,role_iri,"),
    "route": (("route", "baker", "pastry-chef"), "route_number,move_number,start,start_iri,"),
    "whatif": (("whatif", "baker"), "capability,capability_iri,"),
    "show": (("show", "baker"), "label,iri,any_of,any_of_iri,"),
    "search": (("search", "o"), "node,node_iri,name"),
    "list": (("list", "roles"), "iri,slug,kind,label"),
    "info": (("info",), "node,node_iri,kind,statements,"),
    "stats": (("stats",), "capability,capability_iri,required,"),
    "query": (("query", "list"), "name,title,question,"),
}


@pytest.mark.parametrize("words", TABLES.values(), ids=TABLES)
def test_the_main_table_is_csv_with_labels_and_identifiers(run: Run, words: tuple[tuple[str, ...], str]) -> None:
    result = run(*words[0], "--format", "csv", graph=None if words[0][0] == "query" else SMALL)
    assert result.code == 0
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert rows
    assert result.out.startswith(words[1])
    assert all(None not in row and None not in row.values() for row in rows)


def test_numbers_of_a_csv_are_those_of_json(run: Run) -> None:
    words = ("path", "baker", "pastry-chef")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    steps = json.loads(run(*words, "--json").out)["steps"]
    assert [(row["node"], row["node_iri"], float(row["hours"])) for row in rows] == [
        (step["node"]["label"], step["node"]["iri"], step["hours"]) for step in steps
    ]


def test_a_workbook_has_every_table(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "route.xlsx"
    assert run("route", "baker", "pastry-chef", "-o", place).code == 0
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == ["moves", "steps", "steps of the direct move"]
    assert [cell.value for cell in book["steps"][1]][:3] == ["route_number", "move_number", "node"]
    query = tmp_path / "nodes.xlsx"
    assert run("query", "run", "nodes", "--kind", "role", "-o", query).code == 0
    assert [cell.value for cell in openpyxl.load_workbook(query)["result"][2]] == ["role:baker", "Baker"]


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("a.txt", "Slug "),
        ("a.json", "[\n"),
        ("a.MD", "| Slug | Label |"),
        ("a.csv", "iri,slug,kind,label\n"),
        ("a.html", "<!doctype html>"),
    ],
)
def test_the_ending_is_the_format(run: Run, tmp_path: Path, name: str, beginning: str) -> None:
    place = tmp_path / "new" / name
    assert run("list", "roles", "--out", place) == Result(0, "", f"wrote {place}\n")
    assert place.read_text().startswith(beginning)
    assert "Pastry Chef" in place.read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("list", "roles", "-o", "x.csv", "-f", "json"), "--format json contradicts the name 'x.csv', which says csv"),
        (("list", "roles", "-o", "x.docx"), "no format for 'x.docx': end the name in one of .txt, .json"),
        (("list", "roles", "-o", "x.png"), "`rolegraph view` and `rolegraph stats --plot` draw pictures"),
        (("list", "roles", "-f", "xlsx"), "a workbook needs a file"),
        (("view", "roles", "-o", "x.png", "-f", "svg"), "--format svg contradicts the name 'x.png'"),
        (
            ("list", "roles", "-o", "x.ttl"),
            "no format for 'x.ttl': end the name in one of .txt, .json, .md, .markdown, .csv, .xlsx, .html, or use"
            " --format; --graph names a graph, and `rolegraph export` writes one",
        ),
        (("view", "roles", "-o", "x.txt"), "no format for 'x.txt': end the name in one of .html, .png"),
        (("view", "ontology", "-o", "x.png"), "no format for 'x.png'"),
        (("query", "run", "nodes", "-o", "x.csv", "-f", "tsv"), "--format tsv contradicts the name 'x.csv'"),
        (("query", "run", "nodes", "-f", "xlsx"), "needs a file"),
    ],
)
def test_what_cannot_be_written_is_one_message_and_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words, graph=None)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert message in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_in_the_format_of_its_name(run: Run, tmp_path: Path) -> None:
    assert run("view", "roles", "-o", tmp_path / "x.png").code == 0
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert run("view", "roles", "-o", tmp_path / "x.dot").code == 0
    assert (tmp_path / "x.dot").read_text().split(maxsplit=1)[0] in ("graph", "digraph")


def test_a_dash_is_standard_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("list", "roles", "-o", "-", "--json").out == run("list", "roles", "--json").out
    assert "Pastry Chef" in run("view", "roles", "-o", "-", "-f", "dot").out
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_done_where_the_answer_cannot_be_written(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("have: [dough]\n")
    for words in (("-o", tmp_path / "x.docx"), ("--json", "-f", "csv"), ("-f", "xlsx")):
        assert run("profile", "skip", profile, "heat", *words).code == 2
    assert profile.read_text() == "have: [dough]\n"


NOTHING_FOUND = {
    "path": (("path", "baker", "baker"), "node,node_iri,to_level,hours,"),
    "validate": (("validate",), "severity,node,message,property,value,path,line"),
    "lint": (("lint", "--rule", "cycle"), "rule,severity,node,node_iri,problem,sources,path,line"),
    "diff": (("diff", SMALL, SMALL), "role,role_iri,added,removed,"),
    "list": (("list", "postings"), "iri,title,employer,"),
    "search": (("search", "nothing-like-this"), "node,node_iri,name"),
}


@pytest.mark.parametrize("words", NOTHING_FOUND.values(), ids=NOTHING_FOUND)
def test_a_table_of_nothing_has_headings(run: Run, tmp_path: Path, words: tuple[tuple[str, ...], str]) -> None:
    graph = None if words[0][0] == "diff" else SMALL
    (head,) = run(*words[0], "-f", "csv", graph=graph).out.splitlines()
    assert head.startswith(words[1])
    run(*words[0], "-o", tmp_path / "x.xlsx", graph=graph)
    first = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert [cell.value for cell in first[1]] == head.split(",")


def test_a_note_names_the_other_tables_in_words(run: Run) -> None:
    note = run("path", "baker", "pastry-chef", "-f", "csv").err
    assert "the CSV has the table 'steps'; a workbook (.xlsx) also has: " in note
    assert "requirements" in note
    assert "_" not in note


SHEETS = {
    "path": (("path", "baker", "pastry-chef"), "steps"),
    "route": (("route", "baker", "pastry-chef"), "moves"),
    "role": (("show", "baker"), "requirements"),
    "capability": (("show", "dough"), "relations"),
    "nearest": (("nearest", "baker"), "roles"),
    "info": (("info",), "sources"),
    "stats": (("stats",), "most required"),
    "queries": (("query", "list"), "queries"),
}


@pytest.mark.parametrize("words", SHEETS.values(), ids=SHEETS)
def test_sheets_have_short_names_and_the_main_one_is_first(
    run: Run, tmp_path: Path, words: tuple[tuple[str, ...], str]
) -> None:
    run(*words[0], "-o", tmp_path / "x.xlsx", graph=None if words[0][0] == "query" else SMALL)
    names = openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames
    assert names[0] == words[1]
    assert all(len(name) <= 31 and "_" not in name for name in names)


def test_a_comparison_in_a_file_says_what_the_screen_says(run: Run) -> None:
    words = ("compare", "data-scientist", "data-engineer")
    rows = csv.DictReader(io.StringIO(run(*words, "-f", "csv", graph=None).out))
    cells = {row["node"]: (row["data-scientist"], row["data-engineer"]) for row in rows}
    assert cells["Scala"] == ("used", "proficient, essential, one of 3")
    assert cells["Apache Spark"][1] == "working, essential, used"
    assert cells["Finance"] == ("yes", "yes")
    assert "one of 3" in run(*words, graph=None).out


def test_counts_in_a_workbook_have_a_column_and_a_name(run: Run, tmp_path: Path) -> None:
    run("stats", "-o", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [cell.value for cell in book["statements"][1]] == ["predicate", "count"]
    assert "fewest capabilities of a role" in [row[0].value for row in book["numbers"]]


def test_a_list_of_queries_leaves_their_texts_out(run: Run) -> None:
    assert "SELECT" not in run("query", "list", "-f", "csv", graph=None).out


def test_queries_behind_an_answer_go_into_a_file(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "path.rq"
    assert run("path", "baker", "pastry-chef", "--sparql", "-o", place).code == 0
    assert place.read_text() == run("path", "baker", "pastry-chef", "--sparql").out


@pytest.mark.parametrize(
    "words",
    [
        ("info", "--json", "-o", "x"),
        ("export", "x.ttl"),
        ("view", "role", "baker", "-o", "x.svg"),
        ("stats", "--plot", "x.svg"),
        ("path", "baker", "pastry-chef", "--report", "x.html"),
        ("query", "run", "nodes", "--kind", "role", "-o", "x.csv"),
    ],
)
def test_no_answer_replaces_a_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / words[-1] / "deep").mkdir(parents=True)
    (tmp_path / words[-1] / "deep" / "letter").write_text("kept")
    result = run(*words)
    assert (result.code, result.err) == (2, f"rolegraph: {words[-1]}: is a folder, not a file (name a file in it)\n")
    assert (tmp_path / words[-1] / "deep" / "letter").read_text() == "kept"


@pytest.mark.parametrize(
    "words",
    [
        ("path", "data-analyst", "ml-engineer"),
        ("route", "data-analyst", "ml-engineer"),
        (
            "nearest",
            "junior-ml-engineer",
            "--reverse",
        ),  # with many words that are no texts, and many lists that are cut
        ("route", "software-engineer-data", "ml-platform-lead", "--alternatives", "3"),
    ],
)
def test_a_long_answer_in_json_is_short_unless_all_is_asked_for(run: Run, words: tuple[str, ...]) -> None:
    part, whole = (run(*words, "--json", *more, graph=None).out for more in ((), ("--all",)))
    assert len(part.encode()) < 40_000 < len(whole.encode())
    assert '"more": {' in part
    assert '"more": {' not in whole
    assert list(json.loads(whole)) == [key for key in json.loads(part) if key != "more"]
