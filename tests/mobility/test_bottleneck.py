"""Chains whose hardest move is smallest, compared with all chains there are."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.mobility.bottleneck import easiest_chain, hardest_moves

FAR = float("inf")


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[float], list[list[float]], int, int, float, list[bool]]:
    size = draw(st.integers(1, 5))
    cost = st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, FAR])
    first = draw(st.lists(cost, min_size=size, max_size=size))
    moves = draw(st.lists(st.lists(cost, min_size=size, max_size=size), min_size=size, max_size=size))
    goal = draw(st.integers(0, size - 1))
    excluded = [one != goal and draw(st.booleans()) for one in range(size)]
    return first, moves, goal, draw(st.integers(1, 4)), draw(st.sampled_from([2.0, 5.0, FAR])), excluded


def _costs(first: list[float], moves: list[list[float]], chain: tuple[int, ...]) -> list[float]:
    return [first[chain[0]], *(moves[one][other] for one, other in pairwise(chain))]


@settings(max_examples=400)
@given(problem=problems())
def test_the_chain_is_the_best_of_all(
    problem: tuple[list[float], list[list[float]], int, int, float, list[bool]],
) -> None:
    first, moves, goal, max_moves, limit, excluded = problem
    between = [one for one in range(len(first)) if one != goal and not excluded[one]]
    chains = [(*part, goal) for length in range(max_moves) for part in permutations(between, length)]
    costs = {chain: _costs(first, moves, chain) for chain in chains}
    within = {chain: cost for chain, cost in costs.items() if max(cost) <= limit and max(cost) < FAR}
    found = easiest_chain(np.array(first), np.array(moves), goal, max_moves, limit=limit, excluded=np.array(excluded))
    if not within:
        assert found is None
        return
    assert found is not None
    best = min((max(cost), sum(cost), len(cost)) for cost in within.values())
    mine = _costs(first, moves, tuple(found))
    assert (max(mine), sum(mine), len(mine)) == best
    assert not any(excluded[one] for one in found)
    hardest = hardest_moves(np.array(first), np.array(moves), max_moves, limit=limit, excluded=np.array(excluded))
    assert hardest[goal] == pytest.approx(best[0])


def test_a_chain_of_three_moves_is_found_where_there_is_no_other() -> None:
    moves = np.full((3, 3), FAR)
    moves[0, 1], moves[1, 2] = 2.0, 1.0
    first = np.array([3.0, FAR, FAR])
    assert easiest_chain(first, moves, goal=2, max_moves=3) == [0, 1, 2]
    assert easiest_chain(first, moves, goal=2, max_moves=2) is None
    assert easiest_chain(first, moves, goal=2, max_moves=3, limit=2.5) is None
