"""Neighbours of many roles at once: those that `nearest` gives, and the most similar."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.mobility.neighbourhoods import NOTHING_ALIKE, neighbourhoods


def _agrees(graph: RoleGraph, rows: list[int]) -> None:
    index = graph.mobility
    found = neighbourhoods(index, rows, 10, 5)
    for row, near in zip(rows, found.nearest, strict=True):
        answer = [one for one in graph.nearest(index.efforts.roles[row]).neighbours if one.score >= NOTHING_ALIKE]
        assert [index.efforts.roles[one.row] for one in near] == [one.role.iri for one in answer]
        assert [one.score for one in near] == pytest.approx([one.score for one in answer], abs=1e-9)
        assert [(one.tier, one.move) for one in near] == [(one.tier, one.move) for one in answer]


@settings(max_examples=15, deadline=None)
@given(world=worlds())
def test_they_are_those_of_nearest(world: World) -> None:
    graph = RoleGraph(dataset_of(world))
    similarity = graph.mobility.similarity
    # A score on the very threshold is on either side of it by the last digit of how it is added up.
    scores = [score for role in similarity.roles for score in similarity.scores(role).tolist()]
    assume(not any(abs(score - level) < 1e-9 for score in scores for level in similarity.thresholds[:2]))
    _agrees(graph, list(range(len(graph.mobility.efforts.roles))))


def test_they_are_those_of_nearest_of_every_shipped_role() -> None:
    graph = rolegraph.open()
    rows = list(range(len(graph.mobility.efforts.roles)))
    _agrees(graph, rows[::4])


@settings(max_examples=15, deadline=None)
@given(world=worlds())
def test_the_most_similar_come_first_and_are_others(world: World) -> None:
    similarity = RoleGraph(dataset_of(world)).mobility.similarity
    rows = list(range(len(similarity.roles)))
    found = neighbourhoods(RoleGraph(dataset_of(world)).mobility, rows, 3, 2)
    assert found.alike.shape == found.scores.shape == (len(rows), min(2, len(rows) - 1))
    for place, (alike, scores) in enumerate(zip(found.alike, found.scores, strict=True)):
        assert place not in alike
        all_scores = np.delete(similarity.scores(similarity.roles[place]), place)
        assert scores.tolist() == pytest.approx(sorted(all_scores.tolist(), reverse=True)[: len(scores)], abs=1e-8)
