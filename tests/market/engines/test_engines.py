"""Rows are equal on every engine, whatever the files are like that they are read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.market.equal_rows import Rows, assert_equal

from rolegraph.errors import RolegraphError
from rolegraph.market.engines import Engine, engine_named
from rolegraph.market.parquet_tables import TableColumn

COLUMNS = (
    TableColumn("name", "text", "a name", required=True),
    TableColumn("number", "number", "a number"),
    TableColumn("count", "integer", "a whole number"),
    TableColumn("seen", "day", "a day"),
    TableColumn("sure", "flag", "true or false"),
)
ENGINES = ("polars", "duckdb")
ALL = (*ENGINES, pytest.param("spark", marks=pytest.mark.spark))


def rows_of(name: str, place: Path, ask: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]] = lambda rows: rows) -> Rows:
    """What an engine answers about a table."""
    with engine_named(name) as engine:
        table = engine.open(place, COLUMNS)
        return answer(engine, ask(engine.scan(table, missing=COLUMNS)))


def answer(engine: Engine, rows: nw.LazyFrame[Any]) -> Rows:
    found: Rows = engine.collect(rows).to_pylist()
    return found


@pytest.fixture(params=ALL)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        request.getfixturevalue("spark_session")
    with engine_named(request.param) as made:
        yield made


DAYS = {
    "a day": pa.array([date(2026, 3, 1)]),
    "a day in milliseconds": pa.array([date(2026, 3, 1)], pa.date64()),
    "seconds": pa.array([datetime(2026, 3, 1, 23, 59)], pa.timestamp("s")),
    "nanoseconds": pa.array([datetime(2026, 3, 1, 23, 59)], pa.timestamp("ns")),
    "a time zone": pa.array([datetime(2026, 3, 1, 23, 59, tzinfo=UTC)], pa.timestamp("us", "Asia/Tokyo")),
    "a time zone that there is not": pa.array([datetime(2026, 3, 1, tzinfo=UTC)], pa.timestamp("us", "Nowhere/Land")),
    "nanoseconds in a time zone": pa.array(
        [datetime(2026, 3, 1, 0, 1, tzinfo=UTC)], pa.timestamp("ns", "America/Lima")
    ),
}


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_days_are_those_of_utc(engine: Engine, days: pa.Array, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    pq.write_table(pa.table({"name": ["a"], "seen": days}), tmp_path / "days.parquet")
    table = engine.open(tmp_path / "days.parquet", COLUMNS)
    assert answer(engine, engine.scan(table)) == [{"name": "a", "seen": date(2026, 3, 1)}]


@pytest.mark.parametrize("type_", [pa.int8(), pa.uint8(), pa.uint32(), pa.uint64(), pa.int64()], ids=str)
def test_whole_numbers_of_any_size_are_of_one(engine: Engine, type_: pa.DataType, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["a", "b"], "count": pa.array([7, None], type_)}), tmp_path / "numbers.parquet")
    with engine_named(engine.name) as one:
        found = one.collect(one.scan(one.open(tmp_path / "numbers.parquet", COLUMNS)))
    assert found.schema.field("count").type == pa.int64()
    assert found["count"].to_pylist() == [7, None]


@pytest.mark.parametrize("type_", [pa.decimal128(9, 2), pa.float32(), pa.int64(), pa.float64()], ids=str)
def test_numbers_of_any_type_are_floats(engine: Engine, type_: pa.DataType, tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"name": ["a"], "number": pa.array([Decimal(7)], pa.decimal128(21, 2)).cast(type_)}),
        tmp_path / "numbers.parquet",
    )
    found = engine.collect(engine.scan(engine.open(tmp_path / "numbers.parquet", COLUMNS)))
    assert found.schema.field("number").type == pa.float64()
    assert found["number"].to_pylist() == [7.0]


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_texts_of_any_type_are_texts(engine: Engine, type_: pa.DataType, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": pa.array(["é", "", None]).cast(type_)}), tmp_path / "texts.parquet")
    found = engine.collect(engine.scan(engine.open(tmp_path / "texts.parquet", COLUMNS)))
    assert found.schema.field("name").type == pa.string()
    assert found["name"].to_pylist() == ["é", None, None]


def test_numbers_may_tell_people_apart(engine: Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": pa.array([7, -1, None], pa.int32())}), tmp_path / "names.parquet")
    found = engine.collect(engine.scan(engine.open(tmp_path / "names.parquet", COLUMNS)))
    assert found["name"].to_pylist() == ["7", "-1", None]


def test_whole_numbers_may_be_floats(engine: Engine, tmp_path: Path) -> None:
    counts = [2.0, None, float("nan"), -3.0]
    pq.write_table(pa.table({"name": list("abcd"), "count": counts}), tmp_path / "numbers.parquet")
    rows = answer(engine, engine.scan(engine.open(tmp_path / "numbers.parquet", COLUMNS)))
    assert [row["count"] for row in rows] == [2, None, None, -3]


def test_columns_in_which_nothing_is(engine: Engine, tmp_path: Path) -> None:
    nothing = {column.name: pa.nulls(2) for column in COLUMNS}
    pq.write_table(pa.table(nothing), tmp_path / "nothing.parquet")
    found = engine.collect(engine.scan(engine.open(tmp_path / "nothing.parquet", COLUMNS)))
    assert found.to_pylist() == [dict.fromkeys(nothing)] * 2
    assert [str(field.type) for field in found.schema] == ["string", "double", "int64", "date32[day]", "bool"]


def test_what_is_no_number_is_null(engine: Engine, tmp_path: Path) -> None:
    numbers = [1.0, float("nan"), float("inf"), None]
    pq.write_table(pa.table({"name": list("abcd"), "number": numbers}), tmp_path / "numbers.parquet")
    rows = answer(engine, engine.scan(engine.open(tmp_path / "numbers.parquet", COLUMNS)))
    assert [row["number"] for row in rows] == [1.0, None, None, None]


def test_columns_that_are_not_there_are_null(engine: Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["a"]}), tmp_path / "names.parquet")
    found = engine.collect(engine.scan(engine.open(tmp_path / "names.parquet", COLUMNS), missing=COLUMNS))
    assert found.to_pylist() == [{"name": "a", "number": None, "count": None, "seen": None, "sure": None}]
    assert [str(field.type) for field in found.schema] == ["string", "double", "int64", "date32[day]", "bool"]


def test_files_of_a_folder_may_have_other_columns_and_types(engine: Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["a"], "count": pa.array([1], pa.int8())}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"street": [1], "Name": ["b"], "sure": [True]}), tmp_path / "b.parquet")
    (tmp_path / "_temporary").mkdir()
    (tmp_path / "_temporary" / "half.parquet").write_text("not there yet")
    rows = answer(engine, engine.scan(engine.open(tmp_path, COLUMNS)).sort("name"))
    assert rows == [{"name": "a", "count": 1, "sure": None}, {"name": "b", "count": None, "sure": True}]


@pytest.mark.parametrize("name", ["a[b].parquet", "*.parquet", "a b?.parquet", "{a,ä}.parquet", "a%20b=c.parquet"])
def test_a_file_is_read_whatever_it_is_called(engine: Engine, name: str, tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["other"]}), tmp_path / "other.parquet")
    pq.write_table(pa.table({"name": ["own"]}), tmp_path / name)
    assert answer(engine, engine.scan(engine.open(tmp_path / name, COLUMNS))) == [{"name": "own"}]


def test_other_columns_are_not_read(engine: Engine, tmp_path: Path) -> None:
    """A column of people that is broken does not matter, since nobody looks at it."""
    file = tmp_path / "people.parquet"
    table = pa.table({"name": ["a", "b"], "address": ["so private"] * 2})
    pq.write_table(table, file, compression="none", use_dictionary=False)
    data = file.read_bytes()
    beginning = pq.ParquetFile(file).metadata.row_group(0).column(1).data_page_offset
    file.write_bytes(data[:beginning] + b"\xff" * 20 + data[beginning + 20 :])
    with pytest.raises(OSError, match=r"."):
        pq.read_table(file)
    assert answer(engine, engine.scan(engine.open(file, COLUMNS))) == [{"name": "a"}, {"name": "b"}]


def test_rows_come_in_batches_in_order_and_leave_nothing(engine: Engine) -> None:
    many = pa.table({"name": [f"{number % 1000:04}" for number in range(200_000)]})
    batches = list(engine.batches(engine.frame(many), ("name",)))
    assert len(batches) > 1
    names = [name for batch in batches for name in batch["name"].to_pylist()]
    assert names == sorted(many["name"].to_pylist())
    folder = engine.scratch()
    assert not list(folder.iterdir())
    engine.close()
    assert not folder.exists()


def test_what_is_kept_is_computed_once(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "names.parquet"
    pq.write_table(pa.table({"name": ["a", "b"]}), file)
    kept = engine.kept(engine.scan(engine.open(file, COLUMNS)))
    assert answer(engine, kept.sort("name"))
    file.unlink()
    assert answer(engine, kept.sort("name")) == [{"name": "a"}, {"name": "b"}]


def test_rows_are_numbered(engine: Engine) -> None:
    rows = answer(engine, engine.numbered(engine.frame(pa.table({"name": ["b", "a"]})), "number", "name"))
    if engine.name == "spark":  # there are gaps
        assert len({row["number"] for row in rows}) == 2
    else:
        assert sorted((row["number"], row["name"]) for row in rows) == [(0, "a"), (1, "b")]


def _runs(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """How often rows of each name follow rows of another one, in one call."""
    names = [name for batch in batches for name in batch["name"].to_pylist()]
    begun = [name for name, before in zip(names, [None, *names], strict=False) if name != before]
    yield pa.record_batch({"name": sorted(set(begun)), "runs": [begun.count(name) for name in sorted(set(begun))]})


def test_a_function_gets_all_rows_of_a_key_together(engine: Engine, tmp_path: Path) -> None:
    many = pa.table({"name": [f"{number % 7}" for number in range(1000)], "number": range(1000)})
    schema = pa.schema([("name", pa.string()), ("runs", pa.int64())])
    engine.write(engine.mapped(engine.frame(many), "name", _runs, schema), schema, tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert sorted(row["name"] for row in rows) == list("0123456")
    assert {row["runs"] for row in rows} == {1}


def test_what_is_half_written_is_removed(engine: Engine, tmp_path: Path) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"name": ["a"]})
        raise RolegraphError("cannot go on")

    with pytest.raises(RolegraphError, match="cannot go on"):
        engine.write(broken(), pa.schema([("name", pa.string())]), tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())


def test_rows_are_written_with_the_types_that_are_asked_for(engine: Engine, tmp_path: Path) -> None:
    schema = pa.schema([("number", pa.int32()), ("name", pa.string())])
    rows = engine.frame(pa.table({"name": ["b", "a"], "number": [2, 1], "more": [0, 0]})).sort("name")
    engine.write(rows, schema, tmp_path / "out.parquet")
    written = pq.read_table(tmp_path / "out.parquet")
    assert written.schema.equals(schema)
    assert written.to_pylist() == [{"number": 1, "name": "a"}, {"number": 2, "name": "b"}]


TEXTS = some.none() | some.sampled_from(["a", "b", "Z", "é", "ß", "ﬁ", "\U0001f600", "￿", "a ", "10", "9"])
ROW = some.tuples(
    TEXTS,
    some.none() | some.integers(-5, 5) | some.floats(-1e6, 1e6),
    some.none() | some.integers(-3, 3),
    some.none() | some.dates(date(1999, 1, 1), date(2027, 1, 1)),
    some.none() | some.booleans(),
)


def _grouped(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return (
        rows.group_by("name")
        .agg(
            nw.len().alias("rows"),
            nw.col("count").n_unique().alias("different"),
            nw.col("number").count().alias("numbers"),
            nw.col("number").sum().alias("sum"),
            nw.col("number").mean().alias("mean"),
            nw.col("number").min().alias("least"),
            nw.col("seen").max().alias("last"),
            nw.col("sure").cast(nw.Int64).sum().alias("sure"),
        )
        .sort("name")
    )


def _joined(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    totals = rows.group_by("name").agg(nw.col("count").sum().alias("total"))
    return rows.join(totals, on="name", how="left").sort("name", "number", "count", "seen", "sure", "total")


def _by_month(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    months = rows.with_columns(month=nw.col("seen").dt.year() * 12 + nw.col("seen").dt.month())
    return months.group_by("month").agg(nw.len().alias("rows")).sort("month", descending=True)


def _numbered(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    order = ["number", "count", "seen", "sure"]
    placed = rows.filter(~nw.col("number").is_null()).with_row_index("place", order_by=["name", *order])
    return placed.sort("place")


@pytest.mark.parametrize("ask", [_grouped, _joined, _by_month, _numbered])
@given(rows=some.lists(ROW, max_size=12), parts=some.integers(1, 3))
def test_answers_are_equal_on_every_engine(
    ask: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    rows: list[tuple[Any, ...]],
    parts: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    _write_parts(folder, rows, parts)
    first, *others = (rows_of(name, folder, ask) for name in ENGINES)
    for other in others:
        assert_equal(first, other)


@pytest.mark.spark
@pytest.mark.usefixtures("spark_session")
def test_answers_are_equal_on_spark(tmp_path: Path) -> None:
    chosen = Random(5)  # noqa: S311 - no secret
    names = [None, "a", "b", "Z", "é", "ß", "ﬁ", "\U0001f600", "￿", "a ", "10", "9"]
    days = [None, date(1999, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    rows = [
        (chosen.choice(names), chosen.choice([None, 0.1, 2, -3e5]), chosen.randrange(3), chosen.choice(days), None)
        for _ in range(100)
    ]
    _write_parts(tmp_path, rows, 3)
    for ask in (_grouped, _joined, _by_month, _numbered):
        assert_equal(rows_of("polars", tmp_path, ask), rows_of("spark", tmp_path, ask))


def _write_parts(folder: Path, rows: list[tuple[Any, ...]], parts: int) -> None:
    types = [pa.string(), pa.float64(), pa.int32(), pa.timestamp("us", "Europe/Berlin"), pa.bool_()]
    for part in range(parts):
        columns = list(zip(*rows[part::parts], strict=True)) or [()] * len(COLUMNS)
        columns[3] = tuple(day and datetime(day.year, day.month, day.day, 23, tzinfo=UTC) for day in columns[3])
        arrays = [pa.array(values, type_) for values, type_ in zip(columns, types, strict=True)]
        pq.write_table(pa.table(arrays, [column.name for column in COLUMNS]), folder / f"{part}.parquet")


def test_an_engine_that_there_is_not() -> None:
    with pytest.raises(RolegraphError, match="no engine 'pandas': use one of polars, duckdb, spark"):
        engine_named("pandas")
    with pytest.raises(RolegraphError, match="--spark-master is for --engine spark"):
        engine_named("duckdb", spark_master="local")


def test_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.market.engines.find_spec", lambda name: None if name == "pyspark" else name)
    with pytest.raises(RolegraphError, match=r"pip install 'rolegraph\[spark\]'"):
        engine_named("spark")


def test_days_long_past_and_to_come(engine: Engine, tmp_path: Path) -> None:
    days = [date(1, 1, 1), date(1582, 10, 4), date(1969, 12, 31), date(9999, 12, 31)]
    pq.write_table(pa.table({"name": list("abcd"), "seen": days}), tmp_path / "days.parquet")
    rows = answer(engine, engine.scan(engine.open(tmp_path / "days.parquet", COLUMNS)).sort("name"))
    assert [row["seen"] for row in rows] == days
    assert days[1] + timedelta(1) == date(1582, 10, 5)
