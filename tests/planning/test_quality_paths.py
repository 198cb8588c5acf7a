"""The benchmark of learning paths on fewer graphs: the planner is at the optimum, and nothing is below it."""

from __future__ import annotations

import random

import pytest
from quality_paths import METHODS, larger_problem, mixed_problem, planner, problems, score, tree_problem

DRAWS = {"mixed": mixed_problem, "trees": tree_problem, "larger": larger_problem}


@pytest.mark.parametrize("kind", DRAWS)
def test_the_planner_is_at_the_optimum_and_nothing_is_below(kind: str) -> None:
    found = problems(25 if kind != "larger" else 4, DRAWS[kind])
    for method in METHODS.values():
        assert score(method, found).mean >= 1 - 1e-9
    ours = score(planner(), found)
    assert ours.mean <= 1.02
    if kind == "trees":
        assert ours.optimal == 1


def test_a_tree_is_a_tree_and_the_same_seed_gives_the_same_problem() -> None:
    for seed in range(30):
        situation, needs = tree_problem(random.Random(seed))  # noqa: S311 - for a test
        graph = situation.graph
        assert graph.to_undirected().number_of_edges() == graph.number_of_nodes() - 1
        assert tree_problem(random.Random(seed))[1] == needs  # noqa: S311 - for a test
