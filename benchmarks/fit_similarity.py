"""Fits what `similarity` counts, and the table of `meanings`, on experts' lists: `python benchmarks/fit_similarity.py`.

Needs, beside the repository in `../shared/data`, the files of O*NET 29.3 with its Related Occupations, ESCO 1.1.1 in
English, and Nesta's crosswalk between ESCO and O*NET; NumPy and SciPy, and no learner. It writes
`src/rolegraph/mobility/meanings.npz`, and prints the curves for `src/rolegraph/mobility/similarity.py`.

The vectors of words begin as those of latent semantic analysis of all occupations of O*NET and ESCO. Then vectors and
curves are moved together, by Adam (Kingma and Ba 2015), so that a softmax over all occupations gives the related ones:
conditional logit, where words are left out by half at random, and where it ends early (both against overfitting). A
tenth of the loss is of ESCO's occupations, which are to be nearest to the same of O*NET, so that the words that only
ESCO uses are moved along.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from quality_related import ONET, Matrix, Places, Related, related
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.linalg import svds

import rolegraph
from rolegraph.linking.vectors import inverse_frequencies, normalised, stem, words_of
from rolegraph.mobility.facets import texts_of, together
from rolegraph.mobility.meanings import TABLE, MeaningTable, amounts, load_table, meanings, save_table
from rolegraph.mobility.similarity import KNOTS, Curve, Similarity
from rolegraph.rdf.dataset import Dataset

ESCO = ONET.parent / "esco-1.1.1" / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
CROSSWALK = ONET.parent / "esco-onet-crosswalk" / "esco_onet_crosswalk_Nov2020_half.csv"
FITTED = ("work", "names", "knowledge", "interests", "tools", "preparation")
DIMENSIONS, STEMS, STEPS = 96, 4000, 65
PRIMARY = 4.0  # what a primary occupation counts beside a supplemental one
LEFT_OUT, OF_ESCO, ESCO_SHARPNESS = 0.5, 0.1, 12.0
RATES = {"vectors": 5e-4, "curves": 0.1, "sharpness": 0.03}
ESCO_DOCUMENTS, ONET_DOCUMENTS = 1.0, 2.0  # in the analysis that vectors begin with


class Words(NamedTuple):
    """What vectors begin with: stems, their weights, and the amounts of these, weighted, in both taxonomies' texts."""

    stems: tuple[str, ...]
    weights: Matrix
    onet: csr_array[np.float64]
    esco: csr_array[np.float64]
    vectors: Matrix
    pairs: Places  # rows of `esco` and of `onet` that are the same occupation: shape (pairs, 2)


class Parts(NamedTuple):
    """What the numbers of curves multiply, of all roles with all, and which number each is of."""

    values: Matrix  # (numbers, roles, roles)
    numbers: tuple[tuple[str, int], ...]  # the facet and its knot; -1 where it is not known


class Fit(NamedTuple):
    """Curves by facet, the vectors of words and what their cosine counts."""

    curves: dict[str, Curve]
    vectors: Matrix
    sharpness: float


def parts_of(similarity: Similarity, names: Sequence[str] = FITTED) -> Parts:
    """How far each pair of roles has climbed between two knots, by facet."""
    everywhere = np.arange(len(similarity.roles))
    facets = {facet.name: facet for facet in similarity.facets}
    values, numbers = [], []
    for name in names:
        present, likeness = facets[name].present(), facets[name].likeness(everywhere)
        known = present[:, None] & present[None, :]
        for knot, (low, high) in enumerate(pairwise(KNOTS), start=1):
            values.append((np.clip((likeness - low) / (high - low), 0.0, 1.0) * known).astype(np.float32))
            numbers.append((name, knot))
        if not present.all():
            values.append((~known).astype(np.float32))
            numbers.append((name, -1))
    return Parts(np.stack(values), tuple(numbers))


def words_of_both(dataset: Dataset, roles: Sequence[str]) -> Words:
    """The words of O*NET's occupations in a graph, and of ESCO's in their table."""
    esco, pairs = _esco(roles)
    texts = (together(*texts_of(dataset, roles)), esco)
    counts = [[Counter(map(stem, words_of(text))) for text in of_one] for of_one in texts]
    frequencies = [Counter(root for of_text in of_one for root in of_text) for of_one in counts]
    stems = tuple(
        sorted(root for root in {*frequencies[0], *frequencies[1]} if max(of[root] for of in frequencies) > 1)
    )
    column = {root: number for number, root in enumerate(stems)}
    documents = np.array([float(frequencies[0][root] + frequencies[1][root]) for root in stems])
    weights = inverse_frequencies(documents, len(texts[0]) + len(texts[1]))
    of_onet, of_esco = (normalised(amounts(of_one, column) @ diags_array(weights)) for of_one in counts)
    both = csr_array(vstack([of_onet * ONET_DOCUMENTS, of_esco * ESCO_DOCUMENTS]))
    _, _, right = svds(both, k=DIMENSIONS, v0=np.ones(min(both.shape)))
    return Words(stems, weights, of_onet, of_esco, np.ascontiguousarray(right.T), pairs)


def _esco(roles: Sequence[str]) -> tuple[list[str], Places]:
    """Texts of ESCO's occupations, and which of them are which of O*NET's."""
    with zipfile.ZipFile(ESCO) as archive, archive.open("occupations_en.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))
    texts = [" . ".join((row["preferredLabel"], row["altLabels"], row["description"])) for row in rows]
    place = {row["conceptUri"]: number for number, row in enumerate(rows)}
    of_code = {iri.rpartition("onet-")[2]: number for number, iri in enumerate(roles)}
    with CROSSWALK.open(encoding="utf-8", newline="") as file:
        same = [
            (place[row["concept_uri"]], of_code[row["onet_code"]])
            for row in csv.DictReader(file)
            if row["concept_uri"] in place and row["onet_code"] in of_code
        ]
    return texts, np.array(same)


class Adam:
    """Numbers that are moved against their slope."""

    def __init__(self, values: Matrix, rate: float) -> None:
        self.values, self.rate, self.step = values, rate, 0
        self.mean = self.square = np.zeros_like(values)

    def move(self, slope: Matrix) -> None:
        """Move them a little."""
        self.step += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        self.square = 0.99 * self.square + 0.01 * slope**2
        size = np.sqrt(self.square / (1 - 0.99**self.step)) + 1e-8
        self.values = self.values - self.rate * self.mean / (1 - 0.9**self.step) / size


def fitted(words: Words, parts: Parts, truth: Related, rows: Places) -> Fit:
    """Vectors and curves under which the related occupations of some rows are the likeliest to be chosen."""
    wanted = PRIMARY * truth.primary[rows] + (truth.every & ~truth.primary)[rows]
    wanted = wanted / wanted.sum(axis=1, keepdims=True)
    of_rows = parts.values[:, rows].reshape(len(parts.values), -1)
    onet, esco = words.onet.astype(np.float32), words.esco[words.pairs[:, 0]].astype(np.float32)
    vectors = Adam(words.vectors.astype(np.float32), RATES["vectors"])
    curves = Adam(np.array([float(knot > 0) for _, knot in parts.numbers]), RATES["curves"])
    sharpness = Adam(np.array([math.log(8.0)]), RATES["sharpness"])
    random = np.random.default_rng(0)
    for _ in range(STEPS):
        kept = (random.random((len(words.stems), 1)) > LEFT_OUT).astype(np.float32) / np.float32(1 - LEFT_OUT)
        of_onet, of_esco = (Unit(np.asarray(amount @ (vectors.values * kept))) for amount in (onet, esco))
        times = np.float32(np.exp(sharpness.values[0]))
        cosines = of_onet.rows[rows] @ of_onet.rows.T
        heights = times * cosines + (curves.values.astype(np.float32) @ of_rows).reshape(cosines.shape)
        heights[np.arange(len(rows)), rows] = -1e9
        slope = ((_odds(heights) - wanted) / len(rows)).astype(np.float32)
        by_onet = times * (slope.T @ of_onet.rows[rows])
        by_onet[rows] += times * (slope @ of_onet.rows)
        of_same = _odds(ESCO_SHARPNESS * of_esco.rows @ of_onet.rows.T)
        of_same[np.arange(len(of_same)), words.pairs[:, 1]] -= 1
        of_same *= OF_ESCO * ESCO_SHARPNESS / len(of_same)
        by_onet += of_same.T @ of_esco.rows
        by_words = onet.T @ of_onet.back(by_onet) + esco.T @ of_esco.back(of_same @ of_onet.rows)
        vectors.move(np.asarray(by_words) * kept)
        sharpness.move(np.array([float((slope * cosines).sum() * times)]))
        curves.move(of_rows @ slope.ravel() + 2e-3 * curves.values)
        curves.values = np.maximum(curves.values, 0.0)
    return Fit(_curves(parts, curves.values), vectors.values.astype(np.float64), float(np.exp(sharpness.values[0])))


class Unit:
    """Rows of length 1, and what a slope by them is by the rows that they were made of."""

    def __init__(self, rows: Matrix) -> None:
        self.lengths = np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6
        self.rows = rows / self.lengths

    def back(self, slope: Matrix) -> Matrix:
        return np.asarray((slope - self.rows * (slope * self.rows).sum(axis=1, keepdims=True)) / self.lengths)


def _odds(heights: Matrix) -> Matrix:
    odds = np.exp(heights - heights.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _curves(parts: Parts, values: Matrix) -> dict[str, Curve]:
    """Climbs as heights; what is not known counts the most that its facet can, at most."""
    numbers = dict(zip(parts.numbers, values.tolist(), strict=True))
    found = {}
    for name in dict.fromkeys(name for name, _ in parts.numbers):
        heights = np.cumsum([0.0, *(numbers[name, knot] for knot in range(1, len(KNOTS)))]).round(2)
        found[name] = Curve(tuple(heights.tolist()), round(min(numbers.get((name, -1), 0.0), heights[-1]), 2))
    return found


def table_of(words: Words, fit: Fit) -> MeaningTable:
    """The stems that move texts the most, with their vectors."""
    weights = words.weights[:, None] * fit.vectors
    used = (words.onet**2).sum(axis=0) + 0.3 * (words.esco**2).sum(axis=0)
    sizes = np.linalg.norm(fit.vectors, axis=1) * np.sqrt(np.asarray(used).ravel())
    chosen = np.sort(np.argsort(-sizes, kind="stable")[:STEMS])
    return MeaningTable(tuple(words.stems[place] for place in chosen), weights[chosen])


def meaning_curve(sharpness: float) -> Curve:
    """The cosine of the vectors of two texts counts in proportion."""
    return Curve(tuple(round(sharpness * knot, 2) for knot in KNOTS), round(0.14 * sharpness, 2))


def scores_of(similarity: Similarity, texts: Sequence[str], curves: dict[str, Curve], found: MeaningTable) -> Matrix:
    """The formula of `similarity`, up to a factor, with other curves and another table."""
    everywhere, vectors = np.arange(len(similarity.roles)), meanings(texts, found)
    total = np.zeros((len(everywhere), len(everywhere)))
    for facet in similarity.facets:
        if facet.name in curves:
            present, curve = facet.present(), curves[facet.name]
            likeness = facet.likeness(everywhere) if facet.name != "meaning" else np.clip(vectors @ vectors.T, 0, 1)
            total += np.where(present[:, None] & present[None, :], curve.at(likeness), curve.unknown)
    return total


def main() -> None:
    """Fit on all rows, write the table, and print the curves."""
    import sys
    import tempfile

    from rolegraph.readers.importing import import_download

    with tempfile.TemporaryDirectory() as folder:
        place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "onet"
        if len(sys.argv) < 2:
            import_download("onet", ONET, place)
        graph = rolegraph.open(place)
        similarity = graph.similarity
        words, truth = words_of_both(graph.dataset, similarity.roles), related(ONET, similarity.roles)
        fit = fitted(words, parts_of(similarity), truth, truth.rows)
    save_table(table_of(words, fit), TABLE)
    print(f"{TABLE.name}: {len(load_table(TABLE).stems)} stems, {TABLE.stat().st_size / 1000:.0f} kB")
    for name, curve in {"meaning": meaning_curve(fit.sharpness), **fit.curves}.items():
        print(f'    "{name}": Curve({curve.heights}, {curve.unknown}),')


if __name__ == "__main__":
    main()
