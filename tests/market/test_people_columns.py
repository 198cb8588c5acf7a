"""The columns of people: who they are is not among them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from rolegraph.market.parquet_tables import open_table
from rolegraph.market.people_columns import PEOPLE_COLUMNS


def test_of_all_that_a_table_says_of_people_three_columns_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    columns = {
        "person": ["1"],
        "name": ["-"],
        "birthday": ["-"],
        "capability": ["dough"],
        "level": [2],
        "gender": ["-"],
    }
    parquet.write_table(pa.table(columns), file)
    assert {column.name for column in open_table(file, PEOPLE_COLUMNS).columns} == {"person", "capability", "level"}
