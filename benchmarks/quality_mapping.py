"""How well `map` finds the occupation of O*NET for one of ESCO, and the shipped mappings again, beside baselines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from fit_mapping import CROSSWALK, IMPORTED, Choices, Matrix, Truth, opened, truth_of

from rolegraph.linking.node_texts import NodeText
from rolegraph.linking.role_matching import RolePairs, role_pairs, shares_of
from rolegraph.linking.text_pairs import text_pair
from rolegraph.model.nodes import fold

FOLDS = 5
SURE = 2.0  # the crosswalk's confidence


def baselines(esco: list[NodeText], onet: list[NodeText], rows: Matrix) -> Iterator[tuple[str, Matrix]]:
    """What is simple: scores of some of ESCO's occupations with all of O*NET's."""
    of_name: dict[str, set[int]] = {}
    for column, node in enumerate(onet):
        for name in (node.label, *node.names):
            of_name.setdefault(fold(name), set()).add(column)
    named = np.zeros((len(rows), len(onet)))
    for number, row in enumerate(rows):
        for name in (*esco[row].names, esco[row].label):
            for column in of_name.get(fold(name), ()):
                exact = fold(name) == fold(esco[row].label)
                named[number, column] = max(named[number, column], 1 + exact + (fold(onet[column].label) == fold(name)))
    yield "exact and other names", named
    everything = [lambda node: node.label, lambda node: f"{node.called} . {node.definition} . {node.duties}"]
    for title, text in zip(("tf-idf of titles", "tf-idf of titles and texts"), everything, strict=True):
        yield title, text_pair(map(text, esco), map(text, onet)).cosines(slice(0, len(esco)))[rows]


def cross_validated(choices: Choices) -> Matrix:
    """Scores of all candidates, where each fold of the crosswalk is answered with what fits the others."""
    fold_of = np.random.default_rng(0).permutation(len(choices.places)) % FOLDS
    scores = np.full(len(choices.pairs.rows), -np.inf)
    for number in range(FOLDS):
        found = choices.scores(choices.fitted(fold_of != number))
        for row in choices.truth.rows[fold_of == number]:
            scores[choices.of(row)] = found[choices.of(row)]
    return scores


def dense(pairs: RolePairs, scores: Matrix, rows: Matrix, columns: int) -> Matrix:
    """Scores of candidates as a table of some rows; what is no candidate comes last."""
    found = np.full((int(pairs.rows.max()) + 1, columns), -1e9)
    found[pairs.rows, pairs.columns] = scores
    return np.asarray(found[rows])


def measured(scores: Matrix, truth: Truth, among: Matrix) -> str:
    """recall@1, recall@5 and MRR; equal scores share their places, and what is not found counts nothing."""
    right = scores[np.arange(len(truth.rows)), truth.columns]
    above, equal = (scores > right[:, None]).sum(axis=1), (scores == right[:, None]).sum(axis=1)
    places = above + (equal + 1) / 2
    hit = right > np.minimum(scores.min(axis=1), 0.0) if (scores < 0).any() else right > 0
    values = (np.mean(np.where(hit, np.clip((most - above) / equal, 0, 1), 0.0)[among]) for most in (1, 5))
    return " | ".join(f"{value:.3f}" for value in (*values, np.mean(np.where(hit, 1 / places, 0.0)[among])))


def occupations(esco: list[NodeText], onet: list[NodeText]) -> list[str]:
    """The table of occupations, and how often what is proposed with some confidence is right."""
    pairs, truth = role_pairs(esco, onet), truth_of(esco, onet)
    choices = Choices(pairs, truth, esco, onet)
    sure, every = truth.confidence == SURE, np.ones(len(truth.rows), dtype=bool)
    lines = [
        f"{len(truth.rows)} rows of half of Nesta's crosswalk, {sure.sum()} of them of confidence 2; all {len(onet)} "
        "occupations are candidates. Old codes are brought to O*NET 29.3 by title, or by another name.",
        "",
        "| measure | recall@1 | recall@5 | MRR | @1, sure | @5, sure | MRR, sure |",
        "|---|---|---|---|---|---|---|",
    ]
    tables = [*baselines(esco, onet, truth.rows)]
    tables.append(
        ("rolegraph as shipped, fitted on these very rows", dense(pairs, pairs.scores, truth.rows, len(onet)))
    )
    held_out = cross_validated(choices)
    tables.append((f"rolegraph, {FOLDS}-fold cross-validation", dense(pairs, held_out, truth.rows, len(onet))))
    lines += [
        f"| {name} | {measured(scores, truth, every)} | {measured(scores, truth, sure)} |" for name, scores in tables
    ]
    return [*lines, "", *calibration(choices, held_out)]


def calibration(choices: Choices, scores: Matrix) -> Iterator[str]:
    """Of the likeliest occupation for each row, how often it is right, by confidence."""
    pairs = choices.pairs._replace(scores=scores, shares=shares_of(choices.pairs.rows, np.maximum(scores, -1e9)))
    confidences, found = pairs.confidences(), []
    for row, column in zip(choices.truth.rows, choices.truth.columns, strict=True):
        best = choices.of(row).start + int(np.argmax(scores[choices.of(row)]))
        found.append((confidences[best], pairs.columns[best] == column))
    yield "| confidence of the likeliest | rows | right |"
    yield "|---|---|---|"
    for low, high in ((0.9, 1.0), (0.8, 0.9), (0.6, 0.8), (0.4, 0.6), (0.2, 0.4), (0.0, 0.2)):
        right = [is_right for confidence, is_right in found if low <= confidence < high or confidence == high == 1.0]
        if right:
            yield f"| {low} to {high} | {len(right)} | {np.mean(right):.2f} |"


def report(places: tuple[str, ...] = ()) -> Iterator[str]:
    """A Markdown section with the measured tables; says so where the data are not there."""
    yield "## Mappings"
    yield ""
    if not places and not all(Path(place).exists() for place in (CROSSWALK, *IMPORTED.values())):
        yield "Not measured: the crosswalk, ESCO or O*NET is not there."
        return
    yield from opened(places, occupations)


if __name__ == "__main__":
    import sys

    print("\n".join(report(tuple(sys.argv[1:]))))
