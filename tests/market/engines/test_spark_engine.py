"""What Spark answers is what engines of one machine answer: the only test of a session that always runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.market.equal_rows import Rows, assert_equal

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.market.engines import NAMES
from rolegraph.market.engines.spark_session import SparkHome
from rolegraph.model.nodes import Kind


@pytest.mark.usefixtures("spark_session")
def test_demand_and_matches_are_equal_on_every_engine(tmp_path: Path) -> None:
    graph = rolegraph.open()
    people = _people(graph, tmp_path / "people.parquet")
    mentions = _mentions(graph, tmp_path / "mentions")
    _assert_equal_on_all(lambda engine, out: _matches(graph, people, engine, out, "person"), tmp_path / "people")
    _assert_equal_on_all(lambda engine, out: _matches(graph, people, engine, out, "role"), tmp_path / "roles")
    _assert_equal_on_all(lambda engine, out: _demand(graph, mentions, engine, out, "role,capability"), tmp_path / "of")


@pytest.mark.spark
@pytest.mark.usefixtures("spark_session")
@pytest.mark.parametrize("by", ["role,capability,month", "place", "capability,seniority"])
def test_demand_by_anything_is_equal_on_every_engine(by: str, tmp_path: Path) -> None:
    graph = rolegraph.open()
    mentions = _mentions(graph, tmp_path / "mentions")
    _assert_equal_on_all(lambda engine, out: _demand(graph, mentions, engine, out, by), tmp_path / "of")


@pytest.mark.spark
@pytest.mark.usefixtures("spark_session")
def test_demand_is_equal_as_spark_plans_it_for_large_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.market.engines.spark_session._FEW", 0)
    graph = rolegraph.open()
    mentions = _mentions(graph, tmp_path / "mentions")
    _assert_equal_on_all(lambda engine, out: _demand(graph, mentions, engine, out, "role,capability"), tmp_path / "of")


@pytest.mark.spark
@pytest.mark.usefixtures("spark_session")
def test_what_suits_few_rows_ends_with_a_large_table() -> None:
    with SparkHome() as home:
        adaptive = partial(home.session.conf.get, "spark.sql.adaptive.enabled")
        assert adaptive() == "true"
        home.suit(100)
        assert adaptive() == "false"
        home.suit(10_000_000)
        assert adaptive() == "true"


def _assert_equal_on_all(ask: Callable[[str, Path], Rows], folder: Path) -> None:
    folder.mkdir()
    first, *others = (ask(name, folder / f"{name}.parquet") for name in NAMES)
    assert len(first) >= 5
    for other in others:
        assert_equal(first, other)


def _people(graph: RoleGraph, file: Path) -> Path:
    """Some people, with capabilities here and there, by names and IRIs, at all levels or at none that is said."""
    nodes = graph.nodes(Kind.SKILL)
    rows = [
        {
            "person": f"Pérsön {person}",
            "capability": node.iri if number % 2 else node.path,
            "level": None if number % 5 == 0 else 1 + (person + number) % 4,
        }
        for person in range(12)
        for number, node in enumerate(nodes[person % 3 :: 4 + person])
    ]
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=50)
    return file


def _mentions(graph: RoleGraph, folder: Path) -> Path:
    """Postings of two years in two files, which say more or less: some without a day, a place, a role or pay."""
    skills, roles, start = graph.nodes(Kind.SKILL), graph.nodes(Kind.ROLE), datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
    rows = [
        {
            "posting": f"Änzeige {posting}",
            "capability": skills[(posting * mention) % 7].iri,
            "role": roles[posting % 3].label if posting % 5 else None,
            "necessity": (None, "essential", "preferred")[(posting + mention) % 3],
            "level": (None, 2, 3)[mention % 3],
            "posted": start + timedelta(days=posting * 7) if posting % 6 else None,
            "place": ("Zürich", "Łódź", "Bern", None, "\U0001f3d4", "東京")[posting % 6],
            "pay_low": Decimal(40_000 + 7 * posting) if posting % 2 else None,
            "currency": "CHF",
            "pay_period": "year",
            "duplicate_of": None if posting % 9 else "Änzeige 1",
        }
        for posting in range(1, 100)
        for mention in range(1, 1 + posting % 4 + 1)
    ]
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(rows[::2]), folder / "a.parquet", row_group_size=40)
    pq.write_table(pa.Table.from_pylist(rows[1::2]), folder / "b.parquet")
    return folder


def _matches(graph: RoleGraph, people: Path, engine: str, out: Path, of: str) -> Rows:
    graph.match(people, top=3, reverse=of == "role", out=out, engine=engine)
    return _rows(out)


def _demand(graph: RoleGraph, mentions: Path, engine: str, out: Path, by: str) -> Rows:
    graph.demand_table(mentions, by=by, out=out, engine=engine, least=1)
    return _rows(out)


def _rows(file: Path) -> Rows:
    """The rows of a table, in the order in which they were written."""
    rows: Rows = pq.read_table(file).to_pylist()
    return rows
