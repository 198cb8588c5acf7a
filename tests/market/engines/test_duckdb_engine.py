"""DuckDB reads files by their very names, and neither fetches nor loads anything."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from rolegraph.market.engines import engine_named
from rolegraph.market.engines.duckdb_engine import DuckDBEngine
from rolegraph.market.people_columns import PEOPLE_COLUMNS


@pytest.mark.parametrize("name", ["*.parquet", "a?.parquet", "[ab].parquet", "{a,b}.parquet", "level=3.parquet"])
def test_a_name_with_signs_of_a_pattern_is_one_file(name: str, tmp_path: Path) -> None:
    for file, person in ((name, "this"), ("ab.parquet", "other"), ("a.parquet", "other"), ("b.parquet", "other")):
        parquet.write_table(pa.table({"person": [person], "capability": ["dough"]}), tmp_path / file)
    with engine_named("duckdb") as engine:
        frame = engine.scan(engine.open(tmp_path / name, PEOPLE_COLUMNS))
        assert engine.collect(frame)["person"].to_pylist() == ["this"]


def test_extensions_are_not_loaded_and_what_is_large_goes_to_its_own_folder() -> None:
    with DuckDBEngine() as engine:
        database = engine._connection
        settings = dict(database.execute("SELECT name, value FROM duckdb_settings()").fetchall())
        assert settings["autoinstall_known_extensions"] == settings["autoload_known_extensions"] == "false"
        scratch = Path(str(settings["temp_directory"]))
        with pytest.raises(duckdb.Error):
            database.execute("SELECT * FROM read_csv('https://example.org/a.csv')")
    assert not scratch.exists()
