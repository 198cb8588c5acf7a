"""How well `similarity` finds what experts hold to be related: O*NET's Related Occupations, beside what others use.

The rows of that file are read here, and nowhere else: no graph holds them. Weights are fitted as those in
`similarity.weights` were: conditional logit of a related occupation against all others of which the same is known.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from quality_baselines import baselines

import rolegraph
from rolegraph.mobility.similarity import WEIGHTS, Similarity
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.readers.importing import import_download

ONET = Path(__file__).parents[2] / "shared" / "data" / "onet-29.3"
RELATED = "Related Occupations.txt"
FOLDS = 5
FITTED = ("work", "names", "knowledge", "interests", "preparation")
BY_HAND = ("skills", "tools", "qualifications")  # which add nothing that can be measured here

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.intp]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]


class Related(NamedTuple):
    """What experts hold to be related: the places of the roles asked about, and of each the primary, and all."""

    rows: Places
    primary: Truths
    every: Truths


class Recall(NamedTuple):
    """Mean recall over the occupations asked about: of the primary ones among ten, of all among twenty."""

    ten: float
    twenty: float


def related(release: Path, roles: Sequence[str]) -> Related:
    """The experts' lists as rows of truths, in the order of `roles`."""
    place = {iri: number for number, iri in enumerate(roles)}
    primary, every = (np.zeros((len(roles), len(roles)), dtype=bool) for _ in range(2))
    with (release / RELATED).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            one, other = (_place(place, row[key]) for key in ("O*NET-SOC Code", "Related O*NET-SOC Code"))
            every[one, other] = True
            primary[one, other] = row["Relatedness Tier"].startswith("Primary")
    return Related(np.flatnonzero(every.any(axis=1)), primary, every)


def _place(place: Mapping[str, int], code: str) -> int:
    return place[node_iri(Kind.ROLE, f"onet-{code}")]


def recalls(scores: Matrix, wanted: Truths, rows: Places, count: int) -> Matrix:
    """For each of some roles, the share of those wanted that are among the first `count`; ties by place."""
    scores = scores[rows].copy()
    scores[np.arange(len(rows)), rows] = -np.inf
    first = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    hits = np.take_along_axis(wanted[rows], first, axis=1).sum(axis=1)
    return np.asarray(hits / wanted[rows].sum(axis=1))


def recall(scores: Matrix, truth: Related) -> Recall:
    """The recalls of a measure, given as a matrix of all roles against all."""
    ten = recalls(scores, truth.primary, truth.rows, 10)
    twenty = recalls(scores, truth.every, truth.rows, 20)
    return Recall(float(ten.mean()), float(twenty.mean()))


class Parts(NamedTuple):
    """Likeness, raised to its power, and whether it is known, by facet: shapes (facets, roles, roles)."""

    likeness: Matrix
    known: Truths


def parts_of(similarity: Similarity, names: Sequence[str]) -> Parts:
    """What the weights of facets multiply."""
    everywhere = np.arange(len(similarity.roles))
    facets = {facet.name: facet for facet in similarity.facets}
    present = [facets[name].present() for name in names]
    known = np.stack([here[:, None] & here[None, :] for here in present])
    found = np.stack([facets[name].likeness(everywhere) ** WEIGHTS[name].power for name in names])
    return Parts(np.where(known, found, 0.0), known)


def weighted(parts: Parts, weights: Matrix) -> Matrix:
    """The formula of `similarity.weights`."""
    total = np.tensordot(weights, parts.likeness, axes=1)
    whole = np.tensordot(weights, parts.known.astype(np.float64), axes=1)
    return np.asarray(np.divide(total, whole, out=np.zeros_like(total), where=whole > 0))


def fitted(parts: Parts, truth: Related, rows: Places, penalty: float = 1e-3) -> Matrix:
    """Weights, not negative, under which the related occupations of some rows are the likeliest to be chosen.

    The mean negative log likelihood of a softmax over all occupations of which the same facets are known, with a small
    quadratic penalty, by L-BFGS-B (Byrd et al. 1995).
    """
    from scipy.optimize import minimize

    known: Truths = np.asarray(parts.known.all(axis=0), dtype=bool)[rows]
    known[np.arange(len(rows)), rows] = False
    wanted = truth.primary[rows] & known
    kept = wanted.any(axis=1)
    known, wanted = known[kept], wanted[kept]
    share = wanted / wanted.sum(axis=1, keepdims=True)
    likeness = parts.likeness[:, rows[kept]]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        heights = np.where(known, np.tensordot(weights, likeness, axes=1), -np.inf)
        tops = heights.max(axis=1, keepdims=True)
        odds = np.exp(heights - tops)
        sums = odds.sum(axis=1, keepdims=True)
        found = -(share * np.where(known, heights, 0.0)).sum() + (tops + np.log(sums)).sum()
        slope = np.tensordot(likeness, odds / sums - share, axes=([1, 2], [0, 1]))
        count = len(share)
        return float(found / count + penalty * weights @ weights), slope / count + 2 * penalty * weights

    start = np.full(len(likeness), 2.0)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start)).x)


def cross_validated(similarity: Similarity, truth: Related) -> Matrix:
    """Similarities where each fold of occupations is answered with weights fitted on the others only."""
    chosen, whole = parts_of(similarity, FITTED), parts_of(similarity, (*FITTED, *BY_HAND))
    by_hand = [WEIGHTS[name].weight for name in BY_HAND]
    fold = np.random.default_rng(0).permutation(len(truth.rows)) % FOLDS
    scores = np.zeros(whole.likeness.shape[1:])
    for number in range(FOLDS):
        rows = truth.rows[fold == number]
        weights = np.append(fitted(chosen, truth, truth.rows[fold != number]), by_hand)
        scores[rows] = weighted(whole, weights)[rows]
    return scores


def report(release: Path = ONET, graph: Path | None = None) -> Iterator[str]:
    """A Markdown section with the measured table; says so where the release is not there."""
    yield "## Related occupations, O*NET 29.3"
    yield ""
    if not (release / RELATED).is_file():
        yield f"Not measured: there is no {RELATED} in {release.name}."
        return
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            graph = Path(folder) / "onet"
            import_download("onet", release, graph)
        yield from _table(rolegraph.open(graph), release)


def _table(graph: rolegraph.RoleGraph, release: Path) -> Iterator[str]:
    similarity = graph.similarity
    truth = related(release, similarity.roles)
    knowledge = next(facet for facet in similarity.facets if facet.name == "knowledge")
    rated = knowledge.present()
    yield (
        f"{len(truth.rows)} occupations with experts' lists, {int(rated[truth.rows].sum())} of them rated; all "
        f"{len(similarity.roles)} occupations are candidates, or only the {int(rated.sum())} rated ones."
    )
    yield ""
    yield "| measure | recall@10, primary | recall@20, all | @10, rated only | @20, rated only |"
    yield "|---|---|---|---|---|"
    everywhere = np.arange(len(similarity.roles))
    measured = baselines(graph.dataset, similarity.roles)
    measured["rolegraph, weights as shipped"] = similarity.among(everywhere)
    measured[f"rolegraph, {FOLDS}-fold cross-validation"] = cross_validated(similarity, truth)
    for name, scores in measured.items():
        yield _line(name, recall(scores, truth), recall(_only(scores, rated), _within(truth, rated)))
    yield ""
    found = fitted(parts_of(similarity, FITTED), truth, truth.rows)
    yield "Fitted on all rows: " + ", ".join(f"{name} {one:.1f}" for name, one in zip(FITTED, found, strict=True)) + "."


def _only(scores: Matrix, rated: Truths) -> Matrix:
    return np.where(rated[None, :], scores, -np.inf)


def _within(truth: Related, rated: Truths) -> Related:
    """The lists of rated occupations, of which those that are not rated are struck."""
    primary, every = truth.primary & rated[None, :], truth.every & rated[None, :]
    rows = np.array([row for row in truth.rows if rated[row] and primary[row].any()])
    return Related(rows, primary, every)


def _line(name: str, found: Recall, within: Recall) -> str:
    return f"| {name} | {found.ten:.3f} | {found.twenty:.3f} | {within.ten:.3f} | {within.twenty:.3f} |"


if __name__ == "__main__":
    import sys

    print("\n".join(report(graph=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
