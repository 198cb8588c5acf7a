"""Parts and tables of mentions: columns and types, which posting stands for its copies, what is said of a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.parquet_tables import open_table
from rolegraph.readers.mentions import mention_file
from rolegraph.readers.mentions.mention_file import report_of, schema, write_part, write_table
from rolegraph.readers.mentions.near_duplicates import sketch_type
from rolegraph.readers.mentions.posting_rows import SKETCH


def rows(name: str, words: int, posted: date | None, capabilities: int = 2) -> list[dict[str, Any]]:
    """Of a posting with some words."""
    sketch = np.zeros(1, sketch_type())
    sketch["text"] = words
    found: list[dict[str, Any]] = [
        {"posting": name, "posted": posted, "capability": f"x:/tool/{number}"} for number in range(capabilities)
    ]
    found[0][SKETCH] = sketch.tobytes()
    return found


def test_the_columns_are_those_of_the_contract_with_types_that_fit(tmp_path: Path) -> None:
    write_part(tmp_path / "part", rows("a", 1, None), {})
    write_table([tmp_path / "part"], tmp_path / "table.parquet", {})
    assert schema().names == [column.name for column in MENTION_COLUMNS]
    assert open_table(tmp_path / "table.parquet", MENTION_COLUMNS).columns == MENTION_COLUMNS


def test_the_earliest_stands_for_its_copies_through_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mention_file, "_ROWS", 4)
    parts = [
        [*rows("a", 1, None), *rows("b", 2, date(2026, 5, 1)), *rows("c", 1, date(2026, 3, 1), 1)],
        [],
        [*rows("d", 1, date(2026, 2, 1), 3), *rows("e", 3, None), *rows("f", 2, date(2026, 5, 1))],
    ]
    for number, part in enumerate(parts):
        write_part(tmp_path / f"{number}", part, {"n": number})
    paths = [tmp_path / f"{number}" for number in range(3)]
    written = write_table(paths, table := tmp_path / "table.parquet", {"said": "this"})
    assert written == (3, "2026-02-01", "2026-05-01")
    found = pq.read_table(table).to_pylist()
    originals = {"a": "d", "b": None, "c": "d", "d": None, "e": None, "f": "b"}
    assert [one["posting"] for one in found] == [one["posting"] for part in parts for one in part]
    assert {one["posting"]: one["duplicate_of"] for one in found} == originals
    assert report_of(paths[2]) == {"n": 2}
    assert report_of(table) == {"said": "this", "copies": 3, "first": "2026-02-01", "last": "2026-05-01"}
    assert pq.ParquetFile(table).num_row_groups == 2


def test_of_what_is_none_of_ours_nothing_is_said(tmp_path: Path) -> None:
    import pyarrow as pa

    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1 ... PAR1")
    assert [report_of(tmp_path / name) for name in ("other.parquet", "damaged.parquet", "gone")] == [None] * 3
