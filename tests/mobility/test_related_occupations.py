"""On the real O*NET: the shipped curves and vectors find what experts hold to be related, and where people went."""

from __future__ import annotations

import numpy as np
import pytest
import quality_moves
import quality_related
from tests.downloads import built_download, of_the_run
from tests.needs import missing

import rolegraph
from rolegraph.mobility.similarity import Similarity

ONET = quality_related.ONET


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Similarity:
    if not (ONET / quality_related.RELATED).is_file():
        missing("needs the text files of O*NET 29.3 in ../shared/data, beside the repository")
    return rolegraph.open(built_download("onet", ONET, of_the_run(tmp_path_factory)).place).similarity


@pytest.fixture(scope="module")
def scores(found: Similarity) -> quality_related.Matrix:
    return found.among(np.arange(len(found.roles)))


@pytest.mark.slow
def test_most_of_what_experts_list_is_among_the_nearest(found: Similarity, scores: quality_related.Matrix) -> None:
    truth = quality_related.related(ONET, found.roles)
    assert len(truth.rows) > 400
    recall = quality_related.recall(scores, truth)
    assert recall.ten >= 0.7  # of rows that were fitted on: of others it is 0.68
    assert recall.twenty >= 0.74  # 0.71


@pytest.mark.slow
def test_no_occupation_of_which_nothing_but_a_definition_is_known_is_near_one_of_which_more_is(
    found: Similarity, scores: quality_related.Matrix
) -> None:
    known = next(facet for facet in found.facets if facet.name == "interests").present()
    first = np.argsort(-scores[known], axis=1)[:, 1:11]
    assert known[first].mean() > 0.98


@pytest.mark.slow
def test_people_went_to_what_is_near(found: Similarity, scores: quality_related.Matrix) -> None:
    if not quality_moves.MOVES.is_file():
        missing("needs the observed moves in ../shared/data, beside the repository")
    moves = quality_moves.observed(quality_moves.MOVES, found.roles)
    assert len(moves.origins) > 240
    assert len(moves.lost) < 3
    between = quality_moves.between_groups(scores, moves.members)
    assert quality_moves.recall_of_moves(between, moves) >= 0.17
    assert quality_moves.weighted_auc(between, moves) >= 0.76


def test_the_measures_of_moves_by_hand() -> None:
    shares = np.array([[0, 3, 1, 0, 0], *np.zeros((4, 5))])
    moves = quality_moves.Observed(tuple("abcde"), tuple((row,) for row in range(5)), (0,), shares, np.ones(5), ())
    perfect, worst, even = ([[9, *row], *np.zeros((4, 5))] for row in ([4, 3, 2, 1], [1, 2, 3, 4], [1, 1, 1, 1]))
    assert quality_moves.weighted_auc(np.array(perfect), moves) == 1
    assert quality_moves.weighted_auc(np.array(worst), moves) == 0
    assert quality_moves.weighted_auc(np.array(even), moves) == pytest.approx(0.5)
    half = [[9, 4, 2, 3, 1], *np.zeros((4, 5))]
    assert quality_moves.weighted_auc(np.array(half), moves) == pytest.approx((3 * 1 + 1 * 0.5) / 4)
    assert quality_moves.recall_of_moves(np.array(perfect), moves) == 1


def test_groups_are_as_near_as_the_nearest_two_of_their_roles() -> None:
    scores = np.array([[1, 0.2, 0.7], [0.2, 1, 0.4], [0.7, 0.4, 1]])
    assert quality_moves.between_groups(scores, [(0, 1), (2,)]).tolist() == [[1, 0.7], [0.7, 1]]
