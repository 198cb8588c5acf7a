"""Fits what `mobility.likely` counts, on moves in the United States: `python benchmarks/fit_likely.py [GRAPH]`.

Conditional logit: of all groups that people could go to, the shares that went to each are to be the likeliest. Origins
are left out in sevenths, three times over, to see what each model comes to where it was not fitted: similarity and
employment, and what else might help. The numbers to take are those of the first, fitted on all origins.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from quality_moves import MOVES, Observed, observed, recall_of_moves, weighted_auc
from quality_related import ONET, Matrix
from scipy.optimize import minimize
from scipy.special import logsumexp

import rolegraph
from rolegraph.mobility.likely import pull_of
from rolegraph.readers.importing import import_download

FOLDS, ROUNDS = 7, 3
PENALTY = 1e-4
MODELS = (
    ("similarity", "employment"),
    ("similarity", "employment", "preparation"),
    ("similarity", "employment", "pay"),
    ("similarity", "employment", "preparation", "pay"),
)


def features_of(graph: rolegraph.RoleGraph, moves: Observed) -> dict[str, Matrix]:
    """What may make a move likely, from each group to each."""
    similarity, efforts = graph.similarity, graph.mobility.efforts
    scores = similarity.among(np.arange(len(similarity.roles)))
    near = np.stack([scores[:, list(rows)].max(axis=1) for rows in moves.members], axis=1)
    rank = np.where(efforts.rank > 0, efforts.rank, np.nan).astype(float)
    with MOVES.open(encoding="utf-8", newline="") as file:
        pays = {row["OCC_target"]: float(row["A_MEAN_OCC"] or "nan") for row in csv.DictReader(file)}
    pay = np.log([pays.get(group, np.nan) for group in moves.groups])
    zone = np.array([_mean(rank[list(rows)]) for rows in moves.members])
    return {
        "similarity": np.stack([near[list(rows)].mean(axis=0) for rows in moves.members]),
        "employment": np.tile(np.log(np.maximum(moves.employed, 1.0)), (len(moves.groups), 1)),
        "preparation": np.nan_to_num(np.abs(zone[None, :] - zone[:, None])),
        "pay": np.nan_to_num(np.abs(pay[None, :] - pay[:, None])),
    }


def _mean(values: Matrix) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def fitted(parts: Sequence[Matrix], moves: Observed, origins: Matrix) -> Matrix:
    """A weight for each part, from some origins."""
    values = np.stack(parts, axis=-1)[origins]
    center, scale = values.mean(axis=(0, 1)), values.std(axis=(0, 1))
    values = (values - center) / scale
    went = moves.shares[origins] / moves.shares[origins].sum(axis=1, keepdims=True)
    stay = np.zeros(went.shape, dtype=bool)
    stay[np.arange(len(origins)), origins] = True

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        heights = np.where(stay, -1e9, values @ weights)
        total = logsumexp(heights, axis=1, keepdims=True)
        slope = np.tensordot(np.exp(heights - total) - went, values, axes=2) / len(origins)
        missed = -(went * np.where(stay, 0.0, heights - total)).sum() / len(origins)
        return missed + PENALTY * weights @ weights, slope + 2 * PENALTY * weights

    found: Matrix = minimize(loss, np.zeros(len(parts)), jac=True, method="L-BFGS-B").x / scale
    return found


def measured(parts: Sequence[Matrix], moves: Observed, *, with_arrivals: bool) -> tuple[float, float]:
    """Recall and AUC of origins that were not among those that weights, and arrivals, are from."""
    recalls, areas = [], []
    went = moves.shares / np.maximum(moves.shares.sum(axis=1, keepdims=True), 1e-12)
    for seed in range(ROUNDS):
        order = np.random.default_rng(seed).permutation(np.array(moves.origins))
        for fold in range(FOLDS):
            left_out = order[fold::FOLDS]
            others = np.setdiff1d(order, left_out)
            heights = np.stack(parts, axis=-1) @ fitted(parts, moves, others)
            if with_arrivals:
                alone = np.where(np.eye(len(heights), dtype=bool), -1e9, heights)
                expected = np.exp(alone - logsumexp(alone, axis=1, keepdims=True))
                heights = heights + np.log(pull_of(went[others], expected[others]))[None, :]
            seen = moves._replace(origins=tuple(left_out.tolist()))
            recalls += [recall_of_moves(heights, seen)] * len(left_out)
            areas += [weighted_auc(heights, seen)] * len(left_out)
    return float(np.mean(recalls)), float(np.mean(areas))


def main() -> None:
    """Print the weights, and what each model comes to on origins that it was not fitted on."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "onet"
        if len(sys.argv) < 2:
            import_download("onet", ONET, place)
        graph = rolegraph.open(place)
        moves = observed(MOVES, graph.similarity.roles)
        features = features_of(graph, moves)
    print("| model | recall@10 | weighted AUC | with arrivals: recall@10 | weighted AUC |")
    print("|---|---:|---:|---:|---:|")
    for names in MODELS:
        parts = [features[name] for name in names]
        numbers = [number for known in (False, True) for number in measured(parts, moves, with_arrivals=known)]
        print(f"| {', '.join(names)} | {' | '.join(f'{number:.3f}' for number in numbers)} |")
    first = [features[name] for name in MODELS[0]]
    for name, weight in zip(MODELS[0], fitted(first, moves, np.array(moves.origins)), strict=True):
        print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
