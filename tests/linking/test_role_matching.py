"""Candidates among the roles of another graph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.linking.node_texts import NodeText
from rolegraph.linking.role_matching import FEATURES, role_pairs, shares_of
from rolegraph.model.nodes import Kind


def role(label: str, *names: str, definition: str = "") -> NodeText:
    return NodeText(f"https://example.org/{label.replace(' ', '-')}", Kind.ROLE, label, names, definition)


OURS = [role("beekeeper", definition="Keeps bees."), role("tram driver", definition="Drives trams.")]
THEIRS = [
    role("nurses", definition="Care for patients."),
    role("apiarists", "beekeepers", definition="Keep bees and harvest honey."),
    role("drivers of trams", definition="Drive trams through a town."),
]


def test_the_counterpart_has_the_largest_share() -> None:
    pairs = role_pairs(OURS, THEIRS)
    best = {}
    for row, ours in enumerate(OURS):
        shares = np.where(pairs.rows == row, pairs.shares, -1.0)
        best[ours.label] = THEIRS[pairs.columns[shares.argmax()]].label
    assert best == {"beekeeper": "apiarists", "tram driver": "drivers of trams"}


def test_a_score_is_the_sum_of_its_parts() -> None:
    pairs = role_pairs(OURS, THEIRS)
    assert pairs.values.shape[1] == len(FEATURES)
    assert sum(pairs.parts().values()) == pytest.approx(pairs.scores, abs=1e-4)
    assert ((pairs.confidences() > 0) & (pairs.confidences() < 1)).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-20, 20)), min_size=1, max_size=20))
def test_the_shares_of_one_role_add_up_to_one_at_most(cells: list[tuple[int, float]]) -> None:
    rows, scores = np.array([row for row, _ in cells]), np.array([score for _, score in cells])
    shares = shares_of(rows, scores)
    for row in set(rows.tolist()):
        assert 0 < shares[rows == row].sum() < 1 + 1e-9


@given(st.lists(st.floats(-20, 20), min_size=40, max_size=60))
def test_the_shares_of_many_candidates_add_up_to_one(scores: list[float]) -> None:
    assert shares_of(np.zeros(len(scores), dtype=np.intp), np.array(scores)).sum() == pytest.approx(1.0)


def test_the_only_candidate_is_not_sure_for_being_the_only_one() -> None:
    assert role_pairs(OURS[:1], THEIRS[:1]).confidences().max(initial=0.0) < 0.5
    assert role_pairs(OURS[:1], [role("beekeeper", definition="Keeps bees.")]).confidences().max() > 0.8
