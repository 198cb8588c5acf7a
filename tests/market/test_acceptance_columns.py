"""The reference says of each table what the code does, and its SQL takes the tables with a row for each key."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from tests.conftest import SMALL
from tests.docs.column_tables import FORMATS, create_tables, pages

import rolegraph
from rolegraph.market.acceptance_columns import RELATIONS
from rolegraph.market.acceptance_export import acceptance_tables
from rolegraph.market.match_rows import match_schema


@pytest.mark.parametrize(("path", "expected"), pages().items(), ids=lambda one: getattr(one, "stem", ""))
def test_the_reference_is_as_the_columns_are(path: Path, expected: str) -> None:
    assert path.read_text(encoding="utf-8") == expected, "run `python -m tests.docs.column_tables`"


def test_the_reference_names_the_columns_of_matches_in_their_order() -> None:
    table = FORMATS.read_text(encoding="utf-8").partition("**Matches**")[2].partition("\n\nIds of")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE) == match_schema().names


def test_its_sql_makes_tables_that_take_all_rows() -> None:
    graph = rolegraph.open(SMALL)
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(create_tables())
    for name, table in acceptance_tables(graph.dataset, graph.mobility.efforts):
        connection.register("rows", table)
        connection.execute(f"INSERT INTO {name} SELECT * FROM rows")  # noqa: S608
        assert connection.sql(f"SELECT COUNT(*) FROM {name}").fetchall() == [(table.num_rows,)]  # noqa: S608
    assert [relation.name for relation in RELATIONS] == sorted(relation.name for relation in RELATIONS)
