"""Results as JSON and as flat tables, and these as CSV files and workbooks."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.render.text.serialization import flat_tables, plain, to_csv, to_json, to_xlsx

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


def test_lists_of_objects_are_tables() -> None:
    assert flat_tables([BAKER]) == {"result": [{"iri": "x:/baker", "slug": "baker", "kind": "role", "label": "Baker"}]}
    found = flat_tables(
        {
            "count": 2,
            "moves": [
                {"to": CHEF, "cost": {"hours": 3, "by": BAKER, "parts": {"label": "all"}}, "over": [BAKER, CHEF]},
                {"to": BAKER, "cost": None, "over": [], "steps": [{"node": CHEF}, {"node": BAKER, "hours": 1}]},
            ],
            "part": {"deep": {"rows": [{"n": 1}], "deeper": {"rows": [{"n": 2}]}}},
            "words": ["a", "b"],
        }
    )
    assert found == {
        "moves": [
            {
                "to": "Chef",
                "to_iri": "x:/chef",
                "cost_hours": 3,
                "cost_by": "Baker",
                "cost_by_iri": "x:/baker",
                "cost_parts": "all",
                "over": "Baker; Chef",
                "over_iri": "x:/baker; x:/chef",
            },
            {"to": "Baker", "to_iri": "x:/baker", "cost": None, "over": "", "steps": "Chef; Baker"},
        ],
        "moves_steps": [
            {"moves": 2, "node": "Chef", "node_iri": "x:/chef"},
            {"moves": 2, "node": "Baker", "node_iri": "x:/baker", "hours": 1},
        ],
        "part_deep_rows": [{"n": 1}],
        "words": [{"value": "a"}, {"value": "b"}],
    }


def test_a_list_with_an_entry_for_each_role_gives_columns(small: RoleGraph) -> None:
    rows = flat_tables(small.compare(["baker", "pastry-chef"]))["rows"]
    (blowtorch,) = [row for row in rows if row["node"] == "Blowtorch"]
    assert (blowtorch["baker"], blowtorch["pastry-chef"]) == (None, "essential, working")


@given(ROWS)
def test_csv_says_what_the_rows_say_and_no_formula(rows: list[dict[str, Any]]) -> None:
    back = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert len(back) == len(rows)
    for row, read in zip(rows, back, strict=True):
        for name, value in row.items():
            text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
            if isinstance(value, str) and text.startswith(tuple("=+-@\t\n")):
                text = "'" + text
            assert read[name] == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1) | st.just("=1+1") | st.integers())
def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers(value: object) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"t": [{"x": value}]})))
    cell = book["t"]["A2"]
    assert cell.data_type == ("s" if isinstance(value, str) else "n")
    assert cell.value == (value if isinstance(value, str) else pytest.approx(value))


def test_names_of_sheets_are_short_and_differ() -> None:
    names = [f"{'a' * 40}_{number}" for number in range(3)]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({name: [{"x": 1}] for name in names})))
    assert len(set(book.sheetnames)) == 3
    assert max(map(len, book.sheetnames)) <= 31
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx({}))).sheetnames == ["result"]


def test_without_openpyxl_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(RolegraphError, match="pip install openpyxl"):
        to_xlsx({})
