"""How well `similarity` finds what experts hold to be related: O*NET's Related Occupations, beside what others use."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from fit_similarity import CROSSWALK, ESCO, fitted, meaning_curve, parts_of, scores_of, table_of, words_of_both
from quality_baselines import baselines
from quality_related import ONET, RELATED, Matrix, Recall, Related, Truths, recall, related

import rolegraph
from rolegraph.mobility.facets import texts_of, together
from rolegraph.mobility.meanings import load_table, save_table
from rolegraph.mobility.similarity import Similarity
from rolegraph.readers.importing import import_download

FOLDS = 5


def cross_validated(similarity: Similarity, graph: rolegraph.RoleGraph, truth: Related) -> Matrix:
    """Similarities where each fold of occupations is answered with vectors and curves fitted on the others only.

    The table is cut and rounded as the shipped one is.
    """
    words, parts = words_of_both(graph.dataset, similarity.roles), parts_of(similarity)
    texts = together(*texts_of(graph.dataset, similarity.roles))
    fold = np.random.default_rng(0).permutation(len(truth.rows)) % FOLDS
    scores = np.zeros((len(similarity.roles), len(similarity.roles)))
    for number in range(FOLDS):
        rows = truth.rows[fold == number]
        fit = fitted(words, parts, truth, truth.rows[fold != number])
        with tempfile.TemporaryDirectory() as folder:
            save_table(table_of(words, fit), Path(folder) / "meanings.npz")
            table = load_table(Path(folder) / "meanings.npz")
        curves = {"meaning": meaning_curve(fit.sharpness), **fit.curves}
        scores[rows] = scores_of(similarity, texts, curves, table)[rows]
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
    measured["rolegraph as shipped, fitted on these very rows"] = similarity.among(everywhere)
    if ESCO.is_file() and CROSSWALK.is_file():
        measured[f"rolegraph, {FOLDS}-fold cross-validation"] = cross_validated(similarity, graph, truth)
    for name, scores in measured.items():
        yield _line(name, recall(scores, truth), recall(_only(scores, rated), _within(truth, rated)))


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
