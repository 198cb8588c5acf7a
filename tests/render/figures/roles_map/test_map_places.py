"""Where roles are on a map: whole numbers, the same every time, neighbours near each other, no dot on another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import rolegraph
from rolegraph.mobility.neighbourhoods import neighbourhoods
from rolegraph.render.figures.roles_map.map_places import WIDE, affinities, placed


def _nearest(similarity: NDArray[np.float64], wide: int = WIDE) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    own = similarity.copy()
    np.fill_diagonal(own, -1.0)
    alike = np.argsort(-own, axis=1, kind="stable")[:, : min(wide, len(own) - 1)]
    return alike, np.take_along_axis(own, alike, axis=1)


def _kept(places: NDArray[np.intp], alike: NDArray[np.intp], count: int = 10) -> float:
    """The share of the nearest that are among the nearest on the map."""
    apart = ((places[:, None] - places[None]) ** 2).sum(axis=2).astype(float)
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1, kind="stable")[:, :count]
    shares = [
        len({*one} & {*other}) / count for one, other in zip(near.tolist(), alike[:, :count].tolist(), strict=True)
    ]
    return float(np.mean(shares))


@st.composite
def _similarities(draw: st.DrawFn) -> NDArray[np.float64]:
    count = draw(st.integers(0, 12))
    values = draw(st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), min_size=count**2, max_size=count**2))
    square = np.array(values, dtype=float).reshape(count, count)
    return np.asarray((square + square.T) / 2)


@settings(max_examples=15, deadline=None)
@given(similarity=_similarities())
def test_every_role_has_a_place_of_its_own_whatever_they_have_in_common(similarity: NDArray[np.float64]) -> None:
    alike, scores = _nearest(similarity) if len(similarity) else (np.zeros((0, 0), dtype=np.intp), np.zeros((0, 0)))
    places = placed(alike, scores)
    assert places.dtype == np.intp
    assert len({*map(tuple, places.tolist())}) == len(similarity)
    assert placed(alike, scores).tolist() == places.tolist()


def test_three_groups_stand_apart() -> None:
    group = np.repeat(np.arange(3), 20)
    similarity = np.where(group[:, None] == group, 0.9, 0.1)
    places = placed(*_nearest(similarity, 19))
    centres = [places[group == one].mean(axis=0) for one in range(3)]
    widest = max(np.ptp(places[group == one], axis=0).max() for one in range(3))
    assert min(float(np.hypot(*(a - b))) for a, b in pairwise([*centres, centres[0]])) > widest


def test_roles_without_anything_in_common_stand_below() -> None:
    similarity = np.zeros((8, 8))
    similarity[:5, :5] = 0.5
    places = placed(*_nearest(similarity))
    assert places[5:, 1].min() > places[:5, 1].max()


def test_pulls_are_symmetric_and_of_what_is_alike() -> None:
    similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.2], [0.0, 0.2, 1.0]])
    pull = affinities(*_nearest(similarity)).toarray()
    assert pull == pytest.approx(pull.T)
    assert pull.sum() == pytest.approx(1.0)
    assert pull[0, 2] == 0.0 < pull[1, 2] < pull[0, 1]


def test_the_shipped_map_keeps_most_neighbours() -> None:
    index = rolegraph.open().mobility
    found = neighbourhoods(index, range(len(index.similarity.roles)), 10, WIDE)
    places = placed(found.alike, found.scores)
    assert _kept(places, found.alike) > 0.6
    shuffled = np.random.default_rng(1).permutation(places)
    assert _kept(shuffled, found.alike) < 0.3
