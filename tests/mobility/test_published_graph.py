"""On a slice of the real ESCO: what is shown is what the path takes, in levels, and a detour never takes less."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.downloads import built_download, of_the_run
from tests.folders import DATA
from tests.needs import missing

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.mobility_views import nearest_blocks, route_blocks, whatif_blocks


@pytest.fixture(scope="module")
def esco(tmp_path_factory: pytest.TempPathFactory) -> RoleGraph:
    folder: Path = DATA / "esco-ict-slice"
    if not folder.is_dir():
        missing("the slice of ESCO is not there")
    place = built_download("esco", folder, of_the_run(tmp_path_factory)).place
    return rolegraph.open(place, alone=True)  # without the hours that the shipped graph knows


def test_what_is_shown_is_what_the_path_takes_and_nothing_is_said_in_hours(esco: RoleGraph) -> None:
    for role in random.Random(5).sample(esco.nodes(Kind.ROLE), 8):  # noqa: S311
        found = esco.nearest(role, limit=5)
        assert found.limits.steps
        for one in found.neighbours:
            path = esco.path(role, one.role)
            if one.steps is not None:
                assert (one.steps, one.capabilities, one.hours) == (len(path.steps), path.capabilities, path.hours)
        for blocks in (nearest_blocks(found), whatif_blocks(esco.what_if(role, limit=3))):
            assert "hours" not in to_text(blocks).replace("Nobody has estimated hours", "")


def test_a_detour_never_takes_less_and_leads_through_related_roles(esco: RoleGraph) -> None:
    chosen = random.Random(6)  # noqa: S311
    for _ in range(8):
        start, between, goal = chosen.sample(esco.nodes(Kind.ROLE), 3)
        for found in (esco.route(start, goal), esco.route(start, goal, via=[between])):
            for route in found.routes:
                assert route.steps >= found.direct.steps
            assert "hours" not in to_text(route_blocks(found)).replace("Nobody has estimated hours", "")


def test_what_is_worth_learning_for_someone_with_data_is_about_data(esco: RoleGraph) -> None:
    words = ("data", "database", "statist", "mathemat", "information", "analys", "query", "SQL")
    levers = [lever.capability.label for lever in esco.what_if("data analyst", limit=8).levers]
    assert sum(any(word in label for word in words) for label in levers) >= len(levers) / 2, levers
