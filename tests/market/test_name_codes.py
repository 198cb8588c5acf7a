"""Names of a large table: each looked up once, and what means nothing said with file and row group."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import SMALL

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.market import name_codes as module
from rolegraph.market.engines import engine_named
from rolegraph.market.name_codes import NameCodes, name_codes
from rolegraph.market.people_columns import PEOPLE_COLUMNS
from rolegraph.model.nodes import CAPABILITY_KINDS, ID

EX = "https://example.org/"
DOUGH = f"{ID}skill/dough"
STATISTICS = f"""<{ID}skill/statistics> a rg:Skill ; skos:prefLabel 'statistics'@en .
<{ID}tool/statistics> a rg:Tool ; skos:prefLabel 'Statistics'@en ."""
ENGINES = ("polars", "duckdb")


def coded(
    folder: Path,
    names: Sequence[str | None],
    *more: Sequence[str | None],
    graph: RoleGraph | None = None,
    engine: str = "polars",
    skip_unknown: bool = False,
) -> NameCodes:
    """The codes of names, in one file with two rows in each row group, and in more files."""
    for number, rows in enumerate((names, *more)):
        table = pa.table({"person": ["a"] * len(rows), "capability": pa.array(rows, pa.string())})
        pq.write_table(table, folder / f"{number}.parquet", row_group_size=2)
    with engine_named(engine) as opened:
        table = opened.open(folder, PEOPLE_COLUMNS)
        dataset = (graph or rolegraph.open(SMALL)).dataset
        return name_codes(opened, table, "capability", dataset, CAPABILITY_KINDS, skip_unknown=skip_unknown)


@pytest.mark.parametrize("engine", ENGINES)
def test_all_names_of_a_node_have_one_code(engine: str, tmp_path: Path) -> None:
    names = ["Dough", DOUGH, "skill/dough", None, "", "tool/deck-oven", "dough"]
    codes = coded(tmp_path, names, engine=engine)
    assert [node.iri for node in codes.nodes] == [DOUGH, f"{ID}tool/deck-oven"]
    assert {row["capability"]: row["capability_code"] for row in codes.names.to_pylist()} == {
        "Dough": 0, DOUGH: 0, "skill/dough": 0, "dough": 0, "tool/deck-oven": 1,
    }  # fmt: skip
    assert codes.left_out == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_what_means_nothing_is_said_with_file_and_row_group(engine: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        coded(tmp_path, ["dough"] * 3, ["dough", None, "dough", "douhg", "flying"], engine=engine)
    assert str(raised.value).splitlines() == [
        f"{tmp_path / '1.parquet'}: row group 2: 'douhg' in column 'capability' means nothing in this graph;"
        " did you mean dough? (correct it, or leave out what is unknown with --skip-unknown)",
        "2 names mean nothing, or several things; besides that one:",
        "  'flying' (1 row) means nothing",
    ]


def test_what_means_nothing_is_left_out_and_counted(tmp_path: Path) -> None:
    codes = coded(tmp_path, ["dough", "flying", "douhg", "flying"], skip_unknown=True)
    assert [(name.name, name.rows) for name in codes.left_out] == [("flying", 2), ("douhg", 1)]
    assert codes.rows_left_out == 3
    assert codes.names["capability"].to_pylist() == ["dough"]


def test_a_table_in_which_nothing_means_anything(tmp_path: Path) -> None:
    codes = coded(tmp_path, ["flying"], skip_unknown=True)
    assert (codes.names.num_rows, codes.nodes) == (0, ())
    assert codes.names.schema.field("capability_code").type == pa.int64()


def test_a_name_of_several_nodes_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        coded(tmp_path, ["statistics"], graph=_graph(tmp_path, STATISTICS))
    message = "'statistics' in column 'capability' means 2 things (skill/statistics, tool/statistics) in this graph ("
    assert message in str(raised.value)


def test_a_name_is_looked_up_among_its_kinds(tmp_path: Path) -> None:
    """A role is no capability, though it is a node."""
    with pytest.raises(SourceError, match="'baker' in column 'capability' means nothing"):
        coded(tmp_path, ["baker"])


def test_long_names_and_control_characters_are_shown_short(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        coded(tmp_path, ["\x1b[31m\n" + "x" * 5000, *(f"nothing {number}" for number in range(50))])
    assert "\x1b" not in str(raised.value)
    assert len(str(raised.value)) < 1000
    assert str(raised.value).endswith("\n  and 45 names more")


def test_texts_that_are_no_names_are_refused_before_each_is_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_NAMES", 3)
    with pytest.raises(SourceError, match="has more than 3 different texts in column 'capability'"):
        coded(tmp_path, list("abcd"))


def test_a_graph_of_several_places_has_one_node_for_those_that_are_the_same(tmp_path: Path) -> None:
    graph = _graph(
        tmp_path,
        ":dough a rg:Skill ; skos:prefLabel 'dough'@en .",
        ":dough skos:exactMatch :paste . :paste a rg:Skill ; skos:prefLabel 'paste'@en .",
    )
    codes = coded(tmp_path, ["paste", "dough", f"{EX}paste"], graph=graph)
    assert [node.iri for node in codes.nodes] == [f"{EX}dough"]
    assert codes.names["capability_code"].to_pylist() == [0, 0, 0]


def _graph(folder: Path, *turtle: str) -> RoleGraph:
    """A graph of several places."""
    prefixes = "@prefix : <https://example.org/> . @prefix rg: <https://w3id.org/rolegraph/ns#> ."
    files = [folder / f"graph-{number}.ttl" for number, _ in enumerate(turtle)]
    for number, statements in enumerate(turtle):
        source = f":source-{number} a rg:Source ; skos:prefLabel 'Source {number}'@en ."
        skos = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        files[number].write_text("\n".join((prefixes, skos, source, statements)), encoding="utf-8")
    return rolegraph.open(*files)


def test_an_engine_that_fails_on_the_first_look_at_a_table_is_said(tmp_path: Path) -> None:
    pq.write_table(pa.table({"person": ["a"], "capability": ["dough"]}), tmp_path / "p.parquet")
    dataset = rolegraph.open(SMALL).dataset
    with engine_named("duckdb") as opened:
        table = opened.open(tmp_path / "p.parquet", PEOPLE_COLUMNS)
        (tmp_path / "p.parquet").write_bytes(b"PAR1")  # which DuckDB looks into when it is told of a file
        with pytest.raises(SourceError, match="row group 1 cannot be read"):
            name_codes(opened, table, "capability", dataset, CAPABILITY_KINDS)
