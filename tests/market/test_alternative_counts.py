"""Alternatives counted in a table: a plan for them is that for the postings themselves."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.market.mention_tables import cube_of, write_mentions
from tests.market.postings import asks, market, posting
from tests.market.stated import counted

from rolegraph.errors import RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.market.demand import demanded_requirements
from rolegraph.market.engines import engine_named
from rolegraph.model.nodes import ID, Level
from rolegraph.model.posting_counts import OptionCount, RoleCount

BAKER = f"{ID}role/baker"
PATHS = ("skill/dough", "skill/french", "tool/stone-oven", "tool/deck-oven")
SETS = tuple(some for size in (1, 1, 2, 3) for some in combinations(PATHS, size))
ASKED = st.lists(st.tuples(st.sampled_from(SETS), st.sampled_from([None, *Level])), max_size=3)
Asked = list[tuple[tuple[str, ...], Level | None]]


def rows_of(postings: list[Asked], engine: str, place: Path, least: int = 1) -> RoleCount:
    """What an engine counts of bakers' postings."""
    rows: list[dict[str, Any]] = []
    for number, asked in enumerate(postings):
        said = {"posting": f"p{number}", "role": BAKER}
        rows += [
            said
            | {"capability": ID + path, "alternatives": " ".join(sorted(ID + one for one in paths))}
            | {"level": level and int(level), "necessity": "essential", "requirement": place}
            for place, (paths, level) in enumerate(asked)
            for path in paths
        ] or [said | {"capability": None}]
    with engine_named(engine) as opened:
        cube = cube_of(opened, write_mentions(place, rows))
        by = ("role", "capability")
        found = opened.collect(cube.named(cube.rows(by), by)).to_pylist()
        several = cube.alternatives(least).get(BAKER, [])
        asking = max((row["of"] for row in found), default=0)
        single = (
            OptionCount(
                (row["capability"],),
                row["postings"],
                row["essential"],
                row["alone"],
                row["level"] and Level(row["level"]),
            )
            for row in found
        )
        return RoleCount(BAKER, cube.totals.postings, asking, (*single, *several))


def wanted(graph: RoleGraph, share: float) -> Any:
    """What a plan for demand is made for, or why there is none."""
    try:
        requirements, basis = demanded_requirements(graph.dataset, BAKER, share)
    except RolegraphError as error:
        return str(error)
    return {(one.iri, one.necessity) for one in requirements}, basis.postings


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@given(st.lists(ASKED, min_size=1, max_size=8), st.sampled_from([0.2, 0.5, 0.9]))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_plan_for_what_a_table_says_is_that_for_its_postings(
    tmp_path: Path, engine: str, postings: list[Asked], share: float
) -> None:
    posted = market(
        posting(number, *(asks(*paths, level=level) for paths, level in asked)) for number, asked in enumerate(postings)
    )
    stated = counted(tmp_path, rows_of(postings, engine, tmp_path / "mentions.parquet"))
    assert wanted(stated, share) == wanted(posted, share)


def test_what_is_rarely_asked_for_in_just_that_way_is_no_choice(tmp_path: Path) -> None:
    choice: Asked = [(("skill/dough", "skill/french"), Level.WORKING)]
    many: list[Asked] = [[(("skill/dough",), Level.EXPERT)]] * 99
    for times, found in ((1, []), (3, [(102, Level.EXPERT)])):  # at least 2 % ask for it in just that way
        options = rows_of([*many, *[choice] * times], "polars", tmp_path / "m.parquet").options
        assert [(one.postings, one.level) for one in options if len(one.any_of) > 1] == found


def test_alternatives_of_fewer_postings_than_count_or_of_unknown_names_are_none(tmp_path: Path) -> None:
    choice: Asked = [(("skill/dough", "skill/french"), None)]
    assert len(rows_of([choice] * 3, "polars", tmp_path / "m.parquet", least=3).options) == 3
    assert len(rows_of([choice] * 3, "polars", tmp_path / "m.parquet", least=4).options) == 2
    row = {
        "posting": "p",
        "role": BAKER,
        "capability": f"{ID}skill/dough",
        "alternatives": f"{ID}skill/dough {ID}tool/no",
    }
    with engine_named("polars") as opened:
        assert cube_of(opened, write_mentions(tmp_path / "m.parquet", [row])).alternatives(1) == {}
