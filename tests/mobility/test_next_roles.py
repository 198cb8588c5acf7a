"""Roles by where people went, and by where they are likely to go."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import MOVES, OBSERVATIONS, graph_at, written

import rolegraph
from rolegraph.errors import RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.mobility.likely import flows_of
from rolegraph.readers.counts import import_moves, import_observations


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> RoleGraph:
    folder: Path = tmp_path_factory.mktemp("counted")
    graph = graph_at(folder)
    import_moves(written(folder, "m.csv", MOVES), graph)
    import_observations(written(folder, "o.csv", OBSERVATIONS), graph)
    return rolegraph.open(graph)


def test_where_people_went_comes_by_share_with_who_counted(counted: RoleGraph) -> None:
    found = counted.nearest("pastry", by="moves")
    assert [one.role.slug for one in found.neighbours] == ["miller", "clerk"]
    first = found.neighbours[0]
    assert first.moved is not None
    assert first.moved.between(found.role, first.role) == (
        "50 % of those who left Bakers went there (Guild, 2011 to 2019)"
    )
    assert first.observed is not None
    assert (first.observed.employment, found.basis) == (800, "Guild, 2011 to 2019")


def test_nearest_and_route_say_who_moved(counted: RoleGraph) -> None:
    moved = {one.role.slug: one.moved.share for one in counted.nearest("baker").neighbours if one.moved}
    assert moved == {"miller": 50.0, "clerk": 30.0}
    back = {one.role.slug for one in counted.nearest("miller", reverse=True).neighbours if one.moved}
    assert back == {"baker", "pastry"}
    direct = counted.route("baker", "miller").direct
    assert direct.moved is not None
    assert direct.moved.share == 50.0


def test_likely_moves_are_shares_of_groups_and_products_of_their_parts(counted: RoleGraph) -> None:
    found = counted.nearest("baker", by="likely", limit=20)
    estimates = [one.likely for one in found.neighbours if one.likely]
    assert {estimate.group.code for estimate in estimates} == {"51-9021", "43-9061", "15-1252"}  # not their own
    assert sum(estimate.share for estimate in estimates) == pytest.approx(100, abs=1e-3)
    assert sorted(estimates, key=lambda one: -one.share) == estimates

    def product(place: int) -> float:
        (_, similarity), (_, size), (_, pull) = estimates[place].parts
        return similarity * size * pull

    for place in range(3):
        ratio = estimates[place].share / estimates[0].share
        assert product(place) / product(0) == pytest.approx(ratio, rel=1e-4)


def test_arrivals_are_counted_without_those_of_the_role_itself(counted: RoleGraph) -> None:
    flows = flows_of(counted.dataset, counted.similarity)
    assert flows is not None
    baker, miller = (counted.similarity.row_of[counted.resolve(name).iri] for name in ("baker", "miller"))
    clerks = [group.rpartition("group-")[2] for group in flows.groups].index("43-9061")
    assert flows.pull(miller)[clerks] != flows.pull(baker)[clerks]
    assert flows.pull(baker)[clerks] < 1  # no miller became a clerk


def test_what_nobody_counted_is_said(counted: RoleGraph) -> None:
    assert counted.nearest("coder", by="moves").neighbours == ()
    found = rolegraph.open("shipped").nearest("data-analyst", by="likely")
    assert (found.neighbours, found.basis) == ((), "")
    with pytest.raises(RolegraphError, match="not ranked by 'wind': use one of similarity, moves, likely"):
        counted.nearest("baker", by="wind")
    with pytest.raises(RolegraphError, match="where people go from a role"):
        counted.nearest("baker", by="moves", reverse=True)
