"""The columns of mentions: two are enough, whatever else a table has."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from rolegraph.errors import SourceError
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.parquet_tables import open_table


def test_postings_and_capabilities_are_enough_and_other_columns_are_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "mentions.parquet"
    parquet.write_table(pa.table({"posting": ["1"], "capability": ["dough"], "employer": ["Inn"]}), file)
    assert [column.name for column in open_table(file, MENTION_COLUMNS).columns] == ["posting", "capability"]


@pytest.mark.parametrize("missing", ["posting", "capability"])
def test_without_one_of_these_a_table_has_no_mentions(missing: str, tmp_path: Path) -> None:
    file = tmp_path / "mentions.parquet"
    parquet.write_table(pa.table({"posting": ["1"], "capability": ["dough"]}).drop_columns([missing]), file)
    with pytest.raises(SourceError, match=missing):
        open_table(file, MENTION_COLUMNS)


def test_each_column_has_one_name_and_says_what_it_means() -> None:
    names = [column.name for column in MENTION_COLUMNS]
    assert len(set(names)) == len(names)
    assert all(column.meaning for column in MENTION_COLUMNS)
