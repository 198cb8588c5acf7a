"""Rows of employment and pay."""

from __future__ import annotations

from pathlib import Path

from tests.counting import graph_at, written

from rolegraph.readers.counts import import_observations


def test_rows_that_differ_on_the_same_are_reported(tmp_path: Path) -> None:
    table = written(tmp_path, "o.csv", "code,employment\nBaker,10\nBaker,10\nBaker,11\n")
    made = import_observations(table, graph_at(tmp_path))
    (file,) = made.files
    assert (file.kept, file.left_out, file.misfits) == (1, 1, 1)
