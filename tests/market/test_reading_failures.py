"""Whatever an engine says of a table that it cannot read, the row group is named, in one line."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.market.engines import engine_named
from rolegraph.market.parquet_tables import open_table
from rolegraph.market.people_columns import PEOPLE_COLUMNS
from rolegraph.market.reading_failures import explained, reading

ENGINES = ("polars", "duckdb")


def people(file: Path, *, capability: pa.Array | None = None) -> Path:
    """A file with four row groups."""
    names = pa.array([f"skill {number}" for number in range(400)]) if capability is None else capability
    table = pa.table({"person": [f"p{number}" for number in range(400)], "capability": names})
    pq.write_table(table, file, row_group_size=100, compression="none", use_dictionary=False)
    return file


def broken(file: Path, group: int) -> Path:
    """The same file with a page in one of its row groups that makes no sense."""
    data = bytearray(people(file).read_bytes())
    with pq.ParquetFile(file) as read:
        page = read.metadata.row_group(group).column(1).data_page_offset
    data[page : page + 12] = b"\xff" * 12
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("name", ENGINES)
def test_the_row_group_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    people(tmp_path / "1.parquet")
    file = broken(tmp_path / "2.parquet", 2)
    with engine_named(name) as engine, pytest.raises(SourceError) as raised:
        table = engine.open(tmp_path, PEOPLE_COLUMNS)
        with reading(table):
            engine.collect(engine.scan(table))
    assert str(raised.value).startswith(f"{file}: row group 3 cannot be read: ")
    assert str(raised.value).endswith(" (write the file again, or leave it out)")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ENGINES)
def test_bytes_that_are_no_text_are_said(name: str, tmp_path: Path) -> None:
    bad = pa.StringArray.from_buffers(400, *pa.array(["\u00e9"] * 400).buffers()[1:])
    raw = pa.py_buffer(bad.buffers()[2].to_pybytes().replace(b"\xc3\xa9", b"\xff\xfe", 1))
    file = people(tmp_path / "p.parquet", capability=pa.StringArray.from_buffers(400, bad.buffers()[1], raw))
    with engine_named(name) as engine, pytest.raises(SourceError, match=r"row group 1 cannot be read: .*UTF8"):
        table = engine.open(file, PEOPLE_COLUMNS)
        with reading(table):
            engine.collect(engine.scan(table))


@pytest.mark.parametrize("name", ENGINES)
def test_a_file_that_goes_away_is_said(name: str, tmp_path: Path) -> None:
    file = people(tmp_path / "p.parquet")
    with engine_named(name) as engine, pytest.raises(RolegraphError, match=r"p\.parquet"):
        table = engine.open(file, PEOPLE_COLUMNS)
        with reading(table):
            rows = engine.scan(table)
            file.unlink()
            engine.collect(rows)


def test_an_engine_that_fails_on_a_table_that_can_be_read_is_said_without_blaming_a_row_group(tmp_path: Path) -> None:
    file = people(tmp_path / "p.parquet")
    said = str(explained(RuntimeError("out of memory\nand more"), open_table(file, PEOPLE_COLUMNS)))
    assert said.startswith(
        f"{file}: the engine gave up: out of memory (see that there is memory, and room in {gettempdir()}"
    )
    assert said.endswith("; or use another --engine, or write the table again)")


def test_what_is_no_failure_of_an_engine_passes(tmp_path: Path) -> None:
    table = open_table(people(tmp_path / "p.parquet"), PEOPLE_COLUMNS)
    for error in (KeyboardInterrupt(), ValueError("ours"), BrokenPipeError(), SourceError("says so")):
        with pytest.raises(type(error)) as raised, reading(table):
            raise error
        assert raised.value is error


SPARK_SAYS = """Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times, most recent failure:
org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "/somewhere/worker.py", line 1, in main
    process()
{raised}

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:581)
Caused by: java.lang.Exception: something else: of Java
"""


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("rolegraph.errors.SourceError: t.parquet: has a level of 9", "t.parquet: has a level of 9"),
        ("ModuleNotFoundError: No module named 'scipy'", "ModuleNotFoundError: No module named 'scipy'"),
    ],
)
def test_what_a_function_raised_in_a_worker_is_said_in_its_own_words(raised: str, said: str) -> None:
    assert str(explained(RuntimeError(SPARK_SAYS.format(raised=raised)))) == said
