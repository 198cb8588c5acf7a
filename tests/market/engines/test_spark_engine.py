"""What Spark answers is what engines of one machine answer: the only test of a session that always runs."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.market.equal_rows import Rows, assert_equal

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.market.engines import NAMES
from rolegraph.model.nodes import Kind


@pytest.mark.usefixtures("spark_session")
def test_matches_are_equal_on_every_engine(tmp_path: Path) -> None:
    graph = rolegraph.open()
    people = _people(graph, tmp_path / "people.parquet")

    for reverse in (False, True):
        first, *others = (_matches(graph, people, name, tmp_path, reverse=reverse) for name in NAMES)
        assert len(first) > 30
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


def _matches(graph: RoleGraph, people: Path, engine: str, folder: Path, *, reverse: bool) -> Rows:
    out = folder / f"{engine}-{reverse}.parquet"
    graph.match(people, top=3, reverse=reverse, out=out, engine=engine)
    rows: Rows = pq.read_table(out).to_pylist()
    return sorted(rows, key=lambda row: (row["role"] if reverse else row["person"], row["rank"]))
