"""Words in the place of numbers: rows that are sorted as numbers come as those that are sorted as words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.market.mention_tables import CAPABILITIES, ROLES, cube_of, write_mentions

from rolegraph.market.cube_columns import DIMENSIONS, demand_schema
from rolegraph.market.engines import engine_named
from rolegraph.market.row_words import month_words

ROWS = [
    {
        "posting": f"{number}-{place}",
        "capability": capability,
        "role": role,
        "posted": posted,
        "place": town,
        "seniority": seniority,
    }
    for number, (role, town) in enumerate([(ROLES[1], "Köln"), (ROLES[0], None), (None, "Zug"), (ROLES[0], "Ålesund")])
    for place, (posted, seniority) in enumerate(
        [(date(2025, 1, 31), "senior"), (None, None), (date(2024, 11, 1), "mid")]
    )
    for capability in CAPABILITIES[number : number + 2]
]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("by", [DIMENSIONS, ("role", "capability"), ("month", "place"), ("seniority",)])
def test_sorted_as_numbers_is_sorted_as_words_with_nothing_first(
    engine: str, by: tuple[str, ...], tmp_path: Path
) -> None:
    place = write_mentions(tmp_path / "mentions.parquet", ROWS)
    with engine_named(engine) as opened:
        cube = cube_of(opened, place)
        counted = opened.kept(cube.rows(by))
        named = opened.collect(cube.named(counted, by)).cast(demand_schema(by)).to_pylist()
        written = pa.Table.from_batches(cube.sorted_batches(counted, by)).cast(demand_schema(by)).to_pylist()
    assert written == sorted(named, key=lambda row: [(row[name] is not None, row[name] or "") for name in by])
    assert len(written) > 1


def test_months_between_two_days_whatever_the_year() -> None:
    words = month_words("2024-11-30", "2025-02-01")
    assert words["month"].to_pylist() == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert words["month_code"].to_pylist() == [2024 * 12 + 10 + step for step in range(4)]
    assert month_words("", "").num_rows == 0
