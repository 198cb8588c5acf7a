"""What a graph says was counted."""

from __future__ import annotations

from pathlib import Path

from tests.counting import ROLE, graph_at

from rolegraph.facts.counted import employment_by_group, moves_from, observations_of, shares_of_leavers
from rolegraph.rdf.places import open_dataset


def test_of_what_nobody_counted_there_is_nothing(tmp_path: Path) -> None:
    dataset = open_dataset([graph_at(tmp_path)])
    assert (moves_from(dataset, ROLE + "baker"), observations_of(dataset, ROLE + "baker")) == ((), ())
    assert employment_by_group(dataset) == (None, {})
    assert shares_of_leavers(dataset) == (None, {})
