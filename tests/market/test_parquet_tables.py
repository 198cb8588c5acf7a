"""Tables of strangers: what is read of them, and the one message that says which file is wrong, and in what."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rolegraph.errors import SourceError
from rolegraph.market.parquet_tables import TableColumn, check_target, named_columns, open_table
from rolegraph.market.people_columns import PEOPLE_COLUMNS

PEOPLE = {"person": ["a"], "capability": ["dough"], "level": [2]}


def refused(place: Path | str, columns: tuple[TableColumn, ...] = PEOPLE_COLUMNS) -> str:
    """What is said of a table, in one line that begins with its place."""
    with pytest.raises(SourceError) as raised:
        open_table(place, columns)
    message = str(raised.value)
    assert "\n" not in message
    assert raised.value.path is not None
    return message.removeprefix(f"{raised.value.path}: ")


def written(file: Path, **columns: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({**PEOPLE, **columns}), file)
    return file


def test_a_table_has_its_columns_and_rows(tmp_path: Path) -> None:
    table = open_table(written(tmp_path / "people.parquet", name=["Anna"]), PEOPLE_COLUMNS)
    assert (table.rows, table.columns) == (1, PEOPLE_COLUMNS)
    assert table.has("level")
    assert not table.has("name")


def test_a_folder_is_one_table_without_what_is_hidden_in_it(tmp_path: Path) -> None:
    first, second = written(tmp_path / "b" / "2.parquet"), written(tmp_path / "1.parquet")
    for hidden in (".crc.parquet", "_SUCCESS.parquet", "_temporary/3.parquet"):
        written(tmp_path / hidden)
    table = open_table(tmp_path, PEOPLE_COLUMNS)
    assert table.files == tuple(sorted(map(str, (first, second))))
    assert table.rows == 2


def test_a_table_without_rows_is_one(tmp_path: Path) -> None:
    pq.write_table(pa.table(PEOPLE).slice(0, 0), tmp_path / "people.parquet")
    assert open_table(tmp_path / "people.parquet", PEOPLE_COLUMNS).rows == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"PAR1", b"PAR1" + bytes(100) + b"PARE", b"PAR1\xff\xff\xff\xff\x7fPAR1"],
    ids=["empty", "short", "encrypted", "huge footer"],
)
def test_what_is_no_parquet_file(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    file.write_bytes(content)
    assert refused(file).startswith("cannot be read as a Parquet file: ")


def test_what_is_a_text_is_told_how_it_becomes_a_table(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("person,capability\na,dough\n", "utf-8")
    assert refused(file) == "is no Parquet file (DuckDB makes one of CSV: COPY (FROM 'table.csv') TO 'people.parquet')"


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    file = written(tmp_path / "people.parquet")
    file.write_bytes(file.read_bytes()[:-20])
    assert refused(file).startswith("cannot be read as a Parquet file: ")


def test_what_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.parquet") == "is not there (name a Parquet file, or a folder of them)"
    assert refused(tmp_path).startswith("is a folder without Parquet files")


def test_an_address_is_for_spark() -> None:
    assert "compute with --engine spark" in refused("s3a://bucket/people")


def test_a_column_that_is_missing_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    pq.write_table(pa.table({"who": ["a"], "capability": ["dough"]}), tmp_path / "people.parquet")
    assert refused(tmp_path / "people.parquet") == (
        "has no column 'person' (whose row it is: any mark that tells people apart, no name)"
        " (it has who, capability: rename one)"
    )


def test_all_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"who": ["a"], "skill": ["dough"]}), tmp_path / "people.parquet")
    message = refused(tmp_path / "people.parquet")
    assert message.startswith("has no columns 'person' (whose row it is: ")
    assert message.endswith("and 'capability' (the IRI or the name of what they have) (it has who, skill: rename 2)")


def test_what_is_not_read_is_known_by_name(tmp_path: Path) -> None:
    written(tmp_path / "a.parquet", name=["Anna"], Level=[2]).rename(tmp_path / "b.parquet")
    pq.write_table(pa.table({**PEOPLE, "rating": [1], "name": ["Bo"]}), tmp_path / "a.parquet")
    with pytest.raises(SourceError, match="call only one column 'level'"):
        open_table(tmp_path, PEOPLE_COLUMNS)
    written(tmp_path / "b.parquet", name=["Anna"], team=["x"])
    assert open_table(tmp_path, PEOPLE_COLUMNS).unread == ("rating", "name", "team")
    assert open_table(written(tmp_path / "b.parquet"), PEOPLE_COLUMNS).unread == ()


def test_a_table_of_thousands_of_columns_names_some(tmp_path: Path) -> None:
    pq.write_table(pa.table({f"column {number}": [1] for number in range(3000)}), tmp_path / "people.parquet")
    message = refused(tmp_path / "people.parquet")
    assert "column 19 and 2,980 more: rename 2" in message


def test_thousands_of_columns_are_looked_at_once(tmp_path: Path) -> None:
    reads: list[int] = []

    class Schema:
        """Names as a schema gives them: made anew each time."""

        @property
        def names(self) -> list[str]:
            reads.append(1)
            return [f"c{number}" for number in range(100)]

    with pytest.raises(SourceError, match="has no columns 'person'"):
        named_columns(Schema(), PEOPLE_COLUMNS, tmp_path)
    assert len(reads) == 1


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(path), lambda path: path.symlink_to("none")])
def test_what_is_no_file_in_a_folder(make: Callable[[Path], object], tmp_path: Path) -> None:
    written(tmp_path / "1.parquet")
    make(tmp_path / "2.parquet")
    with pytest.raises(SourceError, match="is no file") as raised:
        open_table(tmp_path, PEOPLE_COLUMNS)
    assert str(raised.value.path) == str(tmp_path / "2.parquet")


def test_a_folder_in_a_folder_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "of-2026.parquet").mkdir()
    written(tmp_path / "of-2026.parquet" / "1.parquet")
    assert open_table(tmp_path, PEOPLE_COLUMNS).rows == 1


def test_decimals_that_not_every_engine_knows(tmp_path: Path) -> None:
    columns = (TableColumn("pay", "number", "what is paid"),)
    for type_, is_known in ((pa.decimal128(38, 2), True), (pa.decimal256(60, 2), False)):
        pq.write_table(pa.table({"pay": pa.array([Decimal("1.50")], type_)}), tmp_path / "p.parquet")
        if is_known:
            assert open_table(tmp_path / "p.parquet", columns).rows == 1
        else:
            assert "has decimal256(60, 2) in column 'pay'" in refused(tmp_path / "p.parquet", columns)


def test_a_table_without_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({}), tmp_path / "people.parquet")
    assert "it has no columns at all" in refused(tmp_path / "people.parquet")


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("level", ["two"], "has string in column 'level', which is of whole numbers (1 familiar, "),
        ("level", ["2"], "(write that column as whole numbers, in SQL CAST(level AS INTEGER))"),
        ("level", [2.5], "row group 1: has 2.5 in column 'level', which is of whole numbers"),
        ("level", [1e300], "row group 1: has 1e+300 in column 'level', which is of whole numbers"),
        ("level", pa.array([2**64 - 1], pa.uint64()), "row group 1: has 1.8446744073709552e+19 in column 'level'"),
        ("person", [1.0], "has double in column 'person', which is of text"),
        ("capability", [["dough"]], "in column 'capability', which is of text (the IRI or the name of what they have)"),
        ("capability", [{"name": "dough"}], "has struct<name: string> in column 'capability'"),
        ("capability", [b"dough"], "has binary in column 'capability'"),
    ],
)
def test_a_column_of_the_wrong_type(name: str, values: object, words: str, tmp_path: Path) -> None:
    assert words in refused(written(tmp_path / "people.parquet", **{name: values}))


def test_a_column_with_nothing_in_it_is_of_any_type(tmp_path: Path) -> None:
    assert open_table(written(tmp_path / "people.parquet", level=pa.nulls(1)), PEOPLE_COLUMNS).has("level")


def test_a_name_may_have_capitals_but_must_be_one(tmp_path: Path) -> None:
    pq.write_table(pa.table({"Person": ["a"], "CAPABILITY": ["dough"]}), tmp_path / "a.parquet")
    assert open_table(tmp_path / "a.parquet", PEOPLE_COLUMNS).columns == PEOPLE_COLUMNS[:2]
    message = refused(written(tmp_path / "b.parquet", Level=[3]))
    assert message == "has both 'level' and 'Level' (call only one column 'level')"


def test_a_name_that_is_there_twice(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["a"])] * 3, ["person", "capability", "person"])
    pq.write_table(table, tmp_path / "people.parquet")
    assert refused(tmp_path / "people.parquet").startswith("has 'person' more than once")


def test_a_column_in_the_names_of_folders(tmp_path: Path) -> None:
    written(tmp_path / "level=2" / "part.parquet")
    assert open_table(tmp_path, PEOPLE_COLUMNS).has("level")  # it is in the file, too
    pq.write_table(pa.table(PEOPLE).drop_columns("level"), tmp_path / "level=2" / "part.parquet")
    assert refused(tmp_path).startswith("has 'level' only in the names of its folders, which are not read")


def test_files_of_one_table_may_differ_but_each_has_what_is_needed(tmp_path: Path) -> None:
    written(tmp_path / "1.parquet")
    pq.write_table(pa.table(PEOPLE).drop_columns("level"), tmp_path / "2.parquet")
    assert open_table(tmp_path, PEOPLE_COLUMNS).has("level")
    pq.write_table(pa.table({"person": ["a"]}), tmp_path / "3.parquet")
    assert "has no column 'capability'" in refused(tmp_path)


def test_a_folder_of_all_kinds_of_file_is_no_table(tmp_path: Path) -> None:
    for number in range(51):
        written(tmp_path / f"{number}.parquet", **{f"column {number}": [1]})
    assert refused(tmp_path).startswith("has files of more than 50 kinds")


def test_what_is_no_file(tmp_path: Path) -> None:
    """To open a pipe would wait for whoever writes into it."""
    mkfifo = getattr(os, "mkfifo", None)
    if mkfifo is None:
        pytest.skip("this system has no named pipes")
    mkfifo(tmp_path / "people.parquet")
    assert refused(tmp_path / "people.parquet").startswith("is no file (")


def test_floats_may_be_whole_numbers(tmp_path: Path) -> None:
    """pandas writes whole numbers so where some are missing."""
    file = tmp_path / "people.parquet"
    people = {"person": ["a"] * 6, "capability": ["dough"] * 6}
    pq.write_table(pa.table({**people, "level": [2.0, None, float("nan"), 1.0, 4.0, 3.0]}), file, row_group_size=2)
    assert open_table(file, PEOPLE_COLUMNS).has("level")
    pq.write_table(pa.table({**people, "level": [2.0, None, float("nan"), 1.0, 4.5, 3.0]}), file, row_group_size=2)
    assert refused(file).startswith("row group 3: has 4.5 in column 'level'")


def test_a_broken_page_is_said_where_a_column_is_looked_into(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    pq.write_table(pa.table({**PEOPLE, "level": [2.0]}), file, compression="none", use_dictionary=False)
    data = bytearray(file.read_bytes())
    with pq.ParquetFile(file) as read:
        page = read.metadata.row_group(0).column(2).data_page_offset
    data[page : page + 12] = b"\xff" * 12
    file.write_bytes(data)
    assert refused(file).startswith("row group 1 cannot be read: ")


def _link(path: Path) -> None:
    path.symlink_to(path.parent / "people" / "1.parquet")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _read_only(path: Path) -> None:
    path.touch(0o444)


@pytest.mark.parametrize(
    ("name", "make", "problem"),
    [
        ("people/1.parquet", Path.exists, "is, or is inside, what is read (write to another place)"),
        ("people/2.parquet", Path.exists, "is, or is inside, what is read"),
        ("people", Path.exists, "is, or is inside, what is read"),
        ("x.parquet", _link, "is, or is inside, what is read"),
        ("x.parquet", _loop, "cannot be written: Too many levels of symbolic links"),
        ("x.parquet", _read_only, "is read-only (make it writable first)"),
        ("x.parquet", os.mkfifo, "is a device or a pipe, where this cannot be written (name a file)"),
        ("x.parquet", Path.mkdir, "is a folder, not a file (name a file in it)"),
        ("s3a://bucket/x.parquet", Path.exists, "is an address, and only files are written (name a file here"),
    ],
)
def test_rows_are_not_written_over_what_is_read_or_what_is_no_file(
    name: str, make: Callable[[Path], object], problem: str, tmp_path: Path
) -> None:
    (tmp_path / "people").mkdir()
    table = open_table(written(tmp_path / "people" / "1.parquet").parent, PEOPLE_COLUMNS)
    out = Path(name) if "://" in name else tmp_path / name
    make(out)
    with pytest.raises(SourceError) as raised:
        check_target(out, table, addresses=False)
    assert problem in str(raised.value)


def test_rows_are_written_beside_what_is_read_and_by_spark_to_other_addresses(tmp_path: Path) -> None:
    table = open_table(written(tmp_path / "people.parquet"), PEOPLE_COLUMNS)
    check_target(tmp_path / "people.parquet.parquet", table, addresses=False)
    check_target(Path("s3a://bucket/x"), table, addresses=True)
    there = table._replace(place="s3a://bucket/people", shapes=())
    check_target(Path("s3a://bucket/people2"), there, addresses=True)
    for inside in ("s3a://bucket/people", "s3a://bucket/people/x"):
        with pytest.raises(SourceError, match="is, or is inside, what is read"):
            check_target(Path(inside), there, addresses=True)
