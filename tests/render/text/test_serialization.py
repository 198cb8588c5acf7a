"""Results as JSON and as flat tables, and these as CSV files and workbooks."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from dataclasses import is_dataclass
from typing import Any, NamedTuple, get_args, get_type_hints

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.analysis.statistics import Stats
from rolegraph.errors import RolegraphError
from rolegraph.model.differences import Differences, PathDifferences
from rolegraph.model.moves import Nearest, Routes, WhatIf
from rolegraph.model.nodes import Kind, Level, Necessity, Node
from rolegraph.model.plans import LearningPath, Profile
from rolegraph.model.roles import Evidence, Info, Measure, Requirement, Role
from rolegraph.profiles.tracking import Shown
from rolegraph.readers.importing import Import, TableImport
from rolegraph.readers.ingest import Ingest, Merge
from rolegraph.render.text import without_controls
from rolegraph.render.text.serialization import Sheet, flat_table, flat_tables, plain, to_csv, to_json, to_xlsx
from rolegraph.shacl.lint import Lint
from rolegraph.shacl.validation import Report

BAKER = Node("x:/baker", Kind.ROLE, "Baker")
CHEF = Node("x:/chef", Kind.ROLE, "Chef")
PLAIN = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=20)
ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), PLAIN, min_size=1), min_size=1, max_size=5)


def test_a_result_is_plain() -> None:
    assert plain({"level": Level.EXPERT, "hours": 1 / 3, "never": math.inf, "role": BAKER}) == {
        "level": "expert",
        "hours": 0.333333,
        "never": None,
        "role": {"iri": "x:/baker", "slug": "baker", "kind": "role", "label": "Baker"},
    }
    assert json.loads(to_json((Kind.TOOL, {"é": [None]}))) == ["tool", {"é": [None]}]
    assert "é" in to_json("é")


NESTED = st.recursive(
    st.integers(0, 999) | st.text("abc é", max_size=30),
    lambda inside: st.lists(inside, max_size=40) | st.dictionaries(st.sampled_from("abcd"), inside, max_size=4),
    max_leaves=200,
)


def assert_a_part(part: Any, whole: Any) -> None:
    """What is there is as in the whole, in its order, and what is not there is counted."""
    if isinstance(whole, dict):
        more = part.pop("more", {})
        assert list(part) == list(whole)
        for name, value in whole.items():
            if isinstance(value, list):
                assert len(part[name]) + more.pop(name, 0) == len(value)
            assert_a_part(part[name], value)
        assert not more
    elif isinstance(whole, list):
        for one, other in zip(part, whole, strict=False):
            assert_a_part(one, other)
    else:
        assert part == whole


@given(st.dictionaries(st.sampled_from("abcd"), NESTED, min_size=1), st.integers(0, 2_000))
def test_a_long_answer_is_given_in_part_and_says_what_is_left_out(result: dict[str, Any], most: int) -> None:
    whole, part = to_json(result), to_json(result, most=most, main="a")
    assert_a_part(json.loads(part), result)
    if len(whole) < 0.9 * most:
        assert part == whole
    assert len(part) <= len(whole) + 40 * part.count('"more"') + 20 * part.count("\n")


def test_the_main_list_keeps_most_and_no_more_is_cut_than_has_to_be() -> None:
    rows = [{"name": f"row {number}", "notes": ["note"] * 10} for number in range(100)]
    text = to_json({"others": rows, "rows": rows}, most=10_000, main="rows")
    part = json.loads(text)
    assert 5_000 < len(text) < 10_500
    assert len(part["rows"]) == 2 * len(part["others"])
    assert part["more"] == {"others": 100 - len(part["others"]), "rows": 100 - len(part["rows"])}
    assert part["rows"][0]["more"] == {"notes": 10 - len(part["rows"][0]["notes"])}


def test_what_has_no_list_to_cut_is_given_as_it_is() -> None:
    assert json.loads(to_json({"text": "a" * 1_000}, most=10)) == {"text": "a" * 1_000}


class Part(NamedTuple):
    n: int
    role: Node


class Cost(NamedTuple):
    hours: float
    by: Node
    parts: tuple[Part, ...] = ()
    most: Part | None = None


class Whole(NamedTuple):
    to: Node
    cost: Cost | None
    over: tuple[Node, ...] = ()
    parts: tuple[Part, ...] = ()


class Answer(NamedTuple):
    moves: tuple[Whole, ...]
    inner: Cost | None = None
    words: tuple[str, ...] = ()


ANSWER = Answer(
    (Whole(CHEF, Cost(3, BAKER, (Part(1, CHEF),)), (BAKER, CHEF)), Whole(BAKER, None, (), (Part(2, BAKER),))),
    Cost(1, BAKER, (Part(3, CHEF),)),
    ("a", "b"),
)


def test_what_few_graphs_know_has_no_key_where_it_is_not_known() -> None:
    dough = Node("x:dough", Kind.SKILL, "dough")
    plain_one = Requirement("x:r", (dough,), Necessity.ESSENTIAL, Level.WORKING)
    measured = plain_one._replace(measure=Measure(Level.WORKING, 2.5, 0.25))
    assert "measure" not in plain(plain_one)
    assert plain(measured)["measure"] == {"level": "working", "value": 2.5, "error": 0.25}
    assert not [name for name in flat_table([plain_one], Requirement).columns if name.startswith("measure")]
    assert flat_table([measured], Requirement).rows[0]["measure_value"] == 2.5
    assert "preparation" not in plain(Profile("me"))


def test_lists_of_objects_are_tables_with_a_column_for_each_field() -> None:
    tables = {"moves": "moves", "parts": "moves.parts", "of cost": "inner.parts", "words": "words"}
    found = flat_tables(ANSWER, tables)
    assert found["moves"].columns == (
        "to to_iri cost_hours cost_by cost_by_iri cost_parts cost_most over over_iri parts".split()
    )
    first, second = found["moves"].rows
    assert (first["to"], first["cost_by_iri"], first["over"]) == ("Chef", "x:/baker", "Baker; Chef")
    assert (second["to_iri"], second["parts"]) == ("x:/baker", "Baker")
    assert found["parts"] == (
        ["move_number", "n", "role", "role_iri"],
        [{"move_number": 2, "n": 2, "role": "Baker", "role_iri": "x:/baker"}],
    )
    assert found["of cost"].rows == [{"n": 3, "role": "Chef", "role_iri": "x:/chef"}]
    assert found["words"] == (["words"], [{"words": "a"}, {"words": "b"}])


def test_a_main_table_without_rows_has_the_columns_that_it_would_have() -> None:
    found = flat_tables(Answer(()), {"parts": "moves.parts", "moves": "moves"})
    assert found == {"parts": (["move_number", "n", "role", "role_iri"], [])}
    assert flat_table([], Node).columns == ["iri", "slug", "kind", "label"]
    assert flat_table([BAKER], Node).rows == [{"iri": "x:/baker", "slug": "baker", "kind": "role", "label": "Baker"}]
    assert to_csv(flat_table([], ("a", "b"))) == "a,b\n"


ANSWERS = (LearningPath, Nearest, Routes, WhatIf, Role, Info, Stats, Differences, PathDifferences, Lint, Report, Shown)


@pytest.mark.parametrize("kind", [*ANSWERS, Ingest, Merge, Import, TableImport])
def test_columns_of_every_answer_can_be_read_from_its_class(kind: type) -> None:
    waiting, known = [kind], set()
    while waiting:
        known.add(found := waiting.pop())
        for hint in get_type_hints(found).values():
            inside = next(
                (part for part in (*get_args(hint), hint) if is_dataclass(part) or hasattr(part, "_fields")), None
            )
            waiting += [] if inside is None or inside in known else [inside]
    assert known >= {kind}


def test_evidence_in_a_cell_says_section_and_line() -> None:
    source = Node("x:/source", Kind.SOURCE, "Article")
    (row,) = flat_table([{"evidence": (Evidence(source, "Skills", 7), Evidence(source))}], ()).rows
    assert row["evidence"] == "Article, Skills, line 7; Article"


@given(ROWS)
def test_csv_says_what_the_rows_say_and_no_formula(rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    back = list(csv.DictReader(io.StringIO(to_csv(Sheet(columns, rows)))))
    assert len(back) == len(rows)
    for row, read in zip(rows, back, strict=True):
        for name, value in row.items():
            text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
            text = without_controls(text) if isinstance(value, str) else text
            if isinstance(value, str) and (text.strip().startswith(tuple("=+-@＝＋－＠")) or text[:1] in ("\t", "\n")):
                text = "'" + text
            assert read[name] == text


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@a",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "\t=1",
    "\r=1",
    " =1",
    "\x1b=1",
    "\u202e=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    sheet = Sheet(["x"], [{"x": text}, {"x": "a=1"}])
    (formula,), (other,) = list(csv.reader(io.StringIO(to_csv(sheet))))[1:]
    assert (formula[0], other) == ("'", "a=1")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"t": sheet})))
    assert [book["t"][place].quotePrefix for place in ("A2", "A3")] == [True, False]
    assert book["t"]["A2"].data_type == "s"


def test_a_file_has_no_character_that_steers_or_turns_text_around() -> None:
    sheet = Sheet(["x"], [{"x": "a\x1b[31m\x07\u202eb\u2066\u200dc\u200c\u00e9"}])
    clean = "a[31mb\u200dc\u200c\u00e9"
    assert to_csv(sheet) == f"x\n{clean}\n"
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx({"t": sheet})))["t"]["A2"].value == clean


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1) | st.just("=1+1") | st.integers())
def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers(value: object) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"t": Sheet(["x"], [{"x": value}])})))
    cell = book["t"]["A2"]
    if isinstance(value, str):
        assert cell.data_type == ("s" if without_controls(value) else "n")
        assert (cell.value or "") == without_controls(value)
    else:
        assert (cell.data_type, cell.value) == ("n", pytest.approx(value))


def test_without_openpyxl_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(RolegraphError, match="pip install openpyxl"):
        to_xlsx({})
