"""The roles near a role: those of `nearest`, with the same scores, by where they stand; and where people went."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import MOVES, OBSERVATIONS, graph_at, written

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.moves import MoveKind, Nearest, RankedBy
from rolegraph.model.nodes import Kind
from rolegraph.model.observations import CountedGroup, Estimate, ObservedMove, Statistic
from rolegraph.readers.counts import import_moves, import_observations
from rolegraph.render.figures.role_page.nearby_roles import (
    ShownMoves,
    nearby,
    where_people_came_from,
    where_people_went,
)

SHIPPED = rolegraph.open()


@pytest.mark.parametrize("name", ["lead-ml-engineer", "data-analyst"])
def test_scores_and_roles_are_those_of_nearest(name: str) -> None:
    groups, basis = nearby(SHIPPED, SHIPPED.role(name))
    there, back = SHIPPED.nearest(name), SHIPPED.nearest(name, reverse=True)
    expected = {one.role.label: one.score for one in there.neighbours if one.move is not MoveKind.STEP_DOWN}
    expected |= {one.role.label: one.score for one in back.neighbours if one.move is MoveKind.ADVANCEMENT}
    shown = {one.label: one.score for group in groups for one in group.roles}
    assert shown == expected
    assert f"{there.thresholds.close:.2f}" in basis[0]


def test_roles_are_listed_by_where_they_stand() -> None:
    groups, _ = nearby(SHIPPED, SHIPPED.role("data-analyst"))
    by_title = {group.title: [one.label for one in group.roles] for group in groups}
    assert "Analytics Manager" in by_title["Further up"]
    assert "Junior Data Analyst" in by_title["Further down: who comes from there"]
    scores = [[one.score for one in group.roles] for group in groups]
    assert scores == [sorted(some, reverse=True) for some in scores]


def test_what_it_takes_is_said_from_the_lower_role() -> None:
    groups, _ = nearby(SHIPPED, SHIPPED.role("data-analyst"))
    takes = {one.label: one.takes for group in groups for one in group.roles}
    assert takes["Analytics Manager"][0].startswith("From here: meets ")
    assert takes["Junior Data Analyst"][0].startswith("From there: meets ")
    assert "to learn: ~" in takes["Junior Data Analyst"][0]


def test_nothing_is_near_what_asks_for_nothing(small: RoleGraph) -> None:
    baker = small.role("baker")
    assert nearby(small, baker._replace(requirements=(), tools=())) == ((), ())


def test_nobody_went_where_nobody_counted(small: RoleGraph) -> None:
    assert where_people_went(small, small.role("baker")) == ShownMoves()


def test_where_people_came_from_is_who_went_here(tmp_path: Path) -> None:
    place = graph_at(tmp_path)
    import_moves(written(tmp_path, "m.csv", MOVES), place)
    graph = rolegraph.open(place, alone=True)
    came = where_people_came_from(graph, graph.role("clerk"))
    assert [(one.label, one.share) for one in came.moves] == [("Bakers", 30.0)]
    assert came.basis.endswith("as counted: Guild, 2011 to 2019.")
    assert where_people_came_from(graph, graph.role("baker")).moves[0].share == 80.0


def test_a_large_share_of_few_is_few(tmp_path: Path) -> None:
    place = graph_at(tmp_path)
    clerks = "43-9061,Clerks,51-9021,Millers,0.9,2011-2019,Guild", "43-9061,Clerks,15-1132,Coders,0.1,2011-2019,Guild"
    more = MOVES + "\n".join([*clerks, ""])
    import_moves(written(tmp_path, "m.csv", more), place)
    graph = rolegraph.open(place, alone=True)
    assert [one.label for one in where_people_came_from(graph, graph.role("miller")).moves] == ["Clerks", "Bakers"]
    import_observations(written(tmp_path, "o.csv", OBSERVATIONS), place)
    graph = rolegraph.open(place, alone=True)
    came = where_people_came_from(graph, graph.role("miller"))
    assert [one.label for one in came.moves] == ["Bakers", "Clerks"]
    assert "how many work there" in came.basis


@pytest.mark.parametrize("by", [RankedBy.MOVES, RankedBy.LIKELY])
def test_counts_come_before_estimates_which_are_marked(
    by: RankedBy, small: RoleGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    baker, chef = small.resolve("baker"), small.resolve("pastry-chef")
    (neighbour,) = small.nearest("baker").neighbours
    if by is RankedBy.MOVES:
        group = CountedGroup("x:a", roles=(baker,)), CountedGroup("x:b", roles=(chef,))
        move = ObservedMove(*group, 12.0, None, Statistic("Office"), baker._replace(kind=Kind.SOURCE))
        neighbour = neighbour._replace(moved=move)
    else:
        neighbour = neighbour._replace(likely=Estimate(3.4, (("similarity 0.50", 2.0),), CountedGroup("x:b")))
    answers = dict.fromkeys(RankedBy, small.nearest("baker")._replace(neighbours=()))
    answers[by] = answers[by]._replace(neighbours=(neighbour,))

    def nearest(_name: object, *, by: RankedBy, limit: int) -> Nearest:  # noqa: ARG001
        return answers[by]

    monkeypatch.setattr(small, "nearest", nearest)
    went = where_people_went(small, small.role("baker"))
    ((label, share, note, _),) = went.moves
    assert (label, went.estimated) == ("Pastry Chef", by is RankedBy.LIKELY)
    assert share == (12.0 if by is RankedBy.MOVES else 3.4)
    assert ("similarity" in note) == went.estimated
    assert went.basis.startswith("Estimates" if went.estimated else "Share of those who left")
