"""Counts of postings for bakers, stated in a graph beside the small one: what tests of counted demand ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import SMALL

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import ID, Level
from rolegraph.model.posting_counts import CountedFile, CountingRun, Growth, OptionCount, RoleCount
from rolegraph.readers.counts.demand_writer import StatedDemand, write_stated_demand

GROWS, UNSURE = Growth(0.31, 0.2, 0.43), Growth(-0.05, -0.2, 0.1)
MENTIONS = CountedFile("mentions.parquet", "ab" * 32, rows=1_200, postings=400)


def option(
    *paths: str, postings: int, essential: int | None = None, alone: int | None = None, **said: Any
) -> OptionCount:
    """What so many postings ask for; all call it essential, and ask for nothing beside it, unless it is said."""
    any_of = tuple(ID + path for path in paths)
    return OptionCount(
        any_of, postings, postings if essential is None else essential, postings if alone is None else alone, **said
    )


def bakers(
    *options: OptionCount, postings: int = 400, asking: int = 300, role: str = "baker", **said: Any
) -> RoleCount:
    """What was counted for bakers."""
    return RoleCount(f"{ID}role/{role}", postings, asking, options, **said)


DOUGH = option("skill/dough", postings=240, essential=180, level=Level.WORKING, growth=GROWS)
FRENCH = option("skill/french", postings=90, essential=30, growth=UNSURE)
OVENS = option("tool/stone-oven", "tool/deck-oven", postings=200)


def run(title: str = "Ads of 2025", **said: Any) -> CountingRun:
    """How that was counted."""
    usual: dict[str, Any] = {
        "postings": 5_000,
        "least": 30,
        "mentions": MENTIONS,
        "started": "2026-01-05T10:00:00Z",
        "ended": "2026-01-05T10:00:41Z",
        "engine": "polars 2.1",
        "first": "2025-01-01",
        "last": "2025-12-31",
        "authority": "Jobs Ltd",
    }
    return CountingRun(title, **(usual | said))


def state(place: Path, *roles: RoleCount, graph: RoleGraph | None = None, **said: Any) -> StatedDemand:
    """Let a file or folder state what was counted for roles of the small graph, or of another one."""
    known = rolegraph.open(SMALL) if graph is None else graph
    return write_stated_demand(place, roles, run(**said), known.dataset)


def counted(folder: Path, *roles: RoleCount, **said: Any) -> RoleGraph:
    """The small graph with what was counted for its roles."""
    state(folder / "demand.ttl", *roles, **said)
    return rolegraph.open(SMALL, folder / "demand.ttl")


def counted_from(graph: RoleGraph, role: str = "baker") -> RoleCount:
    """What the postings of a graph ask for, counted one capability at a time."""
    found = graph.demand(role)
    options = (
        OptionCount((one.node.iri,), one.asked_by.postings, one.essential, one.alone, one.level)
        for one in found.capabilities
    )
    return RoleCount(found.role.iri, found.postings, found.asking, tuple(options))
